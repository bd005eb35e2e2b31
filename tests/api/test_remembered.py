"""Remembered arrangements: they save the search, never change a byte, and nothing that is wrong with them hurts."""

from __future__ import annotations

import json
import os
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from oauthviz import Diagram, remembered
from oauthviz.graph.build import build_diagram
from oauthviz.graph.model import Diagram as Graph
from oauthviz.i18n.strings import string_table
from oauthviz.layout.model import Arrangement
from oauthviz.picture import Picture
from oauthviz.preparing import Options
from oauthviz.remembered import Memory, digest_of_sources, essential, key_of, memory
from oauthviz.spec.reading import read_spec
from oauthviz.theme.reference import REFERENCE
from tests.conftest import ROOT, SMALL
from tests.systems import needs_links, needs_pipes, needs_umask

LINKED = SMALL.replace("id: browser,", "id: browser, link: 'https://example.org/', ") + "description: A story\n"
KEPT = Arrangement((("browser", "app"), ("authz",)), label_gaps=(("a2", 1), ("a3", 1)))
KEY = "0" * 64


def drawn(folder: Path, spec: str = SMALL, **options: Any) -> Picture:
    return Diagram.loads(spec, name="small").render(effort="draft", cache_dir=folder, **options)


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "arrangements").iterdir())


def graph_of(spec: str) -> Graph:
    return build_diagram(read_spec(spec, file="small.yaml", name="small"), string_table("en"))


def key(spec: str = SMALL, effort: str = "draft", missing: str = "error", **changed: Any) -> str:
    return key_of(essential(graph_of(spec)), REFERENCE.model_copy(update=changed), effort, missing)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[Graph]:
    """The diagrams that were searched for an arrangement, in order."""
    seen: list[Graph] = []
    arrange = remembered.arrange

    def watch(diagram: Graph, *arguments: Any, **options: Any) -> Arrangement:
        seen.append(diagram)
        return arrange(diagram, *arguments, **options)

    monkeypatch.setattr(remembered, "arrange", watch)
    return seen


def test_the_second_picture_is_the_same_bytes_without_a_search(tmp_path: Path, searches: list[Graph]) -> None:
    plain = drawn(tmp_path, use_cache=False)
    assert not (tmp_path / "arrangements").exists()
    found, recalled = drawn(tmp_path), drawn(tmp_path)
    assert plain.svg == found.svg == recalled.svg
    assert plain.layout == found.layout == recalled.layout
    assert len(searches) == 2
    assert len(entries(tmp_path)) == 1


def test_what_no_arrangement_depends_on_needs_no_new_search(tmp_path: Path, searches: list[Graph]) -> None:
    first = drawn(tmp_path)
    linked = drawn(tmp_path, LINKED + "canvas: {background: none}\n")
    assert linked.layout.arrangement == first.layout.arrangement
    assert 'href="https://example.org/"' in linked.svg
    assert len(searches) == 1
    assert searches[0].description == "" and all(node.link is None for node in searches[0].nodes)


