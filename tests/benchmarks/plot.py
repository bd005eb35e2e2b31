"""A plot of a figure against another, both on logarithmic axes, as a plain SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from oauthviz.core.numbers import fmt

WIDTH, HEIGHT = 420.0, 320.0
"""px of one panel."""
LEFT, RIGHT, TOP, BOTTOM = 64.0, 84.0, 44.0, 52.0
INK, FAINT = "#222222", "#dddddd"
LOOKS = (("#0b6e8a", "circle"), ("#b0306a", "square"), ("#5a7d1a", "diamond"))
"""Colour and mark of each series; the mark tells them apart without colour."""
MARK = 4.0
LABEL_PITCH = 15.0
"""px between the names of two series, at least."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes: what they show, where x has its ticks, and the points of each series by name."""

    title: str
    x_name: str
    y_name: str
    x_ticks: tuple[float, ...]
    series: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    """A logarithmic axis from value `low` at px `start` to value `high` at px `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)


def plot_svg(title: str, panels: Sequence[Panel]) -> str:
    """The panels side by side. Every value has to be greater than 0, and every series to have a point."""
    width = WIDTH * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{fmt(width)}" height="{fmt(HEIGHT)}" '
        f'viewBox="0 0 {fmt(width)} {fmt(HEIGHT)}" role="img" font-family="sans-serif" font-size="12" fill="{INK}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{fmt(width)}" height="{fmt(HEIGHT)}" fill="#ffffff"/>',
    ]
    for place, panel in enumerate(panels):
        parts += [f'<g transform="translate({fmt(place * WIDTH)} 0)">', *_panel(panel), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(panel: Panel) -> Iterator[str]:
    points = [point for _, line in panel.series for point in line]
    y_ticks = _ticks([y for _, y in points])
    x_axis = _Axis(min(panel.x_ticks) / 1.15, max(panel.x_ticks) * 1.15, LEFT, WIDTH - RIGHT)
    y_axis = _Axis(y_ticks[0], y_ticks[-1], HEIGHT - BOTTOM, TOP)
    left, right, top, bottom = x_axis.start, x_axis.end, y_axis.end, y_axis.start
    yield _text(left, top - 18, panel.title, "start", bold=True)
    for tick in panel.x_ticks:
        x = x_axis.at(tick)
        yield _line(x, top, x, bottom)
        yield _text(x, bottom + 18, fmt(tick), "middle")
    for tick in y_ticks:
        y = y_axis.at(tick)
        yield _line(left, y, right, y)
        yield _text(left - 8, y + 4, fmt(tick, 3), "end")
    yield _text((left + right) / 2, bottom + 40, panel.x_name, "middle")
    middle = fmt((top + bottom) / 2)
    yield f'<text transform="translate(16 {middle}) rotate(-90)" text-anchor="middle">{escape(panel.y_name)}</text>'
    ends = sorted((y_axis.at(line[-1][1]), place) for place, (_, line) in enumerate(panel.series))
    free = -math.inf
    for y, place in ends:
        name, line = panel.series[place]
        colour, mark = LOOKS[place % len(LOOKS)]
        placed = [(x_axis.at(px), y_axis.at(py)) for px, py in line]
        way = " ".join(f"{fmt(px)},{fmt(py)}" for px, py in placed)
        yield f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for point in placed:
            yield _mark(*point, colour, mark)
        free = max(y, free)
        yield _text(placed[-1][0] + 10, free + 4, name, "start", fill=colour)
        free += LABEL_PITCH


def _ticks(values: Sequence[float]) -> tuple[float, ...]:
    """The ones, twos and fives from the last at or below the values to the first at or above them."""
    decades = range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)
    steps = [step * 10.0**decade for decade in decades for step in (1, 2, 5)]
    low = max(step for step in steps if step <= min(values))
    high = min(step for step in steps if step >= max(values) and step > low)
    return tuple(step for step in steps if low <= step <= high)


def _mark(x: float, y: float, colour: str, shape: str) -> str:
    if shape == "circle":
        return f'<circle cx="{fmt(x)}" cy="{fmt(y)}" r="{fmt(MARK)}" fill="{colour}"/>'
    turn = f' transform="rotate(45 {fmt(x)} {fmt(y)})"' if shape == "diamond" else ""
    side = fmt(2 * MARK)
    return f'<rect x="{fmt(x - MARK)}" y="{fmt(y - MARK)}" width="{side}" height="{side}" fill="{colour}"{turn}/>'


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{fmt(x1)}" y1="{fmt(y1)}" x2="{fmt(x2)}" y2="{fmt(y2)}" stroke="{FAINT}"/>'


def _text(x: float, y: float, text: str, anchor: str, *, bold: bool = False, fill: str = INK) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{fmt(x)}" y="{fmt(y)}" text-anchor="{anchor}" fill="{fill}"{weight}>{escape(text)}</text>'
