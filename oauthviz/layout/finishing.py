"""The last touch to a layout: boxes that should be higher than their texts and arrows ask for, and airier frames.

Compact boxes beside tall ones in their column become tall too, columns that begin or end short of the others grow to
their edge, what is free becomes room, edges that nearly meet do, and labels between columns take width left over. (What
verticals and loops gain is in `plumb`.) The structure stays, so each touch is one more solving; the fit keeps what
costs no more than it is worth.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.layout.columns import channel_gaps, label_caps, set_columns
from oauthviz.layout.extents import cluster_pads
from oauthviz.layout.placement import TALL, Pull, place
from oauthviz.layout.problem import Problem
from oauthviz.layout.sizing import BoxText
from oauthviz.layout.solution import Solution


class Wish(Struct, frozen=True):
    """`heights`: px by box, at least; `pulls`: ends of boxes that are to reach as far as others.

    `roomy`: what is free becomes room in these boxes, between all of them, and beside ports.
    """

    heights: Mapping[int, float] = {}
    pulls: tuple[Pull, ...] = ()
    roomy: frozenset[int] | None = None

    def also(self, other: Wish) -> Wish:
        """This wish and another one."""
        return Wish(
            {**self.heights, **other.heights},
            self.pulls + other.pulls,
            self.roomy if other.roomy is None else other.roomy,
        )


ROUNDING = 0.5
"""px that a box gets beyond what makes it tall, so that no rounding takes it back."""
SHORT, LITTLE, SHARE = 2.0, 24.0, 0.1
"""px by which a column begins or ends short of the others: from the first it shows, up to the second any box may grow,
or by that share of its height.
"""
NEAR, LEVELLED = 8.0, 6
"""px up to which edges of boxes in two columns are so near that they look like a mistake, and how many are mended."""
FEW_LINES = 2
"""Lines of a label that are not worth more width."""
MOST, MOST_WINDOW = TALL, 6.5
"""So many times its usual height a box may have for that; a browser's window looks right at most heights."""


def compact_wishes(problem: Problem, solution: Solution) -> Iterator[Wish]:
    """Tall boxes instead of the compact ones of each mixed column."""
    tall = tall_boxes(problem, solution)
    for boxes in _mixed(problem, solution, tall):
        yield Wish(_tall_from(problem, solution, [box for box in boxes if box not in tall]))


def anatomy_wishes(problem: Problem, solution: Solution) -> Iterator[Wish]:
    """Tall boxes only in each column that is mixed still: there, one that was made tall made another compact."""
    for boxes in _mixed(problem, solution, tall_boxes(problem, solution)):
        yield Wish(_tall_from(problem, solution, boxes))


def alike_wishes(problem: Problem, solution: Solution) -> Iterator[Wish]:
    """Tall boxes in each column that has only compact ones, where other columns have tall ones."""
    tall = tall_boxes(problem, solution)
    for boxes in _columns(problem, solution) if tall else ():
        if boxes and not tall.intersection(boxes):
            yield Wish({**_kept_tall(problem, solution), **_tall_from(problem, solution, boxes)})


def room_wishes(problem: Problem, solution: Solution) -> Iterator[Wish]:
    """Room in boxes, between them and beside ports, where something is free; what is tall stays so.

    Compact boxes are as high as they look best.
    """
    yield Wish(_kept_tall(problem, solution), roomy=tall_boxes(problem, solution))


def reach_wishes(problem: Problem, solution: Solution) -> Iterator[Wish]:
    """The others' edge for each short column, at the top and at the bottom; what is tall stays so.

    A box that stands alone in its column and reaches the others' edge at its other end goes on doing so: it is to grow,
    not to move.
    """
    heights = _kept_tall(problem, solution)
    for at_top in (True, False):
        far_ends = list(_ends(problem, solution, not at_top))
        for pull in _ends(problem, solution, at_top):
            if _is_short(solution, pull) and _may_grow(problem, solution, pull.box, _lack(solution, pull)):
                held = [end for end in far_ends if end.box == pull.box and not _is_short(solution, end)]
                yield Wish(heights, (pull, *held))


def level_wishes(problem: Problem, solution: Solution) -> Iterator[Wish]:
    """One edge for each two boxes of different columns whose edges nearly meet, the nearest first.

    What is tall stays so.
    """
    heights = _kept_tall(problem, solution)
    column, found = solution.classes.column, []
    for at_top in (True, False):
        for box, like in itertools.permutations(range(problem.size), 2):
            pull = Pull(box, like, at_top)
            lack = _lack(solution, pull)
            if column[box] != column[like] and SHORT < lack < NEAR and _may_grow(problem, solution, box, lack):
                found.append((round(lack, 1), pull))
    found.sort(key=lambda near: (near[0], near[1].at_top, near[1].box, near[1].like))
    yield from (Wish(heights, (pull,)) for _, pull in found[:LEVELLED])


def _mixed(problem: Problem, solution: Solution, tall: frozenset[int]) -> Iterator[list[int]]:
    """The boxes of each column that has both tall and compact ones."""
    for boxes in _columns(problem, solution):
        if 0 < len(tall.intersection(boxes)) < len(boxes):
            yield boxes


def _columns(problem: Problem, solution: Solution) -> list[list[int]]:
    return [[e for e in entries if e < problem.size] for entries in solution.structure.columns]


