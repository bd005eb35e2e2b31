"""Each rule by the two specs of its own manual page, and the manual itself."""

from __future__ import annotations

import re

import pytest

from oauthviz.lint.handbook import explain, markdown
from oauthviz.lint.manual import page_of
from oauthviz.lint.model import Rule
from oauthviz.lint.profiles import EVERY
from oauthviz.lint.registry import all_rules
from tests.conftest import ROOT
from tests.lint.support import found_in

RULES = list(all_rules().values())
_MARK = re.compile(r"  # ([A-Z]{2}\d\d): (.+)$")


def marked_place(rule: Rule) -> tuple[int, int]:
    """Where the bad spec says that its fault is: its comment quotes what starts there, on its own line or the next."""
    lines = rule.bad.splitlines()
    start, mark = next((i, found) for i, line in enumerate(lines) if (found := _MARK.search(line)))
    assert mark[1] == rule.id
    for i in range(start, len(lines)):
        column = _MARK.sub("", lines[i]).find(mark[2])
        if column >= 0:
            return i + 1, column + 1
    raise AssertionError(f"{mark[2]} is not there")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_spec_is_flagged_with_exactly_that_rule_in_that_place(rule: Rule) -> None:
    found = found_in(rule.bad)
    assert [(f.rule, f.severity, (f.position.line, f.position.column)) for f in found] == [
        (rule.id, rule.severity, marked_place(rule))
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_good_spec_is_silent(rule: Rule) -> None:
    assert found_in(rule.good) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_finding_says_what_is_wrong_and_how_to_mend_it(rule: Rule) -> None:
    (found,) = found_in(rule.bad)
    assert found.message
    assert found.help
    assert not found.message.endswith(".")


def test_every_rule_of_the_plan_is_there() -> None:
    assert list(all_rules()) == [
        *(f"OA{i:02}" for i in range(1, 32)), *(f"ST{i:02}" for i in range(1, 4)), *(f"TX{i:02}" for i in range(1, 4)),
    ]  # fmt: skip


def test_a_rule_is_switched_off_by_a_profile_that_it_does_not_apply_to() -> None:
    for rule in RULES:
        found = found_in(rule.bad + "lint: {profile: none}\n")
        assert [f.rule for f in found] == ([rule.id] if rule.profiles == EVERY else [])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_manual_page_shows_both_specs_and_the_section(rule: Rule) -> None:
    page = explain(rule)
    assert page.startswith(f"{rule.id}: {rule.title}\n")
    assert rule.rests_on in page
    assert page.count("boxes:") == 2


def test_the_page_in_the_docs_is_what_the_docstrings_say() -> None:
    text = (ROOT / "docs" / "lint-rules.md").read_text(encoding="utf-8")
    assert text == markdown(), "write it anew: python -m oauthviz.lint.handbook > docs/lint-rules.md"


def test_a_docstring_without_its_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="Rests on"):
        page_of("A title.\n\nSome prose.\n")
