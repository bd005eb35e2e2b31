"""An order's files: the PNG that is made beside the SVG is the one that the picture itself gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from oauthviz.api import Diagram, Options
from oauthviz.batch import Order, fulfil
from oauthviz.render import png
from tests.conftest import SMALL


def order(**keys: object) -> Order:
    given = {"source": "small.yaml", "options": Options(effort="draft"), "formats": ("svg", "png"), **keys}
    return Order(data=SMALL.encode(), **given)  # type: ignore[arg-type]


def test_the_files_hold_what_the_picture_gives(tmp_path: Path) -> None:
    outcome = fulfil(order(folder=tmp_path, renderer="resvg", scale=0.5))
    assert outcome.exit_code == 0, outcome.messages
    picture = Diagram.loads(SMALL, name="small", file="small.yaml").render(effort="draft")
    assert (tmp_path / "diagram.svg").read_text(encoding="utf-8").count("<g") == picture.svg.count("<g")
    assert (tmp_path / "diagram.png").read_bytes() == picture.png(0.5, "resvg")


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
