"""Gaps: what runs in them, in which order it stands and where it docks."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.layout.gaps import LEFT, RIGHT, build_items, order_items, side_ports
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.structure import ACROSS, LOOP, Structure, classify, complete
from tests.layout.strategies import specs
from tests.layout.support import diagram_of, problem, solution, structure

QUICK = settings(max_examples=50, deadline=None, derandomize=True)


def test_parallel_arrows_of_a_pair_stand_in_reading_order() -> None:
    p = problem("a b", ["b>a", "a>b", "b>a", "a<>b"])
    solved = solution(p, "a | b")
    assert [p.edges[i.edge].order for i in solved.gaps[1]] == [0, 1, 2, 3]
    heights = [solved.placement.item[i.link, 1] for i in solved.gaps[1]]
    assert heights == sorted(heights)


def test_reading_order_is_that_of_the_steps_rather_than_of_the_list() -> None:
    arrows = [{"from": "a", "to": "b", "label": f"Step {n}", "step": n} for n in (3, 1, 2)]
    p = problem("a b", arrows)
    solved = solution(p, "a | b")
    assert [p.edges[i.edge].number for i in solved.gaps[1]] == ["1", "2", "3"]


def test_loops_stand_at_the_ends_of_a_side() -> None:
    p = problem("a b c d", ["a>c", "a>d", "b>d", "c>d"])
    s = structure(p, "a b c | d")
    solved = solution(p, s)
    loop = next(k for k, kind in enumerate(solved.classes.kind) if kind == LOOP)
    right_of_a = [pin[3] for pin in solved.ports[p.index["a"], RIGHT]]
    right_of_c = [pin[3] for pin in solved.ports[p.index["c"], RIGHT]]
    assert right_of_a[-1] == loop and right_of_c[0] == loop


def test_of_two_loops_the_farther_reaching_one_goes_round_the_other() -> None:
    p = problem("a b c d", ["a>c", "a>d", "b>d"])
    solved = solution(p, structure(p, "a b c d"))
    assert [pin[3] for pin in solved.ports[p.index["a"], RIGHT]] == [1, 0]
    assert [pin[3] for pin in solved.ports[p.index["d"], RIGHT]] == [2, 1]


def test_a_loop_to_the_left_docks_on_the_left() -> None:
    p = problem("a b c", ["a>c"])
    solved = solution(p, structure(p, "a b c", left_loops=frozenset({0})))
    assert set(solved.ports) == {(p.index["a"], LEFT), (p.index["c"], LEFT)}
    assert [len(items) for items in solved.gaps] == [1, 0]


def test_a_loop_on_one_box_has_two_ports_of_its_own() -> None:
    p = problem("a b", ["a>a", "a>b"])
    solved = solution(p, "a | b")
    loop = [pin for pin in solved.ports[p.index["a"], RIGHT] if pin[3] == 0]
    assert len(loop) == 2 and len(set(loop)) == 2


def test_a_trunk_is_one_item_with_a_port_at_each_source_and_one_at_the_target() -> None:
    p = problem("a b t", ["a+b>t"])
    solved = solution(p, "a b | t")
    (item,) = solved.gaps[1]
    assert item.links == (0, 1) and len(item.left) == 2 and len(item.right) == 1 and item.labelled


def in_gap_order(gaps: list[list[Any]], ports: dict[Any, list[Any]]) -> None:
    """Nothing that docks at one side stands in another order than in its gap."""
    place = {(pin, g): n for g, items in enumerate(gaps) for n, i in enumerate(items) if not i.loop
             for pin in (*i.left, *i.right)}  # fmt: skip
    for pins in ports.values():
        for g in range(len(gaps)):
            places = [place[pin, g] for pin in pins if (pin, g) in place]
            assert places == sorted(places)


@st.composite
def dealt(draw: st.DrawFn) -> tuple[Problem, Structure]:
    p = number(diagram_of(draw(specs())))
    order = draw(st.permutations(range(p.size)))
    count = draw(st.integers(1, min(4, p.size)))
    columns: list[list[int]] = [[] for _ in range(count)]
    for i, box in enumerate(order):
        columns[i % count].append(box)
    links = st.frozensets(st.integers(0, len(p.links) - 1))
    s = Structure(columns, draw(links), draw(links))
    complete(p, s)
    return p, s


@QUICK
@given(dealt())
def test_each_link_has_one_item_in_each_gap_that_it_crosses_and_each_label_one_in_all(case: Any) -> None:
    p, s = case
    classes = classify(p, s)
    gaps = build_items(p, s, classes)
    labelled = [i.edge for items in gaps for i in items if i.labelled]
    assert len(labelled) == len(set(labelled))
    for link in p.links:
        k = link.index
        found = [g for g, items in enumerate(gaps) for i in items if k in i.links]
        if classes.kind[k] == ACROSS:
            low, high = classes.column[classes.first[k]], classes.column[classes.second[k]]
            assert found == list(range(low + 1, high + 1))
        else:
            assert len(found) == (1 if classes.kind[k] == LOOP else 0)


@QUICK
@given(dealt(), st.randoms(use_true_random=False))
def test_ports_of_a_side_follow_the_order_of_their_gap(case: Any, random: Any) -> None:
    p, s = case
    classes = classify(p, s)
    gaps = build_items(p, s, classes)
    height = [float(random.randint(0, 900)) for _ in range(p.size)]
    passing = {("pass", e - p.size, c, 0, 0): float(random.randint(0, 900))
               for c, entries in enumerate(s.columns) for e in entries if e >= p.size}  # fmt: skip
    order_items(p, gaps, passing, height)
    ports = side_ports(p, classes, gaps)
    in_gap_order(gaps, ports)
    assert all(len(pins) == len(set(pins)) for pins in ports.values())
