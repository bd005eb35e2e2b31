"""A picture up to a step: everything that is drawn is what it is in the whole picture."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from oauthviz import Diagram, Picture
from oauthviz.core.diagnostics import UsageError
from oauthviz.differences import compare
from tests.conftest import EXAMPLES, SMALL

SVG = "{http://www.w3.org/2000/svg}"
LOOKS = [
    pytest.param("executive", "3", {"projection": "isometric", "lang": "ar", "theme": "neon-dark"}, id="mirrored"),
    pytest.param("pipeline", "4", {"text": "plain"}, id="stages, sketched"),
]


def things(picture: Picture) -> dict[str, str]:
    """Every box, zone, arrow, legend item and text of the page by its name, as it is written."""
    found: dict[str, str] = {}
    for element in ElementTree.fromstring(picture.svg).iter(f"{SVG}g"):
        words = element.get("class", "").split()
        if {"box", "zone", "boundary", "arrow", "legend-item", "key-entry", "title", "subtitle", "caption"} & {*words}:
            name = " ".join([*words, *(element.get(f"data-{key}", "") for key in ("id", "n", "kind"))])
            assert name not in found
            element.tail = None
            found[name] = ElementTree.tostring(element, encoding="unicode")
    return found


@pytest.mark.parametrize(("name", "step", "look"), LOOKS)
def test_what_is_drawn_is_the_same_as_in_the_whole_picture(name: str, step: str, look: dict[str, Any]) -> None:
    diagram = Diagram.load(EXAMPLES / f"{name}.yaml")
    whole, part = diagram.render(**look), diagram.render(step=step, **look)
    assert (part.findings, part.check()) == ((), ())
    everything, shown = things(whole), things(part)
    assert {key: everything[key] for key in shown} == shown
    left_out = set(everything) - set(shown)
    assert left_out and {key.split()[0] for key in left_out} <= {"arrow", "legend-item"}
    edges = {edge.id: edge.order for edge in whole.graph.edges}
    kept = [edges[arrow.id] for arrow in part.layout.arrows]
    assert sorted(kept) == list(range(len(kept))) and len(kept) < len(edges)


def test_the_last_step_is_the_whole_picture() -> None:
    diagram = Diagram.loads(SMALL)
    whole, part = diagram.render(), diagram.render(step=3)
    assert compare(whole.svg, part.svg).changes == ()
    assert whole.png() != part.png()  # the stamp alone
    assert part.stamp["step-to"] == "3" and 'data-step-to="3"' in part.svg and "step-to" not in whole.stamp


def test_the_picture_tells_only_what_it_shows() -> None:
    text = SMALL + "description: From the page to the token.\ncaption: The whole story\n"
    part = Diagram.loads(text).render(step="2", lang="en")
    document = ElementTree.fromstring(part.svg)
    assert document.findtext(f"{SVG}title") == "Login in three steps"
    assert document.findtext(f"{SVG}desc") == (
        "Step 1: Browser to Web App: Open the page. Step 2: Web App to Authorization Server: POST /token."
    )
    assert "Access token" not in part.svg and 'data-text="The whole story"' in part.svg


def test_both_schemes_of_a_picture_end_at_the_step() -> None:
    part = Diagram.loads(SMALL).render(step=1, dark_theme="neon-dark")
    assert part.dark is not None and part.svg.count('data-text="Open the page"') == 2
    assert "POST /token" not in part.svg
    assert part.stamp["dark-theme"].startswith("neon-dark")


def test_callouts_of_later_arrows_come_with_them() -> None:
    diagram = Diagram.loads(SMALL + "callouts: [{on: a2, text: PKCE}, {on: app, text: Public}]\n")
    svgs = [diagram.render(step=step).svg for step in (1, 2)]
    assert [['data-text="PKCE"' in svg, 'data-text="Public"' in svg] for svg in svgs] == [[False, True], [True, True]]


def test_a_legend_without_any_item_yet_is_not_drawn() -> None:
    legend = "legend: {items: [{text: It is over, arrows: [a3]}]}\n"
    diagram = Diagram.loads(SMALL + legend)
    assert diagram.render(step=2).layout.legend is None
    assert diagram.render(step=3).layout.legend is not None


def test_an_unknown_step_is_refused_with_those_there_are() -> None:
    diagram = Diagram.loads(SMALL)
    with pytest.raises(UsageError, match=r"no step '4' in 'diagram'\n.*there is: 1, 2, 3"):
        diagram.render(step=4)
    stages = SMALL.replace("label: Open the page", "label: Open the page, stage: 7")
    with pytest.raises(UsageError, match=r"no stage '1' in 'diagram'\n.*there is: 7"):
        Diagram.loads(stages).render(step=1)
    bare = Diagram("Bare").box("a", "A").box("b", "B")
    with pytest.raises(UsageError, match="no arrow of this diagram has a step"):
        bare.render(step=1)
