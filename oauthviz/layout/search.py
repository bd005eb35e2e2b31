"""The search for a structure: many estimates, then true costs of the best, then a walk round the best of those.

Everything is counted in evaluations, never in seconds, and drawn from seeded generators, so that the same spec gives
the same structure on every machine.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from math import exp, log, sqrt
from random import Random

from msgspec import Struct

from oauthviz.core.processes import side_by_side
from oauthviz.layout.candidates import Candidate, Ground, Key, boxes_of, evaluate, most_promising, unlike
from oauthviz.layout.descent import MOST, around, step_count
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.gathering import gathered
from oauthviz.layout.moves import hinted_structure, neighbour
from oauthviz.layout.population import PopulationBudget, anneal, column_counts, population_budget
from oauthviz.layout.problem import Problem
from oauthviz.layout.proxy import Proxy
from oauthviz.layout.settling import settle
from oauthviz.layout.staging import staged_structure, with_staged
from oauthviz.layout.structure import Structure

WALK_HOT, WALK_COLD = 5.0, 0.4
"""Temperatures at the start and the end of a walk, in units of the cost."""
FEW = 24
"""So many boxes and links are few, and have no use for walks: all that lies one step from the best was estimated."""
WALKERS = 3
"""Places from which a random walk goes on in turns."""
DRAWN, SOLVED = 12, 2
"""Neighbours that are drawn at a time, and how many of them are solved."""
SETTLED, MORE_SETTLED = 2, 3
"""So many arrangements of the boxes are settled, of few boxes and links and of more: those depend more on it."""
REGROUP = 8
"""After so many turns the worst walker goes on from the best place found."""
FINALISTS = {"draft": 1, "normal": 6, "best": 12}
"""So many arrangements of the boxes are fitted at most, by effort; most of the time far fewer."""
LEADING, POLISHED, POLISH_ROUNDS = 12, 3, 4
"""So many arrangements of the boxes may yet win; so many of them are polished, and the rounds of that."""
PER_COLUMNS = 2
"""So many structures with the same boxes in the same columns are compared before others are."""
PER_CANDIDATE = 10
"""Structures from a pool that are compared for each one that is solved."""


class Budget(Struct, frozen=True):
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
    return Budget(
        population=population_budget(problem, effort),
        candidates=max(8, int(min(16, size * size / 80) * sqrt(base) * slow)),
        settles=max(10, int(400 * slow)),
        walks=12 if problem.size <= 2 else int(min(1.3 * size, size * size / 54) * base * slow) if size > FEW else 0,
        finalists=FINALISTS[effort] if size <= 100 else 1,
        last_resorts=max(8, int(24 * slow)),
    )


def survey(ground: Ground, ranks: Sequence[int], budget: Budget) -> list[Candidate]:
    """The true costs of the structures with the best estimates, and of the best of them settled; best first."""
    problem = ground.problem
    runs = [partial(_run, ground, tuple(ranks), budget, run) for run in range(budget.population.runs)]
    pools = side_by_side(runs)
    # In turns, for each of the runs misses what the other meets.
    met = {s.key(): s for several in itertools.zip_longest(*pools) for s in several if s is not None}
    ranked, count = list(met.values()), budget.candidates * len(pools)
    # The proxy errs elsewhere than the estimate that the pools were found by, so each of them names half.
    proxy = Proxy(problem, ground.sized, ground.area, ground.strain)
    half = (count + 1) // 2
    likely = [*ranked[:half], *most_promising(proxy, ranked[half:], count - half)]
    whole = [gathered(problem, structure) for structure in likely]
    given = (hinted_structure(problem), staged_structure(problem))
    named = {s.key(): s for s in (*whole, *given) if s is not None}
    solved = side_by_side([partial(evaluate, ground, structure) for structure in named.values()])
    return _settled(ground, _ranked(c for c in solved if c is not None), budget)


def _settled(ground: Ground, found: Sequence[Candidate], budget: Budget) -> list[Candidate]:
    """The candidates, and what settling the best arrangements among them meets."""
    problem = ground.problem
    known = {c.structure.key(): c for c in found}
    count = SETTLED if problem.size + len(problem.links) <= FEW else MORE_SETTLED
    leaders = with_staged(problem, unlike(problem, found, 1)[:count], found)
    tasks = [partial(settle, ground, c, budget.settles, known) for c in leaders]
    return _ranked(itertools.chain(*side_by_side(tasks), found))


def _ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each structure once, best first."""
    found: dict[Key, Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.structure.key(), candidate)
    return sorted(found.values(), key=lambda c: c.cost)


def _run(ground: Ground, ranks: Sequence[int], budget: Budget, run: int) -> list[Structure]:
    """The structures that one run of the population finds the best, some of them alike."""
    problem, area = ground.problem, ground.area
    counts = column_counts(problem, area)
    # Where boxes give way there is room for more columns; each of the runs misses what the other meets.
    estimate = Estimate(problem, ground.sized, area, ground.strain, boxes_give=run % 2 == 0)
    seed = f"{problem.diagram.hints.seed}/{run}"
    pool = anneal(problem, estimate, counts, max(counts) + 1, ranks, seed, budget.population)
    return _varied(problem, [structure for _, structure in pool])[: budget.candidates * PER_CANDIDATE]


