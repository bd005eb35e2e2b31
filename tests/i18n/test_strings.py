"""The program's own words in other languages."""

from __future__ import annotations

import re

import pytest

from oauthviz.core.diagnostics import SpecError
from oauthviz.i18n.catalog import parse_catalog
from oauthviz.i18n.strings import places_in, shipped_languages, string_messages, string_table
from oauthviz.i18n.writing import strings_text

LANGUAGES = shipped_languages()


def test_the_languages_of_the_examples_are_there() -> None:
    assert set(LANGUAGES) >= {"en", "es", "de", "fr", "pt-BR", "pl", "ru", "ar", "he", "hi", "ja", "zh-Hans", "ko"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_has_every_key_with_the_same_places(lang: str) -> None:
    table = dict(string_table(lang).table)
    for key, english in string_messages():
        forms = (
            [table[key]] if len(english) == 1 else [text for name, text in table.items() if name.startswith(f"{key}[")]
        )
        assert forms and all(set(places_in(form)) == set(places_in(english[-1])) for form in forms)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 7, 11, 21, 100, 200])
def test_a_heading_counts_in_every_language(lang: str, count: int) -> None:
    heading = string_table(lang).counted("legend-heading", count)
    assert re.findall(r"\d+", heading) == [str(count)]


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_no_text_of_words_is_left_in_english(lang: str) -> None:
    english = dict(string_table("en").table)
    same = {
        text
        for key, text in string_table(lang).table
        if english.get(key) == text and re.search(r"[a-z]{3}", re.sub(r"\{\w+\}", "", text))
    }
    assert same <= {"Token"}  # what the languages of western Europe call it


def test_russian_and_polish_choose_among_three_forms() -> None:
    russian = string_table("ru")
    endings = [russian.counted("legend-heading", count).rsplit(" ", 1)[1] for count in (1, 3, 7, 11, 21)]
    assert endings == ["шаг", "шага", "шагов", "шагов", "шаг"]


def test_a_region_takes_its_language_s_table_and_an_unknown_one_the_english() -> None:
    assert string_table("es-MX").lang == "es"
    assert string_table("zh-CN").lang == "zh-Hans"
    assert string_table("xx").lang == "en"


def test_a_catalog_of_one_s_own_replaces_what_it_translates() -> None:
    own = strings_text("it", {"key-heading": ["Frecce"]}, "nplurals=2; plural=(n != 1);")
    table = string_table("en").with_catalog(parse_catalog(own.encode(), "oauthviz.po"), "it")
    assert table.text("key-heading") == "Frecce"
    assert table.text("key-token") == "Token"
    assert table.counted("legend-heading", 7) == "Lifecycle in 7 steps"


@pytest.mark.parametrize("text", ["{sources}", "{sources} a {target} {other}", "senza posti"])
def test_a_translation_that_loses_a_place_is_refused(text: str) -> None:
    own = strings_text("it", {"story-forward": [text]}, "")
    with pytest.raises(SpecError) as caught:
        string_table("en").with_catalog(parse_catalog(own.encode(), "oauthviz.po"), "it")
    assert caught.value.diagnostics[0].code == "bad-places"


@pytest.mark.parametrize("rule", ["nplurals=2; plural=7;", "plural=n/0;", "plural=__import__('os');"])
def test_a_rule_of_plurals_that_cannot_be_used_is_refused(rule: str) -> None:
    own = strings_text("it", {"legend-heading": ["{count} passo", "{count} passi"]}, rule)
    with pytest.raises(SpecError) as caught:
        string_table("en").with_catalog(parse_catalog(own.encode(), "oauthviz.po"), "it")
    assert caught.value.diagnostics[0].code == "bad-plural"
