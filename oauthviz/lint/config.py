"""What `pyproject.toml` says about lint, in `[tool.oauthviz]` or in its table `lint`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from oauthviz.core.diagnostics import Diagnostic, SpecError, suggestion
from oauthviz.lint.engine import LintOptions
from oauthviz.lint.model import Severity

FILE = "pyproject.toml"
MAX_BYTES = 1_000_000
_LISTS = ("select", "ignore", "allow-marks")
KEYS = (*_LISTS, "fail-on")
FAIL_ON = {"warning": Severity.WARNING, "error": Severity.ERROR}


def configured(start: Path) -> LintOptions:
    """The options in the nearest pyproject.toml with a `[tool.oauthviz]`, from the folder `start` upwards.

    Raises SpecError for a table that says something else than lint knows.
    """
    for folder in (start, *start.parents):
        file = folder / FILE
        table = _table(file)
        if table is not None:
            return _options(table, file)
    return LintOptions()


def _table(file: Path) -> Mapping[str, Any] | None:
    """What the file says about lint; None where it says nothing of this program, or cannot be read."""
    try:
        if not file.is_file() or file.stat().st_size > MAX_BYTES:
            return None
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None  # another tool's file, and another tool's error
    tool = data.get("tool")
    own = tool.get("oauthviz") if isinstance(tool, dict) else None
    if not isinstance(own, dict):
        return None
    inner = own.get("lint", {})
    if not isinstance(inner, dict):
        raise _error(file, "lint", "is a table", "write [tool.oauthviz.lint]")
    for key in inner:
        if key not in KEYS:
            help = suggestion(key, KEYS)
            raise _error(file, key, "is no key that lint knows", help)
    return {key: value for key, value in own.items() if key in KEYS} | inner


def _options(table: Mapping[str, Any], file: Path) -> LintOptions:
    values = dict(_checked(table, file))
    return LintOptions(
        select=values.get("select", ()),
        ignore=values.get("ignore", ()),
        allowed_marks=values.get("allow-marks", ()),
        fail_on=values.get("fail-on", Severity.WARNING),
    )


def _checked(table: Mapping[str, Any], file: Path) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if key in _LISTS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise _error(file, key, "takes a list of texts", f'write {key} = ["…"]')
            yield key, tuple(value)
        elif value not in FAIL_ON:
            raise _error(file, key, "takes 'warning' or 'error'", 'write fail-on = "error"')
        else:
            yield key, FAIL_ON[value]


def _error(file: Path, key: str, what: str, help: str) -> SpecError:
    return SpecError([Diagnostic("lint-configuration", f"[tool.oauthviz]: '{key[:40]}' {what}", str(file), None, help)])
