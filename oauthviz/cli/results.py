"""What is said of pictures while they are drawn, and of all of them at the end."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import click

from oauthviz.batch import Outcome
from oauthviz.cli.streams import write_stdout
from oauthviz.core.numbers import fmt


class Results:
    """Says a line for each picture in the order of the call: at once, or after the bar where somebody watches one.

    With `as_json` the lines stay unsaid, and a report is printed at the end. `to_pipe` keeps standard output free.
    """

    def __init__(self, count: int, *, to_pipe: bool, as_json: bool, compared: bool) -> None:
        self._count = count
        self._to_pipe = to_pipe
        self._as_json = as_json
        self._compared = compared
        self._waiting: dict[int, Outcome] = {}
        self._next = 0
        self._bar: Any = None
        self._started = time.perf_counter()

    @contextlib.contextmanager
    def watched(self) -> Iterator[Results]:
        """While pictures are drawn: a bar for several of them on a terminal."""
        if self._count < 2 or not sys.stderr.isatty():
            yield self
            return
        with click.progressbar(length=self._count, label="Drawing", file=sys.stderr, show_pos=True) as self._bar:
            yield self
        self._bar = None
        self._say_ready()

    def done(self, place: int, outcome: Outcome) -> None:
        """Take the outcome of the order at `place`."""
        self._waiting[place] = outcome
        if self._bar is not None:
            self._bar.update(1)
        else:
            self._say_ready()

    def summary(self, outcomes: Sequence[Outcome]) -> None:
        """The report, or for several pictures a line on standard error."""
        if self._as_json:
            click.echo(json.dumps([_report(outcome) for outcome in outcomes], indent=2, ensure_ascii=False))
        if self._count < 2:
            return
        failed = sum(outcome.exit_code != 0 for outcome in outcomes)
        cached = sum(outcome.cached for outcome in outcomes)
        parts = [f"{len(outcomes) - failed} {'as they should be' if self._compared else 'written'}"]
        parts += [f"{cached} of them from the cache"] if cached else []
        parts += [f"{failed} {'stale or' if self._compared else ''} failed".replace("  ", " ")] if failed else []
        seconds = time.perf_counter() - self._started
        click.echo(f"{len(outcomes)} pictures: {', '.join(parts)}; {seconds:.1f} s", err=True)

    def _say_ready(self) -> None:
        while self._next in self._waiting:
            self._say(self._waiting.pop(self._next))
            self._next += 1

    def _say(self, outcome: Outcome) -> None:
        for message in outcome.messages:
            click.echo(message, err=True)
        if outcome.data is not None:
            write_stdout(outcome.data)
        if outcome.files and not self._as_json and not (self._compared and outcome.exit_code):
            click.echo(line_of(outcome), err=self._to_pipe)


def line_of(outcome: Outcome) -> str:
    """One line: the files with their sizes, the canvas, the time."""
    names = ", ".join(f"{file.path} ({_bytes(file.size)})" for file in outcome.files)
    size = f"{fmt(outcome.width)} x {fmt(outcome.height)} px"
    return f"{names}, {size}, {outcome.milliseconds:.0f} ms{', from the cache' if outcome.cached else ''}"


def _report(outcome: Outcome) -> dict[str, Any]:
    return {
        "source": outcome.source,
        "ok": outcome.exit_code == 0,
        "exit_code": outcome.exit_code,
        "files": [{"path": file.path, "bytes": file.size} for file in outcome.files],
        "width": outcome.width,
        "height": outcome.height,
        "milliseconds": round(outcome.milliseconds),
        "cached": outcome.cached,
        "messages": list(outcome.messages),
    }


def _bytes(size: int) -> str:
    return f"{size / 1000:.0f} KB" if size >= 10_000 else f"{size / 1000:.1f} KB"
