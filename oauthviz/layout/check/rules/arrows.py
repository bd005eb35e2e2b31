"""Rules of lines: complete, attached, level or upright, off boxes, texts and each other, their heads free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot

from oauthviz.core.geometry import Point
from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index, Way, arrow_name, text_name
from oauthviz.layout.check.model import DrawnArrow, Finding
from oauthviz.layout.check.plane import (
    Span,
    enters,
    gap,
    longest_inside,
    near_runs,
    overlaps,
    sampled,
    shrunk,
    simplified,
    span,
)
from oauthviz.layout.check.rules.groups import PLATED
from oauthviz.layout.check.rules.text import TOUCH

HEAD_REACH = 12.0
"""px between the end of a line and its head, at most."""

END_REACH = 15.0
"""px between the end of a line and the box it belongs to, at most: the gap before the box and a head's length."""

END_DEPTH = 5.0
"""px that a line may reach into a box it ends at."""

APPROACH = 14.0
"""px of the last straight run before a box, so that a head has a line to sit on."""

ROUNDING = 4.0
"""px of that run that a rounded corner may take away before the line has left its course by SIDESTEP."""

SIDESTEP = 3.0
"""px aside at which a line counts as having turned."""

SMOOTHING = 8.5
"""px of deviation that rounded corners, hops and hand-drawn strokes may have before they count as bends."""

SHARED_NEAR = 2.5
"""px between two lines that look like one."""

SHARED_RUN = 9.0
"""px that two lines may look like one; a plain crossing is 2 x SHARED_NEAR long."""

PARALLEL_NEAR = 5.9
"""px between lines that run side by side: six, less what rounding may lose."""

PARALLEL_RUN = 40.0
"""px that two lines may run closer than that, each stretch counted with SAMPLING more."""

CROSSING_RUN = 12.0
"""px that a plain crossing counts at most."""

SAMPLING = 2.0
"""px that a stretch may gain when it is measured by points along the line."""


@rule("arrow-drawn")
def arrow_drawn(index: Index) -> Iterator[Finding]:
    """Every arrow has a line."""
    drawn = {way.arrow.id for way in index.ways}
    for arrow in index.drawn.arrows:
        if arrow.id not in drawn:
            yield Finding("arrow-drawn", f"{arrow_name(arrow)} has no line", (arrow.id,))


@rule("arrow-head")
def arrow_head(index: Index) -> Iterator[Finding]:
    """Every line ends in a head, a two-way arrow's lines at both ends, and no head is away from its line's end."""
    for arrow in index.drawn.arrows:
        ends = [branch.points[-1] for branch in arrow.branches if branch.points]
        if arrow.both:
            ends += [branch.points[0] for branch in arrow.branches if branch.points]
        heads = [span(head) for head in arrow.heads]
        if len(heads) < (2 if arrow.both else 1):
            yield Finding("arrow-head", f"{arrow_name(arrow)} has {len(heads)} heads", (arrow.id,))
            continue
        points = [(x, y, x, y) for x, y in ends]
        for end in points:
            if min(gap(end, head) for head in heads) > HEAD_REACH:
                yield Finding("arrow-head", f"{arrow_name(arrow)} has an end without a head", (arrow.id,))
        for head in heads:
            if points and min(gap(end, head) for end in points) > HEAD_REACH:
                yield Finding("arrow-head", f"{arrow_name(arrow)} has a head away from its ends", (arrow.id,))


@rule("arrow-diagonal")
def arrow_diagonal(index: Index) -> Iterator[Finding]:
    """Lines run level or upright, corners, hops and the wobble of a marker apart."""
    blur = index.drawn.blur  # what is drawn may be judged by points that lie so far from these
    for way in index.ways:
        if _slanted(way.points, 4.0 - blur, 0.05) or (
            len(way.points) > 2 and _slanted(simplified(sampled(way.points), SMOOTHING), 9.0 - blur, 0.1)
        ):
            yield Finding("arrow-diagonal", f"{arrow_name(way.arrow)} runs aslant", (way.arrow.id,))


