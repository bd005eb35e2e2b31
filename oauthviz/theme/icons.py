"""Icons: small SVG files on a 48-unit grid, read by an allow-list into plain outlines.

A shape of class `t` is filled with a thin tint of the tone, one of class `s` with the full tone; every other shape
is stroked. Colours and widths come from the theme, so an icon file holds none but `currentColor`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from defusedxml import DefusedXmlException  # carries no types
from defusedxml.ElementTree import ParseError, fromstring

from oauthviz.core.diagnostics import Diagnostic, LimitError, SpecError, did_you_mean
from oauthviz.core.outlines import Command, Commands
from oauthviz.core.pathdata import read_path_data
from oauthviz.resources import data_folder

GRID = 48.0
MAX_BYTES = 64 * 1024
MAX_SHAPES = 200
DEFAULT_ICON = "box"

_SVG = "{http://www.w3.org/2000/svg}"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LENGTH = re.compile(r"-?(\d{1,4}(\.\d{1,6})?|\.\d{1,6})")
_POINTS = re.compile(r"[\s,]+")

# What may stand on any element, with all the values it may have.
_LOOKS: dict[str, re.Pattern[str]] = {
    "class": re.compile(r"[ts]"),
    "fill": re.compile(r"none|currentColor"),
    "stroke": re.compile(r"none|currentColor"),
    "fill-opacity": re.compile(r"0|1|0?\.\d{1,4}"),
    "stroke-width": re.compile(r"\d{1,2}(\.\d{1,4})?"),
    "stroke-linecap": re.compile(r"round|butt|square"),
    "stroke-linejoin": re.compile(r"round|miter|bevel"),
}
_GEOMETRY: dict[str, tuple[str, ...]] = {
    "g": (),
    "path": ("d",),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",),
    "polygon": ("points",),
}


@dataclass(frozen=True, slots=True)
class IconShape:
    """One outline in icon units, and how it is painted."""

    commands: Commands
    paint: Literal["stroke", "tint", "solid"]


@dataclass(frozen=True, slots=True)
class Icon:
    """A parsed icon on a grid of `GRID` x `GRID` units."""

    name: str
    shapes: tuple[IconShape, ...]


def list_icons() -> tuple[str, ...]:
    """The names of the shipped icons, sorted."""
    return tuple(sorted(file.stem for file in data_folder("icons").iterdir() if file.suffix == ".svg"))


@lru_cache(maxsize=256)
def load_icon(name: str) -> Icon:
    """The shipped icon of that name. Raises SpecError for an unknown or a malformed one, LimitError for a huge one."""
    known = list_icons()
    if name not in known:
        hint = did_you_mean(name, known)
        there = f"there are: {', '.join(known)}"
        message = f"there is no icon {name!r}"
        raise SpecError([Diagnostic("unknown-icon", message, help=f"{hint} ({there})" if hint else there)])
    file = data_folder("icons") / f"{name}.svg"
    with file.open("rb") as stream:
        return parse_icon(stream.read(MAX_BYTES + 1), name)


def parse_icon(data: bytes, name: str) -> Icon:
    """An icon from the bytes of an SVG file. Raises SpecError naming the element, LimitError over 64 KiB."""
    file = f"icons/{name}.svg"
    if not _NAME.fullmatch(name):
        raise _refused(file, f"{name!r} is no name for an icon", "use lower-case letters, digits and hyphens")
    if len(data) > MAX_BYTES:
        raise LimitError([Diagnostic("icon-too-large", f"an icon may have {MAX_BYTES} bytes", file)])
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise _refused(file, "a document type or an entity is not read", "remove <!DOCTYPE> and <!ENTITY>") from None
    except (ParseError, ValueError) as error:
        raise _refused(file, f"not well-formed: {error}", "open it in an editor and save it again") from None
    if root.tag != f"{_SVG}svg":
        raise _refused(file, "the root has to be <svg> in the SVG namespace", None)
    for attribute, value in root.attrib.items():
        if attribute == "viewBox":
            if value.split() != ["0", "0", "48", "48"]:
                raise _refused(file, f"<svg> has viewBox '{value}'", 'draw it in "0 0 48 48"')
        elif attribute not in ("width", "height"):
            _check_look(file, "svg", attribute, value)
    shapes = tuple(shape for child in root for shape in _shapes(child, file))
    if not 0 < len(shapes) <= MAX_SHAPES:
        raise _refused(file, f"{len(shapes)} shapes", f"an icon has 1 to {MAX_SHAPES}")
    return Icon(name, shapes)


def _shapes(element: Any, file: str) -> list[IconShape]:
    """The shapes of an element and, for a group, of what is inside it (groups do not nest in groups)."""
    tag = str(element.tag)
    local = tag.removeprefix(_SVG)
    if not tag.startswith(_SVG) or local not in _GEOMETRY:
        allowed = ", ".join(_GEOMETRY)
        raise _refused(file, f"<{local.rpartition('}')[2]}> is not allowed in an icon", f"allowed are {allowed}")
    if (element.text or "").strip() or (local != "g" and len(element)):
        raise _refused(file, f"<{local}> may hold nothing", None)
    values: dict[str, str] = {}
    for attribute, value in element.attrib.items():
        if attribute in _GEOMETRY[local]:
            values[attribute] = value
        else:
            _check_look(file, local, attribute, value)
    if local == "g":
        nested = next((child for child in element if child.tag == tag), None)
        if nested is not None:
            raise _refused(file, "<g> inside <g> is not allowed in an icon", "one level of groups is enough")
        return [shape for child in element for shape in _shapes(child, file)]
    try:
        commands = _outline(local, values)
    except ValueError as error:
        raise _refused(file, f"<{local}>: {error}", None) from None
    paint: Literal["stroke", "tint", "solid"] = "stroke"
    if element.get("class") == "t":
        paint = "tint"
    elif element.get("class") == "s":
        paint = "solid"
    return [IconShape(commands, paint)]


def _check_look(file: str, local: str, attribute: str, value: str) -> None:
    pattern = _LOOKS.get(attribute)
    if pattern is None:
        name = attribute.rpartition("}")[2]
        raise _refused(file, f"<{local}> has '{name}', which is not allowed in an icon", f"remove '{name}'")
    if not pattern.fullmatch(value.strip()):
        raise _refused(file, f"<{local}> has {attribute}={value[:40]!r}", "colours are none or currentColor")


def _outline(local: str, values: dict[str, str]) -> Commands:
    if local == "path":
        return read_path_data(values.get("d", ""))
    if local in ("polyline", "polygon"):
        numbers = [_number(part) for part in _POINTS.split(values.get("points", "").strip())]
        if len(numbers) < 4 or len(numbers) % 2:
            raise ValueError("points come in pairs, two pairs at least")
        path: list[Command] = [("M" if i == 0 else "L", numbers[i], numbers[i + 1]) for i in range(0, len(numbers), 2)]
        return (*path, ("Z",)) if local == "polygon" else tuple(path)
    v = {key: _number(value) for key, value in values.items()}
    if local == "line":
        return (("M", v.get("x1", 0.0), v.get("y1", 0.0)), ("L", v.get("x2", 0.0), v.get("y2", 0.0)))
    if local == "rect":
        rx = v.get("rx", v.get("ry", 0.0))
        return rounded_rectangle(v.get("x", 0.0), v.get("y", 0.0), v.get("width", 0.0), v.get("height", 0.0), rx)
    rx, ry = (v.get("r", 0.0),) * 2 if local == "circle" else (v.get("rx", 0.0), v.get("ry", 0.0))
    cx, cy = v.get("cx", 0.0), v.get("cy", 0.0)
    left, right = cx - rx, cx + rx
    half = (rx, ry, 0.0, 1.0, 1.0)
    return (("M", left, cy), ("A", *half, right, cy), ("A", *half, left, cy), ("Z",))


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


def _number(text: str) -> float:
    if not _LENGTH.fullmatch(text.strip()):
        raise ValueError(f"{text[:40]!r} is no number")
    return float(text)


def _refused(file: str, message: str, help: str | None) -> SpecError:
    return SpecError([Diagnostic("icon", message, file, None, help)])
