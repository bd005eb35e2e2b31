"""What an import costs, and where heavy packages may be named."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SMALL

HEAVY = ("networkx", "cairosvg", "cairocffi", "svgwrite", "uharfbuzz", "highspy", "numpy", "resvg_py", "oxipng")
SOURCES = sorted((ROOT / "oauthviz").rglob("*.py"))


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_importing_the_package_imports_nothing_heavy() -> None:
    loaded = loaded_after("import oauthviz")
    assert not loaded & {*HEAVY, "pydantic", "click", "yaml"}


def test_naming_diagram_imports_nothing_heavy() -> None:
    assert not loaded_after("from oauthviz import Diagram, Picture") & set(HEAVY)


def test_the_command_lines_help_does_not_load_the_program() -> None:
    loaded = loaded_after("from oauthviz.cli.group import root\nroot.get_help(__import__('click').Context(root))")
    assert not loaded & {*HEAVY, "pydantic", "yaml"}


def test_every_public_name_can_be_imported() -> None:
    import oauthviz

    for name in oauthviz.__all__:
        assert getattr(oauthviz, name) is not None
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = oauthviz.nothing_like_it


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_never_calls_the_builtin_hash(path) -> None:  # type: ignore[no-untyped-def]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert not [n.lineno for n in calls if isinstance(n.func, ast.Name) and n.func.id == "hash"]


def test_a_remembered_arrangement_needs_nothing_that_only_the_search_needs(tmp_path: Path) -> None:
    statement = (
        f"from oauthviz import Diagram\nDiagram.loads({SMALL!r}).render(effort='draft', cache_dir={str(tmp_path)!r})\n"
    )
    only = {"numpy", "networkx"}
    # On two cores a process of its own imports networkx.
    assert only & loaded_after(statement)
    assert not only & loaded_after(statement)