def test_the_key_holds_everything_that_a_search_could_depend_on() -> None:
    keys = [
        key(),
        key(SMALL.replace("Web App", "Shop")),
        key(SMALL.replace("title: Login", "title: Log in")),
        key(SMALL.replace("POST /token", "POST /tokens")),
        key(SMALL.replace("kind: token", "kind: storage")),
        key(SMALL + "layout: {seed: 1}\n"),
        key(SMALL + "layout: {first: app}\n"),
        key(SMALL + "canvas: {width: 1200}\n"),
        key(SMALL + "caption: A caption\n"),
        key(effort="normal"),
        key(missing="box"),
        key(box_padding=REFERENCE.box_padding + 1),
    ]
    assert len(set(keys)) == len(keys)
    assert key(LINKED) == key()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("__version__", "99"),
        ("digest_of_sources", lambda _: "0"),
        ("package_version", lambda _: "0"),
        ("font_versions", lambda: (("fontpkg-inter", "0"),)),
    ],
)
def test_the_key_changes_with_the_program_and_the_packages(
    monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    before = key()
    monkeypatch.setattr(remembered, "_program", remembered._program.__wrapped__)
    monkeypatch.setattr(remembered, name, value)
    assert key() != before


def test_an_edit_of_the_layouts_code_changes_the_digest(tmp_path: Path) -> None:
    for package in ("layout", "graph", "text", "cli"):
        shutil.copytree(ROOT / "oauthviz" / package, tmp_path / package)
    before = digest_of_sources(tmp_path)
    (tmp_path / "cli" / "group.py").write_text("edited = True\n")
    assert digest_of_sources(tmp_path) == before
    (tmp_path / "layout" / "cost.py").write_text("edited = True\n")
    assert digest_of_sources(tmp_path) != before


def test_every_theme_gets_the_one_arrangement(tmp_path: Path, other_theme: Path, searches: list[Graph]) -> None:
    one, other = drawn(tmp_path), drawn(tmp_path, theme=str(other_theme))
    assert one.layout.arrangement == other.layout.arrangement
    assert one.layout.boxes != other.layout.boxes
    assert len(searches) == 1


def test_rearranging_for_a_theme_is_remembered_apart(
    tmp_path: Path, other_theme: Path, searches: list[Graph], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(tmp_path)
    first = drawn(tmp_path, theme=str(other_theme), rearrange=True)
    again = drawn(tmp_path, theme=str(other_theme), rearrange=True)
    assert first.svg == again.svg
    assert len(searches) == 2
    assert len(entries(tmp_path)) == 2


def test_what_is_recalled_is_what_was_kept(tmp_path: Path) -> None:
    kept = Memory(tmp_path)
    assert kept.recall(KEY) is None
    kept.keep(KEY, KEPT)
    assert kept.recall(KEY) == KEPT


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def another_key(path: Path) -> None:
    path.write_text(path.read_text().replace(KEY, "1" * 64))


def another_arrangement(path: Path) -> None:
    path.write_text(path.read_text().replace('"browser", "app"', '"app", "browser"'))


SPOILT: dict[str, Callable[[Path], object]] = {
    "cut off": cut,
    "empty": lambda path: path.write_bytes(b""),
    "noise": lambda path: path.write_bytes(bytes(range(256))),
    "another entry's": another_key,
    "tampered with": another_arrangement,
    "a list": lambda path: path.write_text("[1]"),
    "nested": lambda path: path.write_text("[" * 100_000),
    "of another version": lambda path: path.write_text(json.dumps({"key": KEY, "digest": "", "arrangement": {"a": 1}})),
    "huge": lambda path: path.write_bytes(b" " * 5_000_000),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_entry_is_passed_over_and_written_again(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    kept = Memory(tmp_path)
    kept.keep(KEY, KEPT)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    spoil(path)
    assert kept.recall(KEY) is None
    kept.keep(KEY, KEPT)
    assert path.read_bytes() == whole
    assert kept.recall(KEY) == KEPT


@needs_pipes
def test_a_pipe_in_the_place_of_an_entry_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / f"{KEY}.json")
    assert Memory(tmp_path).recall(KEY) is None  # opening it would wait for a writer


@needs_links
def test_a_link_in_the_place_of_an_entry_is_never_followed(tmp_path: Path) -> None:
    kept = Memory(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    (tmp_path / f"{KEY}.json").symlink_to(elsewhere)
    kept.keep(KEY, KEPT)
    assert kept.recall(KEY) is None
    assert elsewhere.read_text() == "mine"


def test_a_folder_that_cannot_be_written_costs_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file")
    svg = drawn(occupied).svg
    assert drawn(occupied).svg == svg
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "cannot be remembered" in lines[0] and str(occupied) in lines[0]
    assert occupied.read_text() == "a file"


def test_nobody_hears_of_a_folder_that_nobody_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file")
    Memory(occupied / "arrangements").keep(KEY, KEPT)
    assert capfd.readouterr().err == ""


def test_the_folder_is_the_calls_else_the_environments_else_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHVIZ_CACHE_DIR", str(tmp_path / "env"))
    assert memory(tmp_path / "call") == Memory(tmp_path / "call" / "arrangements", chosen=True)
    assert memory(None) == Memory(tmp_path / "env" / "arrangements", chosen=True)
    for empty in ("", None):
        if empty is None:
            monkeypatch.delenv("OAUTHVIZ_CACHE_DIR")
        else:
            monkeypatch.setenv("OAUTHVIZ_CACHE_DIR", empty)
        own = memory(None)
        assert own is not None and not own.chosen and own.folder.parent.name == "oauthviz"


def test_a_user_without_a_home_has_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OAUTHVIZ_CACHE_DIR")
    monkeypatch.setattr(remembered, "user_cache_path", lambda *_, **__: Path("~/.cache/oauthviz"))
    assert memory(None) is None


@needs_umask
def test_others_may_read_what_the_umask_lets_them(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        Memory(tmp_path).keep(KEY, KEPT)
    finally:
        os.umask(before)
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_oldest_entries_are_dropped_and_what_is_in_use_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "MOST", 6)
    monkeypatch.setattr(remembered, "KEPT", 4)
    kept = Memory(tmp_path)
    stranger = tmp_path / "stranger.txt"
    stranger.write_text("mine")
    os.utime(stranger, (0, 0))
    keys = [str(i) * 64 for i in range(7)]
    for i, one in enumerate(keys[:6]):
        kept.keep(one, KEPT)
        os.utime(tmp_path / f"{one}.json", (1000 + i, 1000 + i))
    assert kept.recall(keys[0]) == KEPT  # used again: now the latest of all
    kept.keep(keys[6], KEPT)
    left = {path.stem for path in tmp_path.glob("*.json")}
    assert left == {keys[0], keys[4], keys[5], keys[6]}
    assert stranger.exists()


def test_many_at_once_leave_whole_entries(tmp_path: Path) -> None:
    kept = Memory(tmp_path)
    wrong: list[object] = []

    def work() -> None:
        for _ in range(15):
            kept.keep(KEY, KEPT)
            found = kept.recall(KEY)
            if found != KEPT:
                wrong.append(found)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert [path.name for path in tmp_path.iterdir()] == [f"{KEY}.json"]


def test_an_option_carries_the_cache_to_the_layout_too(tmp_path: Path, searches: list[Graph]) -> None:
    options = Options(effort="draft", cache_dir=tmp_path)
    first = Diagram.loads(SMALL).lay_out(options)
    assert Diagram.loads(SMALL).lay_out(options) == first
    assert Diagram.loads(SMALL).lay_out(replace(options, use_cache=False)) == first
    assert len(searches) == 2
