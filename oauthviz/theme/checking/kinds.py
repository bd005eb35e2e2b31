"""Whether the seven kinds of arrows tell apart: by their dashes without any colour, by their tones for every eye.

Two rules, for what a picture says without its words:

- Dashes alone say how a message travels. A call (request, authorization, token, storage), what comes back of it
  (response, redirect) and what nobody waits for (event) are dashed differently, so that this can be read in black
  and white. Within one of the three a label and a number say the rest.
- Tones say what it is about. Kinds with the same dash that the key lists in different entries have tones that can be
  told apart: with all cones, with protanopia and with deuteranopia. Kinds that share an entry of the key mean the same
  to a reader, so they may share a tone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from oauthviz.core.colours import VISIONS, Rgb, contrast_ratio, difference, hexadecimal, nearest_lightness, rgb
from oauthviz.theme.checking.faults import Fault, Side
from oauthviz.theme.checking.pairs import Pair, pairs
from oauthviz.theme.metrics import KeyGroup
from oauthviz.theme.model import Paint, Theme
from oauthviz.theme.values import ARROW_KINDS, ArrowKind, Dash

TOLD_APART = 0.04
"""Least difference of two tones in OKLab.

.02 is taken for just noticeable (CSS Color Module Level 4, section 13.2); that is for fields, and thin lines need more
(D. A. Szafir, Modeling color difference for visualization design, IEEE TVCG 24(1), 2018), so it is doubled.
"""

LONGER = 1.5
"""From this ratio of their dashes' lengths two patterns differ at a glance; a solid line is all dash."""

# A gap narrower than this, in px, closes under antialiasing: the line looks solid.
_LEAST_GAP = 1.5

_TRAVELS: tuple[frozenset[ArrowKind], ...] = (
    frozenset(("request", "authorization", "token", "storage")),
    frozenset(("response", "redirect")),
    frozenset(("event",)),
)


def kind_faults(theme: Theme) -> list[Fault]:
    """Each two kinds of arrows that do not tell apart, in the order of the kinds."""
    return [*_dash_faults(theme.paint), *_tone_faults(theme)]


def _dash_faults(paint: Paint) -> Iterator[Fault]:
    for a, b in combinations(ARROW_KINDS, 2):
        one, other = paint.arrows[a].dash, paint.arrows[b].dash
        if _travel(a) != _travel(b) and not _dashes_differ(one, other):
            front, back = Side(f"arrows.{a}.dash", _in_words(one)), Side(f"arrows.{b}.dash", _in_words(other))
            yield Fault("dashes", front, back, "lines without colour", _ratio(one, other), LONGER)


def _tone_faults(theme: Theme) -> Iterator[Fault]:
    """One fault for each two tones, named after the first two kinds that need them apart."""
    paint, table = theme.paint, list(pairs(theme.paint))
    told: set[frozenset[str]] = set()
    for a, b in combinations(ARROW_KINDS, 2):
        one, other = paint.arrows[a], paint.arrows[b]
        if _same_entry(theme.metrics.key, a, b) or _dashes_differ(one.dash, other.dash):
            continue
        both = frozenset((one.tone, other.tone))
        front, back = (Side(f"tones.{name}.line", paint.tones[name].line) for name in (one.tone, other.tone))
        worst, vision = min((difference(rgb(front.colour), rgb(back.colour), v), v or "") for v in (None, *VISIONS))
        if worst < TOLD_APART and both not in told:
            told.add(both)
            place = f"lines of {a} and {b}{f' with {vision}' if vision else ''}"
            yield Fault("tones", front, back, place, worst, TOLD_APART, _apart(front, back, paint, table))


def _apart(front: Side, back: Side, paint: Paint, table: Sequence[Pair]) -> Side | None:
    """One of two lines in the nearest lightness that tells it from the other, and from all it was told from before.

    It stays visible wherever the table has it.
    """
    found: list[tuple[float, Side]] = []
    for side, other in ((back, front), (front, back)):
        colour, lines = rgb(side.colour), [rgb(tone.line) for tone in paint.tones.values()]
        apart = [rgb(other.colour), *(line for line in lines if _told(line, colour))]
        under = [(rgb(pair.back.colour), pair.least) for pair in table if pair.front.key == side.key]

        def passes(c: Rgb, apart: list[Rgb] = apart, under: list[tuple[Rgb, float]] = under) -> bool:
            return all(contrast_ratio(c, below) >= least for below, least in under) and all(_told(c, o) for o in apart)

        nearest = nearest_lightness(colour, passes)
        if nearest is not None and side.key != other.key:
            found.append((difference(nearest, colour), Side(side.key, hexadecimal(nearest))))
    return min(found, key=lambda one: one[0])[1] if found else None


def _told(a: Rgb, b: Rgb) -> bool:
    return all(difference(a, b, vision) >= TOLD_APART for vision in (None, *VISIONS))


def _travel(kind: ArrowKind) -> int:
    return next(i for i, kinds in enumerate(_TRAVELS) if kind in kinds)


def _same_entry(key: tuple[KeyGroup, ...], a: str, b: str) -> bool:
    return any(a in entry.kinds and b in entry.kinds for entry in key)


def _dashes_differ(a: Dash, b: Dash) -> bool:
    return _ratio(a, b) >= LONGER


def _ratio(a: Dash, b: Dash) -> float:
    """How many times longer the dashes of one pattern are than those of the other; 1 for two solid lines."""
    lengths = _length(a), _length(b)
    if None in lengths:
        return 1.0 if lengths[0] == lengths[1] else float("inf")
    shorter, longer = sorted(length for length in lengths if length is not None)
    return longer / shorter


def _length(dash: Dash) -> float | None:
    """The longest dash of a pattern in px; None for a line that looks solid."""
    if len(dash) % 2:
        dash = dash * 2
    return max(dash[::2]) if dash and max(dash[1::2]) >= _LEAST_GAP else None


def _in_words(dash: Dash) -> str:
    return " ".join(f"{length:g}" for length in dash) or "solid"
