"""How many of N random specs come out legal, are refused because they do not fit, or come out broken.

    python tests/benchmarks/random_specs.py [-n N] [--seed S] [--effort E] [--processes P] [--out FOLDER]

The specs are those of the strategy that the tests of the layout use, drawn from fixed seeds, so the same N and S mean
the same specs for one version of hypothesis. Broken ones are written to the folder as JSON, which `oauthviz render`
takes; the first line on standard output of each names the rules or the properties that it breaks.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections import Counter
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
CHUNK = 20
"""Specs drawn from one seed; the same spec is kept only once."""


def draw_specs(count: int, start: int) -> list[dict[str, Any]]:
    """`count` different specs of the tests' strategy, from the seeds `start`, `start` + 1, …"""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from tests.layout.strategies import specs

    found: dict[str, dict[str, Any]] = {}
    while len(found) < count:

        @seed(start)
        @settings(
            max_examples=CHUNK, database=None, deadline=None, phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(specs())
        def collect(spec: dict[str, Any]) -> None:
            found.setdefault(json.dumps(spec, ensure_ascii=False, indent=1), spec)

        collect()
        start += 1
    return list(found.values())[:count]


def verdict(spec: dict[str, Any], effort: str) -> tuple[str, list[str]]:
    """`legal`, `refused` or `broken`, and why."""
    from oauthviz.core.diagnostics import FitError
    from oauthviz.layout.check.properties import layout_properties
    from oauthviz.layout.engine import lay_out
    from tests.layout.support import broken_rules, diagram_of, metrics, typesetter

    try:
        layout = lay_out(diagram_of(spec), metrics(), typesetter(), effort=effort)
    except FitError as error:
        return "refused", [str(error).splitlines()[0]]
    except Exception:
        return "broken", ["crash: " + traceback.format_exc().strip().splitlines()[-1]]
    found = [*broken_rules(layout), *layout_properties(layout)]
    return ("broken" if found else "legal"), [f"{f.rule}: {f.message}" for f in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=200, help="how many specs")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--effort", default="draft", choices=("draft", "normal", "best"))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "tests" / "failures" / "random_specs")
    arguments = parser.parse_args()
    specs = draw_specs(arguments.n, arguments.seed)
    counts: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    with get_context("spawn").Pool(arguments.processes) as pool:
        answers = pool.imap(partial(verdict, effort=arguments.effort), specs)
        for place, (spec, (word, why)) in enumerate(zip(specs, answers, strict=True)):
            counts[word] += 1
            if word == "legal":
                continue
            size = f"{len(spec['boxes'])} boxes, {len(spec['arrows'])} arrows"
            print(f"{place:4d} {word:8s} {size}: {'; '.join(why)}", flush=True)
            if word == "broken":
                rules.update({line.split(":")[0] for line in why})
                arguments.out.mkdir(parents=True, exist_ok=True)
                path = arguments.out / f"{arguments.seed}-{place:04d}.json"
                path.write_text(json.dumps(spec, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(", ".join(f"{counts[word]} {word}" for word in ("legal", "refused", "broken")))
    for rule, count in rules.most_common():
        print(f"  {count} x {rule}")
    if counts["broken"]:
        print(f"the broken ones are in {arguments.out}")


sys.path.insert(0, str(ROOT))
if __name__ == "__main__":
    main()
