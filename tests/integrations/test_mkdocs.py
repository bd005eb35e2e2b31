"""The MkDocs plugin on the sample site: figures, errors, languages, and what a second build draws."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.sites.support import clean, dark_source, drawn, figures, image_sources, mkdocs

pytestmark = pytest.mark.slow

BROKEN = """
```oauthviz
title: Broken
boxs: []
```
"""


@pytest.fixture
def site(mkdocs_site: Path, tmp_path: Path) -> Path:
    """A copy of the built site, with its cache."""
    return Path(shutil.copytree(mkdocs_site, tmp_path / "copy"))


def add(site: Path, text: str, page: str = "index.md") -> int:
    """Write `text` at the end of a page; returns how many lines were there before."""
    path = site / "docs" / page
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    return before.count("\n")


def configure(site: Path, old: str, new: str) -> None:
    path = site / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_page_has_a_light_and_a_dark_image_with_the_story_as_its_name(mkdocs_site: Path) -> None:
    (figure,) = figures(mkdocs_site / "site" / "index.html")
    light, dark = image_sources(figure)
    assert light.startswith("assets/oauthviz/") and "neon-dark" in dark and "neon-dark" not in light
    assert all(
        (mkdocs_site / "site" / source).read_text(encoding="utf-8").startswith("<svg") for source in (light, dark)
    )
    assert 'alt="Login in two steps. Step 1: Browser to Web App: Open the page.' in figure
    assert "<figcaption>How a user logs in</figcaption>" in figure
    assert 'id="login-flow"' in figure and "width:80%" in figure
    assert "assets/oauthviz/oauthviz.css" in (mkdocs_site / "site" / "index.html").read_text(encoding="utf-8")


def test_a_block_in_a_list_may_name_a_file_and_a_theme_of_its_own(mkdocs_site: Path) -> None:
    (figure,) = figures(mkdocs_site / "site" / "token" / "index.html")
    light, _ = image_sources(figure)
    assert light.startswith("../assets/oauthviz/token.sea-")
    assert (mkdocs_site / "site" / "token" / light).is_file()
    assert 'class="oauthviz wide"' in figure and 'alt="The app trades the code for a token"' in figure
    page = (mkdocs_site / "site" / "token" / "index.html").read_text(encoding="utf-8")
    assert re.search(r"<li>\s*<p>A block may stand in a list:</p>\s*<figure.*?</figure>\s*</li>", page, re.DOTALL)


def test_a_site_without_superfences_has_its_pictures_too(site: Path) -> None:
    configure(site, "  - pymdownx.superfences\n", "")
    clean(mkdocs(site))
    (figure,) = figures(site / "site" / "index.html")
    assert len(image_sources(figure)) == 2


def test_inline_pictures_follow_the_page(site: Path) -> None:
    configure(site, "dark_theme: neon-dark", "dark_theme: neon-dark\n      embed: inline")
    clean(mkdocs(site, "--strict"))
    page = (site / "site" / "index.html").read_text(encoding="utf-8")
    assert "<svg" in page and "[data-md-color-scheme=slate] #login-flow-dark" in page


def test_options_with_a_hyphen_and_a_step_reach_the_picture(site: Path) -> None:
    configure(site, "dark_theme: neon-dark", "dark-theme: neon-dark")
    add(site, '\n> ```oauthviz file="diagrams/token.yaml" dark-theme="whiteboard" step="1"\n> ```\n')
    clean(mkdocs(site, "--strict"))
    first, second = figures(site / "site" / "index.html")
    assert "neon-dark" in image_sources(first)[1]
    light, dark = image_sources(second)
    assert "/token.step-1-" in light and "/token.whiteboard.step-1-" in dark
    picture = (site / "site" / light).read_text(encoding="utf-8")
    assert picture.count('class="arrow"') == 1 and "Step 1" in second and "Step 2" not in second


def test_a_picture_element_goes_by_the_readers_system(site: Path) -> None:
    configure(site, "dark_theme: neon-dark", "dark_theme: neon-dark\n      embed: picture")
    clean(mkdocs(site, "--strict"))
    (figure,) = figures(site / "site" / "index.html")
    (light,), dark = image_sources(figure), dark_source(figure)
    assert "neon-dark" in dark and "neon-dark" not in light
    assert all((site / "site" / source).is_file() for source in (light, dark))


def test_a_site_in_another_language_has_translated_pictures(site: Path) -> None:
    configure(site, "name: material", "name: material\n  language: de")
    add(site, '\n```oauthviz file="/diagrams/token.yaml"\n```\n')
    clean(mkdocs(site, "--strict"))
    first, second = figures(site / "site" / "index.html")
    assert ".de-" not in image_sources(first)[0]  # nobody has translated it
    assert ".de-" in image_sources(second)[0] and "Code gegen Token. Schritt 1" in second


def test_a_broken_block_warns_with_file_and_line_and_leaves_a_placeholder(site: Path) -> None:
    before = add(site, BROKEN)
    done = mkdocs(site)
    assert done.returncode == 0
    assert f"docs/index.md:{before + 4}:1: unknown-key: the spec has no key 'boxs'" in done.stderr
    page = (site / "site" / "index.html").read_text(encoding="utf-8")
    assert "oauthviz-broken" in page and f"docs/index.md:{before + 4}:1: unknown-key" in page


def test_a_broken_block_ends_a_strict_build(site: Path) -> None:
    add(site, BROKEN)
    assert mkdocs(site, "--strict").returncode != 0


@pytest.mark.parametrize("superfences", [True, False], ids=["superfences", "our extension"])
def test_a_broken_block_ends_a_build_that_fails_fast_without_a_traceback(site: Path, superfences: bool) -> None:
    before = add(site, BROKEN)
    configure(site, "dark_theme: neon-dark", "dark_theme: neon-dark\n      fail_fast: true")
    if not superfences:
        configure(site, "  - pymdownx.superfences\n", "")
    done = mkdocs(site)
    assert done.returncode != 0
    assert f"docs/index.md:{before + 4}:1: unknown-key" in done.stderr
    assert "Traceback" not in done.stderr


WRONG = [
    ('thme="x"', "did you mean 'theme'?"),
    ('file="diagrams/token.yaml" dark-thme="neon-dark"', "did you mean 'dark_theme'?"),
    ('file="diagrams/token.yaml" step="7"', "there is no step '7'"),
    ("file=diagrams/token.yaml", "header of this block cannot be read"),
    ("width=80%", "header of this block cannot be read"),
    ('file="none.yaml"', "there is no file docs/none.yaml"),
    ('theme="neon-drak" file="diagrams/token.yaml"', "did you mean 'neon-dark'?"),
    ('align="centre" file="diagrams/token.yaml"', "did you mean 'center'?"),
    ('width="wide" file="diagrams/token.yaml"', "'wide' is no width"),
    ('lang="fi" file="diagrams/token.yaml"', "no-catalog"),
]


def test_options_that_ask_for_what_is_not_there_are_named_with_their_lines(site: Path) -> None:
    before = add(site, "".join(f"\n```oauthviz {header}\n```\n" for header, _ in WRONG))
    done = mkdocs(site)
    for number, (_, said) in enumerate(WRONG):
        if "no-catalog" in said:  # which is about the spec's file
            assert said in done.stderr
            continue
        (place,) = re.findall(rf"docs/index\.md:{before + 2 + 3 * number}:1: .*(?:\n    .*)?", done.stderr)
        assert said in place


def test_a_second_build_draws_nothing_and_a_changed_theme_only_what_uses_it(site: Path) -> None:
    cache = site / ".cache" / "plugin" / "oauthviz"
    before = drawn(cache)
    assert len(before) == 4
    assert mkdocs(site).returncode == 0
    assert drawn(cache) == before
    theme = site / "themes" / "sea.yaml"
    theme.write_text(theme.read_text(encoding="utf-8").replace("#F2F9FB", "#F2FBF9"), encoding="utf-8")
    assert mkdocs(site).returncode == 0
    after = drawn(cache)
    assert {key: after[key] for key in before} == before and len(after) == len(before) + 1
