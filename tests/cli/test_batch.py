"""Many specs at once: patterns, the cache, dependency files, reports, and what a kill leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from oauthviz import rendered_cache
from oauthviz.batch import Order, Outcome
from oauthviz.depfile import depfile
from oauthviz.workers import in_processes
from tests.conftest import ROOT, SMALL, Ran, child_environment

Run = Callable[..., Ran]
QUICK = ("--effort", "draft", "--format", "svg")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Three specs in two folders, one of them with a theme of its own."""
    folder = tmp_path / "docs"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "two.yaml").write_text(SMALL.replace("Web App", "Shop"), encoding="utf-8")
    (folder / "deep" / "three.yaml").write_text(SMALL + "theme: ./mine.yaml\n", encoding="utf-8")
    theme = (ROOT / "themes" / "pink-teal" / "theme.yaml").read_text(encoding="utf-8")
    (folder / "deep" / "mine.yaml").write_text(theme.replace("name: pink-teal", "name: mine", 1), encoding="utf-8")
    return folder


def drawn(ran: Ran) -> list[str]:
    """The names of the pictures that did not come from the cache."""
    lines = [line for line in ran.out.splitlines() if " px, " in line]
    return sorted(Path(line.split(" (")[0]).name for line in lines if "from the cache" not in line)


def render(oauthviz: Run, *more: str) -> Ran:
    return oauthviz("render", "docs/*.yaml", "docs/deep/three.yaml", *QUICK, *more)


def test_a_pattern_names_files_in_all_folders_in_order(oauthviz: Run, docs: Path) -> None:
    (docs / "deep" / "mine.yaml").rename(docs / "deep" / "mine.yml")
    spec = docs / "deep" / "three.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("mine.yaml", "mine.yml"), encoding="utf-8")
    ran = oauthviz("render", "docs/**/*.yaml", "docs/one.yaml", *QUICK)
    assert ran.code == 0
    assert [line.split(" (")[0] for line in ran.out.splitlines()] == [
        str(Path("out", f"{name}.svg")) for name in ("three", "one", "two")
    ]


def test_a_pattern_that_nothing_matches_is_an_input_error(oauthviz: Run, docs: Path) -> None:
    ran = oauthviz("render", "nowhere/**/*.yaml")
    assert ran.code == 5
    assert "nowhere/**/*.yaml" in ran.err


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(oauthviz: Run, tmp_path: Path) -> None:
    (tmp_path / "a[1].yaml").write_text(SMALL, encoding="utf-8")
    assert oauthviz("render", "a[1].yaml", *QUICK).code == 0
    assert os.listdir("out") == ["a[1].svg"]


def test_folders_are_kept_where_that_is_asked_for(oauthviz: Run, docs: Path) -> None:
    (docs / "deep" / "one.yaml").write_text(SMALL, encoding="utf-8")
    specs = ("docs/one.yaml", "docs/deep/one.yaml")
    assert oauthviz("render", *specs, *QUICK).code == 2
    assert oauthviz("render", *specs, *QUICK, "--keep-folders", "-o", "site").code == 0
    assert Path("site/docs/one.svg").is_file()
    assert Path("site/docs/deep/one.svg").is_file()


