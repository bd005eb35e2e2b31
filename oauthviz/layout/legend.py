"""The numbered legend: a panel of one to three columns at the foot of the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, zip_longest

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.graph.model import Diagram
from oauthviz.layout.model import Badge, PlacedLegend, PlacedLegendItem, TextBlock
from oauthviz.layout.scale import canvas_growth
from oauthviz.layout.typeset import set_block, set_centred
from oauthviz.text.model import Break, Measurer
from oauthviz.theme.metrics import Metrics

PANEL_PAD, DENSE_PAD, TIGHT_PAD = 18.0, 10.0, 8.0
COLUMN_GAP = 28.0
NUMBER_ROOM = 34.0
LEADING = 1.26
RAGGED = 1.25
ROW, LEAST_ROW, DENSE_ROW = 13.0, 8.0, 3.0
"""px between rows; how far they may close up so that all columns share their rows; and where room is dear."""
SHARED_ROWS_WORTH = 4.0
"""px by which the panel may be taller for rows that its columns share, unless room is dear."""
MOST_SHARE = 0.2
"""A legend taller than this share of the canvas gives up its default heading, then its type size, to the floor."""


class _Rows(Struct, frozen=True):
    """Cells cut into columns: the place of each column's first cell but the first's, and px of cells and gaps."""

    cuts: tuple[int, ...]
    heights: tuple[float, ...]
    gap: float

    def columns(self) -> tuple[tuple[int, int], ...]:
        """The first cell of every column and the one after its last."""
        return _columns(self.cuts, len(self.heights))

    @property
    def height(self) -> float:
        """px of the tallest column."""
        return max(sum(self.heights[a:b]) + self.gap * (b - a - 1) for a, b in self.columns())


def place_legend(
    diagram: Diagram, metrics: Metrics, measurer: Measurer, room: Rect, dense: bool, tight: bool = False
) -> PlacedLegend | None:
    """Set the legend so that its panel ends at the bottom of `room`; None where the diagram has none.

    A `tight` one is set in the smallest type and without a heading of its own making.
    """
    if not diagram.legend:
        return None
    largest, least = metrics.sizes.legend_text * canvas_growth(diagram.canvas), metrics.sizes.legend_text_min
    most = 0.0 if tight else MOST_SHARE * diagram.canvas.height
    steps = [largest - 0.5 * i for i in range(int((largest - least) * 2) + 1)]
    best: PlacedLegend | None = None
    # The default heading only says what can be seen; words of the spec's own are never left out.
    headings = (True,) if diagram.legend_titled else (False,) if dense else (True, False)
    for heading in headings:
        for size in steps:
            best = _set(diagram, metrics, measurer, room, size, heading, dense, tight)
            if best.rect.h <= most:
                return best
    return best


def _set(
    diagram: Diagram,
    metrics: Metrics,
    measurer: Measurer,
    room: Rect,
    size: float,
    heading: bool,
    dense: bool,
    tight: bool,
) -> PlacedLegend:
    grow = _growth(metrics, size)
    style = metrics.style("legend_text", size, LEADING)
    title_style = metrics.style("legend_title", grow * metrics.sizes.legend_title, 1.2)
    pad = grow * (TIGHT_PAD if tight else DENSE_PAD if dense else PANEL_PAD)
    row, least_row = (grow * DENSE_ROW,) * 2 if dense else (grow * ROW, grow * LEAST_ROW)
    worth = 0.0 if dense or tight else grow * SHARED_ROWS_WORTH
    inner = room.w - 2 * pad
    texts = [item.text for item in diagram.legend]
    choices = []
    for count in range(1, min(3, len(texts)) + 1):
        column = (inner - grow * COLUMN_GAP * (count - 1)) / count
        width = column - grow * NUMBER_ROOM
        if width < 180 * grow and count > 1:
            continue
        broken = [measurer.wrap(t, style, width, 8) for t in texts]
        heights = [max(len(b.lines) * style.line_height, 20.0 * grow) for b in broken]
        head = measurer.wrap(diagram.legend_title, title_style, column, 8) if heading else None
        lead = [len(head.lines) * title_style.line_height + 2 * grow] if head else []
        cells = lead + heights
        rows = _balance(cells, count, row, least_row, worth)
        # Three columns make ragged short lines; they must save a good deal to be worth it, unless each px counts.
        ragged = RAGGED if count > 2 and not tight else 1.0
        choices.append((rows.height * ragged, count, rows, head, broken))
    _, count, rows, head, broken = min(choices, key=lambda c: (c[0], c[1]))
    height = rows.height + 2 * pad
    panel = Rect(room.x, room.bottom - height, room.w, height)
    width = (inner - grow * COLUMN_GAP * (count - 1)) / count
    return _fill(diagram, metrics, measurer, panel, pad, width, head, broken, rows, style.size)


def _growth(metrics: Metrics, size: float) -> float:
    """How many times the legend's distances are larger than usual, at a size of its text."""
    return max(1.0, size / metrics.sizes.legend_text)


