"""What may stand in an icon file, and the outlines that its elements become: the allow-list of the icon reader."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from oauthviz.core.outlines import Command, Commands
from oauthviz.core.pathdata import read_path_data
from oauthviz.core.words import shown

GRID = 48.0
"""Sides of the grid that every icon is drawn on, in its own units."""
VIEW_BOX = ["0", "0", "48", "48"]


class LookRule(Struct, frozen=True):
    """All the values that an attribute may have, and the same in words."""

    values: re.Pattern[str]
    help: str


_COLOUR = LookRule(re.compile(r"none|currentColor"), "a colour is none or currentColor; the theme says which")
_ROUND = LookRule(re.compile(r"round|butt|square|miter|bevel"), "round, as the theme draws it anyway")

LOOKS: dict[str, LookRule] = {
    "class": LookRule(re.compile(r"[ts]"), "a class is t for a tinted fill or s for a solid one"),
    "fill": _COLOUR,
    "stroke": _COLOUR,
    "fill-opacity": LookRule(re.compile(r"0|1|0?\.\d{1,4}"), "a number from 0 to 1"),
    "stroke-width": LookRule(re.compile(r"\d{1,2}(\.\d{1,4})?"), "a plain number; the theme says which is drawn"),
    "stroke-linecap": _ROUND,
    "stroke-linejoin": _ROUND,
}
"""Attributes that may stand on any element."""
DROPPED = ("id", "version")
"""Attributes that drawing programs write everywhere; they are read over."""
GEOMETRY: dict[str, tuple[str, ...]] = {
    "path": ("d",),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",),
    "polygon": ("points",),
}
"""Elements that draw something, and the attributes that say what."""

# A point may lie as far outside of the grid as half a stroke is wide, the handle of a curve half a grid.
_POINT_SLACK = 2.0
_HANDLE_SLACK = GRID / 2
# More than half of a circle has to fit; a flat arc may belong to a large circle.
_LARGEST_RADIUS = 1000.0
_LARGEST_WHOLE_RADIUS = GRID / 2 + _POINT_SLACK

_LENGTH = re.compile(r"-?(\d{1,6}(\.\d{1,6})?|\.\d{1,6})")
_GAP = re.compile(r"[\s,]+")


def outline_of(element: str, values: Mapping[str, str]) -> Commands:
    """The outline of an element of GEOMETRY with these attributes. Raises ValueError for one that is none."""
    outline = _outline(element, values)
    for command in outline:
        _refuse_far(command)
    return outline


def rounded_rectangle(x: float, y: float, w: float, h: float, radius: float) -> Commands:
    """A rectangle with round corners as a closed path, clockwise from the top left."""
    r = max(0.0, min(radius, w / 2, h / 2))
    if w <= 0 or h <= 0:
        raise ValueError("a rectangle needs a width and a height")
    if r == 0:
        return (("M", x, y), ("L", x + w, y), ("L", x + w, y + h), ("L", x, y + h), ("Z",))
    corner = (r, r, 0.0, 0.0, 1.0)
    return (
        ("M", x + r, y),
        ("L", x + w - r, y),
        ("A", *corner, x + w, y + r),
        ("L", x + w, y + h - r),
        ("A", *corner, x + w - r, y + h),
        ("L", x + r, y + h),
        ("A", *corner, x, y + h - r),
        ("L", x, y + r),
        ("A", *corner, x + r, y),
        ("Z",),
    )


def _outline(element: str, values: Mapping[str, str]) -> Commands:
    if element == "path":
        return read_path_data(values.get("d", ""))
    if element in ("polyline", "polygon"):
        numbers = [_number(part, "points") for part in _GAP.split(values.get("points", "").strip())]
        if len(numbers) < 4 or len(numbers) % 2:
            raise ValueError("points come in pairs, two pairs at least")
        path: list[Command] = [("M" if i == 0 else "L", numbers[i], numbers[i + 1]) for i in range(0, len(numbers), 2)]
        return (*path, ("Z",)) if element == "polygon" else tuple(path)
    v = {key: _number(value, key) for key, value in values.items()}
    if element == "line":
        return (("M", v.get("x1", 0.0), v.get("y1", 0.0)), ("L", v.get("x2", 0.0), v.get("y2", 0.0)))
    if element == "rect":
        rx = v.get("rx", v.get("ry", 0.0))
        return rounded_rectangle(v.get("x", 0.0), v.get("y", 0.0), v.get("width", 0.0), v.get("height", 0.0), rx)
    rx, ry = (v.get("r", 0.0),) * 2 if element == "circle" else (v.get("rx", 0.0), v.get("ry", 0.0))
    if rx <= 0 or ry <= 0:
        raise ValueError("a radius has to be more than 0")
    cx, cy = v.get("cx", 0.0), v.get("cy", 0.0)
    left, right = cx - rx, cx + rx
    half = (rx, ry, 0.0, 1.0, 1.0)
    return (("M", left, cy), ("A", *half, right, cy), ("A", *half, left, cy), ("Z",))


def _refuse_far(command: Command) -> None:
    """Refuse numbers that would draw far away from the grid."""
    letter, *numbers = command
    if letter == "A":
        rx, ry, turn, large = (abs(number) for number in numbers[:4])
        most = _LARGEST_WHOLE_RADIUS if large else _LARGEST_RADIUS
        if max(rx, ry) > most or turn > 360:
            raise ValueError(f"an arc of radius {max(rx, ry):g} and turn {turn:g} does not fit the grid")
    for k, number in enumerate(numbers[5:] if letter == "A" else numbers):
        is_handle = letter in "CQ" and k < len(numbers) - 2
        slack = _HANDLE_SLACK if is_handle else _POINT_SLACK
        if not -slack <= number <= GRID + slack:
            raise ValueError(f"{number:g} is outside of the grid, which goes from 0 to {GRID:g}")


def _number(text: str, attribute: str) -> float:
    if not _LENGTH.fullmatch(text.strip()):
        raise ValueError(f"{attribute}='{shown(text)}' is no plain number")
    return float(text)
