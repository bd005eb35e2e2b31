"""Every pair of a theme's colours that may meet in some picture, and the contrast that it needs there.

The grid, the legend's outline, a cloud's outline, shadows and glows are left out: what they show is said by something
else too. The window of a browser is one of these; its dots are no sign of anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from oauthviz.core.colours import LARGE_CONTRAST, TEXT_CONTRAST, contrast_ratio, hexadecimal, laid_over, rgb
from oauthviz.theme.checking.faults import Side
from oauthviz.theme.checking.grounds import Ground, box_fills, grounds, tint
from oauthviz.theme.model import Frame, Paint


class Pair(Struct, frozen=True):
    """`front` on `back`: what it is (`thing`), where that is seen (`where`), and the least contrast it needs."""

    front: Side
    back: Side
    thing: str
    least: float
    where: str = ""

    @property
    def ratio(self) -> float:
        return contrast_ratio(rgb(self.front.colour), rgb(self.back.colour))


def pairs(paint: Paint) -> Iterator[Pair]:
    """The table: texts, lines, icons and badges on each surface that they can lie on."""
    under = grounds(paint)
    yield from _headings(paint, under)
    yield from _frames(paint, under)
    for name in sorted({look.tone for look in paint.arrows.values()}):
        yield from _arrows(paint, name, under)
    for name in sorted({*paint.boxes.values(), *(look.tone for look in paint.arrows.values())}):
        yield from _badges(paint, name, under)
    yield from _boxes(paint, under)


def _headings(paint: Paint, under: tuple[Ground, ...]) -> Iterator[Pair]:
    text, secondary = Side("text", paint.text), Side("secondary", paint.secondary)
    for ground in (ground for ground in under if ground.page):
        for title in _title(paint):
            yield Pair(title, ground.side, "the title", LARGE_CONTRAST, ground.where)
        yield Pair(secondary, ground.side, "the subtitle, the caption and the key", TEXT_CONTRAST, ground.where)
    panel = Side("panel.fill", paint.panel.fill)
    yield Pair(text, panel, "the legend", TEXT_CONTRAST)
    number = paint.legend_number
    digits = Side("legend_number.text", number.text)
    yield Pair(digits, Side("legend_number.fill", number.fill), "the legend's numbers", TEXT_CONTRAST)
    if paint.note is not None:
        yield Pair(text, Side("note.fill", paint.note.fill), "the caption on its note", TEXT_CONTRAST)
        yield Pair(secondary, Side("note.fill", paint.note.fill), "the caption on its note", TEXT_CONTRAST)
    if paint.highlighter is not None:
        for swept in (under[0].side, panel):
            side = _over(swept, "highlighter.colour", paint.highlighter.colour, paint.highlighter.opacity)
            yield Pair(text, side, "a heading on the highlighter", TEXT_CONTRAST)


def _title(paint: Paint) -> list[Side]:
    if paint.title.gradient:
        return [Side(f"title.gradient[{i}]", colour) for i, colour in enumerate(paint.title.gradient)]
    if paint.title.tone is not None:
        return [Side(f"tones.{paint.title.tone}.text", paint.tones[paint.title.tone].text)]
    return [Side("text", paint.text)]


def _frames(paint: Paint, under: tuple[Ground, ...]) -> Iterator[Pair]:
    cloud = paint.cloud
    yield Pair(Side("cloud.text", cloud.text), Side("cloud.fill", cloud.fill), "a cloud's heading", TEXT_CONTRAST)
    for kind, frame in (("zone", paint.zone), ("boundary", paint.boundary)):
        for name in frame.tones:
            heading, inside = _heading(paint, frame, name), tint(paint, kind, frame, name)
            yield Pair(heading, inside, f"a {kind}'s heading", TEXT_CONTRAST)
            if paint.highlighter is not None and kind == "zone":
                swept = _over(inside, "highlighter.colour", paint.highlighter.colour, paint.highlighter.opacity)
                yield Pair(heading, swept, f"a {kind}'s heading on the highlighter", TEXT_CONTRAST)
            outline = Side(f"tones.{name}.line", paint.tones[name].line)
            for ground in (ground for ground in under if ground.page):
                yield Pair(outline, ground.side, f"a {kind}'s outline", LARGE_CONTRAST, ground.where)


def _heading(paint: Paint, frame: Frame, name: str) -> Side:
    return Side("text", paint.text) if frame.heading == "ink" else Side(f"tones.{name}.text", paint.tones[name].text)


def _arrows(paint: Paint, name: str, under: tuple[Ground, ...]) -> Iterator[Pair]:
    tone = paint.tones[name]
    text, line = Side(f"tones.{name}.text", tone.text), Side(f"tones.{name}.line", tone.line)
    for ground in under:
        yield Pair(text, ground.side, "an arrow's label", TEXT_CONTRAST, ground.where)
        yield Pair(line, ground.side, "an arrow's line", LARGE_CONTRAST, ground.where)
    yield Pair(text, Side(f"tones.{name}.tile", tone.tile), "the words on a protocol's pill", TEXT_CONTRAST)
    yield Pair(text, Side("surface", paint.surface), "the words on a callout's flag", TEXT_CONTRAST)


def _badges(paint: Paint, name: str, under: tuple[Ground, ...]) -> Iterator[Pair]:
    tone = paint.tones[name]
    digits, badge = Side(f"tones.{name}.badge_text", tone.badge_text), Side(f"tones.{name}.badge", tone.badge)
    if paint.badge.style == "solid":
        yield Pair(digits, badge, "the digits of a badge", TEXT_CONTRAST)
    else:
        badge = Side(f"tones.{name}.line", tone.line)
        disc = _over(Side("surface", paint.surface), badge.key, badge.colour, paint.badge.tint)
        yield Pair(digits, disc, "the digits of a badge", TEXT_CONTRAST)
    for ground in under:
        yield Pair(badge, ground.side, "a badge", LARGE_CONTRAST, ground.where)


def _boxes(paint: Paint, under: tuple[Ground, ...]) -> Iterator[Pair]:
    text, secondary = Side("text", paint.text), Side("secondary", paint.secondary)
    for name in sorted(set(paint.boxes.values())):
        tone = paint.tones[name]
        icon, outline = Side(f"tones.{name}.icon", tone.icon), Side(f"tones.{name}.box_outline", tone.box_outline)
        for fill in box_fills(paint, name):
            yield Pair(text, fill.side, "a box's name", TEXT_CONTRAST, fill.where)
            yield Pair(secondary, fill.side, "a box's role", TEXT_CONTRAST, fill.where)
            if paint.tile.style == "bare":
                yield Pair(icon, fill.side, "an icon", LARGE_CONTRAST, fill.where)
        if paint.tile.style != "bare":
            yield Pair(icon, Side(f"tones.{name}.tile", tone.tile), "an icon", LARGE_CONTRAST, "on its tile")
        if paint.tile.hero_cloud:
            yield Pair(icon, Side("cloud.hero", paint.cloud.hero), "a hero's icon", LARGE_CONTRAST, "on its cloud")
        for ground in under:
            yield Pair(outline, ground.side, "a box's outline", LARGE_CONTRAST, ground.where)


def _over(below: Side, key: str, colour: str, opacity: float) -> Side:
    return Side(f"{key} over {below.key}", hexadecimal(laid_over(rgb(below.colour), rgb(colour), opacity)))
