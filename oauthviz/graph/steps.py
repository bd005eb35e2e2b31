"""The reading order by the numbers that it goes by, and a diagram up to one of them."""

from __future__ import annotations

import re

from msgspec.structs import replace

from oauthviz.graph.model import Diagram, LegendEntry
from oauthviz.graph.story import story
from oauthviz.i18n.strings import Strings

_NUMBER = re.compile(r"(\d*)(.*)", re.DOTALL)

Rank = tuple[int, str]


def rank(number: str) -> Rank:
    """3 before 3a before 10; what does not start with digits comes last."""
    match = _NUMBER.fullmatch(number)
    digits, rest = (match[1], match[2]) if match else ("", number)
    return (int(digits), rest) if digits else (10**6, rest)


def steps_of(diagram: Diagram, by_stage: bool) -> tuple[str, ...]:
    """The steps (or stages) of a diagram in reading order, each once."""
    return tuple(dict.fromkeys(number for _, number in _read(diagram, by_stage) if number))


def up_to(diagram: Diagram, number: str, by_stage: bool, strings: Strings) -> Diagram:
    """The diagram with the arrows that are read up to `number`, the last one of it included.

    All else stays but what later arrows need: their callouts, and the legend's items that stand for none but later
    ones. The description is the story so far, whatever the spec says of the whole. Raises ValueError for a number
    that is none of `steps_of`.
    """
    read = _read(diagram, by_stage)
    last = max((place for place, (_, found) in enumerate(read) if found == number), default=None)
    if last is None:
        raise ValueError(number)
    shown = frozenset(edge for edge, _ in read[: last + 1])
    edges = tuple(edge for edge in diagram.edges if edge.id in shown)

    def is_told(entry: LegendEntry) -> bool:
        if entry.edges:
            return not shown.isdisjoint(entry.edges)
        return not diagram.legend_shares_numbers or rank(entry.number) <= rank(number)

    return replace(
        diagram,
        edges=edges,
        legend=tuple(entry for entry in diagram.legend if is_told(entry)),
        description=story(diagram.nodes, edges, by_stage, strings),
    )


def _read(diagram: Diagram, by_stage: bool) -> list[tuple[str, str]]:
    """The arrows' ids in reading order, each with the number under which it is read.

    An arrow without a stage is read under that of the one before it, the first ones under none.
    """
    found: list[tuple[str, str]] = []
    number = ""
    for edge in sorted(diagram.edges, key=lambda edge: edge.order):
        number = (edge.number or number) if by_stage else edge.step
        found.append((edge.id, number))
    return found
