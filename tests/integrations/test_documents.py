"""What the documents on builds and tests say works as it stands; so do the hooks."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, SMALL, Ran, child_environment
from tests.systems import needs_shell

pytest_plugins = ("pytester",)

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


HOOKS = ROOT / ".pre-commit-hooks.yaml"

SOUND = """\
title: The backend asks for a token
caption: Illustrative flow, not an audited reference architecture
boxes:
  - {id: app, name: Web App, role: Calls the API, kind: client}
  - {id: authz, name: Authorization Server, role: Knows the app, kind: authorization-server}
arrows:
  - {from: app, to: authz, label: Ask for a token}
  - {from: authz, to: app, label: Access token, kind: token}
"""
WRONG = SOUND.replace("Ask for a token", '"GET /notes?access_token=a"')


def with_a_command(folder: Path) -> dict[str, str]:
    """An environment in which `oauthviz` is this checkout's."""
    shim = folder / "bin" / "oauthviz"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oauthviz "$@"\n')
    shim.chmod(0o755)
    return child_environment(PATH=f"{shim.parent}{os.pathsep}{os.environ['PATH']}")


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return [body for kind, body in BLOCK.findall(text) if kind == language]


@needs_shell
@pytest.mark.slow
@pytest.mark.parametrize("document", ["build-systems.md", "snapshot-tests.md"])
def test_the_commands_in_a_document_succeed_one_after_another(tmp_path: Path, document: str) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    environment = with_a_command(tmp_path)
    commands = [line for block in blocks(document, "sh") for line in block.splitlines()]
    assert commands
    for command in commands:
        done = subprocess.run(["sh", "-ec", command], cwd=tmp_path, env=environment, capture_output=True, timeout=300)
        assert done.returncode == 0, f"{command}\n{done.stderr.decode()}"


def test_the_tests_in_the_document_pass_once_they_are_accepted(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.mkdir("docs").joinpath("login.yaml").write_text(SMALL, encoding="utf-8")
    pytester.makepyfile(test_docs=blocks("snapshot-tests.md", "python")[0])
    (command,) = [block.split() for block in blocks("snapshot-tests.md", "text") if block.startswith("pytest")]
    pytester.runpytest_subprocess().assert_outcomes(failed=2)
    pytester.runpytest_subprocess(*command[1:]).assert_outcomes(passed=2)
    pytester.runpytest_subprocess().assert_outcomes(passed=2)


def test_each_hook_runs_a_command_of_ours_on_specs(oauthviz: Callable[..., Ran]) -> None:
    hooks = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["oauthviz-fmt", "oauthviz-lint", "oauthviz-render"]
    for hook in hooks:
        program, command, *options = hook["entry"].split()
        assert program == "oauthviz"
        help = oauthviz(command, "--help")
        assert help.code == 0
        assert all(option in help.out for option in options)
        assert re.search(hook["files"], "docs/flow.oauthviz.yaml")
        assert not re.search(hook["files"], ".github/workflows/build.yaml")


def test_the_hooks_find_what_they_are_for(oauthviz: Callable[..., Ran], tmp_path: Path) -> None:
    pre_commit, _ = (yaml.safe_load(block) for block in blocks("build-systems.md", "yaml"))
    entries = {hook["id"]: hook["entry"].split()[1:] for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    arguments = {hook["id"]: hook.get("args", []) for hook in pre_commit["repos"][0]["hooks"]}
    assert set(arguments) == set(entries)
    spec = tmp_path / "flow.oauthviz.yaml"
    spec.write_text(SOUND, encoding="utf-8")

    def hook(name: str) -> int:
        return oauthviz(*entries[name], *arguments[name], spec.name).code

    assert (hook("oauthviz-fmt"), hook("oauthviz-lint"), spec.read_text(encoding="utf-8")) == (0, 0, SOUND)
    assert hook("oauthviz-render") == 1  # it has not been written
    assert oauthviz("render", *arguments["oauthviz-render"], spec.name).code == 0
    assert hook("oauthviz-render") == 0
    spec.write_text(WRONG.replace("- {", "-   {"), encoding="utf-8")
    assert (hook("oauthviz-lint"), hook("oauthviz-render"), hook("oauthviz-fmt")) == (1, 1, 0)
    assert spec.read_text(encoding="utf-8") == WRONG


@needs_shell
def test_the_steps_of_the_action_pass_or_fail_as_the_specs_deserve(tmp_path: Path) -> None:
    _, action = (yaml.safe_load(block) for block in blocks("build-systems.md", "yaml"))
    steps = action["jobs"]["diagrams"]["steps"]
    (upload,) = (step for step in steps if "upload-sarif" in step.get("uses", ""))
    lint, fmt, render = (step["run"] for step in steps if step.get("run", "").startswith("oauthviz"))
    spec = tmp_path / "docs" / "deep" / "flow.oauthviz.yaml"
    spec.parent.mkdir(parents=True)
    spec.write_text(SOUND, encoding="utf-8")
    environment = with_a_command(tmp_path)

    def code(command: str) -> int:
        return subprocess.run(["sh", "-ec", command], cwd=tmp_path, env=environment, timeout=300).returncode

    assert code(render.replace(" --check", "")) == 0
    assert (code(lint), code(fmt), code(render)) == (0, 0, 0)
    spec.write_text(WRONG, encoding="utf-8")
    assert (code(lint), code(render)) == (1, 1)
    (run,) = json.loads((tmp_path / upload["with"]["sarif_file"]).read_text(encoding="utf-8"))["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {"docs/deep/flow.oauthviz.yaml"}
