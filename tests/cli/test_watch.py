"""`oauthviz watch`: a picture each time that a file changes, until somebody stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from oauthviz.api import Options
from oauthviz.batch import Order, Outcome
from oauthviz.watching import watch
from tests.conftest import ROOT, SMALL, Ran, child_environment
from tests.systems import needs_links, needs_signals

THEME = (ROOT / "themes" / "pink-teal" / "theme.yaml").read_text(encoding="utf-8")


@pytest.fixture
def themed(small: Path) -> Path:
    (small.parent / "mine.yaml").write_text(THEME.replace("name: pink-teal", "name: mine", 1), encoding="utf-8")
    small.write_text(SMALL + "theme: ./mine.yaml\n", encoding="utf-8")
    return small


def order(spec: Path) -> Order:
    return Order(str(spec), Options(effort="draft"), ("svg",), folder=spec.parent / "out")


def watched(spec: Path, *edits: tuple[Path, str, str]) -> list[Outcome]:
    """The outcomes of watching a spec while files are edited one after another."""
    told: list[Outcome] = []

    def changes(folders: Iterable[str]) -> Iterator[set[str]]:
        assert list(folders) == [str(spec.parent)]
        for path, old, new in edits:
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
            yield {str(path)}

    watch([order(spec)], told.append, changes=changes)
    return told


def test_a_changed_spec_is_drawn_again(small: Path) -> None:
    told = watched(small, (small, "Web App", "Shop"))
    assert [outcome.exit_code for outcome in told] == [0, 0]
    assert "Shop" in (small.parent / "out" / "small.svg").read_text(encoding="utf-8")


def test_a_changed_theme_draws_the_spec_that_names_it(themed: Path) -> None:
    theme = themed.parent / "mine.yaml"
    told = watched(themed, (theme, '"#FBFAF7"', '"#FDFDFD"'))
    assert [outcome.exit_code for outcome in told] == [0, 0]
    assert "#FDFDFD" in (themed.parent / "out" / "small.svg").read_text(encoding="utf-8")


def test_a_bad_spec_or_theme_is_told_and_the_next_good_one_drawn(themed: Path) -> None:
    theme = themed.parent / "mine.yaml"
    told = watched(
        themed,
        (themed, "label: Open", "lable: Open"),
        (themed, "lable: Open", "label: Open"),
        (theme, "name: mine", "nome: mine"),
        (theme, "nome: mine", "name: mine"),
    )
    assert [outcome.exit_code for outcome in told] == [0, 3, 0, 3, 0]


def test_another_file_is_no_reason_to_draw(small: Path) -> None:
    other = small.with_name("other.txt")
    other.write_text("x", encoding="utf-8")
    assert len(watched(small, (other, "x", "y"))) == 1


@needs_links
def test_a_change_is_seen_through_a_link_to_a_folder(small: Path) -> None:
    link = small.parent / "link"
    link.symlink_to(small.parent, target_is_directory=True)
    told: list[Outcome] = []

    def changes(folders: Iterable[str]) -> Iterator[set[str]]:
        assert list(folders) == [os.path.realpath(small.parent)]
        yield {os.path.realpath(small)}

    watch([order(link / "small.yaml")], told.append, changes=changes)
    assert [outcome.exit_code for outcome in told] == [0, 0]


def test_a_folder_that_is_not_there_cannot_be_watched(oauthviz: Callable[..., Ran]) -> None:
    ran = oauthviz("watch", "nowhere/small.yaml")
    assert ran.code == 5
    assert "nothing-to-watch" in ran.err


@needs_signals
@pytest.mark.usefixtures("interruptible")
def test_the_command_sees_a_change_and_ends_clean_on_an_interrupt(small: Path) -> None:
    command = [sys.executable, "-m", "oauthviz", "watch", "small.yaml", "--format", "svg", "--effort", "draft"]
    with subprocess.Popen(
        command, cwd=small.parent, env=child_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert "watching 1 spec" in process.stderr.readline()
        assert "small.svg" in process.stdout.readline()
        time.sleep(0.5)  # until the folder is listened to, which nothing tells
        small.write_text(SMALL.replace("Web App", "Shop"), encoding="utf-8")
        assert "small.svg" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(timeout=30) == 0
    assert rest == "stopped\n"
    assert "Shop" in (small.parent / "out" / "small.svg").read_text(encoding="utf-8")
