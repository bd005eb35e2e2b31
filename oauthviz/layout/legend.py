"""The numbered legend: a panel of one to three columns at the foot of the picture."""

from __future__ import annotations

from itertools import combinations

from oauthviz.core.geometry import Rect
from oauthviz.graph.model import Diagram
from oauthviz.layout.model import Badge, PlacedLegend, PlacedLegendItem, TextBlock
from oauthviz.layout.sizing import canvas_growth
from oauthviz.layout.typeset import set_block, set_centred
from oauthviz.text.model import Break, Measurer
from oauthviz.theme.metrics import Metrics

PANEL_PAD, DENSE_PAD, TIGHT_PAD = 18.0, 10.0, 8.0
COLUMN_GAP = 28.0
NUMBER_ROOM = 34.0
LEADING = 1.26
RAGGED = 1.25
MOST_SHARE = 0.2
"""A legend taller than this share of the canvas gives up its default heading, then its type size, to the floor."""


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
    row = grow * (3.0 if dense else 13.0)
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
        cuts = _balance(cells, row, count)
        height = max(_column_height(cells[a:b], row) for a, b in zip((0, *cuts), (*cuts, len(cells)), strict=True))
        # Three columns make ragged short lines; they must save a good deal to be worth it, unless each px counts.
        ragged = RAGGED if count > 2 and not tight else 1.0
        choices.append((height * ragged, count, height, head, broken, cells, cuts))
    _, count, height, head, broken, cells, cuts = min(choices, key=lambda c: (c[0], c[1]))
    panel = Rect(room.x, room.bottom - height - 2 * pad, room.w, height + 2 * pad)
    width = (inner - grow * COLUMN_GAP * (count - 1)) / count
    return _fill(diagram, metrics, measurer, panel, pad, width, head, broken, cells, cuts, style.size)


def _growth(metrics: Metrics, size: float) -> float:
    """How many times the legend's distances are larger than usual, at a size of its text."""
    return max(1.0, size / metrics.sizes.legend_text)


def _column_height(cells: list[float], row: float) -> float:
    return sum(cells) + row * (len(cells) - 1)


def _balance(cells: list[float], row: float, count: int) -> tuple[int, ...]:
    """Where to cut the cells into columns so that the tallest is least; earlier columns take the longer share."""
    ways = combinations(range(1, len(cells)), count - 1)
    return min(
        ways,
        key=lambda cuts: (
            round(
                max(_column_height(cells[a:b], row) for a, b in zip((0, *cuts), (*cuts, len(cells)), strict=True)), 3
            ),
            tuple(-c for c in cuts),
        ),
    )


def _fill(
    diagram: Diagram,
    metrics: Metrics,
    measurer: Measurer,
    panel: Rect,
    pad: float,
    width: float,
    head: Break | None,
    broken: list[Break],
    cells: list[float],
    cuts: tuple[int, ...],
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
    bounds = list(zip((0, *cuts), (*cuts, len(cells)), strict=True))
    inner = panel.h - 2 * pad
    for column, (start, stop) in enumerate(bounds):
        own = cells[start:stop]
        free = inner - sum(own)
        row = free / (len(own) - 1) if len(own) > 1 else 0.0
        # A column with fewer cells keeps its rows together rather than drifting apart.
        row = min(row, 26.0 * grow)
        y = panel.y + pad + (inner - sum(own) - row * (len(own) - 1)) / 2
        x = panel.x + pad + column * (width + grow * COLUMN_GAP)
        for i, height in enumerate(own):
            cell = start + i
            if head and cell == 0:
                title = set_block(measurer, "legend-title", diagram.legend_title, head.lines, title_style, x, y)
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
                kind = next((kinds[e] for e in entry.edges if e in kinds), None) if shape == "circle" else None
                items.append(PlacedLegendItem(entry.number, Badge(number, cx, cy, radius, shape), kind, text))
            y += height + row
    return PlacedLegend(panel, title, tuple(items))
