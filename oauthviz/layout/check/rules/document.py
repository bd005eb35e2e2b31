"""What a finished file must be beside its shapes: safe, complete in itself, readable without eyes."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index
from oauthviz.layout.check.model import Finding


@rule("structure")
def structure(index: Index) -> Iterator[Finding]:
    """A picture has boxes and texts, and no two boxes, groups or arrows share an id."""
    drawn = index.drawn
    for what, things in (("box", drawn.boxes), ("text", drawn.texts)):
        if not things:
            yield Finding("structure", f"the picture has no {what}")
    for what, ids in (
        ("boxes", [b.id for b in drawn.boxes]),
        ("zones or boundaries", [g.id for g in drawn.groups]),
        ("arrows", [a.id for a in drawn.arrows]),
    ):
        for each in sorted({i for i in ids if ids.count(i) > 1}):
            yield Finding("structure", f"several {what} are called {each}", (each,))


@rule("self-contained", "content")
def self_contained(index: Index) -> Iterator[Finding]:
    """Nothing in the file points outside it."""
    if index.drawn.document:
        for reference in index.drawn.document.external:
            yield Finding("self-contained", f"the file refers to '{reference}'", (reference,))


@rule("safe-elements", "content")
def safe_elements(index: Index) -> Iterator[Finding]:
    """The file holds no script, no animation, no foreign content and no event handler."""
    if index.drawn.document:
        for name in index.drawn.document.forbidden:
            yield Finding("safe-elements", f"the file holds <{name}>, which a picture may not", (name,))


@rule("accessible", "content")
def accessible(index: Index) -> Iterator[Finding]:
    """The file says its title, a description and its role to those who do not see it."""
    document = index.drawn.document
    if document:
        for what, value in (("title", document.title), ("desc", document.description), ("role", document.role)):
            if not value.strip():
                yield Finding("accessible", f"the file has no {what}", (what,))
