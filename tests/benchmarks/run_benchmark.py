"""Time from a cold process to SVG and PNG, with and without a remembered arrangement, and where the time goes.

    python tests/benchmarks/run_benchmark.py [--runs N] [--json FILE] [--readme] [SPEC...]

Prints a table for each question. Not collected by pytest: figures belong to a machine, not to a test.
"""

from __future__ import annotations

import argparse
import importlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.measuring import (
    EXAMPLES,
    ROOT,
    Run,
    complain,
    conditions,
    environment,
    publish,
    run_oauthviz,
    table,
)

OVERRIDES = {"theme": "pink-teal", "projection": "flat"}
OTHER_THEME = "whiteboard"
FINISHED = "pictures"  # the folder of finished pictures in that of the cache
CACHE_VARIABLE = "OAUTHVIZ_CACHE_DIR"

# What the pipeline calls, by the word that its time goes to, in order.
STAGES = {
    "graph": ("oauthviz.graph.build", "build_diagram"),
    "theme": ("oauthviz.theme.loading", "load_theme"),
    "search": ("oauthviz.layout.engine", "arrange"),
    "fit": ("oauthviz.layout.engine", "lay_out"),
    "drawing": ("oauthviz.drawing.compose", "draw"),
    "svg": ("oauthviz.render.svg", "render_svg"),
    "reading back": ("oauthviz.picture", "drawn_in"),
    "check": ("oauthviz.layout.check.engine", "check"),
}


@dataclass(frozen=True, slots=True)
class Timings:
    """Runs without a cache, the one that fills a fresh cache, and runs that find things there.

    `remembered` find the finished picture; `another` only its arrangement, for they draw it in another theme.
    """

    cold: list[Run]
    filling: Run
    remembered: list[Run]
    another: list[Run]


def cold(spec: Path, runs: int) -> Timings:
    """Fresh processes that write the SVG and the PNG of a spec, `runs` of each kind of `Timings`."""
    flags = [part for key, value in OVERRIDES.items() for part in (f"--{key}", value)]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:

        def run(*more: str) -> Run:
            return run_oauthviz("render", spec, "-o", f"{folder}/", *flags, *more)

        def in_another_theme() -> Run:
            shutil.rmtree(Path(cache) / FINISHED, ignore_errors=True)
            return run("--cache-dir", cache, "--theme", OTHER_THEME)

        timings = Timings(
            [run("--no-cache") for _ in range(runs)],
            run("--cache-dir", cache),
            [run("--cache-dir", cache) for _ in range(runs)],
            [in_another_theme() for _ in range(runs)],
        )
    complain(spec.name, all_runs(timings))
    return timings


def all_runs(timings: Timings) -> list[Run]:
    return [*timings.cold, timings.filling, *timings.remembered, *timings.another]


def profile(spec: Path) -> dict[str, float]:
    """Seconds of each stage in a fresh process that remembers no arrangement."""
    command = [sys.executable, __file__, "--stages", str(spec)]
    with tempfile.TemporaryDirectory() as cache:
        done = subprocess.run(
            command, cwd=ROOT, env=environment(**{CACHE_VARIABLE: cache}), capture_output=True, text=True
        )
    if done.returncode:
        raise SystemExit(f"{spec.name}: {done.stderr.strip()}")
    result: dict[str, float] = json.loads(done.stdout)
    return result


@dataclass(slots=True)
class _Clock:
    """Seconds by word; while a stage runs inside another, only the inner one's clock runs."""

    spent: dict[str, float] = field(default_factory=dict)
    inner: list[float] = field(default_factory=lambda: [0.0])

    def timed(self, function: Callable[..., Any], word: str) -> Callable[..., Any]:
        def run(*arguments: Any, **keywords: Any) -> Any:
            self.inner.append(0.0)
            started = time.perf_counter()
            try:
                return function(*arguments, **keywords)
            finally:
                whole = time.perf_counter() - started
                self.spent[word] = self.spent.get(word, 0.0) + whole - self.inner.pop()
                self.inner[-1] += whole

        return run


def stages(spec: Path) -> dict[str, float]:
    """The body of `profile`: puts clocks round the pipeline's stages, then draws once."""
    clock = _Clock()

    def load() -> Any:
        for module_name, _ in STAGES.values():
            importlib.import_module(module_name)
        return importlib.import_module("oauthviz.api")

    api = clock.timed(load, "imports")()
    for word, (module_name, attribute) in STAGES.items():
        original = getattr(importlib.import_module(module_name), attribute)
        timed = clock.timed(original, word)
        # Modules hold what they import under its own name, so each of them has to get the clock.
        for name, module in sorted(sys.modules.items()):
            if name.startswith("oauthviz") and getattr(module, attribute, None) is original:
                setattr(module, attribute, timed)
    diagram = clock.timed(api.Diagram.load, "spec")(spec)
    picture = diagram.render(allow_broken=True, **OVERRIDES)
    clock.timed(picture.png, "png")()
    return clock.spent


def report(rows: list[tuple[str, Timings, dict[str, float]]]) -> str:
    """The figures as two Markdown tables."""
    spread = ["median s", "fastest s", "slowest s", "processor s"]
    heads = ["spec", "picture", *(f"cold, {word}" for word in spread), "filling the cache s"]
    heads += [f"{kind}, {word}" for kind in ("remembered", "another theme") for word in spread]
    lines = []
    for name, timings, _ in rows:
        figures = [*_spread(timings.cold), timings.filling.seconds]
        figures += [*_spread(timings.remembered), *_spread(timings.another)]
        verdict = ", ".join(sorted({run.verdict for run in all_runs(timings)}))
        lines.append([name, verdict, *(f"{figure:.2f}" for figure in figures)])
    words = ["imports", "spec", *STAGES, "png"]
    spent = [[name, *(f"{1000 * seconds.get(word, 0):.0f}" for word in words)] for name, _, seconds in rows]
    return table(heads, lines, texts=2) + "\n\n" + table(["spec, ms", *words], spent)


def _spread(runs: list[Run]) -> tuple[float, float, float, float]:
    """Median, least and most wall seconds, and the median of the processor's."""
    seconds = [run.seconds for run in runs]
    return median(seconds), min(seconds), max(seconds), median(run.cpu_seconds for run in runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("specs", nargs="*", type=Path, default=list(EXAMPLES))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--readme", action="store_true", help="put the figures into README.md as well")
    parser.add_argument("--stages", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.stages:
        print(json.dumps(stages(arguments.specs[0])))
        return
    rows = []
    for spec in arguments.specs:
        spent = profile(spec.resolve())
        rows.append((spec.stem, cold(spec.resolve(), arguments.runs), spent))
    publish("run_benchmark", f"{conditions(arguments.runs)}, effort normal:\n\n{report(rows)}", arguments.readme)
    if arguments.json:
        plain = [{"spec": name, "stages": spent, **asdict(timings)} for name, timings, spent in rows]
        arguments.json.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
