"""A part of a finished layout: what a diagram has of it, everything at its place."""

from __future__ import annotations

from msgspec.structs import replace

from oauthviz.graph.model import Diagram
from oauthviz.layout.model import Layout, PlacedLegend


def part_of(layout: Layout, diagram: Diagram) -> Layout:
    """The layout without the arrows and the legend's items that `diagram` lacks. Nothing moves, nor changes its size.

    A legend that has no item left is left out.
    """
    edges = frozenset(edge.id for edge in diagram.edges)
    return replace(
        layout,
        arrows=tuple(arrow for arrow in layout.arrows if arrow.id in edges),
        legend=None if layout.legend is None else _legend(layout.legend, diagram),
    )


def _legend(legend: PlacedLegend, diagram: Diagram) -> PlacedLegend | None:
    numbers = frozenset(entry.number for entry in diagram.legend)
    items = tuple(item for item in legend.items if item.number in numbers)
    return replace(legend, items=items) if items else None
