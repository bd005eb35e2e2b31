"""A pinned arrangement: from a file, as data or as it is; and what is said when it cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from oauthviz import Diagram, FitError, LimitError, OutputError, SpecError, UsageError, remembered
from oauthviz.api import arrangement_json, arrangement_text, layout_json, layout_text
from oauthviz.layout.model import Arrangement
from oauthviz.preparing import Options
from tests.conftest import SMALL

TURNED = Arrangement((("authz",), ("app", "browser")))
"""Not what a search would find."""


def drawn(spec: str = SMALL, **options: Any) -> Any:
    return Diagram.loads(spec, name="small").render(effort="draft", **options)


def columns(layout: Any) -> list[list[str]]:
    return [[i for i in column if ">" not in i] for column in layout.arrangement.columns]


def test_a_pinned_arrangement_is_drawn_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "arrange", None)
    layout = drawn(arrangement=TURNED, allow_broken=True).layout
    assert columns(layout) == [["authz"], ["app", "browser"]]
    place = {box.id: box.rect for box in layout.boxes}
    assert place["authz"].x < place["app"].x
    assert place["app"].y < place["browser"].y


def test_a_file_a_mapping_and_the_arrangement_itself_say_the_same(tmp_path: Path) -> None:
    picture = drawn()
    arrangement = picture.layout.arrangement
    alone, whole, wide = (tmp_path / name for name in ("alone.json", "whole.json", "wide.json"))
    alone.write_text(arrangement_text(arrangement), encoding="utf-8")
    whole.write_text(layout_text(picture.layout), encoding="utf-8")
    wide.write_text(arrangement_text(arrangement), encoding="utf-16")
    data = arrangement_json(arrangement), layout_json(picture.layout)
    for source in (arrangement, alone, str(whole), wide, *data):
        assert drawn(arrangement=source).svg == picture.svg


def test_an_arrangement_of_another_theme_fits_this_one(other_theme: Path) -> None:
    arrangement = drawn(theme=str(other_theme), rearrange=True).layout.arrangement
    assert drawn(arrangement=arrangement).layout.arrangement == arrangement


def test_pinning_and_searching_at_once_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="either --arrangement or --rearrange"):
        drawn(arrangement=TURNED, rearrange=True)


def test_an_arrangement_of_another_spec_is_refused_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"columns": [["browsr", "app"], ["authz"]]}', encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        drawn(arrangement=path)
    assert str(caught.value).startswith(f"{path}: arrangement: ")
    assert "did you mean 'browser'?" in str(caught.value)
    with pytest.raises(UsageError, match=r"<arrangement>: arrangement: .* 'authz' is missing"):
        drawn(arrangement={"columns": [["browser", "app"]]})


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b'{"columns": [}', SpecError, "a.json:1:14: bad-json"),
        (b"\x80\x81\x82", SpecError, "a.json: not-utf-8"),
        (b'{"columns": 1}', SpecError, "a.json: bad-arrangement"),
        (b" " * 4_000_001, LimitError, "a.json: too-large"),
    ],
)
def test_a_file_that_is_none_is_refused_with_place_and_reason(
    tmp_path: Path, content: bytes, error: type[Exception], message: str
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        drawn(arrangement=path)
    assert message in str(caught.value)


def test_a_file_that_is_not_there_or_is_a_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"nowhere\.json: cannot-read"):
        drawn(arrangement=tmp_path / "nowhere.json")
    with pytest.raises(OutputError, match="not-a-file"):
        drawn(arrangement=tmp_path)
    with pytest.raises(OutputError, match="cannot-read"):
        drawn(arrangement="a\0b")


CROWDED = SMALL.replace("POST /token", " ".join(["Incomprehensibilities"] * 9)) + "canvas: {width: 360, height: 360}\n"


def refusal(**options: Any) -> str:
    with pytest.raises(FitError) as caught:
        Diagram.loads(CROWDED).lay_out(Options(effort="draft", **options))
    return str(caught.value)


def test_a_picture_that_does_not_fit_offers_another_arrangement() -> None:
    assert "--rearrange" in refusal()
    assert "leave --arrangement out" in refusal(arrangement=TURNED)
    assert "--rearrange" not in refusal(rearrange=True)
