"""The catalogs of the examples keep to the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest

from oauthviz.i18n.catalog import read_catalog
from oauthviz.i18n.finding import catalog_path
from oauthviz.i18n.strings import shipped_languages
from oauthviz.spec.reading import load_spec
from tests.conftest import EXAMPLES

GLOSSARY = EXAMPLES.parent / "docs" / "glossary.md"
# Names, roles and legend items leave out what the picture says beside them (`Zugriffs- und Refresh-Token`); labels name
# what travels. `scope` is a parameter in them.
SORT, PARAMETER = "arrow.label", "scope"


def glossary() -> dict[str, dict[str, str]]:
    """By language: each English term with its translation, from the tables of the page."""
    found: dict[str, dict[str, str]] = {}
    terms: list[str] = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or set(cells[0]) == {"-"}:
            continue
        if cells[0] == "language":
            terms = cells[1:]
        else:
            found.setdefault(cells[0], {}).update(zip(terms, cells[1:], strict=True))
    return found


def stems(term: str) -> list[str]:
    """The words of a term without what grammar may change at their ends, and without an Arabic article."""
    words = [word.removeprefix("ال") for word in term.casefold().split()]
    return [word[: max(3, len(word) - 2)] for word in words]


def keeps_to(text: str, term: str) -> bool:
    return all(stem in text.casefold() for stem in stems(term))


def test_other_words_are_told_from_the_glossary_s() -> None:
    assert keeps_to("Перенаправление с кодом авторизации", "код авторизации")
    assert keeps_to("إضافة حدث التدقيق", "حدث تدقيق")
    assert not keeps_to("jeton de rafraîchissement", "jeton d’actualisation")


def test_every_language_of_the_string_table_has_its_row_in_both_tables() -> None:
    found = glossary()
    assert set(found) == set(shipped_languages()) - {"en"}
    assert len({tuple(terms) for terms in found.values()}) == 1


@pytest.mark.parametrize(("lang", "terms"), sorted(glossary().items()))
def test_names_and_labels_use_the_words_of_the_glossary(lang: str, terms: dict[str, str]) -> None:
    other: list[str] = []
    met: set[str] = set()
    for path in sorted(EXAMPLES.glob("*.yaml")):
        found = catalog_path(load_spec(path), lang, None)
        assert isinstance(found, Path)
        for entry in read_catalog(found).current:
            for english, own in terms.items():
                if entry.sort == SORT and english != PARAMETER and english.casefold() in entry.msgid.casefold():
                    met.add(english)
                    if not keeps_to(entry.texts[0], own):
                        other.append(f"{path.stem}: {entry.context}: '{entry.texts[0]}' says nothing of '{own}'")
    assert other == []
    assert met == set(terms) - {PARAMETER}
