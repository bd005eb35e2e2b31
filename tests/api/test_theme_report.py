"""The report on a theme: the table's faults, and those that only show when it is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from oauthviz.core.colours import rgb
from oauthviz.render.behind import Meeting
from oauthviz.specimen.pictures import SPECIMENS, specimen
from oauthviz.theme.loading import list_themes, load_theme
from oauthviz.theme_report import check_theme, colour_names, drawn_faults

PAINT = load_theme("pink-teal").paint


def written(folder: Path, paint: dict[str, object]) -> str:
    file = folder / "theme.yaml"
    file.write_text(
        yaml.safe_dump({"extends": "pink-teal", "name": "own", "version": 1, "label": "Own", "paint": paint})
    )
    return str(file)


@pytest.mark.slow
@pytest.mark.parametrize("name", list_themes())
def test_every_shipped_theme_passes_in_every_projection(name: str) -> None:
    report = check_theme(name)
    assert [str(fault) for fault in report.faults] == []
    assert report.measured > 400


def test_a_theme_with_one_bad_colour_fails_by_its_key_alone(tmp_path: Path) -> None:
    report = check_theme(written(tmp_path, {"tones": {"pink": {"text": "#E07FB0"}}}))
    assert {fault.front.key for fault in report.faults} == {"tones.pink.text"}
    data = report.as_json()
    assert data["ok"] is False
    assert {"rule", "front", "back", "place", "measured", "least", "nearest"} == set(data["faults"][0])


def test_what_only_shows_when_drawn_is_named_with_its_colours_and_place() -> None:
    pale = Meeting("arrow-label", rgb(PAINT.tones["pink"].text), (200, 90, 140), 13.0, "GET /login")
    fine = Meeting("arrow-label", rgb(PAINT.text), (255, 255, 255), 13.0, "GET /login")
    [fault] = drawn_faults([pale, fine], PAINT, "in a picture")
    assert "tones.pink.text" in fault.front.key and fault.back.key == "a mixed colour"
    assert fault.place == "an arrow's label ('GET /login') in a picture"
    assert fault.least == 4.5 and fault.nearest is not None


def test_type_from_24_px_on_and_lines_need_only_3_to_1() -> None:
    grey = (140, 140, 140)  # 3.4:1 on white
    large = Meeting("title", grey, (255, 255, 255), 24.0, "Title")
    line = Meeting("arrow-path", grey, (255, 255, 255), None, "a1")
    small = Meeting("subtitle", grey, (255, 255, 255), 23.9, "Subtitle")
    assert [f.place.partition(" (")[0] for f in drawn_faults([large, line, small], PAINT, "")] == ["the subtitle"]


def test_a_colour_goes_by_all_its_keys() -> None:
    names = colour_names(PAINT)
    assert names[PAINT.background.upper()] == "background"
    assert all(key in names["#FFFFFF"] for key in ("surface", "panel.fill", "tones.pink.badge_text"))


@pytest.mark.parametrize("name", SPECIMENS)
def test_specimens_show_every_kind_of_arrow_and_of_frame(name: str) -> None:
    scene = specimen(name, "pink-teal")
    kinds = {dict(part.data)["kind"] for part in scene.parts if getattr(part, "name", "") == "arrow"}
    assert kinds >= {"request", "response", "redirect", "authorization", "token", "storage", "event"}
