"""Rules of zones and boundaries: each holds exactly its boxes, and no text lies on a border."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index, text_name
from oauthviz.layout.check.model import DrawnGroup, Finding
from oauthviz.layout.check.plane import Span, holds, inside_outline, outline_meets, outlines_cross, overlaps, shrunk
from oauthviz.layout.check.rules.text import TOUCH

PLATED = ("step", "protocol")
"""Roles with a plate of their own, which may interrupt a border."""


@rule("zone-members")
def zone_members(index: Index) -> Iterator[Finding]:
    """A zone holds all of its boxes and touches no other; with a diagram, they are the diagram's."""
    yield from _members(index, "zone")


@rule("boundary-members")
def boundary_members(index: Index) -> Iterator[Finding]:
    """A boundary's outline goes round all of its boxes and touches no other, a cloud's true outline too."""
    yield from _members(index, "boundary")


@rule("zone-on-zone")
def zone_on_zone(index: Index) -> Iterator[Finding]:
    """Zones are apart, or one lies wholly inside the other because its boxes do."""
    yield from _apart(index, "zone-on-zone", ("zone", "zone"))


@rule("boundary-on-group")
def boundary_on_group(index: Index) -> Iterator[Finding]:
    """A boundary's outline crosses no zone and no other boundary, unless they share only some of their boxes."""
    yield from _apart(index, "boundary-on-group", ("boundary", "zone"))


@rule("text-on-zone-edge")
def text_on_zone_edge(index: Index) -> Iterator[Finding]:
    """No text lies on a zone's border, except plated digits and pills, and the zone's own name."""
    for group, area in index.groups:
        if group.kind != "zone":
            continue
        for line in index.lines:
            if overlaps(area, line.area, TOUCH) and not holds(area, line.area, 0.3):
                text = line.text
                if text.role not in PLATED and not (text.role == "zone-name" and text.group == group.id):
                    yield Finding(
                        "text-on-zone-edge",
                        f"{text_name(text)} lies on the border of zone {group.id}",
                        (text.text, group.id),
                    )


@rule("text-on-boundary-edge")
def text_on_boundary_edge(index: Index) -> Iterator[Finding]:
    """No text lies on a boundary's outline, except plated digits and pills, and the boundary's own name."""
    for group, area in index.groups:
        if group.kind != "boundary":
            continue
        for line in index.lines:
            text = line.text
            if text.role in PLATED or (text.role == "boundary-name" and text.group == group.id):
                continue
            if overlaps(area, line.area, TOUCH) and outline_meets(group.outline, shrunk(line.area, TOUCH)):
                yield Finding(
                    "text-on-boundary-edge",
                    f"{text_name(text)} lies on the border of boundary {group.id}",
                    (text.text, group.id),
                )


def _members(index: Index, kind: str) -> Iterator[Finding]:
    name = f"{kind}-members"
    for group, area in index.groups:
        if group.kind != kind:
            continue
        for box, rect in index.boxes:
            if box.id in group.members:
                if not _around(group, area, rect):
                    yield Finding(name, f"box {box.id} is not inside its {kind} {group.id}", (group.id, box.id))
            elif _touches(group, area, rect):
                yield Finding(name, f"box {box.id} is on {kind} {group.id}, to which it does not belong",
                              (group.id, box.id))  # fmt: skip
        for member in group.members:
            if member not in index.boxes_by_id:
                yield Finding(name, f"{kind} {group.id} names a box {member} that is not drawn", (group.id, member))


def _around(group: DrawnGroup, area: Span, rect: Span) -> bool:
    """Whether the group's border goes round the whole rectangle."""
    if group.kind == "zone":
        return holds(area, rect, TOUCH)
    inner = shrunk(rect, 0.5)
    middle = ((inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2)
    return inside_outline(*middle, group.outline) and not outline_meets(group.outline, inner)


def _touches(group: DrawnGroup, area: Span, rect: Span) -> bool:
    """Whether any of the rectangle lies on or inside the group's border."""
    if not overlaps(area, rect, TOUCH):
        return False
    if group.kind == "zone":
        return True
    middle = ((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2)
    if inside_outline(*middle, group.outline) or outline_meets(group.outline, shrunk(rect, TOUCH)):
        return True
    # a boundary smaller than the box lies in it without its border meeting the box's middle
    return rect[0] < group.outline[0][0] < rect[2] and rect[1] < group.outline[0][1] < rect[3]


def _apart(index: Index, name: str, kinds: tuple[str, str]) -> Iterator[Finding]:
    for place, (a, first) in enumerate(index.groups):
        for b, second in index.groups[place + 1 :]:
            wanted = (a.kind == b.kind == kinds[0]) or (kinds[0] != kinds[1] and {a.kind, b.kind} == set(kinds))
            if not wanted or not overlaps(first, second, TOUCH):
                continue
            ours, theirs = set(a.members), set(b.members)
            if ours <= theirs and _contained(a, first, b, second):
                continue
            if theirs <= ours and _contained(b, second, a, first):
                continue
            partly = bool(ours & theirs) and not ours <= theirs and not theirs <= ours
            if partly and a.kind != b.kind:
                continue
            if not ours & theirs and "boundary" in (a.kind, b.kind) and not _meet(a, b):
                continue
            yield Finding(name, f"{a.kind} {a.id} and {b.kind} {b.id} overlap", (a.id, b.id))


def _contained(inner: DrawnGroup, inside: Span, outer: DrawnGroup, around: Span) -> bool:
    """Whether one group's border lies wholly inside the other's."""
    if outer.kind == "zone":
        return holds(around, inside, TOUCH)
    return inside_outline(*inner.outline[0], outer.outline) and not outlines_cross(inner.outline, outer.outline)


def _meet(a: DrawnGroup, b: DrawnGroup) -> bool:
    """Whether two outlines cross or one lies inside the other."""
    return (
        outlines_cross(a.outline, b.outline)
        or inside_outline(*a.outline[0], b.outline)
        or inside_outline(*b.outline[0], a.outline)
    )
