"""Shortening: which texts of a diagram to shorten, and by how much, so that a structure fits its canvas.

Nothing is guessed: a text is replaced by a shorter one, the structure solved again, and what is over measured. Trials
are counted in solved structures, never in seconds, and get fewer as graphs grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.layout.cost import price
from oauthviz.layout.desk import Desk
from oauthviz.layout.fit import ROUNDS, fit
from oauthviz.layout.frame import set_frame
from oauthviz.layout.model import Layout
from oauthviz.layout.problem import Problem
from oauthviz.layout.solution import Solution, solve
from oauthviz.layout.structure import Structure
from oauthviz.layout.texts import REMAIN, Shortening, Text, longest_word, shortened, texts_of
from oauthviz.text.clusters import clusters

MOST = 3
"""Texts that a refusal names."""
SHARES = (1 / 3, 1 / 2)
"""How much of a text a first trial takes away."""
DEEPEST = 3 / 4
"""More than this nobody takes from a text."""
LONG_WORD = 12
"""From so many characters on a word is worth shortening by itself."""
BROKEN_PX, BROKEN_MOST = 12.0, 60.0
"""A broken rule counts like so many px over; all together, as it shows only in what fits, like so many."""
LEAST_GAIN = 0.5
"""What frees fewer px than this is no help."""
ONE_MORE = 24
"""Each text that is shortened costs as much as so many characters, since only a few are named."""
TIGHTEST = 2
"""How many of the tightest levels are looked at."""


class Excess(Struct, frozen=True):
    """What is over at the smallest legible type: px in width and height, and rules broken by what fits.

    `nearest` is the solution that was measured, None where the structure cannot be solved at all. `layout` is the best
    one of what fits.
    """

    wide: float
    high: float
    broken: int
    nearest: Solution | None
    layout: Layout | None = None

    @property
    def legal(self) -> bool:
        return self.layout is not None and self.broken == 0

    @property
    def amount(self) -> float:
        """All of it in px."""
        if self.nearest is None:
            return inf
        if self.layout is not None:
            return min(BROKEN_MOST, BROKEN_PX * self.broken)
        return self.wide + self.high + BROKEN_MOST


def excess(desk: Desk, structure: Structure) -> Excess:
    """What of a structure is over at the tightest levels; where it does not fit, by the level that lacks least."""
    levels = desk.levels[-TIGHTEST:]
    best = Excess(0.0, 0.0, 0, None)
    for over in overflows(desk, structure):
        nearest = over.nearest
        if nearest is None or not nearest.fits:
            best = min(best, over, key=lambda one: one.amount)
            continue
        fitted = fit(desk.problem, structure, desk.sized_at, levels, desk.frame_at, desk.judge)
        if fitted is not None:
            return replace(over, broken=fitted.broken, layout=fitted.layout)
    return best


def overflows(desk: Desk, structure: Structure) -> Iterator[Excess]:
    """What is over in width and height at each of the tightest levels."""
    for level in desk.levels[-TIGHTEST:]:
        area = desk.frame_at(level).area
        found = solve(desk.problem, structure, desk.sized_at(level), area, level.factor, price, ROUNDS)
        if found is None:
            yield Excess(0.0, 0.0, 0, None)
        else:
            yield Excess(max(0.0, found.width - area.w), found.placement.overflow, 0, found)


def shortenings(desk: Desk, structure: Structure, over: Excess) -> tuple[tuple[Shortening, ...], Excess]:
    """The shortenings that together free most of what is over, at most three, the most helpful first; what remains.

    They are found one after the other, by what each frees for a character, then reduced to the fewest characters that
    free as much. None where none of those tried helps.
    """
    if over.nearest is None:
        return (), over
    trials = _Trials(desk, structure, over)
    chosen: tuple[Shortening, ...] = ()
    for step in range(MOST):
        left = MOST - len(chosen)
        if left == 0 or trials.over(chosen).legal:
            break
        found = _next(trials, chosen, left, trials.most // (2 if step == 0 else 5))
        if not found:
            break
        chosen += found
    chosen = _reduced(trials, _deepened(trials, chosen))
    return chosen, trials.over(chosen)


def most_trials(boxes: int, links: int) -> int:
    """How many structures may be solved to find shortenings: about half of what a short search costs."""
    size = boxes + links
    return min(250, 10 + 20 * size, max(60, 4000 // size))


class _Trials:
    """The structure with other texts; what was tried is remembered. `spent` counts solved structures."""

    def __init__(self, desk: Desk, structure: Structure, over: Excess) -> None:
        self.desk = desk
        self.structure = structure
        self.most = most_trials(desk.problem.size, len(desk.problem.links))
        self.spent = 0
        self._known: dict[tuple[Shortening, ...], Excess] = {(): over}

    def over(self, cuts: tuple[Shortening, ...]) -> Excess:
        found = self._known.get(cuts)
        if found is None:
            desk = self.desk
            changed = Desk(shortened(desk.problem.diagram, cuts), desk.metrics, desk.measurer)
            found = self._known[cuts] = excess(changed, self.structure)
            self.spent += TIGHTEST if found.layout is None else 3 * TIGHTEST
        return found


def _next(trials: _Trials, chosen: tuple[Shortening, ...], most: int, room: int) -> tuple[Shortening, ...]:
    """The texts to shorten next: one, or several that only help together; none where nothing helps."""
    stop = trials.spent + room
    before = trials.over(chosen).amount
    ranked = _ranked(trials, chosen)
    best: tuple[Shortening, ...] = ()
    most_helpful = 0.0
    helpful: list[Text] = []
    half, third = SHARES[1], SHARES[0]

    def attempt(cuts: tuple[Shortening, ...]) -> None:
        nonlocal best, most_helpful
        freed = before - trials.over((*chosen, *cuts)).amount
        characters = sum(cut.characters + ONE_MORE for cut in cuts)
        if freed < LEAST_GAIN:
            return
        if len(cuts) == 1 and cuts[0].text not in helpful:
            helpful.append(cuts[0].text)
        if freed / characters > most_helpful:
            best, most_helpful = cuts, freed / characters

    # Half of the room for texts by themselves, the rest for those that hold the same place, and for smaller cuts.
    for text, _ in ranked:
        if trials.spent > stop - room / 2:
            break
        for cut in _cuts(text, half):
            attempt((cut,))
    for several in _together(ranked, most):
        if trials.spent > stop - room / 4:
            break
        attempt(tuple(_cuts(text, half)[0] for text in several))
    for text in helpful:
        if trials.spent > stop:
            break
        for cut in _cuts(text, third):
            attempt((cut,))
    return best


def _together(ranked: Sequence[tuple[Text, str]], most: int) -> Iterator[tuple[Text, ...]]:
    """Texts of which one alone may free nothing: several that set the width of one place, the first of several places.

    `ranked` are texts with their places, the most promising first.
    """
    if most < 2:
        return
    places: dict[str, list[Text]] = {}
    for text, place in ranked:
        places.setdefault(place, []).append(text)
    firsts = [own[0] for own in places.values()][:3]
    for count in range(2, most + 1):
        for own in list(places.values())[:4]:
            if len(own) >= count:
                yield tuple(own[:count])
        yield from combinations(firsts, count)


def _deepened(trials: _Trials, chosen: tuple[Shortening, ...]) -> tuple[Shortening, ...]:
    """Larger cuts in the same texts, where these make the picture fit and the chosen ones do not."""
    if not chosen or trials.over(chosen).legal:
        return chosen
    deeper = tuple(
        max((c for c in _cuts(cut.text, DEEPEST) if c.inside == cut.inside), key=lambda c: c.cut, default=cut)
        for cut in chosen
    )
    return deeper if trials.over(deeper).legal else chosen


def _reduced(trials: _Trials, chosen: tuple[Shortening, ...]) -> tuple[Shortening, ...]:
    """Each shortening at the fewest characters, found by halving, that free as much; none that frees nothing."""
    aim = trials.over(chosen).amount
    aim += 0.0 if aim == 0 else LEAST_GAIN
    for cut in reversed(chosen):
        i = chosen.index(cut)
        least, enough = -1, cut.cut
        while enough - least > 1 and enough > 0:
            # The first trial leaves the text out.
            middle = 0 if least < 0 else (least + enough) // 2
            other = (replace(cut, cut=middle),) if middle else ()
            if trials.over((*chosen[:i], *other, *chosen[i + 1 :])).amount <= aim:
                enough = middle
            else:
                least = middle
        chosen = (*chosen[:i], *((replace(cut, cut=enough),) if enough else ()), *chosen[i + 1 :])
    return chosen


def _cuts(text: Text, share: float) -> list[Shortening]:
    """The text without a share of its characters, taken from its end; and from its longest word, if that is long."""
    found = []
    for inside in (False, True):
        whole = longest_word(text.value) if inside else text.value
        if inside and (len(clusters(whole)) < LONG_WORD or text.value.endswith(whole)):
            continue
        count = len(clusters(whole))
        cut = min(round(count * share), count - REMAIN)
        if cut > 0:
            found.append(Shortening(text, cut, inside))
    return found


def _ranked(trials: _Trials, chosen: tuple[Shortening, ...]) -> list[tuple[Text, str]]:
    """The texts not yet chosen, with their places, by how much room they seem to take, the most promising first."""
    over = trials.over(chosen)
    if over.nearest is None:
        return []
    desk = trials.desk
    guess = _Guess(desk, over)
    taken = {cut.text for cut in chosen}
    found: list[tuple[float, int, Text, str]] = []
    for i, text in enumerate(texts_of(desk.problem.diagram)):
        cuts = _cuts(text, SHARES[1])
        if text in taken or not cuts:
            continue
        place, promise = guess.of(text, cuts[0].shorter)
        found.append((-promise, i, text, place))
    return [(text, place) for _, _, text, place in sorted(found, key=lambda f: f[:2])]


class _Guess:
    """Which texts seem to take the room that is missing: in what order to try them, no more."""

    def __init__(self, desk: Desk, over: Excess) -> None:
        assert over.nearest is not None
        self.desk = desk
        self.nearest = over.nearest
        self.wide = 1.0 if over.wide >= LEAST_GAIN or over.layout is not None else 0.1
        self.high = 1.0 if over.high >= LEAST_GAIN or over.layout is not None else 0.1
        found = desk.findings(over.layout) if over.layout is not None else ()
        self.subjects = {subject for finding in found for subject in finding.subjects}
        self.widest: dict[str, float] = {}
        for text in texts_of(desk.problem.diagram):
            place, width, _ = self._needs(text, text.value)
            self.widest[place] = max(width, self.widest.get(place, 1.0))

    def of(self, text: Text, shorter: str) -> tuple[str, float]:
        """A text's place, and its promise: the px that its place may need less, weighed by how much they matter."""
        place, width, height = self._needs(text, text.value)
        _, less_width, less_height = self._needs(text, shorter)
        binding = (width / self.widest[place]) ** 4
        promise = self.wide * (width - less_width) * binding + self.high * (height - less_height)
        named = text.value in self.subjects or _id_of(self.desk.problem, text) in self.subjects
        return place, promise + (1000.0 if named else 0.0)

    def _needs(self, text: Text, value: str) -> tuple[str, float, float]:
        """Where a text stands, the least width that it needs there, and the height at the width that there is."""
        nearest, measurer = self.nearest, self.desk.measurer
        sized, classes = nearest.sized, nearest.classes
        style, most = sized.flag_style, 1
        if text.group == "nodes":
            column = classes.column[text.index]
            place, room = f"column {column}", nearest.widths[column] - 2 * sized.scale.pad
            if text.field != "callouts":
                style, most = (sized.name_style, 4) if text.field == "name" else (sized.role_style, 6)
        elif text.group == "edges":
            gap = classes.label_gap[text.index]
            link = self.desk.problem.links_of[text.index][0]
            column = classes.column[classes.first[link]]
            place = f"gap {gap}" if gap >= 0 else f"column {column}"
            room = nearest.caps[gap] if gap >= 0 else nearest.widths[column] / 2
            if text.field == "label":
                style, most = sized.label_style, 12
        elif text.group == "groups":
            return f"frame of {text.index}", measurer.width(value, sized.name_style), 0.0
        else:
            diagram = self.desk.problem.diagram
            changed = shortened(diagram, (Shortening(text, len(clusters(text.value)) - len(clusters(value)), False),))
            frame = set_frame(changed, self.desk.metrics, measurer, self.desk.problem.dense, True)
            return "margin", 0.0, diagram.canvas.height - frame.area.h
        ways = measurer.breaks(value, style, most)
        return place, ways[-1].width, len(measurer.wrap(value, style, room, most).lines) * style.line_height


def _id_of(problem: Problem, text: Text) -> str:
    if text.group in ("nodes", "edges", "groups"):
        return str(getattr(problem.diagram, text.group)[text.index].id)
    return ""
