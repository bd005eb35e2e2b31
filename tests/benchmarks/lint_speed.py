"""Lint over random specs: that it never fails, and how long it takes.

    python tests/benchmarks/lint_speed.py [-n N] [--readme]

The specs are those of the tests, drawn from fixed seeds: 1 to 9 boxes, up to 24 arrows, labels and parameters that
need not make sense. Reading is not counted; loading the rules is, once, on its own line.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from oauthviz.lint.engine import lint
from oauthviz.lint.flow import flow_of
from oauthviz.lint.registry import all_rules
from oauthviz.spec.reading import LoadedSpec, load_spec, spec_from_mapping
from tests.benchmarks.measuring import ROOT, conditions, publish, table
from tests.lint.support import random_spec


def milliseconds(loaded: LoadedSpec) -> float:
    """The processor time of one spec under all rules."""
    started = time.process_time()
    lint(loaded)
    return (time.process_time() - started) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("-n", type=int, default=1000, help="how many random specs")
    parser.add_argument("--readme", action="store_true", help="put the figures into the README of this folder")
    options = parser.parse_args()
    started = time.process_time()
    rules = all_rules()
    loading = (time.process_time() - started) * 1000
    examples = [load_spec(path) for path in sorted((ROOT / "examples").glob("*.yaml"))]
    rows = [_row("examples", examples, failures=0)]
    specs, failures, found = [], 0, Counter[str]()
    for seed in range(options.n):
        loaded = spec_from_mapping(random_spec(seed), name="random")
        try:
            flow_of(loaded)
            found.update(finding.rule for finding in lint(loaded))
        except Exception:
            failures += 1
            traceback.print_exc()
            continue
        specs.append(loaded)
    rows.append(_row("random", specs, failures))
    head = ["specs", "number", "failures", "median ms", "95 % below, ms", "slowest ms"]
    text = f"{conditions()}; {len(rules)} rules, loaded in {loading:.0f} ms:\n\n{table(head, rows)}"
    text += f"\n\n{sum(found.values())} findings of {len(found)} rules in the random ones."
    publish("lint_speed", text, options.readme)
    raise SystemExit(1 if failures else 0)


def _row(name: str, specs: list[LoadedSpec], failures: int) -> list[str]:
    times = sorted(milliseconds(loaded) for loaded in specs)
    figures = (statistics.median(times), times[int(len(times) * 0.95)], times[-1])
    return [name, str(len(specs) + failures), str(failures), *(f"{figure:.1f}" for figure in figures)]


if __name__ == "__main__":
    main()
