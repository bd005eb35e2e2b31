"""Settling: the links of an arrangement run as well as they can, its boxes staying where they are."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from oauthviz.layout.candidates import Candidate, Ground, Key, evaluate, most_promising
from oauthviz.layout.problem import Problem
from oauthviz.layout.proxy import Proxy
from oauthviz.layout.structure import LOOP, Structure, classify, complete

GAIN = 0.8
"""By so much a choice must be better than the one before it: smaller gains come and go with every word."""
SETTLE_ROUNDS = 3
TRIED = 4
"""So many other places for passing links are tried in a round of settling, and as many gaps for labels."""
FEW_LINKS = 3
"""Up to so many links between two neighbours every choice is tried."""


def settle(ground: Ground, candidate: Candidate, most: int, known: Mapping[Key, Candidate]) -> list[Candidate]:
    """Ways to run a candidate's links.

    That is: which of a stacked pair are straight, the loops' sides, who turns, between whom links pass a column,
    where their labels stand.

    Starts from the candidate or from its boxes with all neighbours joined straight, whichever costs less, and goes over
    all that until nothing gets better or `most` choices have been tried; what is better is decided by true costs.
    What is `known` is not solved once more.
    """
    straight = candidate.structure.copy()
    straight.bent = frozenset()
    trials = _Trials(ground, candidate, most, known)
    _descend(trials, trials.better(candidate, straight))
    return [c for c in trials.tried.values() if c is not None]


class _Trials:
    """What one settling solves: each structure once, `most` of them, and none that is known."""

    def __init__(self, ground: Ground, first: Candidate, most: int, known: Mapping[Key, Candidate]) -> None:
        self.ground, self.most, self.known = ground, most, known
        self.proxy = Proxy(ground.problem, ground.sized, ground.area, ground.strain)
        self.tried: dict[Key, Candidate | None] = {first.structure.key(): first}

    @property
    def over(self) -> bool:
        """Whether all has been tried that may be."""
        return len(self.tried) >= self.most

    def better(self, best: Candidate, structure: Structure) -> Candidate:
        """The structure's candidate where it is better than the best, else the best."""
        if self.over:
            return best
        structure = structure.pruned(self.ground.problem)
        key = structure.key()
        if key in self.tried:
            return best
        found = self.tried[key] = self.known.get(key) or evaluate(self.ground, structure)
        return found if found is not None and found.cost < best.cost - GAIN else best

    def best_of(self, best: Candidate, structures: list[Structure]) -> Candidate:
        """The same of the most promising of some structures, one after another."""
        for structure in () if self.over else most_promising(self.proxy, structures, TRIED):
            best = self.better(best, structure)
        return best


def _descend(trials: _Trials, best: Candidate) -> None:
    problem = trials.ground.problem
    for _ in range(SETTLE_ROUNDS):
        before = best.cost
        for links in stacked_pairs(problem, best.structure):
            best = trials.best_of(best, _bent_otherwise(best.structure, links))
        classes = classify(problem, best.structure)
        for k, kind in enumerate(classes.kind):
            if kind == LOOP:
                structure = best.structure.copy()
                structure.left_loops = structure.left_loops ^ {k}
                best = trials.better(best, structure)
        for link, box, step in best.climbs:
            structure = best.structure.copy()
            entries = structure.columns[classes.column[box]]
            entries.insert(entries.index(box) + step, problem.size + link)
            complete(problem, structure)
            best = trials.better(best, structure)
        for ways in (_passed_elsewhere, _labelled_elsewhere):
            best = trials.best_of(best, ways(problem, best.structure))
        if trials.over or best.cost >= before:
            break


def _passed_elsewhere(problem: Problem, structure: Structure) -> list[Structure]:
    """One passing link passes a column between other entries."""
    found = []
    for c, entries in enumerate(structure.columns):
        for i, entry in enumerate(entries):
            for j in range(len(entries) if entry >= problem.size else 0):
                if j != i:
                    other = structure.copy()
                    other.columns[c].insert(j, other.columns[c].pop(i))
                    complete(problem, other)
                    found.append(other)
    return found


def _labelled_elsewhere(problem: Problem, structure: Structure) -> list[Structure]:
    """One label stands in another gap of those that its link crosses."""
    classes, found = classify(problem, structure), []
    for e, gap in enumerate(classes.label_gap):
        link = problem.links[classes.carrier[e]]
        low, high = sorted((classes.column[link.source], classes.column[link.target]))
        for other_gap in range(low + 1, high + 1 if not classes.merged[e] else 0):
            if other_gap != gap:
                other = structure.copy()
                other.label_gaps[e] = other_gap
                found.append(other)
    return found


def stacked_pairs(problem: Problem, structure: Structure) -> list[tuple[int, ...]]:
    """The links between each two boxes that stand one right below the other, in the order of the columns."""
    pairs: dict[tuple[int, int], list[int]] = {}
    for link in problem.links:
        pairs.setdefault((min(link.source, link.target), max(link.source, link.target)), []).append(link.index)
    found = []
    for items in structure.columns:
        for a, b in itertools.pairwise(items):
            if (min(a, b), max(a, b)) in pairs:
                found.append(tuple(pairs[min(a, b), max(a, b)]))
    return found


def _bent_otherwise(structure: Structure, links: tuple[int, ...]) -> list[Structure]:
    """Other ways to run the links of a stacked pair: any of them bent where they are few, else none, one, all but one.

    Those that stay straight are its verticals.
    """
    sizes = range(len(links) + 1) if len(links) <= FEW_LINKS else (0, 1, len(links) - 1, len(links))
    found = []
    for bent in (frozenset(some) for count in sizes for some in itertools.combinations(links, count)):
        other = structure.copy()
        other.bent = (other.bent - set(links)) | bent
        if other.bent != structure.bent:
            found.append(other)
    return found
