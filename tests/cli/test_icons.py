"""The commands on icons, and pictures with icons of one's own."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from oauthviz import Diagram
from tests.conftest import ROOT, SMALL, Ran

Run = Callable[..., Ran]

README = (ROOT / "icons" / "README.md").read_text(encoding="utf-8")
GATE = re.findall(r"^```svg\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)[0]
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL) for line in block.splitlines()
]
SHIPPED = sorted(file.stem for file in (ROOT / "icons").glob("*.svg"))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "my-icons"
    folder.mkdir()
    (folder / "gate.svg").write_text(GATE, encoding="utf-8")
    return folder


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    spec = tmp_path / "flow.yaml"
    spec.write_text(SMALL.replace("name: Web App,", "name: Web App, icon: gate,"), encoding="utf-8")
    return spec


def test_the_list_is_for_eyes_and_for_programs(oauthviz: Run, pack: Path) -> None:
    rows = json.loads(oauthviz("icons", "list", "--format", "json").out)
    assert [row["name"] for row in rows] == SHIPPED
    assert all(row["title"] for row in rows)
    assert [line.split()[0] for line in oauthviz("icons", "list").out.splitlines()] == SHIPPED
    rows = json.loads(oauthviz("icons", "list", "--icons", pack, "--format", "json").out)
    assert [row["name"] for row in rows] == sorted([*SHIPPED, "gate"])
    assert [row["file"] for row in rows if "file" in row] == [str(pack / "gate.svg")]
    assert "Gate, entrance, checkpoint" in oauthviz("icons", "list", "--icons", pack).out


def test_the_sheet_names_and_draws_every_icon(oauthviz: Run) -> None:
    assert oauthviz("icons", "sheet", "-o", "sheet.svg").code == 0
    sheet = Path("sheet.svg").read_text(encoding="utf-8")
    assert re.findall(r'data-icon="([^"]+)"', sheet) == SHIPPED
    assert re.findall(r'data-text="([^"]+)"', sheet) == SHIPPED
    assert oauthviz("icons", "sheet", "-o", "sheet.png").code == 0
    assert Path("sheet.png").read_bytes().startswith(b"\x89PNG")
    assert oauthviz("icons", "sheet", "-o", "sheet.gif").code == 2
    assert sorted(os.listdir(".")) == ["sheet.png", "sheet.svg"]


def test_the_sheet_can_be_of_one_size_without_names_and_of_own_icons(oauthviz: Run, pack: Path) -> None:
    assert oauthviz("icons", "sheet", "--icons", pack, "--size", "20", "--no-names", "-o", "own.svg").code == 0
    sheet = Path("own.svg").read_text(encoding="utf-8")
    assert re.findall(r'data-icon="([^"]+)"', sheet) == ["gate"]
    assert "data-text" not in sheet
    assert sheet.count('class="icon-shape"') == 1
    assert oauthviz("icons", "sheet", "--size", "2").code == 2


def test_check_tells_each_files_faults_and_ends_with_the_worst(oauthviz: Run, pack: Path) -> None:
    assert oauthviz("icons", "check", pack).code == 0
    (pack / "small.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path d="M20 20h8"/></svg>', encoding="utf-8"
    )
    ran = oauthviz("icons", "check", pack)
    assert ran.code == 1
    assert f"{pack / 'small.svg'}: too-small: " in ran.out
    (pack / "evil.svg").write_text(GATE.replace("</svg>", "  <script/>\n</svg>"), encoding="utf-8")
    ran = oauthviz("icons", "check", pack / "evil.svg", pack / "gate.svg")
    assert ran.code == 3
    assert f"{pack / 'evil.svg'}:5:3: icon-element: <script> is not allowed" in ran.out
    assert "checked: 2, with faults: 1" in ran.out
    (pack / "huge.svg").write_text(GATE + " " * 70_000, encoding="utf-8")
    ran = oauthviz("icons", "check", pack, "--format", "json")
    assert ran.code == 4
    found = {Path(report["file"]).stem: report for report in json.loads(ran.out)}
    assert {name: (one["ok"], one["refused"]) for name, one in found.items()} == {
        "evil": (False, True),
        "gate": (True, False),
        "huge": (False, True),
        "small": (False, False),
    }
    assert found["evil"]["faults"][0]["line"] == 5


@pytest.mark.parametrize(("path", "code"), [("nowhere.svg", 5), ("README.md", 3), ("Bad Name.svg", 3)])
def test_check_refuses_what_is_no_icon(oauthviz: Run, path: str, code: int) -> None:
    Path("README.md").write_text("words", encoding="utf-8")
    Path("Bad Name.svg").write_text(GATE, encoding="utf-8")
    assert oauthviz("icons", "check", path).code == code


def test_a_picture_holds_own_icons_and_says_so(oauthviz: Run, flow: Path, pack: Path) -> None:
    assert oauthviz("render", flow, "--icons", pack, "-o", "own.svg").code == 0
    svg = Path("own.svg").read_text(encoding="utf-8")
    assert 'data-icon="gate"' in svg
    stamp = re.search(r'data-icons="(gate [0-9a-f]{16})"', svg)
    assert stamp is not None
    (pack / "gate.svg").write_text(GATE.replace("M15 42V22", "M16 42V22"), encoding="utf-8")
    assert oauthviz("render", flow, "--icons", pack, "-o", "changed.svg").code == 0
    changed = Path("changed.svg").read_text(encoding="utf-8")
    assert stamp[0] not in changed
    assert re.search(r'data-icons="gate [0-9a-f]{16}"', changed)


def test_a_picture_without_own_icons_is_the_same_whatever_folders_are_named(
    oauthviz: Run, small: Path, pack: Path
) -> None:
    oauthviz("render", small, "-o", "without.svg")
    oauthviz("render", small, "--icons", pack, "-o", "with.svg")
    assert Path("with.svg").read_bytes() == Path("without.svg").read_bytes()
    assert "data-icons" not in Path("with.svg").read_text(encoding="utf-8")


def test_a_folder_beside_the_spec_that_nobody_named_is_not_taken_in(oauthviz: Run, flow: Path, pack: Path) -> None:
    pack.rename(flow.parent / "icons")
    ran = oauthviz("render", flow)
    assert ran.code == 3
    assert f"{flow}:5:" in ran.err
    assert "there is no icon 'gate'" in ran.err and "--icons" in ran.err


@pytest.mark.parametrize("command", ["render", "check", "layout"])
def test_an_unknown_icon_and_a_refused_one_are_named_before_anything_is_drawn(
    oauthviz: Run, flow: Path, pack: Path, command: str
) -> None:
    text = flow.read_text(encoding="utf-8")
    flow.write_text(text.replace("icon: gate", "icon: gaet").replace("id: authz,", "id: authz, icon: evil,"), "utf-8")
    (pack / "evil.svg").write_text(GATE.replace("</svg>", "<image href='x'/></svg>"), encoding="utf-8")
    ran = oauthviz(command, flow, "--icons", pack)
    assert ran.code == 3
    assert f"{flow}:5:" in ran.err and "did you mean 'gate'?" in ran.err
    assert f"{pack / 'evil.svg'}:5:1: icon-element: <image> is not allowed" in ran.err
    assert not Path("out").exists()


def test_a_missing_folder_of_icons_is_an_error(oauthviz: Run, flow: Path) -> None:
    ran = oauthviz("render", flow, "--icons", "nowhere")
    assert ran.code == 5
    assert ran.err.startswith("nowhere: cannot-read: ")


def test_an_arrangement_does_not_depend_on_icons(oauthviz: Run, flow: Path, pack: Path) -> None:
    def arranged(name: str) -> str:
        text = flow.read_text(encoding="utf-8").replace("icon: gate", f"icon: {name}")
        flow.write_text(text, encoding="utf-8")
        ran = oauthviz("layout", flow, "--only", "arrangement", "--icons", pack, "--cache-dir", "cache")
        assert ran.code == 0
        return ran.out

    assert arranged("gate") == arranged("server")
    assert len(list(Path("cache/arrangements").iterdir())) == 1


def test_the_library_takes_a_folder_or_several(pack: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "door.svg").write_text(GATE, encoding="utf-8")
    diagram = Diagram.loads(SMALL.replace("name: Web App,", "name: Web App, icon: gate,"))
    one, two = diagram.render(icons=pack), diagram.render(icons=[str(pack), other])
    assert one.svg == two.svg
    assert Image.open(io.BytesIO(one.png())).size == (1024, 1024)


def test_every_command_in_the_readme_succeeds(oauthviz: Run, flow: Path, pack: Path) -> None:
    found = [shlex.split(command)[1:] for command in COMMANDS if command.startswith("oauthviz ")]
    assert len(found) == len(COMMANDS) >= 8
    for command in found:
        ran = oauthviz(*command)
        assert ran.code == 0, (command, ran.err)
