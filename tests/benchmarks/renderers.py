"""How alike cairosvg, resvg and Chromium draw the examples, in every theme and projection.

    python tests/benchmarks/renderers.py [SPEC...] [--theme T] [--projection P] [--no-browser] [--readme]

Prints the mean difference of each two renderers in grey levels of 255, and that of the 16 px tile where it is largest.
Exits 1 where two of them differ by more than they may.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from oauthviz import Diagram
from oauthviz.theme.loading import list_themes
from oauthviz.theme.projections import PROJECTIONS
from tests.benchmarks.measuring import EXAMPLES, conditions, publish, table
from tests.renderers import MOST_MEAN, MOST_TILE, chromium, difference, drawn_by, drawn_by_chromium

NAMES = ("cairosvg", "resvg", "Chromium")


def measured(options: argparse.Namespace) -> Iterator[tuple[list[str], bool]]:
    """A row for each picture, and whether its renderers agree."""
    names = NAMES[:2] if options.no_browser else NAMES
    with nullcontext() if options.no_browser else chromium() as page:
        for theme in options.theme or list_themes():
            for projection in options.projection or PROJECTIONS:
                for spec in options.specs:
                    picture = Diagram.load(spec).render(theme=theme, projection=projection, allow_broken=True)
                    shots: list[Any] = [drawn_by("cairosvg", picture), drawn_by("resvg", picture)]
                    if page is not None:
                        shots.append(drawn_by_chromium(page, picture))
                    pairs = [difference(a, b) for a, b in combinations(shots, 2)]
                    figures = [f"{mean:.3f} / {tile:.1f}" for mean, tile in pairs]
                    alike = all(mean <= MOST_MEAN and tile <= MOST_TILE for mean, tile in pairs)
                    print(".", end="", file=sys.stderr, flush=True)
                    yield [Path(spec).stem, theme, projection, *figures], alike
    print(f" {len(names)} renderers", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("specs", nargs="*", default=EXAMPLES)
    parser.add_argument("--theme", action="append", choices=list_themes(), help="one of the themes; default all")
    parser.add_argument("--projection", action="append", choices=PROJECTIONS, help="default both")
    parser.add_argument("--no-browser", action="store_true", help="cairosvg and resvg only")
    parser.add_argument("--readme", action="store_true", help="put the table into the README of this folder")
    options = parser.parse_args()
    found = list(measured(options))
    names = NAMES[:2] if options.no_browser else NAMES
    heads = ["spec", "theme", "projection", *(f"{a}, {b}" for a, b in combinations(names, 2))]
    bad = sum(not alike for _, alike in found)
    text = f"{conditions()}; grey levels, mean / worst 16 px tile; {bad} of {len(found)} pictures differ by more than "
    text += f"{MOST_MEAN:g} / {MOST_TILE:g}:\n\n{table(heads, [row for row, _ in found], texts=3)}"
    publish("renderers", text, options.readme)
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
