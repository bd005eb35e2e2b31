"""The last touch: columns drawn alike that reach as far as the others, where nothing gets worse by it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.layout.boxes import BAR_CLEAR, WINDOW_FROM, place_box
from oauthviz.layout.desk import TIGHTER, Desk
from oauthviz.layout.finishing import (
    FEW_LINES,
    LEVELLED,
    LITTLE,
    MOST,
    MOST_WINDOW,
    NEAR,
    SHORT,
    Wish,
    aired,
    alike_wishes,
    anatomy_wishes,
    compact_wishes,
    level_wishes,
    placed_again,
    reach_wishes,
    relabelled,
    room_wishes,
    tall_boxes,
    touched,
)
from oauthviz.layout.fit import CROOKED, TOUCH_WORTH, Fitted, calmer, finished, price, worth_it
from oauthviz.layout.lp import GRID, LinearProgram
from oauthviz.layout.model import Layout
from oauthviz.layout.placement import Pull
from oauthviz.layout.plumb import plumb_candidates
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.realise import realise
from oauthviz.layout.roominess import CORNER, LEG, NARROW, SHAFT, keep_off_corners, wider_gaps
from oauthviz.layout.solution import Solution, clusters_are_whole
from oauthviz.layout.structure import Structure, classify
from oauthviz.theme.loading import list_themes, load_theme
from tests.conftest import EXAMPLES
from tests.layout.strategies import specs
from tests.layout.support import (
    AREA,
    broken_rules,
    diagram,
    diagram_of,
    diagram_of_file,
    frame,
    laid_out,
    metrics,
    on_canvas,
    problem,
    sized,
    solution,
    spec_of,
    started,
    structure,
    typesetter,
)

# Three arrows make the store tall, the other two leave a box or two compact.
BUSY = ["app>store", "app>store", "app>store", "app>cache", "app>queue"]
BOXES = "app store cache queue"
COLUMNS = "app | store cache queue"


def fitted(desk: Desk, columns: str = COLUMNS) -> Fitted:
    found = desk.fit(structure(desk.problem, columns))
    assert found is not None
    return found


def desk(boxes: str = BOXES, arrows: list[str] = BUSY, **keys: Any) -> Desk:
    return Desk(diagram(boxes, arrows, **keys), metrics(), typesetter())


def compact(p: Problem, solved: Solution, boxes: list[int]) -> list[int]:
    return [box for box in boxes if box not in tall_boxes(p, solved)]


def begun(spec: dict[str, Any]) -> tuple[Problem, Solution]:
    """A structure that a search would start from, solved; few of those with zones contradict themselves."""
    p = number(diagram_of(spec))
    start = started(p, 3, 1)
    assume(clusters_are_whole(p, start, classify(p, start)))
    return p, solution(p, start)


def height(solved: Solution, box: int) -> float:
    return solved.placement.bottom[box] - solved.placement.top[box]


def test_a_box_is_tall_from_a_height_on_at_which_all_its_texts_fit_below_its_icon() -> None:
    text = solution(problem(BOXES, BUSY), COLUMNS).sized.box_text(0, 120)
    assert text.tall_from > text.tall_height
    assert text.is_tall(text.tall_from) and not text.is_tall(text.tall_from - 1)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(specs())
def test_the_last_touch_knows_which_boxes_are_drawn_tall(spec: dict[str, Any]) -> None:
    p, solved = begun(spec)
    drawn = realise(p, solved, frame(p.diagram, p.dense)).boxes
    assert tall_boxes(p, solved) == {box for box, placed in enumerate(drawn) if placed.anatomy == "tall"}


def test_a_name_that_fits_beside_no_icon_asks_for_no_height_to_stay_below_it() -> None:
    spec = spec_of("a b c", ["a>b", "a>c"])
    spec["boxes"][1]["name"] = "Rechtsschutzversicherung"
    p = number(diagram_of(spec))
    solved = solution(p, "a | b c", Rect(40, 120, 500, 660))
    (wish,) = room_wishes(p, solved)
    assert wish.roomy is not None and 1 in wish.roomy and 1 not in wish.heights


def test_a_column_of_compact_boxes_only_is_wished_tall_where_other_columns_have_tall_boxes() -> None:
    p = problem("a b c d", ["a>b", "a>c", "a>d"])
    solved = solution(p, "a | b c d", Rect(40, 120, 944, 380))
    assert compact(p, solved, [0, 1, 2, 3]) == [1, 2, 3]
    (wish,) = alike_wishes(p, solved)
    assert sorted(wish.heights) == [0, 1, 2, 3]
    found = touched(p, solved, wish)
    assert found is not None and compact(p, found, [0, 1, 2, 3]) == [] == list(alike_wishes(p, found))
    low = solution(p, "a | b | c | d", Rect(40, 120, 944, 120))
    assert not tall_boxes(p, low) and list(alike_wishes(p, low)) == []


def test_the_compact_boxes_of_a_mixed_column_are_wished_tall() -> None:
    p = problem(BOXES, BUSY)
    solved = solution(p, COLUMNS)
    small = compact(p, solved, [p.index[name] for name in ("store", "cache", "queue")])
    assert 0 < len(small) < 3
    wish = next(compact_wishes(p, solved))
    assert sorted(wish.heights) == sorted(small) and wish.pulls == ()
    found = touched(p, solved, wish)
    assert found is not None and compact(p, found, small) == []


def test_where_one_box_made_tall_made_another_compact_the_whole_column_is_wished_tall() -> None:
    p = problem("a b c d", ["a>d", "a>d"])
    solved = solution(p, "a | b c d")
    column = [1, 2, 3]
    found = touched(p, solved, next(compact_wishes(p, solved)))
    assert found is not None
    again = compact(p, found, column)
    assert again and not set(again) & set(compact(p, solved, column))
    wish = next(anatomy_wishes(p, found))
    assert sorted(wish.heights) == column and wish.pulls == ()
    whole = touched(p, found, wish)
    assert whole is not None and compact(p, whole, column) == []
    assert list(anatomy_wishes(p, whole)) == list(compact_wishes(p, whole)) == []


@pytest.mark.parametrize(("kind", "most"), [("user-agent", MOST_WINDOW), ("client", MOST)])
def test_a_column_that_ends_short_of_the_others_is_wished_as_long_unless_its_box_would_be_a_giant(
    kind: str, most: float
) -> None:
    spec = spec_of("a b c d e", ["a>b", "a>c", "a>d", "a>e"])
    spec["boxes"][0]["kind"] = kind
    p = number(diagram_of(spec))
    solved = solution(p, "a | b c d e")
    place = solved.placement
    short = place.top[0] - place.top[1], place.bottom[4] - place.bottom[0]
    assert min(short) > LITTLE
    small_enough = [height(solved, 0) + px <= most * solved.usual[0] for px in short]
    pulls = [wish.pulls[0] for wish in reach_wishes(p, solved) if wish.pulls[0].box == 0]
    assert pulls == [Pull(0, like, at_top) for like, at_top in ((1, True), (4, False)) if small_enough[not at_top]]
    assert bool(pulls) == (kind == "user-agent")


def test_a_box_alone_in_its_column_grows_to_the_other_edge_and_does_not_move_there() -> None:
    spec = spec_of("a b c", ["a>b", "b>c", "c>b"])
    spec["boxes"][0]["kind"] = "user-agent"
    p = number(diagram_of(spec))
    solved = solution(p, "a | b c")
    top, bottom = solved.placement.top, solved.placement.bottom
    assert top[0] - top[1] <= SHORT and bottom[2] - bottom[0] > LITTLE
    (wish,) = (wish for wish in reach_wishes(p, solved) if wish.pulls[0] == Pull(0, 2, False))
    found = touched(p, solved, wish)
    assert found is None or abs(found.placement.top[0] - found.placement.top[1]) <= SHORT


@pytest.mark.parametrize("at_top", [True, False])
def test_a_box_is_pulled_to_the_others_edge_or_the_wish_is_not_granted(at_top: bool) -> None:
    p = problem("a b c d e", ["a>b", "a>c", "a>d", "a>e"])
    solved = solution(p, "a | b c d e")
    like = 1 if at_top else 4
    found = touched(p, solved, Wish(pulls=(Pull(0, like, at_top),)))
    assert found is not None
    ends = found.placement.top if at_top else found.placement.bottom
    assert ends[0] == pytest.approx(ends[like], abs=GRID)
    blocked = Wish({1: 600.0}, pulls=(Pull(4, 1, at_top=True),))
    assert touched(p, solved, blocked) is None


@settings(max_examples=40, deadline=None, derandomize=True)
@given(specs())
def test_edges_that_nearly_meet_do_where_that_is_granted_and_what_is_tall_stays_so(spec: dict[str, Any]) -> None:
    p, solved = begun(spec)
    wishes = list(level_wishes(p, solved))
    assert len(wishes) <= LEVELLED
    for wish in wishes:
        (pull,) = wish.pulls
        assert solved.classes.column[pull.box] != solved.classes.column[pull.like]
        assert SHORT < apart(solved, pull) < NEAR
        found = touched(p, solved, wish)
        if found is not None:
            assert apart(found, pull) <= SHORT
            assert tall_boxes(p, solved) <= tall_boxes(p, found)


def apart(solved: Solution, pull: Pull) -> float:
    """px by which a box ends short of the other's edge."""
    top, bottom = solved.placement.top, solved.placement.bottom
    return top[pull.box] - top[pull.like] if pull.at_top else bottom[pull.like] - bottom[pull.box]


