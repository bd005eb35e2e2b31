"""The texts of a spec that a translation replaces, each with a context that stays when lists change their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from oauthviz.i18n.protected import has_words
from oauthviz.spec.model import Arrow, Spec, default_arrow_id

Path = tuple[str | int, ...]


class Message(Struct, frozen=True):
    """A text to translate.

    `context` is gettext's msgctxt. `sort` is the same for texts of one sort (`box.name`), whatever they belong to.
    `path` leads to the text in the spec's model. `what` tells a translator what it is.
    """

    context: str
    sort: str
    text: str
    path: Path
    what: str


def messages_of(spec: Spec) -> tuple[Message, ...]:
    """Every text of a spec that holds a word to translate, in the order of the language's keys.

    What consists of protected words alone (`POST /token`) is left out.
    """
    return tuple(message for message in _all_texts(spec) if has_words(message.text))


def with_texts(data: dict[str, Any], texts: Mapping[Path, str]) -> dict[str, Any]:
    """A spec's plain data with other texts at the paths of its messages; `data` itself is changed and returned."""
    for path, text in texts.items():
        target: Any = data
        for part in path[:-1]:
            target = target[part]
        target[path[-1]] = text
    return data


def arrow_keys(spec: Spec) -> tuple[str, ...]:
    """What contexts call each arrow: its own id, else its ends (`browser>app`, the next one between them `…#2`).

    A default id counts places, so it would name another arrow as soon as one is put in before it.
    """
    seen: Counter[str] = Counter()
    keys = []
    for i, arrow in enumerate(spec.arrows):
        key = arrow.id
        if arrow.id == default_arrow_id(i):
            key = _numbered(f"{'+'.join(arrow.sources)}>{arrow.to}", seen)
        keys.append(key)
    return tuple(keys)


def _all_texts(spec: Spec) -> Iterator[Message]:
    yield Message("title", "title", spec.title, ("title",), "The picture's heading")
    for key, what in (
        ("subtitle", "The line under the heading"),
        ("caption", "The line at the foot of the picture"),
        ("description", "The description for who cannot see the picture; it is not drawn"),
    ):
        text = getattr(spec, key)
        if text:
            yield Message(key, key, text, (key,), what)
    yield from _frames(spec)
    yield from _boxes(spec)
    yield from _arrows(spec)
    yield from _callouts(spec)
    yield from _legend(spec)


def _frames(spec: Spec) -> Iterator[Message]:
    for i, zone in enumerate(spec.zones):
        yield Message(f"zone.{zone.id}.name", "zone.name", zone.name, ("zones", i, "name"), "The heading of a zone")
    seen: Counter[str] = Counter()
    names = {box.id: box.name for box in spec.boxes}
    for i, boundary in enumerate(spec.boundaries):
        key = _numbered(boundary.around[0], seen)
        if boundary.name:
            inside = ", ".join(names[box] for box in boundary.around)
            what = f"The heading of an outline round: {inside}"
            yield Message(f"boundary.{key}.name", "boundary.name", boundary.name, ("boundaries", i, "name"), what)


def _boxes(spec: Spec) -> Iterator[Message]:
    for i, box in enumerate(spec.boxes):
        yield Message(f"box.{box.id}.name", "box.name", box.name, ("boxes", i, "name"), "The name of a box")
        if box.role:
            what = f"What the box '{box.name}' does, under its name"
            yield Message(f"box.{box.id}.role", "box.role", box.role, ("boxes", i, "role"), what)


def _arrows(spec: Spec) -> Iterator[Message]:
    for i, (arrow, key) in enumerate(zip(spec.arrows, arrow_keys(spec), strict=True)):
        ends = _ends(arrow, spec)
        if arrow.label:
            what = f"The label of the arrow {ends}"
            yield Message(f"arrow.{key}.label", "arrow.label", arrow.label, ("arrows", i, "label"), what)
        for field, what in (("protocol", "A pill on the arrow"), ("callout", "A flag on the arrow")):
            for k, text in enumerate(getattr(arrow, field)):
                context = f"arrow.{key}.{field}" + (f".{k + 1}" if k else "")
                yield Message(context, f"arrow.{field}", text, ("arrows", i, field, k), f"{what} {ends}")


def _callouts(spec: Spec) -> Iterator[Message]:
    keys = dict(zip((arrow.id for arrow in spec.arrows), arrow_keys(spec), strict=True))
    boxes = {box.id: box.name for box in spec.boxes}
    seen: Counter[str] = Counter()
    for i, callout in enumerate(spec.callouts):
        on = callout.on if callout.on in boxes else keys.get(callout.on, callout.on)
        what = f"A flag on the box '{boxes[callout.on]}'" if callout.on in boxes else "A flag on an arrow"
        yield Message(
            f"callout.{_numbered(on, seen)}.text", "callout.text", callout.text, ("callouts", i, "text"), what
        )


def _legend(spec: Spec) -> Iterator[Message]:
    if spec.legend is None:
        return
    if spec.legend.title:
        yield Message(
            "legend.title", "legend.title", spec.legend.title, ("legend", "title"), "The heading of the legend"
        )
    for i, item in enumerate(spec.legend.items):
        path = ("legend", "items", i, "text")
        yield Message(f"legend.{i + 1}.text", "legend.text", item.text, path, f"Item {i + 1} of the legend")


def _ends(arrow: Arrow, spec: Spec) -> str:
    names = {box.id: box.name for box in spec.boxes}
    sources, target = ", ".join(names[source] for source in arrow.sources), names[arrow.to]
    return f"between '{sources}' and '{target}'" if arrow.direction == "both" else f"from '{sources}' to '{target}'"


def _numbered(key: str, seen: Counter[str]) -> str:
    seen[key] += 1
    return key if seen[key] == 1 else f"{key}#{seen[key]}"
