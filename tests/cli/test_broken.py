"""A picture that breaks a rule is never handed out in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oauthviz import pipeline
from oauthviz.layout.check import Finding
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that finds two faults in every picture."""
    found = (Finding("text-on-text", "'Open' lies on 'Access'", ("app",)), Finding("box-on-box", "two boxes meet"))
    measure = pipeline.measure
    monkeypatch.setattr(pipeline, "measure", lambda drawn: measure(drawn)._replace(findings=found))


@pytest.mark.usefixtures("broken")
def test_it_is_not_written_and_every_broken_rule_is_listed(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("render", small)
    assert ran.code == 1
    assert f"{small}:5:" in ran.err
    assert "text-on-text: 'Open' lies on 'Access'" in ran.err
    assert "box-on-box" in ran.err
    assert not Path("out").exists()


@pytest.mark.usefixtures("broken")
def test_allowed_it_is_written_and_still_listed_and_still_exit_1(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("render", small, "--allow-broken", "--format", "svg")
    assert ran.code == 1
    assert "text-on-text" in ran.err
    assert Path("out/small.svg").exists()


@pytest.mark.usefixtures("broken")
def test_check_lists_them_and_exits_1(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("check", small)
    assert ran.code == 1
    assert "text-on-text" in ran.out
    assert "2 broken" in ran.out
