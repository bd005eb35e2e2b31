"""A scene as it stands in a right-to-left language: mirrored as a whole, all but its writing and its icons."""

from __future__ import annotations

from msgspec.structs import replace

from oauthviz.core.geometry import Point, Rect
from oauthviz.core.outlines import Command, Commands
from oauthviz.drawing.ink import Ink, LinearGradient, RadialGradient
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path, Rectangle, Scene, TextLine
from oauthviz.theme.icons import GRID


def mirrored_scene(scene: Scene) -> Scene:
    """The scene mirrored about its upright middle line.

    Lines of text keep their direction and icons their shape: they go to where the mirror puts the room that they take.
    """
    return replace(scene, parts=tuple(_node(part, scene.width) for part in scene.parts))


def _node(node: Node, width: float) -> Node:
    """A part whose coordinates go from 0 to `width`."""
    if isinstance(node, Group):
        return _group(node, width)
    if isinstance(node, TextLine):
        return replace(node, x=width - node.x - node.shaped.width, fill=_ink(node.fill, width))
    look = _look(node.look, width)
    if isinstance(node, Path):
        return replace(node, commands=_commands(node.commands, width), look=look)
    if isinstance(node, Rectangle):
        rect = node.rect
        return replace(node, rect=Rect(width - rect.right, rect.y, rect.w, rect.h), look=look)
    assert isinstance(node, Circle)
    return replace(node, cx=width - node.cx, look=look)


def _group(group: Group, width: float) -> Group:
    if group.at is None:
        return replace(group, parts=tuple(_node(part, width) for part in group.parts))
    x, y = group.at
    if group.scale != 1.0 or group.name.startswith("icon"):
        return replace(group, at=(width - x - group.scale * GRID, y))
    return replace(group, parts=tuple(_node(part, width) for part in group.parts), at=(-x, y))


def _look(look: Look, width: float) -> Look:
    return look if look.fill is None or isinstance(look.fill, str) else replace(look, fill=_ink(look.fill, width))


def _ink(ink: Ink, width: float) -> Ink:
    if isinstance(ink, LinearGradient):
        return replace(ink, start=_point(ink.start, width), end=_point(ink.end, width))
    if isinstance(ink, RadialGradient):
        return replace(ink, centre=_point(ink.centre, width))
    return ink


def _point(point: Point, width: float) -> Point:
    return width - point[0], point[1]


def _commands(commands: Commands, width: float) -> Commands:
    return tuple(_command(command, width) for command in commands)


def _command(command: Command, width: float) -> Command:
    letter, *numbers = command
    if letter == "A":
        rx, ry, rotation, large, sweep, x, y = numbers
        return (letter, rx, ry, -rotation, large, 1.0 - sweep, width - x, y)
    return (letter, *(width - number if i % 2 == 0 else number for i, number in enumerate(numbers)))
