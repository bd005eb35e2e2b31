"""How much an arrangement keeps when the texts grow, when a word changes, and when an arrow goes.

    python tests/benchmarks/stability.py [--only longer,word,arrow] [--trials N] [--seed S] [--effort E]
                                         [--processes P] [--out FOLDER] [--readme] [SPEC...]

Each part prints a Markdown table, over the five examples, in `pink-teal`, flat:

- `longer`: a pseudo-translation replaces each text by one 35 % longer, in three ways (see `wording.lengthen`), and the
  result is laid out in the arrangement of the original. The picture is drawn and the whole check run on its outlines.
  `--out` keeps the pictures.
- `word`: one word of one label is replaced, N seeded trials dealt out to the examples in turn, and a new arrangement
  is searched for. Kept means: the same boxes in the same columns in the same order, and each loop on the same side.
- `arrow`: each arrow of handshake is left out in turn, and a new arrangement is searched for. A box stays where the
  index of its column, counted from the left, and its rank among the boxes of its column, counted from the top, are both
  what they were. So a shift of the whole picture by one column moves every box, and a box that slips in on top moves
  all below it. `in order` is the milder count: the column's index stays, and the box is one of the most that keep
  their order in that column.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from oauthviz.core.diagnostics import FitError
from oauthviz.drawing.compose import draw
from oauthviz.graph.model import Diagram
from oauthviz.layout.check import check
from oauthviz.layout.engine import arrange, lay_out
from oauthviz.layout.model import Arrangement, Layout
from oauthviz.picture import drawn_in
from oauthviz.preparing import Options, Prepared, prepare
from oauthviz.render.svg import render_svg
from oauthviz.spec.reading import load_spec, spec_from_mapping
from oauthviz.text.typesetter import Typesetter
from oauthviz.theme.reference import REFERENCE
from tests.benchmarks.measuring import EXAMPLES, ROOT, conditions, publish, table
from tests.benchmarks.wording import KINDS, lengthen, retold, texts_of, with_another_word

PARTS = ("longer", "word", "arrow")
OPTIONS = Options(theme="pink-teal", projection="flat")
DROPPED_FROM = ROOT / "examples" / "handshake.yaml"
ENOUGH = 0.8
"""Share of boxes that should stay when an arrow goes."""

Place = tuple[int, int]
"""Index of the column from the left, rank in it from the top."""


def arranged(diagram: Diagram, effort: str) -> Arrangement:
    """The arrangement that a first render of the diagram finds."""
    return arrange(diagram, REFERENCE, Typesetter(missing="error"), effort=effort)


def arrange_all(diagrams: Sequence[Diagram], effort: str, processes: int) -> list[Arrangement]:
    """The arrangement of each diagram, in this process or, in the same order, in several."""
    work = partial(arranged, effort=effort)
    if processes <= 1:
        return [work(diagram) for diagram in diagrams]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, diagrams))


def columns_of(arrangement: Arrangement, diagram: Diagram) -> tuple[tuple[str, ...], ...]:
    """The ids of the boxes column by column, without the branches that pass."""
    boxes = {node.id for node in diagram.nodes}
    return tuple(tuple(item for item in column if item in boxes) for column in arrangement.columns)


def places_of(columns: Sequence[Sequence[str]]) -> dict[str, Place]:
    """Where each box stands."""
    return {box: (c, rank) for c, column in enumerate(columns) for rank, box in enumerate(column)}


def in_order(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> int:
    """How many boxes keep their column's index and, with the others that do, their order (longest subsequences)."""
    return sum(_common(old, new) for old, new in zip(before, after, strict=False))


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    lengths = [0] * (len(new) + 1)
    for box in old:
        row = [0]
        for i, other in enumerate(new):
            row.append(lengths[i] + 1 if box == other else max(lengths[i + 1], row[i]))
        lengths = row
    return lengths[-1]


