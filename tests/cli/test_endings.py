"""However a command ends, it ends with a documented code and never with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, child_environment
from tests.systems import needs_broken_pipes

Run = Callable[..., Ran]


def _burst(*_: object, **__: object) -> None:
    raise ZeroDivisionError("a fault\nof two lines")


@pytest.mark.parametrize("command", ["render", "layout"])
def test_a_fault_of_the_program_asks_for_a_report_in_one_line(
    oauthviz: Run, small: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("OAUTHVIZ_DEBUG", raising=False)
    monkeypatch.setattr("oauthviz.pipeline.lay_out", _burst)
    ran = oauthviz(command, small)
    assert ran.code == 70
    assert len(ran.err.splitlines()) == 1
    assert "please report" in ran.err and "ZeroDivisionError" in ran.err


def test_the_traceback_is_there_for_who_asks(oauthviz: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHVIZ_DEBUG", "1")
    monkeypatch.setattr("oauthviz.pipeline.lay_out", _burst)
    assert "Traceback" in oauthviz("render", small).err


@needs_broken_pipes
def test_a_reader_that_leaves_early_is_no_traceback(small: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "oauthviz", "icons", "list", "--format", "json"]
    environment = child_environment()
    done = subprocess.run(
        command, stdout=writer, stderr=subprocess.PIPE, text=True, env=environment, cwd=small.parent, timeout=60
    )
    os.close(writer)
    assert done.returncode == 5
    assert done.stderr == ""


def test_an_unknown_command_is_exit_2(oauthviz: Run) -> None:
    ran = oauthviz("rendre")
    assert ran.code == 2
    assert "rendre" in ran.err


def test_no_words_at_all_show_the_help(oauthviz: Run) -> None:
    ran = oauthviz()
    assert "Commands" in ran.out + ran.err
