"""Contrasts of a theme's colours that are too low, each with the nearest colour that passes."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.core.colours import Rgb, contrast_ratio, hexadecimal, nearest_lightness, rgb
from oauthviz.theme.checking.faults import ROUNDING, Fault, Side
from oauthviz.theme.checking.pairs import Pair, pairs
from oauthviz.theme.model import Paint


def contrast_faults(paint: Paint) -> list[Fault]:
    """For each thing in each colour the surface on which it is hardest to see, where that is too hard."""
    table = list(pairs(paint))
    worst: dict[tuple[str, str, float], Pair] = {}
    for pair in table:
        key = (pair.front.key, pair.thing, pair.least)
        if pair.ratio < pair.least - ROUNDING and (key not in worst or pair.ratio < worst[key].ratio):
            worst[key] = pair
    return [contrast_fault(pair, table) for pair in worst.values()]


def contrast_fault(pair: Pair, table: Sequence[Pair]) -> Fault:
    """The fault of a pair that fails, with a colour that passes here and wherever else the table has it."""
    place = f"{pair.thing} {pair.where}".strip()
    return Fault("contrast", pair.front, pair.back, place, pair.ratio, pair.least, _nearest(pair, table))


def _nearest(pair: Pair, table: Sequence[Pair]) -> Side | None:
    """The front in the nearest lightness that passes on all it lies on, else the back so, else the front on this."""
    on = [(rgb(other.back.colour), other.least) for other in table if other.front.key == pair.front.key]
    under = [(rgb(other.front.colour), other.least) for other in table if other.back.key == pair.back.key]
    here = [(rgb(pair.back.colour), pair.least)]
    for side, needs in ((pair.front, on), (pair.back, under), (pair.front, here)):
        found = _passing(rgb(side.colour), [*needs, *([] if side is pair.back else here)])
        if found is not None:
            return Side(side.key, hexadecimal(found))
    return None


def _passing(colour: Rgb, needs: Sequence[tuple[Rgb, float]]) -> Rgb | None:
    return nearest_lightness(colour, lambda c: all(contrast_ratio(c, other) >= least for other, least in needs))
