"""Contrasts of a theme's colours that are too low, each with the nearest colour that passes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oauthviz.core.colours import (
    CONTRAST_ROUNDING,
    Rgb,
    contrast_ratio,
    difference,
    hexadecimal,
    nearest_lightness,
    rgb,
)
from oauthviz.theme.checking.faults import Fault, Side
from oauthviz.theme.checking.pairs import Pair, pairs
from oauthviz.theme.model import Paint

# What lies under little else: a badge, a tile, the panel, but not the page.
_PLATE = re.compile(r"tones\.[a-z0-9-]+\.(badge|tile)|(legend_number|note|panel)\.fill|cloud\.hero")


def contrast_faults(paint: Paint) -> list[Fault]:
    """For each thing in each colour the surface on which it is hardest to see, where that is too hard."""
    table = list(pairs(paint))
    worst: dict[tuple[str, str, float], Pair] = {}
    for pair in table:
        key = (pair.front.key, pair.thing, pair.least)
        if pair.ratio < pair.least - CONTRAST_ROUNDING and (key not in worst or pair.ratio < worst[key].ratio):
            worst[key] = pair
    return [contrast_fault(pair, table) for pair in worst.values()]


def contrast_fault(pair: Pair, table: Sequence[Pair]) -> Fault:
    """The fault of a pair that fails, with a colour that passes here and wherever else the table has it."""
    place = f"{pair.thing} {pair.where}".strip()
    return Fault("contrast", pair.front, pair.back, place, pair.ratio, pair.least, _nearest(pair, table))


def _nearest(pair: Pair, table: Sequence[Pair]) -> Side | None:
    """The side that gets there with the least change, in the nearest lightness that passes wherever the table has it.

    That is the front, unless a plate under it needs less than half of the change; what is mixed of several colours is
    no key of the theme. Where no front passes everywhere, one that passes here will do.
    """
    on = [(rgb(other.back.colour), other.least) for other in table if other.front.key == pair.front.key]
    under = [(rgb(other.front.colour), other.least) for other in table if other.back.key == pair.back.key]
    here = (rgb(pair.back.colour), pair.least)
    front = _passing(rgb(pair.front.colour), [*on, here])
    back = _passing(rgb(pair.back.colour), under) if _PLATE.fullmatch(pair.back.key) else None
    if front is None or (back is not None and 2 * _change(pair.back, back) < _change(pair.front, front)):
        if back is not None:
            return Side(pair.back.key, hexadecimal(back))
        front = _passing(rgb(pair.front.colour), [here])
    return None if front is None else Side(pair.front.key, hexadecimal(front))


def _change(side: Side, colour: Rgb) -> float:
    return difference(rgb(side.colour), colour)


def _passing(colour: Rgb, needs: Sequence[tuple[Rgb, float]]) -> Rgb | None:
    return nearest_lightness(colour, lambda c: all(contrast_ratio(c, other) >= least for other, least in needs))
