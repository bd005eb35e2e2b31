"""The sample sites, built once for all tests that only look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites.support import clean, copied, mkdocs, notebook, sphinx


@pytest.fixture(scope="session")
def sphinx_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Sphinx site, built as HTML without a warning."""
    site = copied("sphinx", tmp_path_factory.mktemp("built"))
    clean(sphinx(site, "html", "-W", "--keep-going"))
    return site


@pytest.fixture(scope="session")
def mkdocs_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The MkDocs site, built without a warning."""
    site = copied("mkdocs", tmp_path_factory.mktemp("built"))
    clean(mkdocs(site, "--strict"))
    return site


@pytest.fixture(scope="session")
def notebook_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notebook, executed and converted to one page."""
    folder = copied("notebook", tmp_path_factory.mktemp("built"))
    done = notebook(folder / "pictures.ipynb")
    assert done.returncode == 0, done.stderr
    return folder / "pictures.html"
