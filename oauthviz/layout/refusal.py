"""Refusal: what to say where no legible size of a diagram fits its canvas. Whatever it promises was tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from msgspec.structs import replace

from oauthviz.core.diagnostics import CanvasError, Diagnostic, FitError
from oauthviz.core.numbers import fmt
from oauthviz.graph.model import Canvas
from oauthviz.layout.arrangement import to_structure
from oauthviz.layout.desk import Desk
from oauthviz.layout.model import Arrangement
from oauthviz.layout.shortening import (
    LEAST_GAIN,
    Excess,
    excess,
    overflows,
    shortenings,
)
from oauthviz.layout.structure import Structure
from oauthviz.layout.texts import Shortening, shortened
from oauthviz.spec.values import MAX_SIDE
from oauthviz.text.clusters import clusters

SIXTEENTHS = 48
"""A canvas is tried at steps of a sixteenth of its sides, up to four times as large."""
MULTIPLE = 8
"""Sides that are named are multiples of so many px."""
FARTHER = (0, 1, 2, 3, 5, 8, 13, 21, 34)
"""Which canvases are fitted from the first one that seems large enough: more room may move a label into trouble."""
FEW = (0, 3, 13)
"""The same for a large diagram, of which each fit takes seconds; nor is an arrangement searched for there."""
NEAR = range(4)
"""Those of them that are fitted in any case."""
QUOTED = 60
"""Characters of a text that are quoted at most."""

Anew = Callable[[Canvas], Arrangement]
"""How the arrangement is found on another canvas."""


def refusal(desk: Desk, structure: Structure, anew: Anew | None = None) -> CanvasError:
    """What to say where `structure` breaks a rule at every level of `desk`: what to shorten, which canvas would do.

    `anew` is None where the arrangement is pinned.
    """
    over = excess(desk, structure)
    cuts, rest = shortenings(desk, structure, over)
    canvas = smallest_canvas(desk, structure, anew)
    advice = []
    if cuts:
        changed = Desk(shortened(desk.problem.diagram, cuts), desk.metrics, desk.measurer)
        fits = rest.layout is not None and _is_legal(changed, structure)
        advice.append(f"{'; '.join(_words(cut) for cut in cuts)}: {_outcome(rest, fits, len(cuts))}")
    if canvas is not None:
        size = f"--size {fmt(canvas.width)}x{fmt(canvas.height)}"
        advice.append(f"or give it a larger canvas: {size}" if cuts else f"give it a larger canvas: {size}")
    if not advice:
        advice.append("make several pictures of it, or write it in far fewer words")
    own = desk.problem.diagram.canvas
    message = f"the picture does not fit a canvas of {fmt(own.width)} x {fmt(own.height)} px{_reason(desk, over)}"
    found = Diagnostic("does-not-fit", message, help="; ".join(advice))
    return CanvasError((found,), cuts[0].text.path if cuts else ())


def smallest_canvas(desk: Desk, structure: Structure, anew: Anew | None = None) -> Canvas | None:
    """The smallest canvas of the same shape on which the diagram is legal, tried as it is named.

    It is legal in `structure` and, but for a large diagram, in the arrangement that a search finds there; in the latter
    alone where no larger canvas makes `structure` legal. None where no canvas that may be asked for is large enough.
    """
    sizes = canvases(desk.problem.diagram.canvas)
    if not sizes:
        return None
    sizes = sizes[_enough(desk, structure, sizes) :]
    search = None if desk.problem.large else anew
    found = _legal_from(desk, structure, sizes, search)
    return _found_from(desk, sizes, search) if found is None and search is not None else found


def _enough(desk: Desk, structure: Structure, sizes: Sequence[Canvas]) -> int:
    """The first of the canvases that holds the structure at its tightest, by halving; the last where none does."""

    def holds(canvas: Canvas) -> bool:
        overs = overflows(_on(desk, canvas), structure)
        return any(over.nearest is not None and over.nearest.fits for over in overs)

    low, high = 0, len(sizes) - 1
    while low < high:
        middle = (low + high) // 2
        if holds(sizes[middle]):
            high = middle
        else:
            low = middle + 1
    return low


def _legal_from(desk: Desk, structure: Structure, sizes: Sequence[Canvas], search: Anew | None) -> Canvas | None:
    """The first of the canvases on which a real fit is legal, and a search too, looked for ever farther apart."""
    for i in FEW if desk.problem.large else FARTHER:
        if i < len(sizes):
            larger = _on(desk, sizes[i])
            # With much room a fit in vain tries many levels, so the tightest ones have to be legal first.
            legal = (i in NEAR or excess(larger, structure).legal) and _is_legal(larger, structure)
            if legal and (search is None or _is_found(larger, search)):
                return sizes[i]
    return None


def _found_from(desk: Desk, sizes: Sequence[Canvas], search: Anew) -> Canvas | None:
    """The first of the canvases on which a search finds what is legal, looked for ever farther apart."""
    tried = (sizes[i] for i in FARTHER if i < len(sizes))
    return next((canvas for canvas in tried if _is_found(_on(desk, canvas), search)), None)


def _is_found(desk: Desk, search: Anew) -> bool:
    """Whether the arrangement that a search finds on the desk's canvas is legal there."""
    try:
        arrangement = search(desk.problem.diagram.canvas)
    except FitError:  # hints that cannot be met there
        return False
    return _is_legal(desk, to_structure(desk.problem, arrangement))


def canvases(canvas: Canvas) -> list[Canvas]:
    """The larger canvases to try, smallest first: same margin, nearly the same shape, sides as the spec allows them."""
    found: list[Canvas] = []
    for step in range(1, SIXTEENTHS + 1):
        sides = [ceil(side * (1 + step / 16) / MULTIPLE) * float(MULTIPLE) for side in (canvas.width, canvas.height)]
        if max(sides) > MAX_SIDE:
            break
        found.append(replace(canvas, width=sides[0], height=sides[1]))
    return found


def _on(desk: Desk, canvas: Canvas) -> Desk:
    return Desk(replace(desk.problem.diagram, canvas=canvas), desk.metrics, desk.measurer)


def _is_legal(desk: Desk, structure: Structure) -> bool:
    """Whether a real fit, at whatever level, is legal."""
    fitted = desk.fit(structure)
    return fitted is not None and fitted.broken == 0


def _reason(desk: Desk, over: Excess) -> str:
    if over.layout is None and over.nearest is not None:
        return f" ({_missing(over)} at the smallest legible type)"
    broken = desk.findings(over.layout) if over.layout is not None else ()
    return f" without breaking a rule{f': {broken[0].message}' if broken else ''}"


def _missing(over: Excess) -> str:
    parts = [f"{fmt(v, 0)} px too {word}" for v, word in ((over.wide, "wide"), (over.high, "high")) if v >= LEAST_GAIN]
    return " and ".join(parts)


def _words(cut: Shortening) -> str:
    count = cut.characters
    what = f"the longest word of {cut.text.name}" if cut.inside else cut.text.name
    return f"shorten {what} '{_quoted(cut.text.value)}' by {count} character{'s' if count > 1 else ''}"


def _quoted(text: str) -> str:
    parts = clusters(text)
    return text if len(parts) <= QUOTED else "".join(parts[: QUOTED - 1]).rstrip() + "…"


def _outcome(rest: Excess, fits: bool, count: int) -> str:
    """How far the shortenings carry. `fits` is the word of a real fit."""
    these = ("this one", "these two", "these three")[count - 1]
    if fits:
        return f"with {these} it fits"
    still = _missing(rest) if rest.layout is None else "breaking a rule"
    return f"with {these} it is still {still}"
