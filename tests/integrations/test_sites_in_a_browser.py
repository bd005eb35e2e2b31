"""The sample sites as readers see them: pictures there, sharp, named, and as light or dark as the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oauthviz import Diagram, Picture
from tests.renderers import chromium, grey
from tests.sites.support import SITES, mkdocs, notebook, sphinx

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BROKEN = "title: Broken\nboxs: []\n"
PAGES = ["sphinx", "mkdocs", "notebook"]
INDENT = "   "


@dataclass(frozen=True)
class Site:
    """A page with the sample's picture, and how its readers switch it to dark.

    The role of an SVG in the page itself is `document`: a screen reader can walk through its boxes and arrows. A page
    that is `always_light`, whatever its readers wish, is dark only where its notebook is.
    """

    page: Path
    switch: str
    role: str = "img"
    always_light: bool = False


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as page:
        yield page.context.browser


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Site:
    if request.param == "sphinx":
        folder = request.getfixturevalue("sphinx_site")
        return Site(folder / "_build" / "html" / "login.html", "document.documentElement.dataset.theme = 'dark'")
    if request.param == "mkdocs":
        folder = request.getfixturevalue("mkdocs_site")
        return Site(folder / "site" / "index.html", "document.querySelector('label[title=\"Switch to dark\"]').click()")
    page = request.getfixturevalue("notebook_page")
    return Site(page, "document.body.dataset.jpThemeLight = 'false'", role="document", always_light=True)


@pytest.fixture(scope="module")
def ours() -> Picture:
    """The sample's picture."""
    lines = (SITES / "sphinx" / "login.rst").read_text(encoding="utf-8").partition("   title:")[2].splitlines()
    spec = "\n".join(["title:" + lines[0], *(line.removeprefix(INDENT) for line in lines[1:])])
    return Diagram.loads(spec).render(theme="pink-teal")


@pytest.mark.parametrize("site", PAGES, indirect=True)
def test_the_picture_is_there_and_sharp_and_has_a_name_and_follows_the_page(
    site: Site, browser: Any, ours: Picture
) -> None:
    def opened(wish: str) -> tuple[Any, Any]:
        view = {"width": 1400, "height": 1300}
        page = browser.new_page(viewport=view, device_scale_factor=2, offline=True, color_scheme=wish)
        page.goto(site.page.as_uri())
        return page, page.get_by_role(site.role, name="Login in two steps").first  # what is hidden has no role

    page, picture = opened("light")
    assert picture.is_visible()
    assert page.evaluate("[...document.images].filter(one => !one.complete || !one.naturalWidth)") == []
    light, width = picture.screenshot(), picture.bounding_box()["width"]
    assert width >= 500
    assert _detail(light) > 0.9 * _detail(ours.png(scale=2 * width / 1024))
    assert _brightness(light) > 180
    page.evaluate(site.switch)
    page.wait_for_timeout(50)
    assert _brightness(picture.screenshot()) < 80
    page.close()
    page, picture = opened("dark")
    assert (_brightness(picture.screenshot()) < 80) is not site.always_light
    page.close()


def test_a_notebook_leaves_no_file_behind_and_no_id_twice(notebook_page: Path, browser: Any) -> None:
    assert sorted(path.name for path in notebook_page.parent.iterdir()) == ["pictures.html", "pictures.ipynb"]
    page = browser.new_page(offline=True)
    page.goto(notebook_page.as_uri())
    assert page.get_by_role("document", name="Login in two steps").count() == 4
    ids = page.evaluate("[...document.querySelectorAll('svg [id]')].map(one => one.id)")
    assert len(ids) == len(set(ids)) > 20
    page.close()


def test_what_is_wrong_with_a_diagram_is_seen_in_its_place_with_sphinx(
    sphinx_site: Path, tmp_path: Path, browser: Any
) -> None:
    site = Path(shutil.copytree(sphinx_site, tmp_path / "site"))
    page = site / "token.rst"
    text = page.read_text(encoding="utf-8") + "\n.. oauthviz::\n\n"
    page.write_text(text + "".join(f"{INDENT}{line}\n" for line in BROKEN.splitlines()), encoding="utf-8")
    assert sphinx(site).returncode == 0
    _assert_seen(browser, site / "_build" / "html" / "token.html", f"token.rst:{text.count(chr(10)) + 2}: unknown-key")


def test_what_is_wrong_with_a_diagram_is_seen_in_its_place_with_mkdocs(
    mkdocs_site: Path, tmp_path: Path, browser: Any
) -> None:
    site = Path(shutil.copytree(mkdocs_site, tmp_path / "site"))
    page = site / "docs" / "index.md"
    text = page.read_text(encoding="utf-8") + "\n```oauthviz\n"
    page.write_text(f"{text}{BROKEN}```\n", encoding="utf-8")
    assert mkdocs(site).returncode == 0
    _assert_seen(browser, site / "site" / "index.html", f"docs/index.md:{text.count(chr(10)) + 2}:1: unknown-key")


def test_a_broken_diagram_ends_a_notebook_or_is_seen_in_it(tmp_path: Path, browser: Any) -> None:
    import nbformat

    (tmp_path / "flow.yaml").write_text(BROKEN, encoding="utf-8")
    cell = nbformat.v4.new_code_cell("from oauthviz import Diagram\nDiagram.load('flow.yaml').render()", id="broken")
    path = tmp_path / "broken.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    done = notebook(path)
    assert done.returncode != 0 and "flow.yaml:2:1: unknown-key" in done.stderr
    assert notebook(path, "--allow-errors").returncode == 0
    _assert_seen(browser, path.with_suffix(".html"), "flow.yaml:2:1: unknown-key", "SpecError")


def _assert_seen(browser: Any, file: Path, place: str, heading: str = "This diagram cannot be drawn.") -> None:
    page = browser.new_page(offline=True)
    page.goto(file.as_uri())
    assert page.get_by_text(heading).first.is_visible()
    assert page.get_by_text(place).first.is_visible()
    page.close()


def _detail(png: bytes) -> float:
    """The mean step from a pixel to the next in grey levels, squared, which a blurred picture has far less of."""
    levels = grey(png)
    return float(((levels[:, 1:] - levels[:, :-1]) ** 2).mean())


def _brightness(png: bytes) -> float:
    return float(grey(png).mean())
