"""Whether a theme can be read by everyone: its colours by the table of pairs, and as they come out when drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from oauthviz.core.colours import (
    CONTRAST_ROUNDING,
    LARGE_CONTRAST,
    LARGE_SIZE,
    TEXT_CONTRAST,
    contrast_ratio,
    hexadecimal,
    nearest_lightness,
    rgb,
)
from oauthviz.render.behind import Meeting, meetings
from oauthviz.specimen.pictures import SPECIMENS, specimen
from oauthviz.theme.checking.contrasts import contrast_faults
from oauthviz.theme.checking.faults import Fault, Side
from oauthviz.theme.checking.kinds import kind_faults
from oauthviz.theme.checking.pairs import pairs
from oauthviz.theme.loading import load_theme
from oauthviz.theme.model import Paint
from oauthviz.theme.projections import PROJECTIONS

_THINGS = {
    "arrow-head": "an arrow's head",
    "arrow-label": "an arrow's label",
    "arrow-path": "an arrow's line",
    "badge": "a badge",
    "boundary-frame": "a boundary's outline",
    "boundary-name": "a boundary's heading",
    "box-frame": "a box's outline",
    "box-name": "a box's name",
    "box-role": "a box's role",
    "callout": "the words on a callout's flag",
    "callout-frame": "a callout's flag",
    "caption": "the caption",
    "icon-shape": "an icon",
    "key-label": "the words of the key",
    "key-line": "a line of the key",
    "legend-number": "the legend's numbers",
    "legend-text": "the legend",
    "legend-title": "the legend's heading",
    "protocol": "the words on a protocol's pill",
    "stem": "a callout's stem",
    "stem-dot": "a callout's stem",
    "step": "the digits of a badge",
    "subtitle": "the subtitle",
    "title": "the title",
    "zone-frame": "a zone's outline",
    "zone-name": "a zone's heading",
}
"""What classes of the SVG stand for, in words."""


class ThemeReport(Struct, frozen=True):
    """What a check of a theme found. `measured` is how many pairs, texts, lines, icons and badges were looked at."""

    theme: str
    faults: tuple[Fault, ...]
    measured: int

    def as_json(self) -> dict[str, Any]:
        """The report as plain mappings and lists."""
        faults = [
            {
                "rule": fault.rule,
                "front": _side(fault.front),
                "back": _side(fault.back),
                "place": fault.place,
                "measured": round(fault.measured, 3),
                "least": fault.least,
                "nearest": None if fault.nearest is None else _side(fault.nearest),
            }
            for fault in self.faults
        ]
        return {"theme": self.theme, "ok": not faults, "measured": self.measured, "faults": faults}


def _side(side: Side) -> dict[str, str]:
    return {"key": side.key, "colour": side.colour}


def check_theme(theme: str) -> ThemeReport:
    """Check a theme by its name or path, in every projection.

    Raises UsageError for a name that no theme has and where libcairo is missing, SpecError for a bad theme, FitError
    where its type is too large for the specimens.
    """
    paint = load_theme(theme).paint
    by_table = [*contrast_faults(paint), *kind_faults(load_theme(theme))]
    told = {fault.front.colour for fault in by_table if fault.rule == "contrast"}
    count = sum(1 for _ in pairs(paint))
    drawn: list[Fault] = []
    for projection in PROJECTIONS:
        for name in SPECIMENS:
            found = meetings(specimen(name, theme, projection))
            count += len(found)
            drawn += drawn_faults(found, paint, f"in the {projection} specimen of {name}", told)
            told |= {fault.front.colour for fault in drawn}
    return ThemeReport(theme, (*by_table, *drawn), count)


def drawn_faults(found: Iterable[Meeting], paint: Paint, where: str, told: Iterable[str] = ()) -> list[Fault]:
    """For each thing in each colour its worst place in a picture, where that is too hard to see.

    Colours of `told` are left out: their faults are known.
    """
    names = colour_names(paint)
    worst: dict[tuple[str, str], Meeting] = {}
    for meeting in found:
        key = (meeting.thing, hexadecimal(meeting.front))
        short = meeting.ratio < _least(meeting) - CONTRAST_ROUNDING
        if short and (key not in worst or meeting.ratio < worst[key].ratio):
            worst[key] = meeting
    return [_fault(meeting, names, where) for (_, colour), meeting in worst.items() if colour not in told]


def _least(meeting: Meeting) -> float:
    return TEXT_CONTRAST if meeting.size is not None and meeting.size < LARGE_SIZE else LARGE_CONTRAST


def _fault(meeting: Meeting, names: dict[str, str], where: str) -> Fault:
    front, back = hexadecimal(meeting.front), hexadecimal(meeting.back)
    least = _least(meeting)
    found = nearest_lightness(meeting.front, lambda colour: contrast_ratio(colour, meeting.back) >= least)
    key = names.get(front, "a mixed colour")
    nearest = None if found is None else Side(key, hexadecimal(found))
    place = f"{_THINGS[meeting.thing]} ('{meeting.words}') {where}"
    return Fault(
        "contrast",
        Side(key, front),
        Side(names.get(back, "a mixed colour"), back),
        place,
        meeting.ratio,
        least,
        nearest,
    )


def colour_names(paint: Paint) -> dict[str, str]:
    """The keys of each colour of a theme, by #RRGGBB: `tones.pink.line`, several joined with `=`."""
    names: dict[str, list[str]] = {}
    for key, colour in _colours(paint.model_dump(), ()):
        names.setdefault(hexadecimal(rgb(colour)), []).append(".".join(key))
    return {colour: " = ".join(keys) for colour, keys in names.items()}


def _colours(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _colours(inner, (*path, str(key)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for i, inner in enumerate(value):
            yield from _colours(inner, (*path, str(i)))
    elif isinstance(value, str) and value.startswith("#"):
        yield path, value
