"""Goldens: the layouts of small specs from other worlds are what they were.

Each `specs/NAME.yaml` is laid out with the draft effort and held against `goldens/NAME.json`. Where they differ, the
expected text, the actual one and their difference are left in `tests/failures/`. A change that is meant is adopted by

    OAUTHVIZ_UPDATE_GOLDENS=1 pytest tests/layout/test_goldens.py

which rewrites the goldens and passes; look at `git diff` before committing them.
"""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

import pytest

from oauthviz.layout.check.properties import layout_properties
from oauthviz.layout.serialise import layout_text
from tests.layout.support import broken_rules, diagram_of_file, laid_out

HERE = Path(__file__).resolve().parent
FAILURES = HERE.parent / "failures"
SPECS = sorted((HERE / "specs").glob("*.yaml"))
UPDATE = "OAUTHVIZ_UPDATE_GOLDENS"


def compare(name: str, actual: str, golden: Path, failures: Path) -> str | None:
    """What to say where `actual` is not the golden's text, else None. Leaves the three files to look at."""
    expected = golden.read_text(encoding="utf-8") if golden.exists() else ""
    if actual == expected:
        return None
    failures.mkdir(parents=True, exist_ok=True)
    lines = (text.splitlines(keepends=True) for text in (expected, actual))
    difference = "".join(unified_diff(*lines, f"{name}.expected.json", f"{name}.actual.json"))
    for kind, text in (("expected.json", expected), ("actual.json", actual), ("diff", difference)):
        (failures / f"{name}.{kind}").write_text(text, encoding="utf-8", newline="\n")
    return f"the layout of {name} has changed: see {failures / name}.diff; if it is meant, run with {UPDATE}=1"


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_layout_is_what_it_was(path: Path) -> None:
    golden = HERE / "goldens" / f"{path.stem}.json"
    actual = layout_text(laid_out(diagram_of_file(path)))
    if os.environ.get(UPDATE) == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(actual, encoding="utf-8", newline="\n")
    said = compare(path.stem, actual, golden, FAILURES)
    assert said is None, said


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_golden_is_a_legal_picture(path: Path) -> None:
    layout = laid_out(diagram_of_file(path))
    assert broken_rules(layout) == () and layout_properties(layout) == ()


def test_every_golden_has_its_spec() -> None:
    assert {path.stem for path in (HERE / "goldens").glob("*.json")} <= {path.stem for path in SPECS}


def test_a_mismatch_leaves_expected_actual_and_difference_side_by_side(tmp_path: Path) -> None:
    golden = tmp_path / "x.json"
    golden.write_text("one\ntwo\n", encoding="utf-8")
    assert compare("x", "one\ntwo\n", golden, tmp_path / "out") is None and not (tmp_path / "out").exists()
    said = compare("x", "one\nthree\n", golden, tmp_path / "out")
    assert said is not None and "x.diff" in said
    assert (tmp_path / "out" / "x.expected.json").read_text(encoding="utf-8") == "one\ntwo\n"
    assert (tmp_path / "out" / "x.actual.json").read_text(encoding="utf-8") == "one\nthree\n"
    assert "-two\n+three\n" in (tmp_path / "out" / "x.diff").read_text(encoding="utf-8")


def test_a_missing_golden_is_a_mismatch(tmp_path: Path) -> None:
    assert compare("y", "one\n", tmp_path / "y.json", tmp_path / "out") is not None
