"""The layout, from a diagram to places: reads as the pipeline of its stages.

The arrangement (columns, order, sides) is found once, by measures that no theme changes; a theme or a translation then
only fits it: sizes and line breaks move, boxes do not change places.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from oauthviz.core.processes import side_by_side
from oauthviz.graph.analysis import ranks
from oauthviz.graph.model import Canvas, Diagram
from oauthviz.layout.arrangement import to_arrangement, to_structure
from oauthviz.layout.candidates import Candidate, Ground, unlike
from oauthviz.layout.cost import WEIGHTS
from oauthviz.layout.desk import Desk
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.fit import Level
from oauthviz.layout.hints import refuse_unmet
from oauthviz.layout.model import Arrangement, Layout
from oauthviz.layout.moves import column_of_boxes
from oauthviz.layout.search import Budget, budget_for, polish, survey, walk
from oauthviz.layout.staging import with_staged
from oauthviz.layout.structure import Structure, classify
from oauthviz.layout.twins import EVEN, simpler, steadier
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics
from oauthviz.theme.reference import REFERENCE

if TYPE_CHECKING:
    from oauthviz.layout.refusal import Anew


class Priced(NamedTuple):
    """A structure as it fits: how many rules it breaks, its price, and the level."""

    broken: int
    price: float
    level: Level
    structure: Structure


EFFORTS = ("draft", "normal", "best")
STRAIN, LARGE_STRAIN = 2.0, 8.0
"""What a px of overflow costs beyond the usual where fitting at all is the question; more where all costs are large."""
LEADERS = 3
"""One of so many leading candidates must fit for the search to go on at its level."""
MARGIN = 2.0
"""By so much a later finalist must be better: prices that differ less change places with every word."""
TWINS = 2
"""So many twins of the winner are fitted, and so many ways to do with one fewer loop."""
ABREAST = 2
"""So many candidates are fitted at a time."""
ALIKE = 4
"""While none is legal, so many structures of one arrangement of the boxes are fitted at most."""


def arrange(diagram: Diagram, metrics: Metrics, measurer: Measurer, *, effort: str = "normal") -> Arrangement:
    """Search for the diagram's arrangement: the best-priced one that is legal, else the one that breaks least.

    Raises FitError where it does not meet the spec's hints.
    """
    desk = Desk(diagram, metrics, measurer)
    problem = desk.problem
    # Both import a large package: numpy here, networkx beside it.
    _, order = side_by_side([partial(_warmed, desk), partial(_order, diagram)])
    budget = budget_for(problem, effort)
    ground, known = _survey(desk, order, budget)
    found = polish(ground, desk.ground(desk.roomier_level), walk(ground, known, budget))
    structure = _fit_best(ground, desk, found, budget)
    if structure is None:
        structure = found[0].structure if found else column_of_boxes(problem)
    refuse_unmet(problem, classify(problem, structure).column)
    return to_arrangement(problem, structure)


def lay_out(
    diagram: Diagram,
    metrics: Metrics,
    measurer: Measurer,
    *,
    arrangement: Arrangement | None = None,
    anew: Anew | None = None,
    effort: str = "normal",
    allow_broken: bool = False,
) -> Layout:
    """Place everything in `diagram` on its canvas, in `arrangement` or else in the one found by reference metrics.

    `anew` finds an arrangement on another canvas, so that a refusal can try the canvas that it names; None where
    `arrangement` is pinned.
    Returns a layout that breaks no geometric rule (with `allow_broken`, the best there is); the caller checks the final
    outlines. Raises FitError where no legible size fits the canvas or the arrangement breaks a rule at each size, and
    UsageError where the arrangement is not one of this diagram.
    """
    desk = Desk(diagram, metrics, measurer)
    if arrangement is None:
        anew = partial(_arranged_on, diagram, measurer, effort)
        arrangement = anew(diagram.canvas)
    structure = to_structure(desk.problem, arrangement)
    fitted = desk.fit(structure)
    if fitted is None or (fitted.broken and not allow_broken):
        from oauthviz.layout.refusal import refusal  # large, and no picture that fits needs it

        raise refusal(desk, structure, anew)
    fitted = desk.finish(fitted)
    terms = tuple((name, fitted.terms[name]) for name in (*WEIGHTS, "broken_rules", "empty_rectangle"))
    return replace(fitted.layout, cost=terms)


def _arranged_on(diagram: Diagram, measurer: Measurer, effort: str, canvas: Canvas) -> Arrangement:
    return arrange(replace(diagram, canvas=canvas), REFERENCE, measurer, effort=effort)


def _warmed(desk: Desk) -> list[int]:
    """Do what the search begins with, for its own sake: what it imports and measures stays in this process."""
    Estimate(desk.problem, desk.ground(desk.likely_level).sized, desk.frame_at(desk.likely_level).area)
    return []


def _order(diagram: Diagram) -> list[int]:
    """The boxes' places in the flow."""
    by_id = ranks(diagram)
    return [by_id[node.id] for node in diagram.nodes]


