"""Many specs in one batch against one process each: pictures a second, and memory.

    python tests/benchmarks/batch.py --specs 200 --alone 20

Memory is sampled over all processes of a run together, from /proc, so it wants Linux.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.benchmarks.measuring import ROOT, conditions, publish, table

_NAMES = ("Browser", "Web App", "Gateway", "Authorization Server", "Token Endpoint", "Orders API", "Billing API")
_LABELS = ("Open the page", "Forward the request", "Ask for consent", "Exchange the code", "Read the orders")
_PAGE = 4096
_EVERY = 0.05
"""Seconds between two samples of the memory."""


def spec(number: int) -> str:
    """A flow of four to seven boxes in a row and back, unlike any other number's."""
    count = 4 + number % 4
    lines = [f"title: Flow number {number}", "boxes:"]
    lines += [f"  - {{id: b{k}, name: {_NAMES[k]} {number}}}" for k in range(count)]
    lines.append("arrows:")
    lines += [f"  - {{from: b{k}, to: b{k + 1}, label: {_LABELS[(k + number) % 5]}}}" for k in range(count - 1)]
    lines += [f"  - {{from: b{count - 1}, to: b0, label: Answer {number}, kind: response}}"]
    return "\n".join(lines) + "\n"


def resident(root: int) -> float:
    """MiB that a process and all below it hold now."""
    total, waiting = 0, [root]
    while waiting:
        process = Path("/proc", str(waiting.pop()))
        try:
            total += int((process / "statm").read_text().split()[1]) * _PAGE
            for task in (process / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:  # it has just ended
            continue
    return total / 2**20


def run(arguments: list[str], folder: Path) -> tuple[float, float, float]:
    """Wall and processor seconds that the command line took, and the most MiB that its processes held together."""
    peak, ended = [0.0], Event()
    started = time.perf_counter()
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "oauthviz", *arguments]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)

    def sample() -> None:
        while not ended.wait(_EVERY):
            peak[0] = max(peak[0], resident(process.pid))

    sampler = Thread(target=sample)
    sampler.start()
    _, status, usage = os.wait4(process.pid, 0)  # only wait4 tells what this one child used, its own children included
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    sampler.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)}: exit code {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, peak[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--specs", type=int, default=200)
    parser.add_argument("--alone", type=int, default=20, help="specs that are drawn by one process each")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--effort", default="normal")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md, too")
    wanted = parser.parse_args()
    rows: list[list[str]] = []

    def add(what: str, count: int, seconds: float, cpu: float, peak: float) -> None:
        figures = f"{seconds:.1f}", f"{cpu:.1f}", f"{count / seconds:.2f}", f"{count / cpu:.2f}", f"{peak:.0f}"
        rows.append([what, str(count), *figures])

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(wanted.specs):
            (folder / f"flow{number:04}.yaml").write_text(spec(number), encoding="utf-8")
        batch = ["render", "*.yaml", "--jobs", wanted.jobs, "--effort", wanted.effort, "--cache-dir", "kept"]
        add(f"one batch, {wanted.jobs} processes", wanted.specs, *run(batch, folder))
        add("the same again, all from the cache", wanted.specs, *run(batch, folder))
        each = [
            run(["render", f"flow{n:04}.yaml", "--no-cache", "--effort", wanted.effort], folder)
            for n in range(wanted.alone)
        ]
        seconds, cpu, peaks = zip(*each, strict=True)
        add("one process each, one after another", wanted.alone, sum(seconds), sum(cpu), max(peaks))
    speeds = ("pictures a second", "pictures a processor second")
    heads = ("how", "pictures", "seconds", "processor seconds", *speeds, "peak of all processes, MiB")
    publish("batch", f"{conditions()}, effort {wanted.effort}, SVG and PNG:\n\n{table(heads, rows)}", wanted.readme)


if __name__ == "__main__":
    main()
