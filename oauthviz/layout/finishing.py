"""The last touch to a layout: boxes that should be higher than their texts and arrows ask for.

Compact boxes beside tall ones in their column become tall too, and columns that begin or end short of the others grow
to their edge. (Loops that become straight are in `plumb`.) The structure stays, so each touch is one more solving; the
fit keeps what costs no more than it is worth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from oauthviz.layout.columns import channel_gaps
from oauthviz.layout.placement import place
from oauthviz.layout.problem import Problem
from oauthviz.layout.solution import Solution, usual_height

Wishes = Mapping[int, float]
"""Heights in px by box."""

ROUNDING = 0.5
"""px that a box gets beyond what makes it tall, so that no rounding takes it back."""
SHORT = 24.0
"""px by which a column has to begin or end short of the others to look forgotten."""
MOST, MOST_WINDOW = 2.2, 8.0
"""So many times its usual height a box may have for that; a browser's window looks right at any height."""


def anatomy_wishes(problem: Problem, solution: Solution) -> Iterator[Wishes]:
    """One anatomy for each mixed column. What is granted may make another box compact, so it is asked for twice."""
    for boxes in _columns(problem, solution):
        compact = [box for box in boxes if not is_tall(solution, box)]
        if 0 < len(compact) < len(boxes):
            yield {box: solution.sized.box_text(box, _inner(solution, box)).tall_from + ROUNDING for box in compact}


def reach_wishes(problem: Problem, solution: Solution) -> Iterator[Wishes]:
    """The others' edge for each short column, at the top and at the bottom."""
    columns, place = _columns(problem, solution), solution.placement
    yield from _short(problem, solution, [boxes[0] for boxes in columns if boxes], [-y for y in place.top])
    yield from _short(problem, solution, [boxes[-1] for boxes in columns if boxes], place.bottom)


def _columns(problem: Problem, solution: Solution) -> list[list[int]]:
    return [[e for e in entries if e < problem.size] for entries in solution.structure.columns]


def _short(problem: Problem, solution: Solution, ends: list[int], reach: list[float]) -> Iterator[Wishes]:
    """The heights at which columns' last boxes reach as far as the farthest of them; frames take room of their own."""
    for box in ends:
        depth = len(problem.clusters_of[box])
        short = max(reach[other] for other in ends if len(problem.clusters_of[other]) == depth) - reach[box]
        height = _height(solution, box) + short
        most = MOST_WINDOW if problem.diagram.nodes[box].window else MOST
        if short > SHORT and height <= most * usual_height(solution, box):
            yield {box: height}


def is_tall(solution: Solution, box: int) -> bool:
    """Whether a box shows its icon above its name."""
    return solution.sized.box_text(box, _inner(solution, box)).is_tall(_height(solution, box))


def _height(solution: Solution, box: int) -> float:
    return solution.placement.bottom[box] - solution.placement.top[box]


def _inner(solution: Solution, box: int) -> float:
    return solution.widths[solution.classes.column[box]] - 2 * solution.sized.scale.pad


def touched(problem: Problem, solution: Solution, wishes: Wishes) -> Solution | None:
    """The same solution with boxes at least as high as they are wished; None where the rows contradict each other."""
    heights = [max(height, wishes.get(box, 0.0)) for box, height in enumerate(solution.heights)]
    return placed_again(problem, solution, heights)


def placed_again(problem: Problem, solution: Solution, heights: list[float]) -> Solution | None:
    """The solution with new channels and boxes at least so high; None where the rows contradict each other.

    The least heights that it knows stay: what boxes are compared with is what they need, not what they are given.
    """
    s = solution
    placement = place(
        problem,
        s.structure,
        s.classes,
        s.sized,
        s.area,
        heights,
        s.gaps,
        s.ports,
        s.blocks,
        s.caps,
        s.sides,
        s.separations,
        s.placement,
        s.plumb,
    )
    if placement is None:
        return None
    parts = channel_gaps(problem, s.structure, s.classes, s.sized, placement, s.gaps, s.caps, s.plumb)
    return replace(s, placement=placement, parts=parts)
