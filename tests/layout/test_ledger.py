"""Remembered and shortened estimates: they save work and change nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oauthviz.layout.estimate import Estimate
from oauthviz.layout.ledger import Ledger
from tests.layout.strategies import arranged
from tests.layout.support import AREA, sized

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Counting(Estimate):
    """An estimate that knows how many structures it was asked for."""

    asked = 0

    def costs(self, col: Any, key: Any, bound: Any = None) -> Any:
        self.asked += len(col)
        return super().costs(col, key, bound)


def batch(size: int, random: Any, count: int = 12) -> tuple[Any, Any]:
    """Boxes dealt over columns at random, with the places in the order of all boxes that this gives them."""
    columns, places = [], []
    for _ in range(count):
        order = random.sample(range(size), size)
        cuts = sorted(random.sample(range(1, size), random.randint(0, size - 1)))
        col, place = [0] * size, [0] * size
        for at, box in enumerate(order):
            col[box], place[box] = sum(at >= cut for cut in cuts), at
        columns.append(col)
        places.append(place)
    return np.array(columns, dtype=np.int64), np.array(places, dtype=np.int64)


@FEW
@given(arranged(), st.randoms(use_true_random=False))
def test_a_cost_is_exact_up_to_its_bound_and_known_to_be_above_it_beyond(made: Any, random: Any) -> None:
    p, _ = made
    estimate = Estimate(p, sized(p), AREA)
    col, place = batch(p.size, random)
    exact = estimate.costs(col, place)
    bound = np.array([random.choice([cost - 1, cost, cost + 5000, 0]) for cost in exact.tolist()], dtype=np.int64)
    found = estimate.costs(col, place, bound)
    assert np.where(exact <= bound, found == exact, found > bound).all()


@FEW
@given(arranged(), st.randoms(use_true_random=False))
def test_a_ledger_tells_what_the_estimate_tells_and_asks_it_once(made: Any, random: Any) -> None:
    p, _ = made
    counting = Counting(p, sized(p), AREA)
    exact = Estimate(p, sized(p), AREA)
    ledger = Ledger(np, counting, keep=2)
    col, place = batch(p.size, random)
    different = len({row.tobytes() for row in np.concatenate((col, place), axis=1)})
    for _ in range(3):
        assert ledger.costs(col, place).tolist() == exact.costs(col, place).tolist()
    assert counting.asked == different


@FEW
@given(arranged(), st.randoms(use_true_random=False))
def test_the_best_are_the_same_whatever_is_cut_short(made: Any, random: Any) -> None:
    p, _ = made
    whole, cut = (Ledger(np, Estimate(p, sized(p), AREA), keep=2) for _ in range(2))
    for _ in range(4):
        col, place = batch(p.size, random)
        costs = whole.costs(col, place)
        bound = costs - random.choice([1, 0, 20_000])
        found = cut.costs(col, place, bound)
        assert ((found <= bound) == (costs <= bound)).all()
        told = [[cost for cost, *_ in ledger.best.ranked()] for ledger in (whole, cut)]
        assert told[0] == told[1]
