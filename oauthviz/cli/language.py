"""The options of every command that draws in another language: which one, and where its catalogs are."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import click

LOCALE_DIR = click.option("--locale-dir", metavar="D", help="Where catalogs are; default beside the spec.")
_OPTIONS = (
    LOCALE_DIR,
    click.option("--strict-i18n", is_flag=True, help="A missing or altered translation is an error."),
)


def language_options(*, several: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options `lang`, `locale_dir` and `strict_i18n`, as in `api.Options`; `several` languages."""
    more = "; may be given several times" if several else ""
    lang = click.option(
        "--lang", metavar="L", multiple=several, help=f"The language of the texts; default the spec's own{more}."
    )

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        return reduce(lambda decorated, option: option(decorated), reversed((lang, *_OPTIONS)), command)

    return decorate
