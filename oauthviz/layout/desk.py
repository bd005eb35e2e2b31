"""The desk: a diagram with all that one set of metrics makes of it, for search, fit and refusal."""

from __future__ import annotations

from functools import cache, cached_property

from msgspec.structs import replace

from oauthviz.graph.model import Diagram
from oauthviz.layout.candidates import Ground
from oauthviz.layout.check import Finding, check, largest_empty_rectangle
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.fit import Fitted, Level, calmer, finished, fit, levels, tightness, worth_it
from oauthviz.layout.frame import Frame, set_frame
from oauthviz.layout.model import Layout
from oauthviz.layout.plumb import plumb_candidates
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.scale import canvas_growth, scale_for
from oauthviz.layout.sizing import Sized
from oauthviz.layout.structure import Structure
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics

COARSE, FINE = 2.0, 1.0
"""Grid of labels' widths in a search, in ems; where fitting at all is the question it is finer."""

MOST_SHARE, SHARE_PER_ITEM, LEAST_SHARE = 0.62, 0.005, 0.28
"""Share of the area that boxes and labels may take, and how it falls with each box and link. Found by trial."""
HOPEFUL = 1
"""Levels just above the tightest at which a search is not tried: what seems to need them seldom fits there."""
TIGHTER = 3
"""So many levels below the one that fits may loops become straight."""
ROOMIER = 2
"""So many levels below the likely one candidates are tried that do not fit there."""
SMALLER = 0.92
"""On large canvases type below the usual share of the canvas gets smaller by this factor from level to level."""
USUAL_LABEL = 9.0
"""Usual width of a label's lines, in label sizes."""


