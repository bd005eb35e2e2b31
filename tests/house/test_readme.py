"""Every command and every piece of code in the documents works as it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, child_environment
from tests.systems import needs_shell

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = Path(sys.executable)


def blocks(document: str, language: str) -> list[str]:
    """The fenced blocks of one language in a document."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return [body for kind, body in BLOCK.findall(text) if kind == language]


def commands(document: str) -> list[str]:
    """The program's own commands in a document's shell blocks: what needs no network, and runs no tests."""
    lines = [line for block in blocks(document, "sh") for line in block.splitlines()]
    parts = [line.split("&&")[-1].strip() for line in lines]
    return [part for part in parts if re.match(r"oauthviz |cat .*\| oauthviz ", part)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.slow
@needs_shell
@pytest.mark.parametrize("document", ["README.md", "docs/cli.md", "docs/translating.md"])
def test_every_command_in_a_document_succeeds(folder: Path, document: str) -> None:
    shim = folder / "bin" / "oauthviz"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m oauthviz "$@"\n')
    shim.chmod(0o755)
    environment = child_environment(PATH=f"{shim.parent}:{os.environ['PATH']}")
    found = commands(document)
    assert len(found) >= 4
    for command in found:
        done = subprocess.run(["sh", "-ec", command], cwd=folder, env=environment, capture_output=True, timeout=300)
        assert done.returncode == 0, f"{command}\n{done.stderr.decode()}"


def test_the_first_command_of_the_readme_writes_the_promised_files(folder: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.index("oauthviz render examples/handshake.yaml") < text.index("python -m pytest")
    assert "`out/handshake.svg` and `out/handshake.png`" in text


@pytest.mark.parametrize("code", blocks("README.md", "python"))
def test_the_python_in_the_readme_runs(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.chdir(folder)
    exec(compile(code, "README.md", "exec"), {})
    assert (folder / "login.svg").stat().st_size > 1000
    assert (folder / "login.png").read_bytes().startswith(b"\x89PNG")


def test_the_spec_in_the_readme_is_drawn() -> None:
    from oauthviz import Diagram

    specs = [body for body in blocks("README.md", "yaml") if body.startswith("title:")]
    assert specs
    for spec in specs:
        assert Diagram.loads(spec).render().check() == ()


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "docs/cli.md", "docs/decisions.md", "docs/translating.md"]
)
def test_every_link_between_documents_leads_somewhere(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert ((ROOT / document).parent / target).exists(), target


def test_the_documents_name_every_command_and_exit_code() -> None:
    from oauthviz.cli.group import root

    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name in root.list_commands(None):  # type: ignore[arg-type]
        assert f"oauthviz {name}" in text
    for code in range(6):
        assert f"| {code} |" in text
