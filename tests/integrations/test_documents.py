"""What the documents on builds and tests say works as it stands; so do the hooks."""

from __future__ import annotations

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


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return [body for kind, body in BLOCK.findall(text) if kind == language]


@needs_shell
@pytest.mark.slow
@pytest.mark.parametrize("document", ["build-systems.md", "snapshot-tests.md"])
def test_the_commands_in_a_document_succeed_one_after_another(tmp_path: Path, document: str) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shim = tmp_path / "bin" / "oauthviz"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oauthviz "$@"\n')
    shim.chmod(0o755)
    environment = child_environment(PATH=f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
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
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["oauthviz-fmt", "oauthviz-lint", "oauthviz-render"]
    for hook in hooks:
        program, command, *options = hook["entry"].split()
        assert program == "oauthviz"
        help = oauthviz(command, "--help")
        assert help.code == 0
        assert all(option in help.out for option in options)
        assert re.search(hook["files"], "docs/flow.oauthviz.yaml")
        assert not re.search(hook["files"], ".github/workflows/build.yaml")


def test_the_configurations_in_the_document_are_yaml_and_name_our_hooks() -> None:
    pre_commit, action = (yaml.safe_load(block) for block in blocks("build-systems.md", "yaml"))
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in pre_commit["repos"][0]["hooks"]] == [hook["id"] for hook in hooks]
    steps = action["jobs"]["diagrams"]["steps"]
    assert [step for step in steps if "upload-sarif" in step.get("uses", "")]
