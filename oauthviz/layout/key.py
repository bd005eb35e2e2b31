"""The key of arrow kinds: its entries, how wide they are, and where they stand. All in px, y down."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, product

from msgspec import Struct

from oauthviz.core.geometry import Point
from oauthviz.core.typography import TextStyle
from oauthviz.graph.model import Diagram
from oauthviz.layout.model import PlacedKeyEntry
from oauthviz.layout.scale import canvas_growth
from oauthviz.layout.typeset import set_block
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics

SAMPLES, LEAD = (38.0, 26.0), 8.0
GAP, LINE = 22.0, 20.0
"""An entry's sample line (where there is room, long enough for several dashes), the gaps before its text, between
entries and from line to line: px on the usual canvas."""


class Spot(Struct, frozen=True):
    """A place for the key: `lines` of it, the last on `baseline`, within `room` px of `x`.

    They start at `x`, or end there if `ends` is set.
    """

    room: float
    lines: int
    baseline: float
    x: float
    ends: bool = True


class Key(Struct, frozen=True):
    """The entries as (arrow kind, text, width of the text), and the style they are set in."""

    entries: tuple[tuple[str, str, float], ...]
    style: TextStyle
    grow: float

    @property
    def least_width(self) -> float:
        """Width of all entries on one line, with the shortest samples."""
        return sum(self._widths(SAMPLES[-1])) + (len(self.entries) - 1) * GAP * self.grow

    @property
    def line(self) -> float:
        """From one line of it to the next."""
        return LINE * self.grow

    def place(
        self, measurer: Measurer, spots: Sequence[Spot], left: float, right: float, below: float
    ) -> tuple[tuple[PlacedKeyEntry, ...], float | None]:
        """The entries at the first spot that takes them, with long samples if it can.

        Where none does, they stand between `left` and `right`, in as many lines as it takes, from the baseline `below`
        on. The second value is then the last of their baselines.
        """
        gap = GAP * self.grow
        for spot, sample in product(spots, SAMPLES):
            widths = self._widths(sample)
            columns = [max(widths[n : n + spot.lines]) for n in range(0, len(widths), spot.lines)]
            total = sum(columns) + gap * (len(columns) - 1)
            if total <= spot.room:
                start = spot.x - total if spot.ends else spot.x
                starts = accumulate((width + gap for width in columns[:-1]), initial=start)
                top = spot.baseline - self.line * (spot.lines - 1)
                places = [(x, top + self.line * n) for x in starts for n in range(spot.lines)]
                return self._set(measurer, places, sample), None
        sample = SAMPLES[-1]
        places = self._in_lines(self._widths(sample), left, right, below)
        return self._set(measurer, places, sample), places[-1][1]

    def _widths(self, sample: float) -> list[float]:
        return [(sample + LEAD) * self.grow + width for _, _, width in self.entries]

    def _in_lines(self, widths: list[float], left: float, right: float, y: float) -> list[Point]:
        places: list[Point] = []
        x = left
        for width in widths:
            if x + width > right and x > left:
                x, y = left, y + self.line
            places.append((x, y))
            x += width + GAP * self.grow
        return places

    def _set(self, measurer: Measurer, places: Sequence[Point], sample: float) -> tuple[PlacedKeyEntry, ...]:
        placed: list[PlacedKeyEntry] = []
        style = self.style
        for (kind, text, _), (x, y) in zip(self.entries, places, strict=False):
            line_y = y - 0.34 * style.size
            top = y - style.line_height / 2 - 0.36 * style.size
            start = x + (sample + LEAD) * self.grow
            block = set_block(measurer, "key-label", text, (text,), style, start, top)
            placed.append(PlacedKeyEntry(kind, (x, line_y), (x + sample * self.grow, line_y), block))
        return tuple(placed)


def key_of(diagram: Diagram, metrics: Metrics, measurer: Measurer) -> Key | None:
    """The key of a diagram, derived from the kinds in use; None where there is one meaning alone."""
    used = {edge.kind for edge in diagram.edges}
    grow = canvas_growth(diagram.canvas)
    style = metrics.style("key_label", metrics.sizes.key_label * grow, 1.2)
    entries = []
    for group in metrics.key:
        if used & set(group.kinds):
            text = diagram.string(group.string)
            kind = next(k for k in group.kinds if k in used)
            entries.append((kind, text, measurer.width(text, style)))
    return Key(tuple(entries), style, grow) if len(entries) > 1 else None