def _varied(problem: Problem, structures: Sequence[Structure]) -> list[Structure]:
    """The structures in their order, those with the same boxes in the same columns but a few last."""
    seen: Counter[tuple[frozenset[int], ...]] = Counter()
    first: list[Structure] = []
    later: list[Structure] = []
    for structure in structures:
        columns = tuple(frozenset(e for e in column if e < problem.size) for column in structure.columns)
        seen[columns] += 1
        (first if seen[columns] <= PER_COLUMNS else later).append(structure)
    return [*first, *later]


def walk(ground: Ground, known: Sequence[Candidate], budget: Budget) -> list[Candidate]:
    """Go on from the best few of `known` by true costs, by estimates and at random, and settle what that comes to.

    Returns all that was solved, best first.
    """
    steps = budget.walks // 2
    if not known or not steps:
        return list(known)
    walks = [partial(_guided, ground, known, steps), partial(_walk, ground, known, steps)]
    return _settled(ground, _ranked(itertools.chain(known, *side_by_side(walks))), budget)


def _guided(ground: Ground, known: Sequence[Candidate], steps: int) -> list[Candidate]:
    """What a descent of so many solved neighbours meets: of what is one step away, the best by their estimates.

    Where more is one step away than may be estimated, it is another random walk.
    """
    problem = ground.problem
    most = max(column_counts(problem, ground.area)) + 1
    each = step_count(problem.size, most)
    if each > MOST:
        return _walk(ground, known, steps, 1)
    estimate = Estimate(problem, ground.sized, ground.area, ground.strain)
    best, solved = known[0], {boxes_of(problem, c.structure) for c in known}
    met: list[Candidate] = []
    left, queue = MOST - each, around(problem, estimate, best.structure, most, solved, steps)
    while queue and len(met) < steps:
        structure = gathered(problem, queue.pop(0))
        solved.add(boxes_of(problem, structure))
        candidate = evaluate(ground, structure)
        if candidate is None:
            continue
        met.append(candidate)
        if candidate.cost < best.cost:
            best = candidate
            if left >= each and len(met) < steps:
                left -= each
                queue = around(problem, estimate, best.structure, most, solved, steps - len(met))
    return met


def _walk(ground: Ground, known: Sequence[Candidate], steps: int, number: int = 0) -> list[Candidate]:
    """What annealing on the true cost by so many solved neighbours meets, from several places in turns.

    Of some neighbours that are drawn at a time only the most promising by the proxy are solved.
    """
    problem = ground.problem
    random = Random(f"{problem.diagram.hints.seed}/walk/{number}")
    most = max(column_counts(problem, ground.area)) + 1
    proxy = Proxy(problem, ground.sized, ground.area, ground.strain)
    best = known[0]
    solved = {c.structure.key() for c in known}
    walkers = unlike(problem, known, 1)[:WALKERS]
    met: list[Candidate] = []
    cooling = log(WALK_COLD / WALK_HOT)
    for turn in range(steps):
        if len(met) >= steps:
            break
        temperature = WALK_HOT * exp(cooling * len(met) / steps)
        w = turn % len(walkers)
        drawn: dict[tuple[object, ...], Structure] = {}
        for _ in range(DRAWN):
            other = _stroll(problem, walkers[w].structure, random, most)
            drawn.setdefault(other.key(), other)
        fresh = [(proxy.cost(s), i, key) for i, (key, s) in enumerate(drawn.items()) if key not in solved]
        for _, _, key in sorted(fresh)[:SOLVED]:
            candidate = evaluate(ground, drawn[key])
            solved.add(key)
            if candidate is None:
                continue
            met.append(candidate)
            best = min(best, candidate, key=lambda c: c.cost)
            origin = walkers[w]
            if candidate.cost < origin.cost or random.random() < exp((origin.cost - candidate.cost) / temperature):
                walkers[w] = candidate
        if turn % REGROUP == REGROUP - 1:
            worst = max(range(len(walkers)), key=lambda i: walkers[i].cost)
            walkers[worst] = best
    return met


def polish(ground: Ground, tighter: Ground, found: Sequence[Candidate]) -> list[Candidate]:
    """Solve the leading candidates anew, so that they stand nearly in the order of a fit's prices.

    The first of them in more rounds, and those that do not fit at a tighter level, where they may.
    """
    leaders = unlike(ground.problem, found, 1)[:LEADING]
    tasks = [(i, ground) for i in range(len(leaders[:POLISHED]))]
    tasks += [(i, tighter) for i, c in enumerate(leaders) if not c.fits and tighter.tightness > ground.tightness]
    solved = side_by_side([partial(evaluate, on, leaders[i].structure, POLISH_ROUNDS) for i, on in tasks])
    best = {c.structure.key(): c for c in found}
    for candidate in solved:
        if candidate is not None and candidate.cost < best[candidate.structure.key()].cost:
            best[candidate.structure.key()] = candidate
    return sorted(best.values(), key=lambda c: c.cost)


def _stroll(problem: Problem, structure: Structure, random: Random, most: int) -> Structure:
    """A few random moves away."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3))):
        moved = neighbour(problem, structure, random, most)
        structure = moved if moved is not None else structure
    return structure
