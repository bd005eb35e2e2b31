"""`oauthviz diff`: what differs between two pictures, in words, as data and as a picture."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from oauthviz.api import Diagram
from oauthviz.differences import Change, compare, one_line, readable
from oauthviz.render.embedding import embeddable
from tests.conftest import ROOT, SMALL, Ran

Run = Callable[..., Ran]


def svg(text: str, **options: object) -> str:
    return Diagram.loads(text, name="small").render(effort="draft", **options).svg  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plain() -> str:
    return svg(SMALL)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.aspect, change.message) for change in compare(before, after).changes]


def test_a_picture_does_not_differ_from_itself(plain: str) -> None:
    comparison = compare(plain, plain)
    assert comparison.changes == ()
    assert comparison.account == "no difference"


def test_neither_stamp_nor_prefix_nor_third_decimals_make_a_difference(plain: str) -> None:
    other = (
        plain.replace('data-oauthviz="', 'data-oauthviz="9')
        .replace("small-", "large-")
        .replace(' y="0"', ' y="0.0001"')
    )
    assert other != plain
    assert readable(other) == readable(plain)


CHANGES = {
    "label": (
        "label: Open the page",
        "label: Open the door",
        "text",
        'arrow a1: label "Open the page" → "Open the door"',
    ),
    "name": ("name: Web App", "name: Shop", "text", 'box app: name "Web App" → "Shop"'),
    "title": (
        "title: Login in three",
        "title: Sign in in three",
        "text",
        'title "Login in three steps" → "Sign in in three steps"',
    ),
    "kind": (
        "label: POST /token, kind: token",
        "label: POST /token, kind: event",
        "kind",
        "arrow a2: kind token → event",
    ),
    "new": ("arrows:\n", "  - {id: d, name: Store, kind: datastore}\narrows:\n", "added", 'box d "Store" is new'),
    "gone": (
        "  - {from: authz, to: app, label: Access token, kind: token}\n",
        "",
        "removed",
        'arrow a3 "Access token" is gone',
    ),
    "icon": ("name: Web App,", "name: Web App, icon: server,", "kind", "box app: icon app-window → server"),
    "page": (
        "archetype:",
        "canvas: {background: '#FFEECC'}\narchetype:",
        "colour",
        "background: page fill #FBFAF7 → #ffeecc",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_told_in_words(plain: str, name: str) -> None:
    old, new, aspect, message = CHANGES[name]
    assert SMALL.count(old) == 1
    assert (aspect, message) in told(plain, svg(SMALL.replace(old, new)))


def test_a_moved_box_is_told_with_its_way(plain: str) -> None:
    wider = told(plain, svg(SMALL, size=(1100, 1024)))
    assert ("resized", "the canvas is 1100 x 1024 px instead of 1024 x 1024") in wider
    assert any(aspect in ("moved", "resized") and message.startswith("box ") for aspect, message in wider)


def test_an_arrow_put_in_between_is_one_new_arrow_and_not_three_changed_ones(plain: str) -> None:
    text = SMALL.replace("arrows:\n", "arrows:\n  - {from: browser, to: app, label: Before all}\n")
    found = told(plain, svg(text))
    assert ("added", 'arrow a1 "Before all" is new') in found
    assert ("order", "arrow a1 is now arrow a2") in found
    assert not [message for aspect, message in found if aspect == "text"]


def test_what_has_no_name_is_told_as_a_line_of_the_drawing(plain: str) -> None:
    other = plain.replace('stroke-linecap="round"', 'stroke-linecap="butt"', 1)
    ((aspect, message),) = told(plain, other)
    assert aspect == "drawing"
    assert "1 line of the drawing" in message


def test_many_changes_are_counted_in_one_line(plain: str) -> None:
    account = compare(plain, svg(SMALL.replace("kind: token", "kind: event"))).account
    assert "\n" not in account
    assert "things have other colours" in account


def test_one_more_text_is_told_rather_than_counted() -> None:
    changes = [Change("text", f"box b{k}", f"b{k}") for k in range(6)]
    assert one_line(changes[:5]) == "b0; b1; b2; b3; b4"
    assert one_line(changes) == "b0; b1; b2; b3; 2 more texts changed"


def test_the_readable_form_has_an_element_a_line(plain: str) -> None:
    text = readable(plain)
    assert re.search(r"^ +g .*class=box .*data-id=app", text, re.MULTILINE)
    assert re.search(r"^ +text .*'Web App'$", text, re.MULTILINE)
    assert not re.search(r"\d\.\d\d\d\d", text)
    assert "data-spec" not in text


def test_the_exit_code_says_whether_anything_differs(oauthviz: Run, small: Path) -> None:
    other = small.with_name("other.yaml")
    other.write_text(SMALL.replace("Web App", "Shop"), encoding="utf-8")
    oauthviz("render", small, "-o", "small.svg")
    for same in ((small, small), (small, "small.svg"), ("small.svg", "small.svg")):
        ran = oauthviz("diff", *same)
        assert (ran.code, "no difference" in ran.out) == (0, True)
    ran = oauthviz("diff", "small.svg", other)
    assert ran.code == 1
    assert 'name "Web App" → "Shop"' in ran.out.splitlines()[0]
    piped = oauthviz("diff", "-", other, stdin=Path("small.svg").read_bytes())
    assert piped.out.splitlines()[1:] == ran.out.splitlines()[1:]


def test_json_has_every_change_with_its_places(oauthviz: Run, small: Path) -> None:
    other = small.with_name("other.yaml")
    other.write_text(SMALL.replace("Open the page", "Open the door"), encoding="utf-8")
    found = json.loads(oauthviz("diff", small, other, "--format", "json").out)
    assert found["same"] is False
    change = found["changes"][0]
    assert change["aspect"] == "text"
    assert change["before"]["w"] > 10 and change["after"]["w"] > 10


@pytest.mark.parametrize("style", ["side-by-side", "overlay"])
def test_the_difference_is_drawn_from_the_two_pictures(oauthviz: Run, small: Path, style: str) -> None:
    other = small.with_name("other.yaml")
    other.write_text(SMALL.replace("Open the page", "Open the door"), encoding="utf-8")
    assert oauthviz("diff", small, other, "-o", "d.svg", "--style", style).code == 1
    assert oauthviz("diff", small, other, "-o", "d.png", "--style", style).code == 1
    text = Path("d.svg").read_text(encoding="utf-8")
    assert text.count('class="before"') == text.count('class="after"') == 1
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) > 100
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert Path("d.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>",
        "<g onclick='x'/>",
        "<foreignObject/>",
        "<image href='x.png'/>",
        "<use href='http://x/y'/>",
        "<a href='javascript:x'/>",
        "<rect fill='url(http://x)'/>",
        "<g style='fill:red'/>",
    ],
)
def test_what_our_pictures_never_hold_is_refused(oauthviz: Run, small: Path, plain: str, inside: str) -> None:
    Path("evil.svg").write_text(plain.replace("</svg>", f"{inside}</svg>"), encoding="utf-8")
    ran = oauthviz("diff", "evil.svg", small)
    assert ran.code == 3
    assert ran.err.startswith("evil.svg: not-our-svg")


@pytest.mark.parametrize("name", ["small.png", "small.pdf"])
def test_pictures_of_pixels_are_refused_in_words(oauthviz: Run, small: Path, name: str) -> None:
    Path(name).write_bytes(b"\x89PNG\r\n\x1a\n")
    ran = oauthviz("diff", name, small)
    assert ran.code == 3
    assert f"{name}: not-our-svg: a {name[-3:].upper()} cannot be compared" in ran.err


def test_specs_are_drawn_in_the_language_and_with_the_icons_that_are_asked_for(oauthviz: Run, small: Path) -> None:
    icons = small.parent / "icons"
    icons.mkdir()
    small.write_text(SMALL.replace("name: Web App,", "name: Web App, icon: mine,"), encoding="utf-8")
    (icons / "mine.svg").write_bytes((ROOT / "icons" / "server.svg").read_bytes())
    assert oauthviz("diff", small, small).code == 3
    assert oauthviz("diff", small, small, "--icons", icons, "--lang", "x-pseudo").code == 0


def test_no_svg_at_all_is_a_bad_input(oauthviz: Run, small: Path) -> None:
    Path("bad.svg").write_text("<svg", encoding="utf-8")
    assert oauthviz("diff", "bad.svg", small).code == 3
    assert oauthviz("diff", "nowhere.svg", small).code == 5
    assert oauthviz("diff", "-", "-").code == 2
    assert oauthviz("diff", small, small, "-o", "d.gif").code == 2


def test_ten_pictures_share_a_page_without_sharing_an_id() -> None:
    picture = Diagram.loads(SMALL).render(effort="draft")
    shown = [picture._repr_mimebundle_()["image/svg+xml"] for _ in range(10)]
    ids = [name for text in shown for name in re.findall(r' id="([^"]+)"', str(text))]
    assert len(ids) == len(set(ids))
    for text in shown:
        own = set(re.findall(r' id="([^"]+)"', str(text)))
        assert set(re.findall(r'href="#([^"]+)"', str(text))) <= own
        assert set(re.findall(r'aria-(?:labelled|described)by="([^"]+)"', str(text))) <= own


def test_other_ids_are_the_only_thing_that_a_page_changes(plain: str) -> None:
    page = embeddable(plain, "e1")
    assert readable(page.replace("-e1", "")) == readable(plain)


def test_a_notebook_gets_a_png_only_when_it_asks() -> None:
    picture = Diagram.loads(SMALL).render(effort="draft")
    assert sorted(picture._repr_mimebundle_()) == ["image/svg+xml", "text/html", "text/plain"]
    assert sorted(picture._repr_mimebundle_(include=["image/png"])) == ["image/png"]
    assert sorted(picture._repr_mimebundle_(exclude=["image/svg+xml"])) == ["text/html", "text/plain"]
