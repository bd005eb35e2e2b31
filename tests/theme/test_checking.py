"""Checking themes: what the table of pairs refuses, and by what name."""

from __future__ import annotations

from typing import Any

import pytest

from oauthviz.core.colours import contrast_ratio, difference, rgb
from oauthviz.theme.checking.contrasts import contrast_faults
from oauthviz.theme.checking.kinds import TOLD_APART, kind_faults
from oauthviz.theme.checking.pairs import pairs
from oauthviz.theme.loading import list_themes, load_theme
from oauthviz.theme.model import Paint, Theme

BASE = "pink-teal"


def changed(values: dict[str, Any], base: str = BASE) -> Theme:
    """A theme with some values of its paint replaced, by dotted key."""
    theme = load_theme(base)
    data = theme.paint.model_dump()
    for key, value in values.items():
        *path, last = key.split(".")
        part = data
        for name in path:
            part = part[name]
        part[last] = value
    return theme.model_copy(update={"paint": Paint.model_validate(data)})


@pytest.mark.parametrize("name", list_themes())
def test_no_pair_of_a_shipped_themes_colours_is_hard_to_see(name: str) -> None:
    assert [str(fault) for fault in contrast_faults(load_theme(name).paint)] == []


@pytest.mark.parametrize("name", list_themes())
def test_the_arrow_kinds_of_shipped_themes_tell_apart_for_every_eye(name: str) -> None:
    assert [str(fault) for fault in kind_faults(load_theme(name))] == []


@pytest.mark.parametrize(
    ("key", "colour", "others", "thing"),
    [
        ("text", "#B9C4C8", (), "a box's name in a hero"),
        ("secondary", "#A3B0B5", (), "a box's role in a hero"),
        ("tones.pink.text", "#E07FB0", (), "an arrow's label in a cloud"),
        ("tones.teal.line", "#6CC9BD", (), "an arrow's line in a cloud"),
        ("tones.gray.icon", "#B4BEC4", (), "an icon on its tile"),
        ("tones.pink.box_outline", "#F2A7C8", (), "a box's outline in a cloud"),
        ("tones.teal.badge_text", "#0E8A7E", (), "the digits of a badge"),
        ("tones.gray.badge", "#B4BEC4", ("tones.gray.badge_text",), "a badge in a cloud"),
        ("legend_number.text", "#7FC4BB", (), "the legend's numbers"),
        ("cloud.text", "#E07FB0", (), "a cloud's heading"),
    ],
)
def test_a_bad_colour_is_refused_by_its_key_and_where_it_fails(
    key: str, colour: str, others: tuple[str, ...], thing: str
) -> None:
    faults = contrast_faults(changed({key: colour}).paint)
    assert {fault.front.key for fault in faults} == {key, *others}
    assert thing in {fault.place for fault in faults if fault.front.key == key}
    for fault in faults:
        ratio = contrast_ratio(rgb(fault.front.colour), rgb(fault.back.colour))
        assert fault.measured == ratio < fault.least


@pytest.mark.parametrize(
    ("key", "colour"), [("hero_surface", "#B04A78"), ("panel.fill", "#4F5B62"), ("tones.pink.tile", "#E07FB0")]
)
def test_a_surface_that_swallows_what_is_on_it_is_named_as_what_lies_behind(key: str, colour: str) -> None:
    faults = contrast_faults(changed({key: colour}).paint)
    assert faults
    assert {fault.back.key for fault in faults} == {key}


@pytest.mark.parametrize("key", ["tones.pink.text", "tones.gray.icon", "tones.teal.line", "secondary", "cloud.text"])
def test_the_colour_offered_passes_wherever_the_theme_uses_it(key: str) -> None:
    faults = contrast_faults(changed({key: "#C9CFD2"}).paint)
    assert faults
    for fault in faults:
        assert fault.nearest is not None and fault.nearest.key == key
        assert contrast_faults(changed({key: fault.nearest.colour}).paint) == []


def test_where_no_digits_would_pass_the_badge_is_what_is_offered_anew() -> None:
    faults = contrast_faults(changed({"tones.gray.badge": "#8E8E8E"}).paint)
    digits = next(fault for fault in faults if fault.front.key == "tones.gray.badge_text")
    assert digits.nearest is not None
    assert digits.nearest.key == "tones.gray.badge"


def test_large_text_needs_less_than_small_text() -> None:
    least = {pair.thing: pair.least for pair in pairs(load_theme(BASE).paint)}
    assert (least["the title"], least["an arrow's label"], least["an arrow's line"]) == (3.0, 4.5, 3.0)


def test_an_answer_that_looks_like_a_call_without_colour_is_refused() -> None:
    faults = kind_faults(changed({"arrows.response": {"tone": "teal"}}))
    assert {fault.rule for fault in faults if fault.rule == "dashes"} == {"dashes"}
    named = {(fault.front.key, fault.back.key) for fault in faults if fault.rule == "dashes"}
    assert ("arrows.request.dash", "arrows.response.dash") in named
    assert all("arrows.response.dash" in pair for pair in named)
    assert all("the same dashes" in str(fault) for fault in faults if fault.rule == "dashes")


def test_dashes_whose_gaps_close_count_as_solid() -> None:
    faults = kind_faults(changed({"arrows.event": {"tone": "gray", "dash": (2, 1)}}))
    assert any(fault.rule == "dashes" and "arrows.event.dash" in (fault.front.key, fault.back.key) for fault in faults)


def test_two_meanings_in_one_tone_are_refused() -> None:
    line = load_theme(BASE).paint.tones["teal"].line
    [fault] = [f for f in kind_faults(changed({"tones.pink.line": line})) if f.measured == 0]
    assert {fault.front.key, fault.back.key} == {"tones.teal.line", "tones.pink.line"}
    assert fault.nearest is not None


def test_tones_that_only_full_colour_vision_parts_are_refused_with_the_deficiency() -> None:
    red, green = "#C2554F", "#7E7A2C"
    assert difference(rgb(red), rgb(green)) >= TOLD_APART
    faults = [
        fault
        for fault in kind_faults(changed({"tones.teal.line": red, "tones.pink.line": green}))
        if {fault.front.key, fault.back.key} == {"tones.teal.line", "tones.pink.line"}
    ]
    assert len(faults) == 1
    assert "anopia" in faults[0].place


def test_kinds_of_one_entry_of_the_key_may_share_a_tone() -> None:
    theme = load_theme(BASE)
    shared = next(group for group in theme.metrics.key if {"authorization", "token"} <= set(group.kinds))
    paint = theme.paint
    assert paint.arrows["authorization"] == paint.arrows["token"] and len(shared.kinds) > 1
    assert not any("authorization" in fault.place and "token" in fault.place for fault in kind_faults(theme))
