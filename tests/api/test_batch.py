"""An order's files: the PNG that is made beside the SVG is the one that the picture itself gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from oauthviz.api import Diagram, Options
from oauthviz.batch import Order, fulfil
from oauthviz.render import png
from tests.conftest import ROOT, SMALL
from tests.systems import needs_forks


def order(**keys: object) -> Order:
    given = {"source": "small.yaml", "options": Options(effort="draft"), "formats": ("svg", "png"), **keys}
    return Order(data=SMALL.encode(), **given)  # type: ignore[arg-type]


def test_the_files_hold_what_the_picture_gives(tmp_path: Path) -> None:
    outcome = fulfil(order(folder=tmp_path, renderer="resvg", scale=0.5))
    assert outcome.exit_code == 0, outcome.messages
    picture = Diagram.loads(SMALL, name="small", file="small.yaml").render(effort="draft")
    assert (tmp_path / "diagram.svg").read_text(encoding="utf-8").count("<g") == picture.svg.count("<g")
    assert (tmp_path / "diagram.png").read_bytes() == picture.png(0.5, "resvg")


DRAWN_TWICE = """
import sys
from oauthviz import batch, pipeline
from oauthviz.core import processes

def drawn(order, cores):
    processes._cores = lambda: cores
    finished, broken = batch._finish(order, batch._prepared(order))
    assert not broken
    return dict(finished.contents), len(measured), "oxipng" in sys.modules

def counted(drawn):
    measured.append(drawn)
    return measure(drawn)

measured = []
measure = pipeline.measure
pipeline.measure = counted
text = sys.stdin.buffer.read()
order = batch.Order("small.yaml", batch.Options(effort="draft", text="plain"), ("svg", "png"), data=text)
beside, alone, beside_threads = drawn(order, 2), drawn(order, 1), drawn(order, 2)
assert beside[0] == alone[0] == beside_threads[0]
print(beside[1:], alone[1:], beside_threads[1:])
"""


@needs_forks
def test_with_and_without_helpers_the_files_are_the_same_and_none_is_forked_from_a_process_that_packed_a_png() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DRAWN_TWICE], input=SMALL.encode(), capture_output=True, cwd=ROOT, timeout=100
    )
    assert done.stdout.decode().split("\n")[0] == "(0, False) (1, True) (2, True)", done.stderr.decode()


def test_an_error_of_the_png_is_the_orders(tmp_path: Path) -> None:
    outcome = fulfil(order(folder=tmp_path, scale=40.0))
    assert outcome.exit_code == 4
    assert not list(tmp_path.iterdir())


def test_a_bug_in_the_png_is_told_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("no such pixel")

    monkeypatch.setattr(png, "choose_rasteriser", fails)
    outcome = fulfil(order(folder=tmp_path))
    assert "no such pixel" in outcome.messages[0]
    assert not list(tmp_path.iterdir())
