"""How much room each text has in a layout, for translators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oauthviz.graph.model import Diagram
from oauthviz.i18n.writing import Room
from oauthviz.layout.model import Layout, PlacedArrow, PlacedBox, TextBlock
from oauthviz.text.clusters import clusters

Path = tuple[str | int, ...]


def rooms(layout: Layout, diagram: Diagram) -> dict[Path, Room]:
    """The room of each drawn text by its path in the spec's model.

    In boxes, and for the heading and the lines under it, it is what a line could hold; elsewhere, where the room
    grows with the text, what its longest line holds now.
    """
    return {path: _room(block, width) for path, block, width in _blocks(layout, diagram) if block is not None}


def _blocks(layout: Layout, diagram: Diagram) -> Iterator[tuple[Path, TextBlock | None, float | None]]:
    """Each text's path, its block, and the px that one of its lines may take where that is fixed."""
    page = layout.width - 2 * layout.margin
    for key in ("title", "subtitle", "caption"):
        yield (key,), getattr(layout, key), page
    for i, box in enumerate(layout.boxes):
        yield ("boxes", i, "name"), box.name, _inner(box, box.name)
        yield ("boxes", i, "role"), box.role, _inner(box, box.role)
    for i, arrow in enumerate(layout.arrows):
        yield ("arrows", i, "label"), arrow.label, None
        yield from _hung(i, arrow, diagram.edges[i].protocols)
    zones = sum(group.shape == "zone" for group in diagram.groups)
    placed = {group.id: group.name for group in layout.groups}
    for i, group in enumerate(diagram.groups):
        path: Path = ("zones", i, "name") if i < zones else ("boundaries", i - zones, "name")
        yield path, placed.get(group.id), None
    if layout.legend is not None:
        yield ("legend", "title"), layout.legend.title, None
        for i, item in enumerate(layout.legend.items):
            yield ("legend", "items", i, "text"), item.text, None


def _hung(i: int, arrow: PlacedArrow, protocols: Sequence[str]) -> Iterator[tuple[Path, TextBlock, float | None]]:
    """The pills and flags of an arrow. Flags after its own are of callouts, which have paths of their own."""
    for k, pill in enumerate(arrow.pills[: len(protocols)]):
        yield ("arrows", i, "protocol", k), pill.text, None
    for k, flag in enumerate(arrow.flags):
        yield ("arrows", i, "callout", k), flag.text, None


def _inner(box: PlacedBox, block: TextBlock | None) -> float | None:
    """The px between the left end of a box's text and its right padding, which is that of its icon."""
    if block is None or not block.lines:
        return None
    padding = min(box.tile.x, *(line.x for line in block.lines)) - box.rect.x
    left = padding if block.align == "middle" else min(line.x for line in block.lines) - box.rect.x
    return box.rect.w - padding - left


def _room(block: TextBlock, width: float | None) -> Room:
    longest = max(block.lines, key=lambda line: (line.width, line.text))
    count = len(clusters(longest.text))
    if width is not None and longest.width > 0:
        count = max(count, int(count * width / longest.width))
    return Room(len(block.lines), count)
