"""Callouts: a small framed text with an icon, on a dotted stem to what it speaks of."""

from __future__ import annotations

from oauthviz.core.outlines import Command
from oauthviz.drawing.icons import draw_icon
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path
from oauthviz.drawing.surface import draw_plate
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import Flag
from oauthviz.layout.stems import DOT
from oauthviz.theme.model import Tone

_PLAIN, _KEY = "flag", "key"
_KEYED = ("authorization", "token")
_RADIUS = 6.0
_STEM_DASH = (2.0, 2.0)
_STEM_WIDTH = 1.3


def draw_flag(flag: Flag, tone: Tone, pen: Pen, kind: str = "") -> Group:
    """A flag in the tone of its arrow or box; `flag.on` names that in `data-on`. `kind` is the arrow's."""
    paint = pen.theme.paint
    parts: list[Node] = []
    if flag.stem is not None:
        start, *rest = flag.stem
        stem: tuple[Command, ...] = (("M", *start), *(("L", *point) for point in rest))
        parts.append(Path(stem, Look(stroke=tone.line, width=_STEM_WIDTH, dash=_STEM_DASH), name="stem"))
        parts.append(Circle(*rest[-1], DOT, Look(fill=tone.line), name="stem-dot"))
    edge = (tone.line, paint.strokes.flag)
    parts += draw_plate(flag.rect, min(_RADIUS, flag.rect.h / 2), paint.surface, edge, "callout-frame", pen)
    icon = _KEY if _names_parameter(flag.text.text, kind) else _PLAIN
    parts.append(draw_icon(icon, flag.icon, tone.text, paint, paint.strokes.icon_small))
    parts.append(pen.text(flag.text, tone.text))
    return Group(tuple(parts), name="callout", data=(("on", flag.on),))


def _names_parameter(text: str, kind: str) -> bool:
    """Whether a callout is about what opens something: code_challenge, or one word on an arrow of that kind."""
    return " " not in text and ("_" in text or kind in _KEYED)
