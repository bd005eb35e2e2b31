"""The catalogs of the examples."""

from __future__ import annotations

import re

import pytest

from oauthviz.i18n.catalog import read_catalog
from oauthviz.i18n.finding import catalog_path, languages
from oauthviz.i18n.messages import messages_of
from oauthviz.i18n.protected import pieces
from oauthviz.i18n.review import leftovers
from oauthviz.i18n.translate import translate
from oauthviz.i18n.writing import Template, update_catalog
from oauthviz.spec.reading import load_spec
from tests.conftest import EXAMPLES

SPECS = sorted(EXAMPLES.glob("*.yaml"))
LANGUAGES = ("ar", "de", "es", "fr", "he", "hi", "ja", "ko", "pl", "pt-BR", "ru", "zh-Hans")
OTHER_SCRIPTS = {"ar", "he", "hi", "ja", "ko", "ru", "zh-Hans"}

# Besides protected words: abbreviations that these languages write in Latin letters, and parameters' names.
LATIN = {"Web", "DB", "ID", "Cookie", "state", "nonce"}


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_example_speaks_every_language(path: object) -> None:
    assert set(languages(load_spec(path), None)) >= set(LANGUAGES)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_catalog_is_whole_and_alters_nothing(path: object, lang: str) -> None:
    spec = load_spec(path)  # type: ignore[arg-type]
    translation = translate(spec, lang, strict=True)
    assert len(translation.used) == len(messages_of(spec.spec))
    found = catalog_path(spec, lang, None)
    assert found is not None
    assert leftovers(messages_of(spec.spec), read_catalog(found)) == ()


@pytest.mark.parametrize("lang", sorted(OTHER_SCRIPTS))
@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_languages_of_other_scripts_have_no_english_left(path: object, lang: str) -> None:
    translation = translate(load_spec(path), lang)  # type: ignore[arg-type]
    for used in translation.used.values():
        rest = " ".join(piece for piece, is_protected in pieces(used.text) if not is_protected)
        assert set(re.findall(r"[A-Za-z]{2,}", rest)) <= LATIN, used.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_catalogs_are_as_an_update_leaves_them(lang: str) -> None:
    for path in SPECS:
        spec = load_spec(path)
        messages = messages_of(spec.spec)
        lines = {message.context: spec.positions[message.path].line for message in messages}
        found = catalog_path(spec, lang, None)
        assert found is not None
        catalog = read_catalog(found)
        updated = update_catalog(catalog, Template(spec.name, path.name, "en", messages, lines))
        assert _without_references(updated.text) == _without_references(found.read_text(encoding="utf-8"))


def _without_references(text: str) -> list[str]:
    """A catalog's lines but for those that say where in the spec a text stands: every edit there moves them."""
    return [line for line in text.splitlines() if not line.startswith("#: ")]
