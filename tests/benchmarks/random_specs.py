"""How many of N random specs come out legal, are refused because they do not fit, or come out broken.

    python tests/benchmarks/random_specs.py [-n N] [--seed S] [--square] [--effort E] [--processes P]
                                            [--out FOLDER] [--readme]

The specs are those of the strategy that the tests of the layout use, drawn from fixed seeds, so the same N and S mean
the same specs for one version of hypothesis. With `--square` they are `generators.random_spec`'s, of 1 to 30 boxes on a
square canvas of side max(1024, 340 x square root of the number of boxes) px: half of the specs have 1 to 8 boxes, three
tenths 9 to 16, a fifth 17 to 30, every size of a class as likely; spec k of seed S is always the same.

Those that are refused or broken are written to the folder as JSON, which `oauthviz render` takes; a line on standard
output for each says why.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.generators import SIZE_CLASSES, Spec, random_spec
from tests.benchmarks.measuring import ROOT, conditions, publish, table

CHUNK = 20
"""Specs drawn from one seed; the same spec is kept only once."""
VERDICTS = ("legal", "refused", "broken")


@dataclass(frozen=True, slots=True)
class Answer:
    """`legal`, `refused` or `broken`, why, and the processor seconds that it took."""

    verdict: str
    why: tuple[str, ...]
    seconds: float


def draw_specs(count: int, start: int) -> list[Spec]:
    """`count` different specs of the tests' strategy, from the seeds `start`, `start` + 1, …"""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from tests.layout.strategies import specs

    found: dict[str, Spec] = {}
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


def answer(spec: Spec, effort: str) -> Answer:
    """Lay the spec out and judge it by the hard rules and by what the layout wants of itself."""
    started = time.process_time()
    verdict, why = _verdict(spec, effort)
    return Answer(verdict, tuple(why), time.process_time() - started)


def _verdict(spec: Spec, effort: str) -> tuple[str, list[str]]:
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


def report(specs: list[Spec], answers: list[Answer]) -> str:
    """The figures by size class and of all, as a Markdown table."""
    heads = ["boxes", "specs", *(f"{verdict} %" for verdict in VERDICTS), "processor, median s", "95th s", "slowest s"]
    rows = []
    ranges = [(least, most) for least, most, _ in SIZE_CLASSES]
    for name, least, most in [*((f"{least}-{most}", least, most) for least, most in ranges), ("all", 0, 10**9)]:
        own = [a for spec, a in zip(specs, answers, strict=True) if least <= len(spec["boxes"]) <= most]
        if own:
            counts = Counter(a.verdict for a in own)
            seconds = sorted(a.seconds for a in own)
            spread = (statistics.median(seconds), seconds[math.ceil(0.95 * len(seconds)) - 1], seconds[-1])
            shares = (f"{100 * counts[verdict] / len(own):.2f}" for verdict in VERDICTS)
            rows.append([name, len(own), *shares, *(f"{s:.2f}" for s in spread)])
    return table(heads, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=200, help="how many specs")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--square", action="store_true", help="1 to 30 boxes on square canvases that grow with them")
    parser.add_argument("--effort", default="draft", choices=("draft", "normal", "best"))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "tests" / "failures" / "random_specs")
    parser.add_argument("--readme", action="store_true", help="put the figures into README.md as well")
    arguments = parser.parse_args()
    count, seed = arguments.n, arguments.seed
    specs = [random_spec(seed, i) for i in range(count)] if arguments.square else draw_specs(count, seed)
    answers: list[Answer] = []
    rules: Counter[str] = Counter()
    with ProcessPoolExecutor(arguments.processes, mp_context=get_context("spawn")) as pool:
        for spec, found in zip(specs, pool.map(partial(answer, effort=arguments.effort), specs), strict=True):
            place = len(answers)
            answers.append(found)
            if found.verdict == "legal":
                continue
            size = f"{len(spec['boxes'])} boxes, {len(spec['arrows'])} arrows"
            print(f"{place:4d} {found.verdict:8s} {size}: {'; '.join(found.why)}", flush=True)
            arguments.out.mkdir(parents=True, exist_ok=True)
            path = arguments.out / f"{'square-' if arguments.square else ''}{seed}-{place:04d}-{found.verdict}.json"
            path.write_text(json.dumps(spec, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            if found.verdict == "broken":
                rules.update({line.split(":")[0] for line in found.why})
    counts = Counter(a.verdict for a in answers)
    verdicts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)
    lines = [f"{conditions()}, seed {seed}, effort {arguments.effort}: {verdicts}", "", report(specs, answers), ""]
    lines += [f"- {times} x `{rule}`" for rule, times in rules.most_common()]
    name = "random_specs square" if arguments.square else "random_specs"
    publish(name, "\n".join(lines).strip(), arguments.readme)
    if counts["legal"] < count:
        print(f"the others are in {arguments.out}")


if __name__ == "__main__":
    main()
