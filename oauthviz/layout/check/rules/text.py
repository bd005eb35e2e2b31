"""Rules of text: drawn, large enough, true to its words, free of other text, inside the margin."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index, text_name
from oauthviz.layout.check.model import Finding
from oauthviz.layout.check.plane import enters, holds, overlaps, shrunk, span

TOUCH = 0.5
"""px that two things may share in one direction before they count as overlapping; less than a reader can see."""

OWN_LINES_TOUCH = 3.0
"""px by which a descender may reach into the next line of its own text."""

FLOORS = {
    "title": 24.0,
    "box-name": 13.0,
    "legend-text": 12.0,
    "arrow-label": 11.0,
    "box-role": 10.5,
}
"""Smallest legible type by role in px, whatever the canvas."""

LOWEST_FLOOR = 9.0
"""Smallest type in px of the roles that FLOORS does not name: digits, pills, callouts."""


@rule("text-drawn")
def text_drawn(index: Index) -> Iterator[Finding]:
    """Every text has at least one visible line."""
    for text in index.drawn.texts:
        if not text.lines:
            yield Finding("text-drawn", f"{text_name(text)} has no visible line", (text.text,))


@rule("type-floor")
def type_floor(index: Index) -> Iterator[Finding]:
    """Type is at or above the floor of its role."""
    for text in index.drawn.texts:
        floor = FLOORS.get(text.role, LOWEST_FLOOR)
        if text.size < floor - 0.01:
            yield Finding("type-floor", f"{text_name(text)} is {text.size:.1f} px, less than {floor:g}", (text.text,))


@rule("type-size")
def type_size(index: Index) -> Iterator[Finding]:
    """A text is drawn at the size that it claims: its tallest line is .35 to 2.2 times as tall."""
    tallest: dict[int, float] = {}
    for line in index.lines:
        tallest[line.owner] = max(tallest.get(line.owner, 0.0), line.area[3] - line.area[1])
    for number, height in tallest.items():
        text = index.drawn.texts[number]
        if not 0.35 * text.size <= height <= 2.2 * text.size:
            yield Finding(
                "type-size", f"{text_name(text)} claims {text.size:.1f} px and is {height:.1f} px tall", (text.text,)
            )


@rule("text-differs", "content")
def text_differs(index: Index) -> Iterator[Finding]:
    """What a screen reader finds is what the picture shows, spaces apart."""
    for text in index.drawn.texts:
        if text.spoken is not None and "".join(text.spoken.split()) != "".join(text.text.split()):
            yield Finding("text-differs", f"{text_name(text)} is spoken as '{text.spoken[:44]}'", (text.text,))


@rule("in-canvas")
def in_canvas(index: Index) -> Iterator[Finding]:
    """Everything lies inside the canvas margin."""
    limit = index.limit
    for line in index.lines:
        if not holds(limit, line.area, 0.0):
            yield Finding("in-canvas", f"{text_name(line.text)} leaves the canvas margin", (line.text.text,))
    things = [(f"box {box.id}", box.id, area) for box, area in index.boxes]
    things += [(f"{group.kind} {group.id}", group.id, area) for group, area in index.groups]
    things += [(f"arrow {way.arrow.id}", way.arrow.id, way.bounds) for way in index.ways]
    things += [(f"a head of arrow {head.arrow.id}", head.arrow.id, head.area) for head in index.heads]
    things += [(mark.name, mark.arrow or mark.box or "", mark.area) for mark in index.marks]
    things += [(f"the plate of {text_name(t)}", t.text, span(t.plate)) for t in index.drawn.texts if t.plate]
    if index.drawn.legend_frame:
        things.append(("the legend", "legend", span(index.drawn.legend_frame)))
    for name, subject, area in things:
        if not holds(limit, area, TOUCH):
            yield Finding("in-canvas", f"{name} leaves the canvas margin", (subject,))


@rule("text-on-text")
def text_on_text(index: Index) -> Iterator[Finding]:
    """No line of text touches another, of its own text or of any other."""
    lines = index.lines
    # from top to bottom, so that only lines at the same height are compared
    order = sorted(range(len(lines)), key=lambda k: (lines[k].area[1], k))
    hits = []
    for place, i in enumerate(order):
        a = lines[i].area
        bottom, left, right = a[3] - TOUCH, a[0] + TOUCH, a[2] - TOUCH
        for j in order[place + 1 :]:
            b = lines[j].area
            if b[1] >= bottom:
                break
            if b[0] < right and b[2] > left and overlaps(a, b, TOUCH):
                hits.append((min(i, j), max(i, j)))
    for i, j in sorted(hits):
        first, second = lines[i], lines[j]
        if first.owner == second.owner and not overlaps(first.area, second.area, OWN_LINES_TOUCH):
            continue
        yield Finding(
            "text-on-text",
            f"{text_name(first.text)} and {text_name(second.text)} overlap",
            (first.text.text, second.text.text),
        )


@rule("plate-free")
def plate_free(index: Index) -> Iterator[Finding]:
    """A pill or flag lies on no other text, plate, badge or foreign box, and on no line but its own arrow's."""
    plated = [(text, span(text.plate)) for text in index.drawn.texts if text.plate]
    for place, (text, plate) in enumerate(plated):
        name, subject = f"the plate of {text_name(text)}", text.text
        for other, area in plated[place + 1 :]:
            if overlaps(plate, area, TOUCH):
                yield Finding("plate-free", f"{name} lies on that of {text_name(other)}", (subject, other.text))
        for line in index.lines:
            if line.text is not text and overlaps(plate, line.area, TOUCH):
                yield Finding("plate-free", f"{name} lies on {text_name(line.text)}", (subject, line.text.text))
        for mark in index.marks:
            if overlaps(plate, mark.area, TOUCH):
                yield Finding("plate-free", f"{name} lies on the {mark.name}", (subject,))
        for box, area in index.boxes:
            if box.id != text.box and overlaps(plate, area, TOUCH):
                yield Finding("plate-free", f"{name} lies on box {box.id}", (subject, box.id))
        for way in index.ways:
            if way.arrow.id not in (text.arrow, text.on) and enters(way.points, shrunk(plate, TOUCH)):
                yield Finding("plate-free", f"{name} lies on the line of arrow {way.arrow.id}", (subject, way.arrow.id))
