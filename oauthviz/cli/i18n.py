"""`oauthviz i18n`: catalogs of translations, in gettext's PO format."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import click

from oauthviz.api import Options
from oauthviz.catalogs import Status, catalog_languages, extract, status, strings_template, update
from oauthviz.cli.arranging import arranging_options
from oauthviz.cli.complete import complete_theme
from oauthviz.cli.language import LOCALE_DIR
from oauthviz.core.diagnostics import Diagnostic, OauthvizError
from oauthviz.output import write_file
from oauthviz.spec.reading import load_spec

_DRAWING = (
    click.option("--theme", metavar="T", shell_complete=complete_theme, help="Draw in this theme."),
    click.option("--projection", metavar="P", help="Draw in this projection."),
    arranging_options,
)


def _drawing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    return reduce(lambda decorated, option: option(decorated), reversed(_DRAWING), command)


@click.group("i18n", epilog="Example: oauthviz i18n status flow.yaml --lang es")
def i18n_group() -> None:
    """Translate specs: make catalogs (gettext's PO), bring them up to date, see what they lack."""


@i18n_group.command("extract", epilog="Example: oauthviz i18n extract flow.yaml -o flow.pot")
@click.argument("specs", metavar="SPEC...", nargs=-1)
@click.option("-o", "--output", metavar="PATH", default="-", help="A .pot file, a folder, or - for standard output.")
@click.option("--strings", is_flag=True, help="The program's own words instead: legend's heading, key, description.")
@_drawing_options
def extract_command(specs: tuple[str, ...], output: str, strings: bool, **options: Any) -> None:
    """Print the texts of each SPEC as a template for translators.

    Each text comes with what it is, how many lines of how many characters it has in the picture, and which words
    stay as they are. Words that no language translates (POST /token, client_id) are left out when a text is nothing
    else.
    """
    if strings == bool(specs):
        raise click.UsageError("name the specs, or give --strings alone")
    is_folder = output.endswith(("/", "\\")) or (output != "-" and not Path(output).suffix)
    if len(specs) > 1 and not is_folder:
        raise click.UsageError("one template holds one spec; name a folder with -o for several")
    if strings:
        _write(Path(output) / "oauthviz.pot" if is_folder else output, strings_template())
    for spec in specs:
        loaded = load_spec(Path(spec))
        made = extract(loaded, Options(**options))
        _warn(made.warnings)
        _write(Path(output) / f"{loaded.name}.pot" if is_folder else output, made.text, Path(spec))


@i18n_group.command("update", epilog="Example: oauthviz i18n update flow.yaml --lang es --lang pt-BR")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@click.option("--lang", "langs", metavar="L", multiple=True, help="Make or update this one; default all there are.")
@LOCALE_DIR
@_drawing_options
def update_command(specs: tuple[str, ...], langs: tuple[str, ...], **options: Any) -> None:
    """Bring the catalogs of each SPEC up to date with it.

    Translations stay. Where the English changed they are marked fuzzy and the former English is noted; what the spec
    has no more goes to the end as obsolete. Nothing else in the file changes.
    """
    for spec in specs:
        loaded = load_spec(Path(spec))
        brought = list(update(loaded, langs, Options(**options)))
        if not brought:
            raise click.UsageError(f"{spec} has no catalog yet; name a language with --lang")
        _warn(brought[0].warnings)
        for one in brought:
            path, made = one.path, one.updated
            is_new = not path.exists()
            write_file(path, made.text.encode(), inputs=[Path(spec)])
            counts = f"{made.new} new, {made.fuzzy} fuzzy, {made.obsolete} obsolete"
            click.echo(f"{path}: {'made, ' if is_new else ''}{counts}")


@i18n_group.command("status", epilog="Example: oauthviz i18n status flow.yaml --lang es --format json")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@click.option("--lang", "langs", metavar="L", multiple=True, help="Look at this one; default all there are.")
@LOCALE_DIR
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For eyes, or a program.")
@click.option("--draw/--no-draw", default=True, help="Draw each picture to see whether its texts fit, or do not.")
@_drawing_options
def status_command(specs: tuple[str, ...], langs: tuple[str, ...], form: str, draw: bool, **options: Any) -> None:
    """Tell what the catalogs of each SPEC lack.

    Missing, fuzzy, outdated and obsolete translations, protected words that were altered, digits of another script,
    and texts that do not fit the picture, each with its place. Exits 1 where anything but an obsolete one is found.
    """
    wanted = Options(**options)
    reports: list[Status] = []
    code = 0
    for spec in specs:
        loaded = load_spec(Path(spec))
        found = langs or catalog_languages(loaded, wanted)
        if not found:
            raise click.UsageError(f"{spec} has no catalog yet; make one with: oauthviz i18n update {spec} --lang L")
        for lang in found:
            try:
                report = status(loaded, lang, wanted, draw=draw)
            except OauthvizError as error:
                click.echo(str(error), err=True)
                code = max(code, error.exit_code)
                continue
            code = max(code, 0 if report.ok else 1)
            reports.append(report)
            if form == "text":
                _tell(report)
    if form == "json":
        click.echo(json.dumps([report.as_json() for report in reports], indent=2, ensure_ascii=False))
    click.get_current_context().exit(code)


def _tell(report: Status) -> None:
    for flaw in report.flaws:
        click.echo(str(flaw.found))
    counts = report.counts()
    words = [f"{report.translated} of {report.total} texts translated", *(f"{n} {code}" for code, n in counts.items())]
    click.echo(f"{report.spec}: {report.lang}: {', '.join(words)}")


def _warn(warnings: tuple[Diagnostic, ...]) -> None:
    for warning in warnings:
        click.echo(str(warning), err=True)


def _write(target: str | Path, text: str, *inputs: Path) -> None:
    if target == "-":
        click.echo(text, nl=False)
    else:
        write_file(Path(target), text.encode(), inputs=inputs)
        click.echo(str(target))
