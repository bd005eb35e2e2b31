"""Linting as a caller asks for it: what the project configures, what the call adds, which findings fail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.diagnostics import Diagnostic, UsageError, suggestion
from oauthviz.i18n.tags import canonical
from oauthviz.i18n.translate import translate
from oauthviz.lint.config import FAIL_ON, configured
from oauthviz.lint.engine import failing, lint
from oauthviz.lint.model import Finding, Severity
from oauthviz.spec.reading import LoadedSpec


class Linted(Struct, frozen=True):
    """A spec's findings, and those among them that make the call fail."""

    file: str
    findings: tuple[Finding, ...]
    failing: tuple[Finding, ...]


def lint_spec(
    loaded: LoadedSpec,
    *,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    fail_on: str | None = None,
    lang: str | None = None,
    locale_dir: str | Path | None = None,
) -> Linted:
    """Lint by the project's pyproject.toml, found from the spec's folder upwards, and by the call.

    `select` and `fail_on` replace what the project says, `ignore` adds to it. With `lang` the words of that
    translation, from catalogs beside the spec or in `locale_dir`, are linted too.

    Raises UsageError for an unknown rule or severity, SpecError for a configuration that says something else than lint
    knows.
    """
    options = configured(_folder(loaded.file))
    options = replace(
        options,
        select=options.select if select is None else tuple(select),
        ignore=(*options.ignore, *ignore),
        fail_on=options.fail_on if fail_on is None else FAIL_ON.get(fail_on) or _unknown(fail_on),
    )
    translation = None
    if lang is not None and canonical(lang) != canonical(loaded.spec.lang):
        translation = translate(loaded, lang, locale_dir=locale_dir)
    findings = lint(loaded, options, translation)
    return Linted(loaded.file, findings, failing(findings, options.fail_on))


def _folder(file: str) -> Path:
    """The folder of the spec's file; the current one for a spec that came from no file."""
    path = Path(file)
    return path.resolve().parent if path.is_file() else Path.cwd()


def _unknown(severity: str) -> Severity:
    help = suggestion(severity, list(FAIL_ON))
    raise UsageError([Diagnostic("unknown-severity", f"nothing fails on '{severity[:40]}'", "--fail-on", help=help)])
