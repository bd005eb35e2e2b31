"""The library: a diagram from a file, from a text or built by hand; and the picture it becomes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from oauthviz import BrokenPictureError, Diagram, OutputError, SpecError, UsageError, pipeline
from oauthviz.api import render
from oauthviz.differences import readable
from oauthviz.layout.check import Finding
from oauthviz.layout.serialise import layout_json, layout_text
from oauthviz.picture import Picture
from tests.conftest import SMALL
from tests.systems import needs_cairo


@pytest.fixture(scope="module")
def picture() -> Picture:
    return Diagram.loads(SMALL, name="small").render()


def built() -> Diagram:
    d = Diagram(title="Login in three steps", name="small", archetype="handshake")
    d.box("browser", "Browser", role="Where the user is", kind="user-agent")
    d.box("app", "Web App", role="Asks for access", kind="client")
    d.box("authz", "Authorization Server", role="Knows the user", kind="authorization-server")
    d.arrow("browser", "app", "Open the page")
    d.arrow("app", "authz", "POST /token", kind="token")
    d.arrow("authz", "app", "Access token", kind="token")
    return d


def test_a_diagram_built_by_hand_is_drawn_like_the_same_spec_in_yaml(picture: Picture) -> None:
    assert built().render().svg == picture.svg


def test_a_loaded_diagram_can_be_added_to() -> None:
    d = Diagram.loads(SMALL).box("db", "Store", kind="datastore").arrow("authz", "db", "Read consent", kind="storage")
    assert [box.id for box in d.lay_out().boxes] == ["browser", "app", "authz", "db"]


def test_every_builder_method_reaches_the_picture() -> None:
    d = built()
    d.legend(["The app asks", {"text": "The server answers", "arrows": ["a3"]}], title="In short")
    d.boundary(["authz"], "Identity cloud", icon="cloud").callout("a2", "code_verifier").hint(first="browser")
    svg = d.render(allow_broken=True).svg
    for text in ("The app asks", "The server answers", "In short", "Identity cloud", "code_verifier"):
        assert f'data-text="{text}"' in svg


def test_mistakes_in_a_built_diagram_are_spec_errors() -> None:
    with pytest.raises(SpecError, match="did you mean 'client'"):
        Diagram(title="T").box("a", "A", kind="cliennt").render()
    with pytest.raises(SpecError, match="nobody"):
        built().arrow("app", "nobody").render()


def test_render_takes_a_path_or_a_diagram(tmp_path: Path, picture: Picture) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert render(path).svg == render(str(path)).svg == picture.svg
    assert render(built()).svg == picture.svg


def test_a_picture_knows_its_formats(picture: Picture, tmp_path: Path) -> None:
    assert picture.check() == picture.findings == ()
    assert picture.png().startswith(b"\x89PNG")
    assert len(picture.png(scale=2)) > len(picture.png())
    assert picture.save(tmp_path / "a.svg").read_text(encoding="utf-8") == picture.svg
    assert picture.save(tmp_path / "a.png", renderer="resvg").read_bytes() == picture.png(renderer="resvg")
    with pytest.raises(UsageError, match="gif"):
        picture.save(tmp_path / "a.gif")
    with pytest.raises(OutputError):
        picture.save(tmp_path / "a.svg" / "b.svg")


@needs_cairo
def test_a_picture_is_a_pdf_where_cairo_is(picture: Picture) -> None:
    assert picture.pdf() == picture.pdf()
    assert picture.pdf().startswith(b"%PDF")


def test_a_picture_shows_itself_in_a_notebook(picture: Picture) -> None:
    bundle = picture._repr_mimebundle_()
    shown = str(bundle["image/svg+xml"])
    ending = shown.partition(' id="small-title')[2].partition('"')[0]
    assert ending.startswith("-")
    assert readable(shown.replace(ending, "")) == readable(picture.svg)
    assert "3 boxes, 3 arrows" in str(bundle["text/plain"])
    assert str(bundle["text/html"]).replace(' style="max-width:100%;height:auto"', "") == shown
    assert set(picture._repr_mimebundle_(exclude={"image/svg+xml"})) == {"text/html", "text/plain"}
    assert picture._repr_mimebundle_(include={"image/png"})["image/png"] == picture.png(scale=2)


def test_a_broken_picture_is_not_handed_out_unless_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = (Finding("text-on-text", "'a' lies on 'b'"),)
    measure = pipeline.measure
    monkeypatch.setattr(pipeline, "measure", lambda drawn: measure(drawn)._replace(findings=found))
    with pytest.raises(BrokenPictureError, match="text-on-text"):
        built().render()
    assert built().render(allow_broken=True).findings == found


def test_an_option_that_is_not_there_is_a_usage_error() -> None:
    wrong = ({"theme": "pink"}, {"projection": "round"}, {"lang": "es"}, {"size": (10.0, 10.0)}, {"effort": "much"})
    for options in wrong:
        with pytest.raises(UsageError):
            built().render(**options)  # type: ignore[arg-type]


def test_the_svg_carries_the_versions_that_made_it(picture: Picture) -> None:
    from oauthviz import __version__

    root = picture.svg[: picture.svg.index(">")] + picture.svg[:2000]
    assert f'data-oauthviz="{__version__}"' in root
    assert 'data-theme="pink-teal 1"' in root
    assert 'data-fonts="Inter ' in root
    assert 'data-spec="' in root


def test_threads_draw_what_each_would_draw_alone(picture: Picture) -> None:
    dark = SMALL.replace("Web App", "Shop")
    alone = {SMALL: picture.svg, dark: Diagram.loads(dark, name="small").render().svg}
    seen: list[tuple[str, str]] = []

    def draw(spec: str) -> None:
        seen.append((spec, Diagram.loads(spec, name="small").render().svg))

    threads = [threading.Thread(target=draw, args=(spec,)) for spec in (SMALL, dark) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 6
    assert all(alone[spec] == svg for spec, svg in seen)


def test_layout_json_is_whole_and_its_text_says_the_same(picture: Picture) -> None:
    import json

    data = layout_json(picture.layout)
    assert json.loads(layout_text(picture.layout)) == json.loads(json.dumps(data))
    assert len(data["arrows"]) == 3
    assert max(len(line) for line in layout_text(picture.layout).splitlines()) < 240