def test_a_second_build_draws_nothing_and_writes_the_same_bytes(
    oauthviz: Run, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drawn(render(oauthviz, "--cache-dir", "kept")) == ["one.svg", "three.svg", "two.svg"]
    first = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    shutil.rmtree("out")
    monkeypatch.setattr("oauthviz.batch.draw_prepared", None)
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


def test_check_writes_nothing_and_finds_what_would_change(oauthviz: Run, docs: Path) -> None:
    call = ("render", "docs/one.yaml", *QUICK)
    missing = oauthviz(*call, "--check")
    assert (missing.code, Path("out").exists()) == (1, False)
    assert "missing-picture" in missing.err
    oauthviz(*call)
    assert oauthviz(*call, "--check").code == 0
    before = Path("out/one.svg").read_bytes()
    spec = docs / "one.yaml"
    spec.write_text(SMALL.replace("Web App", "Shop"), encoding="utf-8")
    stale = oauthviz(*call, "--check")
    assert stale.code == 1
    assert "stale-picture" in stale.err
    assert Path("out/one.svg").read_bytes() == before


def test_the_report_tells_of_every_picture(oauthviz: Run, docs: Path) -> None:
    (docs / "two.yaml").write_text("title: 1\nboxez: []\n", encoding="utf-8")
    ran = render(oauthviz, "--report", "json")
    report = {Path(entry["source"]).name: entry for entry in json.loads(ran.out)}
    assert ran.code == 3
    assert [entry["ok"] for entry in json.loads(ran.out)] == [True, False, True]
    assert report["two.yaml"]["exit_code"] == 3
    assert "boxez" in " ".join(report["two.yaml"]["messages"])
    (file,) = report["one.yaml"]["files"]
    assert file["bytes"] == Path(file["path"]).stat().st_size
    assert "3 pictures: 2 written, 1 failed" in ran.err


@pytest.mark.parametrize("jobs", ["auto", "2"])
def test_processes_draw_what_one_draws(oauthviz: Run, docs: Path, jobs: str) -> None:
    render(oauthviz, "-o", "one/")
    assert render(oauthviz, "-o", "several/", "--jobs", jobs).code == 0
    for path in Path("one").iterdir():
        assert Path("several", path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("jobs", ["0", "65", "many", "-1", "1.5"])
def test_a_number_of_jobs_that_is_none_is_refused(oauthviz: Run, docs: Path, jobs: str) -> None:
    assert render(oauthviz, "--jobs", jobs).code == 2


def test_the_depfile_names_the_spec_and_all_that_it_names(oauthviz: Run, docs: Path) -> None:
    folder = docs.parent / "with space"
    docs.rename(folder)
    oauthviz("render", "with space/deep/three.yaml", *QUICK, "-o", "my out/", "--depfile", "three.d")
    text = Path("three.d").read_text(encoding="utf-8")
    assert text.splitlines() == [
        "my\\ out/three.svg: with\\ space/deep/three.yaml with\\ space/deep/mine.yaml",
        "with\\ space/deep/mine.yaml:",
    ]


def test_names_are_escaped_as_compilers_do_it() -> None:
    assert depfile([(["a$b"], ["c#d", "e\\ f", "g\\h"])]).splitlines()[0] == "a$$b: c\\#d e\\\\\\ f g\\h"


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make to read a dependency file")
def test_make_builds_again_what_a_changed_theme_is_about(docs: Path) -> None:
    program = f'"{sys.executable}" -m oauthviz'
    (docs.parent / "Makefile").write_text(
        "out/three.svg: docs/deep/three.yaml\n"
        f"\t{program} render $< -o $@ --effort draft --depfile three.d\n-include three.d\n"
    )

    def make() -> str:
        done = subprocess.run(
            ["make"], cwd=docs.parent, env=child_environment(), capture_output=True, text=True, check=True, timeout=120
        )
        return done.stdout

    assert "three.svg" in make()
    assert "up to date" in make()
    theme = docs / "deep" / "mine.yaml"
    later = (docs.parent / "out" / "three.svg").stat().st_mtime + 10
    os.utime(theme, (later, later))
    assert "render" in make()


@pytest.mark.skipif(shutil.which("ninja") is None, reason="there is no ninja to read a dependency file")
def test_ninja_builds_again_what_a_changed_theme_is_about(docs: Path) -> None:
    program = f'"{sys.executable}" -m oauthviz'
    (docs.parent / "build.ninja").write_text(
        "rule picture\n"
        f"  command = {program} render $in -o pictures --effort draft --depfile $out.d\n"
        "  depfile = $out.d\n"
        "build pictures/three.svg | pictures/three.png: picture docs/deep/three.yaml\n"
    )

    def ninja() -> str:
        done = subprocess.run(
            ["ninja"], cwd=docs.parent, env=child_environment(), capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    ninja()
    assert "no work to do" in ninja()
    theme = docs / "deep" / "mine.yaml"
    later = (docs.parent / "pictures" / "three.svg").stat().st_mtime + 10
    os.utime(theme, (later, later))
    assert "[1/1]" in ninja()


def _dies_on_two(number: int) -> int:
    if number == 2:
        os._exit(9)
    return number * 10


def test_a_process_that_dies_takes_no_other_task_with_it() -> None:
    results = dict(in_processes(_dies_on_two, [1, 2, 3, 4], 2))
    assert {place: result for place, result in results.items() if isinstance(result, int)} == {0: 10, 2: 30, 3: 40}
    assert isinstance(results[1], Exception)


@pytest.mark.skipif(os.name != "posix", reason="no signal ends a process at once on this system")
def test_a_batch_that_is_killed_and_started_again_has_lost_nothing(tmp_path: Path) -> None:
    for number in range(6):
        spec = SMALL.replace("Web App", f"App {number}")
        (tmp_path / f"spec{number}.yaml").write_text(spec, encoding="utf-8")
    command = [sys.executable, "-m", "oauthviz", "render", "*.yaml", "--jobs", "2", "--cache-dir", "kept"]
    command += ["--effort", "draft", "--renderer", "resvg"]
    process = subprocess.Popen(command, cwd=tmp_path, env=child_environment(), start_new_session=True)
    out = tmp_path / "out"
    deadline = time.monotonic() + 120
    while not list(out.glob("*.png")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for path in out.glob("*.svg"):
        assert path.read_text(encoding="utf-8").endswith("</svg>\n")
    for path in out.glob("*.png"):
        assert path.read_bytes().endswith(b"IEND\xaeB`\x82")
    (out / f".oauthviz-{_machine()}-{process.pid}-0.part").write_bytes(b"half")
    subprocess.run(command, cwd=tmp_path, env=child_environment(), check=True, capture_output=True, timeout=300)
    assert sorted(os.listdir(out)) == sorted(f"spec{number}.{form}" for number in range(6) for form in ("png", "svg"))


def _machine() -> str:
    from oauthviz.output import _machine as machine

    return machine()


def test_lines_come_in_the_order_of_the_call(oauthviz: Run, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def backwards(orders: list[Order], jobs: int, done: Callable[[int, Outcome], None]) -> list[Outcome]:
        outcomes = [Outcome(order.source, 3, (order.source,)) for order in orders]
        for place in reversed(range(len(orders))):
            done(place, outcomes[place])
        return outcomes

    monkeypatch.setattr("oauthviz.cli.render.run", backwards)
    ran = oauthviz("render", "docs/one.yaml", "docs/two.yaml")
    assert [line for line in ran.err.splitlines() if line.endswith(".yaml")] == ["docs/one.yaml", "docs/two.yaml"]


def test_no_process_is_started_for_pictures_that_are_finished(
    oauthviz: Run, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render(oauthviz, "--cache-dir", "kept")
    monkeypatch.setattr("oauthviz.batch.in_processes", None)
    again = render(oauthviz, "--cache-dir", "kept", "--jobs", "2")
    assert (again.code, drawn(again)) == (0, [])
    assert "3 of them from the cache" in again.err


@pytest.mark.skipif(os.name != "posix", reason="no other process can send an interrupt on this system")
def test_an_interrupt_ends_a_batch_without_a_traceback(tmp_path: Path) -> None:
    for number in range(12):
        spec = SMALL.replace("Web App", f"App {number}")
        (tmp_path / f"spec{number:02}.yaml").write_text(spec, encoding="utf-8")
    command = [sys.executable, "-m", "oauthviz", "render", "*.yaml", "--jobs", "2", *QUICK]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=child_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert "spec00.svg" in process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        said = process.stderr.read()
        assert process.wait(timeout=120) == 130
    assert "Traceback" not in said
    assert 1 <= len(list((tmp_path / "out").iterdir())) < 12
