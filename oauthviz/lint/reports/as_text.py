"""For eyes: one line a finding, the mend below it, a count at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oauthviz.lint.model import Rule, Severity
from oauthviz.lint.reports import FileReport


def write(reports: Sequence[FileReport], rules: Mapping[str, Rule]) -> str:
    """`file:line:col: severity ID: message`, and how to mend it."""
    lines = [str(finding.diagnostic()) for report in reports for finding in report.findings]
    for report in reports:
        counts = [
            _counted(sum(finding.severity is severity for finding in report.findings), severity)
            for severity in reversed(Severity)
        ]
        lines.append(f"{report.file}: {', '.join(counts)}")
    return "\n".join(lines) + "\n"


def _counted(count: int, severity: Severity) -> str:
    word = "note" if severity is Severity.INFO else severity.word
    return f"{count} {word}{'' if count == 1 else 's'}"
