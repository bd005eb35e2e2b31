"""What the layout's tests share: diagrams from short words, one measurer, and structures solved by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.graph.analysis import ranks
from oauthviz.graph.build import build_diagram
from oauthviz.graph.model import Diagram
from oauthviz.i18n.strings import string_table
from oauthviz.layout.check import Finding, check
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.columns import Columns, set_columns
from oauthviz.layout.cost import price
from oauthviz.layout.decoding import decoded, normal
from oauthviz.layout.engine import lay_out
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.frame import Frame, set_frame
from oauthviz.layout.model import Layout
from oauthviz.layout.population import _starts
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.routes import Routes, route
from oauthviz.layout.scale import scale_for
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solution import Solution, solve
from oauthviz.layout.structure import Structure, complete
from oauthviz.spec.reading import load_spec, spec_from_mapping
from oauthviz.text.typesetter import Typesetter
from oauthviz.theme.loading import load_theme
from oauthviz.theme.metrics import Metrics

AREA = Rect(40, 120, 944, 660)


@cache
def metrics() -> Metrics:
    return load_theme("pink-teal").metrics


@cache
def typesetter() -> Typesetter:
    return Typesetter(missing="error")


def diagram_of(spec: Mapping[str, Any]) -> Diagram:
    """The diagram of a spec that is written as a mapping."""
    return build_diagram(spec_from_mapping(dict(spec), name="test"), string_table("en"))


def diagram_of_file(path: Path) -> Diagram:
    return build_diagram(load_spec(path), string_table("en"))


def spec_of(boxes: str | Sequence[str], arrows: Iterable[str | Mapping[str, Any]] = (), **keys: Any) -> dict[str, Any]:
    """A spec from ids and from arrows such as `a>b`, `a+b>c` (two sources), `a<>b` (both ways) or mappings."""
    ids = boxes.split() if isinstance(boxes, str) else boxes
    return {
        "title": "A title",
        "boxes": [{"id": i, "name": i.capitalize()} for i in ids],
        "arrows": [_arrow(a, n) for n, a in enumerate(arrows, 1)],
        **keys,
    }


def _arrow(arrow: str | Mapping[str, Any], place: int) -> dict[str, Any]:
    if not isinstance(arrow, str):
        return dict(arrow)
    both = "<>" in arrow
    tail, head = arrow.split("<>" if both else ">")
    sources = tail.split("+")
    ends: dict[str, Any] = {"from": sources if len(sources) > 1 else sources[0], "to": head}
    return {**ends, "label": f"Message {place}", **({"direction": "both"} if both else {})}


def diagram(boxes: str, arrows: Iterable[str | Mapping[str, Any]] = (), **keys: Any) -> Diagram:
    return diagram_of(spec_of(boxes, arrows, **keys))


def problem(boxes: str, arrows: Iterable[str | Mapping[str, Any]] = (), **keys: Any) -> Problem:
    return number(diagram(boxes, arrows, **keys))


def structure(p: Problem, columns: str, **choices: Any) -> Structure:
    """The structure with these boxes in its columns (`a b | c`), completed with the links that pass."""
    made = Structure([[p.index[i] for i in part.split()] for part in columns.split("|")], **choices)
    complete(p, made)
    return made


def started(p: Problem, count: int, seed: int) -> Structure:
    """A structure that the search starts from: boxes dealt over `count` columns in the order of the flow, jittered."""
    by_id = ranks(p.diagram)
    order = [by_id[node.id] for node in p.diagram.nodes]
    count = min(count, p.size)
    col, place = normal(np, *_starts(np, p, [count], order, 1, Random(f"{seed}/population")))
    (found,) = decoded(p, Estimate(p, sized(p), AREA), col, place)
    return found


def sized(p: Problem, label: float = 12.5) -> Sized:
    return Sized(p, metrics(), typesetter(), scale_for(metrics(), label, p.dense))


def solution(p: Problem, s: Structure | str, area: Rect = AREA, label: float = 12.5) -> Solution:
    """A structure solved with the rounds of the final fit."""
    found = solve(p, structure(p, s) if isinstance(s, str) else s, sized(p, label), area, 10.0, price, 4)
    assert found is not None, "the structure contradicts itself"
    return found


def routed(p: Problem, solved: Solution) -> tuple[Columns, Routes]:
    columns = set_columns(solved.area, solved.widths, solved.gaps, solved.parts)
    return columns, route(p, solved, columns)


def frame(d: Diagram, dense: bool = False) -> Frame:
    return set_frame(d, metrics(), typesetter(), dense)


_LAYOUTS: dict[Diagram, Layout] = {}


def laid_out(d: Diagram) -> Layout:
    """The draft layout, made once in a process."""
    if d not in _LAYOUTS:
        _LAYOUTS[d] = lay_out(d, metrics(), typesetter(), effort="draft")
    return _LAYOUTS[d]


def broken_rules(layout: Layout) -> tuple[Finding, ...]:
    """The hard rules that a layout breaks."""
    return tuple(check(drawn_of(layout, metrics()), geometry_only=True))


def on_canvas(d: Diagram, width: float, height: float) -> Diagram:
    return replace(d, canvas=replace(d.canvas, width=width, height=height))
