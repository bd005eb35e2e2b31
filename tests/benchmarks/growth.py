"""How time and memory grow with the size of a diagram, from a cold process to SVG and PNG.

    python tests/benchmarks/growth.py [--runs K] [--sizes 10/16,20/35,…] [--variants plain,zones] [--effort E]
                                      [--json FILE] [--plot FILE] [--from FILE] [--readme]

Prints a Markdown table and draws a plot. Sizes are boxes/arrows. The diagrams are those of `layered_spec`, each on the
square canvas of its size; no arrangement is remembered. Memory is the peak of the largest process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.generators import layered_spec, square_side
from tests.benchmarks.measuring import complain, conditions, publish, run_oauthviz, table
from tests.benchmarks.plot import Panel, plot_svg

SIZES = "10/16,20/35,30/50,100/150,200/300"
VARIANTS = ("plain", "zones")
PLOT = Path(__file__).with_name("growth.svg")
TICKS = (10, 20, 30, 50, 100, 200)

Row = dict[str, Any]
"""boxes, arrows, variant, and `runs`: the `Run`s as mappings."""


def measure(boxes: int, arrows: int, variant: str, runs: int, effort: str, timeout: float) -> Row:
    """Render one diagram in `runs` fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder, f"{variant}-{boxes}-{arrows}.json")
        spec.write_text(json.dumps(layered_spec(boxes, arrows, zones=variant == "zones")), encoding="utf-8")
        flags = ("--theme", "pink-teal", "--projection", "flat", "--effort", effort, "--no-cache")
        done = [run_oauthviz("render", spec, "-o", f"{folder}/", *flags, timeout=timeout) for _ in range(runs)]
        complain(spec.stem, done)
    return {"boxes": boxes, "arrows": arrows, "variant": variant, "runs": [asdict(run) for run in done]}


def _middle(row: Row, key: str) -> float:
    return float(statistics.median(run[key] for run in row["runs"]))


def report(rows: list[Row]) -> str:
    """The figures as a Markdown table."""
    heads = ["boxes/arrows", "zones", "picture", "canvas px", "wall, median s", "fastest s", "slowest s"]
    heads += ["processor s", "peak MiB"]
    lines = []
    for row in rows:
        walls = [run["seconds"] for run in row["runs"]]
        verdict = ", ".join(sorted({run["verdict"] for run in row["runs"]}))
        figures = (_middle(row, "seconds"), min(walls), max(walls), _middle(row, "cpu_seconds"))
        name = f"{row['boxes']}/{row['arrows']}"
        zones = "yes" if row["variant"] == "zones" else "no"
        peak = f"{_middle(row, 'peak_mib'):.0f}"
        lines.append([name, zones, verdict, square_side(row["boxes"]), *(f"{f:.2f}" for f in figures), peak])
    return table(heads, lines, texts=3)


def ended_only(rows: list[Row]) -> list[Row]:
    """Without the diagrams that ran out of time or failed, whose figures say nothing."""
    return [row for row in rows if all(run["verdict"] not in ("late", "failed") for run in row["runs"])]


def draw(ended: list[Row]) -> str:
    """Two panels: seconds and MiB against boxes, a line for each variant. Needs at least one row."""
    variants = list(dict.fromkeys(row["variant"] for row in ended))

    def panel(title: str, unit: str, key: str) -> Panel:
        lines = tuple(
            (name, tuple((row["boxes"], _middle(row, key)) for row in ended if row["variant"] == name))
            for name in variants
        )
        most, least = max(row["boxes"] for row in ended), min(row["boxes"] for row in ended)
        ticks = tuple(tick for tick in TICKS if least <= tick <= most)
        return Panel(title, "boxes", unit, tuple(sorted({*ticks, least, most})), lines)

    panels = [panel("Wall time to SVG and PNG", "s", "seconds"), panel("Peak memory", "MiB", "peak_mib")]
    return plot_svg("Time and memory against the number of boxes, both on logarithmic axes", panels)


def _sizes(text: str) -> list[tuple[int, int]]:
    pairs = [part.split("/") for part in text.split(",")]
    return [(int(boxes), int(arrows)) for boxes, arrows in pairs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=_sizes, default=_sizes(SIZES), help=f"boxes/arrows; default {SIZES}")
    parser.add_argument("--variants", default=",".join(VARIANTS), help="plain, zones, or both; default both")
    parser.add_argument("--effort", default="normal", choices=("draft", "normal", "best"))
    parser.add_argument("--timeout", type=float, default=600.0, help="s after which a run is stopped; default 600")
    parser.add_argument("--json", type=Path, help="write the figures of every run there")
    parser.add_argument("--from", type=Path, dest="kept", help="measure nothing, take the figures from such a file")
    parser.add_argument("--plot", type=Path, default=PLOT, help=f"where the plot goes; default {PLOT.name} here")
    parser.add_argument("--readme", action="store_true", help="put the figures into README.md as well")
    arguments = parser.parse_args()
    if arguments.kept:
        rows = json.loads(arguments.kept.read_text(encoding="utf-8"))
    else:
        rows = []
        for boxes, arrows in arguments.sizes:
            for variant in arguments.variants.split(","):
                rows.append(measure(boxes, arrows, variant, arguments.runs, arguments.effort, arguments.timeout))
                print(report(rows[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
    lead = f"{conditions(len(rows[0]['runs']))}, effort {arguments.effort}:"
    publish("growth", f"{lead}\n\n{report(rows)}", arguments.readme)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if ended := ended_only(rows):
        arguments.plot.write_text(draw(ended), encoding="utf-8")


if __name__ == "__main__":
    main()
