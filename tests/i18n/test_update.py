"""Catalogs made from a spec, and brought up to date with it."""

from __future__ import annotations

import difflib

from oauthviz.i18n.catalog import parse_catalog
from oauthviz.i18n.messages import messages_of
from oauthviz.i18n.writing import Room, Template, catalog_text, template_text, update_catalog
from tests.i18n.support import SPEC, catalog, loaded, template


def changed_lines(before: str, after: str) -> list[str]:
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in found if line[0] in "+-"]


def test_a_template_says_what_a_text_is_what_room_it_has_and_what_stays() -> None:
    spec = loaded()
    messages = messages_of(spec.spec)
    rooms = {"arrow.app>authz.label": Room(2, 18)}
    text = template_text(Template("flow", "flow.yaml", "en", messages, {"arrow.app>authz.label": 9}, rooms))
    entry = next(block for block in text.split("\n\n") if "app>authz" in block)
    assert entry == (
        "#. The label of the arrow from 'Web App' to 'Authorization Server'.\n"
        "#. Room: 2 lines of about 18 characters.\n"
        "#. Leave as it is: POST /token, code_verifier.\n"
        "#: flow.yaml:9\n"
        'msgctxt "arrow.app>authz.label"\n'
        'msgid "POST /token with code_verifier"\n'
        'msgstr ""'
    )


def test_an_update_without_a_change_keeps_every_byte() -> None:
    made = catalog_text(template(), "es", {"title": "Acceso"})
    odd = made.replace('msgstr "Acceso"', '# a note of mine\nmsgstr ""\n"Acce"\n"so"\n\n')
    for text in (made, odd, made.replace("\n", "\r\n"), "\ufeff" + made, made.rstrip("\n")):
        assert update_catalog(parse_catalog(text.encode(), "x.po"), template()).text == text


def test_changed_english_makes_its_entry_fuzzy_and_changes_no_byte_else() -> None:
    before = catalog_text(template(), "es", {"title": "Acceso en tres pasos", "box.app.role": "Pide acceso"})
    spec = loaded(SPEC.replace("Asks for access", "Asks for delegated access"))
    updated = update_catalog(parse_catalog(before.encode(), "x.po"), template(spec))
    assert (updated.new, updated.fuzzy, updated.obsolete) == (0, 1, 0)
    assert changed_lines(before, updated.text) == [
        "+ #, fuzzy",
        '+ #| msgid "Asks for access"',
        '- msgid "Asks for access"',
        '+ msgid "Asks for delegated access"',
    ]
    again = update_catalog(parse_catalog(updated.text.encode(), "x.po"), template())
    assert (again.text, again.fuzzy) == (before, 0)  # the English is as it was, so nothing is fuzzy any more


def test_an_untranslated_entry_is_not_made_fuzzy() -> None:
    before = catalog_text(template(), "es", {})
    spec = loaded(SPEC.replace("Asks for access", "Asks for delegated access"))
    updated = update_catalog(parse_catalog(before.encode(), "x.po"), template(spec))
    assert updated.fuzzy == 0 and "#, fuzzy" not in updated.text


def test_a_text_keeps_its_translation_when_its_place_in_a_list_changes() -> None:
    swapped = SPEC.replace(
        "[The user signs in, The app asks for a token]", "[The app asks for a token, The user signs in]"
    )
    before = catalog({"legend.1.text": "Entra", "legend.2.text": "Pide"})
    updated = update_catalog(before, template(loaded(swapped)))
    after = parse_catalog(updated.text.encode(), "x.po")
    assert updated.fuzzy == updated.new == 0
    first, second = after.named("legend.1.text"), after.named("legend.2.text")
    assert first is not None and second is not None
    assert (first.texts, second.texts) == (("Pide",), ("Entra",))


def test_new_texts_follow_their_neighbours_and_former_ones_go_to_the_end() -> None:
    spec = loaded(
        SPEC.replace("role: Knows the user, ", "")
        .replace("name: Web App,", "name: Web App, role: Asks,")
        .replace("role: Asks for access, ", "")
    )
    more = loaded(SPEC.replace("title: Login in three steps\n", "title: Login in three steps\ncaption: Not audited\n"))
    kept = catalog({"box.authz.role": "Conoce al usuario"})
    less = update_catalog(kept, template(spec))
    assert less.obsolete == 1
    assert less.text.rstrip().endswith(
        '#~ msgctxt "box.authz.role"\n#~ msgid "Knows the user"\n#~ msgstr "Conoce al usuario"'
    )
    grown = update_catalog(kept, template(more))
    assert grown.new == 1
    contexts = [entry.context for entry in parse_catalog(grown.text.encode(), "x.po").entries]
    assert contexts[:3] == ["title", "caption", "box.browser.name"]
    back = update_catalog(parse_catalog(less.text.encode(), "x.po"), template())
    again = parse_catalog(back.text.encode(), "x.po").named("box.authz.role")
    assert again is not None and again.texts == ("Conoce al usuario",) and not again.is_obsolete


def test_only_our_own_reference_follows_the_spec() -> None:
    before = catalog_text(template(), "es", {})
    moved = "# a line\n" + SPEC
    updated = update_catalog(parse_catalog(before.encode(), "x.po"), template(loaded(moved)))
    lines = changed_lines(before, updated.text)
    assert lines and all(line[2:].startswith("#: flow.yaml:") for line in lines)
    foreign = before.replace("#: flow.yaml:", "#: other.c:7 flow.yaml:")
    assert update_catalog(parse_catalog(foreign.encode(), "x.po"), template(loaded(moved))).text == foreign
