"""`--depfile`: Make and Ninja draw again what a changed file is about."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from oauthviz.depfile import depfile
from tests.conftest import Ran, child_environment
from tests.systems import needs_make

QUICK = ("--effort", "draft", "--format", "svg")


def test_the_depfile_names_the_spec_and_all_that_it_names(oauthviz: Callable[..., Ran], docs: Path) -> None:
    folder = docs.parent / "with space"
    docs.rename(folder)
    oauthviz("render", "with space/deep/three.yaml", *QUICK, "-o", "my out/", "--depfile", "three.d")
    text = Path("three.d").read_text(encoding="utf-8")
    assert text.splitlines() == [
        "my\\ out/three.svg: with\\ space/deep/three.yaml with\\ space/deep/mine.yaml",
        "with\\ space/deep/mine.yaml:",
    ]


def test_a_picture_that_was_not_drawn_has_no_rule(oauthviz: Callable[..., Ran], docs: Path) -> None:
    (docs / "two.yaml").write_text("title: 1\n", encoding="utf-8")
    assert oauthviz("render", "docs/one.yaml", "docs/two.yaml", *QUICK, "--depfile", "all.d").code == 3
    assert Path("all.d").read_text(encoding="utf-8") == "out/one.svg: docs/one.yaml\n"


def test_names_are_escaped_as_compilers_do_it() -> None:
    assert depfile([(["a$b"], ["c#d", "e\\ f", "g\\h"])]).splitlines()[0] == "a$$b: c\\#d e\\\\\\ f g\\h"


@needs_make
def test_make_builds_again_what_a_changed_theme_is_about(docs: Path) -> None:
    program = f'"{sys.executable}" -m oauthviz'
    (docs.parent / "Makefile").write_text(
        "out/three.svg: docs/deep/three.yaml\n"
        f"\t{program} render $< -o $@ --effort draft --depfile three.d\n-include three.d\n"
    )

    def make() -> str:
        done = subprocess.run(
            ["make"], cwd=docs.parent, env=child_environment(), capture_output=True, text=True, check=True, timeout=120
        )
        return done.stdout

    assert "three.svg" in make()
    assert "up to date" in make()
    theme = docs / "deep" / "mine.yaml"
    later = (docs.parent / "out" / "three.svg").stat().st_mtime + 10
    os.utime(theme, (later, later))
    assert "render" in make()


def test_ninja_builds_again_what_a_changed_theme_is_about(docs: Path) -> None:
    program = f'"{sys.executable}" -m oauthviz'
    (docs.parent / "build.ninja").write_text(
        "rule picture\n"
        f"  command = {program} render $in -o pictures --effort draft --depfile $out.d\n"
        "  depfile = $out.d\n"
        "build pictures/three.svg | pictures/three.png: picture docs/deep/three.yaml\n"
    )

    def ninja() -> str:
        done = subprocess.run(
            [sys.executable, "-m", "ninja"],
            cwd=docs.parent,
            env=child_environment(),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    ninja()
    assert "no work to do" in ninja()
    theme = docs / "deep" / "mine.yaml"
    later = (docs.parent / "pictures" / "three.svg").stat().st_mtime + 10
    os.utime(theme, (later, later))
    assert "[1/1]" in ninja()
