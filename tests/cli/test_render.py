"""`oauthviz render`: where files go, what is said, and how it ends."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, SMALL, Ran
from tests.systems import needs_cairo, needs_devices, needs_links, needs_pipes

Run = Callable[..., Ran]

BROKEN_SPEC = SMALL.replace("kind: client", "kind: clinet")


def png_size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_without_options_there_is_an_svg_and_a_png_of_the_canvas(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("render", small)
    assert ran.code == 0
    assert not ran.err or "resvg" in ran.err  # the one remark that a machine without cairo gets
    assert sorted(os.listdir("out")) == ["small.png", "small.svg"]
    assert png_size(Path("out/small.png").read_bytes()) == (1024, 1024)
    assert Path("out/small.svg").read_text(encoding="utf-8").startswith("<")


def test_one_line_a_picture_names_the_files_the_size_and_the_time(oauthviz: Run, small: Path) -> None:
    lines = oauthviz("render", small).out.splitlines()
    assert len(lines) == 1
    for part in (str(Path("out/small.svg")), str(Path("out/small.png")), "KB", "1024 x 1024 px", " ms"):
        assert part in lines[0]


def test_scale_and_size_change_pixels_and_canvas(oauthviz: Run, small: Path) -> None:
    assert oauthviz("render", small, "--size", "1200x900", "--scale", "2", "-o", "big.png").code == 0
    assert png_size(Path("big.png").read_bytes()) == (2400, 1800)
    assert os.listdir(".").count("out") == 0


@needs_cairo
def test_a_folder_gets_every_format_asked_for(oauthviz: Run, small: Path) -> None:
    assert oauthviz("render", small, "--format", "svg,pdf", "-o", "pictures").code == 0
    assert sorted(os.listdir("pictures")) == ["small.pdf", "small.svg"]
    assert Path("pictures/small.pdf").read_bytes().startswith(b"%PDF")


def test_a_second_output_is_refused_and_not_dropped(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("render", small, "-o", "a.svg", "-o", "a.png")
    assert ran.code == 2
    assert "a.svg, a.png" in ran.err and "--format" in ran.err
    assert not {"a.svg", "a.png", "out"} & set(os.listdir("."))


def test_pipes_carry_the_spec_in_and_the_picture_out(oauthviz: Run) -> None:
    svg = oauthviz("render", "-", "-o", "-", stdin=SMALL.encode())
    assert svg.code == 0
    assert svg.out.rstrip().endswith("</svg>")
    png = oauthviz("render", "-", "-o", "-", "--format", "png", stdin=SMALL.encode())
    assert png_size(png.raw) == (1024, 1024)


def test_plain_text_is_another_svg_with_the_same_words(oauthviz: Run, small: Path) -> None:
    assert oauthviz("render", small, "-o", "plain.svg", "--text", "plain").code == 0
    plain = Path("plain.svg").read_text(encoding="utf-8")
    assert "<use" not in plain
    assert "Authorization Server" in plain or "Authorization" in plain


def test_the_prefix_starts_every_id(oauthviz: Run, small: Path) -> None:
    assert oauthviz("render", small, "-o", "a.svg", "--id-prefix", "zebra").code == 0
    text = Path("a.svg").read_text(encoding="utf-8")
    assert ' id="zebra-' in text
    assert text.count(' id="') == text.count(' id="zebra-')


def test_several_processes_write_what_one_would(oauthviz: Run, small: Path) -> None:
    other = small.with_name("other.yaml")
    other.write_text(SMALL.replace("Web App", "Shop"), encoding="utf-8")
    assert oauthviz("render", small, other, "-o", "one/", "--format", "svg").code == 0
    assert oauthviz("render", small, other, "-o", "two/", "--format", "svg", "--jobs", "2").code == 0
    for name in ("small.svg", "other.svg"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bad_spec_does_not_stop_the_others_and_the_highest_exit_code_wins(
    oauthviz: Run, small: Path, jobs: str
) -> None:
    bad, wrong_theme = small.with_name("bad.yaml"), small.with_name("theme.yaml")
    bad.write_text(BROKEN_SPEC, encoding="utf-8")
    wrong_theme.write_text(SMALL + "theme: pink-tael\n", encoding="utf-8")
    ran = oauthviz("render", bad, small, wrong_theme, "--format", "svg", "--jobs", jobs)
    assert ran.code == 3
    assert os.listdir("out") == ["small.svg"]
    assert f"{bad}:" in ran.err
    assert "did you mean 'client'?" in ran.err
    assert "did you mean 'pink-teal'?" in ran.err


def test_a_failed_render_leaves_the_earlier_picture_alone(oauthviz: Run, small: Path) -> None:
    assert oauthviz("render", small).code == 0
    before = {name: Path("out", name).read_bytes() for name in os.listdir("out")}
    small.write_text(BROKEN_SPEC, encoding="utf-8")
    ran = oauthviz("render", small)
    assert ran.code == 3
    assert {name: Path("out", name).read_bytes() for name in os.listdir("out")} == before


def test_a_theme_that_is_not_there_is_never_replaced_by_another(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("render", small, "--theme", "neon-drak")
    assert ran.code == 2
    assert "neon-drak" in ran.err
    assert not Path("out").exists()


def test_a_theme_of_the_spec_that_is_not_there_is_named_with_its_line(oauthviz: Run, small: Path) -> None:
    small.write_text(SMALL + "theme: nowhere\n", encoding="utf-8")
    ran = oauthviz("render", small)
    assert ran.code == 2
    assert f"{small}:{len(SMALL.splitlines()) + 1}:" in ran.err


def test_a_projection_that_is_not_there_is_never_replaced_by_another(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("render", small, "--projection", "isometrc")
    assert ran.code == 2
    assert "'isometrc'" in ran.err and "did you mean 'isometric'?" in ran.err
    assert not Path("out").exists()


def test_a_projection_other_than_the_specs_is_added_to_the_name(oauthviz: Run, small: Path) -> None:
    assert oauthviz("render", small, "--projection", "isometric", "--format", "svg").code == 0
    assert oauthviz("render", small, "--projection", "flat", "--format", "svg").code == 0
    assert sorted(os.listdir("out")) == ["small.isometric.svg", "small.svg"]
    small.write_text(SMALL + "projection: isometric\n", encoding="utf-8")
    assert oauthviz("render", small, "--format", "svg", "-o", "own/").code == 0
    assert os.listdir("own") == ["small.svg"]
    solid, flat = (Path("own/small.svg").read_text("utf-8"), Path("out/small.svg").read_text("utf-8"))
    assert "face-top" in solid
    assert "face-top" not in flat


def test_a_language_without_a_catalog_is_refused(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("render", small, "--lang", "es")
    assert ran.code == 2
    assert "no catalog for 'es' was found" in ran.err


def test_a_spec_that_cannot_fit_says_what_to_shorten_and_by_how_much(oauthviz: Run, small: Path) -> None:
    ran = oauthviz("render", small, "--size", "256x256")
    assert ran.code == 1
    place, _, said = ran.err.partition(": does-not-fit: ")
    file, line, column = place.rsplit(":", 2)
    assert file == str(small)
    (quoted,) = re.findall(r"shorten [^']*'([^']*)'", said)[:1]
    assert SMALL.splitlines()[int(line) - 1][int(column) - 1 :].startswith(quoted)
    assert "shorten" in ran.err and "characters" in ran.err
    assert "--size" in ran.err
    assert not Path("out").exists()


def test_a_character_that_no_font_has_is_named_with_its_place(oauthviz: Run, small: Path) -> None:
    small.write_text(SMALL.replace("name: Browser", "name: Browser \u13a0"), encoding="utf-8")
    ran = oauthviz("render", small)
    assert ran.code == 3
    assert "U+13A0" in ran.err
    assert f"{small}:4:" in ran.err
    assert not Path("out").exists()
    assert oauthviz("render", small, "--missing-glyphs", "box").code == 0


def test_an_output_that_is_the_spec_itself_is_refused(oauthviz: Run, small: Path) -> None:
    disguised = small.rename(small.with_suffix(".svg"))
    ran = oauthviz("render", disguised, "-o", disguised)
    assert ran.code == 5
    assert "input file" in ran.err
    assert disguised.read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize("name", ["folder.svg", pytest.param("link.svg", marks=needs_links)])
def test_an_output_that_is_a_folder_or_a_link_is_refused(oauthviz: Run, small: Path, name: str) -> None:
    if name == "folder.svg":
        Path(name).mkdir()
    else:
        Path(name).symlink_to("elsewhere.svg")
    ran = oauthviz("render", small, "-o", name)
    assert ran.code == 5
    assert ran.err.startswith(name)
    assert sorted(os.listdir(".")) == sorted([name, "small.yaml"])


def test_a_spec_that_is_not_there_is_an_input_error(oauthviz: Run) -> None:
    ran = oauthviz("render", "nowhere.yaml")
    assert ran.code == 5
    assert "nowhere.yaml" in ran.err


@pytest.mark.parametrize(
    "name", [pytest.param("pipe.yaml", marks=needs_pipes), pytest.param(os.devnull, marks=needs_devices)]
)
def test_a_spec_that_is_a_pipe_or_a_device_is_refused_without_waiting(oauthviz: Run, name: str) -> None:
    if name == "pipe.yaml":
        os.mkfifo(name)
    ran = oauthviz("render", name)
    assert ran.code in (3, 5)
    assert name in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--size", "big"),
        ("--size", "10x10"),
        ("--scale", "0"),
        ("--format", "gif"),
        ("-o", "picture.gif"),
        ("-o", "picture.svg", "--format", "png"),
        ("-o", "-", "--format", "svg,png"),
        ("--jobs", "0"),
        ("--no-such-option",),
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_exit_2_and_writes_nothing(oauthviz: Run, small: Path, arguments: tuple[str, ...]) -> None:
    ran = oauthviz("render", small, *arguments)
    assert ran.code == 2
    assert ran.err
    assert "Traceback" not in ran.err
    assert os.listdir(".") == ["small.yaml"]


def test_two_specs_that_would_overwrite_each_other_are_refused(oauthviz: Run, small: Path) -> None:
    Path("sub").mkdir()
    twin = Path("sub", small.name)
    twin.write_text(SMALL, encoding="utf-8")
    ran = oauthviz("render", small, twin)
    assert ran.code == 2
    assert str(twin) in ran.err


def test_several_specs_into_one_file_are_refused(oauthviz: Run, small: Path) -> None:
    assert oauthviz("render", small, "other.yaml", "-o", "one.svg").code == 2


def test_a_theme_other_than_the_specs_is_added_to_the_name(oauthviz: Run, small: Path) -> None:
    copy = Path("mine")
    copy.mkdir()
    text = (ROOT / "themes" / "pink-teal" / "theme.yaml").read_text(encoding="utf-8")
    (copy / "theme.yaml").write_text(text.replace("name: pink-teal", "name: mine", 1), encoding="utf-8")
    assert oauthviz("render", small, "--theme", "./mine", "--format", "svg").code == 0
    assert os.listdir("out") == ["small.mine.svg"]
    small.write_text(SMALL + "theme: ./mine\n", encoding="utf-8")
    assert oauthviz("render", small, "--format", "svg").code == 0
    assert sorted(os.listdir("out")) == ["small.mine.svg", "small.svg"]