def _ends(problem: Problem, solution: Solution, at_top: bool) -> Iterator[Pull]:
    """Each column's last box and the farthest of the other columns'; frames take room of their own."""
    ends = [boxes[0 if at_top else -1] for boxes in _columns(problem, solution) if boxes]
    for box in ends:
        alike = [other for other in ends if len(problem.clusters_of[other]) == len(problem.clusters_of[box])]
        yield Pull(box, max(alike, key=lambda other: (_reach(solution, other, at_top), -other)), at_top)


def _reach(solution: Solution, box: int, at_top: bool) -> float:
    return -solution.placement.top[box] if at_top else solution.placement.bottom[box]


def _lack(solution: Solution, pull: Pull) -> float:
    return _reach(solution, pull.like, pull.at_top) - _reach(solution, pull.box, pull.at_top)


def _is_short(solution: Solution, pull: Pull) -> bool:
    return _lack(solution, pull) > SHORT


def _may_grow(problem: Problem, solution: Solution, box: int, by: float) -> bool:
    """Whether a box may be so much higher without becoming a giant."""
    most = MOST_WINDOW if problem.diagram.nodes[box].window else MOST
    height = _height(solution, box)
    return by <= max(LITTLE, SHARE * height) or height + by <= most * solution.usual[box]


def _tall_from(problem: Problem, solution: Solution, boxes: Collection[int]) -> dict[int, float]:
    """The heights in px from which on boxes show their icon above their name, where they do not do so at any height."""
    texts = _texts(problem, solution)
    return {box: texts[box].tall_from + ROUNDING for box in sorted(boxes) if texts[box].compact_fits}


def _kept_tall(problem: Problem, solution: Solution) -> dict[int, float]:
    """The heights at which what is tall stays so."""
    return _tall_from(problem, solution, tall_boxes(problem, solution))


def tall_boxes(problem: Problem, solution: Solution) -> frozenset[int]:
    """The boxes that show their icon above their name."""
    return frozenset(b for b, text in enumerate(_texts(problem, solution)) if text.is_tall(_height(solution, b)))


def _texts(problem: Problem, solution: Solution) -> list[BoxText]:
    """The boxes' texts, broken for the widths at which they are drawn."""
    columns = set_columns(solution.area, solution.widths, solution.gaps, solution.parts)
    widths = [columns.span(solution.classes.column[box])[1] for box in range(problem.size)]
    return [solution.sized.box_text(b, width - 2 * solution.sized.scale.pad) for b, width in enumerate(widths)]


def _height(solution: Solution, box: int) -> float:
    return solution.placement.bottom[box] - solution.placement.top[box]


def aired(problem: Problem, solution: Solution) -> Solution | None:
    """The same heights with frames farther from their boxes' sides, clear of the heads of arrows, as far as the width
    that is left over goes; None where there are no frames, or nothing is left.
    """
    scale = solution.sized.scale
    pads = [cluster_pads(cluster, scale)[0] for cluster in problem.clusters if cluster.shape != "cloud"]
    wanted = scale.head_run - min(pads, default=scale.head_run)
    spare = solution.area.w - solution.width
    if wanted <= 0 or spare <= 0:
        return None
    found = _with_frame_room(problem, solution, wanted)
    taken = found.width - solution.width
    # What frames inside one another take grows faster than their number, never slower: so a share of it fits.
    return found if taken <= spare else _with_frame_room(problem, solution, wanted * spare / taken)


def _with_frame_room(problem: Problem, solution: Solution, px: float) -> Solution:
    s = solution
    sized = s.sized.with_frame_room(px)
    parts = channel_gaps(problem, s.structure, s.classes, sized, s.placement, s.gaps, s.caps, s.plumb)
    return replace(s, sized=sized, parts=parts)


def relabelled(problem: Problem, solution: Solution) -> Solution | None:
    """The same solution with labels between columns as wide as the width left over allows, where that spares some of
    them their third line or one beyond it; None where it spares none, or the rows contradict each other.
    """
    s = solution
    fixed = sum(s.widths) + sum(part.left_width + part.right_width for part in s.parts)
    wider = replace(s, caps=label_caps(problem, s.sized, s.gaps, s.parts, s.area.w - fixed))
    before, after = _label_lines(s), _label_lines(wider)
    spares = any(old > FEW_LINES and new < old for old, new in zip(before, after, strict=True))
    return placed_again(problem, wider, s.heights) if spares else None


def _label_lines(solution: Solution) -> list[int]:
    """The lines of each label between columns, gap by gap."""
    gaps = zip(solution.gaps, solution.caps, strict=True)
    return [len(solution.sized.wrap(item.edge, cap).lines) for items, cap in gaps for item in items if item.labelled]


def touched(problem: Problem, solution: Solution, wish: Wish) -> Solution | None:
    """The same solution with a wish granted; None where the rows contradict it, or not all that is pulled comes."""
    heights = [max(height, wish.heights.get(box, 0.0)) for box, height in enumerate(solution.heights)]
    found = placed_again(problem, solution, heights, wish.pulls, wish.roomy)
    return None if found is None or any(_is_short(found, pull) for pull in wish.pulls) else found


def placed_again(
    problem: Problem,
    solution: Solution,
    heights: list[float],
    pulls: tuple[Pull, ...] = (),
    roomy: frozenset[int] | None = None,
) -> Solution | None:
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
        s.usual,
        s.gaps,
        s.ports,
        s.blocks,
        s.caps,
        s.sides,
        s.separations,
        s.placement,
        s.plumb,
        pulls,
        roomy,
    )
    if placement is None:
        return None
    parts = channel_gaps(problem, s.structure, s.classes, s.sized, placement, s.gaps, s.caps, s.plumb)
    return replace(s, placement=placement, parts=parts)
