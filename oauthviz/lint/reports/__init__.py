"""Findings as text. A format is a module with `write(reports, rules)`; its name is what `--format` takes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from oauthviz.lint.model import Finding, Rule


class FileReport(Struct, frozen=True):
    """The findings of one file."""

    file: str
    findings: tuple[Finding, ...]


Writer = Callable[[Sequence[FileReport], Mapping[str, Rule]], str]


def formats() -> tuple[str, ...]:
    """The names of the formats; text, which is the default, first."""
    names = sorted(module.name.removeprefix("as_") for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(names, key=lambda name: name != "text"))


def writer(form: str) -> Writer:
    """The function that writes a format."""
    write: Writer = importlib.import_module(f"{__name__}.as_{form}").write
    return write
