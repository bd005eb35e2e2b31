"""Flows from the RFCs' figures and from others' hands: the seeded mistake is found, correct ones stay silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from oauthviz.lint.engine import lint
from oauthviz.spec.reading import load_spec
from tests.conftest import EXAMPLES
from tests.lint.support import FLOWS, alarms, expected

PATHS = sorted(FLOWS.rglob("*.yaml"))
GOOD = [path for path in PATHS if expected(path) == "none"]
BAD = [path for path in PATHS if expected(path) != "none"]


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_both_sorts_are_many() -> None:
    assert len(GOOD) >= 100
    assert len(BAD) >= 100


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_a_correct_flow_raises_no_alarm(path: Path) -> None:
    assert alarms(path) == []


@pytest.mark.parametrize("path", BAD, ids=named)
def test_a_seeded_mistake_is_found(path: Path) -> None:
    assert expected(path) in alarms(path)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_example_has_nothing_to_mend(path: Path) -> None:
    assert lint(load_spec(path)) == ()
