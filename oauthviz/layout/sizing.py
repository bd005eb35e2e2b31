"""Sized: how large boxes, labels, badges and pills are at one label size. All in px."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from math import ceil
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.slab import SLOPE
from oauthviz.core.typography import TextStyle
from oauthviz.graph.model import Canvas
from oauthviz.layout.problem import Cluster, Problem
from oauthviz.text.model import Break, Measurer
from oauthviz.theme.metrics import Metrics

LEADING, LEAST_LEADING = 1.22, 1.17
NAME_LEADING = 1.2
ROLE_LEADING, LEAST_ROLE_LEADING = 1.32, 1.28
"""Heights of lines in type sizes: in comfort, squeezed (design system, section 2)."""
LEVELLING = 0.6
"""px by which a route may still move a port to make a nearly level stretch level."""
HEAD_CLEAR = 4.0
"""px that an arrowhead with its gap has at least before something else may come near its line."""
HEADING_LEADING = 1.2
HEADING_ICON = 18.0
"""px of the icon beside a frame's heading."""
COMPACT_LINES = 3
"""Most lines of a name that stands beside its icon."""
TALL = 150
"""From this height on a box is drawn tall, all centred (design system, section 3)."""
TALL_FREE = 4.0
"""px that a tall box has at least beyond what its texts need."""
LEAST_PAD, LEAST_DENSE_PAD, LEAST_SLAB_PAD = 7.0, 6.5, 3.5
"""px of a box's padding at least, in usual and in dense pictures; where boxes are slabs, half their depth is taken
from it down to the third."""
TIGHTER = 0.35
"""px that paddings lose at the very tightest level."""
CANVAS = 1024.0
"""Side in px of the canvas that sizes are made for."""
MOST_GROWTH = 2.5
"""Type grows at most so many times on large canvases."""
PLATE_MOST, PLATE_LEAST = 24.0, 7.0
"""Pills and callouts are broken into lines from this width on, in label sizes: in comfort, squeezed."""
BADGE_MOST, STEP_MOST, PILL_MOST = 16.0, 18.0, 24.0
"""Badges and pills stand between a label and its line, 22 px at most: their largest radius and type in px."""


def canvas_growth(canvas: Canvas) -> float:
    """How many times type and distances are larger on a large canvas, which is looked at from farther away."""
    return min(MOST_GROWTH, max(1.0, min(canvas.width, canvas.height) / CANVAS))


class Scale(Struct, frozen=True):
    """Type sizes and distances that follow from the label size and the density.

    `grow` says how many times distances are larger than usual, because the label is. `stacked`: the groups whose
    headings take two lines. `lane_end`: what shows more than it must of a vertical beside its badge and label.
    `frame_room`: what frames keep farther from their boxes' sides than their padding.
    """

    grow: float
    label: float
    name: float
    role: float
    step: float
    pill: float
    heading: float
    badge: float
    pad: float
    tile: float
    beside: float
    tall_tile: float
    tall_gap: float
    lead: float
    track: float
    clear: float
    port_gap: float
    corner: float
    line_gap: float
    box_gap: float
    zone_pad: float
    boundary_pad: float
    lane_end: float
    zone_strip: float
    pill_height: float
    flag_height: float
    plate_most: float
    flag_pad: float
    flag_icon: float
    head_run: float
    most_lines: int
    leading: float
    role_leading: float
    depth: float = 0.0
    stacked: frozenset[int] = frozenset()
    frame_room: float = 0.0

    @property
    def rise(self) -> float:
        """What a slab's top face takes of a box's height; `depth` is what its right face takes of the width."""
        return self.depth * SLOPE

    @property
    def label_height(self) -> float:
        return self.label * self.leading

    @property
    def flag_gap(self) -> float:
        """Between a callout's icon and its text."""
        return 5 * self.grow

    def strip(self, cluster: Cluster) -> float:
        """Room in px above a frame's boxes for its heading."""
        if not cluster.named:
            return 0.0
        return self.zone_strip + (self.heading * HEADING_LEADING if cluster.index in self.stacked else 0.0)

    @property
    def number_gap(self) -> float:
        """From a badge's centre to its label."""
        return self.badge + 6.5


