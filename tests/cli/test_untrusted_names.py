"""A spec cannot make the program read what lies outside of its folder, or what is no plain file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, SMALL, Ran
from tests.systems import needs_devices, needs_links, needs_pipes

Run = Callable[..., Ran]

THEME = (ROOT / "themes" / "pink-teal" / "theme.yaml").read_text(encoding="utf-8")
NAMES = [
    "../x",
    "/etc/passwd",
    "..\\\\x",
    "a%2fb",
    "x/../../y",
    "./folder",
    pytest.param("pipe.yaml", marks=needs_pipes),
    pytest.param("device.yaml", marks=[needs_links, needs_devices]),
    pytest.param("link.yaml", marks=needs_links),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", ["theme", "icon"])
def test_a_name_that_leads_elsewhere_is_refused_with_its_line(
    oauthviz: Run, tmp_path: Path, key: str, name: str
) -> None:
    inside = tmp_path / "inside"
    (inside / "folder").mkdir(parents=True)
    (tmp_path / "x").write_text(THEME, encoding="utf-8")
    (tmp_path / "theme.yaml").write_text(THEME, encoding="utf-8")
    if name == "pipe.yaml":
        os.mkfifo(inside / name)
    elif name == "device.yaml":
        (inside / name).symlink_to(os.devnull)
    elif name == "link.yaml":
        (inside / name).symlink_to(tmp_path / "theme.yaml")
    spec = inside / "flow.yaml"
    if key == "theme":
        line = len(SMALL.splitlines()) + 1
        spec.write_text(f'{SMALL}theme: "{name}"\n', encoding="utf-8")
    else:
        line = 4
        spec.write_text(SMALL.replace("name: Browser,", f'name: Browser, icon: "{name}",'), encoding="utf-8")
    ran = oauthviz("render", spec, "--effort", "draft")
    assert ran.code == 3
    assert ran.err.startswith(f"{spec}:{line}:")
    assert not Path("out").exists()


def test_a_nul_in_a_name_is_refused(oauthviz: Run, small: Path) -> None:
    small.write_text(SMALL + 'theme: "a\\0b"\n', encoding="utf-8")
    ran = oauthviz("render", small)
    assert ran.code == 3
    assert ran.err.startswith(f"{small}:{len(SMALL.splitlines()) + 1}:")
