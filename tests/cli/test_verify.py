"""`oauthviz verify`: a written picture says whether it still fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oauthviz import verifying
from tests.conftest import ROOT, SMALL, Ran

Run = Callable[..., Ran]

THEME = (ROOT / "themes" / "pink-teal" / "theme.yaml").read_text(encoding="utf-8")


@pytest.fixture
def written(oauthviz: Run, small: Path) -> Path:
    """The folder of the SVG and the PNG of a spec with a theme of its own."""
    (small.parent / "mine.yaml").write_text(THEME.replace("name: pink-teal", "name: mine", 1), encoding="utf-8")
    small.write_text(SMALL + "theme: ./mine.yaml\n", encoding="utf-8")
    assert oauthviz("render", small, "--effort", "draft", "--size", "1100x1024", "--scale", "0.5").code == 0
    return small.parent / "out"


FORMS = pytest.mark.parametrize("form", ["svg", "png"])


@FORMS
def test_what_was_just_written_fits(oauthviz: Run, written: Path, form: str) -> None:
    ran = oauthviz("verify", f"out/small.{form}")
    assert (ran.code, ran.out) == (0, f"{Path('out', f'small.{form}')}: fits small.yaml\n".replace("\\", "/"))


@FORMS
def test_a_comment_or_another_order_of_keys_changes_nothing(
    oauthviz: Run, written: Path, small: Path, form: str
) -> None:
    small.write_text("# new\n" + small.read_text(encoding="utf-8"), encoding="utf-8")
    assert oauthviz("verify", f"out/small.{form}").code == 0


@FORMS
def test_a_changed_spec_is_named(oauthviz: Run, written: Path, small: Path, form: str) -> None:
    small.write_text(small.read_text(encoding="utf-8").replace("Web App", "Shop"), encoding="utf-8")
    ran = oauthviz("verify", f"out/small.{form}")
    assert ran.code == 1
    assert ran.out == f"out/small.{form}: spec: the spec says something else now\n"


@FORMS
def test_a_changed_theme_is_named(oauthviz: Run, written: Path, small: Path, form: str) -> None:
    theme = small.parent / "mine.yaml"
    theme.write_text(theme.read_text(encoding="utf-8").replace('"#FBFAF7"', '"#FFFFFF"'), encoding="utf-8")
    ran = oauthviz("verify", f"out/small.{form}")
    assert ran.code == 1
    assert ran.out == f"out/small.{form}: theme: the theme looks otherwise now\n"


@FORMS
def test_another_version_and_another_font_are_named(
    oauthviz: Run, written: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "__version__", "99.0")
    monkeypatch.setattr(verifying, "package_version", lambda module: "0.1")
    ran = oauthviz("verify", f"out/small.{form}", "--format", "json")
    assert ran.code == 1
    (report,) = json.loads(ran.out)
    wrong = {part["part"]: part["why"] for part in report["parts"] if not part["fits"]}
    assert sorted(wrong) == ["fonts", "program"]
    assert "0.1" in wrong["fonts"] and "99.0" in wrong["program"]


def test_the_theme_of_a_call_is_found_again_or_asked_for(oauthviz: Run, small: Path) -> None:
    folder = small.parent / "mine"
    folder.mkdir()
    (folder / "theme.yaml").write_text(THEME.replace("name: pink-teal", "name: mine", 1), encoding="utf-8")
    oauthviz("render", small, "--effort", "draft", "--format", "svg", "--theme", "./mine")
    ran = oauthviz("verify", "out/small.mine.svg")
    assert ran.code == 1
    assert "name it with --theme" in ran.out
    assert oauthviz("verify", "out/small.mine.svg", "--theme", "./mine").code == 0


def test_a_dark_theme_is_a_part_of_its_own(oauthviz: Run, small: Path) -> None:
    dark = (ROOT / "themes" / "neon-dark" / "theme.yaml").read_text(encoding="utf-8")
    mine = small.parent / "mine.yaml"
    mine.write_text(dark.replace("name: neon-dark", "name: mine", 1), encoding="utf-8")
    oauthviz("render", small, "--effort", "draft", "-o", "small.svg", "--dark-theme", "./mine.yaml")
    asked = oauthviz("verify", "small.svg")
    assert asked.code == 1
    assert asked.out.startswith("small.svg: dark theme: ") and "name it with --dark-theme" in asked.out
    call = ("verify", "small.svg", "--dark-theme", "./mine.yaml")
    assert oauthviz(*call).code == 0
    mine.write_text(mine.read_text(encoding="utf-8").replace("version: 1", "version: 2", 1), encoding="utf-8")
    stale = oauthviz(*call)
    assert (stale.code, stale.out) == (1, "small.svg: dark theme: the dark theme looks otherwise now\n")


def test_the_spec_is_found_by_the_pictures_name_or_asked_for(oauthviz: Run, written: Path, small: Path) -> None:
    elsewhere = small.parent / "specs"
    elsewhere.mkdir()
    small.rename(elsewhere / "small.yaml")
    (small.parent / "mine.yaml").rename(elsewhere / "mine.yaml")
    missing = oauthviz("verify", "out/small.svg")
    assert missing.code == 5
    assert "--specs" in missing.err
    assert oauthviz("verify", "out/small.svg", "out/small.png", "--specs", "specs").code == 0
    assert oauthviz("verify", "out/small.svg", "--spec", "specs/small.yaml").code == 0
    assert oauthviz("verify", "out/small.svg", "out/small.png", "--spec", "specs/small.yaml").code == 2


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"hello", b"%PDF-1.5"])
def test_a_file_without_a_stamp_is_refused(oauthviz: Run, small: Path, content: bytes) -> None:
    Path("small.svg").write_bytes(content)
    ran = oauthviz("verify", "small.svg")
    assert ran.code == 3
    assert ran.err.startswith("small.svg")


def test_the_stamp_names_no_folder(oauthviz: Run, written: Path) -> None:
    for form in ("svg", "png"):
        stamp = verifying.stamp_in(f"out/small.{form}")
        assert {"oauthviz", "spec", "theme", "theme-digest", "fonts"} <= set(stamp)
        assert not [value for value in stamp.values() if "/" in value or "\\" in value]