@pytest.mark.parametrize("name", ["executive", "handshake", "how-it-works", "pipeline"])
def test_no_edges_of_the_examples_nearly_meet(name: str) -> None:
    rects = [box.rect for box in laid_out(diagram_of_file(EXAMPLES / f"{name}.yaml")).boxes]
    for one, other in itertools.permutations(rects, 2):
        if one.x != other.x:
            assert not SHORT < one.y - other.y < NEAR and not SHORT < one.bottom - other.bottom < NEAR


def off_corners(solved: Solution) -> float:
    """px that the outer ports of all sides keep from their boxes' corners."""
    place = solved.placement
    sides = ((box, [place.pin[pin] for pin in pins]) for (box, _), pins in solved.ports.items())
    return sum(min(heights[0] - place.top[box], place.bottom[box] - heights[-1]) for box, heights in sides)


def test_what_is_free_becomes_room_in_boxes_between_them_and_beside_ports() -> None:
    p = problem("a b c d", ["a>b", "a>c", "a>d", "b>a", "d>a"])
    solved = solution(p, "a | b c d")
    (wish,) = room_wishes(p, solved)
    found = touched(p, solved, wish)
    assert found is not None and wish.roomy == tall_boxes(p, solved)
    place = found.placement
    gaps = [place.top[b] - place.bottom[a] for a, b in itertools.pairwise([1, 2, 3])]
    before = [solved.placement.top[b] - solved.placement.bottom[a] for a, b in itertools.pairwise([1, 2, 3])]
    assert min(gaps) >= min(before) and max(gaps) - min(gaps) <= max(before) - min(before)
    assert off_corners(found) > off_corners(solved)
    assert all(height(found, box) > solved.heights[box] for box in wish.roomy)


