"""For every rule, the sound picture with one thing changed that breaks exactly that rule."""

from __future__ import annotations

from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.graph.model import Diagram
from oauthviz.layout.check.model import Drawn, DrawnArrow, DrawnDocument
from tests.check.pictures import (
    DIAGRAM,
    SOUND,
    arrow,
    badge_at,
    box,
    corners,
    edge,
    group,
    plus,
    text,
    with_arrow,
    with_box,
    with_group,
    with_text,
    with_text_at,
)

DOCUMENT = DrawnDocument("A flow", "1. Browser asks.", "img")
FAR = Rect(100, 480, 140, 90)


def _more_boxes(*boxes: tuple[str, Rect]) -> Drawn:
    drawn = SOUND
    for id, rect in boxes:
        drawn = plus(drawn, boxes=box(id, rect))
    return drawn


def _beside(apart: float) -> Drawn:
    """Two heads apart enough, two lines `apart` px from each other for 90 px."""
    drawn = plus(_more_boxes(("four", FAR)), arrows=arrow("a3", "one", "four", (140, 290), (140, 480)))
    points = ((140 + apart, 290), (140 + apart, 400), (210, 400), (210, 480))
    return plus(drawn, arrows=arrow("a4", "one", "four", *points))


def _three_and_four(x: float, y: float) -> Drawn:
    """Two more arrows into one more box, the second ending at (x, y)."""
    drawn = plus(_more_boxes(("four", FAR)), arrows=arrow("a3", "one", "four", (140, 290), (140, 480)))
    return plus(drawn, arrows=arrow("a4", "one", "four", (x, 290), (x, y)))


def _numbered_beside_a_line(y: float) -> Drawn:
    """A level line at y 525 between two more boxes, and the number of a third box at (300, y)."""
    drawn = with_box("one", _more_boxes(("four", FAR), ("five", Rect(360, 480, 100, 90))), badge=badge_at(300, y))
    return plus(drawn, arrows=arrow("a3", "four", "five", (240, 525), (360, 525)))


def _slanted(aside: float) -> DrawnArrow:
    """A line that moves aside while it runs 120 px down."""
    return arrow("a3", "one", "four", (140, 290), (140, 320), (140 + aside, 440), (140 + aside, 480))


# The sound picture without its diagram's words: what is added here belongs to no diagram.
GEOMETRY: dict[str, Drawn] = {
    "structure": plus(groups=group("zone", "boundary", Rect(60, 590, 40, 40))),
    "text-drawn": with_text("A flow", lines=()),
    "type-floor": with_text("A flow", size=23, lines=(Rect(40, 40, 200, 23),)),
    "type-size": with_text("A flow", lines=(Rect(40, 40, 200, 12),)),
    "in-canvas": with_text_at("A flow", 4, 40),
    "text-on-text": plus(texts=text("subtitle", "Every word of it", 120, 60, 100)),
    "plate-free": with_text("code_challenge", plate=Rect(310, 273, 110, 22).moved(0, -50)),
    "box-icon": with_box("three", icon=None),
    "box-on-box": _more_boxes(("four", FAR), ("five", FAR.moved(139, 0))),
    "text-leaves-box": with_text_at("Keeps it", 560, 530),
    "text-on-icon": with_text_at("Keeps it", 512, 512),
    "text-on-box": plus(texts=text("key-label", "Request", 200, 270, 60)),
    "legend-apart": plus(boxes=box("four", Rect(100, 660, 140, 80))),
    "zone-members": with_group("zone", members=("one",)),
    "boundary-members": with_group("cloud", members=()),
    "zone-on-zone": plus(groups=group("other", "zone", Rect(40, 180, 50, 100))),
    "boundary-on-group": with_group("cloud", rect=Rect(480, 310, 220, 280), outline=corners(Rect(480, 310, 220, 280))),
    "text-on-zone-edge": plus(texts=text("key-label", "Request", 300, 312, 60)),
    "text-on-boundary-edge": plus(texts=text("key-label", "Request", 640, 580, 60)),
    "arrow-drawn": plus(arrows=replace(arrow("a3", "one", "two", (300, 600), (340, 600)), branches=())),
    "arrow-head": with_arrow("a2", heads=()),
    "arrow-diagonal": plus(_more_boxes(("four", FAR)), arrows=_slanted(40)),
    "arrow-attached": plus(_more_boxes(("four", FAR)), arrows=arrow("a3", "one", "four", (140, 290), (140, 450))),
    "arrow-approach": plus(
        _more_boxes(("four", FAR)),
        arrows=arrow("a3", "one", "four", (140, 290), (140, 471), (180, 471), (180, 480)),
    ),
    "arrow-through-box": plus(
        _more_boxes(("four", Rect(100, 590, 140, 90)), ("five", Rect(110, 400, 120, 90))),
        arrows=arrow("a3", "one", "four", (140, 290), (140, 590)),
    ),
    "arrow-through-text": with_text_at("Ask for a token", 290, 231),
    "arrow-on-arrow": _beside(2),
    "arrow-too-close": _beside(5),
    "head-free": _three_and_four(149, 480),
    "label-near-arrow": with_text_at("Keep the token", 594, 360),
    "label-ambiguous": with_text_at(
        "Keep the token",
        588,
        360,
        plus(
            _more_boxes(("four", Rect(710, 420, 62, 90)), ("five", Rect(710, 200, 62, 90))),
            arrows=arrow("a3", "five", "four", (712 - 1, 215), (700, 215), (700, 450), (710, 450)),
        ),
    ),
    "badge-off-line": with_arrow("a2", badge=badge_at(566, 340)),
    "badge-on-badge": with_box("one", badge=badge_at(250, 226)),
    "badge-on-text": plus(texts=text("key-label", "Request", 574, 325, 60)),
    "badge-on-box": with_arrow("a1", badge=badge_at(248, 240)),
    "badge-on-arrow": _numbered_beside_a_line(525),
    "stem-free": with_text("code_challenge", stem=((410, 273), (410, 240))),
}

