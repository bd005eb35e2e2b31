"""--arrangement, --rearrange, --cache-dir, --no-cache: of render, check and layout alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]

TURNED = '{"columns": [["authz"], ["app"], ["browser"]]}'


def test_a_printed_arrangement_can_be_pinned(oauthviz: Run, small: Path) -> None:
    printed = oauthviz("layout", small, "--only", "arrangement")
    assert printed.code == 0
    whole = json.loads(oauthviz("layout", small).out)
    assert json.loads(printed.out) == whole["arrangement"]
    Path("a.json").write_text(printed.out, encoding="utf-8")
    plain = oauthviz("render", small, "-o", "-").raw
    assert oauthviz("render", small, "-o", "-", "--arrangement", "a.json").raw == plain


@pytest.mark.parametrize("command", [("layout",), ("layout", "--only", "arrangement")])
def test_layout_obeys_a_pinned_arrangement(oauthviz: Run, small: Path, command: tuple[str, ...]) -> None:
    Path("a.json").write_text(TURNED, encoding="utf-8")
    data = json.loads(oauthviz(*command, small, "--arrangement", "a.json").out)
    columns = data.get("arrangement", data)["columns"]
    assert [[i for i in column if ">" not in i] for column in columns] == json.loads(TURNED)["columns"]


def test_check_measures_the_pinned_arrangement(oauthviz: Run, small: Path) -> None:
    Path("a.json").write_text(TURNED, encoding="utf-8")
    pinned = json.loads(oauthviz("check", small, "--arrangement", "a.json", "--format", "json").out)
    assert pinned[0]["figures"] != json.loads(oauthviz("check", small, "--format", "json").out)[0]["figures"]


@pytest.mark.parametrize("command", ["render", "check", "layout"])
def test_every_mistake_has_its_exit_code_and_names_the_file(oauthviz: Run, small: Path, command: str) -> None:
    def run(text: str, *more: str) -> Ran:
        Path("a.json").write_text(text, encoding="utf-8")
        return oauthviz(command, small, "--arrangement", "a.json", *more)

    both, misfit, malformed, large = (
        run(TURNED, "--rearrange"),
        run('{"columns": [["authz"]]}'),
        run("{"),
        run(" " * 4_000_001),
    )
    assert [ran.code for ran in (both, misfit, malformed, large)] == [2, 2, 3, 4]
    for ran in (misfit, malformed, large):
        assert ran.err.startswith("a.json:")
    assert "a.json:1:2: bad-json" in malformed.err
    assert oauthviz(command, small, "--arrangement", "nowhere.json").code == 5


@pytest.mark.parametrize("command", ["render", "check", "layout"])
def test_a_cache_is_written_where_it_is_asked_for_and_only_then(oauthviz: Run, small: Path, command: str) -> None:
    assert oauthviz(command, small, "--cache-dir", "kept", "--no-cache").code == 0
    assert not Path("kept").exists()
    first = oauthviz(command, small, "--cache-dir", "kept")
    assert first.code == 0
    assert len(list(Path("kept/arrangements").iterdir())) == 1
    again = oauthviz(command, small, "--cache-dir", "kept", "--rearrange")
    assert again.code == 0
    assert len(list(Path("kept/arrangements").iterdir())) == 2


def test_several_processes_share_a_cache(oauthviz: Run, small: Path) -> None:
    small.with_name("twin.yaml").write_bytes(small.read_bytes())
    ran = oauthviz("render", small, "twin.yaml", "--jobs", "2", "--cache-dir", "kept", "--format", "svg")
    assert ran.code == 0
    assert len(list(Path("kept/arrangements").iterdir())) == 1
