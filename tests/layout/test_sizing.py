"""Sizes, and how the labels of verticals share the room between two stacked boxes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oauthviz.graph.model import Canvas
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.scale import canvas_growth, scale_for
from oauthviz.layout.sizing import Sized
from oauthviz.layout.structure import classify
from oauthviz.layout.vertical import LANE_MARGIN, arrange_block
from tests.layout.strategies import LABELS, NAMES, ROLES
from tests.layout.support import diagram_of, metrics, problem, sized, spec_of, structure, typesetter

QUICK = settings(max_examples=40, deadline=None, derandomize=True)


@pytest.mark.parametrize("dense", [False, True])
@pytest.mark.parametrize("label", [11.0, 12.5, 13.5, 20.0])
def test_every_type_size_is_at_its_floor_or_above(label: float, dense: bool) -> None:
    scale, sizes = scale_for(metrics(), label, dense), metrics().sizes
    assert scale.label == label
    assert scale.name >= sizes.name_min and scale.role >= sizes.role_min
    assert scale.heading >= sizes.zone_name_min and (dense or scale.pill >= sizes.pill_min)


def test_everything_that_follows_from_the_label_grows_with_it() -> None:
    small, large = (scale_for(metrics(), label, False) for label in (11.0, 18.0))
    for name in ("name", "role", "step", "pill", "heading", "badge", "port_gap", "zone_strip", "pill_height"):
        assert getattr(large, name) > getattr(small, name), name


@pytest.mark.parametrize("dense", [False, True])
def test_distances_grow_with_type_that_is_larger_than_usual_and_only_with_that(dense: bool) -> None:
    small, usual, large = (scale_for(metrics(), label, dense) for label in (11.0, 13.5, 27.0))
    for name in ("pad", "tile", "beside", "lead", "track", "clear", "box_gap", "zone_pad", "line_gap", "flag_icon"):
        assert getattr(small, name) == getattr(usual, name), name
        assert getattr(large, name) == pytest.approx(2 * getattr(usual, name)), name
    assert (small.grow, usual.grow, large.grow) == (1.0, 1.0, 2.0)


@pytest.mark.parametrize("dense", [False, True])
@pytest.mark.parametrize("label", [13.5, 20.0, 34.0])
def test_badges_and_pills_leave_a_label_within_22_px_of_its_line(label: float, dense: bool) -> None:
    scale = scale_for(metrics(), label, dense)
    assert max(scale.badge + 4, scale.pill_height / 2 + 3, scale.line_gap) < 21.3
    assert sized(problem("a b", ["a>b"]), label).badge_radius("12") < 21.3 - 4


@pytest.mark.parametrize(
    ("width", "height", "growth"),
    [(600, 600, 1.0), (1024, 1024, 1.0), (1920, 1024, 1.0), (2048, 4096, 2.0), (8192, 8192, 2.5)],
)
def test_growth_follows_the_shorter_side_of_the_canvas(width: float, height: float, growth: float) -> None:
    assert canvas_growth(Canvas(width, height)) == growth


@pytest.mark.parametrize("dense", [False, True])
def test_a_squeeze_narrows_distances_and_leaves_type_alone(dense: bool) -> None:
    loose, tight = (scale_for(metrics(), 12.5, dense, squeeze) for squeeze in (0.0, 1.0))
    for name in ("label", "name", "role", "step", "pill", "heading", "badge", "port_gap", "line_gap"):
        assert getattr(tight, name) == getattr(loose, name), name
    for name in ("pad", "tile", "beside", "track", "clear", "box_gap", "zone_pad", "flag_pad", "flag_icon"):
        assert 0 < getattr(tight, name) < getattr(loose, name), name
    # A dense picture's lines need all of their lead, or a bend would come too near the head.
    assert 0 < tight.lead <= loose.lead
    assert tight.most_lines > loose.most_lines


@pytest.mark.parametrize("squeeze", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("label", [11.0, 13.5, 27.0])
def test_airy_frames_hold_a_head_with_its_gap_and_everything_else_stays(label: float, squeeze: float) -> None:
    usual, airy = (scale_for(metrics(), label, False, squeeze, airy) for airy in (False, True))
    assert airy.head_run <= airy.zone_pad == pytest.approx(usual.grow * 19.5)
    assert airy.boundary_pad == airy.zone_pad
    assert replace(airy, zone_pad=usual.zone_pad, boundary_pad=usual.boundary_pad) == usual


def test_a_callout_has_room_for_its_icon_its_text_and_padding() -> None:
    s = sized(problem("a b", ["a>b"]))
    broken = typesetter().wrap("PKCE", s.flag_style, 1000)
    assert s.flag_width(broken) > broken.width + s.scale.flag_icon + 2 * s.scale.flag_pad


def test_long_pills_and_callouts_are_broken_into_lines_and_grow_by_them() -> None:
    long = "the whole metadata of every token that was ever stored in the cache"
    p = problem("a b", [{"from": "a", "to": "b", "protocol": [long, "TCP"], "callout": long}])
    s = sized(p)
    pill, flag = s.pills[0][0], s.flags[0][0]
    assert len(pill.lines) > 1 and len(flag.lines) > 1
    assert max(pill.width, flag.width) <= s.scale.plate_most
    assert s.pill_height(0) == s.scale.pill_height + (len(pill.lines) - 1) * s.pill_style.line_height
    assert s.flag_height(flag) > s.scale.flag_height


def test_a_squeezed_scale_breaks_pills_and_callouts_sooner() -> None:
    tight, loose = (scale_for(metrics(), 12.0, True, squeeze) for squeeze in (1.0, 0.0))
    assert tight.plate_most < loose.plate_most


def test_a_badge_is_wide_enough_for_its_number() -> None:
    s = sized(problem("a b", ["a>b"]))
    assert s.badge_radius(None) == 0.0
    assert s.badge_radius("1") == s.scale.badge < s.badge_radius("1000")


@QUICK
@given(st.sampled_from(LABELS), st.floats(20, 400))
def test_a_wrapped_label_is_as_wide_as_allowed_or_as_narrow_as_it_goes(label: str, width: float) -> None:
    s = sized(problem("a b", [{"from": "a", "to": "b", "label": label}]))
    broken = s.wrap(0, width)
    assert broken.width <= width + 0.01 or broken == s.label_breaks[0][-1]
    fewer = [way for way in s.label_breaks[0] if len(way.lines) < len(broken.lines)]
    assert all(way.width > width for way in fewer)


@QUICK
@given(st.sampled_from(NAMES), st.sampled_from(ROLES), st.floats(5, 16))
def test_a_box_is_wide_enough_for_its_longest_word_and_high_enough_for_its_lines(
    name: str, role: str, factor: float
) -> None:
    spec = {"title": "T", "boxes": [{"id": "a", "name": name, "role": role}]}
    s = sized(number(diagram_of(spec)))
    inner = s.box_width(0, factor) - 2 * s.scale.pad
    text = s.box_text(0, inner)
    assert text.name.width <= inner + 0.01 and text.role.width <= inner + 0.01
    lines = len(text.name.lines) * s.name_style.line_height + len(text.role.lines) * s.role_style.line_height
    assert text.tall_height >= lines + 2 * s.scale.pad
    assert text.least_height <= text.tall_height


def stacked(labels: list[str], downward: list[bool]) -> Problem:
    ends = [("a", "b") if down else ("b", "a") for down in downward]
    return problem("a b", [{"from": a, "to": b, "label": t} for (a, b), t in zip(ends, labels, strict=True)])


@pytest.mark.parametrize("upright", [True, False])
def test_verticals_that_lean_leave_the_right_free_for_a_heading(upright: bool) -> None:
    p = stacked(["Pay"], [upright])
    s = sized(p)
    carrier = classify(p, structure(p, "a b")).carrier
    usual, leaning = (arrange_block(p, s, carrier, [0], 0, 300.0, lean) for lean in (False, True))
    assert usual is not None and leaning is not None
    assert s.scale.corner <= leaning.lanes[0].x < usual.lanes[0].x
    assert leaning.height == usual.height


def test_a_heading_wider_than_its_boxes_takes_two_lines_at_the_tightest_level_only() -> None:
    zones = [{"id": "wide", "name": "Regulated Payment Services"}, {"id": "short", "name": "Shop"}]
    spec = spec_of("a b c", ["a>b", "b>c"], zones=zones)
    for box, zone in zip(spec["boxes"], ("wide", "wide", "short"), strict=True):
        box["zone"] = zone
    p = number(diagram_of(spec))
    wide, short = p.clusters
    usual, tight = (
        Sized(p, metrics(), typesetter(), scale_for(metrics(), 11.0, True, 1.0), tight=t) for t in (False, True)
    )
    assert usual.heading(wide.index).lines == ("Regulated Payment Services",)
    assert len(tight.heading(wide.index).lines) == 2 and tight.heading(short.index).lines == ("Shop",)
    assert tight.heading_width(wide.index) < usual.heading_width(wide.index)
    assert tight.scale.strip(wide) > usual.scale.strip(wide) == tight.scale.strip(short)


three = st.lists(st.tuples(st.sampled_from(LABELS), st.booleans()), min_size=1, max_size=3)


@QUICK
@given(three, st.floats(150, 600))
def test_lanes_stand_in_reading_order_inside_their_column(arrows: list[tuple[str, bool]], width: float) -> None:
    p = stacked([label for label, _ in arrows], [down for _, down in arrows])
    s = sized(p)
    block = arrange_block(p, s, classify(p, structure(p, "a b")).carrier, range(len(arrows)), p.index["a"], width)
    if block is None:
        return
    assert [lane.link for lane in block.lanes] == list(range(len(arrows)))
    for lane in block.lanes:
        assert s.scale.corner <= lane.x <= width - s.scale.corner
        far = lane.x + lane.side * (s.badges[0] + lane.label.width)
        assert -0.01 <= far <= width + 0.01
        assert lane.band <= block.height
    for one, other in pairwise(block.lanes):
        if one.side == other.side == 1:
            assert one.x + s.badges[0] + one.label.width + LANE_MARGIN <= other.x + 0.01
        else:
            assert other.offset >= one.offset + one.band or one.offset >= other.offset + other.band


@QUICK
@given(three, st.floats(200, 500), st.floats(10, 300))
def test_a_wider_column_never_makes_a_block_higher(arrows: list[tuple[str, bool]], width: float, more: float) -> None:
    p = stacked([label for label, _ in arrows], [down for _, down in arrows])
    s = sized(p)
    carrier = classify(p, structure(p, "a b")).carrier
    narrow, wide = (arrange_block(p, s, carrier, range(len(arrows)), 0, w) for w in (width, width + more))
    if narrow is not None:
        assert wide is not None and wide.height <= narrow.height + 0.01


def test_a_column_that_is_too_narrow_for_any_label_holds_no_block() -> None:
    p = stacked(["Internationalization"], [True])
    assert arrange_block(p, sized(p), [0], [0], 0, 60.0) is None
