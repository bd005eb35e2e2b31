"""The search for a structure: many estimates, then true costs of the best, then a walk round the best of those.

Everything is counted in evaluations, never in seconds, and drawn from seeded generators, so that the same spec gives
the same structure on every machine.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from random import Random

from oauthviz.core.geometry import Rect
from oauthviz.layout.cost import price
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.moves import hinted_structure, neighbour
from oauthviz.layout.population import PopulationBudget, anneal, population_budget
from oauthviz.layout.problem import Problem
from oauthviz.layout.proxy import Proxy
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solution import Solution, solve
from oauthviz.layout.structure import LOOP, Structure, classify, complete, may_turn

WALK_HOT, WALK_COLD = 5.0, 0.4
"""Temperatures at the start and the end of a walk, in units of the cost."""
WALKERS = 3
DRAWN, SOLVED = 12, 2
"""Neighbours that are drawn at a time, and how many of them are solved."""
LEAST_HEIGHT = 50.0
"""px that an area counts as high at least: legends can eat up all of a small canvas."""
SETTLED = 2
"""So many leading candidates have their neighbours joined and their climbing links turned in the best way."""
GAIN = 0.8
"""By so much a choice must be better than the one before it: smaller gains come and go with every word."""
LEVEL = 0.6
"""px below which a line does not climb."""
SETTLE_ROUNDS = 3
FEW_LINKS = 3
"""Up to so many links between two neighbours every choice is tried."""
REGROUP = 8
"""After so many turns the worst walker goes on from the best place found."""
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a search may evaluate: estimates, candidates, choices in settling, neighbours in walks, finalists.

    `last_resorts`: so many are fitted while none is legal.
    """

    population: PopulationBudget
    candidates: int
    settles: int
    walks: int
    finalists: int
    last_resorts: int


