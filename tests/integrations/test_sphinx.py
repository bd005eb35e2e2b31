"""The Sphinx extension on the sample site: every builder, errors, languages, and what a second build does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from oauthviz.pages import has_cairo
from tests.sites.support import clean, copied, dark_source, drawn, figures, image_sources, sphinx

pytestmark = pytest.mark.slow

BROKEN = """
.. oauthviz::

   title: Broken
   boxs: []
"""


@pytest.fixture
def site(sphinx_site: Path, tmp_path: Path) -> Path:
    """A copy of the built site, with its caches."""
    return Path(shutil.copytree(sphinx_site, tmp_path / "site"))


def add(site: Path, text: str, page: str = "login.rst") -> int:
    """Write `text` at the end of a page; returns how many lines were there before."""
    before = (site / page).read_text(encoding="utf-8")
    (site / page).write_text(before + text, encoding="utf-8")
    return before.count("\n")


def test_a_page_has_a_light_and_a_dark_image_with_the_story_as_its_name(sphinx_site: Path) -> None:
    (figure,) = figures(sphinx_site / "_build" / "html" / "login.html")
    light, dark = image_sources(figure)
    assert "neon-dark" in dark and "neon-dark" not in light
    for source in (light, dark):
        assert (sphinx_site / "_build" / "html" / source).read_text(encoding="utf-8").startswith("<svg")
    assert 'alt="Login in two steps. Step 1: Browser to Web App: Open the page.' in figure
    assert 'class="oauthviz-light' in figure and 'class="oauthviz-dark' in figure
    assert 'id="login-flow"' in figure and "width: 80%" in figure and "<em>user</em>" in figure
    page = (sphinx_site / "_build" / "html" / "login.html").read_text(encoding="utf-8")
    assert "_static/oauthviz.css" in page
    assert (sphinx_site / "_build" / "html" / "_static" / "oauthviz.css").is_file()


def test_options_of_a_directive_go_before_the_configuration(sphinx_site: Path) -> None:
    (figure,) = figures(sphinx_site / "_build" / "html" / "token.html")
    light, dark = image_sources(figure)
    assert ".sea-" in light and ".whiteboard-" in dark
    assert 'alt="The app trades the code for a token"' in figure
    assert "align-center" in figure and "wide" in figure


def test_latex_gets_one_vector_picture(site: Path) -> None:
    clean(sphinx(site, "latex", "-W"))
    form, start = ("pdf", b"%PDF") if has_cairo() else ("png", b"\x89PNG")
    pictures = sorted((site / "_build" / "latex").glob(f"*-*.{form}"))
    assert [path.name.partition("-")[0] for path in pictures] == ["login", "token.sea"]
    assert all(path.read_bytes().startswith(start) for path in pictures)
    tex = (site / "_build" / "latex" / "sample.tex").read_text(encoding="utf-8")
    assert all(path.stem in tex for path in pictures)


@pytest.mark.parametrize(("builder", "page"), [("text", "login.txt"), ("man", "sample.1")])
def test_builders_without_images_get_the_story_in_words(site: Path, builder: str, page: str) -> None:
    if builder == "man":
        lines = 'man_pages = [("login", "sample", "Sample", [], 1)]\n'
        (site / "conf.py").write_text((site / "conf.py").read_text(encoding="utf-8") + lines, encoding="utf-8")
    clean(sphinx(site, builder))
    text = " ".join((site / "_build" / builder / page).read_text(encoding="utf-8").split())
    assert "Login in two steps" in text
    assert "Step 1: Browser to Web App: Open the page." in text


def test_epub_and_texinfo_have_their_pictures(site: Path) -> None:
    for builder in ("epub", "texinfo"):
        clean(sphinx(site, builder, "-W"))
    (svg, _) = sorted((site / "_build" / "epub" / "_images").glob("*.svg"))
    assert "prefers-color-scheme" in svg.read_text(encoding="utf-8")
    pngs = sorted((site / "_build" / "texinfo").rglob("*.png"))
    assert len(pngs) == 2 and all(path.read_bytes().startswith(b"\x89PNG") for path in pngs)


def test_texts_of_diagrams_are_in_the_projects_catalogs_with_their_places(site: Path) -> None:
    clean(sphinx(site, "gettext"))
    login = (site / "_build" / "gettext" / "login.pot").read_text(encoding="utf-8")
    assert '#: ../../login.rst:17\nmsgid "Open the page"' in login
    token = (site / "_build" / "gettext" / "token.pot").read_text(encoding="utf-8")
    assert '#: ../../diagrams/token.yaml:4\nmsgid "Has the code"' in token
    assert "POST /token" not in token


def test_a_translated_site_has_translated_pictures(site: Path) -> None:
    clean(sphinx(site, "html", "-D", "language=de", "-W"))
    (figure,) = figures(site / "_build" / "html" / "login.html")
    assert "Wie sich jemand" in figure
    light, _ = image_sources(figure)
    picture = (site / "_build" / "html" / light).read_text(encoding="utf-8")
    assert 'data-text="Seite öffnen"' in picture and 'data-text="Asks for access"' in picture
    (other,) = figures(site / "_build" / "html" / "token.html")
    assert ".de" not in image_sources(other)[0]  # nobody has translated it


def test_a_file_of_the_pages_language_goes_before_the_named_one(site: Path) -> None:
    spec = (site / "diagrams" / "token.yaml").read_text(encoding="utf-8")
    other = spec.replace("Trade the code", "Code gegen Token") + "lang: de\n"
    (site / "diagrams" / "token.de.yaml").write_text(other, encoding="utf-8")
    add(site, ".. oauthviz:: diagrams/token.yaml\n", "token.rst")
    clean(sphinx(site, "html", "-D", "language=de"))
    _, second = figures(site / "_build" / "html" / "token.html")
    assert "Code gegen Token. Schritt 1" in second


def test_a_broken_diagram_warns_with_document_and_line_and_leaves_a_placeholder(site: Path) -> None:
    before = add(site, BROKEN)
    done = sphinx(site, "html")
    assert done.returncode == 0
    place = f"{site / 'login.rst'}:{before + 5}"
    assert f"{place}: WARNING: unknown-key: the spec has no key 'boxs' (did you mean 'boxes'?)" in done.stderr
    page = (site / "_build" / "html" / "login.html").read_text(encoding="utf-8")
    assert "oauthviz-broken" in page and "This diagram cannot be drawn." in page
    assert f"login.rst:{before + 5}: unknown-key" in page


def test_a_broken_diagram_ends_a_strict_build(site: Path) -> None:
    add(site, BROKEN)
    assert sphinx(site, "html", "-W").returncode != 0


def test_a_broken_diagram_ends_a_build_that_fails_fast(site: Path) -> None:
    before = add(site, BROKEN)
    done = sphinx(site, "html", "-D", "oauthviz_fail_fast=1")
    assert done.returncode != 0
    assert "Diagram error" in done.stderr and f"login.rst:{before + 5}: unknown-key" in done.stderr


WRONG = [
    (".. oauthviz:: diagrams/none.yaml\n", "none.yaml: cannot-read"),
    (".. oauthviz:: diagrams/token.yaml\n\n   title: Both\n", "file-and-text"),
    (".. oauthviz::\n", "no-spec"),
    (".. oauthviz:: diagrams/token.yaml\n   :theme: neon-drak\n", "did you mean 'neon-dark'?"),
    (".. oauthviz:: diagrams/token.yaml\n   :lang: fi\n", "no-catalog"),
    (".. oauthviz:: diagrams/token.yaml\n   :step: 7\n", "there is no step '7' in 'token' (there is: 1"),
]


def test_directives_that_ask_for_what_is_not_there_are_named_with_their_lines(site: Path) -> None:
    line = add(site, "".join(f"\n{directive}" for directive, _ in WRONG)) + 2
    done = sphinx(site, "html")
    for directive, said in WRONG:
        (found,) = re.findall(rf"{re.escape(str(site / 'login.rst'))}:{line}: WARNING: .*", done.stderr)
        assert said in found
        line += directive.count("\n") + 1


def test_an_error_in_a_file_is_named_with_the_files_line(site: Path) -> None:
    path = site / "diagrams" / "token.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: Web App", "nme: Web App"), encoding="utf-8")
    done = sphinx(site, "html")
    assert f"{site / 'token.rst'}:4: WARNING: {Path('diagrams', 'token.yaml')}:4:" in done.stderr
    assert "did you mean 'name'?" in done.stderr


def test_a_second_build_draws_nothing_and_a_changed_theme_only_what_uses_it(site: Path) -> None:
    cache = site / "_build" / "doctrees" / "oauthviz"
    before = drawn(cache)
    assert len(before) == 4
    assert sphinx(site, "html").returncode == 0
    assert drawn(cache) == before
    shutil.rmtree(site / "_build" / "html")  # every page is written again, from the cache
    assert sphinx(site, "html", "-a").returncode == 0
    assert drawn(cache) == before
    (was,) = figures(site / "_build" / "html" / "token.html")
    login = (site / "_build" / "html" / "login.html").stat().st_mtime_ns
    theme = site / "themes" / "sea.yaml"
    theme.write_text(theme.read_text(encoding="utf-8").replace("#F2F9FB", "#F2FBF9"), encoding="utf-8")
    assert sphinx(site, "html").returncode == 0
    after = drawn(cache)
    assert {key: after[key] for key in before} == before and len(after) == len(before) + 1
    (now,) = figures(site / "_build" / "html" / "token.html")
    assert image_sources(now)[0] != image_sources(was)[0] and image_sources(now)[1] == image_sources(was)[1]
    assert (site / "_build" / "html" / "login.html").stat().st_mtime_ns == login


def test_a_parallel_build_gives_the_same_files(sphinx_site: Path, tmp_path: Path) -> None:
    site = copied("sphinx", tmp_path)
    clean(sphinx(site, "html", "-j", "2", "-W"))
    folders = [one / "_build" / "html" / "_images" for one in (sphinx_site, site)]
    first, second = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]
    assert first == second and len(first) == 4


def test_inline_pictures_follow_the_page_and_share_no_id(site: Path) -> None:
    add(site, "\n.. oauthviz:: diagrams/token.yaml\n\n.. oauthviz:: diagrams/token.yaml\n")
    clean(sphinx(site, "html", "-D", "oauthviz_embed=inline", "-W"))
    page = (site / "_build" / "html" / "login.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3 and page.count("prefers-color-scheme:dark") == 3
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_a_picture_element_goes_by_the_readers_system_and_ends_at_the_step(site: Path) -> None:
    options = "   :dark_theme: green-terminal\n   :step: 1\n   :width: 320\n   :align: center\n"
    add(site, f"\n.. oauthviz:: diagrams/token.yaml\n{options}")
    clean(sphinx(site, "html", "-D", "oauthviz_embed=picture", "-W"))
    html = site / "_build" / "html"
    first, second = figures(html / "login.html")
    for figure, theme in ((first, "neon-dark"), (second, "green-terminal")):
        (light,), dark = image_sources(figure), dark_source(figure)
        assert theme in dark and theme not in light and "oauthviz-light" not in figure
        assert all((html / source).is_file() for source in (light, dark))
    assert "token.step-1-" in second and 'width="320"' in second and "align-center" in second
    assert (html / image_sources(second)[0]).read_text(encoding="utf-8").count('class="arrow"') == 1
    words = sphinx(site, "text")
    assert (words.returncode, words.stderr) == (0, "")
    text = (site / "_build" / "text" / "login.txt").read_text(encoding="utf-8")
    assert "Step 1: Web App" in text and "Step 2: Authorization" not in text
