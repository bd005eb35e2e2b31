"""Fit: the largest type at which a structure gives a legal picture, and what to say where none does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from oauthviz.core.diagnostics import Diagnostic, FitError
from oauthviz.core.geometry import Rect
from oauthviz.core.numbers import fmt
from oauthviz.layout import cost
from oauthviz.layout.frame import Frame
from oauthviz.layout.model import Layout
from oauthviz.layout.problem import Problem
from oauthviz.layout.realise import realise
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solution import Solution, solve
from oauthviz.layout.structure import Structure

STEP = 0.5
ROUNDS = 4
SIZE_WORTH = 5.5
"""What a px of label size is worth, in the cost's units."""
SMALL = 12.5
SMALL_WORTH = 14.0
"""Below this label size each px is worth more: the eye begins to work."""
BROKEN = 30.0
EMPTY = 60.0
EMPTY_FREE = 0.06
FACTOR, NARROWEST, WIDEST = 10.0, 7.0, 14.0
"""Boxes' text width in label sizes: to begin with, at least, at most."""
WIDEN = 0.8
"""Share of the spare width that wider boxes try to use."""
LOOK_FURTHER = 2
"""How many smaller sizes are priced below the largest legal one, which often buys ugly jogs."""

Judge = Callable[[Layout], tuple[int, float]]
"""Counts the broken rules of a layout and measures its largest empty rectangle (share of the diagram)."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A legal (broken == 0) or nearly legal layout with its price."""

    price: float
    broken: int
    layout: Layout
    terms: dict[str, float]


def label_sizes(largest: float, least: float) -> list[float]:
    """From the largest label size down to the floor, in half px."""
    count = round((largest - least) / STEP)
    return [largest - STEP * i for i in range(count)] + [least]


def fit(
    problem: Problem,
    structure: Structure,
    sized_at: Callable[[float], Sized],
    sizes: Sequence[float],
    frame: Frame,
    judge: Judge,
) -> Fitted | None:
    """The best-priced legal layout of a structure over the label sizes, from the largest down; None where none fits."""
    best: Fitted | None = None
    beyond = 0
    for size in sizes:
        found = _at_size(problem, structure, sized_at(size), frame, judge)
        if found is not None and (best is None or (found.broken, found.price) < (best.broken, best.price)):
            best = found
        if best is not None and best.broken == 0:
            beyond += 1
            if beyond > LOOK_FURTHER:
                break
    return best


def _at_size(problem: Problem, structure: Structure, sized: Sized, frame: Frame, judge: Judge) -> Fitted | None:
    best: Fitted | None = None
    for solution in _solutions(problem, structure, sized, frame.area):
        if solution.fits:
            fitted = price(problem, solution, frame, judge)
            if best is None or (fitted.broken, fitted.price) < (best.broken, best.price):
                best = fitted
    return best


def _solutions(problem: Problem, structure: Structure, sized: Sized, area: Rect) -> list[Solution]:
    """The structure solved with boxes as narrow as the width asks for, and as wide as it allows."""
    per_px = 1 / (len(structure.columns) * sized.scale.label)
    factor = FACTOR
    found: list[Solution] = []
    for _ in range(3):
        solution = solve(problem, structure, sized, area, factor, cost.price, ROUNDS)
        if solution is None:
            break
        found.append(solution)
        over = solution.width - area.w
        if over > 0.1:
            factor -= (over + 1) * per_px
            if factor < NARROWEST or (len(found) > 1 and over >= found[-2].width - area.w):
                break
        elif factor > FACTOR or len(found) > 1:
            break
        else:
            factor = min(WIDEST, factor - over * WIDEN * per_px)
            if factor < FACTOR + 0.4:
                break
    return found


def price(problem: Problem, solution: Solution, frame: Frame, judge: Judge) -> Fitted:
    """Realise and judge a solution that fits."""
    layout = realise(problem, solution, frame)
    broken, empty = judge(layout)
    terms = cost.cost_terms(problem, solution)
    size = solution.sized.scale.label
    total = cost.weighted(terms) - SIZE_WORTH * size + SMALL_WORTH * max(0.0, SMALL - size) + BROKEN * broken
    total += EMPTY * max(0.0, empty - EMPTY_FREE)
    terms["broken_rules"] = float(broken)
    terms["empty_rectangle"] = empty
    return Fitted(total, broken, layout, terms)


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
