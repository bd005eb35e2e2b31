"""Columns: what the verticals beside the boxes keep free of one another and of the labels."""

from __future__ import annotations

import pytest

from oauthviz.layout import columns
from oauthviz.layout.channels import Net
from oauthviz.layout.check.rules.labels import LEAD
from tests.layout.support import problem, solution

LEADING_INK = 1.5
"""px by which the ink of a label's first line begins below the top of its line at least."""


@pytest.mark.parametrize("step", [1, 10, 100])
def test_a_line_keeps_farther_from_a_loops_label_than_the_rules_ask_for(
    step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = ("Confirm the ticket", "Read the list of all events and all that they hold")
    arrows = [{"from": s, "to": t, "label": labels[n], "step": step + n} for n, (s, t) in enumerate(("ac", "bd"))]
    p = problem("a b c d", arrows)
    solved = solution(p, "a b c d")
    met: list[Net] = []
    real = columns.route_channel
    monkeypatch.setattr(columns, "route_channel", lambda nets: met.extend(nets) or real(nets))
    columns.channel_gaps(
        p, solved.structure, solved.classes, solved.sized, solved.placement, solved.gaps, list(solved.caps)
    )
    loops = [net for net in met if net.inner is None and net.mark is not None]
    assert len(loops) == 2
    for net, item in zip(loops, [item for items in solved.gaps for item in items], strict=True):
        text = len(solved.sized.wrap(item.edge, solved.caps[item.gap]).lines) * solved.sized.scale.label_height
        own = solved.sized.badges[item.edge] + 6.5
        assert min(net.reach) >= text / 2 - LEADING_INK + own - LEAD + 0.5