@pytest.mark.parametrize(("free", "gap"), [(6.0, 6.0), (20.0, NARROW), (30.0, 30.0 - CORNER)])
def test_of_what_is_free_the_gap_between_two_boxes_gets_the_first_px_and_their_corners_the_next(
    free: float, gap: float
) -> None:
    scale = sized(problem("a b")).scale
    lp = LinearProgram()
    top, bottom = lp.variable(0.0, 0.0), lp.variable()
    pin = lp.variable(scale.corner, scale.corner)
    keep_off_corners(lp, scale, top, bottom, [pin])
    below = lp.variable(2 * scale.corner + free, 2 * scale.corner + free)
    lp.at_least({below: 1.0, bottom: -1.0, wider_gaps(lp, scale): -1.0}, 0.0)
    found = lp.solve()
    assert found is not None
    assert found[below] - found[bottom] == pytest.approx(gap, abs=GRID)


def narrow_labels(label: str, cap: float) -> tuple[Problem, Solution]:
    """Two boxes side by side, the label between them broken for `cap` px though there is more room."""
    p = problem("a b", [{"from": "a", "to": "b", "label": label}])
    solved = solution(p, "a | b")
    narrow = replace(solved, caps=[min(own, cap) for own in solved.caps])
    again = placed_again(p, narrow, narrow.heights)
    assert again is not None and again.fits
    return p, again