class Desk:
    """A diagram with all that one set of metrics makes of it; sizes are made when first asked for."""

    def __init__(self, diagram: Diagram, metrics: Metrics, measurer: Measurer) -> None:
        self.metrics = metrics
        self.measurer = measurer
        self.problem: Problem = number(diagram)
        self._frames: dict[bool, Frame] = {}
        self.levels = _levels(diagram, metrics, self.problem.dense)

        @cache
        def sized(size: float, squeeze: float, coarse: float, tight: bool = False, airy: bool = False) -> Sized:
            scale = scale_for(metrics, size, self.problem.dense, squeeze, airy)
            return Sized(self.problem, metrics, measurer, scale, coarse, tight)

        self._sized = sized

    def sized_at(self, level: Level) -> Sized:
        return self._sized(level.size, level.squeeze, 0.0, level.tight_frame, level.airy)

    def frame_at(self, level: Level) -> Frame:
        """What stands round the diagram at a level, and the area that it leaves."""
        tight = level.tight_frame
        if tight not in self._frames:
            own = self.problem
            self._frames[tight] = set_frame(own.diagram, self.metrics, self.measurer, own.dense, tight)
        return self._frames[tight]

    def ground(self, level: Level, strain: float = 0.0) -> Ground:
        """Where to search at a level: labels' widths are coarse there, so that small changes do not show.

        Those of a large diagram are exact: over its many columns what is rounded off would sum up.
        """
        coarse = 0.0 if self.problem.large else FINE if strain else COARSE
        sized = self._sized(level.size, level.squeeze, coarse)
        return Ground(self.problem, sized, self.frame_at(level).area, level.factor, strain, tightness(level))

    @cached_property
    def likely_level(self) -> Level:
        """The most comfortable level at which boxes and labels leave the lines the room that they usually need.

        The more there is to join, the more room lines take. For a large diagram it is the tightest: a search in vain at
        another would cost too much.
        """
        size = self.problem.size + len(self.problem.links)
        if self.problem.large:
            return self.levels[-2]
        share = max(LEAST_SHARE, MOST_SHARE - SHARE_PER_ITEM * size)
        room = self.frame_at(self.levels[0]).area
        area = room.w * room.h
        for level in self.levels[: -2 - HOPEFUL]:
            if demand(self.problem, self.sized_at(level), level.factor) <= share * area:
                return level
        return self.levels[-2]

    @property
    def roomier_level(self) -> Level:
        """The level at which much fits that does not at the likely one."""
        return self.levels[min(self.levels.index(self.likely_level) + ROOMIER, len(self.levels) - 2)]

    def fit(self, structure: Structure, near: Level | None = None) -> Fitted | None:
        """The best-priced legal layout of a structure; with `near`, none at levels much tighter than that one."""
        likely = self.levels.index(near or self.likely_level)
        among = self.levels[: self.levels.index(self.tighter(near)) + 1] if near else self.levels
        return fit(self.problem, structure, self.sized_at, among, self.frame_at, self.judge, likely)

    def tighter(self, level: Level) -> Level:
        """The tightest level at which a line may become straight that bends at the given one."""
        return self.levels[min(self.levels.index(level) + TIGHTER, len(self.levels) - 1)]

    def finish(self, fitted: Fitted) -> Fitted:
        """The last touch to a layout that is legal.

        What is calmer at a tighter level is taken from there. Where a loop that could be straight finds no room, one of
        the next tighter levels may give it some, so that themes with wider letters than others draw it like them; dense
        pictures need theirs for the type. Frames get their wider margins here: in the search they would take room from
        what is joined.
        """
        if not self.problem.dense:
            fitted = calmer(self.problem, fitted, self.frame_at, self.judge) or fitted
        best = finished(self.problem, fitted, self.frame_at(fitted.level), self.judge)
        wanted = len(list(plumb_candidates(self.problem, best.solution)))
        place = self.levels.index(fitted.level) + 1
        for level in self.levels[place : place + TIGHTER]:
            if len(best.solution.plumb) == wanted or self.problem.dense:
                break
            other = self._finished_at(level, fitted.solution.structure)
            if other is not None and len(other.solution.plumb) > len(best.solution.plumb) and worth_it(other, best):
                best = other
        if self.problem.dense or all(cluster.shape == "cloud" for cluster in self.problem.clusters):
            return best
        beside = fitted if best.level == fitted.level else None
        airy = self._finished_at(replace(best.level, airy=True), best.solution.structure, beside)
        if airy is not None and len(airy.solution.plumb) >= len(best.solution.plumb) and worth_it(airy, best):
            best = airy
        return best

    def _finished_at(self, level: Level, structure: Structure, beside: Fitted | None = None) -> Fitted | None:
        """The structure at one level with its last touch; None where it breaks a rule.

        None too where it is not worth its price `beside` a layout without last touches: those seldom change that.
        """
        found = fit(self.problem, structure, self.sized_at, [level], self.frame_at, self.judge)
        if found is None or found.broken:
            return None
        if beside is not None and not worth_it(found, beside):
            return None
        return finished(self.problem, found, self.frame_at(level), self.judge)

    def judge(self, layout: Layout) -> tuple[int, float]:
        """How many rules a layout breaks, and its largest empty rectangle (share of the diagram).

        What breaks a rule is compared by nothing else, so its rectangle is not looked for.
        """
        drawn = drawn_of(layout, self.metrics)
        broken = len(check(drawn, geometry_only=True))
        return broken, 0.0 if broken else largest_empty_rectangle(drawn)

    def findings(self, layout: Layout) -> tuple[Finding, ...]:
        """The geometric rules that a layout breaks."""
        return check(drawn_of(layout, self.metrics), geometry_only=True)


def demand(problem: Problem, sized: Sized, factor: float) -> float:
    """Square px that boxes, labels and what hangs on them take with their distances, wherever they stand."""
    scale = sized.scale
    total = 0.0
    for box in range(problem.size):
        width = sized.box_width(box, factor)
        height = sized.box_text(box, width - 2 * scale.pad).least_height
        total += (width + 2 * scale.clear) * (height + scale.box_gap)
    for edge in range(len(problem.edges)):
        label = sized.wrap(edge, USUAL_LABEL * scale.label)
        height = len(label.lines) * scale.label_height + 2 * scale.badge
        height += sized.pill_height(edge) + sized.flags_height(edge, 0.0)
        total += (label.width + 2 * scale.badge + 2 * scale.clear) * height
    return total


def _levels(diagram: Diagram, metrics: Metrics, dense: bool) -> tuple[Level, ...]:
    """The levels to try, most comfortable first: on a large canvas the usual ones grown, then smaller type."""
    least = metrics.sizes.label_min
    largest = min(metrics.sizes.label, 13.0) if dense else metrics.sizes.label
    usual = levels(round(largest * 2) / 2, least)
    grow = canvas_growth(diagram.canvas)
    if grow == 1.0:
        return usual
    *grown, tight, tightest = (replace(level, size=round(2 * grow * level.size) / 2) for level in usual)
    size = SMALLER * tight.size
    while size > least:
        grown.append(replace(tight, size=round(2 * size) / 2))
        size *= SMALLER
    return tuple(dict.fromkeys((*grown, replace(tight, size=least), replace(tightest, size=least))))
