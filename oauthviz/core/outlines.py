"""Outlines as path commands in px, y down: what glyphs, icons and the cloud silhouette have in common."""

from __future__ import annotations

from oauthviz.core.geometry import Point, Rect
from oauthviz.core.numbers import fmt

# ("M", x, y), ("L", x, y), ("Q", cx, cy, x, y), ("C", c1x, c1y, c2x, c2y, x, y),
# ("A", rx, ry, rotation, large, sweep, x, y) and ("Z",), all absolute.
Command = tuple[str, *tuple[float, ...]]
Commands = tuple[Command, ...]

# A cloud in the unit square: seven arcs over a flat base, as cubic curves, clockwise from the base's left end.
_CLOUD_START = (0.1846, 1.0)
_CLOUD_CURVES = (
    (0.1334, 1.0018, 0.0856, 0.9748, 0.0611, 0.9301),
    (0.0366, 0.8855, 0.0396, 0.831, 0.0689, 0.7893),
    (0.0263, 0.7527, 0.0013, 0.6998, 0.0, 0.6439),
    (-0.0012, 0.5879, 0.0215, 0.5341, 0.0625, 0.4957),
    (0.0195, 0.434, 0.0116, 0.3545, 0.0417, 0.2857),
    (0.0717, 0.2168, 0.1355, 0.1683, 0.2103, 0.1574),
    (0.253, 0.0672, 0.3416, 0.0072, 0.4417, 0.0006),
    (0.5418, -0.006, 0.6376, 0.0418, 0.6921, 0.1254),
    (0.7833, 0.1079, 0.8761, 0.1462, 0.9279, 0.2228),
    (0.9798, 0.2993, 0.9805, 0.3992, 0.9298, 0.4765),
    (0.9755, 0.5163, 1.0012, 0.574, 1.0, 0.6344),
    (0.9987, 0.6947, 0.9707, 0.7514, 0.9234, 0.7893),
    (0.952, 0.83, 0.9555, 0.8831, 0.9326, 0.9273),
    (0.9097, 0.9714, 0.8641, 0.9994, 0.8142, 1.0),
)

# How far a quarter circle's control points lie along its tangents, in radii.
QUARTER = 4 * (2**0.5 - 1) / 3

# Parts of the unit square that surely lie inside the silhouette: (left, top, right, bottom).
CLOUD_INNER = (0.13, 0.205, 0.87, 0.955)
CLOUD_HEADING = (0.3, 0.085, 0.645, 0.195)


def rectangle_outline(rect: Rect, radius: float, opening: tuple[float, float] | None = None) -> Commands:
    """A rectangle with round corners, clockwise from its top left: sharp ones where `radius` is under 1 px.

    Its top side is open between the two x of `opening`, which have to lie between the corners.
    """
    r = min(radius, rect.w / 2, rect.h / 2)
    r = 0.0 if r < 1 else r
    x0, y0, x1, y1 = rect.x, rect.y, rect.right, rect.bottom
    end, start = opening if opening is not None else (x0 + r, x0 + r)
    if not r:
        return ("M", start, y0), ("L", x1, y0), ("L", x1, y1), ("L", x0, y1), ("L", x0, y0), *_to(end, x0, y0)
    k = r * (1 - QUARTER)
    return (
        ("M", start, y0),
        ("L", x1 - r, y0),
        ("C", x1 - k, y0, x1, y0 + k, x1, y0 + r),
        ("L", x1, y1 - r),
        ("C", x1, y1 - k, x1 - k, y1, x1 - r, y1),
        ("L", x0 + r, y1),
        ("C", x0 + k, y1, x0, y1 - k, x0, y1 - r),
        ("L", x0, y0 + r),
        ("C", x0, y0 + k, x0 + k, y0, x0 + r, y0),
        *_to(end, x0 + r, y0),
    )


def _to(x: float, here: float, y: float) -> Commands:
    """The line from `here` to `x` at height y, if they are apart."""
    return (("L", x, y),) if x > here else ()


def cloud_outline(rect: Rect) -> Commands:
    """A cloud whose bounding box is `rect` (to within .2 % of its sides), as one closed path of cubic curves.

    `cloud_inner(rect)` and `cloud_heading(rect)` lie inside it, corners and all.
    """

    def at(u: float, v: float) -> Point:
        return rect.x + u * rect.w, rect.y + v * rect.h

    curves: list[Command] = [("M", *at(*_CLOUD_START))]
    for a, b, c, d, e, f in _CLOUD_CURVES:
        curves.append(("C", *at(a, b), *at(c, d), *at(e, f)))
    curves.append(("Z",))
    return tuple(curves)


def cloud_inner(rect: Rect) -> Rect:
    """The largest rectangle that is promised to be inside `cloud_outline(rect)`."""
    return _part(rect, CLOUD_INNER)


def cloud_heading(rect: Rect) -> Rect:
    """Room for a heading in the top bulge of `cloud_outline(rect)`, just above `cloud_inner(rect)`."""
    return _part(rect, CLOUD_HEADING)


def cloud_around(inner: Rect) -> Rect:
    """The rectangle whose cloud holds `inner`: `cloud_inner(cloud_around(r))` is `r`."""
    left, top, right, bottom = CLOUD_INNER
    w = inner.w / (right - left)
    h = inner.h / (bottom - top)
    return Rect(inner.x - left * w, inner.y - top * h, w, h)


def _part(rect: Rect, part: tuple[float, float, float, float]) -> Rect:
    left, top, right, bottom = part
    return Rect(rect.x + left * rect.w, rect.y + top * rect.h, (right - left) * rect.w, (bottom - top) * rect.h)


def path_data(commands: Commands, decimals: int = 2) -> str:
    """The commands as the `d` of an SVG path, numbers rounded to `decimals`."""
    return "".join([letter + " ".join([fmt(n, decimals) for n in numbers]) for letter, *numbers in commands])


def short_path_data(commands: Commands) -> str:
    """The same for an outline in whole units without arcs, in relative numbers: about two thirds of the length."""
    text: list[str] = []
    last = ""
    x = y = sx = sy = 0
    for letter, *numbers in commands:
        if letter == "Z":
            text.append("z")
            x, y, last = sx, sy, "z"
            continue
        places = [round(n) for n in numbers]
        whole = places.copy()
        whole[::2] = [n - x for n in places[::2]]
        whole[1::2] = [n - y for n in places[1::2]]
        short = letter.lower()
        if short == "l" and 0 in whole:
            short, whole = ("h", whole[:1]) if whole[1] == 0 else ("v", whole[1:])
        words = "".join([str(n) if n < 0 else f" {n}" for n in whole])
        text.append((short + words.removeprefix(" ")) if short != last or short == "m" else words)
        x, y, last = places[-2], places[-1], short
        if short == "m":
            sx, sy = x, y
    return "".join(text)
