"""Time from a cold process to SVG and PNG, evaluations used, and where the time goes, for each example.

    python tests/benchmarks/run_benchmark.py [--runs N] [--json FILE] [SPEC...]

Prints a table for each question. Not collected by pytest: figures belong to a machine, not to a test.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
OVERRIDES = {"theme": "pink-teal", "projection": "flat"}

# What the pipeline calls, in order; each is timed under the word on the left.
STAGES = {
    "graph": ("oauthviz.pipeline", "build_diagram"),
    "theme": ("oauthviz.pipeline", "load_theme"),
    "layout": ("oauthviz.pipeline", "lay_out"),
    "drawing": ("oauthviz.pipeline", "draw"),
    "svg": ("oauthviz.pipeline", "render_svg"),
    "reading back": ("oauthviz.pipeline", "drawn_in"),
    "check": ("oauthviz.pipeline", "check"),
}


def cold(spec: Path, runs: int) -> list[float]:
    """Seconds of `runs` fresh processes that write the SVG and the PNG of a spec."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        flags = [part for key, value in OVERRIDES.items() for part in (f"--{key}", value)]
        command = [sys.executable, "-m", "oauthviz", "render", str(spec), "-o", f"{folder}/", *flags]
        for _ in range(runs):
            started = time.perf_counter()
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            seconds.append(time.perf_counter() - started)
            if done.returncode:
                print(f"{spec.name}: exit {done.returncode}: {done.stderr.strip()}", file=sys.stderr)
    return seconds


def profile(spec: Path) -> dict[str, float]:
    """Seconds of each stage in a fresh process, and the evaluations that the search used."""
    command = [sys.executable, __file__, "--stages", str(spec)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{spec.name}: {done.stderr.strip()}")
    result: dict[str, float] = json.loads(done.stdout)
    return result


def stages(spec: Path) -> dict[str, float]:
    """The body of `profile`: wraps the pipeline's stages with clocks, then draws once."""
    import importlib

    started = time.perf_counter()
    api = importlib.import_module("oauthviz.api")
    spent = {"imports": time.perf_counter() - started}
    for word, (module_name, attribute) in STAGES.items():
        module = importlib.import_module(module_name)
        setattr(module, attribute, _timed(getattr(module, attribute), word, spent))
    started = time.perf_counter()
    diagram = api.Diagram.load(spec)
    spent["spec"] = time.perf_counter() - started
    picture = diagram.render(allow_broken=True, **OVERRIDES)
    started = time.perf_counter()
    picture.png()
    spent["png"] = time.perf_counter() - started
    return {**spent, "evaluations": picture.layout.evaluations}


def _timed(function: Callable[..., Any], word: str, spent: dict[str, float]) -> Callable[..., Any]:
    def run(*arguments: Any, **keywords: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*arguments, **keywords)
        finally:
            spent[word] = spent.get(word, 0.0) + time.perf_counter() - started

    return run


def report(rows: list[dict[str, Any]]) -> str:
    """The figures as two Markdown tables."""
    words = ["imports", "spec", *STAGES, "png"]
    lines = ["| spec | cold, median s | fastest s | slowest s | evaluations |", "| --- | ---: | ---: | ---: | ---: |"]
    for row in rows:
        cold_runs = row["cold"]
        figures = (statistics.median(cold_runs), min(cold_runs), max(cold_runs))
        lines.append(f"| {row['spec']} | " + " | ".join(f"{f:.2f}" for f in figures) + f" | {row['evaluations']} |")
    lines += ["", f"| spec, ms | {' | '.join(words)} |", "| --- |" + " ---: |" * len(words)]
    for row in rows:
        spent = (f"{1000 * row['stages'].get(word, 0):.0f}" for word in words)
        lines.append(f"| {row['spec']} | {' | '.join(spent)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("specs", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--stages", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if arguments.stages:
        print(json.dumps(stages(arguments.specs[0])))
        return
    rows = []
    for spec in arguments.specs or sorted((ROOT / "examples").glob("*.yaml")):
        spent = profile(spec.resolve())
        evaluations = int(spent.pop("evaluations"))
        rows.append(
            {
                "spec": spec.stem,
                "cold": cold(spec.resolve(), arguments.runs),
                "evaluations": evaluations,
                "stages": spent,
            }
        )
    print(f"CPython {platform.python_version()}, {platform.system()} {platform.machine()}, {arguments.runs} runs\n")
    print(report(rows))
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
