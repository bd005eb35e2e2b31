"""What tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, SMALL


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Three specs in two folders, one of them with a theme of its own."""
    folder = tmp_path / "docs"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "two.yaml").write_text(SMALL.replace("Web App", "Shop"), encoding="utf-8")
    (folder / "deep" / "three.yaml").write_text(SMALL + "theme: ./mine.yaml\n", encoding="utf-8")
    theme = (ROOT / "themes" / "pink-teal" / "theme.yaml").read_text(encoding="utf-8")
    (folder / "deep" / "mine.yaml").write_text(theme.replace("name: pink-teal", "name: mine", 1), encoding="utf-8")
    return folder
