"""Direction of the parts of a line: capitals stand for Hebrew letters here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauthviz.text.bidi import visual_order
from oauthviz.text.clusters import clusters
from oauthviz.text.direction import levels, line_level

HEBREW = {chr(ord("A") + i): chr(0x05D0 + i) for i in range(26)}


def shown(text: str, rtl: bool = False, whole: str | None = None) -> str:
    """What stands from left to right when `text` is set, with capitals read as Hebrew letters.

    `rtl` is whether the text's language runs right to left, `whole` the text that it is a line of.
    """
    letters, paragraph = ("".join(HEBREW.get(char, char) for char in one) for one in (text, whole or text))
    before, _, after = paragraph.partition(letters or paragraph or " ")
    return "".join(visual_order(list(text), levels(letters, line_level(paragraph, rtl), before, after)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc def", "abc def"),
        ("ABC DEF", "FED CBA"),
        ("abc DEF GHI jkl", "abc IHG FED jkl"),
        ("ABC 123 DEF", "FED 123 CBA"),
        ("ABC 12:30", "12:30 CBA"),
        ("ABC 50%", "50% CBA"),
        ("abc 12:30 DEF", "abc 12:30 FED"),
        ("abc DEF.", "abc FED."),
        ("ABC!", "!CBA"),
        ("", ""),
    ],
)
def test_words_of_the_other_direction_turn_round_and_numbers_do_not(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ABC abc", "abc CBA"),
        ("abc ABC.", ".CBA abc"),
        ("ABC (jwt) DEF", "FED )jwt( CBA"),
        ("ABC (http (tls 1.3)) DEF", "FED )http (tls 1.3)( CBA"),
        ("ABC [DEF]", "]FED[ CBA"),
        ("12 ABC", "CBA 12"),
        ("abc (jwt).", "abc (jwt)."),
        ("+ state", "+ state"),
    ],
)
def test_a_text_of_a_right_to_left_language_starts_at_the_right_if_it_holds_such_letters(
    text: str, expected: str
) -> None:
    assert shown(text, rtl=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ABC /token", "/token CBA"),
        ("/token ABC", "CBA /token"),
        ("ABC post /token/ DEF", "FED post /token/ CBA"),
        ("ABC scope= DEF", "FED scope= CBA"),
        ("ABC .well-known, DEF", "FED ,.well-known CBA"),
        ("ABC --flag", "--flag CBA"),
        ("A-http BC", "CB http-A"),
        ("A-/token BC", "CB /token-A"),
        ("ABC (/token)", ")/token( CBA"),
        ("ABC (200 ok)", ")200 ok( CBA"),
        ("ABC 302", "302 CBA"),
    ],
)
def test_the_signs_of_a_path_or_parameter_stay_where_they_are_written(text: str, expected: str) -> None:
    assert shown(text, rtl=True) == expected


def test_a_line_runs_as_the_text_that_it_is_a_line_of() -> None:
    assert shown("(jwt).", rtl=True, whole="ABC (jwt).") == ".)jwt("
    assert shown("+ state", rtl=True, whole="ABC + state") == "state +"
    assert shown("scope, state,", rtl=True, whole="ABC: client_id, scope, state, nonce") == "scope, state,"
    assert shown("scope,", rtl=True, whole="ABC scope, DEF") == ",scope"


@given(st.text("abAB 1,:%()"))
def test_reordering_loses_nothing(text: str) -> None:
    assert sorted(shown(text)) == sorted(text)


@given(st.text("ab 1,:%()é→"))
def test_a_line_without_right_to_left_letters_stays_as_it_is(text: str) -> None:
    assert set(levels(list(text), line_level(text, rtl=False))) <= {0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e\u0301a", ["e\u0301", "a"]),
        ("👩\u200d💻x", ["👩\u200d💻", "x"]),
        ("👍🏽", ["👍🏽"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("❤\ufe0f", ["❤\ufe0f"]),
        ("क्षि", ["क्षि"]),
        ("ชื่อ", ["ชื่", "อ"]),
    ],
)
def test_what_belongs_together_is_one_cluster(text: str, expected: list[str]) -> None:
    assert list(clusters(text)) == expected


@given(st.text())
def test_clusters_joined_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text
