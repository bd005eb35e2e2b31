"""Structure: the combinatorial part of a layout, the only thing that is searched.

Columns hold boxes and passing links (dummy nodes, as in the layered method of Sugiyama, Tagawa and Toda 1981).
An arrow's direction does not force the order of columns. Links fall into three classes: ACROSS columns,
STRAIGHT verticals between stacked neighbours, and LOOPs out of and back into one side of a column. A link across
columns may turn at an end: it then leaves that box upwards or downwards, and stands in its column as if it passed.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from oauthviz.layout.problem import Problem

ACROSS, STRAIGHT, LOOP = 0, 1, 2
STRAIGHT_LANES = 3
"""Most verticals between one stacked pair; more would make the column wider than any box wants to be."""


class Structure(Struct):
    """`columns`: box numbers, and n + link number for passing links. The rest are choices with defaults."""

    columns: list[list[int]]
    left_loops: frozenset[int] = frozenset()
    bent: frozenset[int] = frozenset()
    label_gaps: dict[int, int] = field(default_factory=dict)

    def copy(self) -> Structure:
        return Structure([list(c) for c in self.columns], self.left_loops, self.bent, dict(self.label_gaps))

    def key(self) -> tuple[object, ...]:
        """What tells structures apart."""
        return (
            tuple(tuple(c) for c in self.columns),
            tuple(sorted(self.left_loops)),
            tuple(sorted(self.bent)),
            tuple(sorted(self.label_gaps.items())),
        )

    def pruned(self, problem: Problem) -> Structure:
        """The same structure without choices that have no effect, so that equals compare equal."""
        classes = classify(problem, self)
        same = {k for k, kind in enumerate(classes.kind) if kind != ACROSS}
        loops = {k for k in same if classes.kind[k] == LOOP}
        gaps = {
            e: gap
            for e, gap in self.label_gaps.items()
            if classes.label_gap[e] == gap and classes.kind[classes.carrier[e]] == ACROSS
        }
        adjacent = {k for k in same if classes.position[classes.second[k]] == classes.position[classes.first[k]] + 1}
        return Structure(self.columns, self.left_loops & loops, self.bent & adjacent, gaps)


class Classes(Struct):
    """What a structure means for each box and link.

    `first`, `second`: for ACROSS the left and the right box; else the upper and the lower one.
    `merged[e]`: links of edge e that share its trunk (empty, or two and more);
    `carrier[e]`: the link that bears its badge and label.
    `label_gap[e]`: the gap of the label (gap g lies left of column g), -1 for STRAIGHT carriers.
    `joined[link]`: for a LOOP that joins its arrow's trunk beside the target, whether it runs on the left.
    `turned[(link, box)]`: for a link that turns at that box, the side it leaves by: -1 the top, 1 the bottom.
    """

    column: list[int]
    position: list[int]
    kind: list[int]
    first: list[int]
    second: list[int]
    merged: list[tuple[int, ...]]
    carrier: list[int]
    label_gap: list[int]
    joined: dict[int, bool]
    turned: dict[tuple[int, int], int]


def classify(problem: Problem, structure: Structure) -> Classes:
    """Say which class each link is in. Precondition: every box stands in exactly one column."""
    n = problem.size
    column = [0] * n
    position = [0] * n
    passing: list[tuple[int, int, int]] = []
    for c, items in enumerate(structure.columns):
        for i, item in enumerate(items):
            if item < n:
                column[item] = c
                position[item] = i
            else:
                passing.append((item - n, c, i))
    turned: dict[tuple[int, int], int] = {}
    for k, c, i in passing:
        link = problem.links[k]
        for box in (link.source, link.target):
            if column[box] == c:
                turned[(k, box)] = -1 if i < position[box] else 1
    kind, first, second = [], [], []
    lanes: dict[tuple[int, int], int] = {}
    bent, left_loops, wishes = structure.bent, structure.left_loops, structure.label_gaps
    for link in problem.links:
        u, v = link.source, link.target
        cu, cv = column[u], column[v]
        if cu != cv:
            kind.append(ACROSS)
            a, b = (u, v) if cu < cv else (v, u)
        else:
            a, b = (u, v) if position[u] < position[v] else (v, u)
            if position[b] == position[a] + 1 and link.index not in bent and lanes.get((a, b), 0) < STRAIGHT_LANES:
                lanes[(a, b)] = lanes.get((a, b), 0) + 1
                kind.append(STRAIGHT)
            else:
                kind.append(LOOP)
        first.append(a)
        second.append(b)
    merged, carrier, label_gap = [], [], []
    joined: dict[int, bool] = {}
    for e, own in enumerate(problem.links_of):
        trunk = _trunk(problem, column, kind, left_loops, own) if len(own) > 1 else ()
        bearer = trunk[0] if trunk else own[0]
        link = problem.links[bearer]
        source, target = column[link.source], column[link.target]
        if kind[bearer] == STRAIGHT:
            gap = -1
        elif kind[bearer] == LOOP:
            gap = source if bearer in left_loops else source + 1
        elif trunk:
            gap = target if source < target else target + 1
            joined.update({k: source < target for k in trunk if kind[k] == LOOP})
        else:
            low, high = (source + 1, target) if source < target else (target + 1, source)
            wish = wishes.get(e, -1)
            gap = wish if low <= wish <= high else low if source < target else high
        merged.append(trunk)
        carrier.append(bearer)
        label_gap.append(gap)
    return Classes(column, position, kind, first, second, merged, carrier, label_gap, joined, turned)


def _trunk(
    problem: Problem, column: list[int], kind: list[int], left_loops: frozenset[int], own: tuple[int, ...]
) -> tuple[int, ...]:
    """The links that can share a trunk: those whose sources stand on one side of the target, the larger side.

    Sources in the target's own column whose loops run on that side join it. A link across columns comes first.
    """
    target = column[problem.links[own[0]].target]
    left = tuple(k for k in own if column[problem.links[k].source] < target)
    right = tuple(k for k in own if column[problem.links[k].source] > target)
    across = max(left, right, key=len)
    if not across:
        return ()
    loops = (
        k
        for k in own
        if kind[k] == LOOP
        and (k in left_loops) == (across is left)
        and problem.links[k].source != problem.links[k].target
    )
    trunk = (*across, *loops)
    return trunk if len(trunk) > 1 else ()


def may_turn(problem: Problem, link: int, column: Sequence[int]) -> bool:
    """Whether a link may leave a box upwards or downwards: one that crosses columns and shares no trunk."""
    ends = problem.links[link]
    return column[ends.source] != column[ends.target] and len(problem.links_of[ends.edge]) == 1


def crossed_by_turns(problem: Problem, structure: Structure, classes: Classes) -> int:
    """How many links pass a column between a turned link and the box that it leaves there."""
    n, crossed = problem.size, 0
    for link, box in classes.turned:
        entries = structure.columns[classes.column[box]]
        low, high = sorted((classes.position[box], entries.index(n + link)))
        crossed += sum(e >= n and (e - n, box) not in classes.turned for e in entries[low : high + 1])
    return crossed


def complete(problem: Problem, structure: Structure) -> None:
    """Make the passing links in `structure` exactly those that its boxes' columns call for.

    Links that are missing are put where they bend least: at the place in the column nearest the mean relative height
    of their ends. Postcondition: a link stands once in every column strictly between its ends'; in an end's own column
    only beside that box (with no other box and no other box's turned links between), and in no other.
    """
    n = problem.size
    columns = structure.columns
    column = [0] * n
    height = [0.0] * n
    for c, items in enumerate(columns):
        for i, item in enumerate(items):
            if item < n:
                column[item] = c
                height[item] = (i + 0.5) / len(items)
    wanted: list[list[int]] = [[] for _ in columns]
    for link in problem.links:
        a, b = sorted((column[link.source], column[link.target]))
        for c in range(a + 1, b):
            wanted[c].append(n + link.index)
    for c, items in enumerate(columns):
        need = set(wanted[c])
        kept = [item for item in items if item < n or item in need or may_turn(problem, item - n, column)]
        owners = _owners(problem, kept, column, c)
        kept = [item for i, item in enumerate(kept) if item < n or item in need or _beside(n, kept, owners, i)]
        have = set(kept)
        for item in wanted[c]:
            if item not in have:
                link = problem.links[item - n]
                mean = (height[link.source] + height[link.target]) / 2
                owners = _owners(problem, kept, column, c)
                places = [p for p in range(len(kept) + 1) if p in (0, len(kept)) or owners[p - 1] != owners[p]]
                kept.insert(min(places, key=lambda p: (abs(p - mean * len(kept)), p)), item)
        columns[c] = kept


def _owners(problem: Problem, items: list[int], column: Sequence[int], c: int) -> list[int]:
    """For each entry of column c the box that it must stay beside: a turned link's box, else the entry itself."""
    n = problem.size
    owners = []
    for item in items:
        owner = item
        if item >= n:
            link = problem.links[item - n]
            owner = next((b for b in (link.source, link.target) if column[b] == c), item)
        owners.append(owner)
    return owners


def _beside(size: int, items: list[int], owners: list[int], place: int) -> bool:
    """Whether none but passing links and its own turned ones stand between the turned link at `place` and its box."""
    owner = owners[place]
    if owner == items[place] or owner not in items:
        return False
    low, high = sorted((place, items.index(owner)))
    between = zip(owners[low : high + 1], items[low : high + 1], strict=True)
    return all(o == owner or (o == item >= size) for o, item in between)
