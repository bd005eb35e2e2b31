"""The documentation builds without a warning, and every command, spec and piece of code in it works as it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, child_environment
from tests.sites.support import drawn, figures, mkdocs
from tests.systems import needs_shell

DOCS = ROOT / "docs"
OPENING = re.compile(r"(?P<fence>`{3,})(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?.*")
SHELL = ("console", "bash", "sh")

ELSEWHERE = {
    "build-systems.md": "tests/integrations/test_documents.py",
    "snapshot-tests.md": "tests/integrations/test_documents.py",
    "cli.md": "tests/house/test_readme.py",
    "translating.md": "tests/house/test_readme.py",
}
"""Pages whose commands another test runs."""

NOT_RUN = re.compile(r"python -m pip install ")
"""Commands that change the installation, or need the network."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it is titled with, and its text."""

    language: str
    title: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page in their order; what is shown inside a longer fence is none of its own."""
    lines = iter(page.read_text(encoding="utf-8").splitlines())
    for line in lines:
        opening = OPENING.fullmatch(line)
        if opening is None:
            continue
        inside = list(iter(lambda closing=opening["fence"]: _until(lines, closing), None))
        yield Block(opening["language"], opening["title"] or "", "".join(f"{one}\n" for one in inside))


def _until(lines: Iterator[str], closing: str) -> str | None:
    line = next(lines)
    return None if line == closing else line


def commands(text: str) -> list[str]:
    """The commands of a block, one a line, with or without a prompt."""
    return [line.removeprefix("$ ") for line in text.splitlines()]


PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
WITH_COMMANDS = [
    name
    for name in PAGES
    if name not in ELSEWHERE and any(block.language in (*SHELL, "python") for block in blocks(DOCS / name))
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the examples, where a page's commands are run."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment that finds our own program, of this checkout, before those of the virtual environment."""
    shim = tmp_path_factory.mktemp("bin") / "oauthviz"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oauthviz "$@"\n')
    shim.chmod(0o755)
    path = os.pathsep.join([str(shim.parent), str(Path(sys.executable).parent), os.environ["PATH"]])
    return child_environment(PATH=path, NO_MKDOCS_2_WARNING="1")


@needs_shell
@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_a_page_can_be_followed_from_its_beginning_to_its_end(
    folder: Path, programs: dict[str, str], name: str
) -> None:
    for block in blocks(DOCS / name):
        if block.title:
            (folder / block.title).parent.mkdir(exist_ok=True)
            (folder / block.title).write_text(block.text, encoding="utf-8")
            todo = []
        elif block.language in SHELL:
            todo = [["sh", "-ec", one] for one in commands(block.text) if not NOT_RUN.match(one)]
        else:
            todo = [[sys.executable, "-c", block.text]] if block.language == "python" else []
        for command in todo:
            done = subprocess.run(command, cwd=folder, env=programs, capture_output=True, text=True, timeout=300)
            assert done.returncode == 0, f"{command[-1]}\n{done.stderr}"


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_run_elsewhere_is_run_there(name: str) -> None:
    assert name in (ROOT / ELSEWHERE[name]).read_text(encoding="utf-8")


def test_nothing_but_an_installation_is_left_out() -> None:
    found = [
        one for name in WITH_COMMANDS for b in blocks(DOCS / name) if b.language in SHELL for one in commands(b.text)
    ]
    left_out = sorted({one for one in found if NOT_RUN.match(one)})
    assert left_out == [
        "python -m pip install '.[mkdocs]'",
        "python -m pip install '.[sphinx]'",
        "python -m pip install .",
    ]
    extras = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "\nmkdocs = [" in extras and "\nsphinx = [" in extras


@pytest.mark.parametrize(
    ("name", "specs"), [("tutorial.md", ["first.yaml", "login.yaml"]), ("how-to/step-by-step.md", ["walk.yaml"])]
)
def test_the_pictures_of_a_page_are_of_the_specs_in_it(name: str, specs: list[str]) -> None:
    page = DOCS / name
    shown = {block.title: block.text for block in blocks(page) if block.title}
    found = re.findall(r'^ *```oauthviz file="(?:\.\./)?specs/([^"]+)"', page.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(shown) == sorted(set(found)) == specs
    assert all((DOCS / "specs" / name).read_text(encoding="utf-8") == text for name, text in shown.items())


@pytest.mark.slow
def test_the_documentation_builds_without_a_warning_from_a_clean_folder(tmp_path: Path) -> None:
    for name in ("docs", "examples", "themes", "icons"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("mkdocs.yml", "CONTRIBUTING.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    done = mkdocs(tmp_path, "--strict")
    assert (done.returncode, done.stderr) == (0, "")
    site = tmp_path / "out" / "site"
    themes = sorted(path.name for path in (ROOT / "themes").iterdir() if path.is_dir())
    languages = sorted(path.name for path in (ROOT / "examples" / "locales").iterdir())
    assert len(figures(site / "gallery" / "index.html")) == len(themes) + 1 + len(languages)
    page = (site / "gallery" / "index.html").read_text(encoding="utf-8")
    assert all(f"<code>--theme {name}</code>" in page for name in themes)
    spec = (site / "reference" / "spec.html").with_suffix("") / "index.html"
    for key in ("archetype", "same_column", "callout", "profile"):
        assert f"<td><code>{key}</code></td>" in spec.read_text(encoding="utf-8")
    assert "--missing-glyphs" in (site / "reference" / "commands" / "index.html").read_text(encoding="utf-8")
    assert drawn(tmp_path / ".cache" / "plugin" / "oauthviz")


@pytest.mark.parametrize("page", ["how-to/mkdocs.md", "how-to/sphinx.md"])
def test_a_page_names_every_option_there_is(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    if page.endswith("mkdocs.md"):
        from oauthviz.integrations.markdown_blocks import OPTIONS
        from oauthviz.integrations.mkdocs import OauthvizConfig

        names = [*OPTIONS, *(name for name, _ in OauthvizConfig._schema)]
    else:
        from oauthviz.integrations import sphinx
        from oauthviz.integrations.sphinx.directive import OauthvizDirective

        class App:
            """Notes what is configured."""

            def __init__(self) -> None:
                self.names: list[str] = []

            def add_config_value(self, name: str, *_: object) -> None:
                self.names.append(name)

            def __getattr__(self, name: str) -> object:
                return lambda *_, **__: None

        app = App()
        sphinx.setup(app)
        names = [*app.names, *OauthvizDirective.option_spec]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_configuration_for_superfences_alone_draws_a_picture() -> None:
    import markdown
    from mkdocs.utils.yaml import yaml_load

    page = DOCS / "how-to" / "mkdocs.md"
    (text,) = [block.text for block in blocks(page) if block.language == "yaml" and "custom_fences" in block.text]
    (configs,) = yaml_load(text)["markdown_extensions"]
    (example,) = [block.text for block in blocks(page) if block.title == "docs/index.md"]
    html = markdown.markdown(example, extensions=list(configs), extension_configs=configs)
    assert "<svg" in html and "prefers-color-scheme" in html and "<figcaption>How a user logs in" in html


def test_each_page_is_in_the_navigation_once() -> None:
    configuration = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))

    def leaves(part: object) -> Iterator[str]:
        if isinstance(part, str):
            yield part
        for below in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from leaves(below)

    found = list(leaves(configuration["nav"]))
    assert len(found) == len(set(found)) and set(PAGES) <= set(found)
