"""Every text of a picture with the path that leads to it."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.lint.model import Path
from oauthviz.spec.model import Spec


def texts_of(spec: Spec) -> Iterator[tuple[Path, str]]:
    """What a reader of the picture sees, in the order of the language's keys; not ids, links and lint's own keys."""
    for key in ("title", "subtitle", "caption", "description"):
        if value := getattr(spec, key):
            yield (key,), value
    for name in ("zones", "boundaries"):
        for i, group in enumerate(getattr(spec, name)):
            if group.name:
                yield (name, i, "name"), group.name
    for i, box in enumerate(spec.boxes):
        yield ("boxes", i, "name"), box.name
        if box.role:
            yield ("boxes", i, "role"), box.role
    for i, arrow in enumerate(spec.arrows):
        if arrow.label:
            yield ("arrows", i, "label"), arrow.label
        for key in ("protocol", "callout"):
            yield from ((("arrows", i, key, j), text) for j, text in enumerate(getattr(arrow, key)))
    for i, callout in enumerate(spec.callouts):
        yield ("callouts", i, "text"), callout.text
    if spec.legend is not None:
        if spec.legend.title:
            yield ("legend", "title"), spec.legend.title
        for i, item in enumerate(spec.legend.items):
            yield ("legend", "items", i, "text"), item.text
