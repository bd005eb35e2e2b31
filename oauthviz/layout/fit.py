"""Fit: the most comfortable level of tightness at which a structure gives a legal picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.layout import cost
from oauthviz.layout.finishing import (
    Wish,
    aired,
    alike_wishes,
    anatomy_wishes,
    compact_wishes,
    level_wishes,
    reach_wishes,
    relabelled,
    room_wishes,
    touched,
)
from oauthviz.layout.frame import Frame
from oauthviz.layout.model import Layout
from oauthviz.layout.plumb import plumb_candidates, plumbed, spread, widened
from oauthviz.layout.problem import Problem
from oauthviz.layout.realise import realise
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solution import Solution, solutions
from oauthviz.layout.structure import Structure

STEP = 0.5
SQUEEZE_STEP = 0.4
"""With each size that the type loses, distances are squeezed by so much more."""
ROUNDS = 10
SIZE_WORTH = 5.5
"""What a px of label size is worth, in the cost's units."""
SMALL = 12.5
SMALL_WORTH = 14.0
"""Below this label size each px is worth more: the eye begins to work."""
SQUEEZE_WORTH = 5.0
"""What comfortable distances are worth."""
FRAME_WORTH = 6.0
"""What a comfortable legend is worth."""
BROKEN = 30.0
EMPTY = 240.0
"""Charge on the largest empty rectangle, as a share of the diagram."""
EMPTY_FREE, EMPTY_MOST = 0.06, 0.2
"""What of it is free, and what more than that adds nothing: so few boxes leave the canvas empty however they stand."""
FACTOR, TIGHT_FACTOR, LEAST_FACTOR = 10.0, 8.0, 7.0
"""Boxes' text width in label sizes that a fit begins with: in comfort, squeezed, at the very least."""
TOUCH_WORTH = 5.0
"""What it is worth that a loop is straight, that a column's boxes are drawn alike, or reach as far as the others', or
that frames stand clear of arrowheads.
"""
CROOKED = ("bends", "jogs", "crossings")
"""What no last touch may add to."""
JUDGED = 3
"""Solutions of a level that are judged for a large diagram, where judging one takes long."""
LOOK_FURTHER = 3
"""How many tighter levels are priced below the best one so far: the first legal one often buys ugly jogs."""

Judge = Callable[[Layout], tuple[int, float]]
"""Counts the broken rules of a layout and measures its largest empty rectangle (share of the diagram)."""


class Level(Struct, frozen=True):
    """How tight a picture is set: label size in px, squeeze of distances (0 to 1), boxes' text width in label sizes.

    `tight_frame`: legend and the bands round the diagram give way too. `airy`: frames stand clear of arrowheads.
    """

    size: float
    squeeze: float
    factor: float
    tight_frame: bool = False
    airy: bool = False


class Fitting(Struct, frozen=True):
    """The ways to solve a structure that fit at a level, each with the least that it can cost, cheapest first."""

    level: Level
    ways: Sequence[tuple[float, Solution]]


class Fitted(Struct, frozen=True):
    """A legal (broken == 0) or nearly legal layout with its price. `tighter`: what fits at the next tighter levels."""

    price: float
    broken: int
    layout: Layout
    terms: dict[str, float]
    solution: Solution
    level: Level
    tighter: tuple[Fitting, ...] = ()


def levels(largest: float, least: float) -> tuple[Level, ...]:
    """From the largest type in comfort down to the floor, squeezed: type and distances give way in turns."""
    count = max(0, round((largest - least) / STEP))
    found: list[Level] = []
    for i, size in enumerate([*(largest - STEP * i for i in range(count)), least]):
        for step in (i, i + 1):
            squeeze = min(1.0, SQUEEZE_STEP * step)
            level = Level(size, squeeze, FACTOR + (TIGHT_FACTOR - FACTOR) * squeeze)
            if level not in found:
                found.append(level)
    found += [Level(least, 1.0, TIGHT_FACTOR), Level(least, 1.0, LEAST_FACTOR, True)]
    return tuple(dict.fromkeys(found))


def fit(
    problem: Problem,
    structure: Structure,
    sized_at: Callable[[Level], Sized],
    levels: Sequence[Level],
    frame_at: Callable[[Level], Frame],
    judge: Judge,
    guess: int = 0,
) -> Fitted | None:
    """The best-priced legal layout of a structure, from the most comfortable level that fits on; None where none fits.

    Looks up and down from the level number `guess`, so that a good guess saves work.
    """
    known: dict[int, list[tuple[float, Solution]]] = {}

    def fits(i: int) -> bool:
        if i not in known:
            known[i] = _fitting(problem, structure, sized_at, levels[i], frame_at(levels[i]).area)
        return bool(known[i])

    first = min(guess, len(levels) - 1)
    while first < len(levels) and not fits(first):
        first += 1
    if first <= guess:
        while first > 0 and fits(first - 1):
            first -= 1
    best: Fitted | None = None
    tighter: list[Fitting] = []
    for i in range(first, len(levels)):
        if best is not None and best.broken == 0 and (len(tighter) == LOOK_FURTHER or not _may_gain(best, levels[i])):
            break
        ways = known[i] if fits(i) else []
        tighter.append(Fitting(levels[i], ways))
        for least, solution in ways[:JUDGED] if problem.large else ways:
            if best is not None and best.broken == 0 and least >= best.price:
                break  # nor can those after it be cheaper: broken rules and emptiness only add to the price
            fitted = price(problem, solution, levels[i], frame_at(levels[i]), judge)
            if best is None or (fitted.broken, fitted.price) < (best.broken, best.price):
                best, tighter = fitted, []
            if not fitted.broken:
                break
    return best and replace(best, tighter=tuple(tighter))


