"""Gaps: what runs between two columns, in which order, and where it docks at the boxes.

Gap g lies left of column g; gap 0 and the last one hold only side loops.
"""

from __future__ import annotations

from msgspec import Struct

from oauthviz.layout.problem import Problem
from oauthviz.layout.structure import ACROSS, LOOP, Classes, Structure

LEFT, RIGHT = 0, 1

PortKey = tuple[int, int, int, int]
"""Box, side, link, and 1 for the second end of a self-loop."""
Pin = tuple[str, int, int, int, int]
"""One end of an item: ("port", *PortKey), or ("pass", link, column, 0, 0) where it passes a column or turns in it."""


class Item(Struct):
    """A horizontal stretch in a gap: one link, or the trunk of several. A loop's item is its vertical's middle."""

    gap: int
    edge: int
    link: int
    links: tuple[int, ...]
    loop: bool
    labelled: bool
    left: tuple[Pin, ...]
    right: tuple[Pin, ...]
    rank: float = 0.0


def _port(box: int, side: int, link: int, second: int = 0) -> Pin:
    return ("port", box, side, link, second)


def build_items(problem: Problem, structure: Structure, classes: Classes) -> list[list[Item]]:
    """All items of all gaps, unordered. A merged trunk is one item with several pins on its sources' side."""
    count = len(structure.columns)
    gaps: list[list[Item]] = [[] for _ in range(count + 1)]
    column, turned = classes.column, classes.turned
    for link in problem.links:
        k, e = link.index, link.edge
        trunk = classes.merged[e]
        kind = classes.kind[k]
        a, b = classes.first[k], classes.second[k]
        if k in classes.joined:
            continue
        if kind == LOOP:
            left = k in structure.left_loops
            side, gap = (LEFT, column[a]) if left else (RIGHT, column[a] + 1)
            pins = (_port(a, side, k), _port(b, side, k, 1 if a == b else 0))
            labelled = classes.carrier[e] == k
            gaps[gap].append(Item(gap, e, k, (k,), True, labelled, () if left else pins, pins if left else ()))
        elif kind == ACROSS:
            low, high = column[a] + 1, column[b]
            for gap in range(low, high + 1):
                rep = trunk[0] if k in trunk else k
                joint = k in trunk and gap == classes.label_gap[e]
                if joint and k != rep:
                    continue
                own = trunk if joint else (k,)
                lefts, rights = [], []
                for m in own:
                    if m in classes.joined:
                        source = problem.links[m].source
                        if classes.joined[m]:
                            rights.append(_port(source, LEFT, m))
                        else:
                            lefts.append(_port(source, RIGHT, m))
                        continue
                    la, lb = classes.first[m], classes.second[m]
                    head = rep if m in trunk else m
                    if column[la] == gap - 1 and (m, la) not in turned:
                        shared = la == problem.links[m].target
                        lefts.append(_port(la, RIGHT, head if shared else m))
                    else:
                        lefts.append(("pass", m, gap - 1, 0, 0))
                    if column[lb] == gap and (m, lb) not in turned:
                        shared = lb == problem.links[m].target
                        rights.append(_port(lb, LEFT, head if shared else m))
                    else:
                        rights.append(("pass", m, gap, 0, 0))
                labelled = classes.carrier[e] == own[0] and classes.label_gap[e] == gap
                gaps[gap].append(Item(gap, e, own[0], own, False, labelled, _unique(lefts), _unique(rights)))
    return gaps


def _unique(pins: list[Pin]) -> tuple[Pin, ...]:
    return tuple(dict.fromkeys(pins))


def order_items(
    problem: Problem, gaps: list[list[Item]], pin_height: dict[Pin, float], box_height: list[float]
) -> None:
    """Sort each gap by the mean height of its items' ends (barycentre), then by reading order.

    `pin_height` knows passing links; ports are taken at their box's middle, so that all arrows of a pair tie and
    stand in reading order.
    """

    def height(pins: tuple[Pin, ...]) -> float:
        total = 0.0
        for pin in pins:
            total += box_height[pin[1]] if pin[0] == "port" else pin_height[pin]
        return total / len(pins)

    for items in gaps:
        for item in items:
            if item.loop:
                item.rank = height(item.left or item.right)
            else:
                item.rank = (height(item.left) + height(item.right)) / 2
        items.sort(key=lambda i: (round(i.rank, 1), problem.edges[i.edge].order, i.link))


def side_ports(problem: Problem, classes: Classes, gaps: list[list[Item]]) -> dict[tuple[int, int], list[Pin]]:
    """The ports of each side of each box, from top to bottom.

    Across links take the gap's order. Loops sit at the ends of a side, at the bottom of the upper box and at the top of
    the lower one, the farthest-reaching outermost.
    """
    sides: dict[tuple[int, int], list[tuple[tuple[float, float, int], Pin]]] = {}
    position = classes.position
    for items in gaps:
        for place, item in enumerate(items):
            if item.loop:
                upper, lower = item.left or item.right
                span = position[classes.second[item.link]] - position[classes.first[item.link]]
                sides.setdefault((upper[1], upper[2]), []).append(((1.0, -span, -place), upper))
                own = 2.0 if upper[1] == lower[1] else -1.0
                sides.setdefault((lower[1], lower[2]), []).append(((own, span if own < 0 else -span, place), lower))
                continue
            for pin in (*item.left, *item.right):
                if pin[0] == "port":
                    sides.setdefault((pin[1], pin[2]), []).append(((0.0, place, 0), pin))
    return {key: [pin for _, pin in sorted(ports)] for key, ports in sorted(sides.items())}
