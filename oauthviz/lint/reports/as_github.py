"""For GitHub Actions: one workflow command a finding, which becomes an annotation on the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oauthviz.lint.model import Rule, Severity
from oauthviz.lint.reports import FileReport

_COMMANDS = {Severity.INFO: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}


def write(reports: Sequence[FileReport], rules: Mapping[str, Rule]) -> str:
    """`::error file=…,line=…,col=…,title=…::message`."""
    lines = []
    for report in reports:
        for finding in report.findings:
            values = {
                "file": finding.file,
                "line": str(finding.position.line),
                "col": str(finding.position.column),
                "title": f"{finding.rule} {finding.title}",
            }
            properties = ",".join(f"{key}={_property(value)}" for key, value in values.items())
            message = _escaped(f"{finding.message} ({finding.help})")
            lines.append(f"::{_COMMANDS[finding.severity]} {properties}::{message}\n")
    return "".join(lines)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
