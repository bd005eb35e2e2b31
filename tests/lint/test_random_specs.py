"""Specs without sense: lint never fails on them, and says the same each time."""

from __future__ import annotations

import pytest

from oauthviz.lint.engine import lint
from oauthviz.spec.reading import spec_from_mapping
from tests.lint.support import random_spec

CHUNKS = 10
SPECS = 20


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_lint_never_fails_and_repeats_itself(chunk: int) -> None:
    for seed in range(chunk * SPECS, (chunk + 1) * SPECS):
        loaded = spec_from_mapping(random_spec(seed), name="random")
        found = lint(loaded)
        assert found == lint(spec_from_mapping(random_spec(seed), name="random"))
        assert all(f.message and f.help for f in found)


def test_random_specs_find_most_rules() -> None:
    """What the specs are made of is what rules look for, so that the test above runs through them."""
    seen = {f.rule for seed in range(CHUNKS * SPECS) for f in lint(spec_from_mapping(random_spec(seed), name="r"))}
    assert len(seen) >= 30
