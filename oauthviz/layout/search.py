"""The search for a structure: many estimates, then true costs of the best, then a walk round the best of those.

Everything is counted in evaluations, never in seconds, and drawn from seeded generators, so that the same spec gives
the same structure on every machine.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import exp, log, sqrt
from random import Random

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.core.processes import side_by_side
from oauthviz.layout.cost import price
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.gathering import gathered
from oauthviz.layout.moves import hinted_structure, neighbour
from oauthviz.layout.population import PopulationBudget, anneal, column_counts, population_budget
from oauthviz.layout.problem import Problem
from oauthviz.layout.proxy import Proxy
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solution import Solution, solve
from oauthviz.layout.structure import LOOP, Structure, classify, complete, may_turn

WALK_HOT, WALK_COLD = 5.0, 0.4
"""Temperatures at the start and the end of a walk, in units of the cost."""
WALKS, WALKERS = 2, 3
"""Walks that know nothing of one another, and places from which each goes on in turns."""
DRAWN, SOLVED = 12, 2
"""Neighbours that are drawn at a time, and how many of them are solved."""
GAIN = 0.8
"""By so much a choice must be better than the one before it: smaller gains come and go with every word."""
LEVEL = 0.6
"""px below which a line does not climb."""
SETTLE_ROUNDS = 3
SETTLED = 2
"""So many arrangements of the boxes are settled."""
TRIED = 4
"""So many other places for passing links are tried in a round of settling, and as many gaps for labels."""
FEW_LINKS = 3
"""Up to so many links between two neighbours every choice is tried."""
REGROUP = 8
"""After so many turns the worst walker goes on from the best place found."""
ROUNDS = 2
"""Rounds in which a solution is looked for; more of them mostly straighten jogs."""
POLISHED, POLISH_ROUNDS = 8, 4
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
        walks=12 if problem.size <= 2 else max(6, int(min(1.3 * size, size * size / 54) * base * slow)),
        finalists={"draft": 1, "normal": 2, "best": 8}[effort] if size <= 100 else 1,
        last_resorts=max(8, int(24 * slow)),
    )


class Ground(Struct, frozen=True):
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


class Candidate(Struct, frozen=True):
    """A structure with what is known of its solution at the search's scale: light, for it goes between processes.

    `cost` is the true one. `climbs` are links that climb beside a box and might turn there: (link, box, 0 to leave it
    by its top or 1 by its bottom).
    """

    cost: float
    structure: Structure
    fits: bool
    climbs: tuple[tuple[int, int, int], ...]


Key = tuple[object, ...]
"""A structure's key."""


def survey(ground: Ground, ranks: Sequence[int], budget: Budget) -> list[Candidate]:
    """The true costs of the structures with the best estimates, and of the best of them settled; best first."""
    runs = [partial(_run, ground, tuple(ranks), budget, run) for run in range(budget.population.runs)]
    met = {structure.key(): structure for structures in side_by_side(runs) for structure in structures}
    solved = side_by_side([partial(evaluate, ground, structure) for structure in met.values()])
    return _settled(ground, _ranked(c for c in solved if c is not None), budget)


def _settled(ground: Ground, found: Sequence[Candidate], budget: Budget) -> list[Candidate]:
    """The candidates, and what settling the best arrangements among them meets."""
    known = {c.structure.key(): c for c in found}
    tasks = [partial(settle, ground, c, budget.settles, known) for c in unlike(ground.problem, found, 1)[:SETTLED]]
    return _ranked(itertools.chain(*side_by_side(tasks), found))


