"""A theme on one sheet: its tones, arrows, surfaces and type, above two pictures that show every part of it."""

from __future__ import annotations

from itertools import chain

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.core.numbers import fmt
from oauthviz.drawing.background import draw_background
from oauthviz.drawing.compose import outlines_of
from oauthviz.drawing.legend import draw_key
from oauthviz.drawing.scene import Group, Look, Node, Rectangle, Scene
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedKeyEntry, PlacedLine, TextBlock
from oauthviz.render.png import render_png
from oauthviz.render.svg import render_svg
from oauthviz.specimen.pictures import SPECIMENS, specimen
from oauthviz.text.typesetter import Typesetter
from oauthviz.theme.checking.grounds import tint
from oauthviz.theme.loading import load_theme
from oauthviz.theme.metrics import Metrics
from oauthviz.theme.model import Frame
from oauthviz.theme.projections import FLAT
from oauthviz.theme.values import ARROW_KINDS

# Distances in px: round the sheet and between its pictures, and where the four columns above the pictures begin.
_MARGIN = 48.0
_TONES_X, _ARROWS_X, _SURFACES_X, _TYPE_X = 48.0, 820.0, 1168.0, 1520.0
_TITLE_Y, _NAME_Y, _HEADS_Y, _ROWS_Y = 92.0, 122.0, 182.0, 204.0
_ROW, _FOOT = 36.0, 40.0

# A chip of colour, and how wide it is with its gap.
_CHIP_W, _CHIP_H, _CHIP_STEP, _CHIP_RADIUS = 64.0, 24.0, 72.0, 6.0
_NAME_ROOM = 84.0
_ARROW_LENGTH, _ARROW_ROOM = 96.0, 16.0
_SMALL = 12.0
_DROP = 4.0  # from a row's middle to the baseline of small type

# Type is shown in rows of their own heights; very large type is capped so that the column stays one.
_LARGEST = 34.0
_TYPE_ROOM = 300.0

_COLOURS = ("line", "text", "tile", "badge", "icon", "box_outline", "box_fill")


class _Sheet(Struct, frozen=True):
    """What every part of the sheet is drawn with."""

    pen: Pen

    def words(self, x: float, baseline: float, text: str, role: str, size: float, fill: str) -> Node:
        return self.pen.text(self.block(x, baseline, text, role, size), fill)

    def block(self, x: float, baseline: float, text: str, role: str, size: float) -> TextBlock:
        style = self.pen.theme.metrics.style(role, size)
        width = self.pen.typesetter.shape(text, style).width
        return TextBlock("specimen", text, style, (PlacedLine(text, x, baseline, width),))

    def small(self, x: float, baseline: float, text: str) -> Node:
        return self.words(x, baseline, text, "key-label", _SMALL, self.pen.theme.paint.secondary)

    def head(self, x: float, text: str) -> Node:
        return self.words(x, _HEADS_Y, text, "legend-title", 15, self.pen.theme.paint.text)

    def chip(self, x: float, middle: float, colour: str) -> Node:
        edge = self.pen.theme.paint.panel.outline
        rect = Rect(x, middle - _CHIP_H / 2, _CHIP_W, _CHIP_H)
        return Rectangle(rect, _CHIP_RADIUS, Look(fill=colour, stroke=edge, width=1))


def theme_sheet(theme: str, form: str, projection: str = FLAT) -> bytes:
    """The sheet of a theme (a name or a path) as `svg` or `png`.

    Raises UsageError for an unknown name, SpecError for a bad theme, FitError for type that its pictures cannot hold.
    """
    scene = draw_theme_sheet(theme, projection)
    return render_png(scene) if form == "png" else render_svg(scene, prefix="specimen").encode()


def draw_theme_sheet(theme: str, projection: str = FLAT) -> Scene:
    """The scene of `theme_sheet`."""
    found = load_theme(theme)
    paint = found.paint
    pictures = [specimen(name, theme, projection, lights=False) for name in SPECIMENS]
    typesetter = Typesetter(missing="error")
    sheet = _Sheet(Pen(found, typesetter, paint.background, dense=False))
    type_parts, type_bottom = _type(sheet)
    top = max(type_bottom, _ROWS_Y + _ROW * max(len(paint.tones) + 1, len(ARROW_KINDS), len(_surfaces(sheet)))) + _FOOT
    width = _MARGIN + sum(picture.width + _MARGIN for picture in pictures)
    height = top + max(picture.height for picture in pictures) + _MARGIN
    version = f"{found.name}, version {found.version}, {projection}"
    parts: list[Node] = [
        *draw_background(found, width, height, paint.background, own=True),
        sheet.words(_MARGIN, _TITLE_Y, found.label, "title", found.metrics.sizes.title, paint.text),
        sheet.words(_MARGIN, _NAME_Y, version, "subtitle", found.metrics.sizes.subtitle, paint.secondary),
        *_tones(sheet),
        *_arrows(sheet),
        *_chips(sheet),
        *type_parts,
    ]
    x = _MARGIN
    for picture in pictures:
        parts.append(Group(picture.parts, at=(x, top)))
        frame = Look(stroke=paint.panel.outline, width=paint.panel.width)
        parts.append(Rectangle(Rect(x, top, picture.width, picture.height), 0, frame))
        x += picture.width + _MARGIN
    drawn = tuple(parts)
    outlines = dict(chain(outlines_of(drawn, typesetter).items(), *(picture.outlines.items() for picture in pictures)))
    return Scene(width, height, found.label, version, "en", drawn, outlines)


