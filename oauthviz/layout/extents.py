"""Extents: the room that frames, labels and verticals take, before anything has a place. All in px."""

from __future__ import annotations

from oauthviz.layout.gaps import Item
from oauthviz.layout.problem import Cluster, Problem
from oauthviz.layout.scale import Scale
from oauthviz.layout.sizing import Sized
from oauthviz.layout.structure import Classes
from oauthviz.layout.vertical import Block

CLOUD_SIDE = 46.0
"""How far a cloud's silhouette reaches beyond its box on either side."""
HEADING_INSET, LEAST_INSET = 12.0, 4.0
"""px from a frame's left border to its heading: usually, and where the frame is hardly wider than that."""


OWN_LEAD = 8.0
"""px that a label keeps from the line above it anyway."""


def cluster_pads(cluster: Cluster, scale: Scale) -> tuple[float, float, float]:
    """Room a cluster's frame takes round its boxes: beside, above (heading included), below."""
    if cluster.shape == "cloud":
        return CLOUD_SIDE, 22.0 + scale.zone_strip, 14.0
    # Zones stand side by side and share the width; a boundary has it to itself, and heads clear of its line.
    pad = scale.zone_pad if cluster.shape == "zone" else scale.boundary_pad
    return pad + scale.frame_room, pad + scale.strip(cluster), pad


def side_pad(problem: Problem, classes: Classes, scale: Scale, cluster: Cluster, right: bool) -> float:
    """Room that a cluster's frame and the frames inside it take beside its outermost column on one side."""

    def edge(c: Cluster) -> int:
        columns = [classes.column[b] for b in sorted(c.members)]
        return max(columns) if right else min(columns)

    inner = [
        side_pad(problem, classes, scale, c, right)
        for c in problem.clusters
        if c.members < cluster.members and edge(c) == edge(cluster)
    ]
    return cluster_pads(cluster, scale)[0] + max(inner, default=0.0)


def item_extent(problem: Problem, sized: Sized, item: Item, width: float) -> tuple[float, float]:
    """How far an item's label, badge, pills and flags reach above and below its line, with the label at `width` px."""
    scale = sized.scale
    if not item.labelled:
        return 6.0, 6.0
    edge = item.edge
    radius = sized.badges[edge]
    lines = len(sized.wrap(edge, width).lines)
    text = lines * scale.label_height
    flags = sized.flags_height(edge)
    pill = sized.pill_height(edge)
    line = max(radius + 2, 6.0)
    if item.loop:
        pills = pill + 3 if pill else 0.0
        half = max((text + flags + pills) / 2, line)
        # A label beside its vertical must not be nearer to a line above or below it, however wide the badge is.
        clear = max(6.0, radius + 6.5 - OWN_LEAD)
        return half + clear, half + clear
    below = problem.dense and problem.centred(edge) and pill > 0
    if pill and not below:
        line = max(line, pill / 2 + 3)
    up = line
    if lines:
        lift = max(scale.line_gap, pill / 2 + 3 if pill and not below else 0.0)
        if problem.centred(edge) and radius:
            lift = max(lift, radius + 3)
        # A line above must not be nearer to the label than its own line is.
        up = max(line, text + lift + max(0.0, lift - OWN_LEAD))
    down = line
    if below:
        down = radius + 4 + pill + 2
    if flags:
        down = (down if below else 10.0) + 4 + flags
    return up, down


def separation(problem: Problem, scale: Scale, a: int, b: int, block: Block | None) -> tuple[float, float, float]:
    """Between stacked boxes a (upper) and b: frames of a's clusters that end, clear run, frames of b's that begin."""
    above = below = 0.0
    for c in problem.clusters_of[a]:
        if b not in problem.clusters[c].members:
            above += cluster_pads(problem.clusters[c], scale)[2]
    for c in problem.clusters_of[b]:
        if a not in problem.clusters[c].members:
            below += cluster_pads(problem.clusters[c], scale)[1]
    run = block.height if block else (scale.box_gap if not (above or below) else 12.0)
    return above, run, below
