"""Draw many specs and put them on contact sheets, each with its figures, so that a person can look at them.

    python tests/benchmarks/contact_sheet.py tests/worlds examples -o out/sheets

Writes NAME.svg and NAME.png for each spec, sheet-1.png, sheet-2.png, … with a few pictures each, and figures.json.
Pictures that break a rule are drawn all the same and marked; a spec that is refused is listed with its message.
Everything is drawn in `pink-teal`, flat, whatever a spec asks for.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
THEME, PROJECTION = "pink-teal", "flat"
GAP, CAPTION = 12, 46
"""px between the pictures of a sheet, and under each for its figures."""
INK, PAPER, ALARM = "#14262b", "#d9dcde", "#b3261e"


@dataclass(frozen=True, slots=True)
class Row:
    """What there is to say about one spec. `refused` is the message of a spec that gives no picture."""

    name: str
    boxes: int = 0
    arrows: int = 0
    canvas: str = ""
    label: float = 0.0
    crossings: int = 0
    bends: int = 0
    label_lines: int = 0
    empty: float = 0.0
    broken: tuple[str, ...] = ()
    seconds: float = 0.0
    refused: str = ""
    png: str = ""

    def captions(self) -> tuple[str, str]:
        """Two lines under the picture."""
        first = f"{self.name}   {self.boxes} boxes, {self.arrows} arrows, {self.canvas}"
        if self.refused:
            return first, f"refused: {self.refused}"
        figures = f"label {self.label:g} px, {self.crossings} crossings, {self.bends} bends, empty {self.empty:.2f}"
        return first, f"{figures}, {self.seconds:.1f} s" + (f", {len(self.broken)} BROKEN" if self.broken else "")


def specs_in(places: Iterable[Path]) -> list[Path]:
    """The files given, and the specs in the folders given."""
    found: list[Path] = []
    for place in places:
        found += sorted(place.glob("*.yaml")) if place.is_dir() else [place]
    return found


def draw(path: Path, folder: Path, effort: str) -> Row:
    """Render one spec into `folder` as SVG and PNG and measure it."""
    from oauthviz.api import Diagram
    from oauthviz.core.diagnostics import OauthvizError
    from oauthviz.layout.check import figures
    from oauthviz.picture import drawn_in
    from oauthviz.spec.reading import load_spec

    started = time.perf_counter()
    try:
        spec = load_spec(path).spec
    except OauthvizError as error:
        return Row(path.stem, refused=str(error))
    canvas = f"{spec.canvas.width:g} x {spec.canvas.height:g}"
    try:
        picture = Diagram.load(path).render(
            theme=THEME, projection=PROJECTION, effort=effort, allow_broken=True, use_cache=False
        )
        picture.save(folder / f"{path.stem}.svg")
        target = picture.save(folder / f"{path.stem}.png")
    except OauthvizError as error:
        seconds = time.perf_counter() - started
        return Row(path.stem, len(spec.boxes), len(spec.arrows), canvas, seconds=seconds, refused=str(error))
    seconds = time.perf_counter() - started
    found = figures(drawn_in(picture.outlined_svg, picture.graph))
    return Row(
        name=path.stem,
        boxes=found.boxes,
        arrows=found.arrows,
        canvas=canvas,
        label=dict(found.smallest_text).get("arrow-label", 0.0),
        crossings=found.crossings,
        bends=found.bends,
        label_lines=found.most_label_lines,
        empty=found.largest_empty_rectangle,
        broken=tuple(f"{finding.rule}: {finding.message}" for finding in picture.findings),
        seconds=seconds,
        png=str(target),
    )


def sheet(rows: Sequence[Row], columns: int, side: int) -> Image.Image:
    """Several pictures on one sheet, each scaled into a square of `side` px, with two lines under it."""
    font = ImageFont.load_default(size=17)
    lines = math.ceil(len(rows) / columns)
    columns = min(columns, len(rows))
    made = Image.new("RGB", (columns * (side + GAP) + GAP, lines * (side + CAPTION + GAP) + GAP), PAPER)
    pen = ImageDraw.Draw(made)
    for place, row in enumerate(rows):
        x = GAP + place % columns * (side + GAP)
        y = GAP + place // columns * (side + CAPTION + GAP)
        if row.png:
            with Image.open(row.png) as picture:
                small = picture.convert("RGB")
                small.thumbnail((side, side), Image.Resampling.LANCZOS)
                made.paste(small, (x + (side - small.width) // 2, y + (side - small.height) // 2))
        colour = ALARM if row.broken or row.refused else INK
        for line, caption in enumerate(row.captions()):
            pen.text((x, y + side + 2 + 21 * line), caption[: side // 8], fill=colour, font=font)
    return made


def report(rows: Sequence[Row]) -> str:
    """The figures as a Markdown table, then what is broken or refused."""
    lines = [
        "| spec | boxes | arrows | canvas | label px | crossings | bends | label lines | empty | broken | s |",
        "| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        figures = (row.label, row.crossings, row.bends, row.label_lines, row.empty, len(row.broken))
        cells = ["refused"] + [""] * 5 if row.refused else [f"{figure:g}" for figure in figures]
        start = f"| {row.name} | {row.boxes} | {row.arrows} | {row.canvas} | "
        lines.append(start + " | ".join(cells) + f" | {row.seconds:.1f} |")
    for row in rows:
        lines += [f"{row.name}: {text}" for text in (*row.broken, *([row.refused] if row.refused else []))]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", type=Path, metavar="SPEC|FOLDER")
    parser.add_argument("-o", "--output", type=Path, help="a folder; default is a new temporary one")
    parser.add_argument("--effort", default="normal", choices=("draft", "normal", "best"))
    parser.add_argument("--columns", type=int, default=2, help="pictures side by side (default 2)")
    parser.add_argument("--per-sheet", type=int, default=4, help="pictures on a sheet (default 4)")
    parser.add_argument("--side", type=int, default=680, help="px of a picture's larger side (default 680)")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    folder = arguments.output or Path(tempfile.mkdtemp(prefix="contact-sheet-"))
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for path in specs_in(arguments.places):
        rows.append(draw(path, folder, arguments.effort))
        print("   ".join(rows[-1].captions()), file=sys.stderr, flush=True)
    for number, start in enumerate(range(0, len(rows), arguments.per_sheet), 1):
        made = sheet(rows[start : start + arguments.per_sheet], arguments.columns, arguments.side)
        made.save(folder / f"sheet-{number}.png")
    (folder / "figures.json").write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n", encoding="utf-8")
    print(report(rows))
    print(f"\n{len(rows)} specs in {folder}")


if __name__ == "__main__":
    main()
