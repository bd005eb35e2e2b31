"""`oauthviz i18n` and `--lang`: catalogs from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oauthviz import Diagram
from oauthviz.core.diagnostics import UsageError
from tests.conftest import Ran
from tests.i18n.support import SPEC

Run = Callable[..., Ran]

CATALOG = Path("locales/es/LC_MESSAGES/flow.po")


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    path = tmp_path / "flow.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return path


@pytest.fixture
def catalog(oauthviz: Run, flow: Path) -> Path:
    """A catalog in which each text is its own translation."""
    assert oauthviz("i18n", "update", flow, "--lang", "es").code == 0
    lines = CATALOG.read_text(encoding="utf-8").split("\n")
    for i, line in enumerate(lines):
        if line.startswith("msgid ") and lines[i + 1] == 'msgstr ""' and line != 'msgid ""':
            lines[i + 1] = line.replace("msgid", "msgstr")
    CATALOG.write_text("\n".join(lines), encoding="utf-8")
    return CATALOG


def replaced(catalog: Path, old: str, new: str) -> None:
    text = catalog.read_text(encoding="utf-8")
    assert f'msgstr "{old}"' in text
    catalog.write_text(text.replace(f'msgstr "{old}"', f'msgstr "{new}"'), encoding="utf-8")


def findings(ran: Ran) -> dict[str, dict[str, object]]:
    (report,) = json.loads(ran.out)
    return {found["code"]: found for found in report["findings"]}


def test_a_template_goes_to_standard_output_a_file_or_a_folder(oauthviz: Run, flow: Path) -> None:
    printed = oauthviz("i18n", "extract", flow)
    assert printed.code == 0
    assert 'msgctxt "box.browser.role"' in printed.out
    assert "#. Room: 1 line of about " in printed.out
    assert "#. Leave as it is: POST /token, code_verifier." in printed.out
    assert oauthviz("i18n", "extract", flow, "-o", "a/flow.pot").code == 0
    assert oauthviz("i18n", "extract", flow, "-o", "b/").code == 0
    for written in (Path("a/flow.pot"), Path("b/flow.pot")):
        assert written.read_text(encoding="utf-8") == printed.out


def test_the_program_s_own_words_have_a_template_too(oauthviz: Run) -> None:
    ran = oauthviz("i18n", "extract", "--strings")
    assert ran.code == 0
    assert 'msgctxt "key-heading"\nmsgid "Arrow key"\nmsgstr ""' in ran.out


def test_a_catalog_of_the_same_words_gives_the_same_picture(oauthviz: Run, flow: Path, catalog: Path) -> None:
    own, other = Diagram.load(flow).render(), Diagram.load(flow).render(lang="es")
    assert other.warnings == ()
    assert [arrow.branches for arrow in other.layout.arrows] == [arrow.branches for arrow in own.layout.arrows]
    assert [box.rect for box in other.layout.boxes] == [box.rect for box in own.layout.boxes]
    assert other.file_stem == "flow.es"


def test_a_translated_picture_says_its_language_and_direction(oauthviz: Run, flow: Path, catalog: Path) -> None:
    assert oauthviz("render", flow, "--lang", "es", "--format", "svg").code == 0
    root = Path("out/flow.es.svg").read_text(encoding="utf-8").split(">")[0]
    assert ' lang="es"' in root and ' dir="ltr"' in root
    assert ' data-catalog="' in root
    assert ' dir="ltr" ' in oauthviz("render", flow, "-o", "-").out.split(">")[0]


@pytest.mark.parametrize("lang", ["x-pseudo", "x-pseudo-rtl"])
def test_a_pseudo_language_needs_no_catalog_and_keeps_the_arrangement(flow: Path, lang: str) -> None:
    own, other = Diagram.load(flow).render(), Diagram.load(flow).render(lang=lang)
    assert other.layout.arrangement == own.layout.arrangement
    assert other.findings == ()
    assert "POST /token" in other.svg and "code_verifier" in other.svg
    assert "Web App" not in other.svg


def test_several_languages_are_drawn_at_once(oauthviz: Run, flow: Path, catalog: Path) -> None:
    ran = oauthviz("render", flow, "--lang", "es", "--lang", "x-pseudo", "--lang", "es", "--format", "svg")
    assert ran.code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["flow.es.svg", "flow.x-pseudo.svg"]
    assert oauthviz("render", flow, "--lang", "es", "--lang", "x-pseudo", "-o", "one.svg").code == 2


def test_the_spec_s_own_language_needs_no_catalog(oauthviz: Run, flow: Path) -> None:
    assert oauthviz("render", flow, "--lang", "en", "--format", "svg").code == 0
    assert Path("out/flow.svg").exists()


def test_a_language_without_a_catalog_is_refused(oauthviz: Run, flow: Path) -> None:
    ran = oauthviz("render", flow, "--lang", "es")
    assert ran.code == 2
    assert "no-catalog" in ran.err and str(CATALOG) in ran.err
    with pytest.raises(UsageError):
        Diagram.load(flow).render(lang="es")


def test_a_missing_translation_is_a_warning_or_strictly_an_error(oauthviz: Run, flow: Path, catalog: Path) -> None:
    replaced(catalog, "Asks for access", "")
    ran = oauthviz("render", flow, "--lang", "es", "--format", "svg")
    assert ran.code == 0
    assert "missing-translation: box.app.role has no translation: 'Asks for access'" in ran.err
    assert "Asks for access" in Path("out/flow.es.svg").read_text(encoding="utf-8")
    strict = oauthviz("render", flow, "--lang", "es", "--strict-i18n", "-o", "strict.svg")
    assert strict.code == 3
    assert not Path("strict.svg").exists()


def test_a_broken_catalog_is_an_error_with_its_line(oauthviz: Run, flow: Path, catalog: Path) -> None:
    catalog.write_text(catalog.read_text(encoding="utf-8") + "\nwhat is this\n", encoding="utf-8")
    for command in (("render", flow, "--lang", "es"), ("i18n", "status", flow), ("i18n", "update", flow)):
        ran = oauthviz(*command)
        assert ran.code == 3
        assert f"flow.po:{len(catalog.read_text(encoding='utf-8').splitlines())}:1: bad-catalog" in ran.err


def test_status_is_silent_about_a_whole_catalog(oauthviz: Run, flow: Path, catalog: Path) -> None:
    ran = oauthviz("i18n", "status", flow)
    assert (ran.code, ran.out) == (0, f"{flow}: es: 12 of 12 texts translated\n")


@pytest.mark.parametrize(
    ("old", "new", "code", "word"),
    [
        ("POST /token with code_verifier", "POST /token con verificador", "altered-word", "code_verifier"),
        ("POST /token with code_verifier", "POST /tokens con code_verifier", "altered-word", "POST /tokens"),
        ("Access token, 3600 seconds", "Token, ٣٦٠٠ segundos", "foreign-digits", "٣"),
        ("Knows the user", "", "missing-translation", ""),
    ],
)
def test_status_finds_a_flaw_with_its_place(
    oauthviz: Run, flow: Path, catalog: Path, old: str, new: str, code: str, word: str
) -> None:
    replaced(catalog, old, new)
    ran = oauthviz("i18n", "status", flow, "--lang", "es", "--format", "json")
    assert ran.code == 1
    found = findings(ran)[code]
    assert Path(str(found["file"])).name == "flow.po"
    line = catalog.read_text(encoding="utf-8").splitlines()[int(str(found["line"])) - 1]
    assert line == f'msgstr "{new}"'
    column = int(str(found["column"]))
    assert line[column - 1 :].startswith(word if word in line else new)
    spec = found["spec"]
    assert isinstance(spec, dict) and spec["line"] is not None


def test_status_finds_a_text_that_does_not_fit_with_its_place(oauthviz: Run, flow: Path, catalog: Path) -> None:
    flow.write_text(SPEC + "canvas: {width: 480, height: 420}\n", encoding="utf-8")
    assert oauthviz("i18n", "status", flow).code == 0
    long = "Conoce al usuario y todo lo que el usuario ha hecho, hace y quiere hacer " * 5
    replaced(catalog, "Knows the user", long.strip())
    ran = oauthviz("i18n", "status", flow, "--format", "json")
    assert ran.code == 1
    found = findings(ran)["does-not-fit"]
    assert found["context"] == "box.authz.role"
    assert catalog.read_text(encoding="utf-8").splitlines()[int(str(found["line"])) - 1].startswith('msgstr "Conoce')
    assert "shorten the role of box authz" in str(found["help"])
    assert oauthviz("i18n", "status", flow, "--no-draw").code == 0


def test_changed_english_is_told_by_status_and_made_fuzzy_by_update(oauthviz: Run, flow: Path, catalog: Path) -> None:
    replaced(catalog, "Asks for access", "Pide acceso")
    before = catalog.read_text(encoding="utf-8")
    flow.write_text(SPEC.replace("Asks for access", "Asks for much access"), encoding="utf-8")
    assert "outdated-translation" in findings(oauthviz("i18n", "status", flow, "--format", "json"))
    ran = oauthviz("i18n", "update", flow)
    assert ran.out.strip().endswith("0 new, 1 fuzzy, 0 obsolete")
    assert 'msgstr "Pide acceso"' in catalog.read_text(encoding="utf-8")
    ran = oauthviz("i18n", "status", flow, "--format", "json")
    assert (ran.code, list(findings(ran))) == (1, ["fuzzy-translation"])
    flow.write_text(SPEC, encoding="utf-8")
    assert oauthviz("i18n", "update", flow).code == 0
    assert catalog.read_text(encoding="utf-8") == before


def test_what_is_obsolete_is_told_and_does_no_harm(oauthviz: Run, flow: Path, catalog: Path) -> None:
    flow.write_text(SPEC.replace(", role: Asks for access", ", role: POST /token"), encoding="utf-8")
    assert oauthviz("i18n", "update", flow).code == 0
    ran = oauthviz("i18n", "status", flow)
    assert ran.code == 0
    assert "obsolete-translation: box.app.role" in ran.out


def test_a_spec_without_catalogs_has_no_status_and_no_update(oauthviz: Run, flow: Path) -> None:
    for command in ("status", "update"):
        ran = oauthviz("i18n", command, flow)
        assert ran.code == 2
        assert "no catalog yet" in ran.err
    assert oauthviz("i18n", "update", flow, "--lang", "x-pseudo").code == 2
    assert oauthviz("i18n", "extract").code == 2


def test_room_is_left_out_where_the_picture_cannot_be_drawn(oauthviz: Run, flow: Path) -> None:
    flow.write_text(SPEC + "theme: nowhere\n", encoding="utf-8")
    ran = oauthviz("i18n", "extract", flow)
    assert ran.code == 0
    assert "no-rooms" in ran.err
    assert "#. Room:" not in ran.out and 'msgctxt "box.browser.role"' in ran.out


def test_status_of_a_pseudo_language_says_whether_it_fits(oauthviz: Run, flow: Path) -> None:
    assert oauthviz("i18n", "status", flow, "--lang", "x-pseudo").code == 0
    flow.write_text(SPEC + "canvas: {width: 400, height: 340}\n", encoding="utf-8")
    ran = oauthviz("i18n", "status", flow, "--lang", "x-pseudo", "--format", "json")
    assert (ran.code, list(findings(ran))) == (1, ["does-not-fit"])


def test_one_s_own_strings_count_in_a_status(oauthviz: Run, flow: Path, catalog: Path) -> None:
    italian = Path("locales/it/LC_MESSAGES/flow.po")
    italian.parent.mkdir(parents=True)
    catalog.rename(italian)
    assert list(findings(oauthviz("i18n", "status", flow, "--no-draw", "--format", "json"))) == ["missing-strings"]
    assert oauthviz("i18n", "extract", "--strings", "-o", italian.with_name("oauthviz.po")).code == 0
    text = italian.with_name("oauthviz.po").read_text(encoding="utf-8").replace("#, fuzzy\n", "", 1)
    text = text.replace('msgid "Arrow key"\nmsgstr ""', 'msgid "Arrow key"\nmsgstr "Frecce"')
    italian.with_name("oauthviz.po").write_text(text, encoding="utf-8")
    ran = oauthviz("i18n", "status", flow, "--no-draw")
    assert (ran.code, "missing-strings" in ran.out) == (0, False)
