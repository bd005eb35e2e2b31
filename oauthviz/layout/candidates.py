"""Candidates: structures with what solving them where a search takes place has shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.layout.cost import price
from oauthviz.layout.problem import Problem
from oauthviz.layout.proxy import Proxy
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solution import Solution, solutions
from oauthviz.layout.structure import Structure, may_turn

LEVEL = 0.6
"""px below which a line does not climb."""
ROUNDS = 2
"""Rounds in which a solution is looked for; more of them mostly straighten jogs."""


class Ground(Struct, frozen=True):
    """Where a search takes place: one scale and one area; boxes' text width is `factor` label sizes.

    `strain` charges each px of overflow that much more: beauty steps back where fitting at all is the question.
    `tightness` is what the scale costs in comfort, so that costs of several grounds can be compared, and with prices.
    """

    problem: Problem
    sized: Sized
    area: Rect
    factor: float
    strain: float = 0.0
    tightness: float = 0.0

    def price(self, solution: Solution) -> float:
        over = max(0.0, solution.width - self.area.w) + solution.placement.overflow
        return price(self.problem, solution) + self.strain * over + self.tightness


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
Boxes = tuple[tuple[int, ...], ...]
"""An arrangement of the boxes: those of each column, from top to bottom."""


def evaluate(ground: Ground, structure: Structure, rounds: int = ROUNDS) -> Candidate | None:
    """Solve a structure in so many rounds and price it; None where it cannot be solved at all."""
    found = solutions(ground.problem, structure, ground.sized, ground.area, ground.factor, rounds)
    if not found:
        return None
    cost, solution = min(((ground.price(solution), solution) for solution in found), key=lambda priced: priced[0])
    return Candidate(cost, structure, solution.fits, tuple(_climbs(ground.problem, solution)))


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


def most_promising(proxy: Proxy, structures: list[Structure], count: int) -> list[Structure]:
    """The best of some structures by the proxy."""
    costs = [proxy.cost(structure) for structure in structures]
    return [structures[i] for i in sorted(range(len(structures)), key=costs.__getitem__)[:count]]


def boxes_of(problem: Problem, structure: Structure) -> Boxes:
    """The boxes of each column, without the links that pass there."""
    return tuple(tuple(e for e in c if e < problem.size) for c in structure.columns)


def unlike(problem: Problem, candidates: Sequence[Candidate], alike: int) -> list[Candidate]:
    """The candidates in their order, but at most so many of one arrangement of the boxes."""
    seen: Counter[Boxes] = Counter()
    found = []
    for candidate in candidates:
        boxes = boxes_of(problem, candidate.structure)
        seen[boxes] += 1
        if seen[boxes] <= alike:
            found.append(candidate)
    return found
