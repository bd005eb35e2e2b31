"""The layout, from a diagram to places: reads as the pipeline of its stages.

The arrangement (columns, order, sides) is found once, by measures that no theme changes; a theme or a translation then
only fits it: sizes and line breaks move, boxes do not change places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from oauthviz.graph.analysis import ranks
from oauthviz.graph.model import Diagram
from oauthviz.layout.arrangement import to_arrangement, to_structure
from oauthviz.layout.cost import WEIGHTS
from oauthviz.layout.desk import Desk
from oauthviz.layout.fit import Fitted, tightness
from oauthviz.layout.hints import refuse_unmet
from oauthviz.layout.model import Arrangement, Layout
from oauthviz.layout.moves import column_of_boxes
from oauthviz.layout.search import Budget, Candidate, Ground, budget_for, survey, walk
from oauthviz.layout.structure import Structure, classify
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics
from oauthviz.theme.reference import REFERENCE

EFFORTS = ("draft", "normal", "best")
STRAIN = 2.0
LEADERS = 3
"""One of so many leading candidates must fit for the search to go on at its level."""
MARGIN = 2.0
"""By so much a later finalist must be better: prices that differ less change places with every word."""
ALIKE = 4
"""While none is legal, so many structures of one arrangement of the boxes are fitted."""


def arrange(diagram: Diagram, metrics: Metrics, measurer: Measurer, *, effort: str = "normal") -> Arrangement:
    """Search for the diagram's arrangement: the best-priced one that is legal, else the one that breaks least.

    Raises FitError where it does not meet the spec's hints.
    """
    desk = Desk(diagram, metrics, measurer)
    problem = desk.problem
    by_id = ranks(diagram)
    order = [by_id[node.id] for node in diagram.nodes]
    budget = budget_for(problem, effort)
    ground, known = _survey(desk, order, budget)
    found = walk(ground, known, budget)
    best = _fit_best(desk, found, budget)
    structure = best[0] if best is not None else found[0].structure if found else column_of_boxes(problem)
    refuse_unmet(problem, classify(problem, structure).column)
    return to_arrangement(problem, structure)


def lay_out(
    diagram: Diagram,
    metrics: Metrics,
    measurer: Measurer,
    *,
    arrangement: Arrangement | None = None,
    effort: str = "normal",
    allow_broken: bool = False,
) -> Layout:
    """Place everything in `diagram` on its canvas, in `arrangement` or else in the one found by reference metrics.

    Returns a layout that breaks no geometric rule (with `allow_broken`, the best there is); the caller checks the final
    outlines. Raises FitError where no legible size fits the canvas or the arrangement breaks a rule at each size, and
    UsageError where the arrangement is not one of this diagram.
    """
    desk = Desk(diagram, metrics, measurer)
    if arrangement is None:
        arrangement = arrange(diagram, REFERENCE, measurer, effort=effort)
    structure = to_structure(desk.problem, arrangement)
    fitted = desk.fit(structure)
    if fitted is None or (fitted.broken and not allow_broken):
        from oauthviz.layout.refusal import refusal  # large, and no picture that fits needs it

        raise refusal(desk, structure)
    terms = tuple((name, fitted.terms[name]) for name in (*WEIGHTS, "broken_rules", "empty_rectangle"))
    return replace(fitted.layout, cost=terms)


def _survey(desk: Desk, order: Sequence[int], budget: Budget) -> tuple[Ground, list[Candidate]]:
    """Where to search on, and what is known there: the level that should fit, the tightest where nothing does."""
    tight = desk.levels[-2]
    level = desk.likely_level
    if level == tight:
        ground = desk.ground(tight, STRAIN)
        return ground, survey(ground, order, budget)
    ground = desk.ground(level)
    known = survey(ground, order, budget)
    if any(c.solution.fits for c in known[:LEADERS]):
        return ground, known
    narrow = desk.ground(tight, STRAIN)
    others = survey(narrow, order, budget)
    gain = (known[0].cost + tightness(level)) - (others[0].cost + tightness(tight)) if known and others else 0.0
    return (narrow, others) if others and (not known or gain > 0) else (ground, known)


def _fit_best(desk: Desk, found: Sequence[Candidate], budget: Budget) -> tuple[Structure, Fitted] | None:
    """Fit the best structures; the first legal one wins unless a later one is better by a margin.

    More are tried only while none is legal.
    """
    best: tuple[Structure, Fitted] | None = None
    seen: Counter[tuple[tuple[int, ...], ...]] = Counter()
    tried = 0
    for candidate in found:
        boxes = tuple(tuple(e for e in c if e < desk.problem.size) for c in candidate.structure.columns)
        legal = best is not None and best[1].broken == 0
        if tried >= budget.last_resorts or (legal and tried >= budget.finalists):
            break
        if not legal and seen[boxes] >= ALIKE:
            continue
        seen[boxes] += 1
        tried += 1
        fitted = desk.fit(candidate.structure)
        if fitted is not None and (
            best is None or (fitted.broken, fitted.price + MARGIN) < (best[1].broken, best[1].price)
        ):
            best = candidate.structure, fitted
    return best