def _tones(sheet: _Sheet) -> list[Node]:
    """A row for each tone with a chip of each of its colours."""
    paint = sheet.pen.theme.paint
    parts: list[Node] = [sheet.head(_TONES_X, "Tones")]
    start = _TONES_X + _NAME_ROOM
    for k, colour in enumerate((*_COLOURS, "badge_text")):
        parts.append(sheet.small(start + k * _CHIP_STEP, _ROWS_Y + _ROW / 2, colour.replace("_", " ")))
    for i, (name, tone) in enumerate(paint.tones.items(), 1):
        middle = _ROWS_Y + (i + 0.5) * _ROW
        parts.append(sheet.words(_TONES_X, middle + _DROP, name, "arrow-label", 14, tone.text))
        parts += (
            sheet.chip(start + k * _CHIP_STEP, middle, getattr(tone, colour)) for k, colour in enumerate(_COLOURS)
        )
        badge = start + len(_COLOURS) * _CHIP_STEP
        parts.append(sheet.chip(badge, middle, tone.badge))
        parts.append(sheet.words(badge + 20, middle + _DROP, "123", "step", _SMALL, tone.badge_text))
    return parts


def _arrows(sheet: _Sheet) -> list[Node]:
    """A line with a head for each kind."""
    entries = []
    for i, kind in enumerate(ARROW_KINDS):
        middle, end = _ROWS_Y + (i + 0.5) * _ROW, _ARROWS_X + _ARROW_LENGTH
        text = sheet.block(end + _ARROW_ROOM, middle + _DROP, kind, "arrow-label", 14)
        entries.append(PlacedKeyEntry(kind, (_ARROWS_X, middle), (end, middle), text))
    return [sheet.head(_ARROWS_X, "Arrows"), draw_key(tuple(entries), sheet.pen)]


def _surfaces(sheet: _Sheet) -> tuple[tuple[str, str], ...]:
    paint = sheet.pen.theme.paint
    zone, boundary = (tint(paint, kind, frame, frame.tones[0]).colour for kind, frame in _frames(sheet))
    return (
        ("background", paint.background),
        ("surface", paint.surface),
        ("hero surface", paint.hero_surface),
        ("panel", paint.panel.fill),
        ("zone", zone),
        ("boundary", boundary),
        ("cloud", paint.cloud.fill),
        ("hero's cloud", paint.cloud.hero),
    )


def _frames(sheet: _Sheet) -> tuple[tuple[str, Frame], ...]:
    paint = sheet.pen.theme.paint
    return ("zone", paint.zone), ("boundary", paint.boundary)


def _chips(sheet: _Sheet) -> list[Node]:
    """A chip for each surface, with its colour in digits."""
    parts: list[Node] = [sheet.head(_SURFACES_X, "Surfaces")]
    for i, (name, colour) in enumerate(_surfaces(sheet)):
        middle = _ROWS_Y + (i + 0.5) * _ROW
        parts.append(sheet.chip(_SURFACES_X, middle, colour))
        parts.append(sheet.small(_SURFACES_X + _CHIP_STEP + 4, middle + _DROP, f"{name}  {colour.upper()}"))
    return parts


def _type(sheet: _Sheet) -> tuple[list[Node], float]:
    """A line in each face at its usual size, what it is beside it; and where the column ends."""
    theme = sheet.pen.theme
    parts: list[Node] = [sheet.head(_TYPE_X, "Type")]
    y = _ROWS_Y
    for role, size in _sizes(theme.metrics).items():
        shown = min(size, _LARGEST)
        y += shown * 1.1 + 8
        face = getattr(theme.metrics.faces, role.replace("-", "_"))
        said = f"{face.family} {face.weight}, {fmt(size)} px"
        parts.append(sheet.words(_TYPE_X, y, role.replace("-", " ").capitalize(), role, shown, theme.paint.text))
        parts.append(sheet.small(_TYPE_X + _TYPE_ROOM, y, said))
    return parts, y


def _sizes(metrics: Metrics) -> dict[str, float]:
    """Each role's size in px at the usual size of arrow labels."""
    sizes = metrics.sizes
    return {
        "title": sizes.title,
        "subtitle": sizes.subtitle,
        "box-name": sizes.label * sizes.name_ratio,
        "box-role": sizes.label * sizes.role_ratio,
        "arrow-label": sizes.label,
        "zone-name": sizes.label * sizes.zone_name_ratio,
        "boundary-name": sizes.label * sizes.zone_name_ratio,
        "protocol": sizes.label * sizes.pill_ratio,
        "step": sizes.label * sizes.step_ratio,
        "legend-title": sizes.legend_title,
        "legend-text": sizes.legend_text,
        "key-label": sizes.key_label,
        "caption": sizes.caption,
    }
