"""Finished pictures that are kept: what is drawn again, and what never is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from oauthviz import rendered_cache
from tests.conftest import Ran

Run = Callable[..., Ran]
QUICK = ("--effort", "draft", "--format", "svg")


def drawn(ran: Ran) -> list[str]:
    """The names of the pictures that did not come from the cache."""
    lines = [line for line in ran.out.splitlines() if " px, " in line]
    return sorted(Path(line.split(" (")[0]).name for line in lines if "from the cache" not in line)


def render(oauthviz: Run, *more: str) -> Ran:
    return oauthviz("render", "docs/*.yaml", "docs/deep/three.yaml", *QUICK, *more)


def test_a_second_build_draws_nothing_and_writes_the_same_bytes(
    oauthviz: Run, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drawn(render(oauthviz, "--cache-dir", "kept")) == ["one.svg", "three.svg", "two.svg"]
    first = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    shutil.rmtree("out")
    monkeypatch.setattr("oauthviz.pipeline.draw_prepared", None)
    again = render(oauthviz, "--cache-dir", "kept")
    assert again.code == 0
    assert drawn(again) == []
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == first


def test_a_change_draws_exactly_what_it_is_about(oauthviz: Run, docs: Path) -> None:
    render(oauthviz, "--cache-dir", "kept")
    theme = docs / "deep" / "mine.yaml"
    theme.write_text(theme.read_text(encoding="utf-8").replace('"#FBFAF7"', '"#FFFFFF"'), encoding="utf-8")
    assert "#FFFFFF" in theme.read_text(encoding="utf-8")
    assert drawn(render(oauthviz, "--cache-dir", "kept")) == ["three.svg"]
    two = docs / "two.yaml"
    two.write_text(two.read_text(encoding="utf-8").replace("Shop", "Store"), encoding="utf-8")
    assert drawn(render(oauthviz, "--cache-dir", "kept")) == ["two.svg"]


@pytest.mark.parametrize(
    "more",
    [("--size", "1100x1100"), ("--text", "plain"), ("--id-prefix", "x"), ("--scale", "2"), ("--missing-glyphs", "box")],
    ids=" ".join,
)
def test_another_option_is_another_picture(oauthviz: Run, docs: Path, more: tuple[str, ...]) -> None:
    call = ("render", "docs/one.yaml", "--effort", "draft", "--format", "svg", "--cache-dir", "kept")
    oauthviz(*call)
    assert drawn(oauthviz(*call, *more)) == ["one.svg"]
    assert drawn(oauthviz(*call, *more)) == []


def test_a_build_in_another_folder_finds_its_pictures(oauthviz: Run, docs: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    call = (*QUICK, "--cache-dir", kept, "--theme")
    assert drawn(oauthviz("render", docs / "one.yaml", *call, docs / "deep" / "mine.yaml")) == ["one.mine.svg"]
    moved = tmp_path / "elsewhere"
    docs.rename(moved)
    assert drawn(oauthviz("render", moved / "one.yaml", *call, moved / "deep" / "mine.yaml")) == []


def test_without_a_cache_everything_is_drawn(oauthviz: Run, docs: Path) -> None:
    render(oauthviz, "--cache-dir", "kept")
    assert len(drawn(render(oauthviz, "--cache-dir", "kept", "--no-cache"))) == 3
    assert len(drawn(render(oauthviz))) == 3


@pytest.mark.parametrize("fault", ["cut", "changed", "empty", "folder"])
def test_an_entry_that_is_not_whole_counts_as_none(oauthviz: Run, docs: Path, fault: str) -> None:
    call = ("render", "docs/one.yaml", *QUICK, "--cache-dir", "kept")
    oauthviz(*call)
    right = Path("out/one.svg").read_bytes()
    (entry,) = Path("kept/pictures").iterdir()
    data = entry.read_bytes()
    if fault == "folder":
        entry.unlink()
        entry.mkdir()
    else:
        entry.write_bytes({"cut": data[:-9], "changed": data[:-9] + b"</svg?>\n\n", "empty": b""}[fault])
    again = oauthviz(*call)
    assert (again.code, drawn(again)) == (0, ["one.svg"])
    assert Path("out/one.svg").read_bytes() == right


def test_a_value_without_a_digest_means_no_caching_and_never_a_wrong_picture() -> None:
    with pytest.raises(rendered_cache._NoDigestError):
        rendered_cache._plain({"a": object()})


def test_the_folder_of_finished_pictures_stays_below_its_limit(
    oauthviz: Run, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendered_cache, "MOST_BYTES", 200_000)
    monkeypatch.setattr(rendered_cache, "KEPT_BYTES", 120_000)
    render(oauthviz, "--cache-dir", "kept")
    assert sum(path.stat().st_size for path in Path("kept/pictures").iterdir()) <= 200_000


def test_no_process_is_started_for_pictures_that_are_finished(
    oauthviz: Run, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render(oauthviz, "--cache-dir", "kept")
    monkeypatch.setattr("oauthviz.batch.in_processes", None)
    again = render(oauthviz, "--cache-dir", "kept", "--jobs", "2")
    assert (again.code, drawn(again)) == (0, [])
    assert "3 of them from the cache" in again.err
