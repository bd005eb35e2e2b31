"""`oauthviz lint` and `oauthviz render --lint`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oauthviz import Diagram
from tests.conftest import Ran

GOOD = """\
title: Read notes
boxes:
  - {id: app, name: Web App, role: Reads notes, kind: client}
  - {id: api, name: Notes API, role: Serves notes, kind: resource-server}
arrows:
  - {from: app, to: api, label: GET /notes}
"""
ERROR = GOOD.replace("GET /notes", "'GET /notes?access_token=a'")
WARNING = GOOD.replace("Read notes", "Read notes securely")
NOTE = GOOD.replace("Read notes", "Read notes over Https")


@pytest.fixture
def spec(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "flow.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (GOOD, [], 0), (NOTE, [], 0), (WARNING, [], 1), (ERROR, [], 1),
        (WARNING, ["--fail-on", "error"], 0), (ERROR, ["--fail-on", "error"], 1),
        (ERROR, ["--ignore", "OA13"], 0), (ERROR, ["--select", "TX,ST"], 0), (WARNING, ["--select", "tx02"], 1),
    ],
)  # fmt: skip
def test_the_exit_code_says_whether_something_is_found(
    oauthviz: Callable[..., Ran], spec: Callable[[str], Path], text: str, options: list[str], code: int
) -> None:
    assert oauthviz("lint", spec(text), *options).code == code


def test_findings_name_file_line_and_column(oauthviz: Callable[..., Ran], spec: Callable[[str], Path]) -> None:
    path = spec(ERROR)
    ran = oauthviz("lint", path)
    assert ran.out.startswith(f"{path}:6:33: error OA13: ")
    assert oauthviz("lint", "-", stdin=ERROR.encode()).out.startswith("<stdin>:6:33: error OA13: ")


def test_a_bad_file_does_not_stop_the_others(oauthviz: Callable[..., Ran], spec: Callable[[str], Path]) -> None:
    ran = oauthviz("lint", "missing.yaml", spec(ERROR), "--format", "json")
    assert ran.code == 5
    assert "missing.yaml" in ran.err
    assert json.loads(ran.out)[0]["findings"][0]["rule"] == "OA13"


def test_the_project_file_beside_the_spec_configures(oauthviz: Callable[..., Ran], spec: Callable[[str], Path]) -> None:
    path = spec(WARNING)
    (path.parent / "pyproject.toml").write_text('[tool.oauthviz]\nfail-on = "error"\n', encoding="utf-8")
    assert oauthviz("lint", path).code == 0
    assert oauthviz("lint", path, "--fail-on", "warning").code == 1


def test_the_words_of_a_translation_are_linted_in_their_catalog(
    oauthviz: Callable[..., Ran], spec: Callable[[str], Path], tmp_path: Path
) -> None:
    catalog = tmp_path / "locales" / "es" / "LC_MESSAGES" / "flow.po"
    catalog.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalog.write_text(f'{head}msgctxt "title"\nmsgid "Read notes"\nmsgstr "Leer con Oauth"\n', encoding="utf-8")
    path = spec(GOOD)
    ran = oauthviz("lint", path, "--lang", "es")
    assert ran.code == 0
    assert f"{catalog}:6:9: info TX01: " in ran.out
    assert "TX01" not in oauthviz("lint", path).out
    assert oauthviz("lint", path, "--lang", "fr").code == 2


def test_a_manual_page_is_printed(oauthviz: Callable[..., Ran]) -> None:
    ran = oauthviz("lint", "--explain", "oa07")
    assert ran.code == 0
    assert ran.out.startswith("OA07: `code_verifier` appears only in the token request")
    assert oauthviz("lint", "--explain", "LN01").out.startswith("LN01: ")
    assert oauthviz("lint", "--explain", "OA77").code == 2
    assert oauthviz("lint", "--rules").out.count("\n") == 37


def test_a_call_without_a_spec_says_what_it_wants(oauthviz: Callable[..., Ran]) -> None:
    ran = oauthviz("lint")
    assert ran.code == 2
    assert "--explain" in ran.err


def test_the_library_lints_what_was_built_in_python() -> None:
    diagram = Diagram(title="Read notes")
    diagram.box("app", "Web App", role="Reads notes", kind="client")
    diagram.box("api", "Notes API", role="Serves notes", kind="resource-server")
    diagram.arrow("app", "api", "GET /notes?access_token=a")
    linted = diagram.lint(fail_on="error")
    assert [(f.rule, f.severity.word) for f in linted.failing] == [("OA13", "error")]


def test_a_picture_that_lint_objects_to_is_not_drawn(
    oauthviz: Callable[..., Ran], spec: Callable[[str], Path], tmp_path: Path
) -> None:
    path = spec(ERROR)
    ran = oauthviz("render", path, "--lint", "-o", "out.svg")
    assert ran.code == 1
    assert f"{path}:6:33: error OA13: " in ran.err
    assert not (tmp_path / "out.svg").exists()
    assert oauthviz("render", path, "--lint", "--allow-broken", "-o", "out.svg").code == 1
    assert (tmp_path / "out.svg").exists()


def test_a_note_of_lint_is_shown_and_the_picture_drawn(
    oauthviz: Callable[..., Ran], spec: Callable[[str], Path], tmp_path: Path
) -> None:
    ran = oauthviz("render", spec(NOTE), "--lint", "-o", "out.svg")
    assert ran.code == 0
    assert "info TX01" in ran.err
    with_lint = (tmp_path / "out.svg").read_bytes()
    oauthviz("render", spec(NOTE), "-o", "out.svg")
    assert (tmp_path / "out.svg").read_bytes() == with_lint