def budget_for(problem: Problem, effort: str) -> Budget:
    """The budget for an effort; larger graphs cost more an evaluation, so they get fewer."""
    base = {"draft": 0.3, "normal": 1.0, "best": 4.0}[effort]
    size = problem.size + len(problem.links)
    slow = min(1.0, (40 / max(size, 1)) ** 1.5)
    few = problem.size <= 2
    return Budget(
        population=population_budget(problem, effort),
        candidates=max(6, int(min(40, size * size / 40) * sqrt(base) * slow)),
        settles=max(10, int(400 * slow)),
        walks=12 if few else max(16, int(min(4.0 * size, size * size / 14) * base * slow)),
        finalists={"draft": 1, "normal": 3, "best": 8}[effort] if size <= 100 else 1,
        last_resorts=max(3, int(24 * slow)),
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a search takes place: one scale and one area; boxes' text width is `factor` label sizes.

    `strain` charges each px of overflow that much more: beauty steps back where fitting at all is the question.
    """

    problem: Problem
    sized: Sized
    area: Rect
    factor: float
    strain: float = 0.0

    def price(self, problem: Problem, solution: Solution) -> float:
        over = max(0.0, solution.width - self.area.w) + solution.placement.overflow
        return price(problem, solution) + self.strain * over


@dataclass(slots=True)
class Candidate:
    """A structure with its true cost at the search's scale."""

    cost: float
    structure: Structure
    solution: Solution


def column_counts(problem: Problem, area: Rect) -> list[int]:
    """How many columns to start from: about one for every 320 px, and the neighbours of that."""
    n = problem.size
    ideal = max(1, round(area.w / 320))
    if n > 12:
        ideal = max(ideal, round(sqrt(n * area.w / max(area.h, LEAST_HEIGHT))))
    return sorted({min(n, max(1, c)) for c in (ideal - 1, ideal, ideal + 1)})


def survey(ground: Ground, ranks: Sequence[int], budget: Budget) -> list[Candidate]:
    """The true costs of the structures with the best estimates, best first."""
    problem, area = ground.problem, ground.area
    counts = column_counts(problem, area)
    estimate = Estimate(problem, ground.sized, area, ground.strain)
    structures: dict[tuple[object, ...], Structure] = {}
    hinted = hinted_structure(problem)
    if hinted is not None:
        structures[hinted.key()] = hinted
    for run in range(budget.population.runs):
        seed = f"{problem.diagram.hints.seed}/{run}"
        pool = anneal(problem, estimate, counts, max(counts) + 1, ranks, seed, budget.population)
        for _, structure in pool[: budget.candidates]:
            structures.setdefault(structure.key(), structure)
    evaluated = (evaluate(ground, structure) for structure in structures.values())
    candidates = sorted((c for c in evaluated if c is not None), key=lambda c: c.cost)
    settled = [settle(ground, c, budget.settles) for c in candidates[:SETTLED]]
    return sorted([*settled, *candidates[SETTLED:]], key=lambda c: c.cost)


def evaluate(ground: Ground, structure: Structure) -> Candidate | None:
    """Solve a structure and price it; None where it cannot be solved at all."""
    solution = solve(ground.problem, structure, ground.sized, ground.area, ground.factor, ground.price, ROUNDS)
    if solution is None:
        return None
    return Candidate(ground.price(ground.problem, solution), structure, solution)


def settle(ground: Ground, candidate: Candidate, most: int) -> Candidate:
    """The best way to run a candidate's links: which of a stacked pair are straight, the loops' sides, who turns.

    Starts from the candidate and from its boxes with all neighbours joined straight, and goes over the pairs until
    nothing gets better or `most` choices have been tried; what is better is decided by true costs.
    """
    straight = candidate.structure.copy()
    straight.bent = frozenset()
    tried = {candidate.structure.key()}
    starts = [candidate, _better(ground, Candidate(inf, candidate.structure, candidate.solution), straight, tried)]
    return min((_descend(ground, start, tried, most) for start in starts), key=lambda c: c.cost)


def _descend(ground: Ground, best: Candidate, tried: set[tuple[object, ...]], most: int) -> Candidate:
    for _ in range(SETTLE_ROUNDS if best.cost < inf else 0):
        before = best.cost
        for links in _stacked_pairs(ground.problem, best.structure):
            for choice in _choices(links):
                structure = best.structure.copy()
                structure.bent = (structure.bent - set(links)) | choice
                best = _better(ground, best, structure, tried) if len(tried) < most else best
        classes = classify(ground.problem, best.structure)
        for k, kind in enumerate(classes.kind):
            if kind == LOOP:
                structure = best.structure.copy()
                structure.left_loops = structure.left_loops ^ {k}
                best = _better(ground, best, structure, tried) if len(tried) < most else best
        for link, box, step in _climbs(ground.problem, best.solution):
            structure = best.structure.copy()
            entries = structure.columns[classes.column[box]]
            entries.insert(entries.index(box) + step, ground.problem.size + link)
            complete(ground.problem, structure)
            best = _better(ground, best, structure, tried) if len(tried) < most else best
        if best.cost >= before:
            break
    return best


def _climbs(problem: Problem, solution: Solution) -> list[tuple[int, int, int]]:
    """Links that climb beside a box and might turn there: (link, box, 0 to leave it by its top or 1 by its bottom)."""
    place, found = solution.placement, []
    for items in solution.gaps:
        for item in items:
            level = place.item[(item.link, item.gap)]
            for pin in (*item.left, *item.right):
                if not item.loop and pin[0] == "port" and abs(place.pin[pin] - level) > LEVEL:
                    _, box, _, link, _ = pin
                    if may_turn(problem, link, solution.classes.column):
                        found.append((link, box, int(level > place.pin[pin])))
    return found


def _better(ground: Ground, best: Candidate, structure: Structure, tried: set[tuple[object, ...]]) -> Candidate:
    structure = structure.pruned(ground.problem)
    key = structure.key()
    if key in tried:
        return best
    tried.add(key)
    found = evaluate(ground, structure)
    return found if found is not None and found.cost < best.cost - GAIN else best


def _stacked_pairs(problem: Problem, structure: Structure) -> list[tuple[int, ...]]:
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


def _choices(links: tuple[int, ...]) -> list[frozenset[int]]:
    """Which of some links to bend: any of them where they are few, else none, one, or all but one."""
    sizes = range(len(links) + 1) if len(links) <= FEW_LINKS else (0, 1, len(links) - 1, len(links))
    return [frozenset(some) for count in sizes for some in itertools.combinations(links, count)]


def walk(ground: Ground, known: Sequence[Candidate], budget: Budget) -> list[Candidate]:
    """Anneal on the true cost from the best few of `known`; all that was solved, best first.

    Of some neighbours that are drawn at a time only the most promising by the proxy are solved.
    """
    if not known:
        return []
    problem, walks = ground.problem, budget.walks
    random = Random(f"{problem.diagram.hints.seed}/walk")
    most = max(column_counts(problem, ground.area)) + 1
    proxy = Proxy(problem, ground.sized, ground.area, ground.strain)
    best = list(known)
    solved = {c.structure.key() for c in best}
    walkers = best[:WALKERS]
    count = 0
    cooling = log(WALK_COLD / WALK_HOT)
    for turn in range(walks):
        if count >= walks:
            break
        temperature = WALK_HOT * exp(cooling * count / walks)
        w = turn % len(walkers)
        drawn: dict[tuple[object, ...], Structure] = {}
        for _ in range(DRAWN):
            other = _stroll(problem, walkers[w].structure, random, most)
            drawn.setdefault(other.key(), other)
        fresh = [(proxy.cost(s), i, key) for i, (key, s) in enumerate(drawn.items()) if key not in solved]
        for _, _, key in sorted(fresh)[:SOLVED]:
            candidate = evaluate(ground, drawn[key])
            solved.add(key)
            count += 1
            if candidate is None:
                continue
            best.append(candidate)
            origin = walkers[w]
            if candidate.cost < origin.cost or random.random() < exp((origin.cost - candidate.cost) / temperature):
                walkers[w] = candidate
        if turn % REGROUP == REGROUP - 1:
            worst = max(range(len(walkers)), key=lambda i: walkers[i].cost)
            walkers[worst] = min(best, key=lambda c: c.cost)
    return sorted(best, key=lambda c: c.cost)


def _stroll(problem: Problem, structure: Structure, random: Random, most: int) -> Structure:
    """A few random moves away."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3))):
        moved = neighbour(problem, structure, random, most)
        structure = moved if moved is not None else structure
    return structure
