"""For programs: an object a file with its findings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from oauthviz.lint.model import Finding, Rule
from oauthviz.lint.reports import FileReport


def write(reports: Sequence[FileReport], rules: Mapping[str, Rule]) -> str:
    """A list of `{file, findings: [{line, column, severity, rule, title, message, help, rests_on}]}`."""
    data = [
        {"file": report.file, "findings": [_finding(finding, rules) for finding in report.findings]}
        for report in reports
    ]
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding, rules: Mapping[str, Rule]) -> dict[str, Any]:
    rule = rules.get(finding.rule)
    return {
        "line": finding.position.line,
        "column": finding.position.column,
        "severity": finding.severity.word,
        "rule": finding.rule,
        "title": finding.title,
        "message": finding.message,
        "help": finding.help,
        "rests_on": rule.rests_on if rule is not None else None,
    }
