"""The desk: a diagram with all that one set of metrics makes of it, for search, fit and refusal."""

from __future__ import annotations

from functools import cache

from oauthviz.graph.model import Diagram
from oauthviz.layout.check import Finding, check, figures
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.fit import Fitted, Level, fit, levels
from oauthviz.layout.frame import Frame, set_frame
from oauthviz.layout.model import Layout
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.search import Ground
from oauthviz.layout.sizing import Sized, scale_for
from oauthviz.layout.structure import Structure
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics

COARSE = 2.0
"""Grid of labels' widths in a search, in ems."""


class Desk:
    """A diagram with all that one set of metrics makes of it; sizes are made when first asked for."""

    def __init__(self, diagram: Diagram, metrics: Metrics, measurer: Measurer) -> None:
        self.metrics = metrics
        self.measurer = measurer
        self.problem: Problem = number(diagram)
        self.frame: Frame = set_frame(diagram, metrics, measurer, self.problem.dense)
        self.levels = _levels(diagram, metrics, self.problem.dense)

        @cache
        def sized(size: float, squeeze: float, coarse: float) -> Sized:
            scale = scale_for(metrics, size, self.problem.dense, squeeze)
            return Sized(self.problem, metrics, measurer, scale, coarse)

        self._sized = sized

    def sized_at(self, level: Level) -> Sized:
        return self._sized(level.size, level.squeeze, 0.0)

    def ground(self, level: Level, strain: float = 0.0) -> Ground:
        """Where to search at a level: labels' widths are coarse there, so that small changes do not show."""
        sized = self._sized(level.size, level.squeeze, COARSE)
        return Ground(self.problem, sized, self.frame.area, level.factor, strain)

    def fit(self, structure: Structure) -> Fitted | None:
        return fit(self.problem, structure, self.sized_at, self.levels, self.frame, self.judge)

    def judge(self, layout: Layout) -> tuple[int, float]:
        """How many rules a layout breaks, and its largest empty rectangle (share of the diagram)."""
        drawn = drawn_of(layout, self.metrics)
        return len(check(drawn, geometry_only=True)), figures(drawn).largest_empty_rectangle

    def findings(self, layout: Layout) -> tuple[Finding, ...]:
        """The geometric rules that a layout breaks."""
        return check(drawn_of(layout, self.metrics), geometry_only=True)


def _levels(diagram: Diagram, metrics: Metrics, dense: bool) -> tuple[Level, ...]:
    """The levels to try, most comfortable first. Large canvases are looked at from farther away: type grows."""
    canvas = diagram.canvas
    grow = min(1.6, max(1.0, min(canvas.width, canvas.height) / 1024))
    largest = metrics.sizes.label * grow
    if dense:
        largest = min(largest, 13.0 * grow)
    return levels(round(largest * 2) / 2, metrics.sizes.label_min)
