"""Direction of the parts of a line: capitals stand for Hebrew letters here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauthviz.text.clusters import clusters
from oauthviz.text.direction import levels, visual_order

HEBREW = {chr(ord("A") + i): chr(0x05D0 + i) for i in range(26)}


def shown(text: str) -> str:
    """What stands from left to right when `text` is set, with capitals read as Hebrew letters."""
    letters = [HEBREW.get(char, char) for char in text]
    return "".join(visual_order(list(text), levels(letters)))


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


@given(st.text("abAB 1,:%()"))
def test_reordering_loses_nothing(text: str) -> None:
    assert sorted(shown(text)) == sorted(text)


@given(st.text("ab 1,:%()é→"))
def test_a_line_without_right_to_left_letters_stays_as_it_is(text: str) -> None:
    assert set(levels(list(text))) <= {0}


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
