"""Rules of labels: each beside its own arrow, and not nearer to another."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index, Way, text_name
from oauthviz.layout.check.model import Finding
from oauthviz.layout.check.plane import Span, box_of, gap, rect_to_segment

REACH = 21.8
"""px between a label and its arrow, at most: 22, less what measuring by points along the line may gain."""

LEAD = 2.8
"""px by which another arrow may be nearer to a label than its own: 3, less the same."""


@rule("label-near-arrow")
def label_near_arrow(index: Index) -> Iterator[Finding]:
    """A label belongs to a drawn arrow and stands within 22 px of its line."""
    for number, lines, own in _labels(index):
        text = index.drawn.texts[number]
        if not own:
            yield Finding("label-near-arrow", f"{text_name(text)} belongs to no drawn arrow", (text.text,))
            continue
        distance = min(_distance(lines, way, float("inf")) for way in own)
        if distance > REACH - index.drawn.blur:
            yield Finding("label-near-arrow", f"{text_name(text)} is {distance:.0f} px from its arrow", (text.text,))


@rule("label-ambiguous")
def label_ambiguous(index: Index) -> Iterator[Finding]:
    """A label is nearest to its own arrow; another may be nearer by less than 3 px."""
    lead = LEAD - index.drawn.blur
    for number, lines, own in _labels(index):
        if not own:
            continue
        text = index.drawn.texts[number]
        limit = min(_distance(lines, way, float("inf")) for way in own) - lead
        if limit <= 0:
            continue
        nearest: dict[str, float] = {}
        for way in index.ways:
            if way.arrow.id != text.arrow:
                distance = _distance(lines, way, limit)
                if distance < limit:
                    nearest[way.arrow.id] = min(distance, nearest.get(way.arrow.id, distance))
        for arrow, distance in nearest.items():
            yield Finding(
                "label-ambiguous",
                f"{text_name(text)} is {distance:.0f} px from arrow {arrow}, {limit + lead:.0f} px from its own",
                (text.text, arrow),
            )


def _labels(index: Index) -> Iterator[tuple[int, list[Span], list[Way]]]:
    """Each label's number among the texts, its lines and the branches of its arrow."""
    lines: dict[int, list[Span]] = {}
    for line in index.lines:
        if line.text.role == "arrow-label":
            lines.setdefault(line.owner, []).append(line.area)
    ways: dict[str, list[Way]] = {}
    for way in index.ways:
        ways.setdefault(way.arrow.id, []).append(way)
    for number, areas in lines.items():
        yield number, areas, ways.get(index.drawn.texts[number].arrow or "", [])


def _distance(lines: list[Span], way: Way, limit: float) -> float:
    """The least distance of the lines from a branch, or anything of at least `limit` where it is not less."""
    best = limit
    for area in lines:
        if gap(area, way.bounds) >= best:
            continue
        left, top, right, bottom = area
        p = way.points[0]
        for q in way.points[1:]:
            # the box round a segment is never farther than the segment, and quicker to measure: first along each axis
            low, high = (p[0], q[0]) if p[0] < q[0] else (q[0], p[0])
            if left - high < best and low - right < best:
                low, high = (p[1], q[1]) if p[1] < q[1] else (q[1], p[1])
                if top - high < best and low - bottom < best and gap(area, box_of(p, q)) < best:
                    best = min(best, rect_to_segment(area, p, q))
            p = q
    return best
