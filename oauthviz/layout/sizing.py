"""Sized: how large boxes, labels, badges and pills are at one label size. All in px."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from math import ceil
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.typography import TextStyle
from oauthviz.layout.problem import Cluster, Problem
from oauthviz.layout.scale import HEADING_LEADING, LEADING, Scale
from oauthviz.text.model import Break, Measurer
from oauthviz.theme.metrics import Metrics

NAME_LEADING = 1.2
HEADING_ICON = 18.0
"""px of the icon beside a frame's heading."""
COMPACT_LINES = 3
"""Most lines of a name that stands beside its icon."""
TALL = 150
"""From this height on a box is drawn tall, all centred (design system, section 3)."""
TALL_FREE = 4.0
"""px that a tall box has at least beyond what its texts need."""
TIGHTER = 0.35
"""px that paddings lose at the very tightest level."""


class BoxText(Struct, frozen=True):
    """A box's texts broken for one inner width, and the heights they ask for in both anatomies."""

    name: Break
    role: Break
    compact_name: Break
    compact_height: float
    tall_height: float
    compact_fits: bool
    tall_from: float

    def is_tall(self, height: float) -> bool:
        """Whether a box of that height shows its icon above its name."""
        return height >= self.tall_from or not self.compact_fits

    @property
    def least_height(self) -> float:
        return min(self.compact_height, self.tall_height) if self.compact_fits else self.tall_height


