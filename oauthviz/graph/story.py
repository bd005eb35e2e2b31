"""The long description: the arrows as numbered sentences, for who cannot see the picture."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.graph.model import Edge, Node
from oauthviz.i18n.strings import Strings


def story(nodes: Sequence[Node], edges: Sequence[Edge], by_stage: bool, strings: Strings) -> str:
    """One sentence an arrow in reading order; the boxes' names where there is no arrow."""
    return " ".join(sentences(nodes, edges, by_stage, strings))


def sentences(nodes: Sequence[Node], edges: Sequence[Edge], by_stage: bool, strings: Strings) -> tuple[str, ...]:
    """The sentences of the story one by one."""
    names = {node.id: node.name for node in nodes}
    if not edges:
        return (strings.sentence(strings.text("story-boxes", names=strings.listed([node.name for node in nodes]))),)
    ordered = sorted(edges, key=lambda edge: edge.order)
    return tuple(_sentence(edge, names, by_stage, strings) for edge in ordered)


def _sentence(edge: Edge, names: dict[str, str], by_stage: bool, strings: Strings) -> str:
    sources = strings.listed([names[source] for source in edge.sources])
    way = strings.text("story-both" if edge.both else "story-forward", sources=sources, target=names[edge.target])
    parts = [part for part in (_number(edge, by_stage, strings), way, _said(edge, strings)) if part]
    text = parts[-1]
    for part in reversed(parts[:-1]):
        text = strings.text("story-part", lead=part, rest=text)
    return strings.sentence(text)


def _number(edge: Edge, by_stage: bool, strings: Strings) -> str:
    if by_stage:
        return "" if edge.number is None else strings.text("story-stage", number=edge.number)
    return strings.text("story-step", number=edge.step)


def _said(edge: Edge, strings: Strings) -> str:
    protocols = strings.listed(edge.protocols)
    if not edge.label or not protocols:
        return edge.label or protocols
    return strings.text("story-over", label=edge.label, protocols=protocols)