def label_lines(solved: Solution) -> int:
    return len(solved.sized.wrap(0, solved.caps[1]).lines)


def test_labels_between_columns_take_the_width_left_over_if_that_saves_them_a_third_line() -> None:
    p, before = narrow_labels("Who for whom and why", 60)
    assert label_lines(before) > FEW_LINES
    after = relabelled(p, before)
    assert after is not None and after.fits and label_lines(after) <= FEW_LINES
    assert after.widths == before.widths
    assert relabelled(p, after) is None


@pytest.mark.parametrize(("label", "cap"), [("Who for whom and why", 90), ("Ask", 60)])
def test_labels_of_two_lines_leave_the_width_to_the_boxes(label: str, cap: float) -> None:
    p, before = narrow_labels(label, cap)
    assert label_lines(before) <= FEW_LINES
    assert relabelled(p, before) is None


def test_labels_take_no_width_that_is_not_there() -> None:
    p, before = narrow_labels("Who for whom and why", 60)
    assert relabelled(p, replace(before, area=replace(before.area, w=before.width))) is None


def beside_a_window(kind: str) -> tuple[Problem, Solution]:
    """A box of a kind alone in its column, joined to each of the others, with all that is free made room."""
    spec = spec_of("a b c d", ["a>b", "b>a", "a>c", "a>d"])
    spec["boxes"][0]["kind"] = kind
    p = number(diagram_of(spec))
    return p, with_room(p, solution(p, "a | b c d"))


def test_arrows_leave_a_browsers_window_below_its_bar_where_there_is_room() -> None:
    below = {}
    for kind in ("client", "user-agent"):
        p, found = beside_a_window(kind)
        highest = min(found.placement.pin[pin] for (box, _), pins in found.ports.items() if box == 0 for pin in pins)
        below[kind] = highest - found.placement.top[0]
        (window,) = {box.window for box in realise(p, found, frame(p.diagram)).boxes if box.id == "a"}
        assert (window > 0) == (kind == "user-agent")
    assert below["user-agent"] > metrics().window_strip + BAR_CLEAR


@pytest.mark.parametrize(("above", "chrome"), [(0.5, True), (-0.5, False)])
def test_a_box_whose_arrows_would_leave_by_the_bar_of_a_window_is_drawn_without_one(above: float, chrome: bool) -> None:
    _, found = beside_a_window("user-agent")
    rect = Rect(100, 100, 180, 2 * WINDOW_FROM)
    port = rect.y + metrics().window_strip + BAR_CLEAR + above
    assert (place_box(found.sized, 0, rect, port).window > 0) == chrome
    assert place_box(found.sized, 0, rect).window > 0


def twice_as_large(p: Problem, columns: str) -> Solution:
    """A structure at twice the usual type, with room for it."""
    solved = solution(p, columns, Rect(AREA.x, AREA.y, 2 * AREA.w, 2 * AREA.h), 2 * metrics().sizes.label)
    assert solved.sized.scale.grow == 2
    return solved


def with_room(p: Problem, solved: Solution) -> Solution:
    """The solution after what is free became room."""
    found = touched(p, solved, next(room_wishes(p, solved)))
    assert found is not None
    return found


@pytest.mark.parametrize("solve", [solution, twice_as_large])
def test_where_there_is_room_verticals_show_more_than_a_badge_and_a_head(
    solve: Callable[[Problem, str], Solution],
) -> None:
    p = problem("a b c", ["a>b", "b>c"])
    solved = solve(p, "a b c")
    found = with_room(p, solved)
    for one, placement in ((found, found.placement), (solved, solved.placement)):
        length = min(placement.top[b] - placement.bottom[a] for a, b in itertools.pairwise([0, 1, 2]))
        needed = max(block.height for block in one.blocks.values())
        assert length >= needed + (solved.sized.scale.grow * SHAFT if one is found else 0.0) - GRID


