"""Framing: the heights of clusters' frames in the linear programme, and what has to stay above, inside or below them.

A frame holds its boxes and the frames inside it. Whatever else stands in its columns keeps out of it, on the side that
the order of the column says.
"""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import CLOUD_INNER
from oauthviz.layout.extents import cluster_pads
from oauthviz.layout.gaps import Pin
from oauthviz.layout.lp import LinearProgram
from oauthviz.layout.problem import Cluster, Problem
from oauthviz.layout.scale import Scale
from oauthviz.layout.structure import Classes, Structure
from oauthviz.layout.vertical import Block

# Weights, in cost per px; the climb of an arrow costs 1.
EDGE_ALIGN = 0.6
"""Charge on what keeps a column, or a zone that owns its columns, from the area's top and bottom."""
CLUSTER_HEIGHT = 0.05


def set_frames(
    problem: Problem,
    structure: Structure,
    lp: LinearProgram,
    scale: Scale,
    area: Rect,
    top: list[int],
    bottom: list[int],
    overflow: int,
) -> dict[int, tuple[int, int]]:
    """The variables of each cluster's top and bottom, round its boxes and round the frames inside it, by cluster."""
    frames: dict[int, tuple[int, int]] = {}
    for c, cluster in enumerate(problem.clusters):
        # Zones that have columns to themselves are the columns: their frames share the area's top and bottom.
        height = -EDGE_ALIGN if _owns_columns(problem, structure, cluster) else CLUSTER_HEIGHT
        a = lp.variable(area.y, cost=-height)
        b = lp.variable(area.y, cost=height)
        frames[c] = (a, b)
        lp.at_least({overflow: 1.0, b: -1.0}, -area.bottom)
        _, above, below = cluster_pads(cluster, scale)
        if cluster.shape == "cloud":
            # A cloud's silhouette leaves only part of its rectangle to the box; the shares come with the outline.
            (box,) = cluster.members
            _, head, _, foot = CLOUD_INNER
            lp.at_least({top[box]: 1.0, a: head - 1, b: -head}, 1.0)
            lp.at_least({a: 1 - foot, b: foot, bottom[box]: -1.0}, 1.0)
        for box in sorted(cluster.members):
            lp.apart(top[box], a, above)
            lp.apart(b, bottom[box], below)
    for c, cluster in enumerate(problem.clusters):
        for d, outer in enumerate(problem.clusters):
            if c != d and cluster.members < outer.members:
                _, above, below = cluster_pads(outer, scale)
                lp.apart(frames[c][0], frames[d][0], above)
                lp.apart(frames[d][1], frames[c][1], below)
    return frames


def keep_clusters_apart(
    problem: Problem,
    structure: Structure,
    classes: Classes,
    lp: LinearProgram,
    top: list[int],
    bottom: list[int],
    pin: dict[Pin, int],
    frames: dict[int, tuple[int, int]],
    blocks: dict[tuple[int, int], Block],
    spare: int,
) -> None:
    """What stands in a cluster's columns and is no member stays above or below its frame, by its place in the order.

    `spare` is the variable of the px by which passing links keep farther off than they must.
    """
    n = problem.size
    for c, cluster in enumerate(problem.clusters):
        columns = [classes.column[b] for b in sorted(cluster.members)]
        for col in range(min(columns), max(columns) + 1):
            entries = structure.columns[col]
            own = [i for i, e in enumerate(entries) if e in cluster.members]
            if not own:
                continue
            for i, e in enumerate(entries):
                if e in cluster.members or own[0] < i < own[-1]:
                    continue
                if e >= n:
                    v = pin[("pass", e - n, col, 0, 0)]
                    low, high = (frames[c][0], v) if i < own[0] else (v, frames[c][1])
                    lp.at_least({low: 1.0, high: -1.0, spare: -1.0}, 9)
                elif i < own[0]:
                    lp.apart(frames[c][0], bottom[e], _frame_gap(blocks.get((e, entries[own[0]]))))
                else:
                    lp.apart(top[e], frames[c][1], _frame_gap(blocks.get((entries[own[-1]], e))))
            for d, other in enumerate(problem.clusters):
                if d == c or cluster.members & other.members:
                    continue
                theirs = [i for i, e in enumerate(entries) if e in other.members]
                if theirs and own[-1] < theirs[0]:
                    lp.apart(frames[d][0], frames[c][1], _frame_gap(blocks.get((entries[own[-1]], entries[theirs[0]]))))


def hold_side(
    lp: LinearProgram,
    scale: Scale,
    frame: tuple[int, int],
    cluster: Cluster,
    item: int,
    extent: tuple[float, float],
    side: int,
) -> None:
    """Keep a labelled item above (side -1), inside (0) or below (1) a frame; `extent`: its reach up and down in px."""
    strip = scale.strip(cluster)
    if side == 0:
        lp.apart(item, frame[0], extent[0] + 3 + strip)
        lp.apart(frame[1], item, extent[1] + 3)
    elif side > 0:
        lp.apart(item, frame[1], extent[0] + 3)
    else:
        lp.apart(frame[0], item, extent[1] + 3)


def _owns_columns(problem: Problem, structure: Structure, cluster: Cluster) -> bool:
    if cluster.shape != "zone":
        return False
    columns = [{e for e in entries if e < problem.size} for entries in structure.columns]
    return all(boxes <= cluster.members for boxes in columns if boxes & cluster.members)


def _frame_gap(block: Block | None) -> float:
    """Clear run at a frame's border: the verticals' labels must not lie on it."""
    return max(12.0, block.height) if block else 12.0
