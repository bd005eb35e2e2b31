"""Refusal: what to say where no legible size of a diagram fits its canvas."""

from __future__ import annotations

from collections.abc import Callable

from oauthviz.core.diagnostics import Diagnostic, FitError
from oauthviz.core.geometry import Rect
from oauthviz.core.numbers import fmt
from oauthviz.layout.cost import price
from oauthviz.layout.desk import Desk
from oauthviz.layout.problem import Problem
from oauthviz.layout.solution import Solution, solve
from oauthviz.layout.structure import Structure


def refusal(desk: Desk, structure: Structure) -> FitError:
    """What to say where `structure` breaks a rule at every level of `desk`."""
    problem, sized = desk.problem, desk.sized_at(desk.levels[-1])
    factor = desk.levels[-1].factor
    nearest = solve(problem, structure, sized, desk.frame.area, factor, price, 2)
    canvas = problem.diagram.canvas

    def canvas_fits(times: float) -> bool:
        area = grown_area(desk.frame.area, canvas.width, canvas.height, times)
        solution = solve(problem, structure, sized, area, factor, price, 3)
        return solution is not None and solution.fits

    return refuse(problem, nearest, canvas_fits, "<spec>")


def refuse(
    problem: Problem, nearest: Solution | None, canvas_fits: Callable[[float], bool], spec_name: str
) -> FitError:
    """The error for a diagram that no legible size fits: what to shorten, and the smallest canvas that would do."""
    canvas = problem.diagram.canvas
    lines = []
    for text, where, by in shortenings(problem, nearest)[:3]:
        lines.append(f"shorten {where} '{text}' by about {by} characters")
    for tenth in range(11, 41):
        if canvas_fits(tenth / 10):
            w, h = (fmt(round(v * tenth / 10 / 8) * 8, 0) for v in (canvas.width, canvas.height))
            lines.append(f"or give it a larger canvas: --size {w}x{h}")
            break
    over = " without breaking a rule"
    if nearest is not None:
        wide = max(0.0, nearest.width - nearest.area.w)
        high = nearest.placement.overflow
        parts = [f"{fmt(v, 0)} px too {word}" for v, word in ((wide, "wide"), (high, "high")) if v >= 0.5]
        over = f" ({' and '.join(parts)} at the smallest legible type)" if parts else over
    size = f"{fmt(canvas.width)} x {fmt(canvas.height)}"
    message = f"the picture does not fit a canvas of {size} px{over}"
    return FitError((Diagnostic("does-not-fit", message, spec_name, None, "; ".join(lines) or None),))


def shortenings(problem: Problem, nearest: Solution | None) -> list[tuple[str, str, int]]:
    """The texts whose shortening frees most room: (text, what it is, characters to drop), the longest first.

    A label counts by what it has over the others of its gap, since a gap is as wide as its widest label.
    """
    texts: list[tuple[float, int, str, str]] = []
    for i, edge in enumerate(problem.edges):
        if edge.label:
            texts.append((_excess(nearest, i, edge.label), -i, edge.label, f"the label of arrow {edge.id}"))
    for i, node in enumerate(problem.diagram.nodes):
        longest = max(node.name.split() or [""], key=len)
        if len(longest) > 14:
            texts.append((len(longest) * 2.0, -i, node.name, f"the name of box {node.id}"))
        if len(node.role) > 40:
            texts.append((len(node.role) * 0.5, -i, node.role, f"the role of box {node.id}"))
    texts.sort(reverse=True)
    return [(text, where, max(4, round(len(text) * 0.35))) for _, _, text, where in texts]


def _excess(nearest: Solution | None, edge: int, label: str) -> float:
    if nearest is None:
        return float(len(label))
    gap = nearest.classes.label_gap[edge]
    if gap < 0:
        return len(label) * 1.2
    narrowest = nearest.sized.label_breaks[edge][-1].width
    return len(label) + narrowest / 8


def grown_area(area: Rect, canvas_width: float, canvas_height: float, factor: float) -> Rect:
    """The diagram's area on a canvas `factor` times as large; the frame round it stays as high as it is."""
    return Rect(area.x, area.y, area.w + canvas_width * (factor - 1), area.h + canvas_height * (factor - 1))