@pytest.mark.parametrize("solve", [solution, twice_as_large])
def test_where_there_is_room_a_loop_shows_a_line_above_its_badge_and_below_it(
    solve: Callable[[Problem, str], Solution],
) -> None:
    p = problem("a b", ["a>b", "a>a"])
    solved = solve(p, "a | b")
    ends = (sorted(y for pin, y in one.placement.pin.items() if pin[3] == 1) for one in (solved, with_room(p, solved)))
    short, long = ends
    assert long[1] - long[0] == pytest.approx(short[1] - short[0] + 2 * solved.sized.scale.grow * LEG, abs=2 * GRID)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(specs())
def test_room_is_taken_from_nothing_that_is_tall_and_not_from_the_margin(spec: dict[str, Any]) -> None:
    p, solved = begun(spec)
    found = with_room(p, solved)
    assert tall_boxes(p, solved) <= tall_boxes(p, found)
    assert found.placement.overflow <= solved.placement.overflow + GRID


def test_a_touch_leaves_structure_widths_and_least_heights_as_they_are() -> None:
    p = problem(BOXES, BUSY)
    solved = solution(p, COLUMNS)
    found = touched(p, solved, Wish({1: 300.0}))
    assert found is not None and height(found, 1) >= 300.0
    for name in ("structure", "widths", "heights", "gaps", "caps"):
        assert getattr(found, name) == getattr(solved, name)


# In the second, the boxes made tall make another one compact.
@pytest.mark.parametrize(
    ("boxes", "arrows", "columns", "high"),
    [(BOXES, BUSY, COLUMNS, 1024), ("a b c d e", ["a>b", "a>d"], "a | b c d e", 900)],
)
def test_where_there_is_room_a_column_has_one_anatomy(boxes: str, arrows: list[str], columns: str, high: int) -> None:
    at = Desk(on_canvas(diagram(boxes, arrows), 1024, high), metrics(), typesetter())
    before = fitted(at, columns)
    column = list(range(1, at.problem.size))
    assert compact(at.problem, before.solution, column)
    after = at.finish(before)
    assert compact(at.problem, after.solution, column) == [] and broken_rules(after.layout) == ()
    assert {box.anatomy for box in after.layout.boxes} == {"tall"}


def test_a_layout_stays_where_a_touch_costs_more_than_it_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    at = desk()
    before = fitted(at)
    monkeypatch.setattr("oauthviz.layout.fit.TOUCH_WORTH", -1000.0)
    assert finished(at.problem, before, at.frame_at(before.level), at.judge) is before


@settings(max_examples=25, deadline=None, derandomize=True)
@given(specs())
def test_the_last_touch_breaks_no_rule_and_each_costs_no_more_than_it_is_worth(spec: dict[str, Any]) -> None:
    at = Desk(diagram_of(spec), metrics(), typesetter())
    before = at.fit(started(at.problem, 3, 1))
    if before is None:
        return
    after = at.finish(before)
    # Of a column: compact boxes, then one anatomy or that of the others, top and bottom.
    loops = len(list(plumb_candidates(at.problem, before.solution)))
    # Once for all: lines that a tighter level bends less, frames, and verticals.
    tried = loops + 4 * len(before.solution.structure.columns) + 3
    assert after.broken <= before.broken
    assert after is before or after.price < before.price + TOUCH_WORTH * tried
    tighter = at.levels.index(replace(after.level, airy=False)) - at.levels.index(before.level)
    assert at.problem.clusters or not after.level.airy
    fewer = after.terms["bends"] < before.terms["bends"] or after.terms["jogs"] < before.terms["jogs"]
    straighter = fewer or len(after.solution.plumb) > len(before.solution.plumb)
    assert 0 <= tighter <= (TIGHTER if straighter else 0)
    assert all(after.terms[name] <= before.terms[name] for name in ("bends", "jogs", "crossings"))


