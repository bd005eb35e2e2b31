"""Roominess: what is free when all else has its place becomes room in boxes, between them, and beside their ports.

Only the last touch to a layout asks for it: in a search it would take from what is joined.
"""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.layout.lp import LinearProgram
from oauthviz.layout.scale import Scale

# Worth of each px, in cost, and the most of them, which grow with distances: less than an arrow's climb and more than a
# box's growth costs.
ROOM_WORTH, ROOM = 0.3, 28.0
GAP_WORTH, GAP = 0.8, 40.0
NARROW_WORTH, NARROW = 2.0, 10.0
SHAFT_WORTH, SHAFT = 1.2, 16.0
LEG_WORTH, LEG = 3.0, 6.0
CORNER_WORTH, CORNER = 0.9, 14.0


def leave_room(lp: LinearProgram, scale: Scale, top: int, bottom: int, least: float) -> None:
    """Pay for each px that a box is higher than it must be."""
    lp.at_least({bottom: 1.0, top: -1.0, lp.variable(0.0, scale.grow * ROOM, -ROOM_WORTH): -1.0}, least)


def wider_gaps(lp: LinearProgram, scale: Scale) -> int:
    """The variable of the px by which all boxes of a column keep farther apart than they must.

    The first of them are worth more than ports away from corners: boxes that nearly touch look like one.
    """
    more = lp.variable(0.0, scale.grow * GAP, -GAP_WORTH)
    first = lp.variable(0.0, scale.grow * NARROW, GAP_WORTH - NARROW_WORTH)
    lp.apart(more, first, 0.0)
    return more


def longer_verticals(lp: LinearProgram, scale: Scale) -> int:
    """The variable of the px by which all verticals of a column are longer than they must be.

    Beside its badge a short one shows little more than a head, and of a dotted one a dot.
    """
    return lp.variable(0.0, scale.grow * SHAFT, -SHAFT_WORTH)


def longer_legs(lp: LinearProgram, scale: Scale) -> int:
    """The variable of the px by which a loop is longer than it must be, above its badge and below it.

    A short one shows its bends and its head, and no line.
    """
    return lp.variable(0.0, scale.grow * LEG, -LEG_WORTH)


def keep_off_corners(
    lp: LinearProgram, scale: Scale, top: int, bottom: int, pins: Sequence[int], bar: float = 0.0
) -> None:
    """Pay for each px that the outer ports of a box's side keep farther from its ends than they must.

    `pins` are the variables of the side's ports, from top to bottom; none where all of them left for a loop's own way.
    `bar`: px of a window's bar at the top.
    """
    if not pins:
        return
    for later, earlier, most in ((pins[0], top, CORNER * scale.grow + bar), (bottom, pins[-1], CORNER * scale.grow)):
        more = lp.variable(0.0, most, -CORNER_WORTH)
        lp.at_least({later: 1.0, earlier: -1.0, more: -1.0}, scale.corner)
