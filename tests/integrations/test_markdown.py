"""The Python-Markdown extension and the formatter for superfences, without a site around them."""

from __future__ import annotations

import logging
import pickle
import re
from pathlib import Path

import markdown
import pytest
from pymdownx import superfences

from oauthviz.integrations.markdown import OauthvizExtension, formatter, settings_from, validator, with_underscores
from tests.conftest import SMALL

FENCE = f"```oauthviz\n{SMALL}```\n"


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> str:
    """One cache of pictures for these tests, as the small spec is drawn in many of them."""
    return str(cache_dir / "markdown")


def converted(text: str, cache: str, **options: object) -> str:
    return markdown.markdown(text, extensions=[OauthvizExtension(cache_dir=cache, **options)])


def fenced(text: str, cache: str, **options: object) -> str:
    custom = {
        "name": "oauthviz",
        "class": "oauthviz",
        "format": formatter(cache_dir=cache, **options),
        "validator": validator,
    }
    configs = {"pymdownx.superfences": {"custom_fences": [custom]}}
    return markdown.markdown(text, extensions=["pymdownx.superfences", "attr_list"], extension_configs=configs)


@pytest.mark.parametrize("way", [converted, fenced])
def test_a_block_becomes_a_figure_with_the_picture_in_it(way, cache: str) -> None:  # type: ignore[no-untyped-def]
    html = way(f"Before\n\n{FENCE}\nAfter\n", cache)
    assert re.fullmatch(
        r"<p>Before</p>\s*<figure class=\"oauthviz\" data-search-exclude>\s*<svg .*</svg>\s*</figure>\s*<p>After</p>",
        html,
        re.DOTALL,
    )
    assert "<title" in html and 'data-text="Open the page"' in html


def test_options_of_a_block_make_the_figure(cache: str) -> None:
    header = 'oauthviz alt="Three <steps>" caption="A & B" name="flow" align=center class="wide tall" width=640'
    html = converted(FENCE.replace("oauthviz", header, 1), cache)
    assert '<figure class="oauthviz wide tall" id="flow" style="text-align:center" data-search-exclude>' in html
    assert 'aria-label="Three &lt;steps&gt;"' in html and "aria-labelledby" not in html
    assert "<figcaption>A &amp; B</figcaption>" in html
    assert 'style="width:640px;max-width:100%;height:auto"' in html


def test_superfences_headers_in_braces_mean_the_same(cache: str) -> None:
    html = fenced(FENCE.replace("oauthviz", '{.oauthviz .wide #flow dark-theme="neon-dark"}', 1), cache)
    assert '<figure class="oauthviz wide" id="flow"' in html
    assert "prefers-color-scheme" in html


def test_the_same_picture_twice_on_a_page_shares_no_id(cache: str) -> None:
    html = converted(f"{FENCE}\n\n{FENCE}", cache, dark_theme="neon-dark")
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 20
    assert not set(re.findall(r'(?:href="|url\()#([^")]+)', html)) - set(ids)


def test_a_block_that_shows_a_block_stays_a_block(cache: str) -> None:
    shown = f"````md\n{FENCE}````\n"
    for extensions in ([OauthvizExtension(cache_dir=cache), "fenced_code"], ["fenced_code", "oauthviz"]):
        html = markdown.markdown(shown, extensions=extensions)
        assert "<svg" not in html and "```oauthviz" in html


def test_other_fences_and_open_ones_stay_as_they_are(cache: str) -> None:
    text = f"```yaml\n{SMALL}```\n\n```oauthviz\n{SMALL}"
    assert "<svg" not in converted(text, cache)


@pytest.mark.parametrize("way", [converted, fenced])
def test_a_broken_block_warns_with_its_line_and_leaves_a_placeholder(  # type: ignore[no-untyped-def]
    way, cache: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        html = way("# Title\n\nText\n\n```oauthviz\ntitle: <b>\nboxs: []\n```\n", cache)
    assert "<page>:7:1: unknown-key: the spec has no key 'boxs'" in caplog.text
    assert "oauthviz-broken" in html and "&lt;page&gt;:7:1: unknown-key" in html and "<b>" not in html


def test_superfences_lets_the_error_of_a_broken_block_through(cache: str) -> None:
    with pytest.raises(superfences.SuperFencesException, match="<page>:3:1: unknown-key"):
        fenced("```oauthviz\ntitle: Broken\nboxs: []\n```\n", cache, fail_fast=True)


def test_a_formatter_can_be_pickled_and_says_what_it_does_not_know() -> None:
    made = formatter(theme="neon-dark")
    assert pickle.loads(pickle.dumps(made)) == made
    with pytest.raises(ValueError, match="no option 'thme'"):
        formatter(thme="neon-dark")


def test_without_a_folder_pictures_are_kept_in_the_users_cache(
    cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings_from({}).cache_dir == str(cache_dir)
    monkeypatch.delenv("OAUTHVIZ_CACHE_DIR")
    assert Path(settings_from({}).cache_dir or "").is_absolute()
    assert "oauthviz" in (settings_from({}).cache_dir or "")


def test_a_second_conversion_draws_nothing(cache: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = converted(FENCE, cache)

    def refuse(*_: object) -> None:
        raise AssertionError("it is drawn again")

    monkeypatch.setattr("oauthviz.pages.draw_prepared", refuse)
    assert converted(FENCE, cache) == first
    assert converted(f"# Moved\n\n{FENCE}", cache).endswith(first)


def test_a_step_ends_the_picture_and_an_unknown_one_is_named_on_the_page(cache: str) -> None:
    html = converted(FENCE.replace("oauthviz", "oauthviz step=2", 1), cache)
    assert 'data-text="POST /token"' in html and 'data-text="Access token"' not in html
    html = fenced(FENCE.replace("oauthviz", 'oauthviz step="x"', 1), cache)
    assert (
        "&lt;page&gt;:1:1: unknown-step: there is no step &#x27;x&#x27; in &#x27;diagram&#x27;\n    there is: 1, 2, 3"
        in html
    )


def test_a_hyphen_in_an_option_is_as_good_as_an_underscore() -> None:
    header = """oauthviz dark-theme="a" alt="a dark-theme='x'" class='y-z=1'\r\n"""
    meant = header.replace("dark-theme=", "dark_theme=", 1)
    for fence in ("```", "  ~~~~ ", "> ```", "        ```."):
        assert with_underscores(f"x-y=1\n{fence}{header}{fence}\n") == f"x-y=1\n{fence}{meant}{fence}\n"
    for other in (f"````md\n```{header}```\n````\n", f"```yaml {header}```\n", f"{header}"):
        assert with_underscores(other) == other
    assert settings_from({"dark-theme": "neon-dark"}).dark_theme == "neon-dark"
