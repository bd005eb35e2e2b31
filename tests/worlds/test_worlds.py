"""Specs of other worlds than OAuth 2: each is a legal picture, and together they cover what people draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from oauthviz.api import Diagram, icon_names
from oauthviz.spec.archetypes import ARCHETYPES, badge_mode, badge_of
from oauthviz.spec.model import Spec
from oauthviz.spec.reading import load_spec

HERE = Path(__file__).resolve().parent
SPECS = sorted(HERE.glob("*.yaml"))
NAMES = [path.stem for path in SPECS]
SVG = "{http://www.w3.org/2000/svg}"


@cache
def spec_of(name: str) -> Spec:
    return load_spec(HERE / f"{name}.yaml").spec


def worlds() -> list[Spec]:
    return [spec_of(name) for name in NAMES]


def texts_of(spec: Spec) -> Iterator[tuple[str, str]]:
    """Every text that the spec asks for, with its role in the picture."""
    yield "title", spec.title
    yield from ((role, text) for role, text in (("subtitle", spec.subtitle), ("caption", spec.caption)) if text)
    yield from (("zone-name", zone.name) for zone in spec.zones)
    yield from (("boundary-name", boundary.name) for boundary in spec.boundaries if boundary.name)
    for box in spec.boxes:
        yield "box-name", box.name
        if box.role:
            yield "box-role", box.role
        if box.number:
            yield "step", box.number
    mode = badge_mode(spec)
    for arrow in spec.arrows:
        badge = badge_of(arrow, mode)
        if badge:
            yield "step", badge
        if arrow.label:
            yield "arrow-label", arrow.label
        yield from (("protocol", text) for text in arrow.protocol)
        yield from (("callout", text) for text in arrow.callout)
    yield from (("callout", callout.text) for callout in spec.callouts)
    if spec.legend:
        yield from (("legend-text", item.text) for item in spec.legend.items)
        if spec.legend.title:
            yield "legend-title", spec.legend.title


def texts_in(svg: str) -> Iterator[tuple[str, str]]:
    """The role and the words of every text that an SVG shows, read from its lines and not from what it declares."""
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        classes = group.get("class", "").split()
        if classes[:1] == ["text"]:
            words = " ".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))
            yield classes[1], squeezed(words)


def squeezed(text: str) -> str:
    """Without white space, which may turn into a line break."""
    return "".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_a_world_is_a_legal_picture_with_every_word_in_it(name: str) -> None:
    picture = Diagram.load(HERE / f"{name}.yaml").render(effort="draft")
    assert picture.findings == () and picture.check() == ()
    wanted = Counter((role, squeezed(text)) for role, text in texts_of(spec_of(name)))
    assert wanted - Counter(texts_in(picture.svg)) == Counter()


@pytest.mark.parametrize("name", NAMES)
def test_a_world_names_only_icons_that_there_are(name: str) -> None:
    spec = spec_of(name)
    named = [box.icon for box in spec.boxes] + [zone.icon for zone in spec.zones] + [b.icon for b in spec.boundaries]
    assert {icon for icon in named if icon} <= set(icon_names())


@pytest.mark.parametrize("name", NAMES)
def test_a_world_is_drawn_in_the_default_theme(name: str) -> None:
    assert (spec_of(name).theme, spec_of(name).projection) == ("pink-teal", "flat")


def test_the_worlds_are_many_and_of_every_size() -> None:
    assert len(SPECS) >= 44
    sizes = [len(spec.boxes) for spec in worlds()]
    classes = {"1-3": (1, 3, 6), "4-8": (4, 8, 18), "9-14": (9, 14, 12), "15-20": (15, 20, 5), "21-30": (21, 30, 3)}
    counted = {word: sum(least <= size <= most for size in sizes) for word, (least, most, _) in classes.items()}
    assert {word: count for word, count in counted.items() if count < classes[word][2]} == {}
    assert min(sizes) == 1 and max(sizes) == 30


def test_most_worlds_keep_the_default_canvas() -> None:
    sizes = Counter((spec.canvas.width, spec.canvas.height) for spec in worlds())
    assert sizes[1024, 1024] > len(SPECS) / 2
    assert {(720, 1280), (1280, 720), (1600, 900), (2048, 2048), (4096, 4096), (800, 800)} <= set(sizes)


def test_large_worlds_have_large_canvases() -> None:
    for spec in worlds():
        if len(spec.boxes) >= 15:
            assert min(spec.canvas.width, spec.canvas.height) >= (1400 if len(spec.boxes) <= 20 else 2048), spec.title


def test_the_worlds_speak_several_languages() -> None:
    assert {"en", "es", "de", "fr", "pl", "el", "ru", "vi", "fi"} <= {spec.lang for spec in worlds()}


def graph(spec: Spec) -> nx.MultiDiGraph[str]:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.add_nodes_from(box.id for box in spec.boxes)
    made.add_edges_from((source, arrow.to) for arrow in spec.arrows for source in arrow.sources)
    return made


def pairs(spec: Spec) -> set[tuple[str, str]]:
    return {(source, arrow.to) for arrow in spec.arrows for source in arrow.sources}


def is_chain(spec: Spec, boxes: int) -> bool:
    g = graph(spec)
    line = all(g.in_degree(node) <= 1 and g.out_degree(node) <= 1 for node in g)
    return len(g) == boxes and len(spec.arrows) == boxes - 1 and line and nx.is_weakly_connected(g)


def is_ring(spec: Spec) -> bool:
    g = graph(spec)
    turns = all(g.in_degree(node) == g.out_degree(node) == 1 for node in g)
    return len(g) >= 5 and turns and nx.is_strongly_connected(g)


def is_complete_bipartite(spec: Spec, left: int, right: int) -> bool:
    sources, targets = {source for source, _ in pairs(spec)}, {target for _, target in pairs(spec)}
    return not sources & targets and (len(sources), len(targets), len(pairs(spec))) == (left, right, left * right)


def is_six_fold_pair(spec: Spec) -> bool:
    return len(spec.boxes) == 2 and len(spec.arrows) >= 6 and len(pairs(spec)) == 2


def has_zones(spec: Spec, count: int) -> bool:
    return len(spec.zones) == count


def is_of(spec: Spec, archetype: str) -> bool:
    return spec.archetype == archetype


def words(spec: Spec) -> list[str]:
    return [word for _, text in texts_of(spec) for word in text.split()]


def ids(spec: Spec) -> set[str]:
    return {arrow.id for arrow in spec.arrows}


SHAPES: dict[str, Callable[[Spec], bool]] = {
    "one box alone": lambda s: len(s.boxes) == 1,
    "two boxes, six arrows both ways": is_six_fold_pair,
    "a chain of twelve": lambda s: is_chain(s, 12),
    "a hub with twelve spokes": lambda s: len(s.boxes) == 13 and max(d for _, d in graph(s).degree()) >= 12,
    "a ring": is_ring,
    "several components": lambda s: bool(s.arrows) and nx.number_weakly_connected_components(graph(s)) >= 3,
    "a box without arrows among others": lambda s: bool(s.arrows) and nx.number_of_isolates(graph(s)) > 0,
    "boxes and no arrows": lambda s: len(s.boxes) > 3 and not s.arrows,
    "arrows without labels": lambda s: bool(s.arrows) and not any(arrow.label for arrow in s.arrows),
    "self-loops": lambda s: any(arrow.to in arrow.sources for arrow in s.arrows),
    "a tree": lambda s: len(s.boxes) >= 7 and nx.is_arborescence(graph(s)) and not is_chain(s, len(s.boxes)),
    "every pair of three and four": lambda s: is_complete_bipartite(s, 3, 4),
    "zones in zones": lambda s: any(zone.parent for zone in s.zones),
    "a boundary round one box": lambda s: any(len(b.around) == 1 for b in s.boundaries),
    "a boundary round several boxes": lambda s: any(len(b.around) > 2 for b in s.boundaries),
    "many to one": lambda s: any(len(arrow.sources) > 1 for arrow in s.arrows),
    "both ways": lambda s: any(arrow.direction == "both" for arrow in s.arrows),
    "one protocol": lambda s: any(len(arrow.protocol) == 1 for arrow in s.arrows),
    "several protocols on one arrow": lambda s: any(len(arrow.protocol) > 1 for arrow in s.arrows),
    "a flag on an arrow": lambda s: any(arrow.callout for arrow in s.arrows),
    "a callout on a box": lambda s: any(c.on not in ids(s) for c in s.callouts),
    "a callout on an arrow": lambda s: any(c.on in ids(s) for c in s.callouts),
    "a legend with a title": lambda s: s.legend is not None and s.legend.title is not None,
    "a legend without a title": lambda s: s.legend is not None and s.legend.title is None,
    "a legend that names arrows": lambda s: s.legend is not None and any(item.arrows for item in s.legend.items),
    "no legend": lambda s: s.legend is None,
    "no roles": lambda s: len(s.boxes) > 2 and not any(box.role for box in s.boxes),
    "a very long word": lambda s: max(len(word) for word in words(s)) >= 25,
    "a very long label": lambda s: any(190 <= len(arrow.label or "") <= 200 for arrow in s.arrows),
    "a step like 3a": lambda s: any(not arrow.step.isdigit() for arrow in s.arrows),
    "a step that repeats": lambda s: max(Counter(arrow.step for arrow in s.arrows).values(), default=0) > 1,
    "numbers on boxes": lambda s: any(box.number for box in s.boxes),
    "badges that say steps": lambda s: bool(s.arrows) and badge_mode(s) == "step",
    "badges that say stages": lambda s: badge_mode(s) == "stage",
    "no badges": lambda s: badge_mode(s) == "none",
    "hint first": lambda s: s.layout.first is not None,
    "hint columns": lambda s: bool(s.layout.columns),
    "hint same_column": lambda s: bool(s.layout.same_column),
    "hint before": lambda s: bool(s.layout.before),
    **{f"{count} zones": partial(has_zones, count=count) for count in range(2, 7)},
    **{f"the {name} archetype": partial(is_of, archetype=name) for name in ARCHETYPES},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_some_world_has(shape: str) -> None:
    assert any(SHAPES[shape](spec) for spec in worlds())
