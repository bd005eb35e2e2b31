"""Fresh processes under a clock, and reports as Markdown: what the benchmarks share.

Nothing here loads more than the standard library: a child's peak memory is never less than what its parent held when
it was started.
"""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = tuple(sorted((ROOT / "examples").glob("*.yaml")))
README = Path(__file__).with_name("README.md")
KIB_PER_MAXRSS = 1 / 1024 if sys.platform == "darwin" else 1.0
"""`ru_maxrss` counts bytes on macOS and KiB on Linux."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall and processor seconds, peak memory of the largest of its processes in MiB, and how it ended.

    `verdict` is legal, broken, refused, failed or late (over the time that it was given); `said` is its standard error.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    verdict: str
    said: str


def environment(**more: str) -> dict[str, str]:
    """This process's environment, in which modules are compiled once, as they are where the program is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


def run_oauthviz(*arguments: str | Path, timeout: float = 3600.0) -> Run:
    """Run the command line in a fresh interpreter of its own, and stop it after `timeout` seconds."""
    command = [sys.executable, "-m", "oauthviz", *map(str, arguments)]
    with tempfile.TemporaryFile() as words:
        started = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=words, start_new_session=True
        )
        watch = Timer(timeout, os.killpg, (child.pid, signal.SIGKILL))  # its own processes end with it
        watch.start()
        # Not wait(): only wait4 tells what this one child used, its own children included.
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        watch.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        words.seek(0)
        said = words.read().decode("utf-8", "replace").strip()
    peak = usage.ru_maxrss * KIB_PER_MAXRSS / 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak, _verdict(child.returncode, said), said)


def _verdict(code: int, said: str) -> str:
    if code == 0:
        return "legal"
    if code == -signal.SIGKILL:
        return "late"
    if code == 1:
        return "refused" if "does-not-fit" in said else "broken"
    return "failed"


def complain(name: str, runs: Iterable[Run]) -> None:
    """Say on standard error what the runs that ended badly said, each message once."""
    for verdict, said in dict.fromkeys((run.verdict, run.said) for run in runs if run.verdict != "legal"):
        print(f"{name}: {verdict}: {said}", file=sys.stderr, flush=True)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], texts: int = 1) -> str:
    """A Markdown table; the first `texts` columns are set left, the others, figures, right."""
    rules = ["---"] * texts + ["---:"] * (len(heads) - texts)
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (heads, rules, *rows))


def conditions(runs: int | None = None) -> str:
    """What the figures belong to: interpreter, system, processors, and how many runs each is the middle of."""
    facts = [f"CPython {platform.python_version()}", f"{platform.system()} {platform.machine()}"]
    facts.append(f"{os.cpu_count()} processors")
    if runs is not None:
        facts.append(f"{runs} runs" if runs > 1 else "1 run")
    return ", ".join(facts)


def publish(name: str, text: str, in_readme: bool) -> None:
    """Print a report; with `in_readme` also put it between the README's marks of that name."""
    print(text + "\n", flush=True)
    if not in_readme:
        return
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = README.read_text(encoding="utf-8").partition(opening)
    _, ended, after = rest.partition(closing)
    if not (found and ended):
        raise SystemExit(f"{README.name} has no place marked {opening} … {closing}")
    README.write_text(f"{before}{opening}\n\n{text}\n\n{closing}{after}", encoding="utf-8")
