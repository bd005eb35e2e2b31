"""A scene for rasterisers: texts as plain paths, nothing but shapes, so that every renderer draws it alike."""

from __future__ import annotations

from msgspec.structs import replace

from oauthviz.core.outlines import Command
from oauthviz.drawing.scene import Group, Look, Node, Outlines, Path, Scene, TextLine


def flatten(scene: Scene) -> Scene:
    """The same picture without text, names, data and links: one path for each line of text."""
    return replace(scene, parts=_flat(scene.parts, scene.outlines), outlines={})


def _flat(parts: tuple[Node, ...], outlines: Outlines) -> tuple[Node, ...]:
    return tuple(_flat_node(part, outlines) for part in parts)


def _flat_node(node: Node, outlines: Outlines) -> Node:
    if isinstance(node, Group):
        return Group(_flat(node.parts, outlines), at=node.at, scale=node.scale)
    if isinstance(node, TextLine):
        return Path(line_path(node, outlines), Look(fill=node.fill))
    if isinstance(node, Path):
        return replace(node, name="", data=())
    return replace(node, name="")


def line_path(line: TextLine, outlines: Outlines) -> tuple[Command, ...]:
    """All glyphs of a line as one path, in the line's own coordinates."""
    path: list[Command] = []
    for run in line.shaped.runs:
        for glyph in run.glyphs:
            x, y, scale = line.x + glyph.x, line.baseline + glyph.y, run.scale
            for letter, *numbers in outlines[run.font, glyph.glyph_id]:
                placed = (n * scale + (x, y)[i % 2] for i, n in enumerate(numbers))
                path.append((letter, *placed))
    return tuple(path)