# (a) every text 35 % longer


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a diagram in an arrangement: legal, broken or refused, label size in px, the rules it breaks."""

    verdict: str
    label: float | None = None
    broken: tuple[str, ...] = ()
    svg: str = ""


def told(prepared: Prepared, diagram: Diagram, arrangement: Arrangement) -> Told:
    """Draw the diagram in an arrangement and run the whole check on the outlines."""
    theme, typesetter = prepared.theme, prepared.typesetter
    try:
        layout = lay_out(diagram, theme.metrics, typesetter, arrangement=arrangement, allow_broken=True)
    except FitError:
        return Told("refused")
    svg = render_svg(draw(layout, diagram, theme, typesetter), prefix=prepared.loaded.name, text="glyphs", stamp={})
    broken = tuple(finding.rule for finding in check(drawn_in(svg, diagram), diagram))
    kept = _same(layout, diagram, arrangement)
    return Told(("broken" if broken else "legal") if kept else "moved", layout.label_size, broken, svg)


def _same(layout: Layout, diagram: Diagram, arrangement: Arrangement) -> bool:
    return columns_of(layout.arrangement, diagram) == columns_of(arrangement, diagram)


def longer(specs: Sequence[Path], effort: str, processes: int, out: Path | None) -> str:
    """The table of part (a)."""
    prepared = [prepare(load_spec(path), OPTIONS) for path in specs]
    arrangements = arrange_all([p.graph for p in prepared], effort, processes)
    rows = []
    for spec, arrangement in zip(prepared, arrangements, strict=True):
        diagram = spec.graph
        before = texts_of(diagram)
        for kind in ("as it is", *KINDS):
            other = diagram if kind == "as it is" else retold(diagram, partial(lengthen, kind=kind))
            after = texts_of(other)
            result = told(spec, other, arrangement)
            changed = sum(a != b for a, b in zip(before, after, strict=True))
            growth = sum(map(len, after)) / sum(map(len, before)) - 1
            rules = ", ".join(f"{count} x {rule}" for rule, count in Counter(result.broken).items())
            label = "" if result.label is None else f"{result.label:g}"
            name = spec.loaded.name
            rows.append([name, kind, result.verdict, rules, f"{changed} of {len(before)}", f"{growth:.0%}", label])
            if out and result.svg:
                out.mkdir(parents=True, exist_ok=True)
                (out / f"{name}.{kind.replace(' ', '-')}.svg").write_text(result.svg, encoding="utf-8")
    heads = ("spec", "texts", "picture", "broken rules", "texts changed", "characters more", "label px")
    return table(heads, rows, texts=4)


# (b) one word of one label


def word(specs: Sequence[Path], effort: str, processes: int, trials: int, seed: int) -> str:
    """The table of part (b); what moved is told on standard error."""
    diagrams = [prepare(load_spec(path), OPTIONS).graph for path in specs]
    changed = []
    for trial in range(trials):
        own = trial % len(specs)
        changed.append((own, *with_another_word(diagrams[own], Random(f"{seed} {trial}"))))
    bases = diagrams[: min(len(specs), trials)]
    found = arrange_all([*bases, *(diagram for _, diagram, _, _ in changed)], effort, processes)
    counts = [Counter[str]() for _ in specs]
    for trial, ((own, diagram, old, new), after) in enumerate(zip(changed, found[len(bases) :], strict=True)):
        before = found[own]
        same = columns_of(before, diagram) == columns_of(after, diagram)
        count = counts[own]
        count["trials"] += 1
        count["columns"] += same
        count["kept"] += same and before.sides == after.sides
        count["all"] += before == after
        if not (same and before.sides == after.sides):
            print(f"{trial} {specs[own].stem}: '{old}' -> '{new}' moved it", file=sys.stderr, flush=True)
    rows = [_word_row(path.stem, count) for path, count in zip(specs, counts, strict=True) if count["trials"]]
    rows.append(_word_row("all", sum(counts, Counter[str]())))
    heads = (
        "spec",
        "trials",
        "columns and order kept",
        "and sides: kept",
        "kept %",
        "and passing branches, label gaps",
    )
    return table(heads, rows)


def _word_row(name: str, count: Counter[str]) -> list[object]:
    share = f"{100 * count['kept'] / count['trials']:.0f}"
    return [name, count["trials"], count["columns"], count["kept"], share, count["all"]]


# (c) each arrow of handshake left out


def arrow(spec: Path, effort: str, processes: int) -> str:
    """The table of part (c)."""
    keys = yaml.safe_load(spec.read_text(encoding="utf-8"))
    arrows = keys["arrows"]
    left = [{**keys, "arrows": arrows[:i] + arrows[i + 1 :]} for i in range(len(arrows))]
    diagrams = [prepare(spec_from_mapping(mapping, name=spec.stem), OPTIONS).graph for mapping in (keys, *left)]
    columns = [columns_of(a, d) for a, d in zip(arrange_all(diagrams, effort, processes), diagrams, strict=True)]
    before = places_of(columns[0])
    shares = []
    rows = []
    for place, after in enumerate(columns[1:]):
        now = places_of(after)
        stay = sum(now[box] == where for box, where in before.items())
        shares.append(stay / len(before))
        label = diagrams[0].edges[place].label
        kept = f"{stay} of {len(before)}"
        rows.append([place + 1, label, kept, f"{shares[-1]:.0%}", f"{in_order(columns[0], after)} of {len(before)}"])
    enough = sum(share >= ENOUGH for share in shares)
    print(
        f"{enough} of {len(shares)} arrows leave at least {ENOUGH:.0%} of the boxes where they were; the least ", end=""
    )
    print(f"is {min(shares):.0%}, the mean {sum(shares) / len(shares):.0%}\n")
    return table(("arrow", "label", "boxes that stay", "share", "in order"), rows, texts=2)


def _parts(text: str) -> Iterable[str]:
    parts = text.split(",")
    for part in parts:
        if part not in PARTS:
            raise argparse.ArgumentTypeError(f"there is no part '{part}'; there is {', '.join(PARTS)}")
    return parts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("specs", nargs="*", type=Path, default=list(EXAMPLES))
    parser.add_argument("--only", type=_parts, default=PARTS, help="parts to run; default all")
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--effort", default="normal", choices=("draft", "normal", "best"))
    parser.add_argument("--processes", type=int, default=1, help="processes that search; default 1, this one")
    parser.add_argument("--out", type=Path, help="folder for the pictures of the longer texts")
    parser.add_argument("--nice", type=int, default=10, help="how much to give way to other processes; default 10")
    parser.add_argument("--readme", action="store_true", help="put the figures into README.md as well")
    arguments = parser.parse_args()
    os.nice(arguments.nice)
    effort, processes = arguments.effort, arguments.processes
    lead = f"{conditions()}, effort {effort}"
    if "longer" in arguments.only:
        found = longer(arguments.specs, effort, processes, arguments.out)
        publish("stability longer", f"{lead}:\n\n{found}", arguments.readme)
    if "word" in arguments.only:
        found = word(arguments.specs, effort, processes, arguments.trials, arguments.seed)
        publish("stability word", f"{lead}, seed {arguments.seed}:\n\n{found}", arguments.readme)
    if "arrow" in arguments.only:
        found = arrow(DROPPED_FROM, effort, processes)
        publish("stability arrow", f"{lead}:\n\n{found}", arguments.readme)


if __name__ == "__main__":
    main()
