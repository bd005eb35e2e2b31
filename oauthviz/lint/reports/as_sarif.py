"""For code scanning: SARIF 2.1.0 (OASIS), one run with the rules that found something."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from oauthviz import __version__
from oauthviz.lint.model import Finding, Rule, Severity
from oauthviz.lint.reports import FileReport

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}


def write(reports: Sequence[FileReport], rules: Mapping[str, Rule]) -> str:
    """A SARIF log; `ruleIndex` leads into the tool's list of rules."""
    findings = [finding for report in reports for finding in report.findings]
    used = {finding.rule: finding.title for finding in sorted(findings, key=lambda finding: finding.rule)}
    places = {id: place for place, id in enumerate(used)}
    driver = {
        "name": "oauthviz",
        "version": __version__,
        "rules": [_rule(id, title, rules.get(id)) for id, title in used.items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(id: str, title: str, rule: Rule | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": id, "shortDescription": {"text": title}}
    if rule is not None:
        entry["fullDescription"] = {"text": " ".join(rule.text.split())}
        entry["help"] = {"text": f"Rests on: {rule.rests_on}."}
        entry["defaultConfiguration"] = {"level": _LEVELS[rule.severity]}
    return entry


def _result(finding: Finding, places: Mapping[str, int]) -> dict[str, Any]:
    region = {"startLine": finding.position.line, "startColumn": finding.position.column}
    return {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} ({finding.help})"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(finding.file)}, "region": region}}],
    }


def _uri(file: str) -> str:
    """A path as a relative reference, or a file: URI where it is absolute."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
