"""What tests need of the system: on Linux it is there, and everywhere a run says aloud what was left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, child_environment
from tests.systems import NEEDS

MAY_LACK = {"make", "cairo", "chromium"}
LACKING = """\
from tests import systems

systems.NEEDS["make"] = systems.Need(False, "no such thing", "for a trial")
"""
PROBE = """\
from tests import systems


@systems.needs_make
def test_that_needs_make():
    raise AssertionError("it ran")


def test_that_needs_nothing():
    pass
"""


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_a_need_says_what_is_lacking_and_why_and_on_linux_only_what_pip_cannot_bring_may_be(name: str) -> None:
    need = NEEDS[name]
    assert need.without and need.why
    assert need.there or name in MAY_LACK or sys.platform != "linux"


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_leaves_out_what_the_system_lacks_and_says_so_and_why(workers: str, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(LACKING, encoding="utf-8")
    probe = tmp_path / "test_probe.py"
    probe.write_text(PROBE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.conftest"]
    arguments = ["-n", workers, "-c", str(ROOT / "pyproject.toml"), str(probe)]
    environment = child_environment(PYTEST_ADDOPTS="")
    run = subprocess.run([*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0 and "1 passed" in run.stdout, run.stdout + run.stderr
    assert "LEFT OUT: tests that need make: no such thing: for a trial" in run.stdout