def pipeline(theme: str, **choices: Any) -> tuple[Desk, Structure]:
    """The example with its zones as columns; without `choices` all that stack are joined straight."""
    at = Desk(diagram_of_file(EXAMPLES / "pipeline.yaml"), load_theme(theme).metrics, typesetter())
    return at, structure(at.problem, "browser internet | cache api authz | db queue reports", **choices)


@pytest.mark.parametrize("theme", list_themes())
def test_what_a_tighter_level_bends_less_is_taken_from_there_just_if_it_costs_no_more_than_that_is_worth(
    theme: str,
) -> None:
    at, looping = pipeline(theme, bent=frozenset({9}))
    before = at.fit(looping)
    assert before is not None and before.broken == 0
    ways = [(tighter.level, solution) for tighter in before.tighter for _, solution in tighter.ways]
    others = [price(at.problem, solution, level, at.frame_at(level), at.judge) for level, solution in ways]
    straighter = [one for one in others if any(one.terms[name] < before.terms[name] for name in CROOKED)]
    found = calmer(at.problem, before, at.frame_at, at.judge)
    assert (found is not None) == any(worth_it(one, before) for one in straighter)
    assert found is not None or theme not in ("neon-dark", "pink-teal")
    if found is not None:
        assert found.broken == 0
        assert found.terms["bends"] < before.terms["bends"] and found.price < before.price + TOUCH_WORTH
        assert at.levels.index(found.level) > at.levels.index(before.level)
        assert at.finish(before).terms["bends"] <= found.terms["bends"]
    assert calmer(at.problem, replace(before, price=before.price - 100), at.frame_at, at.judge) is None


@pytest.mark.parametrize("theme", list_themes())
def test_frames_take_what_width_is_left_over_to_stand_farther_from_their_boxes_sides(theme: str) -> None:
    at, looping = pipeline(theme, bent=frozenset({9}))
    before = at.fit(looping)
    assert before is not None
    found = aired(at.problem, before.solution)
    assert found is not None and found.fits and found.placement == before.solution.placement
    layouts = [realise(at.problem, s, at.frame_at(before.level)) for s in (before.solution, found)]
    narrow, wide = (margin(layout) for layout in layouts)
    assert narrow < wide <= found.sized.scale.head_run + 0.1
    assert broken_rules(layouts[1]) == ()


def margin(layout: Layout) -> float:
    """The least px between a frame's side and its boxes."""
    rects = {box.id: box.rect for box in layout.boxes}
    inside = [(group.rect, rects[member]) for group in layout.groups for member in group.members]
    return min(min(box.x - rect.x, rect.right - box.right) for rect, box in inside)


def test_where_there_are_no_frames_or_no_width_is_left_nothing_is_aired() -> None:
    p = problem("a b", ["a>b"])
    assert aired(p, solution(p, "a | b")) is None
    p = problem("a b", ["a>b"], boundaries=[{"name": "Cloud", "around": ["a", "b"]}])
    assert aired(p, solution(p, "a | b")) is not None
    assert aired(p, solution(p, "a | b", Rect(40, 120, 200, 660))) is None


def test_frames_stand_clear_of_arrowheads_where_that_costs_no_more_than_it_is_worth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = desk("a b c", ["a>b", "a>c", "b>a"], boundaries=[{"name": "Cloud", "around": ["b", "c"]}])
    before = fitted(at, "a | b c")
    after = at.finish(before)
    assert after.level == replace(before.level, airy=True) and after.broken == 0
    (frame,) = (group.rect for group in after.layout.groups)
    assert (
        next(box.rect.x for box in after.layout.boxes if box.id == "b") - frame.x >= after.solution.sized.scale.head_run
    )
    monkeypatch.setattr("oauthviz.layout.fit.TOUCH_WORTH", -1000.0)
    assert not at.finish(before).level.airy


def test_the_finished_layout_has_had_its_last_touch() -> None:
    columns: dict[float, set[str]] = {}
    for box in laid_out(diagram(BOXES, BUSY)).boxes:
        columns.setdefault(box.rect.x, set()).add(box.anatomy)
    assert all(len(kinds) == 1 for kinds in columns.values())
