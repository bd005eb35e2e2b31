"""Builds of the sample sites in folders of their own, by processes of their own, and what they have drawn."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, child_environment

SITES = ROOT / "tests" / "sites"


def copied(name: str, folder: Path) -> Path:
    """A sample site, copied below `folder`."""
    return Path(shutil.copytree(SITES / name, folder / name))


def sphinx(site: Path, builder: str = "html", *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build a site with Sphinx into `_build/BUILDER`; the doctrees of all builders but gettext are shared."""
    doctrees = site / "_build" / ("doctrees-gettext" if builder == "gettext" else "doctrees")
    out = site / "_build" / builder
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", doctrees, *arguments, site, out]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, env=child_environment(), cwd=site)


def mkdocs(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build a site with MkDocs into `site`; what it says of its own progress is left out.

    Its option `--quiet` would do that, but drops the warnings too, and then counts none in a strict build.
    """
    environment = child_environment(NO_MKDOCS_2_WARNING="1")
    command = [sys.executable, "-m", "mkdocs", "build", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=site)
    said = [line for line in done.stderr.splitlines(keepends=True) if not line.startswith("INFO ")]
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout, "".join(said))


def notebook(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Execute a notebook in a kernel of its own and convert it to a page beside it."""
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--execute", *arguments, str(path)]
    state = path.parent.parent / "jupyter"  # what Jupyter keeps of itself is not in anybody's home folder
    environment = child_environment(IPYTHONDIR=str(state), JUPYTER_CONFIG_DIR=str(state), JUPYTER_DATA_DIR=str(state))
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=path.parent)


def clean(done: subprocess.CompletedProcess[str]) -> None:
    """Assert that a build ended well and had nothing to say."""
    assert (done.returncode, done.stderr) == (0, "")


def drawn(cache: Path) -> dict[str, int]:
    """The pictures in a cache, each with the number of its file: one that is drawn again gets another number."""
    return {path.name: path.stat().st_ino for path in sorted((cache / "pictures").glob("*.picture"))}


def figures(page: Path) -> list[str]:
    """The figures and containers of diagrams in a page."""
    text = page.read_text(encoding="utf-8")
    return re.findall(r'<(?:figure|div) class="[^"]*oauthviz.*?</(?:figure|div)>', text, re.DOTALL)


def image_sources(markup: str) -> list[str]:
    """The addresses of the images in a piece of HTML."""
    return [html.unescape(found) for found in re.findall(r'<img[^>]* src="([^"]+)"', markup)]


def dark_source(figure: str) -> str:
    """The address of the image that a `<picture>` shows to a reader whose system is dark."""
    wish = re.escape('<source media="(prefers-color-scheme: dark)" srcset="')
    (dark,) = re.findall(rf"<picture>\n{wish}([^\"]+)\">\n<img [^>]+>\n</picture>", figure)
    return html.unescape(dark)
