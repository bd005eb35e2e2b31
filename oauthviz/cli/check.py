"""`oauthviz check`: the rules of a picture, measured on its final outlines."""

from __future__ import annotations

import json
from typing import Any

import click

from oauthviz.api import Options, Report, check_source
from oauthviz.cli.arranging import arranging_options
from oauthviz.cli.complete import complete_theme
from oauthviz.cli.language import language_options
from oauthviz.cli.own_icons import icons_option
from oauthviz.cli.steps import step_option
from oauthviz.cli.streams import STDIN, STDIN_FILE, read_stdin
from oauthviz.core.diagnostics import OauthvizError
from oauthviz.core.numbers import fmt


@click.command("check", epilog="Example: oauthviz check examples/handshake.yaml out/handshake.svg --format json")
@click.argument("sources", metavar="SPEC|SVG...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For eyes, or a program.")
@click.option("--theme", metavar="T", shell_complete=complete_theme, help="For a spec: draw it in this theme.")
@click.option("--projection", metavar="P", help="For a spec: draw it in this projection.")
@step_option
@language_options()
@icons_option
@arranging_options
def check_command(sources: tuple[str, ...], form: str, **options: Any) -> None:
    """Measure pictures: a SPEC is drawn first, an SVG of ours is read back; - is standard input.

    Prints each broken rule and where it is broken, then figures such as crossings and bends. Exits 1 where a rule is
    broken.
    """
    wanted = Options(**options, allow_broken=True)
    reports: list[dict[str, Any]] = []
    code = 0
    for source in sources:
        data = read_stdin() if source == STDIN else None
        try:
            report = check_source(STDIN_FILE if source == STDIN else source, data, wanted)
        except OauthvizError as error:
            click.echo(str(error), err=True)
            code = max(code, error.exit_code)
            continue
        code = max(code, 1 if report.findings else 0)
        if form == "json":
            reports.append(report.as_json())
        else:
            _print(report)
    if form == "json":
        click.echo(json.dumps(reports, indent=2, ensure_ascii=False))
    click.get_current_context().exit(code)


def _print(report: Report) -> None:
    for finding in report.findings:
        click.echo(f"{report.file}: {finding.rule}: {finding.message}")
    click.echo(f"{report.file}: {len(report.findings)} broken ({_figures(report)})")


def _figures(report: Report) -> str:
    figures = report.figures
    counts = {
        "boxes": figures.boxes,
        "arrows": figures.arrows,
        "crossings": figures.crossings,
        "bends": figures.bends,
        "lines in a label at most": figures.most_label_lines,
    }
    sizes = dict(figures.smallest_text)
    words = [f"{value} {name}" for name, value in counts.items()]
    words += [f"{role} {fmt(sizes[role])} px" for role in ("box-name", "arrow-label") if role in sizes]
    return ", ".join([*words, f"largest hole {100 * figures.largest_empty_rectangle:.0f} %"])
