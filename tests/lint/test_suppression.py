"""Rules that a spec switches off, a call leaves out, or a project configures."""

from __future__ import annotations

from pathlib import Path

import pytest

from oauthviz.core.diagnostics import SpecError, UsageError
from oauthviz.lint.config import configured
from oauthviz.lint.engine import LintOptions
from oauthviz.lint.model import Severity
from tests.lint.support import HEAD, found_in

BAD = HEAD + "  - {from: app, to: api, label: 'GET /notes?access_token=a'}\n"
IGNORING = "lint: {ignore: [{rule: OA13, reason: The picture shows what not to do}]}\n"


def rules(text: str, **options: object) -> list[str]:
    return [f.rule for f in found_in(text, LintOptions(ignore=("ST02",), **options))]  # type: ignore[arg-type]


def test_a_suppression_with_a_reason_silences_its_rule() -> None:
    assert rules(BAD) == ["OA13"]
    assert rules(BAD + IGNORING) == []


def test_a_suppression_without_a_reason_is_refused_in_its_place() -> None:
    with pytest.raises(SpecError) as refused:
        found_in(BAD + "lint: {ignore: [{rule: OA13}]}\n")
    assert "reason" in str(refused.value)
    assert refused.value.diagnostics[0].position is not None


def test_an_unused_suppression_is_reported() -> None:
    good = HEAD + "  - {from: app, to: api, label: GET /notes}\n"
    found = [f for f in found_in(good + IGNORING) if f.rule == "LN01"]
    assert [(f.severity, f.position.line) for f in found] == [(Severity.WARNING, 14)]
    assert "OA13" in found[0].message


def test_a_suppression_of_a_rule_that_is_not_there_is_reported() -> None:
    assert rules(BAD + IGNORING.replace("OA13", "OA99")) == ["OA13", "LN01"]


def test_a_suppression_of_a_rule_that_did_not_run_is_not_called_unused() -> None:
    good = HEAD + "  - {from: app, to: api, label: GET /notes}\n" + IGNORING
    assert rules(good, select=("OA05",)) == []


def test_the_report_of_unused_suppressions_can_be_left_out_too() -> None:
    good = HEAD + "  - {from: app, to: api, label: GET /notes}\n" + IGNORING
    assert [f.rule for f in found_in(good, LintOptions(ignore=("ST02", "LN01")))] == []
    assert [f.rule for f in found_in(good, LintOptions(select=("LN",)))] == []
    assert [f.rule for f in found_in(good, LintOptions(select=("LN", "OA13")))] == ["LN01"]


def test_rules_are_chosen_by_id_or_by_its_start() -> None:
    assert rules(BAD, select=("OA",)) == ["OA13"]
    assert rules(BAD, select=("TX", "ST01")) == []
    with pytest.raises(UsageError, match="OA31"):
        rules(BAD, select=("OA3L",))
    with pytest.raises(UsageError):
        rules(BAD, select=("",))


@pytest.mark.parametrize("table", ["[tool.oauthviz]", "[tool.oauthviz.lint]"])
def test_the_nearest_project_file_configures(tmp_path: Path, table: str) -> None:
    (tmp_path / "pyproject.toml").write_text(
        f'{table}\nselect = ["OA"]\nignore = ["OA05"]\nfail-on = "error"\nallow-marks = ["AWS"]\n', encoding="utf-8"
    )
    inner = tmp_path / "docs"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[tool.other]\nx = 1\n", encoding="utf-8")
    assert configured(inner) == LintOptions(("OA",), ("OA05",), Severity.ERROR, ("AWS",))


def test_other_keys_of_the_program_are_none_of_lints_business(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.oauthviz]\ntheme = "x"\n', encoding="utf-8")
    assert configured(tmp_path) == LintOptions()


@pytest.mark.parametrize(
    "line",
    ['fail-on = "never"', "select = 3", 'ignore = "OA05"', "allow-marks = [1]"],
)
def test_a_wrong_value_is_refused_with_the_files_name(tmp_path: Path, line: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.oauthviz.lint]\n{line}\n", encoding="utf-8")
    with pytest.raises(SpecError, match=r"pyproject\.toml"):
        configured(tmp_path)


def test_an_unknown_key_of_lints_own_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.oauthviz.lint]\nfailon = 1\n", encoding="utf-8")
    with pytest.raises(SpecError, match="fail-on"):
        configured(tmp_path)


@pytest.mark.parametrize("text", ["[tool", "[tool]\noauthviz = 3\n", "\ufeff"])
def test_a_project_file_of_others_that_cannot_be_read_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert configured(tmp_path) == LintOptions()