def _columns(cuts: tuple[int, ...], cells: int) -> tuple[tuple[int, int], ...]:
    return tuple(zip((0, *cuts), (*cuts, cells), strict=True))


def _balance(cells: list[float], count: int, row: float, least_row: float, worth: float) -> _Rows:
    """Cut the cells into columns so that the tallest is least; earlier columns take the longer share.

    Rows that all columns share come first, each as tall as its tallest cell: where they fit the height that columns of
    their own rhythm would take, and `worth` px at most, with gaps between `row` and `least_row`.
    """

    def lowest(ways: Iterator[_Rows]) -> _Rows:
        return min(ways, key=lambda rows: (round(rows.height, 3), tuple(-cut for cut in rows.cuts)))

    cuts = list(combinations(range(1, len(cells)), count - 1))
    own = lowest(_Rows(way, tuple(cells), row) for way in cuts)
    shared = lowest(_share_rows(cells, way, own.height, row, least_row) for way in cuts)
    return shared if shared.height <= own.height + worth + 1e-6 else own


def _share_rows(cells: list[float], cuts: tuple[int, ...], height: float, row: float, least_row: float) -> _Rows:
    """Rows across all columns, as far apart as `height` allows."""
    columns = _columns(cuts, len(cells))
    tallest = [max(level) for level in zip_longest(*(cells[a:b] for a, b in columns), fillvalue=0.0)]
    gap = (height - sum(tallest)) / max(1, len(tallest) - 1)
    heights = tuple(tallest[n] for a, b in columns for n in range(b - a))
    return _Rows(cuts, heights, min(row, max(least_row, gap)))


def _fill(
    diagram: Diagram,
    metrics: Metrics,
    measurer: Measurer,
    panel: Rect,
    pad: float,
    width: float,
    head: Break | None,
    broken: list[Break],
    rows: _Rows,
    size: float,
) -> PlacedLegend:
    grow = _growth(metrics, size)
    style = metrics.style("legend_text", size, LEADING)
    title_style = metrics.style("legend_title", grow * metrics.sizes.legend_title, 1.2)
    number_style = metrics.style("legend_number", min(12.0 * grow, size - 0.5 * grow), 1.0)
    shape = "circle" if diagram.legend_shares_numbers else "square"
    kinds = {edge.id: edge.kind for edge in diagram.edges}
    items: list[PlacedLegendItem] = []
    title: TextBlock | None = None
    for column, (start, stop) in enumerate(rows.columns()):
        y = panel.y + pad
        x = panel.x + pad + column * (width + grow * COLUMN_GAP)
        for cell in range(start, stop):
            height = rows.heights[cell]
            if head and cell == 0:
                top = y + (height - len(head.lines) * title_style.line_height) / 2
                title = set_block(measurer, "legend-title", diagram.legend_title, head.lines, title_style, x, top)
            else:
                n = cell - (1 if head else 0)
                entry = diagram.legend[n]
                radius = max(10.0 * grow, measurer.width(entry.number, number_style) / 2 + 4)
                cx, cy = x + 11 * grow, y + height / 2
                block = broken[n]
                text_height = len(block.lines) * style.line_height
                left, top = x + grow * NUMBER_ROOM, cy - text_height / 2
                text = set_block(measurer, "legend-text", entry.text, block.lines, style, left, top)
                number = set_centred(measurer, "legend-number", entry.number, number_style, cx, cy)
                kind = _usual_kind([kinds[e] for e in entry.edges if e in kinds]) if shape == "circle" else None
                items.append(PlacedLegendItem(entry.number, Badge(number, cx, cy, radius, shape), kind, text))
            y += height + rows.gap
    return PlacedLegend(panel, title, tuple(items))


def _usual_kind(kinds: list[str]) -> str | None:
    """The kind that most of a step's arrows have, the first of several."""
    return Counter(kinds).most_common(1)[0][0] if kinds else None
