"""`oauthviz lint`: what a picture claims about OAuth 2, checked before it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from oauthviz.api import Diagram, explain_rule, lint_formats, lint_report, rule_list
from oauthviz.cli.globs import expanded
from oauthviz.cli.language import LOCALE_DIR
from oauthviz.cli.streams import STDIN, STDIN_FILE, read_stdin
from oauthviz.core.diagnostics import OauthvizError

if TYPE_CHECKING:
    from oauthviz.linting import Linted


def _rules(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """`OA,TX01`, and the option several times: one tuple, in capitals."""
    return tuple(word.strip().upper() for part in value for word in part.split(",") if word.strip())


@click.command("lint", epilog="Example: oauthviz lint examples/handshake.yaml --format sarif")
@click.argument("specs", metavar="SPEC...", nargs=-1)
@click.option("--format", "form", type=click.Choice(lint_formats()), default="text", help="Default text.")
@click.option("--select", metavar="RULES", multiple=True, callback=_rules, help="Only these: OA05, or all of OA.")
@click.option("--ignore", metavar="RULES", multiple=True, callback=_rules, help="Not these, of those selected.")
@click.option("--fail-on", type=click.Choice(["warning", "error"]), help="What exits 1; default warning.")
@click.option("--lang", metavar="L", help="Lint the words of this translation too.")
@LOCALE_DIR
@click.option("--explain", metavar="RULE", help="Print a rule's manual page.")
@click.option("--rules", "list_rules", is_flag=True, help="List the rules.")
def lint_command(
    specs: tuple[str, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    lang: str | None,
    locale_dir: str | None,
    explain: str | None,
    list_rules: bool,
) -> None:
    """Check what each SPEC (- is standard input) says about OAuth 2, and how it says it.

    A SPEC may be a pattern such as 'docs/**/*.yaml'.
    Prints file:line:col, severity, rule, what is wrong and how to mend it. Exits 1 where a warning or an error is
    found. select, ignore, fail-on and allow-marks are also read from [tool.oauthviz] of the nearest pyproject.toml.
    """
    if explain is not None or list_rules:
        click.echo(explain_rule(explain) if explain is not None else rule_list(), nl=False)
        return
    if not specs:
        raise click.UsageError("name a SPEC, or ask for --rules or --explain RULE")
    if specs.count(STDIN) > 1:
        raise click.UsageError("standard input (-) can be read only once")
    linted: list[Linted] = []
    code = 0
    for spec in expanded(specs):
        try:
            diagram = Diagram.loads(read_stdin(), file=STDIN_FILE) if spec == STDIN else Diagram.load(spec)
            words = {"lang": lang, "locale_dir": locale_dir}
            linted.append(diagram.lint(select=select or None, ignore=ignore, fail_on=fail_on, **words))
        except OauthvizError as error:
            click.echo(str(error), err=True)
            code = max(code, error.exit_code)
    click.echo(lint_report(linted, form), nl=False)
    found = any(report.failing for report in linted)
    click.get_current_context().exit(max(code, 1 if found else 0))