def _slanted(points: Sequence[Point], offset: float, slope: float) -> bool:
    """Whether a piece longer than 24 px leaves its main direction by more than `offset` px and `slope` of it."""
    for p, q in pairwise(points):
        dx, dy = abs(q[0] - p[0]), abs(q[1] - p[1])
        if dx > offset and dy > offset and hypot(dx, dy) > 24 and min(dx, dy) > offset + slope * max(dx, dy):
            return True
    return False


@rule("arrow-attached")
def arrow_attached(index: Index) -> Iterator[Finding]:
    """A line begins and ends at a side of the right box, square to it, not off a corner."""
    for way in index.ways:
        for box_id, points in _ends(way):
            area = index.boxes_by_id.get(box_id)
            if area is None:
                yield Finding("arrow-attached", f"{arrow_name(way.arrow)} joins {box_id}, which is not drawn",
                              (way.arrow.id, box_id))  # fmt: skip
            elif _approach(points, area) is None:
                yield Finding("arrow-attached", f"{arrow_name(way.arrow)} does not meet a side of box {box_id}",
                              (way.arrow.id, box_id))  # fmt: skip


@rule("arrow-approach")
def arrow_approach(index: Index) -> Iterator[Finding]:
    """The last straight run before a head is long enough to carry it."""
    for way in index.ways:
        for place, (box_id, points) in enumerate(_ends(way)):
            area = index.boxes_by_id.get(box_id)
            if area is None or (place == 0 and not way.arrow.both):
                continue
            run = _approach(points, area)
            if run is not None and run < APPROACH - (ROUNDING if len(points) > 2 else 0):
                yield Finding("arrow-approach", f"{arrow_name(way.arrow)} turns {run:.0f} px before box {box_id}",
                              (way.arrow.id, box_id))  # fmt: skip


def _ends(way: Way) -> tuple[tuple[str, Sequence[Point]], tuple[str, Sequence[Point]]]:
    """Both boxes of a branch, each with the line's points as seen from it."""
    return ((way.branch.source, way.points), (way.branch.target, way.points[::-1]))


def _approach(points: Sequence[Point], area: Span) -> float | None:
    """How far a line that begins at a box runs straight away from its side, in px from the side.

    None where it does not begin at a side, or does not leave it squarely.
    """
    x, y = points[0]
    x0, y0, x1, y1 = area
    outward = (x0 - x, x - x1, y0 - y, y - y1)
    nearest = max(outward)
    if not -END_DEPTH <= nearest <= END_REACH:
        return None
    for side, away in enumerate(outward):
        if away < nearest - 1.5:
            continue
        across = side < 2
        low, high, place = (y0, y1, y) if across else (x0, x1, x)
        if not low - 1 <= place <= high + 1:
            continue
        sign = -1.0 if side in (0, 2) else 1.0
        run = away
        for px, py in points[1:]:
            aside = abs(py - y) if across else abs(px - x)
            out = away + sign * ((px - x) if across else (py - y))
            if aside > SIDESTEP:
                break
            run = max(run, out)
        if run > away + 1:
            return run
    return None


@rule("arrow-through-box")
def arrow_through_box(index: Index) -> Iterator[Finding]:
    """No line passes through a box, and none reaches more than 5 px into a box it ends at."""
    for way in index.ways:
        for box, area in index.boxes:
            if not overlaps(way.bounds, area, 0.0):
                continue
            own = box.id in (way.branch.source, way.branch.target)
            inside = longest_inside(way.points, shrunk(area, 1.0))
            if inside > (END_DEPTH if own else 0.0):
                yield Finding(
                    "arrow-through-box",
                    f"{arrow_name(way.arrow)} runs through box {box.id} for {inside:.0f} px",
                    (way.arrow.id, box.id),
                )


@rule("arrow-through-text")
def arrow_through_text(index: Index) -> Iterator[Finding]:
    """No line touches a text, its own label included; plated digits and pills sit on their own line."""
    for way in index.ways:
        left, top, right, bottom = way.bounds
        for line in index.lines:
            a = line.area
            x0, y0, x1, y1 = a[0] + TOUCH, a[1] + TOUCH, a[2] - TOUCH, a[3] - TOUCH
            if left >= x1 or right <= x0 or top >= y1 or bottom <= y0:
                continue
            text = line.text
            if text.role in PLATED and text.arrow == way.arrow.id:
                continue
            if enters(way.points, (x0, y0, x1, y1)):
                yield Finding(
                    "arrow-through-text",
                    f"{arrow_name(way.arrow)} runs through {text_name(text)}",
                    (way.arrow.id, text.text),
                )


