"""The search for a structure: many estimates, then true costs of the best, then a walk round the best of those.

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
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.moves import hinted_structure, neighbour
from oauthviz.layout.population import PopulationBudget, anneal, population_budget
from oauthviz.layout.problem import Problem
from oauthviz.layout.proxy import Proxy
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solution import Solution, solve
from oauthviz.layout.structure import Structure

WALK_HOT, WALK_COLD = 5.0, 0.4
"""Temperatures at the start and the end of a walk, in units of the cost."""
WALKERS = 3
DRAWN, SOLVED = 12, 2
"""Neighbours that are drawn at a time, and how many of them are solved."""
REGROUP = 8
"""After so many turns the worst walker goes on from the best place found."""
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a search may evaluate: estimates, candidates that are solved, solved neighbours, finalists."""

    population: PopulationBudget
    candidates: int
    walks: int
    finalists: int


def budget_for(problem: Problem, effort: str) -> Budget:
    """The budget for an effort; larger graphs cost more an evaluation, so they get fewer."""
    base = {"draft": 0.3, "normal": 1.0, "best": 4.0}[effort]
    size = problem.size + len(problem.links)
    small = min(1.0, 30 / max(size, 1))
    few = problem.size <= 2
    return Budget(
        population=population_budget(problem, effort),
        candidates=max(6, int(30 * sqrt(base) * small**0.5)),
        walks=20 if few else max(24, int((110 + 6 * min(size, 40)) * base * small)),
        finalists={"draft": 2, "normal": 4, "best": 10}[effort],
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
        ideal = max(ideal, round(sqrt(n * area.w / area.h)))
    return sorted({min(n, max(1, c)) for c in (ideal - 1, ideal, ideal + 1)})


def survey(ground: Ground, ranks: Sequence[int], budget: Budget) -> list[Candidate]:
    """The true costs of the structures with the best estimates, best first."""
    problem, area = ground.problem, ground.area
    counts = column_counts(problem, area)
    estimate = Estimate(problem, ground.sized, area, ground.strain)
    pool = anneal(problem, estimate, counts, max(counts) + 1, ranks, problem.diagram.hints.seed, budget.population)
    structures = [structure for _, structure in pool[: budget.candidates]]
    hinted = hinted_structure(problem)
    if hinted is not None:
        structures.insert(0, hinted)
    candidates = [c for c in (evaluate(ground, s) for s in structures) if c is not None]
    return sorted(candidates, key=lambda c: c.cost)


def evaluate(ground: Ground, structure: Structure) -> Candidate | None:
    """Solve a structure and price it; None where it cannot be solved at all."""
    solution = solve(ground.problem, structure, ground.sized, ground.area, ground.factor, ground.price, ROUNDS)
    if solution is None:
        return None
    return Candidate(ground.price(ground.problem, solution), structure, solution)


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