class Sized:
    """Sizes of everything at one scale. Broken texts are cached by width."""

    def __init__(
        self,
        problem: Problem,
        metrics: Metrics,
        measurer: Measurer,
        scale: Scale,
        coarse: float = 0.0,
        tight: bool = False,
    ) -> None:
        """`coarse`: labels' widths are rounded up to multiples of so many ems, 0 for exact ones.

        A search by coarse widths finds the same arrangement when a word changes a little. `tight`: headings that are
        wider than the boxes below them take two lines, and paddings give way once more.
        """
        self.problem = problem
        self.metrics = metrics.grown(scale.grow)
        self.measurer = measurer
        if tight:
            zone_pad, boundary_pad = scale.zone_pad - TIGHTER, scale.boundary_pad - TIGHTER
            scale = replace(scale, pad=scale.pad - TIGHTER, zone_pad=zone_pad, boundary_pad=boundary_pad)
        self.scale = scale
        self.name_style = metrics.style("box_name", scale.name, NAME_LEADING)
        self.role_style = metrics.style("box_role", scale.role, scale.role_leading)
        self.label_style = metrics.style("arrow_label", scale.label, scale.leading)
        self.pill_style = metrics.style("protocol", scale.pill, LEADING)
        self.flag_style = metrics.style("callout", scale.pill, LEADING)
        self.step_style = metrics.style("step", scale.step, 1.0)
        self._box_text: dict[tuple[int, float], BoxText] = {}
        self._wraps: dict[tuple[int, float], Break] = {}
        self._least: dict[int, float] = {}
        # Filled by the stage that arranges verticals, whose answers depend on the sizes alone.
        self.blocks: dict[tuple[object, ...], Any] = {}
        edges = problem.edges
        ways = [measurer.breaks(e.label, self.label_style, 12) for e in edges]
        self.label_breaks = [_rounded(w, coarse * scale.label) for w in ways] if coarse else ways
        self.pills = [tuple(self._plate(p, self.pill_style) for p in e.protocols) for e in edges]
        self.flags = [tuple(self._plate(c, self.flag_style) for c in e.callouts) for e in edges]
        self.pill_widths = [tuple(p.width + scale.pill_height * 0.9 for p in pills) for pills in self.pills]
        self.flag_widths = [tuple(self.flag_width(f) for f in flags) for flags in self.flags]
        self.badges = [self.badge_radius(e.number) for e in edges]
        nodes = problem.diagram.nodes
        self.node_flags = [tuple(self._plate(c, self.flag_style) for c in node.callouts) for node in nodes]
        if tight:
            wide = [c.index for c in problem.clusters if self._overhangs(c)]
            self.scale = replace(self.scale, stacked=frozenset(wide))

    def with_frame_room(self, px: float) -> Sized:
        """The same sizes, texts and all, but for what frames keep from their boxes' sides."""
        found = copy(self)
        found.scale = replace(self.scale, frame_room=px)
        return found

    def badge_radius(self, number: str | None) -> float:
        """Radius of the badge with this number, wide enough for its digits; 0 without one."""
        if not number:
            return 0.0
        width = self.measurer.width(number, self.step_style)
        return max(self.scale.badge, width / 2 + 4)

    def _plate(self, text: str, style: TextStyle) -> Break:
        return self.measurer.wrap(text, style, self.scale.plate_most)

    def flag_width(self, text: Break) -> float:
        """Width of a callout's frame: padding, icon, gap, text, padding."""
        scale = self.scale
        return text.width + scale.flag_icon + scale.flag_gap + 2 * scale.flag_pad

    def flag_height(self, text: Break) -> float:
        """Height of a callout's frame."""
        return self.scale.flag_height + (len(text.lines) - 1) * self.flag_style.line_height

    def flags_height(self, edge: int, gap: float = 4.0) -> float:
        """Height of an arrow's callouts one below the other, each with `gap` px."""
        flags = self.flags[edge]
        return sum(self.flag_height(flag) + gap for flag in flags) if flags else 0.0

    def pill_height(self, edge: int) -> float:
        """Height of an arrow's pills, all as high as the highest; 0 without any."""
        if not self.pills[edge]:
            return 0.0
        lines = max(len(pill.lines) for pill in self.pills[edge])
        return self.scale.pill_height + (lines - 1) * self.pill_style.line_height

    def heading_width(self, group: int) -> float:
        """Width of a zone's or boundary's heading with its icon, 0 without a name."""
        own = self.problem.diagram.groups[group]
        if not own.name:
            return 0.0
        return self.heading(group).width + (HEADING_ICON + 6 if own.icon else 0.0)

    def heading(self, group: int) -> Break:
        """The lines of a zone's or boundary's name: one, or two where it is stacked."""
        own = self.problem.diagram.groups[group]
        style = self.heading_style(own.shape)
        if group in self.scale.stacked:
            return self.measurer.breaks(own.name, style, 2)[-1]
        return Break((own.name,), self.measurer.width(own.name, style))

    def heading_style(self, shape: str) -> TextStyle:
        """The type of the names of frames of a shape."""
        role = "zone_name" if shape == "zone" else "boundary_name"
        return self.metrics.style(role, self.scale.heading, HEADING_LEADING)

    def _overhangs(self, cluster: Cluster) -> bool:
        """Whether a frame's heading is wider than what its widest box needs, and can be broken."""
        if cluster.shape == "cloud" or not cluster.named:
            return False
        own = self.problem.diagram.groups[cluster.index]
        boxes = max(self.least_inner_width(b) for b in cluster.members) + 2 * self.scale.pad
        in_two = self.measurer.breaks(own.name, self.heading_style(own.shape), 2)
        return self.heading_width(cluster.index) > boxes and len(in_two[-1].lines) == 2

    def pills_width(self, edge: int) -> float:
        """Width of an arrow's pills in a row, 0 without any."""
        pills = self.pill_widths[edge]
        return sum(pills) + 8 * (len(pills) - 1) if pills else 0.0

    def wrap(self, edge: int, width: float) -> Break:
        """The arrow's label broken to at most `width` px, in the fewest lines, else as narrow as it goes."""
        key = (edge, width)
        found = self._wraps.get(key)
        if found is None:
            ways = self.label_breaks[edge]
            found = next((b for b in ways if b.width <= width + 0.01), ways[-1])
            self._wraps[key] = found
        return found

    def box_text(self, box: int, inner: float) -> BoxText:
        """The texts of a box whose frame leaves `inner` px between its paddings, a slab's depth included."""
        key = (box, round(inner, 2))
        found = self._box_text.get(key)
        if found is None:
            found = self._box_text[key] = self._set_box(box, inner - self.scale.depth)
        return found

    def _set_box(self, box: int, inner: float) -> BoxText:
        node = self.problem.diagram.nodes[box]
        scale = self.scale
        measure = self.measurer
        name = measure.wrap(node.name, self.name_style, inner)
        role = measure.wrap(node.role, self.role_style, inner) if node.role else Break((), 0.0)
        beside = inner - scale.tile - scale.beside
        compact = measure.wrap(node.name, self.name_style, max(beside, 1.0))
        fits = compact.width <= beside + 0.01 and len(compact.lines) <= COMPACT_LINES
        name_line, role_line = self.name_style.line_height, self.role_style.line_height
        flags = sum(self.flag_height(flag) + 6 * scale.grow for flag in self.node_flags[box])
        role_height = len(role.lines) * role_line
        number = 2 * scale.badge - scale.pad / 2 if node.number else 0.0
        compact_height = scale.rise + 2 * scale.pad + max(scale.tile, len(compact.lines) * name_line) + flags + number
        if role.lines:
            compact_height += 8 * scale.grow + role_height
        head = scale.tall_tile + scale.tall_gap
        tall_height = scale.rise + 2 * scale.pad + head + len(name.lines) * name_line + flags + number
        if role.lines:
            tall_height += 4 * scale.grow + role_height
        tall_from = max(TALL * scale.grow, tall_height + TALL_FREE)
        return BoxText(name, role, compact, compact_height, tall_height, fits, tall_from)

    def least_inner_width(self, box: int) -> float:
        """The width of the widest piece of the box's texts that cannot be broken further."""
        found = self._least.get(box)
        if found is None:
            found = self._least[box] = self._least_inner_width(box)
        return found

    def _least_inner_width(self, box: int) -> float:
        node = self.problem.diagram.nodes[box]
        flags = max(map(self.flag_width, self.node_flags[box]), default=0.0)
        name = self.measurer.breaks(node.name, self.name_style, 4)[-1].width
        role = self.measurer.breaks(node.role, self.role_style, 6)[-1].width if node.role else 0.0
        return max(flags, name, role)

    def box_width(self, box: int, factor: float) -> float:
        """Natural width of a box's frame: its texts broken near `factor` times the label size."""
        inner = max(factor * self.scale.label, self.least_inner_width(box))
        return inner + 2 * self.scale.pad + self.scale.depth

    def style(self, role: str, size: float) -> TextStyle:
        return self.metrics.style(role, size, LEADING)


def _rounded(ways: Sequence[Break], step: float) -> tuple[Break, ...]:
    """Each way to break a label with its width rounded up; of several of one width that with the fewest lines."""
    found: dict[float, Break] = {}
    for way in ways:
        width = ceil(way.width / step - 1e-6) * step
        found.setdefault(width, Break(way.lines, width))
    return tuple(found.values())
