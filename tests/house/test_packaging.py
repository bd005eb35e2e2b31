"""What the project file promises about the house."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_wheel_carries_themes_and_icons_where_the_loader_looks() -> None:
    mapped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert mapped == {"themes": "oauthviz/data/themes", "icons": "oauthviz/data/icons"}
    assert all((ROOT / folder).is_dir() for folder in mapped)


def test_what_decides_bytes_is_pinned_exactly() -> None:
    pins = PROJECT["project"]["dependencies"]
    for package in ("svgwrite", "uharfbuzz", "highspy", "resvg-py", "pyoxipng"):
        assert any(pin.startswith(f"{package}==") for pin in pins), package
    assert all("==" in pin for pin in pins if pin.startswith("fontpkg-"))


def test_every_package_of_ours_has_a_layer() -> None:
    contract = PROJECT["tool"]["importlinter"]["contracts"][0]
    layers = {part.strip(" ()") for layer in contract["layers"] for part in layer.replace(":", "|").split("|")}
    entries = (ROOT / "oauthviz").iterdir()
    modules = {
        f"oauthviz.{entry.stem}" for entry in entries if entry.suffix == ".py" or (entry / "__init__.py").exists()
    }
    assert modules - {"oauthviz.__init__", "oauthviz.__main__"} <= layers


@pytest.mark.parametrize("path", sorted((ROOT / "oauthviz").rglob("*.py")), ids=lambda path: path.name)
def test_every_module_says_what_it_is_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) <= 400
