"""The search for a structure: annealing on the proxy, then true costs, then a walk round the best.

Everything is counted in evaluations, never in seconds, and drawn from seeded generators, so that the same spec gives
the same structure on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random

from oauthviz.core.geometry import Rect
from oauthviz.layout.cost import price
from oauthviz.layout.moves import hinted_structure, neighbour, starting_structure
from oauthviz.layout.problem import Problem
from oauthviz.layout.proxy import Proxy
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solution import Solution, solve
from oauthviz.layout.structure import Structure

HOT, COLD = 9.0, 0.3
"""Temperatures at the start and the end of annealing, in units of the proxy's cost."""
WALK_HOT, WALK_COLD = 7.0, 0.4
ROUNDS = 3
TIGHT_FACTOR = 8.8
BOX_FACTOR = 10.0
"""Boxes' text width during the search, in label sizes."""
HOPELESS = 18.0
"""A neighbour whose proxy is this much worse than its origin's is not solved."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much the search may evaluate: proxy steps a start, starts, solved candidates, solved neighbours, finalists.

    `strain` charges each px of overflow that much more: beauty steps back where fitting at all is the question.
    """

    steps: int
    starts: int
    candidates: int
    walks: int
    finalists: int
    strain: float = 0.0


def budget_for(problem: Problem, effort: str) -> Budget:
    """The budget for an effort; larger graphs cost more an evaluation, so they get fewer."""
    size = problem.size + len(problem.links)
    base = {"draft": 0.35, "normal": 1.0, "best": 4.0}[effort]
    small = min(1.0, 26 / max(size, 1))
    return Budget(
        steps=max(120, int(1000 * base)) if problem.size > 2 else 60,
        starts=3 if effort != "draft" else 2,
        candidates=max(10, int(40 * sqrt(base))),
        walks=max(60, int(450 * base * small)) if problem.size > 2 else 25,
        finalists={"draft": 4, "normal": 8, "best": 16}[effort],
    )


@dataclass(slots=True)
class Candidate:
    """A structure with its true cost at the search's scale."""

    cost: float
    structure: Structure
    solution: Solution


@dataclass(slots=True)
class Found:
    """The best candidates, best first, and how many structures were solved."""

    candidates: list[Candidate]
    evaluations: int


def column_counts(problem: Problem, area: Rect) -> list[int]:
    """How many columns to start from: about one for every 320 px, and the neighbours of that."""
    n = problem.size
    ideal = max(1, round(area.w / 320))
    if n > 12:
        ideal = max(ideal, round(sqrt(n * area.w / area.h)))
    return sorted({min(n, max(1, c)) for c in (ideal - 1, ideal, ideal + 1)})


def search(problem: Problem, sized: Sized, area: Rect, ranks: Sequence[int], budget: Budget) -> Found:
    """Look for good structures at one fixed scale; misfits are charged softly, so there is always a best one."""
    proxy = Proxy(problem, sized, area, budget.strain)
    seed = problem.diagram.hints.seed
    most = max(column_counts(problem, area)) + 1
    pool: dict[tuple[object, ...], tuple[float, int, Structure]] = {}
    hinted = hinted_structure(problem)
    for count in column_counts(problem, area):
        for start in range(budget.starts):
            random = Random(f"{seed}/{count}/{start}")
            first = hinted if hinted is not None else starting_structure(problem, count, ranks, random)
            _anneal(problem, proxy, first, random, budget.steps, most, pool)
    chosen = _diverse(problem, pool, budget.candidates)
    solved: dict[tuple[object, ...], Candidate | None] = {}
    evaluations = 0
    best: list[Candidate] = []
    for structure in chosen:
        candidate = evaluate(problem, structure, sized, area, budget.strain)
        solved[structure.key()] = candidate
        evaluations += 1
        if candidate is not None:
            best.append(candidate)
    best.sort(key=lambda c: c.cost)
    evaluations += _walk(problem, proxy, sized, area, best, solved, Random(f"{seed}/walk"), budget, most)
    best.sort(key=lambda c: c.cost)
    return Found(best[: budget.finalists * 2], evaluations)


def evaluate(problem: Problem, structure: Structure, sized: Sized, area: Rect, strain: float = 0.0) -> Candidate | None:
    """Solve a structure and price it; None where it cannot be solved at all."""

    def strained(problem: Problem, solution: Solution) -> float:
        over = max(0.0, solution.width - area.w) + solution.placement.overflow
        return price(problem, solution) + strain * over

    solution = solve(problem, structure, sized, area, TIGHT_FACTOR if strain else BOX_FACTOR, strained, ROUNDS)
    if solution is None:
        return None
    return Candidate(strained(problem, solution), structure, solution)


def _anneal(
    problem: Problem,
    proxy: Proxy,
    start: Structure,
    random: Random,
    steps: int,
    most: int,
    pool: dict[tuple[object, ...], tuple[float, int, Structure]],
) -> None:
    current, cost = start, proxy.cost(start)
    pool.setdefault(current.key(), (cost, len(pool), current))
    cooling = log(COLD / HOT)
    for step in range(steps):
        temperature = HOT * exp(cooling * step / steps)
        other = neighbour(problem, current, random, most)
        if other is None:
            continue
        estimate = proxy.cost(other)
        if estimate < cost or random.random() < exp((cost - estimate) / temperature):
            current, cost = other, estimate
            pool.setdefault(current.key(), (cost, len(pool), current))


def _diverse(
    problem: Problem, pool: dict[tuple[object, ...], tuple[float, int, Structure]], count: int
) -> list[Structure]:
    """The cheapest structures, at most two of each arrangement of the boxes."""
    n = problem.size
    taken: dict[tuple[tuple[int, ...], ...], int] = {}
    result: list[Structure] = []
    for _, _, structure in sorted(pool.values(), key=lambda t: (t[0], t[1])):
        boxes = tuple(tuple(e for e in c if e < n) for c in structure.columns)
        if taken.get(boxes, 0) < 2:
            taken[boxes] = taken.get(boxes, 0) + 1
            result.append(structure)
            if len(result) == count:
                break
    return result


def _walk(
    problem: Problem,
    proxy: Proxy,
    sized: Sized,
    area: Rect,
    best: list[Candidate],
    solved: dict[tuple[object, ...], Candidate | None],
    random: Random,
    budget: Budget,
    most: int,
) -> int:
    """Anneal on the true cost from the best few; every improvement joins `best`."""
    if not best:
        return 0
    walks = budget.walks
    walkers = best[:4]
    count = 0
    tries = 0
    cooling = log(WALK_COLD / WALK_HOT)
    while count < walks and tries < walks * 14:
        tries += 1
        temperature = WALK_HOT * exp(cooling * count / walks)
        w = random.randrange(len(walkers))
        origin = walkers[w]
        other: Structure | None = origin.structure
        for _ in range(random.choice((1, 1, 1, 2, 2, 3))):
            moved = neighbour(problem, other, random, most) if other is not None else None
            other = moved if moved is not None else other
        if other is None:
            continue
        key = other.key()
        if key in solved or proxy.cost(other) > proxy.cost(origin.structure) + HOPELESS:
            continue
        candidate = evaluate(problem, other, sized, area, budget.strain)
        solved[key] = candidate
        count += 1
        if candidate is None:
            continue
        best.append(candidate)
        if candidate.cost < origin.cost or random.random() < exp((origin.cost - candidate.cost) / temperature):
            walkers[w] = candidate
        if count % 24 == 0:
            leader = min(best, key=lambda c: c.cost)
            worst = max(range(len(walkers)), key=lambda i: walkers[i].cost)
            walkers[worst] = leader
    return count