CONTENT: dict[str, tuple[Drawn, Diagram]] = {
    "self-contained": (replace(SOUND, document=replace(DOCUMENT, external=("https://example.org/a.png",))), DIAGRAM),
    "safe-elements": (replace(SOUND, document=replace(DOCUMENT, forbidden=("script",))), DIAGRAM),
    "accessible": (replace(SOUND, document=replace(DOCUMENT, title="")), DIAGRAM),
    "text-differs": (with_text("A flow", spoken="A f1ow"), DIAGRAM),
    "text-missing": (SOUND, replace(DIAGRAM, subtitle="Told in three steps")),
    "text-extra": (plus(texts=text("subtitle", "Told in three steps", 40, 100, 100)), DIAGRAM),
    "box-missing": (_more_boxes(("four", FAR)), DIAGRAM),
    "group-missing": (
        SOUND,
        replace(DIAGRAM, groups=(replace(DIAGRAM.groups[0], members=("one",)), DIAGRAM.groups[1])),
    ),
    "arrow-missing": (
        SOUND,
        replace(DIAGRAM, edges=(*DIAGRAM.edges, replace(edge("a3", "one", "three", ""), number=None))),
    ),
    "step-number": (with_text("2", text="3", spoken="3"), DIAGRAM),
    "arrow-direction": (
        with_arrow("a2", both=True, heads=(*SOUND.arrows[1].heads, Rect(565, 294, 10, 11))),
        DIAGRAM,
    ),
    "text-invisible": (with_text("A flow", hidden=True), DIAGRAM),
    "contrast": (with_text("Ask for a token", colour=(150, 150, 150)), DIAGRAM),
}

# What the faults above look like once they are mended, where that is more than leaving them out.
MENDED: dict[str, Drawn] = {
    "structure": plus(groups=group("other", "boundary", Rect(60, 590, 40, 40))),
    "type-floor": with_text("A flow", size=24, lines=(Rect(40, 40, 200, 24),)),
    "in-canvas": with_text_at("A flow", 16.5, 40),
    "text-on-text": plus(texts=text("subtitle", "Every word of it", 120, 80.5, 100)),
    "box-on-box": _more_boxes(("four", FAR), ("five", FAR.moved(140, 0))),
    "zone-on-zone": plus(groups=group("other", "zone", Rect(20, 180, 50, 100))),
    "boundary-on-group": with_group("cloud", rect=Rect(480, 320, 220, 270), outline=corners(Rect(480, 320, 220, 270))),
    "text-on-zone-edge": plus(texts=text("key-label", "Request", 300, 321, 60)),
    "arrow-diagonal": plus(_more_boxes(("four", FAR)), arrows=_slanted(6)),
    "arrow-approach": plus(
        _more_boxes(("four", FAR)),
        arrows=arrow("a3", "one", "four", (140, 290), (140, 466), (180, 466), (180, 480)),
    ),
    "arrow-through-text": with_text_at("Ask for a token", 290, 225),
    "arrow-on-arrow": _beside(6),
    "arrow-too-close": _beside(6),
    "head-free": _three_and_four(151, 480),
    "badge-on-box": with_arrow("a1", badge=badge_at(250, 240)),
    "badge-on-arrow": _numbered_beside_a_line(515),
    "badge-on-badge": with_box("one", badge=badge_at(245, 226)),
    "stem-free": with_text("code_challenge", stem=((407, 273), (407, 240))),
}
