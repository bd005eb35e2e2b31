"""A small sound picture made by hand, the diagram it shows, and means to change one thing in it.

Two boxes in a zone, one in a boundary; `a1` runs from left to right, `a2` from the right box down, and a legend.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from oauthviz.core.geometry import Point, Rect
from oauthviz.graph.model import Canvas, Diagram, Edge, Group, Hints, LegendEntry, Node
from oauthviz.layout.check.model import (
    Drawn,
    DrawnArrow,
    DrawnBox,
    DrawnBranch,
    DrawnDocument,
    DrawnGroup,
    DrawnIcon,
    DrawnLegendItem,
    DrawnText,
)

INK, PAPER = (20, 38, 43), (251, 250, 247)


def corners(rect: Rect) -> tuple[Point, ...]:
    return ((rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.bottom), (rect.x, rect.bottom))


def text(
    role: str, words: str, x: float, y: float, w: float, size: float = 14.0, lines: int = 1, **more: Any
) -> DrawnText:
    """A text whose first line's top left corner is (x, y); lines are `size` tall and 1.22 of it apart."""
    rects = tuple(Rect(x, y + k * 1.22 * size, w, size) for k in range(lines))
    return DrawnText(role, words, size, rects, spoken=words, colour=INK, backdrop=PAPER, **more)


def box(id: str, rect: Rect, zone: str | None = None) -> DrawnBox:
    icon = Rect(rect.x + 12, rect.y + 10, 30, 30)
    return DrawnBox(id, rect, DrawnIcon(icon, INK, PAPER), zone)


def box_texts(id: str, name: str, role: str, rect: Rect) -> tuple[DrawnText, DrawnText]:
    return (
        text("box-name", name, rect.x + 52, rect.y + 16, 60, 15, box=id),
        text("box-role", role, rect.x + 12, rect.y + 50, 90, 11.5, box=id),
    )


def group(id: str, kind: str, rect: Rect, *members: str) -> DrawnGroup:
    return DrawnGroup(id, kind, members, rect, corners(rect))


def arrow(
    id: str, source: str, target: str, *points: Point, both: bool = False, badge: Rect | None = None
) -> DrawnArrow:
    """A one-way or two-way arrow whose heads follow from its points."""
    heads = [head_at(points[-1], points[-2])]
    if both:
        heads.append(head_at(points[0], points[1]))
    branch = DrawnBranch(source, target, points)
    return DrawnArrow(id, id[1:], both, (branch,), tuple(heads), badge, INK, PAPER)


def head_at(tip: Point, origin: Point) -> Rect:
    """A head of 11 x 10 px, 4 px before the tip."""
    ux = (tip[0] > origin[0]) - (tip[0] < origin[0])
    uy = (tip[1] > origin[1]) - (tip[1] < origin[1])
    x, y = tip[0] - 9.5 * ux, tip[1] - 9.5 * uy
    w, h = (11, 10) if ux else (10, 11)
    return Rect(x - w / 2, y - h / 2, w, h)


def badge_at(x: float, y: float, r: float = 10) -> Rect:
    return Rect(x - r, y - r, 2 * r, 2 * r)


ONE, TWO, THREE = Rect(100, 200, 140, 90), Rect(500, 200, 140, 90), Rect(500, 480, 140, 90)
ZONE, CLOUD = Rect(70, 160, 620, 160), Rect(480, 460, 180, 130)

