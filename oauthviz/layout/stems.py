"""Stems: where a callout's dotted stem meets its arrow, clear of all that stands on the line or beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from oauthviz.core.geometry import Point, Polyline, Rect
from oauthviz.core.numbers import snap

DOT = 2.6
"""Radius in px of the dot in which a stem ends."""
CLEAR = DOT + 4.0
"""px from the middle of a stem to whatever stands on the line or beside it."""
EDGE = 4.0
"""px from a flag's corner to a stem that leaves one of its long sides."""
OUT = 8.0
"""px beside its flag at which a stem runs that has to go round something."""
FAR = 40.0
"""px beside its flag at which a stem may run at most."""
LEG = 11.0
"""px from the flag's side that faces the line to where such a stem leaves it."""


def free_stem(
    flag: Rect, stem: Polyline, line: Polyline, blocked: Sequence[Rect], corner: float, head: float
) -> Polyline | None:
    """The stem itself where nothing is in its way, else one as near to it as can be; None where there is none.

    `stem` runs straight from `flag` to its dot on `line`. The dot keeps `corner` px off the line's bends and `head` px
    off its ends. A stem that finds no free place within the flag's extent leaves the flag at the side and turns.
    """
    upright = stem[0][1] == stem[-1][1]
    if upright:
        turned = free_stem(_turned(flag), _swapped(stem), _swapped(line), [_turned(r) for r in blocked], corner, head)
        return None if turned is None else _swapped(turned)
    wish, at = stem[-1]
    stretch = _stretch(line, wish, at, corner, head)
    if stretch is None:
        return None
    low, high = stretch
    below = flag.cy > at
    near = flag.y if below else flag.bottom
    leg = near + min(flag.h / 2, LEG) * (1 if below else -1)
    places = sorted({wish, *(r.x - CLEAR for r in blocked), *(r.right + CLEAR for r in blocked)})
    places.sort(key=lambda x: abs(x - wish))
    for x in places:
        inside = max(low, flag.x + EDGE) <= x <= min(high, flag.right - EDGE)
        if inside and _free(x, x, near, at, blocked):
            return stem if x == wish else ((snap(x), near), (snap(x), at))
    sides = [flag.x - OUT, flag.right + OUT]
    for x in sorted({*sides, *places}, key=lambda x: (abs(x - flag.cx), x)):
        left = x <= sides[0]
        if not low <= x <= high or not (left or x >= sides[1]) or not flag.x - FAR <= x <= flag.right + FAR:
            continue
        side = flag.x if left else flag.right
        if _free(x, x, leg, at, blocked) and _free(min(x, side), max(x, side), leg, leg, blocked):
            return ((snap(side), snap(leg)), (snap(x), snap(leg)), (snap(x), at))
    return None


def _stretch(line: Polyline, x: float, at: float, corner: float, head: float) -> tuple[float, float] | None:
    """Where a dot may lie on the level stretch at height `at` that is nearest to `x`."""
    found: list[tuple[float, float]] = []
    last = len(line) - 2
    for i, (p, q) in enumerate(pairwise(line)):
        if abs(p[1] - at) > 0.5 or abs(q[1] - at) > 0.5:
            continue
        start, end = head if i == 0 else corner, head if i == last else corner
        found.append((p[0] + start, q[0] - end) if p[0] < q[0] else (q[0] + end, p[0] - start))
    fits = [(low, high) for low, high in found if low <= high]
    return min(fits, key=lambda s: max(s[0] - x, x - s[1], 0.0), default=None)


def _free(left: float, right: float, y0: float, y1: float, blocked: Sequence[Rect]) -> bool:
    """Whether a stroke between two places keeps clear of everything; above and below the dot alone has to."""
    low, high = min(y0, y1) - DOT, max(y0, y1) + DOT
    return not any(
        r.x < right + CLEAR - 0.01 and r.right > left - CLEAR + 0.01 and r.y < high and r.bottom > low for r in blocked
    )


def segments(line: Polyline) -> Iterator[Rect]:
    """The stretches of a line as flat rectangles."""
    for (x0, y0), (x1, y1) in pairwise(line):
        yield Rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))


def _turned(r: Rect) -> Rect:
    return Rect(r.y, r.x, r.h, r.w)


def _swapped(points: Sequence[Point]) -> Polyline:
    return tuple((y, x) for x, y in points)