def scale_for(metrics: Metrics, label: float, dense: bool, squeeze: float = 0.0, airy: bool = False) -> Scale:
    """The scale at a label size. Constants after the design system (sections 3-6).

    Above the theme's usual label size distances grow with it. `squeeze` from 0 to 1 narrows them from the comfortable
    to the least that the rules of a picture bear, before type has to become smaller. `airy` frames stand clear of the
    heads of arrows into them, however narrow distances are.
    """
    sizes = metrics.sizes
    grow = metrics.growth(label)
    grown = metrics.grown(grow)

    def between(comfortable: float, least: float) -> float:
        return grow * (comfortable + (least - comfortable) * squeeze)

    badge = min(max(9.0 if dense else 10.0, 0.8 * label), BADGE_MOST)
    pill = min(max(sizes.pill_min - (1.0 if dense else 0.0), sizes.pill_ratio * label), PILL_MOST)
    padding = metrics.box_padding_dense if dense else metrics.box_padding
    head = grow * (metrics.head_length + metrics.head_gap + HEAD_CLEAR) if airy else 0.0
    depth, least_pad = metrics.slab_depth(dense), LEAST_DENSE_PAD if dense else LEAST_PAD
    return Scale(
        grow=grow,
        label=label,
        name=max(sizes.name_min, sizes.name_ratio * label),
        role=max(sizes.role_min, sizes.role_ratio * label),
        step=min(max(11.0 if not dense else 10.5, sizes.step_ratio * label), STEP_MOST),
        pill=pill,
        heading=max(sizes.zone_name_min, sizes.zone_name_ratio * label),
        badge=badge,
        pad=between(padding, min(padding, least_pad, max(least_pad - depth / 2, LEAST_SLAB_PAD))),
        tile=between(32.0, 26.0) if dense else between(36.0, 30.0),
        beside=between(11.0, 8.0),
        tall_tile=between(42.0, 30.0),
        tall_gap=between(10.0, 6.0),
        lead=grow * 18.0 if dense else between(22.0, 17.0),
        track=between(10.5, 7.5) if dense else between(13.0, 9.0),
        clear=between(15.0, 7.0) if dense else between(18.0, 9.0),
        port_gap=max(18.0, 1.4 * label) + LEVELLING,
        corner=max(12.0 * grow, grown.corner_radius + 2, grow * (depth + 2)) + LEVELLING,
        line_gap=5.5 * grow,
        box_gap=between(14.0, 10.0) if dense else between(18.0, 12.0),
        zone_pad=max(head, between(9.0, 6.0) if dense else between(12.0, 8.0)),
        boundary_pad=max(head, between(12.0, 6.0) if dense else between(16.0, 8.0)),
        lane_end=0.0 if dense else between(3.0, 0.0),
        zone_strip=max(sizes.zone_name_min, sizes.zone_name_ratio * label) * LEADING + 5 * grow,
        pill_height=pill + 8,
        flag_height=max(22.0, pill + 10),
        plate_most=label * (PLATE_MOST + (PLATE_LEAST - PLATE_MOST) * squeeze),
        flag_pad=between(8.0, 5.0),
        flag_icon=between(15.0, 11.0),
        head_run=grown.head_length + grown.head_gap + HEAD_CLEAR,
        most_lines=(4 if dense else 3) + round(2 * squeeze),
        leading=LEADING + (LEAST_LEADING - LEADING) * squeeze,
        role_leading=ROLE_LEADING + (LEAST_ROLE_LEADING - ROLE_LEADING) * squeeze,
        depth=grow * depth,
    )


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
