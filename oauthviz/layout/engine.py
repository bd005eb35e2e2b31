"""The layout, from a diagram to places: reads as the pipeline of its stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from oauthviz.graph.analysis import ranks
from oauthviz.graph.model import Diagram
from oauthviz.layout.check import check, figures
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.cost import WEIGHTS, price
from oauthviz.layout.fit import Fitted, Judge, fit, grown_area, label_sizes, refuse
from oauthviz.layout.frame import Frame, set_frame
from oauthviz.layout.model import Layout
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.search import BOX_FACTOR, Found, budget_for, search
from oauthviz.layout.sizing import Sized, scale_for
from oauthviz.layout.solution import solve
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics

EFFORTS = ("draft", "normal", "best")
STRAIN = 2.0
SEARCH_BELOW = 2
"""The search runs this many sizes below the largest, where most pictures fit: overflow must not drown beauty."""


def lay_out(
    diagram: Diagram, metrics: Metrics, measurer: Measurer, *, effort: str = "normal", allow_broken: bool = False
) -> Layout:
    """Place everything in `diagram` on its canvas.

    Returns a layout that breaks no geometric rule (with `allow_broken`, the best there is); the caller checks the final
    outlines. Raises FitError where no legible size fits the canvas or no arrangement is found that keeps every rule.
    """
    problem = number(diagram)
    frame = set_frame(diagram, metrics, measurer, problem.dense)

    @cache
    def sized_at(size: float) -> Sized:
        return Sized(problem, metrics, measurer, scale_for(metrics, size, problem.dense))

    sizes = _sizes(diagram, metrics, problem.dense)
    by_id = ranks(diagram)
    order = [by_id[node.id] for node in diagram.nodes]
    budget = budget_for(problem, effort)
    found = search(problem, sized_at(sizes[min(SEARCH_BELOW, len(sizes) - 1)]), frame.area, order, budget)
    judge = _judge(metrics)
    fitted = _fit_best(problem, found, sized_at, sizes, frame, judge, budget.finalists)
    if fitted is None or fitted.broken:
        # Nothing that looked good at the largest type fits at any: search again where it is most likely to fit.
        harder = replace(budget, strain=STRAIN, steps=budget.steps * 2, walks=budget.walks * 2)
        again = search(problem, sized_at(sizes[-1]), frame.area, order, harder)
        found = Found(again.candidates, found.evaluations + again.evaluations)
        second = _fit_best(problem, again, sized_at, sizes, frame, judge, budget.finalists * 2)
        if fitted is None or (second is not None and second.broken < fitted.broken):
            fitted = second
    if fitted is None or (fitted.broken and not allow_broken):
        raise _refusal(problem, found, sized_at(sizes[-1]), frame)
    terms = tuple((name, fitted.terms[name]) for name in (*WEIGHTS, "broken_rules", "empty_rectangle"))
    return replace(fitted.layout, cost=terms, evaluations=found.evaluations)


def _sizes(diagram: Diagram, metrics: Metrics, dense: bool) -> list[float]:
    """Label sizes to try, largest first. A large canvas is looked at from farther away, so type grows with it."""
    canvas = diagram.canvas
    grow = min(1.6, max(1.0, min(canvas.width, canvas.height) / 1024))
    largest = metrics.sizes.label * grow
    if dense:
        largest = min(largest, 13.0 * grow)
    return label_sizes(round(largest * 2) / 2, metrics.sizes.label_min)


def _judge(metrics: Metrics) -> Judge:
    def judge(layout: Layout) -> tuple[int, float]:
        drawn = drawn_of(layout, metrics)
        return len(check(drawn, geometry_only=True)), figures(drawn).largest_empty_rectangle

    return judge


def _fit_best(
    problem: Problem,
    found: Found,
    sized_at: Callable[[float], Sized],
    sizes: list[float],
    frame: Frame,
    judge: Judge,
    finalists: int,
) -> Fitted | None:
    """Fit the best structures; the best-priced legal layout wins. More are tried only while none is legal."""
    best: Fitted | None = None
    for i, candidate in enumerate(found.candidates):
        if i >= finalists and best is not None and best.broken == 0:
            break
        fitted = fit(problem, candidate.structure, sized_at, sizes, frame, judge)
        if fitted is not None and (best is None or (fitted.broken, fitted.price) < (best.broken, best.price)):
            best = fitted
    return best


def _refusal(problem: Problem, found: Found, sized: Sized, frame: Frame) -> Exception:
    nearest = None
    structure = found.candidates[0].structure if found.candidates else None
    if structure is not None:
        nearest = solve(problem, structure, sized, frame.area, BOX_FACTOR, price, 2)
    canvas = problem.diagram.canvas

    def canvas_fits(factor: float) -> bool:
        if structure is None:
            return False
        area = grown_area(frame.area, canvas.width, canvas.height, factor)
        solution = solve(problem, structure, sized, area, BOX_FACTOR, price, 3)
        return solution is not None and solution.fits

    return refuse(problem, nearest, canvas_fits, "<spec>")
