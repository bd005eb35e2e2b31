"""Twins: structures that differ only in which of several arrows between two boxes loops, and on which side.

They cost nearly the same, so a changed word would choose among them as it likes. The first in an order of their own is
taken of those that cost hardly more than the best. For the same reason a loop goes where it is hardly needed.
"""

from __future__ import annotations

import itertools

from oauthviz.layout.candidates import Ground, evaluate
from oauthviz.layout.problem import Problem
from oauthviz.layout.settling import FEW_LINKS, stacked_pairs
from oauthviz.layout.structure import Structure

EVEN = 8.0
"""What a twin may cost more than the best and still count as good, in the cost's units."""
NEAR = 20.0
"""What a way with one fewer loop may cost more where boxes and labels have room: how it fits may be the better."""
MOST = 64
"""Twins at most."""


def steadier(problem: Problem, structure: Structure) -> list[Structure]:
    """The structure's twins that go before it, first things first; none with a loop on another side."""
    before = itertools.takewhile(lambda twin: twin.key() != structure.key(), twins(problem, structure))
    return [twin for twin in before if len(twin.left_loops) == len(structure.left_loops)]


def simpler(ground: Ground, structure: Structure) -> list[Structure]:
    """The ways to do with one fewer loop that cost hardly more at a level, the cheapest first.

    One more line between two boxes takes room, so the level is best the tightest that would do. None for a large
    diagram, where too many loop.
    """
    problem = ground.problem
    looping = structure.bent.intersection(itertools.chain.from_iterable(stacked_pairs(problem, structure)))
    own = evaluate(ground, structure)
    if own is None or problem.large:
        return []
    ways = [evaluate(ground, _straightened(problem, structure, link)) for link in sorted(looping)]
    near = [way for way in ways if way is not None and way.cost < own.cost + NEAR]
    return [way.structure for way in sorted(near, key=lambda way: way.cost)]


def _straightened(problem: Problem, structure: Structure, link: int) -> Structure:
    other = structure.copy()
    other.bent = other.bent - {link}
    other.left_loops = other.left_loops - {link}
    return other.pruned(problem)


def twins(problem: Problem, structure: Structure) -> list[Structure]:
    """The structure and its twins: loops on the right before loops on the left, what is read last before the rest.

    Pairs of boxes with which there would be more than MOST keep their loops.
    """
    ways: list[list[_Way]] = []
    count = 1
    for links in stacked_pairs(problem, structure):
        own = _ways(problem, structure, links)
        if own and count * len(own) <= MOST:
            ways.append(own)
            count *= len(own)
    found = []
    for choices in itertools.product(*ways):
        other = structure.copy()
        for all_of_them, bent, left in choices:
            other.bent = (other.bent - all_of_them) | bent
            other.left_loops = (other.left_loops - all_of_them) | left
        found.append(other.pruned(problem))
    return sorted(found, key=lambda other: _rank(problem, other))


_Way = tuple[frozenset[int], frozenset[int], frozenset[int]]


def _ways(problem: Problem, structure: Structure, links: tuple[int, ...]) -> list[_Way]:
    """The links between two boxes, those that loop, and those that do so on the left: all choices of as many loops."""
    count = len(structure.bent.intersection(links))
    if not 0 < count <= len(links) <= FEW_LINKS:
        return []
    return [
        (frozenset(links), frozenset(bent), frozenset(left))
        for bent in itertools.combinations(links, count)
        for lefts in range(count + 1)
        for left in itertools.combinations(bent, lefts)
    ]


def _rank(problem: Problem, structure: Structure) -> tuple[int, list[int], list[int]]:
    order = [problem.edges[link.edge].order for link in problem.links]
    latest = sorted((-order[link], link) for link in structure.bent)
    return len(structure.left_loops), [place for place, _ in latest], sorted(structure.left_loops)
