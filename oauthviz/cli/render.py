"""`oauthviz render`: specs in, picture files out."""

from __future__ import annotations

import contextlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from oauthviz.api import DEFAULT_NAME, PROJECTIONS, Options
from oauthviz.batch import Order, Outcome, run
from oauthviz.cli.arranging import arranging_options
from oauthviz.cli.complete import complete_theme
from oauthviz.cli.streams import STDIN, STDIN_FILE, read_stdin, write_stdout
from oauthviz.core.numbers import fmt
from oauthviz.picture import FORMATS
from oauthviz.render.rasterisers import RendererChoice

_SIZE = re.compile(r"(\d{1,5})[xX](\d{1,5})")
_DEFAULT_FOLDER = Path("out")
_DEFAULT_FORMATS = ("svg", "png")


def _size(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[float, float] | None:
    """`1200x800`: width and height in px."""
    if value is None:
        return None
    match = _SIZE.fullmatch(value)
    if match is None:
        raise click.BadParameter(f"'{value}' is no size; write width and height in px, like 1200x800")
    return float(match[1]), float(match[2])


def _formats(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """`svg,png`: one or several formats, each once."""
    if value is None:
        return None
    formats = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",")))
    for form in formats:
        if form not in FORMATS:
            raise click.BadParameter(f"'{form}' is no format; there is {', '.join(FORMATS)}")
    return formats


@click.command(
    "render",
    epilog="Example: oauthviz render examples/handshake.yaml --format svg,pdf -o pictures/",
)
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="PATH", help="A file (by its suffix), a folder, or - for standard output.")
@click.option("--format", "formats", metavar="svg,png,pdf", callback=_formats, help="What to write; default svg,png.")
@click.option("--theme", metavar="T", shell_complete=complete_theme, help="A theme's name or folder.")
@click.option("--lang", metavar="L", help="The language of the picture's texts; default the spec's own.")
@click.option("--projection", metavar="P", help=f"How boxes stand: {', '.join(PROJECTIONS)}.")
@click.option("--size", metavar="WxH", callback=_size, help="Width and height of the canvas in px.")
@click.option("--scale", type=click.FloatRange(0.1, 8), default=1.0, help="Pixels of the PNG for each px; default 1.")
@click.option("--text", type=click.Choice(["glyphs", "plain"]), default="glyphs", help="Outlines, or SVG text.")
@click.option("--renderer", type=click.Choice(["auto", "cairosvg", "resvg"]), default="auto", help="What draws PNG.")
@click.option("--effort", type=click.Choice(["draft", "normal", "best"]), default="normal", help="How long to search.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Processes for several specs; default 1.")
@click.option("--allow-broken", is_flag=True, help="Write a picture that breaks a rule too (the exit code stays 1).")
@click.option("--missing-glyphs", type=click.Choice(["error", "box"]), default="error", help="A box, or an error.")
@click.option("--id-prefix", metavar="NAME", help="Start of every id in the SVG; default the spec's name.")
@arranging_options
def render_command(
    specs: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...] | None,
    scale: float,
    renderer: RendererChoice,
    jobs: int,
    **options: Any,
) -> None:
    """Draw each SPEC (YAML or JSON; - is standard input) and check it against the rules of a picture.

    Without -o the files are out/NAME.svg and out/NAME.png. A theme or projection other than the spec's own is added
    to the name. A picture that breaks a rule is not written, and the exit code is 1; with several specs the others
    are still drawn, and the highest exit code wins.
    """
    orders = _orders(specs, output, formats, scale, renderer, Options(**options))
    with _progress(len(orders)) as step:
        outcomes = run(orders, jobs, step)
    for outcome in outcomes:
        _tell(outcome, to_pipe=output == "-")
    click.get_current_context().exit(max(outcome.exit_code for outcome in outcomes))


def _orders(
    specs: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...] | None,
    scale: float,
    renderer: RendererChoice,
    options: Options,
) -> list[Order]:
    """What to draw and where to, with every contradiction of the call refused before anything is drawn."""
    folder, file, formats = _destination(output, formats, len(specs))
    _refuse_collisions(specs, folder)
    return [
        Order(
            source=STDIN_FILE if spec == STDIN else spec,
            options=options,
            formats=formats,
            data=read_stdin() if spec == STDIN else None,
            folder=folder,
            file=file,
            scale=scale,
            renderer=renderer,
        )
        for spec in specs
    ]


def _destination(
    output: str | None, formats: tuple[str, ...] | None, count: int
) -> tuple[Path | None, Path | None, tuple[str, ...]]:
    """Folder, file and formats that `-o` and `--format` name together; neither path for standard output."""
    if output is None:
        return _DEFAULT_FOLDER, None, formats or _DEFAULT_FORMATS
    if output == "-":
        formats = formats or ("svg",)
        if count > 1 or len(formats) > 1:
            raise click.UsageError("-o - takes one spec and one format; name a folder with -o for more")
        return None, None, formats
    path, suffix = Path(output), Path(output).suffix.lower().removeprefix(".")
    if not suffix or output.endswith(("/", "\\")):
        return path, None, formats or _DEFAULT_FORMATS
    if suffix not in FORMATS:
        known = ", ".join(f".{form}" for form in FORMATS)
        raise click.UsageError(f"-o {output}: no format ends in .{suffix} (known: {known}); a folder ends with a slash")
    if formats not in (None, (suffix,)):
        raise click.UsageError(f"-o {output} is one {suffix} file, --format says otherwise; name a folder with -o")
    if count > 1:
        raise click.UsageError(f"-o {output} is one file, but there are {count} specs; name a folder with -o")
    return None, path, (suffix,)


def _refuse_collisions(specs: tuple[str, ...], folder: Path | None) -> None:
    """Two specs of one name would overwrite each other's picture."""
    if specs.count("-") > 1:
        raise click.UsageError("standard input (-) can be read only once")
    by_stem: dict[str, list[str]] = defaultdict(list)
    for spec in specs:
        by_stem[DEFAULT_NAME if spec == STDIN else Path(spec).stem.lower()].append(spec)
    for same in by_stem.values():
        if folder is not None and len(same) > 1:
            raise click.UsageError(f"{' and '.join(same)} would be written to the same files; render them one by one")


@contextlib.contextmanager
def _progress(count: int) -> Iterator[Any]:
    """A step function; shows a bar for several pictures where somebody watches."""
    if count < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=count, label="Drawing", file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)


def _tell(outcome: Outcome, to_pipe: bool) -> None:
    for message in outcome.messages:
        click.echo(message, err=True)
    if outcome.data is not None:
        write_stdout(outcome.data)
    if outcome.files:
        names = ", ".join(f"{file.path} ({_bytes(file.size)})" for file in outcome.files)
        size = f"{fmt(outcome.width)} x {fmt(outcome.height)} px"
        click.echo(f"{names}, {size}, {outcome.milliseconds:.0f} ms", err=to_pipe)


def _bytes(size: int) -> str:
    return f"{size / 1000:.0f} KB" if size >= 10_000 else f"{size / 1000:.1f} KB"
