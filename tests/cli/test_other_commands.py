"""check, layout, schema, init, themes: what a person or a program reads from them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SMALL, Ran

Run = Callable[..., Ran]


def test_check_measures_a_spec_and_its_svg_alike(oauthviz: Run, small: Path) -> None:
    assert oauthviz("render", small, "-o", "small.svg").code == 0
    ran = oauthviz("check", small, "small.svg", "--format", "json")
    assert ran.code == 0
    of_spec, of_svg = json.loads(ran.out)
    assert of_spec["ok"] and of_svg["ok"]
    assert of_spec["figures"] == of_svg["figures"]
    assert of_svg["file"] == "small.svg"


def test_check_says_in_words_that_nothing_is_broken(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("check", small)
    assert ran.code == 0
    assert "0 broken" in ran.out and "crossings" in ran.out


def test_check_reads_an_svg_from_a_pipe(oauthviz: Run, small: Path) -> None:
    svg = oauthviz("render", small, "-o", "-").raw
    assert oauthviz("check", "-", stdin=svg).code == 0


def test_check_goes_on_after_a_file_that_it_cannot_read(oauthviz: Run, small: Path) -> None:
    Path("strange.svg").write_text("<svg", encoding="utf-8")
    Path("other.svg").write_bytes(b"\xff\xfe<svg/>")
    ran = oauthviz("check", "strange.svg", "other.svg", "nowhere.svg", small)
    assert ran.code == 5
    assert "strange.svg" in ran.err and "nowhere.svg" in ran.err and "Traceback" not in ran.err
    assert "0 broken" in ran.out


def test_layout_prints_stable_json_rounded_to_hundredths(oauthviz: Run, small: Path) -> None:
    first, second = oauthviz("layout", small), oauthviz("layout", small, "--format", "json")
    assert first.code == 0
    assert first.out == second.out
    data = json.loads(first.out)
    assert [box["id"] for box in data["boxes"]] == ["browser", "app", "authz"]
    assert sorted(id for column in data["arrangement"]["columns"] for id in column if ">" not in id) == [
        "app",
        "authz",
        "browser",
    ]
    for box in data["boxes"]:
        for value in box["rect"].values():
            assert round(value, 2) == value


def test_layout_writes_a_file_too(oauthviz: Run, small: Path) -> None:
    assert oauthviz("layout", small, "-o", "small.json").out == ""
    assert json.loads(Path("small.json").read_text(encoding="utf-8"))["width"] == 1024


def test_schema_is_a_json_schema_that_knows_the_keys(oauthviz: Run) -> None:
    ran = oauthviz("schema")
    assert ran.code == 0
    assert {"title", "boxes", "arrows"} <= set(json.loads(ran.out)["properties"])


def test_init_writes_a_spec_that_can_be_drawn_and_never_replaces_one(oauthviz: Run) -> None:
    assert oauthviz("init", "mine.yaml", "--title", 'A "quoted": title').code == 0
    assert oauthviz("check", "mine.yaml").code == 0
    before = Path("mine.yaml").read_bytes()
    again = oauthviz("init", "mine.yaml")
    assert again.code == 5
    assert "--force" in again.err
    assert Path("mine.yaml").read_bytes() == before
    assert oauthviz("init", "mine.yaml", "--force").code == 0
    assert Path("mine.yaml").read_bytes() != before


def test_themes_are_listed_for_eyes_and_for_programs(oauthviz: Run) -> None:
    themes = json.loads(oauthviz("themes", "list", "--format", "json").out)
    assert "pink-teal" in [theme["name"] for theme in themes]
    assert "pink-teal" in oauthviz("themes", "list").out


@pytest.mark.parametrize("command", ["render", "check", "layout"])
def test_every_command_names_line_and_column_of_a_mistake(oauthviz: Run, small: Path, command: str) -> None:
    small.write_text(SMALL.replace("label: Open the page", "lable: Open the page"), encoding="utf-8")
    ran = oauthviz(command, small)
    assert ran.code == 3
    assert f"{small}:8:" in ran.err
    assert "did you mean 'label'?" in ran.err
