"""Random specs: each comes out legal, or is refused because it does not fit."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from oauthviz.core.diagnostics import FitError
from oauthviz.layout.check import figures
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.check.properties import layout_properties
from tests.layout.strategies import specs
from tests.layout.support import broken_rules, diagram_of, laid_out, metrics


# A layout takes too long to be shrunk as well: tests/benchmarks/random_specs.py looks at many.
@settings(
    max_examples=20, deadline=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(specs(most_boxes=7, most_arrows=10))
def test_a_random_spec_comes_out_legal_or_is_refused(spec: dict[str, Any]) -> None:
    try:
        layout = laid_out(diagram_of(spec))
    except FitError:
        return
    assert broken_rules(layout) == ()
    assert layout_properties(layout) == ()
    assert dict(layout.cost)["crossings"] == figures(drawn_of(layout, metrics())).crossings
    assert len(layout.boxes) == len(spec["boxes"]) and len(layout.arrows) == len(spec["arrows"])
