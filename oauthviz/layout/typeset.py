"""Text blocks: broken lines set at a place."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.core.numbers import snap
from oauthviz.core.typography import TextStyle
from oauthviz.layout.model import PlacedLine, TextBlock
from oauthviz.text.model import Measurer

MIDLINE = 0.36
"""Half the height of capitals, in em: what has to be added to a line's middle to reach its baseline."""


def set_block(
    measurer: Measurer,
    role: str,
    text: str,
    lines: Sequence[str],
    style: TextStyle,
    x: float,
    top: float,
    align: str = "start",
) -> TextBlock:
    """Lines one below the other from `top` down; `x` is their left end, middle or right end, as `align` says."""
    placed = []
    for i, line in enumerate(lines):
        width = measurer.width(line, style)
        left = x - (width if align == "end" else width / 2 if align == "middle" else 0.0)
        baseline = top + (i + 0.5) * style.line_height + MIDLINE * style.size
        placed.append(PlacedLine(line, snap(left), snap(baseline), snap(width)))
    return TextBlock(role, text, style, tuple(placed), align)


def set_centred(measurer: Measurer, role: str, text: str, style: TextStyle, cx: float, cy: float) -> TextBlock:
    """One line with its capitals centred on a point."""
    return set_block(measurer, role, text, (text,), style, cx, cy - style.line_height / 2, "middle")
