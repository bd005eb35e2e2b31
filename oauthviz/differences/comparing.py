"""What differs between two pictures, told by the things in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from math import hypot
from typing import Literal, get_args

from msgspec import Struct

from oauthviz.core.geometry import Polyline, Rect
from oauthviz.core.numbers import fmt
from oauthviz.differences.drawing import Drawing, Thing, Words

Aspect = Literal[
    "text", "added", "removed", "order", "kind", "moved", "resized", "way", "colour", "type", "lines", "drawing"
]

TOLERANCE = 0.5
"""px that a thing may shift before it counts as moved."""

_ROLES = {"arrow-label": "label", "box-name": "name", "box-role": "role", "zone-name": "name", "boundary-name": "name",
          "legend-title": "title", "legend-text": "text", "legend-number": "number", "key-label": "label",
          "protocol": "protocol", "callout": "callout", "step": "number"}  # fmt: skip


class Change(Struct, frozen=True):
    """One difference. `thing` names it (`arrow a1`); `before` and `after` are where it is in px, or None."""

    aspect: Aspect
    thing: str
    message: str
    before: Rect | None = None
    after: Rect | None = None


def compare_drawings(old: Drawing, new: Drawing) -> tuple[Change, ...]:
    """Every difference that a reader would name: texts first, then what came and went, then places and paint."""
    found: list[Change] = []
    for one, other in _pairs(old.things, new.things):
        if one is None and other is not None:
            found.append(Change("added", named(other), f"{_described(other)} is new", None, other.rect))
        elif other is None and one is not None:
            found.append(Change("removed", named(one), f"{_described(one)} is gone", one.rect, None))
        elif one is not None and other is not None:
            found += _of_thing(one, other)
    # the long description repeats the texts, so it is news only where they are none
    found += _of_page(old, new, retold=any(c.aspect in ("text", "added", "removed", "kind") for c in found))
    order: tuple[Aspect, ...] = get_args(Aspect)
    return tuple(sorted(found, key=lambda change: order.index(change.aspect)))


def named(thing: Thing) -> str:
    """`arrow a1`, or `title` for what is there once."""
    word = thing.kind.replace("-", " ")
    return f"{word} {thing.id}" if thing.id else word


def _described(thing: Thing) -> str:
    said = next((words.text for words in thing.words if words.role not in ("step", "legend-number")), "")
    return f'{named(thing)} "{said}"' if said and said != thing.id else named(thing)


def _of_page(old: Drawing, new: Drawing, retold: bool) -> Iterator[Change]:
    if (old.width, old.height) != (new.width, new.height):
        sizes = [f"{fmt(d.width)} x {fmt(d.height)}" for d in (old, new)]
        yield Change("resized", "canvas", f"the canvas is {sizes[1]} px instead of {sizes[0]}")
    if old.description != new.description and not retold:
        message = "the long description tells the story in other words"
        yield Change("lines", "description", message)


def _pairs(old: Sequence[Thing], new: Sequence[Thing]) -> Iterator[tuple[Thing | None, Thing | None]]:
    """What belongs together: the same id and words, else the same words, else the same id.

    Ids of arrows may be their place in the list, so one arrow put in between changes all ids after it; the words then
    tell which is which.
    """
    rest_old, rest_new = list(old), list(new)
    pairs: list[tuple[Thing | None, Thing | None]] = []
    for key in (_whole, _signature, _ends, _name):
        waiting: dict[object, list[Thing]] = defaultdict(list)
        for thing in rest_new:
            waiting[key(thing)].append(thing)
        left = []
        for thing in rest_old:
            if waiting[key(thing)]:
                match = waiting[key(thing)].pop(0)
                rest_new = [other for other in rest_new if other is not match]
                pairs.append((thing, match))
            else:
                left.append(thing)
        rest_old = left
    yield from pairs
    yield from ((thing, None) for thing in rest_old)
    yield from ((None, thing) for thing in rest_new)


def _name(thing: Thing) -> object:
    return thing.kind, thing.id


def _ends(thing: Thing) -> object:
    return thing.kind, thing.id, thing.data.get("from"), thing.data.get("to")


def _signature(thing: Thing) -> object:
    """What an arrow says, without its id and number; other things are known by their id alone."""
    if thing.kind != "arrow":
        return _name(thing)
    texts = tuple(words.text for words in thing.words if words.role != "step")
    return thing.kind, thing.data.get("from"), thing.data.get("to"), texts


def _whole(thing: Thing) -> object:
    return thing.id, _signature(thing)


def _of_thing(old: Thing, new: Thing) -> Iterator[Change]:
    name = named(new)
    if old.id != new.id:
        yield Change("order", name, f"{named(old)} is now {name}", old.rect, new.rect)
    yield from _of_data(old, new, name)
    moved = list(_of_place(old, new, name))
    yield from moved
    yield from _of_words(old, new, name, told=bool(moved))
    for part, key in sorted(set(old.paint) | set(new.paint)):
        before, after = (sorted(thing.paint.get((part, key), ())) for thing in (old, new))
        if before != after:
            gone, come = ([c for c in these if c not in those] for these, those in ((before, after), (after, before)))
            said = f"{', '.join(gone) or 'nothing'} → {', '.join(come) or 'nothing'}"
            yield Change("colour", name, f"{name}: {_part_word(part)} {key} {said}", old.rect, new.rect)


def _of_data(old: Thing, new: Thing, name: str) -> Iterator[Change]:
    for key in sorted(set(old.data) | set(new.data)):
        before, after = old.data.get(key, ""), new.data.get(key, "")
        if before != after and not (key in ("step", "n") and _text_of(new, ("step", "legend-number")) == after):
            said = f"{before or 'none'} → {after or 'none'}"
            yield Change("kind", name, f"{name}: {key} {said}", old.rect, new.rect)


def _text_of(thing: Thing, roles: Iterable[str]) -> str:
    return next((words.text for words in thing.words if words.role in roles), "")


def _of_place(old: Thing, new: Thing, name: str) -> Iterator[Change]:
    if old.kind in ("background", "legend", "key"):
        return
    if old.ways or new.ways:
        if len(old.ways) != len(new.ways) or any(map(_apart, old.ways, new.ways)):
            yield Change("way", name, f"{name} takes another way", old.rect, new.rect)
        return
    if old.rect is None or new.rect is None:
        return
    dx, dy = new.rect.x - old.rect.x, new.rect.y - old.rect.y
    dw, dh = new.rect.w - old.rect.w, new.rect.h - old.rect.h
    # a text that says something else is as wide as it is, and stands where that lets it
    said_else = old.kind not in ("box", "zone", "boundary", "callout") and _said(old) != _said(new)
    if said_else:
        return
    if max(abs(dw), abs(dh)) > TOLERANCE:
        sizes = [f"{fmt(r.w, 0)} x {fmt(r.h, 0)}" for r in (old.rect, new.rect)]
        yield Change("resized", name, f"{name} is {sizes[1]} px instead of {sizes[0]}", old.rect, new.rect)
    elif max(abs(dx), abs(dy)) > TOLERANCE:
        yield Change("moved", name, f"{name} moved by {_vector(dx, dy)} px", old.rect, new.rect)


def _said(thing: Thing) -> list[str]:
    return [words.text for words in thing.words]


def _vector(dx: float, dy: float) -> str:
    return f"{fmt(dx, 1)}, {fmt(dy, 1)}"


def _apart(one: Polyline, other: Polyline) -> bool:
    """Whether two ways are not the same one."""
    if len(one) != len(other):
        return True
    return any(hypot(p[0] - q[0], p[1] - q[1]) > TOLERANCE for p, q in zip(one, other, strict=True))


def _of_words(old: Thing, new: Thing, name: str, told: bool) -> Iterator[Change]:
    for role in dict.fromkeys(words.role for words in (*old.words, *new.words)):
        if role == "step" and old.id != new.id:
            continue  # its number follows from its place, as its id does
        before, after = ([w for w in thing.words if w.role == role] for thing in (old, new))
        word = _ROLES.get(role, role)
        subject = name if word == name or role == old.kind else f"{name}: {word}"
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, _texts(before), _texts(after), False).get_opcodes():
            if tag == "equal":
                for one, other in zip(before[i1:i2], after[j1:j2], strict=True):
                    yield from _of_same_text(one, other, name, word, told)
                continue
            for k in range(max(i2 - i1, j2 - j1)):
                was = before[i1 + k] if i1 + k < i2 else None
                now = after[j1 + k] if j1 + k < j2 else None
                message = f"{subject} {_quoted(was)} → {_quoted(now)}"
                yield Change("text", name, message, was.rect if was else None, now.rect if now else None)


def _texts(words: Sequence[Words]) -> list[str]:
    return [each.text for each in words]


def _quoted(words: Words | None) -> str:
    return f'"{words.text}"' if words else "nothing"


def _of_same_text(old: Words, new: Words, name: str, word: str, told: bool) -> Iterator[Change]:
    subject = name if word == name else f"{word} of {name}"
    if fmt(old.size, 1) != fmt(new.size, 1):
        sizes = f"{fmt(old.size, 1)} → {fmt(new.size, 1)} px"
        yield Change("type", name, f"{subject}: type {sizes}", old.rect, new.rect)
    elif old.lines != new.lines:
        yield Change("lines", name, f"{subject} has {new.lines} lines instead of {old.lines}", old.rect, new.rect)
    elif not told and old.rect is not None and new.rect is not None:
        dx, dy = new.rect.cx - old.rect.cx, new.rect.cy - old.rect.cy
        if max(abs(dx), abs(dy)) > TOLERANCE:
            yield Change("moved", name, f"{subject} moved by {_vector(dx, dy)} px", old.rect, new.rect)


def _part_word(part: str) -> str:
    return _ROLES.get(part, part.replace("-", " "))