@rule("arrow-on-arrow")
def arrow_on_arrow(index: Index) -> Iterator[Finding]:
    """No two arrows share a stretch of line; the branches of one arrow may."""
    for a, b, ways in _neighbours(index):
        shared = _run(ways, SHARED_NEAR)
        if shared > SHARED_RUN:
            yield Finding("arrow-on-arrow", f"{arrow_name(a)} and {arrow_name(b)} share {shared:.0f} px", (a.id, b.id))


@rule("arrow-too-close")
def arrow_too_close(index: Index) -> Iterator[Finding]:
    """Lines that run side by side are at least 6 px apart."""
    for a, b, ways in _neighbours(index):
        if _run(ways, SHARED_NEAR) <= SHARED_RUN and _run(ways, PARALLEL_NEAR) > PARALLEL_RUN:
            yield Finding(
                "arrow-too-close", f"{arrow_name(a)} and {arrow_name(b)} run less than 6 px apart", (a.id, b.id)
            )


def _neighbours(index: Index) -> Iterator[tuple[DrawnArrow, DrawnArrow, list[tuple[Way, Way]]]]:
    """Pairs of arrows of which any two branches come close, with those branches."""
    by_arrow: dict[int, list[Way]] = {}
    for way in index.ways:
        by_arrow.setdefault(way.owner, []).append(way)
    numbers = list(by_arrow)
    for place, i in enumerate(numbers):
        for j in numbers[place + 1 :]:
            ways = [
                (way, other)
                for way in by_arrow[i]
                for other in by_arrow[j]
                if overlaps(way.bounds, other.bounds, -PARALLEL_NEAR)
            ]
            if ways and ways[0][0].arrow.id != ways[0][1].arrow.id:
                yield ways[0][0].arrow, ways[0][1].arrow, ways


def _run(ways: list[tuple[Way, Way]], near: float) -> float:
    """px that the pairs run closer than `near`, stretches long enough to be no crossing only."""
    runs = [run for way, other in ways for run in near_runs(way.points, other.points, near) if run > SHARED_RUN]
    return sum(run + SAMPLING if run > 2 * near + 0.5 else min(run + SAMPLING, CROSSING_RUN) for run in runs)


@rule("head-free")
def head_free(index: Index) -> Iterator[Finding]:
    """Nothing lies on an arrowhead: no text, badge, plate, foreign box, other arrow's line or other head."""
    plates = [(text, span(text.plate)) for text in index.drawn.texts if text.plate]
    for place, head in enumerate(index.heads):
        arrow, area = head
        name = f"the head of {arrow_name(arrow)}"
        for line in index.lines:
            if overlaps(area, line.area, TOUCH):
                yield Finding("head-free", f"{name} lies on {text_name(line.text)}", (arrow.id, line.text.text))
        for text, plate in plates:
            if overlaps(area, plate, TOUCH):
                yield Finding("head-free", f"{name} lies on the plate of {text_name(text)}", (arrow.id, text.text))
        for mark in index.marks:
            if overlaps(area, mark.area, TOUCH):
                yield Finding("head-free", f"{name} lies on the {mark.name}", (arrow.id,))
        ends = [end for branch in arrow.branches for end in (branch.source, branch.target)]
        for box, rect in index.boxes:
            if box.id not in ends and overlaps(area, rect, TOUCH):
                yield Finding("head-free", f"{name} lies on box {box.id}", (arrow.id, box.id))
        inner = shrunk(area, TOUCH)
        for way in index.ways:
            if way.arrow.id != arrow.id and overlaps(area, way.bounds, -TOUCH) and enters(way.points, inner):
                yield Finding("head-free", f"{name} lies on the line of {arrow_name(way.arrow)}",
                              (arrow.id, way.arrow.id))  # fmt: skip
        for other in index.heads[place + 1 :]:
            if overlaps(area, other.area, TOUCH):
                yield Finding("head-free", f"{name} lies on that of {arrow_name(other.arrow)}",
                              (arrow.id, other.arrow.id))  # fmt: skip