def _ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each structure once, best first."""
    found: dict[Key, Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.structure.key(), candidate)
    return sorted(found.values(), key=lambda c: c.cost)


def _run(ground: Ground, ranks: Sequence[int], budget: Budget, run: int) -> list[Structure]:
    """The structures that one run of the population names as the best, and the one that is hinted at."""
    problem, area = ground.problem, ground.area
    counts = column_counts(problem, area)
    estimate = Estimate(problem, ground.sized, area, ground.strain)
    proxy = Proxy(problem, ground.sized, area, ground.strain)
    seed = f"{problem.diagram.hints.seed}/{run}"
    pool = anneal(problem, estimate, counts, max(counts) + 1, ranks, seed, budget.population)
    # The proxy errs elsewhere than the estimate that the pool was found by, so each of them names half.
    ranked = _varied(problem, [structure for _, structure in pool])[: budget.candidates * PER_CANDIDATE]
    half = (budget.candidates + 1) // 2
    likely = [*ranked[:half], *_most_promising(proxy, ranked[half:], budget.candidates - half)]
    whole = [gathered(problem, structure) for structure in likely]
    hinted = hinted_structure(problem)
    return whole if hinted is None else [*whole, hinted]


def evaluate(ground: Ground, structure: Structure, rounds: int = ROUNDS) -> Candidate | None:
    """Solve a structure in so many rounds and price it; None where it cannot be solved at all."""
    solution = solve(ground.problem, structure, ground.sized, ground.area, ground.factor, ground.price, rounds)
    if solution is None:
        return None
    climbs = tuple(_climbs(ground.problem, solution))
    return Candidate(ground.price(ground.problem, solution), structure, solution.fits, climbs)


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

    def better(self, best: Candidate, structure: Structure) -> Candidate:
        """The structure's candidate where it is better than the best, else the best."""
        structure = structure.pruned(self.ground.problem)
        key = structure.key()
        if key in self.tried or len(self.tried) >= self.most:
            return best
        found = self.tried[key] = self.known.get(key) or evaluate(self.ground, structure)
        return found if found is not None and found.cost < best.cost - GAIN else best

    def best_of(self, best: Candidate, structures: list[Structure]) -> Candidate:
        """The same of the most promising of some structures, one after another."""
        for structure in _most_promising(self.proxy, structures, TRIED):
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
        if best.cost >= before:
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


def _most_promising(proxy: Proxy, structures: list[Structure], count: int) -> list[Structure]:
    """The best of some structures by the proxy."""
    costs = [proxy.cost(structure) for structure in structures]
    return [structures[i] for i in sorted(range(len(structures)), key=costs.__getitem__)[:count]]


def _climbs(problem: Problem, solution: Solution) -> list[tuple[int, int, int]]:
    """A candidate's climbs, in the order of the gaps."""
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


def walk(ground: Ground, known: Sequence[Candidate], budget: Budget) -> list[Candidate]:
    """Anneal on the true cost from the best few of `known`, in several walks, and settle what they come to.

    Returns all that was solved, best first.
    """
    if not known:
        return []
    walks = [partial(_walk, ground, known, budget.walks // WALKS, number) for number in range(WALKS)]
    return _settled(ground, _ranked(itertools.chain(known, *side_by_side(walks))), budget)


def _walk(ground: Ground, known: Sequence[Candidate], steps: int, number: int) -> list[Candidate]:
    """What one walk of so many solved neighbours meets.

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


def polish(ground: Ground, found: Sequence[Candidate]) -> list[Candidate]:
    """Solve the leading candidates in more rounds, so that they stand nearly in the order of the prices of a fit."""
    leaders = found[:POLISHED]
    polished = side_by_side([partial(evaluate, ground, c.structure, POLISH_ROUNDS) for c in leaders])
    best = [c if full is None or full.cost > c.cost else full for c, full in zip(leaders, polished, strict=True)]
    return sorted([*best, *found[POLISHED:]], key=lambda c: c.cost)


def unlike(problem: Problem, candidates: Sequence[Candidate], alike: int) -> list[Candidate]:
    """The candidates in their order, but at most so many of one arrangement of the boxes."""
    seen: Counter[tuple[tuple[int, ...], ...]] = Counter()
    found = []
    for candidate in candidates:
        boxes = tuple(tuple(e for e in c if e < problem.size) for c in candidate.structure.columns)
        seen[boxes] += 1
        if seen[boxes] <= alike:
            found.append(candidate)
    return found


def _stroll(problem: Problem, structure: Structure, random: Random, most: int) -> Structure:
    """A few random moves away."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3))):
        moved = neighbour(problem, structure, random, most)
        structure = moved if moved is not None else structure
    return structure
