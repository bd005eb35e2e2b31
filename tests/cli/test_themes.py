"""themes list, show, check, new."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from oauthviz.theme.loading import list_themes, load_theme
from tests.conftest import Ran

Run = Callable[..., Ran]


def own(paint: dict[str, object]) -> str:
    """A theme file in the working directory that stands on pink-teal."""
    text = yaml.safe_dump({"extends": "pink-teal", "name": "own", "version": 1, "label": "Own", "paint": paint})
    Path("own.yaml").write_text(text, encoding="utf-8")
    return "own.yaml"


def test_list_names_every_theme_for_eyes_and_for_programs(oauthviz: Run) -> None:
    assert [row["name"] for row in json.loads(oauthviz("themes", "list", "--format", "json").out)] == list(
        list_themes()
    )
    assert all(name in oauthviz("themes", "list").out for name in list_themes())


def test_check_prints_the_two_colours_the_place_the_ratio_and_a_colour_that_passes(oauthviz: Run) -> None:
    ran = oauthviz("themes", "check", own({"cloud": {"text": "#E07FB0"}}))
    assert ran.code == 1
    first = ran.out.splitlines()[0]
    assert first.startswith("own.yaml: contrast: cloud.text #E07FB0 and cloud.fill #FDEBF3, a cloud's heading: ")
    assert "less than 4.5:1; nearest that passes: cloud.text #" in first


def test_check_tells_programs_the_same(oauthviz: Run) -> None:
    ran = oauthviz("themes", "check", own({"cloud": {"text": "#E07FB0"}}), "--format", "json")
    assert ran.code == 1
    [report] = json.loads(ran.out)
    assert report["ok"] is False
    assert report["faults"][0]["front"] == {"key": "cloud.text", "colour": "#E07FB0"}


def test_check_goes_on_after_a_theme_that_is_not_there(oauthviz: Run) -> None:
    ran = oauthviz("themes", "check", "pink-tael", "pink-teal")
    assert ran.code == 2
    assert "did you mean 'pink-teal'?" in ran.err
    assert "pink-teal: 0 faults" in ran.out


@pytest.mark.parametrize("base", list_themes())
def test_a_new_theme_is_valid_and_paints_as_its_base(oauthviz: Run, base: str) -> None:
    assert oauthviz("themes", "new", "mine", "--from", base).code == 0
    mine, theirs = load_theme("mine/theme.yaml"), load_theme(base)
    assert mine.name == "mine"
    assert (mine.paint, mine.metrics) == (theirs.paint, theirs.metrics)


def test_a_new_theme_stands_on_one_of_the_user_s_wherever_it_is_written(oauthviz: Run) -> None:
    own({"background": "#FFFFFF"})
    assert oauthviz("themes", "new", "other", "--from", "./own.yaml", "-o", "deep/down/other.yaml").code == 0
    assert load_theme("deep/down/other.yaml").paint.background == "#FFFFFF"


def test_new_overwrites_nothing_and_takes_no_shipped_name(oauthviz: Run) -> None:
    assert oauthviz("themes", "new", "mine").code == 0
    before = Path("mine/theme.yaml").read_bytes()
    again = oauthviz("themes", "new", "mine", "--from", "neon-dark")
    assert again.code == 5 and "there is a file already" in again.err
    assert Path("mine/theme.yaml").read_bytes() == before
    assert oauthviz("themes", "new", "pink-teal").code == 2
    assert oauthviz("themes", "new", "No Name").code == 2
    assert oauthviz("themes", "new", "mine", "-o", "mine.txt").code == 2


def test_show_draws_a_sheet_with_every_tone_and_arrow_by_name(oauthviz: Run) -> None:
    assert oauthviz("themes", "show", "pink-teal", "-o", "sheet.svg").code == 0
    svg = Path("sheet.svg").read_text(encoding="utf-8")
    said = [
        *load_theme("pink-teal").paint.tones,
        "request",
        "response",
        "event",
        "Pink and teal",
        "Plus Jakarta Sans 800",
    ]
    assert all(f'data-text="{words}' in svg for words in said)


def test_show_draws_png_and_isometric_and_refuses_other_files(oauthviz: Run) -> None:
    own({})
    assert oauthviz("themes", "show", "./own.yaml", "-o", "sheet.png", "--projection", "isometric").code == 0
    assert Path("sheet.png").read_bytes().startswith(b"\x89PNG")
    assert oauthviz("themes", "show", "./own.yaml").out == "out/own.theme.svg\n"
    assert oauthviz("themes", "show", "pink-teal", "-o", "sheet.pdf").code == 2
