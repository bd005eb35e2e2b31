"""Many specs at once: patterns, folders, processes, reports, and what a kill leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from oauthviz.batch import Order, Outcome
from oauthviz.output import _machine
from oauthviz.workers import in_processes
from tests.conftest import SMALL, Ran, child_environment
from tests.systems import needs_signals, needs_terminals

Run = Callable[..., Ran]
QUICK = ("--effort", "draft", "--format", "svg")


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


def _dies_on_two(number: int) -> int:
    if number == 2:
        os._exit(9)
    return number * 10


def test_a_process_that_dies_takes_no_other_task_with_it() -> None:
    results = dict(in_processes(_dies_on_two, [1, 2, 3, 4], 2))
    assert {place: result for place, result in results.items() if isinstance(result, int)} == {0: 10, 2: 30, 3: 40}
    assert isinstance(results[1], Exception)


def test_a_process_that_dies_while_tasks_are_handed_out_takes_none_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    handed_out, submit = [], ProcessPoolExecutor.submit

    def dies_once(self: ProcessPoolExecutor, task: Callable[[int], int], number: int) -> Future[int]:
        handed_out.append(number)
        if handed_out == [1, 3]:
            raise BrokenProcessPool("a process has died")
        return submit(self, task, number)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", dies_once)
    assert dict(in_processes(_dies_on_two, [1, 3], 2)) == {0: 10, 1: 30}
    assert handed_out == [1, 3, 3]


@needs_signals
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
    written = {path.name: path.read_bytes() for path in out.glob("*.???")}
    (out / f".oauthviz-{_machine()}-{process.pid}-0.part").write_bytes(b"half")
    again = subprocess.run(
        command, cwd=tmp_path, env=child_environment(), check=True, capture_output=True, text=True, timeout=300
    )
    assert sorted(os.listdir(out)) == sorted(f"spec{number}.{form}" for number in range(6) for form in ("png", "svg"))
    assert {name: (out / name).read_bytes() for name in written} == written
    for line in again.stdout.splitlines():
        if any(name in line for name in written):
            assert line.endswith("from the cache")


def test_lines_come_in_the_order_of_the_call(oauthviz: Run, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def backwards(orders: list[Order], jobs: int, done: Callable[[int, Outcome], None]) -> list[Outcome]:
        outcomes = [Outcome(order.source, 3, (order.source,)) for order in orders]
        for place in reversed(range(len(orders))):
            done(place, outcomes[place])
        return outcomes

    monkeypatch.setattr("oauthviz.cli.render.run", backwards)
    ran = oauthviz("render", "docs/one.yaml", "docs/two.yaml")
    assert [line for line in ran.err.splitlines() if line.endswith(".yaml")] == ["docs/one.yaml", "docs/two.yaml"]


@needs_signals
@pytest.mark.usefixtures("interruptible")
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


@needs_terminals
def test_a_bar_is_drawn_on_a_terminal_alone(docs: Path) -> None:
    import pty  # is not there on every system

    command = [sys.executable, "-m", "oauthviz", "render", "docs/*.yaml", *QUICK]
    piped = subprocess.run(command, cwd=docs.parent, env=child_environment(), capture_output=True, timeout=120)
    assert piped.returncode == 0
    assert b"Drawing" not in piped.stderr and b"\r" not in piped.stderr
    terminal, end = pty.openpty()
    shown = subprocess.Popen(command, cwd=docs.parent, env=child_environment(), stdout=subprocess.PIPE, stderr=end)
    os.close(end)
    said = b""
    try:
        while part := os.read(terminal, 4096):
            said += part
    except OSError:  # how Linux tells that the other end is closed
        pass
    finally:
        os.close(terminal)
    lines = shown.communicate(timeout=120)[0].decode().splitlines()
    assert shown.returncode == 0
    assert b"Drawing" in said and b"2/2" in said and b"2 pictures: 2 written" in said
    assert [line.split(" (")[0] for line in lines] == [str(Path("out", f"{name}.svg")) for name in ("one", "two")]