def _may_gain(best: Fitted, tighter: Level) -> bool:
    """Whether crooked lines and emptiness cost a layout more than a tighter level does in comfort."""
    gain = cost.avoidable(best.terms, best.solution) + _emptiness(best.terms["empty_rectangle"])
    return tightness(tighter) - tightness(best.level) < gain


def _fitting(
    problem: Problem, structure: Structure, sized_at: Callable[[Level], Sized], level: Level, area: Rect
) -> list[tuple[float, Solution]]:
    """All ways to solve the structure at a level that fit, each with the least that it can cost, cheapest first.

    Of those that cost the same to the last digit there is only one: the rounds often come back to where they were.
    """
    found = solutions(problem, structure, sized_at(level), area, level.factor, ROUNDS)
    priced: dict[float, Solution] = {}
    for solution in found:
        if solution.fits:
            priced.setdefault(least_price(problem, solution, level), solution)
    return sorted(priced.items(), key=lambda pair: pair[0])


def least_price(problem: Problem, solution: Solution, level: Level) -> float:
    """What a solution costs at a level if it breaks no rule and leaves nothing empty."""
    return cost.price(problem, solution) + tightness(level)


def tightness(level: Level) -> float:
    """What a level costs in comfort: small type and short distances. Only differences between levels mean something."""
    frame = FRAME_WORTH * level.tight_frame
    return frame + SQUEEZE_WORTH * level.squeeze - SIZE_WORTH * level.size + SMALL_WORTH * max(0.0, SMALL - level.size)


def price(problem: Problem, solution: Solution, level: Level, frame: Frame, judge: Judge) -> Fitted:
    """Realise and judge a solution that fits."""
    layout = realise(problem, solution, frame)
    broken, empty = judge(layout)
    terms = cost.cost_terms(problem, solution)
    total = cost.weighted(terms) + tightness(level) + BROKEN * broken + _emptiness(empty)
    terms["broken_rules"] = float(broken)
    terms["empty_rectangle"] = empty
    return Fitted(total, broken, layout, terms, solution, level)


def _emptiness(share: float) -> float:
    """What a largest empty rectangle of this share of the diagram costs."""
    return EMPTY * max(0.0, min(share, EMPTY_MOST) - EMPTY_FREE)


def calmer(problem: Problem, fitted: Fitted, frame_at: Callable[[Level], Frame], judge: Judge) -> Fitted | None:
    """What tighter levels make of a legal layout's structure that breaks no rule and bends, jogs and crosses less.

    The first that costs no more than that is worth; None where there is none.
    """
    for fitting in fitted.tighter:
        for least, solution in fitting.ways:
            if least >= fitted.price + TOUCH_WORTH:
                break
            terms = cost.cost_terms(problem, solution)
            if _crooked(terms) < _crooked(fitted.terms):
                found = price(problem, solution, fitting.level, frame_at(fitting.level), judge)
                if worth_it(found, fitted):
                    return found
    return None


def finished(problem: Problem, fitted: Fitted, frame: Frame, judge: Judge) -> Fitted:
    """A legal layout with its last touches: those that bend no line and cost no more than they are worth."""
    best = fitted

    def better(solution: Solution | None) -> Fitted | None:
        if solution is None or not solution.fits:
            return None
        if least_price(problem, solution, fitted.level) >= best.price + TOUCH_WORTH:
            return None
        found = price(problem, solution, fitted.level, frame, judge)
        return found if worth_it(found, best) else None

    for link in plumb_candidates(problem, fitted.solution):
        tries = (better(solution) for solution in plumbed(problem, best.solution, link))
        best = next((found for found in tries if found is not None), best)
    for touch in (relabelled, widened, aired, spread):
        best = better(touch(problem, best.solution)) or best
    kept = Wish()
    for ask in (compact_wishes, anatomy_wishes, alike_wishes, reach_wishes, room_wishes, level_wishes):
        for wish in ask(problem, best.solution):
            found = better(touched(problem, best.solution, kept.also(wish)))
            if found is not None:
                best, kept = found, kept.also(wish)
    return best


def _crooked(terms: Mapping[str, float]) -> float:
    return sum(terms[name] for name in CROOKED)


def worth_it(found: Fitted, other: Fitted) -> bool:
    """Whether a touch to the other layout breaks no more rules, crooks no line, and costs no more than it is worth."""
    as_calm = all(found.terms[name] <= other.terms[name] for name in CROOKED)
    return as_calm and found.broken <= other.broken and found.price < other.price + TOUCH_WORTH
