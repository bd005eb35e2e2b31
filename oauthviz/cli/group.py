"""The root command: loads a command's module when it is asked for, and turns errors into messages and exit codes."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any

import click

from oauthviz import __version__
from oauthviz.core.bugs import EXIT_BUG, bug_message
from oauthviz.core.diagnostics import OauthvizError

EXIT_INPUT_OUTPUT = 5
EXIT_INTERRUPTED = 130

_EXIT_CODES = """\b
Exit codes:
  0  fine
  1  a rule of the picture is broken, lint or a comparison found something, or it does not fit its canvas
  2  the command line is wrong
  3  a spec, theme, icon, catalog or arrangement is malformed
  4  an input is over a limit
  5  reading or writing failed
"""


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, imported when one is run or its help is read.

    `modules` maps a command's name to its module, the attribute in it, and the line that help shows.
    """

    def __init__(self, *args: Any, modules: Mapping[str, tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._modules:
            return None
        module, attribute, _ = self._modules[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in self._modules.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; every error becomes a message on standard error and an exit code, never a traceback."""
        try:
            return super().invoke(ctx)
        except OauthvizError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            if error.errno == errno.EPIPE:
                _leave_the_pipe()
            else:
                click.echo(f"{error.filename or 'oauthviz'}: input-output: {error.strerror or error}", err=True)
            ctx.exit(EXIT_INPUT_OUTPUT)
        except KeyboardInterrupt:
            ctx.exit(EXIT_INTERRUPTED)
        except Exception as error:
            click.echo(bug_message(error), err=True)
            ctx.exit(EXIT_BUG)


def _leave_the_pipe() -> None:
    """Nobody reads standard output any more: let the interpreter's last flush go nowhere instead of complaining."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


root = LazyGroup(
    name="oauthviz",
    help=(
        "Turn a text spec into a publishable infographic, the same bytes every time.\n\n"
        "Example: oauthviz render examples/handshake.yaml\n\n" + _EXIT_CODES
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    modules={
        "render": ("oauthviz.cli.render", "render_command", "Draw specs as SVG, PNG and PDF."),
        "check": ("oauthviz.cli.check", "check_command", "Measure finished pictures against the rules."),
        "lint": ("oauthviz.cli.lint", "lint_command", "Check what specs say about OAuth 2."),
        "layout": ("oauthviz.cli.layout", "layout_command", "Print where everything is, as JSON."),
        "diff": ("oauthviz.cli.diff", "diff_command", "Tell what differs between two pictures."),
        "i18n": ("oauthviz.cli.i18n", "i18n_group", "Translate specs with gettext's catalogs."),
        "fmt": ("oauthviz.cli.fmt", "fmt_command", "Write specs in their canonical form."),
        "verify": ("oauthviz.cli.verify", "verify_command", "Tell whether written pictures still fit their specs."),
        "watch": ("oauthviz.cli.watch", "watch_command", "Draw specs again whenever they change."),
        "schema": ("oauthviz.cli.schema", "schema_command", "Print the JSON Schema of a spec."),
        "init": ("oauthviz.cli.init", "init_command", "Write a spec to start from."),
        "themes": ("oauthviz.cli.themes", "themes_group", "List, show, check and start themes."),
        "icons": ("oauthviz.cli.icons", "icons_group", "List icons, draw them on one sheet, check your own."),
    },
)
click.version_option(__version__, message="%(prog)s %(version)s")(root)