def _survey(desk: Desk, order: Sequence[int], budget: Budget) -> tuple[Ground, list[Candidate]]:
    """Where to search on, and what is known there: the level that should fit, the tightest where nothing does."""
    tight, strain = desk.levels[-2], LARGE_STRAIN if desk.problem.large else STRAIN
    level = desk.likely_level
    if level == tight:
        ground = desk.ground(tight, strain)
        return ground, survey(ground, order, budget)
    ground = desk.ground(level)
    known = survey(ground, order, budget)
    if any(c.fits for c in known[:LEADERS]):
        return ground, known
    narrow = desk.ground(tight, strain)
    others = survey(narrow, order, budget)
    return (narrow, others) if others and (not known or others[0].cost < known[0].cost) else (ground, known)


def _fit_best(ground: Ground, desk: Desk, found: Sequence[Candidate], budget: Budget) -> Structure | None:
    """Fit the best structures; the first legal one wins unless a later one is better by a margin.

    What a fit adds to a candidate's cost is mostly what the picture leaves empty, so others are fitted while they cost
    less than the best so far, each another arrangement of the boxes; and any while none is legal. Of the ways to do
    with fewer loops, and of the twins of what is left, the first that is about as good as the winner takes its place.
    """
    leaders = unlike(desk.problem, found, 1)[: budget.finalists]
    first = with_staged(desk.problem, leaders[:ABREAST], found)
    others = unlike(desk.problem, found, ALIKE)[: budget.finalists + budget.last_resorts]
    queue = list({c.structure.key(): c for c in (*first, *leaders, *others)}.values())
    hopeful = len({c.structure.key() for c in (*first, *leaders)})
    best: Priced | None = None
    tried = 0
    while queue[tried:] and (best is None or best.broken or _may_win(queue[tried:hopeful], best)):
        among = queue[tried : tried + (ABREAST if tried else len(first))]
        tried += len(among)
        for priced in side_by_side([partial(_price, desk, candidate.structure) for candidate in among]):
            if priced and (best is None or (priced.broken, priced.price + MARGIN) < best[:2]):
                best = priced
    if best is None or best.broken:
        return best and best.structure
    bare = _with_fewer_loops(ground, desk, best)
    twin = _first_as_good(desk, bare, steadier(desk.problem, bare.structure), bare.price)
    return (bare if twin is bare else _with_fewer_loops(ground, desk, twin)).structure


def _may_win(hopeful: Sequence[Candidate], best: Priced) -> bool:
    """Whether the next one is cheaper than the best by a margin as far as its cost tells."""
    return bool(hopeful) and hopeful[0].cost + MARGIN < best.price


def _with_fewer_loops(ground: Ground, desk: Desk, best: Priced) -> Priced:
    """The structure without the loops that are hardly needed, one fewer at a time."""
    cheapest, looping = best.price, None
    while best is not looping:
        looping = best
        roomier = desk.ground(desk.tighter(best.level), ground.strain)
        best = _first_as_good(desk, best, simpler(roomier, best.structure), cheapest)
        cheapest = min(cheapest, best.price)
    return best


def _first_as_good(desk: Desk, best: Priced, others: Sequence[Structure], cheapest: float) -> Priced:
    """The first of a few others that is legal and costs hardly more than the cheapest; the best where there is none."""
    fits = [partial(_price, desk, other, best.level) for other in others[:TWINS]]
    good = (p for p in side_by_side(fits) if p and p.broken == 0 and p.price <= cheapest + EVEN)
    return next(good, best)


def _price(desk: Desk, structure: Structure, near: Level | None = None) -> Priced | None:
    """How a structure fits, with `near` at that level or at one that is hardly tighter; None where it does not."""
    fitted = desk.fit(structure, near)
    return None if fitted is None else Priced(fitted.broken, fitted.price, fitted.level, structure)
