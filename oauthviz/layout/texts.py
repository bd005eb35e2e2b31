"""The texts of a diagram, where each stands in the spec, and the diagram with some of them shorter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.graph.model import Diagram
from oauthviz.text.clusters import clusters

REMAIN = 3
"""Characters that are left of a text at least."""


class Text(Struct, frozen=True):
    """A text of the spec: its place in the diagram, its path in the spec's model, and what it is.

    `group` is the diagram's field that holds it, empty for the diagram's own texts; `part` its place among several.
    """

    group: str
    index: int
    field: str
    part: int | None
    value: str
    path: tuple[str | int, ...]
    name: str


class Shortening(Struct, frozen=True):
    """`cut` characters taken from a text's end, or from the end of its longest word (`inside`)."""

    text: Text
    cut: int
    inside: bool

    @property
    def shorter(self) -> str:
        return _shortened(self.text.value, self.cut, self.inside)

    @property
    def characters(self) -> int:
        """How many characters shorter the text is."""
        return len(clusters(self.text.value)) - len(clusters(self.shorter))


def texts_of(diagram: Diagram) -> list[Text]:
    """Every text of the spec that could be shorter."""
    found: list[Text] = []

    def add(group: str, i: int, field: str, part: int | None, value: str, path: Sequence[str | int], name: str) -> None:
        if len(clusters(value)) > REMAIN:
            found.append(Text(group, i, field, part, value, tuple(path), name))

    for i, edge in enumerate(diagram.edges):
        add("edges", i, "label", None, edge.label, ("arrows", i, "label"), f"the label of arrow {edge.id}")
        for k, text in enumerate(edge.protocols):
            add("edges", i, "protocols", k, text, ("arrows", i, "protocol", k), f"the protocol of arrow {edge.id}")
        for k, text in enumerate(edge.callouts):
            add("edges", i, "callouts", k, text, ("arrows", i, "callout", k), f"the callout on arrow {edge.id}")
    for i, node in enumerate(diagram.nodes):
        add("nodes", i, "name", None, node.name, ("boxes", i, "name"), f"the name of box {node.id}")
        add("nodes", i, "role", None, node.role, ("boxes", i, "role"), f"the role of box {node.id}")
        for k, text in enumerate(node.callouts):
            add("nodes", i, "callouts", k, text, ("boxes", i), f"the callout on box {node.id}")
    zones = sum(group.shape == "zone" for group in diagram.groups)
    for i, group in enumerate(diagram.groups):
        if i < zones:
            path, name = ("zones", i, "name"), f"the name of zone {group.id}"
        else:
            path, name = ("boundaries", i - zones, "name"), f"the name of the boundary round {group.members[0]}"
        add("groups", i, "name", None, group.name, path, name)
    for i, entry in enumerate(diagram.legend):
        add("legend", i, "text", None, entry.text, ("legend", "items", i, "text"), f"legend item {entry.number}")
    for field in ("title", "subtitle", "caption"):
        add("", 0, field, None, getattr(diagram, field), (field,), f"the {field}")
    return found


def shortened(diagram: Diagram, cuts: Sequence[Shortening]) -> Diagram:
    """The diagram with these texts shortened."""
    for cut in cuts:
        text = cut.text
        change: dict[str, Any] = {text.field: cut.shorter}
        if text.group:
            items = list(getattr(diagram, text.group))
            if text.part is not None:
                several = list(getattr(items[text.index], text.field))
                several[text.part] = cut.shorter
                change[text.field] = tuple(several)
            items[text.index] = replace(items[text.index], **change)
            change = {text.group: tuple(items)}
        diagram = replace(diagram, **change)
    return diagram


def longest_word(text: str) -> str:
    """The word with the most characters, the first of several."""
    return max(text.split(), key=lambda word: len(clusters(word)))


def _shortened(text: str, cut: int, inside: bool) -> str:
    whole = longest_word(text) if inside else text
    shorter = "".join(clusters(whole)[: len(clusters(whole)) - cut]).rstrip()
    return text.replace(whole, shorter, 1)
