"""Plumb loops: a loop between stacked neighbours that runs straight down at the column's edge, its label beyond it.

It saves two bends where a third vertical and its label find no room between two boxes. The arrangement does not change:
a plumb loop is one whose side leaves it the way, so the last touch to a layout tries it. So it does with verticals that
find more room in a column as it is drawn than as it was solved, and with columns that take width left over where that
spares labels of verticals their third line.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from oauthviz.layout.columns import set_columns
from oauthviz.layout.cost import DENSE_LINES, LINES
from oauthviz.layout.finishing import FEW_LINES, placed_again
from oauthviz.layout.placement import straight_blocks
from oauthviz.layout.problem import Problem
from oauthviz.layout.solution import Solution, heading_below
from oauthviz.layout.structure import LOOP
from oauthviz.layout.vertical import Beside, Block, arrange_block, edge_inset

STEP, MOST_WIDER = 2.0, 60.0
"""px by which a column widens at a time for the verticals beside a plumb loop, and at most."""
MOST = 6
"""So many loops are tried in a picture."""
SHARES = (0.0, 0.5, 1.0)
"""Shares of the spare width that the column gets beyond that: a heading may need more room than the verticals do."""


def plumb_candidates(problem: Problem, solution: Solution) -> Iterator[int]:
    """Loops that may run straight: one a side of two neighbours, where no frame's border parts label and line."""
    classes = solution.classes
    seen: set[tuple[int, int, bool]] = set()
    for link in problem.links:
        if len(seen) == MOST:
            return
        k, a, b = link.index, classes.first[link.index], classes.second[link.index]
        left = k in solution.structure.left_loops
        if classes.kind[k] != LOOP or classes.position[b] != classes.position[a] + 1:
            continue
        if k in classes.joined or classes.merged[link.edge] or (a, b, left) in seen:
            continue
        frames = (problem.clusters[c] for c in (*problem.clusters_of[a], *problem.clusters_of[b]))
        if any(frame.shape != "cloud" for frame in frames):
            continue
        seen.add((a, b, left))
        yield k


def plumbed(problem: Problem, solution: Solution, link: int) -> Iterator[Solution]:
    """The same solution with one more loop straight, in a column as narrow as it can be and in wider ones.

    Nothing where the other verticals leave it no room at any width.
    """
    s = solution
    a, b = s.classes.first[link], s.classes.second[link]
    natural = s.widths[s.classes.column[a]]
    plumb = s.plumb | {link}
    most_lines = DENSE_LINES if problem.dense else LINES
    widths = (natural + STEP * n for n in range(int(MOST_WIDER / STEP)))
    blocks = ((width, _block(problem, s, a, b, width, plumb)) for width in widths)
    narrowest = next((w for w, block in blocks if block is not None and block.most_lines <= most_lines), None)
    if narrowest is None:
        return
    spare = 0.0
    for share in SHARES:
        found = _placed(problem, s, (a, b), narrowest + share * spare, plumb)
        if found is None or not found.fits:
            return
        yield found
        spare = spare or found.area.w - found.width


def spread(problem: Problem, solution: Solution) -> Solution | None:
    """The same solution with verticals as wide as their columns are drawn, where their labels get fewer lines by that.

    None where none do, or the rows contradict each other.
    """
    s = solution
    columns = set_columns(s.area, s.widths, s.gaps, s.parts)
    wider = {}
    for (a, b), own in s.blocks.items():
        found = _block(problem, s, a, b, columns.span(s.classes.column[a])[1], s.plumb)
        if found is not None and found.height <= own.height and _lines(found) < _lines(own):
            wider[a, b] = found
    return placed_again(problem, replace(s, blocks={**s.blocks, **wider}), s.heights) if wider else None


def widened(problem: Problem, solution: Solution) -> Solution | None:
    """The same solution with columns wider by some of the width left over, where so no label of their verticals has
    more than FEW_LINES; None where there are no such columns, or the rows contradict each other.
    """
    s = solution
    widths, blocks = list(s.widths), dict(s.blocks)
    spare = s.area.w - s.width
    for (a, b), own in s.blocks.items():
        column = s.classes.column[a]
        tries = (STEP * n for n in range(1, int(spare / STEP) + 1) if own.most_lines > FEW_LINES)
        ways = ((px, _block(problem, s, a, b, widths[column] + px, s.plumb)) for px in tries)
        px, found = next(((px, way) for px, way in ways if way and way.most_lines <= FEW_LINES), (0.0, None))
        if found is not None and found.height <= own.height:
            widths[column] += px
            spare -= px
            blocks[a, b] = found
    return placed_again(problem, replace(s, widths=widths, blocks=blocks), s.heights) if blocks != s.blocks else None


def _lines(block: Block) -> int:
    return sum(len(lane.label.lines) for lane in block.lanes)


def _placed(
    problem: Problem, solution: Solution, pair: tuple[int, int], width: float, plumb: frozenset[int]
) -> Solution | None:
    s = solution
    column = s.classes.column[pair[0]]
    block = _block(problem, s, *pair, width, plumb)
    if block is None:
        return None
    freed = replace(
        s,
        widths=[width if c == column else w for c, w in enumerate(s.widths)],
        blocks={**s.blocks, pair: block} if block.lanes else s.blocks,
        ports={side: [pin for pin in pins if pin[3] not in plumb] for side, pins in s.ports.items()},
        separations=tuple(one for one in s.separations if one[2][0] != "port" or one[2][3] not in plumb),
        plumb=plumb,
    )
    return placed_again(problem, freed, s.heights)


def _block(problem: Problem, solution: Solution, a: int, b: int, width: float, plumb: frozenset[int]) -> Block | None:
    """The straight verticals between two boxes beside their plumb loops, an empty block where there are none."""
    classes, sized = solution.classes, solution.sized
    links = straight_blocks(classes).get((a, b), [])
    if not links:
        return Block((), 0.0, 0)
    sides: dict[bool, tuple[float, float]] = {}
    for k in sorted(plumb):
        if (classes.first[k], classes.second[k]) == (a, b):
            edge = problem.links[k].edge
            sides[k in solution.structure.left_loops] = (edge_inset(sized, edge), sized.badges[edge])
    beside = Beside(sides.get(True), sides.get(False))
    return arrange_block(problem, sized, classes.carrier, links, a, width, heading_below(problem, a, b), beside)
