"""Findings as text, JSON, SARIF and workflow commands."""

from __future__ import annotations

import json

from oauthviz.lint.registry import all_rules
from oauthviz.lint.reports import FileReport, formats, writer
from tests.lint.support import HEAD, found_in

TEXT = HEAD + "  - {from: app, to: api, label: 'GET /notes?access_token=a, 100 %'}\n"
REPORT = [FileReport("docs/a flow.yaml", tuple(f for f in found_in(TEXT) if f.rule == "OA13"))]


def written(form: str) -> str:
    return writer(form)(REPORT, all_rules())


def test_the_formats_are_found_by_themselves() -> None:
    assert formats() == ("text", "github", "json", "sarif")


def test_text_has_place_severity_rule_message_and_mend() -> None:
    first, second, last = written("text").splitlines()
    assert first == "flow.yaml:13:33: error OA13: the access token is in the query string"
    assert second.strip() == "send it in the Authorization header"
    assert last == "docs/a flow.yaml: 1 error, 0 warnings, 0 notes"


def test_json_is_a_list_of_files() -> None:
    (file,) = json.loads(written("json"))
    assert file["file"] == "docs/a flow.yaml"
    (finding,) = file["findings"]
    assert (finding["rule"], finding["severity"], finding["line"], finding["column"]) == ("OA13", "error", 13, 33)
    assert finding["rests_on"] == "RFC 9700, section 4.3.2"


def test_sarif_results_lead_to_their_rules_and_places() -> None:
    log = json.loads(written("sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "OA13"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 13, "startColumn": 33}
    assert place["artifactLocation"]["uri"] == "flow.yaml"


def test_sarif_without_findings_is_a_run_without_results() -> None:
    log = json.loads(writer("sarif")([FileReport("a.yaml", ())], all_rules()))
    assert log["runs"][0]["results"] == []


def test_a_workflow_command_escapes_what_would_end_it() -> None:
    (line,) = written("github").splitlines()
    assert line.startswith("::error file=flow.yaml,line=13,col=33,title=OA13 No access token in a query string::")
    assert "\n" not in line
