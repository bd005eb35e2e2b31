"""`oauthviz render`: specs in, picture files out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from oauthviz.api import Options
from oauthviz.batch import Order, Outcome, run
from oauthviz.cli.drawing import DEFAULT_FORMATS, drawing_options
from oauthviz.cli.globs import expanded, refuse_collisions
from oauthviz.cli.language import language_options
from oauthviz.cli.results import Results
from oauthviz.cli.streams import STDIN, STDIN_FILE, read_stdin
from oauthviz.depfile import depfile as depfile_of
from oauthviz.i18n.tags import canonical
from oauthviz.output import FORMATS, relative, write_file
from oauthviz.render.rasterisers import RendererChoice
from oauthviz.workers import processors

_DEFAULT_FOLDER = Path("out")
_MOST_JOBS = 64


def _jobs(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """`2`, or `auto` for as many processes as there are processors."""
    if value == "auto":
        return min(processors(), _MOST_JOBS)
    if not value.isdecimal() or not 1 <= int(value) <= _MOST_JOBS:
        raise click.BadParameter(f"'{value}' is no number of processes; write 1 to {_MOST_JOBS}, or auto")
    return int(value)


def _one_output(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> str | None:
    """The only path. Of several, all but the last would else be dropped without a word."""
    if len(value) > 1:
        raise click.UsageError(
            f"-o is given {len(value)} times ({', '.join(value)}); name a folder with -o and the formats with --format"
        )
    return value[0] if value else None


@click.command(
    "render",
    epilog="Example: oauthviz render examples/handshake.yaml --format svg,pdf -o pictures/",
)
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    multiple=True,
    callback=_one_output,
    help="A file (by its suffix), a folder, or - for standard output.",
)
@click.option("--jobs", metavar="N", callback=_jobs, default="1", help="Processes for several specs, or auto.")
@click.option("--keep-folders", is_flag=True, help="Below the output's folder, keep the folders of the specs.")
@click.option("--check", "compare", is_flag=True, help="Write nothing; exit 1 where a written file would change.")
@click.option("--depfile", metavar="F", help="Write to F which files the pictures were made from, for Make or Ninja.")
@click.option("--report", type=click.Choice(["json"]), help="Print a report on all pictures instead of lines.")
@language_options(several=True)
@drawing_options
def render_command(
    specs: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...] | None,
    lang: tuple[str, ...],
    scale: float,
    renderer: RendererChoice,
    jobs: int,
    keep_folders: bool,
    compare: bool,
    depfile: str | None,
    report: str | None,
    **options: Any,
) -> None:
    """Draw each SPEC (YAML or JSON; - is standard input) and check it against the rules of a picture.

    A SPEC may be a pattern such as 'docs/**/*.yaml'. With --cache-dir finished pictures are kept there, and only what
    has changed is drawn again.

    Without -o the files are out/NAME.svg and out/NAME.png. A theme, language or projection other than the spec's own
    is added to the name, and the dark theme and the step. With --dark-theme the SVG holds both pictures and shows the
    one that suits the page; PNG and PDF are the light one. With --step everything stands where it does in the whole
    picture. A picture that breaks a rule is not written, and the exit code is 1; with several specs the others are
    still drawn, and the highest exit code wins.
    """
    specs = expanded(specs)
    if output == "-" and (compare or depfile):
        raise click.UsageError("-o - writes no file that --check or --depfile could be about; name one with -o")
    orders = [
        replace(order, compare=compare, trace=depfile is not None)
        for order in _orders(specs, lang, output, formats, scale, renderer, keep_folders, Options(**options))
    ]
    results = Results(len(orders), to_pipe=output == "-", as_json=report == "json", compared=compare)
    with results.watched():
        outcomes = run(orders, jobs, results.done)
    results.summary(outcomes)
    if depfile is not None:
        _write_depfile(Path(depfile), outcomes)
    click.get_current_context().exit(max(outcome.exit_code for outcome in outcomes))


def _orders(
    specs: tuple[str, ...],
    langs: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...] | None,
    scale: float,
    renderer: RendererChoice,
    keep_folders: bool,
    options: Options,
) -> list[Order]:
    """What to draw and where to, with every contradiction of the call refused before anything is drawn."""
    languages: list[str | None] = [*dict.fromkeys(canonical(lang) for lang in langs)] or [None]
    folder, file, formats = _destination(output, formats, len(specs) * len(languages))
    below = {spec: _folder_of(spec) if keep_folders else Path() for spec in specs}
    if folder is not None:
        refuse_collisions(specs, below)
    if specs.count(STDIN) > 1:
        raise click.UsageError("standard input (-) can be read only once")
    piped = read_stdin() if STDIN in specs else None
    return [
        Order(
            source=STDIN_FILE if spec == STDIN else spec,
            options=replace(options, lang=lang),
            formats=formats,
            data=piped if spec == STDIN else None,
            folder=None if folder is None else folder / below[spec],
            file=file,
            scale=scale,
            renderer=renderer,
        )
        for spec in specs
        for lang in languages
    ]


def _destination(
    output: str | None, formats: tuple[str, ...] | None, count: int
) -> tuple[Path | None, Path | None, tuple[str, ...]]:
    """Folder, file and formats that `-o` and `--format` name together; neither path for standard output."""
    if output is None:
        return _DEFAULT_FOLDER, None, formats or DEFAULT_FORMATS
    if output == "-":
        formats = formats or ("svg",)
        if count > 1 or len(formats) > 1:
            raise click.UsageError("-o - takes one spec, one language and one format; name a folder with -o for more")
        return None, None, formats
    path, suffix = Path(output), Path(output).suffix.lower().removeprefix(".")
    if not suffix or output.endswith(("/", "\\")):
        return path, None, formats or DEFAULT_FORMATS
    if suffix not in FORMATS:
        known = ", ".join(f".{form}" for form in FORMATS)
        raise click.UsageError(f"-o {output}: no format ends in .{suffix} (known: {known}); a folder ends with a slash")
    if formats not in (None, (suffix,)):
        raise click.UsageError(f"-o {output} is one {suffix} file, --format says otherwise; name a folder with -o")
    if count > 1:
        raise click.UsageError(f"-o {output} is one file, but there are {count} pictures; name a folder with -o")
    return None, path, (suffix,)


def _folder_of(spec: str) -> Path:
    """Where a spec's pictures lie below the output's folder, if that keeps the folders of the specs."""
    folder = Path() if spec == STDIN else Path(relative(spec)).parent
    if folder.is_absolute():
        raise click.UsageError(f"--keep-folders: {spec} is not below the working directory")
    return folder


def _write_depfile(path: Path, outcomes: Sequence[Outcome]) -> None:
    drawn = [outcome for outcome in outcomes if outcome.files]
    rules = [([relative(file.path) for file in o.files], [relative(name) for name in o.inputs]) for o in drawn]
    write_file(path, depfile_of(rules).encode())
