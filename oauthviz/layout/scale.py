"""The scale: type sizes and distances that follow from a label size. All in px."""

from __future__ import annotations

from msgspec import Struct

from oauthviz.core.slab import SLOPE
from oauthviz.graph.model import Canvas
from oauthviz.layout.problem import Cluster
from oauthviz.theme.metrics import Metrics

LEADING, LEAST_LEADING = 1.22, 1.17
ROLE_LEADING, LEAST_ROLE_LEADING = 1.32, 1.28
"""Heights of lines in type sizes: in comfort, squeezed (design system, section 2)."""
HEADING_LEADING = 1.2
LEVELLING = 0.6
"""px by which a route may still move a port to make a nearly level stretch level."""
HEAD_CLEAR = 4.0
"""px that an arrowhead with its gap has at least before something else may come near its line."""
LEAST_PAD, LEAST_DENSE_PAD, LEAST_SLAB_PAD = 7.0, 6.5, 3.5
"""px of a box's padding at least, in usual and in dense pictures; where boxes are slabs, half their depth is taken
from it down to the third."""
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
    `frame_room`: what frames keep farther from their boxes' sides than their padding. `on_border`: the largest type of
    zones' names that interrupt their border, 0 where they stand inside; `border_line`, `border_air`: room for a line of
    such a name, and below it besides the padding.
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
    on_border: float = 0.0
    border_line: float = 0.0
    border_air: float = 0.0

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
        lines = 2 if cluster.index in self.stacked else 1
        if self.interrupted(cluster.shape):
            return lines * self.border_line + self.border_air
        return self.zone_strip + (lines - 1) * self.heading * HEADING_LEADING

    def interrupted(self, shape: str) -> bool:
        """Whether the headings of frames of this shape interrupt their border."""
        return shape == "zone" and self.on_border > 0

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
    heading = max(sizes.zone_name_min, sizes.zone_name_ratio * label)
    on_border = max(heading, sizes.border_name_ratio * label) if metrics.zone_heading == "border" else 0.0
    depth, least_pad = metrics.slab_depth(dense), LEAST_DENSE_PAD if dense else LEAST_PAD
    return Scale(
        grow=grow,
        label=label,
        name=max(sizes.name_min, sizes.name_ratio * label),
        role=max(sizes.role_min, sizes.role_ratio * label),
        step=min(max(11.0 if not dense else 10.5, sizes.step_ratio * label), STEP_MOST),
        pill=pill,
        heading=heading,
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
        zone_strip=heading * LEADING + 5 * grow,
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
        on_border=on_border,
        border_line=HEADING_LEADING * (on_border + (heading - on_border) * squeeze),
        border_air=between(6.0, 0.0),
    )
