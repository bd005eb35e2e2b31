"""Rules of completeness: all that the diagram asks for is drawn once, as written, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from oauthviz.graph.model import Diagram
from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index
from oauthviz.layout.check.model import Finding

COUNTED = (
    "title", "subtitle", "caption", "zone-name", "boundary-name", "box-name", "box-role", "arrow-label", "protocol",
    "callout", "legend-title", "legend-number", "legend-text",
)  # fmt: skip
"""Roles whose texts the diagram lists; badges' digits have a rule of their own."""


def wanted_texts(diagram: Diagram) -> dict[str, Counter[str]]:
    """How often a diagram asks for each text, by role."""
    edges, nodes, groups = diagram.edges, diagram.nodes, diagram.groups
    lists: dict[str, Iterable[str]] = {
        "title": [diagram.title],
        "subtitle": [diagram.subtitle],
        "caption": [diagram.caption],
        "zone-name": [g.name for g in groups if g.shape == "zone"],
        "boundary-name": [g.name for g in groups if g.shape != "zone"],
        "box-name": [n.name for n in nodes],
        "box-role": [n.role for n in nodes],
        "arrow-label": [e.label for e in edges],
        "protocol": [p for e in edges for p in e.protocols],
        "callout": [c for e in edges for c in e.callouts] + [c for n in nodes for c in n.callouts],
        "legend-title": [diagram.legend_title] if diagram.legend else [],
        "legend-number": [entry.number for entry in diagram.legend],
        "legend-text": [entry.text for entry in diagram.legend],
    }
    return {role: Counter(text for text in texts if text) for role, texts in lists.items()}


@rule("text-missing", "content")
def text_missing(index: Index) -> Iterator[Finding]:
    """Every string of the diagram is drawn in its role as often as the diagram has it, spelled as written."""
    if index.diagram is None:
        return
    have: dict[str, Counter[str]] = {role: Counter() for role in COUNTED}
    for text in index.drawn.texts:
        if text.role in have:
            have[text.role][text.text] += 1
    wanted = wanted_texts(index.diagram)
    for role in COUNTED:
        for words, count in wanted[role].items():
            drawn = have[role][words]
            # crowded pictures drop the legend's default heading to save its row
            if drawn < count and (role != "legend-title" or index.diagram.legend_titled):
                yield Finding("text-missing", f"{role} '{words}' is drawn {drawn} times, not {count}", (words,))


@rule("text-extra", "content")
def text_extra(index: Index) -> Iterator[Finding]:
    """No string is drawn that the diagram does not have, nor more often than it has it."""
    if index.diagram is None:
        return
    wanted = wanted_texts(index.diagram)
    strings = Counter(value for _, value in index.diagram.strings)
    have: dict[str, Counter[str]] = {role: Counter() for role in (*COUNTED, "key-label")}
    for text in index.drawn.texts:
        if text.role in have:
            have[text.role][text.text] += 1
    for role, texts in have.items():
        for words, drawn in texts.items():
            count = 1 if role == "key-label" and words in strings else wanted.get(role, Counter())[words]
            if drawn > count:
                yield Finding("text-extra", f"{role} '{words}' is drawn {drawn} times, not {count}", (words,))


@rule("box-missing", "content")
def box_missing(index: Index) -> Iterator[Finding]:
    """Every box of the diagram is drawn, and no other."""
    if index.diagram is not None:
        yield from _same("box-missing", "box", [n.id for n in index.diagram.nodes], list(index.boxes_by_id))


@rule("group-missing", "content")
def group_missing(index: Index) -> Iterator[Finding]:
    """Every zone and boundary of the diagram is drawn with the boxes it has, and no other."""
    if index.diagram is None:
        return
    drawn = {group.id: group for group, _ in index.groups}
    yield from _same("group-missing", "zone or boundary", [g.id for g in index.diagram.groups], list(drawn))
    for group in index.diagram.groups:
        if group.id in drawn and sorted(drawn[group.id].members) != sorted(group.members):
            yield Finding("group-missing", f"{group.id} is drawn with other boxes than the diagram's", (group.id,))


@rule("arrow-missing", "content")
def arrow_missing(index: Index) -> Iterator[Finding]:
    """Every arrow of the diagram is drawn from each of its sources to its target, and no other."""
    if index.diagram is None:
        return
    ends: dict[str, list[tuple[str, str]]] = {arrow.id: [] for arrow in index.drawn.arrows}
    for way in index.ways:
        ends[way.arrow.id].append((way.branch.source, way.branch.target))
    yield from _same("arrow-missing", "arrow", [e.id for e in index.diagram.edges], list(ends))
    for edge in index.diagram.edges:
        if edge.id not in ends:
            continue
        wanted = [(source, edge.target) for source in edge.sources]
        for source, target in wanted:
            if (source, target) not in ends[edge.id]:
                yield Finding("arrow-missing", f"arrow {edge.id} has no line from {source} to {target}", (edge.id,))
        for source, target in ends[edge.id]:
            if (source, target) not in wanted:
                yield Finding("arrow-missing", f"arrow {edge.id} has a line too many, {source} to {target}", (edge.id,))


@rule("step-number", "content")
def step_number(index: Index) -> Iterator[Finding]:
    """An arrow shows exactly its number, or none where it has none."""
    if index.diagram is None:
        return
    for edge in index.diagram.edges:
        shown = [t.text for t in index.drawn.texts if t.role == "step" and t.arrow == edge.id]
        wanted = [edge.number] if edge.number is not None else []
        if shown != wanted:
            yield Finding("step-number", f"arrow {edge.id} shows {shown}, not {wanted}", (edge.id,))
    for node in index.diagram.nodes:
        shown = [t.text for t in index.drawn.texts if t.role == "step" and t.box == node.id]
        wanted = [node.number] if node.number is not None else []
        if shown != wanted:
            yield Finding("step-number", f"box {node.id} shows {shown}, not {wanted}", (node.id,))


@rule("arrow-direction", "content")
def arrow_direction(index: Index) -> Iterator[Finding]:
    """A two-way arrow is drawn as one, and no other is."""
    if index.diagram is None:
        return
    both = {edge.id: edge.both for edge in index.diagram.edges}
    for arrow in index.drawn.arrows:
        if both.get(arrow.id, arrow.both) != arrow.both:
            wanted = "both ways" if both[arrow.id] else "one way"
            yield Finding("arrow-direction", f"arrow {arrow.id} should point {wanted}", (arrow.id,))


def _same(name: str, what: str, wanted: list[str], drawn: list[str]) -> Iterator[Finding]:
    """Findings for ids that are only in one of the lists."""
    for each in wanted:
        if each not in drawn:
            yield Finding(name, f"{what} {each} is not drawn", (each,))
    for each in drawn:
        if each not in wanted:
            yield Finding(name, f"{what} {each} is drawn but not in the diagram", (each,))
