"""The engine: legal pictures, the same every time, with the wishes of the spec."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from oauthviz.core import processes
from oauthviz.layout import engine
from oauthviz.layout.candidates import Candidate, boxes_of
from oauthviz.layout.check import figures
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.check.properties import layout_properties
from oauthviz.layout.cost import WEIGHTS
from oauthviz.layout.desk import Desk
from oauthviz.layout.engine import arrange, lay_out
from oauthviz.layout.extents import LEAST_INSET
from oauthviz.layout.fit import Level
from oauthviz.layout.model import Layout
from oauthviz.layout.problem import number
from oauthviz.layout.search import budget_for
from oauthviz.layout.serialise import layout_text
from oauthviz.layout.structure import Structure
from oauthviz.theme.reference import REFERENCE
from tests.conftest import EXAMPLES, child_environment
from tests.layout.support import (
    broken_rules,
    diagram,
    diagram_of,
    diagram_of_file,
    laid_out,
    metrics,
    spec_of,
    typesetter,
)

SPECS: dict[str, dict[str, Any]] = {
    "pair": spec_of("a b", ["a>b", "b>a"]),
    "self-loop": spec_of("a b", ["a>b", "b>b", "b>a", "a>a"]),
    "ring": spec_of("a b c d", ["a>b", "b>c", "c>d", "d>a"]),
    "hub": spec_of("hub a b c d e", [f"hub>{i}" for i in "abcde"]),
    "trunk": spec_of("a b c t u", ["a+b+c>t", "t>u", "u<>a"]),
    "all to all": spec_of("a b c d", [f"{i}>{j}" for i in "abcd" for j in "abcd" if i != j]),
    "bipartite": spec_of("a b c x y z", [f"{i}>{j}" for i in "abc" for j in "xyz"]),
    "lonely": spec_of("a b c", ["a>b"]),
}


@pytest.fixture(params=SPECS)
def layout(request: pytest.FixtureRequest) -> Layout:
    return laid_out(diagram_of(SPECS[request.param]))


def test_no_hard_rule_is_broken(layout: Layout) -> None:
    assert broken_rules(layout) == ()


def test_every_property_of_a_layout_is_kept(layout: Layout) -> None:
    assert layout_properties(layout) == ()


def test_the_finalists_of_a_search_are_different_arrangements_of_the_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    priced: list[Structure] = []
    price = engine._price

    def recorded(desk: Desk, structure: Structure, near: Level | None = None) -> engine.Priced | None:
        if near is None:
            priced.append(structure)
        return price(desk, structure, near)

    monkeypatch.setattr(engine, "_price", recorded)
    monkeypatch.setattr(processes, "_cores", lambda: 1)
    d = diagram_of(SPECS["hub"])
    arrange(d, REFERENCE, typesetter())
    boxes = {boxes_of(number(d), s) for s in priced}
    assert len(boxes) == len(priced) > engine.ABREAST


@pytest.mark.parametrize(("empty", "fitted"), [(0.0, 2), (2.5, 2), (4.5, 4), (50.0, 6)])
def test_more_candidates_are_fitted_while_they_cost_less_than_the_best_price_by_a_margin(
    empty: float, fitted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = diagram("a b c")
    desk = Desk(d, REFERENCE, typesetter())
    orders = list(itertools.permutations(range(3)))
    structures = [*(Structure([list(order)]) for order in orders), *(Structure([[a], [b, c]]) for a, b, c in orders)]
    found = [Candidate(float(cost), structure, True, ()) for cost, structure in enumerate(structures)]
    costs = {c.structure.key(): c.cost for c in found}
    priced: list[float] = []

    def price(desk: Desk, structure: Structure, near: Level | None = None) -> engine.Priced:
        priced.append(costs[structure.key()])
        return engine.Priced(0, priced[-1] + empty, desk.likely_level, structure)

    monkeypatch.setattr(engine, "_price", price)
    monkeypatch.setattr(processes, "_cores", lambda: 1)
    budget = budget_for(desk.problem, "normal")
    best = engine._fit_best(desk.ground(desk.likely_level), desk, found, budget)
    assert best is not None and best.key() == found[0].structure.key()
    assert priced == [float(cost) for cost in range(fitted)] and budget.finalists == 6


def test_the_crossings_of_the_plan_are_those_of_the_picture(layout: Layout) -> None:
    assert dict(layout.cost)["crossings"] == figures(drawn_of(layout, metrics())).crossings


def test_the_cost_is_told_term_by_term(layout: Layout) -> None:
    assert [name for name, _ in layout.cost] == [*WEIGHTS, "broken_rules", "empty_rectangle"]


@pytest.mark.parametrize("name", ["handshake", "how-it-works", "pipeline"])
def test_an_example_is_legal_and_its_crossings_are_those_of_its_plan(name: str) -> None:
    layout = laid_out(diagram_of_file(EXAMPLES / f"{name}.yaml"))
    assert broken_rules(layout) == () and layout_properties(layout) == ()
    assert dict(layout.cost)["crossings"] == figures(drawn_of(layout, metrics())).crossings


@pytest.mark.parametrize("name", ["ring", "trunk"])
def test_the_same_diagram_twice_gives_the_same_layout(name: str) -> None:
    texts = [layout_text(lay_out(diagram_of(SPECS[name]), metrics(), typesetter(), effort="draft")) for _ in range(2)]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_another_process_gives_the_same_layout(seed: str) -> None:
    code = (
        "import json, sys; from tests.layout.support import diagram_of, laid_out;"
        "from oauthviz.layout.serialise import layout_text;"
        "sys.stdout.buffer.write(layout_text(laid_out(diagram_of(json.loads(sys.argv[1])))).encode())"
    )
    command = [sys.executable, "-c", code, json.dumps(SPECS["trunk"])]
    done = subprocess.run(command, env=child_environment(PYTHONHASHSEED=seed), capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode() == layout_text(laid_out(diagram_of(SPECS["trunk"])))


def columns_of(layout: Layout) -> list[list[str]]:
    """The ids of the boxes by column, as they stand on the page."""
    lefts = sorted({box.rect.x for box in layout.boxes})
    by_height = sorted(layout.boxes, key=lambda box: box.rect.y)
    return [[box.id for box in by_height if box.rect.x == left] for left in lefts]


def hinted(arrows: list[str], boxes: str = "a b c d", **hints: Any) -> list[list[str]]:
    return columns_of(laid_out(diagram(boxes, arrows, layout=hints)))


# With the second label the search itself comes to a structure with two loops.
@pytest.mark.parametrize("label", ["ID token / user info", "ID account / user info"])
def test_no_arrow_loops_that_finds_room_between_its_boxes_at_a_tighter_level(label: str, tmp_path: Path) -> None:
    spec = (EXAMPLES / "pipeline.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(spec.replace("ID token / user info", label), encoding="utf-8")
    found = arrange(diagram_of_file(tmp_path / "own.yaml"), REFERENCE, typesetter())
    assert found.columns[1] == ("cache", "api", "authz") and found.sides == ()


def test_the_columns_that_a_hint_asks_for_are_the_columns_of_the_picture() -> None:
    for wanted in ([["c", "d"], ["a", "b"]], [["d"], ["a"], ["b", "c"]]):
        found = hinted(["a>b", "b>c", "c>d"], columns=wanted)
        assert [sorted(column) for column in found] == wanted


def test_the_first_box_of_a_hint_stands_in_the_first_column() -> None:
    for first in "bd":
        assert first in hinted(["a>b", "b>c", "c>d"], first=first)[0]


def test_boxes_that_share_a_column_by_a_hint_do() -> None:
    found = hinted(["a>b", "b>c", "c>d"], same_column=[["a", "d"]])
    assert any({"a", "d"} <= set(column) for column in found)


def test_a_box_that_is_before_another_by_a_hint_stands_farther_left() -> None:
    found = hinted(["a>b", "b>c", "c>d"], before=[["d", "a"]])
    place = {box: c for c, column in enumerate(found) for box in column}
    assert place["d"] < place["a"]


def test_the_arrangement_names_the_columns_of_the_picture() -> None:
    layout = laid_out(diagram_of(SPECS["all to all"]))
    assert [[i for i in column if ">" not in i] for column in layout.arrangement.columns] == columns_of(layout)


def test_a_canvas_of_another_shape_is_used_as_it_is() -> None:
    for width, height in ((1600, 900), (800, 1200)):
        layout = laid_out(diagram_of({**SPECS["ring"], "canvas": {"width": width, "height": height}}))
        assert (layout.width, layout.height) == (width, height)
        assert broken_rules(layout) == ()


def test_a_diagram_without_arrows_is_laid_out() -> None:
    layout = laid_out(diagram("a b c"))
    assert len(layout.boxes) == 3
    assert [f for f in broken_rules(layout) if f.rule != "structure"] == []


def test_a_single_box_is_laid_out() -> None:
    assert len(laid_out(diagram("a", ["a>a"])).boxes) == 1


@pytest.mark.parametrize("name", ["Edge", "Identity and access management", "Persönlichkeitsdatenverarbeitung"])
def test_a_frame_round_one_column_is_as_wide_as_its_name(name: str) -> None:
    spec = spec_of("a b c", ["a>b", "b>c"])
    spec["zones"] = [{"id": "z", "name": name}]
    spec["boxes"][1]["zone"] = "z"
    (zone,) = laid_out(diagram_of(spec)).groups
    assert zone.name is not None
    for line in zone.name.line_rects():
        assert zone.rect.x + LEAST_INSET - 0.1 <= line.x and line.right <= zone.rect.right - LEAST_INSET + 0.1
