"""Folders of own icons: what is found in them, what is refused, and what a picture says of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from oauthviz.core.diagnostics import LimitError, OutputError, SpecError, UsageError
from oauthviz.icon_catalog import check_icons, icon_list
from oauthviz.theme.icon_packs import MAX_ICONS, SHIPPED, IconSet, open_packs, read_icon
from oauthviz.theme.icon_reading import MAX_BYTES
from oauthviz.theme.icons import list_icons, load_icon
from tests.systems import needs_devices, needs_links, needs_pipes

GATE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path d="M4 4h40v40H4z"/></svg>'


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "gate.svg").write_text(GATE, encoding="utf-8")
    return folder


def test_an_own_icon_goes_before_a_shipped_one_and_the_others_stay(pack: Path) -> None:
    (pack / "key.svg").write_text(GATE, encoding="utf-8")
    packs = open_packs(pack)
    assert packs.load("key").shapes == packs.load("gate").shapes
    assert packs.load("key").shapes != load_icon("key").shapes
    assert packs.load("lock") is load_icon("lock")
    assert set(packs.names()) == {*list_icons(), "gate"}


def test_an_unknown_icon_is_looked_for_among_own_and_shipped_ones(pack: Path) -> None:
    for wish, meant in (("gaet", "gate"), ("databse", "database"), ("passkey", "fingerprint")):
        with pytest.raises(SpecError, match=f"did you mean '{meant}'"):
            open_packs([str(pack)]).load(wish)


def test_only_svg_files_with_a_plain_name_are_icons(pack: Path) -> None:
    for name in ("README.md", "Gate.svg", "-x.svg", "a b.svg", ".svg", "gate.SVG"):
        (pack / name).write_text(GATE, encoding="utf-8")
    assert list(open_packs(pack).files) == ["gate"]


def test_a_bad_file_harms_nobody_who_does_not_name_it(pack: Path) -> None:
    (pack / "bad.svg").write_text("<svg", encoding="utf-8")
    packs = open_packs(pack)
    packs.load("gate")
    with pytest.raises(SpecError) as caught:
        packs.load("bad")
    assert str(caught.value).startswith(f"{pack / 'bad.svg'}:1:")


def test_folders_that_are_none_are_refused(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no icon in this folder"):
        open_packs(tmp_path / "empty")
    for wrong in (tmp_path / "nowhere", pack / "gate.svg", "nul\0"):
        with pytest.raises(OutputError):
            open_packs(wrong)


def test_a_name_in_two_folders_is_refused_with_both(pack: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "gate.svg").write_text(GATE, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        open_packs([pack, other])
    assert str(pack / "gate.svg") in str(caught.value) and str(other / "gate.svg") in str(caught.value)


def test_a_folder_holds_only_so_many(pack: Path) -> None:
    for k in range(MAX_ICONS):
        (pack / f"i{k}.svg").touch()
    with pytest.raises(LimitError):
        open_packs(pack)


def test_an_icon_may_be_as_large_as_the_limit_and_no_larger(pack: Path) -> None:
    file = pack / "gate.svg"
    file.write_text(GATE.replace("><path", ">" + " " * (MAX_BYTES - len(GATE)) + "<path"), encoding="utf-8")
    assert file.stat().st_size == MAX_BYTES
    read_icon(file)
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(LimitError):
        read_icon(file)


@pytest.mark.parametrize(
    "kind",
    [
        "folder",
        pytest.param("pipe", marks=needs_pipes),
        pytest.param("link", marks=needs_links),
        pytest.param("device", marks=[needs_links, needs_devices]),
    ],
)
def test_what_is_no_regular_file_is_refused(pack: Path, tmp_path: Path, kind: str) -> None:
    file = pack / "odd.svg"
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        outside = tmp_path / "outside.svg"
        outside.write_text(GATE, encoding="utf-8")
        file.symlink_to(outside if kind == "link" else os.devnull)
    with pytest.raises(SpecError, match="regular file"):
        open_packs(pack).load("odd")
    assert [report.exit_code for report in check_icons([pack])] == [0, 3]


def test_the_stamp_names_own_icons_with_a_digest_of_their_drawing(pack: Path) -> None:
    def stamp() -> str:
        return IconSet({"gate": open_packs(pack).load("gate")}).stamp()

    first = stamp()
    assert first.startswith("gate ") and len(first) == len("gate ") + 16
    (pack / "gate.svg").write_text(GATE.replace("><path", ">\n<!-- a gate --><path id='g'"), encoding="utf-8")
    assert stamp() == first
    (pack / "gate.svg").write_text(GATE.replace("M4 4", "M5 4"), encoding="utf-8")
    assert stamp() != first
    assert SHIPPED.stamp() == ""


def test_the_list_tells_every_bad_icon_at_once(pack: Path) -> None:
    assert {"name": "gate", "title": "", "file": str(pack / "gate.svg")} in icon_list(pack)
    for name in ("one", "two"):
        (pack / f"{name}.svg").write_text("<svg", encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        icon_list(pack)
    assert [Path(found.file).stem for found in caught.value.diagnostics] == ["one", "two"]


def test_a_drawing_that_leaves_the_grid_or_is_small_is_a_fault_but_can_be_drawn(pack: Path) -> None:
    (pack / "gate.svg").write_text(GATE.replace("M4 4h40v40H4z", "M0 4h40v40H0z"), encoding="utf-8")
    (pack / "tiny.svg").write_text(GATE.replace("M4 4h40v40H4z", "M20 20h8v8h-8z"), encoding="utf-8")
    (pack / "bulge.svg").write_text(GATE.replace("M4 4h40v40H4z", "M4 44C-9 -20 57 -20 44 44z"), encoding="utf-8")
    reports = {Path(report.file).stem: report for report in check_icons([pack])}
    assert [fault.code for fault in reports["gate"].faults] == ["outside-grid"]
    assert [fault.code for fault in reports["tiny"].faults] == ["too-small"]
    assert [fault.code for fault in reports["bulge"].faults] == ["outside-grid"]
    assert {report.exit_code for report in reports.values()} == {1}
    for name in reports:
        read_icon(pack / f"{name}.svg")
