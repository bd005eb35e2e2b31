"""Specs translated by catalogs."""

from __future__ import annotations

from pathlib import Path

import pytest

from oauthviz.core.diagnostics import LimitError, OauthvizError, SpecError, UsageError
from oauthviz.i18n.messages import messages_of
from oauthviz.i18n.pseudo import pseudo
from oauthviz.i18n.translate import translate, translated_by
from oauthviz.i18n.writing import catalog_text
from oauthviz.spec.reading import load_spec
from tests.i18n.support import SPEC, catalog, loaded, template


def codes(flaws: object) -> list[str]:
    return [flaw.found.code for flaw in flaws]  # type: ignore[attr-defined]


def write(path: Path, texts: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(catalog_text(template(), "es", texts), encoding="utf-8")


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    path = tmp_path / "flow.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return path


def test_a_catalog_of_the_same_words_gives_the_same_spec() -> None:
    spec = loaded()
    translation = translated_by(spec, "es", [catalog()])
    assert translation.loaded.spec.model_copy(update={"lang": "en"}) == spec.spec
    assert translation.loaded.spec.lang == "es"
    assert translation.flaws == ()


def test_every_text_is_replaced_and_nothing_else() -> None:
    spec = loaded()
    translation = translate(spec, "x-pseudo")
    own, other = messages_of(spec.spec), messages_of(translation.loaded.spec)
    assert [m.context for m in own] == [m.context for m in other]
    assert [pseudo(m.text, "x-pseudo") for m in own] == [m.text for m in other]
    assert [box.id for box in translation.loaded.spec.boxes] == [box.id for box in spec.spec.boxes]
    assert [arrow.step for arrow in translation.loaded.spec.arrows] == [arrow.step for arrow in spec.spec.arrows]


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("locales/es/LC_MESSAGES/flow.po", "es"),
        ("flow.es.po", "es"),
        ("locales/pt_BR/LC_MESSAGES/flow.po", "pt-BR"),
        ("locales/pt-BR/LC_MESSAGES/flow.po", "pt_BR"),
        ("flow.pt.po", "pt-BR"),
        ("locales/zh_CN/LC_MESSAGES/flow.po", "zh-Hans"),
        ("locales/zh-Hans/LC_MESSAGES/flow.po", "zh-CN"),
    ],
)
def test_a_catalog_is_found_beside_the_spec(flow: Path, name: str, lang: str) -> None:
    write(flow.parent / name, {"title": "Acceso"})
    assert translate(load_spec(flow), lang).loaded.spec.title == "Acceso"


def test_a_folder_of_catalogs_can_be_named(flow: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/es/LC_MESSAGES/flow.po", {"title": "Acceso"})
    assert translate(load_spec(flow), "es", locale_dir=tmp_path / "elsewhere").loaded.spec.title == "Acceso"
    with pytest.raises(UsageError):
        translate(load_spec(flow), "es")


def test_a_region_s_catalog_is_filled_from_its_language_s(flow: Path) -> None:
    write(flow.parent / "flow.pt-BR.po", {"title": "Login"})
    write(flow.parent / "flow.pt.po", {"title": "Entrada", "box.browser.name": "Navegador"})
    translation = translate(load_spec(flow), "pt-BR")
    assert translation.loaded.spec.title == "Login"
    assert translation.loaded.spec.boxes[0].name == "Navegador"
    assert translation.loaded.spec.boxes[1].name == "Web App"
    missing = [flaw.context for flaw in translation.flaws if flaw.found.code == "missing-translation"]
    assert missing == [m.context for m in messages_of(loaded().spec) if m.context not in ("title", "box.browser.name")]


def test_without_a_catalog_the_error_says_where_it_was_looked_for(flow: Path) -> None:
    write(flow.parent / "flow.de.po", {})
    with pytest.raises(UsageError) as caught:
        translate(load_spec(flow), "es")
    (found,) = caught.value.diagnostics
    assert found.code == "no-catalog"
    assert str(Path("locales/es/LC_MESSAGES/flow.po")) in found.message
    assert found.help == "there is: de"


def test_what_is_missing_is_a_warning_or_strictly_an_error(flow: Path) -> None:
    write(
        flow.parent / "flow.es.po",
        {m.context: m.text for m in messages_of(loaded().spec) if m.context != "box.app.role"},
    )
    (flaw,) = translate(load_spec(flow), "es").flaws
    assert "box.app.role" in flaw.found.message
    assert flaw.found.file.endswith("flow.es.po") and flaw.found.position is not None
    with pytest.raises(SpecError) as caught:
        translate(load_spec(flow), "es", strict=True)
    assert list(caught.value.diagnostics) == [flaw.found]


def test_fuzzy_and_outdated_entries_are_not_used() -> None:
    text = catalog({"title": "Acceso"})
    spec = loaded(SPEC.replace("Login in three steps", "Login in 3 steps"))
    translation = translated_by(spec, "es", [text])
    assert translation.loaded.spec.title == "Login in 3 steps"
    assert codes(translation.flaws) == ["outdated-translation"]


@pytest.mark.parametrize(
    ("context", "text", "code", "word"),
    [
        ("arrow.app>authz.label", "POST /token con verificador", "altered-word", "code_verifier"),
        ("arrow.app>authz.label", "POST /tokens con code_verifier", "altered-word", "POST /token"),
        ("arrow.authz>app.label", "Token de acceso, ٣٦٠٠ segundos", "foreign-digits", "٣"),
    ],
)
def test_an_altered_word_is_named_at_its_place(context: str, text: str, code: str, word: str) -> None:
    translation = translated_by(loaded(), "es", [catalog({context: text})])
    (flaw,) = translation.flaws
    assert flaw.found.code == code
    assert flaw.context == context
    assert f"'{word}'" in flaw.found.message
    assert flaw.found.position is not None and flaw.spec_position is not None
    assert (flaw.found.file, flaw.spec_position.line) == ("flow.es.po", 9 if "app>" in context[6:10] else 10)


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("a\u202eb", SpecError, "bidi-override"),
        ("a\x07b", SpecError, "control-character"),
        ("two\nlines", SpecError, "line-break"),
        ("x" * 201, LimitError, "too-long"),
    ],
)
def test_a_translation_obeys_the_rules_of_a_spec_s_texts(text: str, kind: type[OauthvizError], code: str) -> None:
    with pytest.raises(kind) as caught:
        translated_by(loaded(), "es", [catalog({"box.app.name": text})])
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.file == "flow.es.po"
    assert found.position is not None


def test_a_language_without_a_table_of_strings_is_said_once() -> None:
    assert codes(translated_by(loaded(), "it", [catalog()]).flaws) == ["missing-strings"]
    assert codes(translated_by(loaded(), "en-GB", [catalog()]).flaws) == []


def test_one_s_own_strings_are_found_beside_the_catalogs(flow: Path) -> None:
    from oauthviz.i18n.writing import strings_text

    write(flow.parent / "locales/it/LC_MESSAGES/flow.po", {})
    own = strings_text("it", {"key-heading": ["Frecce"]}, "")
    (flow.parent / "locales/it/LC_MESSAGES/oauthviz.po").write_text(own, encoding="utf-8")
    assert translate(load_spec(flow), "it").strings.text("key-heading") == "Frecce"