SOUND = Drawn(
    width=800,
    height=900,
    margin=28,
    texts=(
        text("title", "A flow", 40, 40, 200, 40),
        text("zone-name", "Inside", 80, 166, 60, 13, group="zone"),
        text("boundary-name", "Outside", 486, 464, 60, 12, group="cloud"),
        *box_texts("one", "Browser", "Starts the flow", ONE),
        *box_texts("two", "Server", "Answers it", TWO),
        *box_texts("three", "Store", "Keeps it", THREE),
        text("step", "1", 263, 234, 6, 12, arrow="a1"),
        text("arrow-label", "Ask for a token", 290, 222, 120, arrow="a1"),
        text("step", "2", 567, 334, 6, 12, arrow="a2"),
        text("arrow-label", "Keep the token", 582, 360, 110, lines=2, arrow="a2"),
        text("protocol", "HTTPS", 420, 235, 40, 10, arrow="a1", plate=Rect(410, 231, 60, 18)),
        text("callout", "code_challenge", 330, 278, 80, 11, arrow="a1", on="a1", plate=Rect(310, 273, 110, 22)),
        text("legend-number", "1", 70, 754, 6, 12),
        text("legend-text", "The browser asks.", 100, 754, 140, 13),
    ),
    boxes=(box("one", ONE, "zone"), box("two", TWO, "zone"), box("three", THREE)),
    groups=(group("zone", "zone", ZONE, "one", "two"), group("cloud", "boundary", CLOUD, "three")),
    arrows=(
        arrow("a1", "one", "two", (240, 240), (500, 240), badge=badge_at(266, 240)),
        arrow("a2", "two", "three", (570, 290), (570, 480), badge=badge_at(570, 340)),
    ),
    legend=(DrawnLegendItem("1", Rect(70, 750, 200, 20)),),
    legend_frame=Rect(40, 730, 700, 100),
    document=DrawnDocument("A flow", "1. Browser asks.", "img"),
)


def node(id: str, name: str, role: str, zone: str | None) -> Node:
    return Node(id, name, role, "server", ("service",), zone, None, False, False, None)


def edge(id: str, source: str, target: str, label: str, **more: Any) -> Edge:
    protocols, callouts = more.get("protocols", ()), more.get("callouts", ())
    return Edge(id, (source,), target, label, id[1:], id[1:], "request", False, protocols, callouts, int(id[1:]))


DIAGRAM = Diagram(
    title="A flow",
    subtitle="",
    caption="",
    archetype="handshake",
    canvas=Canvas(800, 900),
    lang="en",
    nodes=(
        node("one", "Browser", "Starts the flow", "zone"),
        node("two", "Server", "Answers it", "zone"),
        node("three", "Store", "Keeps it", None),
    ),
    edges=(
        edge("a1", "one", "two", "Ask for a token", protocols=("HTTPS",), callouts=("code_challenge",)),
        edge("a2", "two", "three", "Keep the token"),
    ),
    groups=(
        Group("zone", "Inside", None, ("one", "two"), None, "zone"),
        Group("cloud", "Outside", None, ("three",), None, "rectangle"),
    ),
    legend=(LegendEntry("1", "The browser asks.", ("a1",)),),
    legend_title="",
    legend_shares_numbers=False,
    hints=Hints(),
    description="",
)


def with_text(words: str, drawn: Drawn = SOUND, **changes: Any) -> Drawn:
    """The picture with the first text that reads `words` changed."""
    place = [t.text for t in drawn.texts].index(words)
    return _changed(drawn, "texts", place, changes)


def with_text_at(words: str, x: float, y: float, drawn: Drawn = SOUND) -> Drawn:
    """The picture with the first line of a text moved to (x, y), the others following."""
    old = next(t for t in drawn.texts if t.text == words)
    first = old.lines[0]
    return with_text(words, drawn, lines=tuple(r.moved(x - first.x, y - first.y) for r in old.lines))


def with_box(id: str, drawn: Drawn = SOUND, **changes: Any) -> Drawn:
    return _changed(drawn, "boxes", [b.id for b in drawn.boxes].index(id), changes)


def with_group(id: str, drawn: Drawn = SOUND, **changes: Any) -> Drawn:
    return _changed(drawn, "groups", [g.id for g in drawn.groups].index(id), changes)


def with_arrow(id: str, drawn: Drawn = SOUND, **changes: Any) -> Drawn:
    return _changed(drawn, "arrows", [a.id for a in drawn.arrows].index(id), changes)


def plus(drawn: Drawn = SOUND, **things: Any) -> Drawn:
    """The picture with one more thing of each named kind, e.g. `arrows=…`."""
    return replace(drawn, **{key: (*getattr(drawn, key), thing) for key, thing in things.items()})


def _changed(drawn: Drawn, kind: str, place: int, changes: dict[str, Any]) -> Drawn:
    things = list(getattr(drawn, kind))
    things[place] = replace(things[place], **changes)
    return replace(drawn, **{kind: tuple(things)})
