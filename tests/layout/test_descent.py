"""Descent: all that is one step from the best structures is looked at, so that none of it is better."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from oauthviz.layout import descent
from oauthviz.layout.candidates import Boxes, boxes_of
from oauthviz.layout.decoding import decoded, encoded, normal
from oauthviz.layout.descent import around, descend, step_count, steps
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.ledger import Ledger
from oauthviz.layout.problem import Problem
from oauthviz.layout.structure import Structure
from tests.layout.strategies import arranged
from tests.layout.support import AREA, problem, sized, structure

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def boxes_at(col: list[int], place: list[int]) -> Boxes:
    order = sorted(range(len(col)), key=place.__getitem__)
    return tuple(tuple(b for b in order if col[b] == c) for c in range(max(col) + 1))


def one_step_away(boxes: Boxes, most: int) -> set[Boxes]:
    """The same by hand: one box taken out and put anywhere, or two boxes exchanged."""
    every = [box for column in boxes for box in column]
    found = []
    for box in every:
        rest = [[b for b in column if b != box] for column in boxes]
        for c, column in enumerate(rest):
            found += [[*rest[:c], [*column[:i], box, *column[i:]], *rest[c + 1 :]] for i in range(len(column) + 1)]
        if len(boxes) < most:
            found += [[*rest[:c], [box], *rest[c:]] for c in range(len(rest) + 1)]
    for a in every:
        for b in every:
            swap = {a: b, b: a}
            found.append([[swap.get(box, box) for box in column] for column in boxes])
    return {tuple(tuple(column) for column in way if column) for way in found}


def whole(p: Problem, s: Structure) -> Structure:
    return Structure([column for column in s.columns if any(entry < p.size for entry in column)])


@FEW
@given(arranged())
def test_every_step_is_looked_at_and_nothing_else(made: tuple[Problem, Structure]) -> None:
    p, s = made[0], whole(*made)
    boxes, count = boxes_of(p, s), len(s.columns)
    for most in (count, count + 1):
        raw = steps(np, *encoded(np, p, s), most)
        assert len(raw[0]) <= step_count(p.size, count)
        col, place = (values.tolist() for values in normal(np, *raw))
        assert {boxes_at(*one) for one in zip(col, place, strict=True)} | {boxes} == one_step_away(boxes, most)


@FEW
@given(arranged())
def test_what_is_encoded_has_the_same_boxes_when_it_is_decoded(made: tuple[Problem, Structure]) -> None:
    p, s = made[0], whole(*made)
    col, place = encoded(np, p, s)
    (again,) = decoded(p, Estimate(p, sized(p), AREA), col[None], place[None])
    assert boxes_of(p, again) == boxes_of(p, s)


@FEW
@given(arranged())
def test_after_a_descent_no_step_from_the_best_is_better(made: tuple[Problem, Structure]) -> None:
    p, s = made[0], whole(*made)
    estimate = Estimate(p, sized(p), AREA)
    ledger = Ledger(np, estimate, 200)
    col, place = encoded(np, p, s)
    (begun,) = ledger.costs(col[None], place[None]).tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(descent, "MOST", 100_000)
        descend(np, ledger, 4)
    cost, col, place = ledger.best.ranked()[0]
    assert cost <= begun
    assert (estimate.costs(*normal(np, *steps(np, col, place, 4))) >= cost).all()


def test_where_too_much_is_one_step_away_nothing_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    p = problem("a b c d", ["a>c", "b>d"])
    for most, looked in ((step_count(4, 2) - 1, False), (step_count(4, 2), True)):
        monkeypatch.setattr(descent, "MOST", most)
        ledger = Ledger(np, Estimate(p, sized(p), AREA), 30)
        col, place = encoded(np, p, structure(p, "a b | d c"))
        ledger.costs(col[None], place[None])
        descend(np, ledger, 2)
        assert (len(ledger.best.ranked()) > 1) == looked


@FEW
@given(arranged())
def test_round_a_structure_the_best_estimates_come_first_and_nothing_that_is_known(
    made: tuple[Problem, Structure],
) -> None:
    p, s = made[0], whole(*made)
    estimate = Estimate(p, sized(p), AREA)
    every = around(p, estimate, s, 4, (), 1000)
    boxes = [boxes_of(p, one) for one in every]
    assert len(set(boxes)) == len(boxes) and set(boxes) | {boxes_of(p, s)} == one_step_away(boxes_of(p, s), 4)
    col, place = (np.array(part) for part in zip(*(encoded(np, p, one) for one in every), strict=True))
    costs = estimate.costs(col, place).tolist()
    assert costs == sorted(costs)
    others = around(p, estimate, s, 4, boxes[::2], 3)
    assert [boxes_of(p, one) for one in others] == boxes[1::2][:3]
