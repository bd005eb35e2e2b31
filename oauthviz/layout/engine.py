"""The layout, from a diagram to places: reads as the pipeline of its stages.

The arrangement (columns, order, sides) is found once, by measures that no theme changes; a theme or a translation then
only fits it: sizes and line breaks move, boxes do not change places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from oauthviz.graph.analysis import ranks
from oauthviz.graph.model import Diagram
from oauthviz.layout.arrangement import to_arrangement, to_structure
from oauthviz.layout.check import check, figures
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.cost import WEIGHTS, price
from oauthviz.layout.fit import Fitted, Judge, Level, fit, levels
from oauthviz.layout.frame import Frame, set_frame
from oauthviz.layout.model import Arrangement, Layout
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.refusal import grown_area, refuse
from oauthviz.layout.search import BOX_FACTOR, Found, budget_for, search
from oauthviz.layout.sizing import Sized, scale_for
from oauthviz.layout.solution import solve
from oauthviz.layout.structure import Structure
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics
from oauthviz.theme.reference import REFERENCE

EFFORTS = ("draft", "normal", "best")
STRAIN = 2.0
SEARCH_BELOW = 2
"""The search runs this many sizes below the largest, where most pictures fit: overflow must not drown beauty."""


class _Desk:
    """A diagram with all that one set of metrics makes of it; sizes are made when first asked for."""

    def __init__(self, diagram: Diagram, metrics: Metrics, measurer: Measurer) -> None:
        self.problem: Problem = number(diagram)
        self.frame: Frame = set_frame(diagram, metrics, measurer, self.problem.dense)
        self.levels = _levels(diagram, metrics, self.problem.dense)
        self.judge = _judge(metrics)

        @cache
        def sized(size: float, squeeze: float) -> Sized:
            return Sized(self.problem, metrics, measurer, scale_for(metrics, size, self.problem.dense, squeeze))

        self.sized_at: Callable[[Level], Sized] = lambda level: sized(level.size, level.squeeze)

    def fit(self, structure: Structure) -> Fitted | None:
        return fit(self.problem, structure, self.sized_at, self.levels, self.frame, self.judge)


def arrange(diagram: Diagram, metrics: Metrics, measurer: Measurer, *, effort: str = "normal") -> Arrangement:
    """Search for the diagram's arrangement: the best-priced one that is legal, else the one that breaks least."""
    desk = _Desk(diagram, metrics, measurer)
    problem = desk.problem
    by_id = ranks(diagram)
    order = [by_id[node.id] for node in diagram.nodes]
    budget = budget_for(problem, effort)
    area = desk.frame.area
    found = search(problem, desk.sized_at(desk.levels[min(SEARCH_BELOW, len(desk.levels) - 1)]), area, order, budget)
    best = _fit_best(desk, found, budget.finalists)
    if best is None or best[1].broken:
        # Nothing that looked good at the largest type fits at any: search again where it is most likely to fit.
        harder = replace(budget, strain=STRAIN, steps=budget.steps * 2, walks=budget.walks * 2)
        found = search(problem, desk.sized_at(desk.levels[-1]), area, order, harder)
        second = _fit_best(desk, found, budget.finalists * 2)
        if best is None or (second is not None and second[1].broken < best[1].broken):
            best = second
    structure = best[0] if best is not None else found.candidates[0].structure
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
    desk = _Desk(diagram, metrics, measurer)
    if arrangement is None:
        arrangement = arrange(diagram, REFERENCE, measurer, effort=effort)
    structure = to_structure(desk.problem, arrangement)
    fitted = desk.fit(structure)
    if fitted is None or (fitted.broken and not allow_broken):
        raise _refusal(desk, structure)
    terms = tuple((name, fitted.terms[name]) for name in (*WEIGHTS, "broken_rules", "empty_rectangle"))
    return replace(fitted.layout, cost=terms)


def _levels(diagram: Diagram, metrics: Metrics, dense: bool) -> tuple[Level, ...]:
    """The levels to try, most comfortable first. A large canvas is looked at from farther away, so type grows with it."""
    canvas = diagram.canvas
    grow = min(1.6, max(1.0, min(canvas.width, canvas.height) / 1024))
    largest = metrics.sizes.label * grow
    if dense:
        largest = min(largest, 13.0 * grow)
    return levels(round(largest * 2) / 2, metrics.sizes.label_min)


def _judge(metrics: Metrics) -> Judge:
    def judge(layout: Layout) -> tuple[int, float]:
        drawn = drawn_of(layout, metrics)
        return len(check(drawn, geometry_only=True)), figures(drawn).largest_empty_rectangle

    return judge


def _fit_best(desk: _Desk, found: Found, finalists: int) -> tuple[Structure, Fitted] | None:
    """Fit the best structures; the best-priced legal layout wins. More are tried only while none is legal."""
    best: tuple[Structure, Fitted] | None = None
    for i, candidate in enumerate(found.candidates):
        if i >= finalists and best is not None and best[1].broken == 0:
            break
        fitted = desk.fit(candidate.structure)
        if fitted is not None and (best is None or (fitted.broken, fitted.price) < (best[1].broken, best[1].price)):
            best = candidate.structure, fitted
    return best


def _refusal(desk: _Desk, structure: Structure) -> Exception:
    problem, sized = desk.problem, desk.sized_at(desk.levels[-1])
    nearest = solve(problem, structure, sized, desk.frame.area, BOX_FACTOR, price, 2)
    canvas = problem.diagram.canvas

    def canvas_fits(factor: float) -> bool:
        area = grown_area(desk.frame.area, canvas.width, canvas.height, factor)
        solution = solve(problem, structure, sized, area, BOX_FACTOR, price, 3)
        return solution is not None and solution.fits

    return refuse(problem, nearest, canvas_fits, "<spec>")
