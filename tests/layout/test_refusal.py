"""Refusal: where no legible size fits, what is said was tried: shortenings help, the canvas holds the picture."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oauthviz.core.diagnostics import CanvasError, Diagnostic, FitError
from oauthviz.graph.build import build_diagram
from oauthviz.graph.model import Canvas, Diagram
from oauthviz.i18n.strings import string_table
from oauthviz.layout import refusal as layout_refusal
from oauthviz.layout import shortening
from oauthviz.layout.arrangement import to_structure
from oauthviz.layout.desk import Desk
from oauthviz.layout.engine import arrange, lay_out
from oauthviz.layout.model import Arrangement
from oauthviz.layout.refusal import QUOTED, canvases, refusal, smallest_canvas
from oauthviz.layout.shortening import Excess, excess, shortenings
from oauthviz.layout.structure import Structure
from oauthviz.layout.texts import Shortening, Text, shortened, texts_of
from oauthviz.spec.reading import read_spec
from oauthviz.spec.values import MAX_SIDE
from oauthviz.text.clusters import clusters
from oauthviz.theme.reference import REFERENCE
from tests.layout.support import broken_rules, diagram_of, laid_out, metrics, on_canvas, spec_of, typesetter

LONG = "Authorization request with client_id, scope, redirect_uri, state and code_challenge"
ITEM = "The runner builds the image, tests it, signs it and pushes it to the registry of the whole company, and more"


def crowded() -> dict[str, Any]:
    """Six boxes and nine wordy arrows: far too much for its canvas."""
    ids = ["browser", "client", "server", "store", "queue", "worker"]
    ends = [(0, 1), (1, 2), (2, 1), (2, 3), (1, 4), (4, 5), (5, 3), (0, 2), (2, 0)]
    arrows = [{"from": ids[a], "to": ids[b], "label": f"{LONG} {n}"} for n, (a, b) in enumerate(ends)]
    return spec_of(ids, arrows, canvas={"width": 420, "height": 420})


def wordy_legend() -> dict[str, Any]:
    """Three long legend items on a small canvas."""
    return spec_of("a b", ["a>b"], legend=[ITEM] * 3, canvas={"width": 360, "height": 315})


def wordy_pair() -> dict[str, Any]:
    arrows = [{"from": "ann", "to": "bob", "label": LONG}, {"from": "bob", "to": "ann", "label": "OK"}]
    return spec_of("ann bob", arrows, canvas={"width": 240, "height": 240})


SPECS = {"crowded": crowded, "legend": wordy_legend, "pair": wordy_pair}


@dataclass(frozen=True)
class Refused:
    """A diagram that does not fit, with what the refusal was made from and of."""

    diagram: Diagram
    arrangement: Arrangement
    desk: Desk
    structure: Structure
    over: Excess
    cuts: tuple[Shortening, ...]
    rest: Excess
    error: CanvasError


@cache
def refused(name: str) -> Refused:
    d = diagram_of(SPECS[name]())
    arrangement = arrange(d, REFERENCE, typesetter(), effort="draft")
    desk = Desk(d, metrics(), typesetter())
    s = to_structure(desk.problem, arrangement)
    over = excess(desk, s)
    cuts, rest = shortenings(desk, s, over)
    return Refused(d, arrangement, desk, s, over, cuts, rest, refusal(desk, s, searching(d)))


def searching(diagram: Diagram) -> Callable[[Canvas], Arrangement]:
    """How anyone finds an arrangement of the diagram on another canvas."""
    return lambda canvas: arrange(replace(diagram, canvas=canvas), REFERENCE, typesetter())


@pytest.fixture(params=SPECS)
def case(request: pytest.FixtureRequest) -> Refused:
    return refused(request.param)


def named_canvas(error: FitError) -> tuple[float, float]:
    found = re.search(r"--size (\d+)x(\d+)$", str(error))
    assert found
    return float(found[1]), float(found[2])


def test_the_engine_refuses_with_exit_code_1(case: Refused) -> None:
    with pytest.raises(FitError) as raised:
        lay_out(case.diagram, metrics(), typesetter(), arrangement=case.arrangement, anew=searching(case.diagram))
    assert raised.value.exit_code == 1
    assert str(raised.value) == str(case.error)


def test_a_refusal_says_what_to_shorten_by_how_much_and_which_canvas_would_do() -> None:
    case = refused("crowded")
    text = str(case.error)
    assert "does not fit a canvas of 420 x 420 px" in text and re.search(r"\d+ px too (wide|high)", text)
    said = re.findall(r"shorten ([^;]+) '[^']+' by (\d+) characters?", text)
    assert len(said) == len(case.cuts) >= 1
    for (what, count), cut in zip(said, case.cuts, strict=True):
        assert what.endswith(cut.text.name) and int(count) == cut.characters
    assert re.search(r"; or give it a larger canvas: --size \d+x\d+$", text)


def test_following_the_shortenings_reduces_what_is_over(case: Refused) -> None:
    assert case.cuts
    after = excess(Desk(shortened(case.diagram, case.cuts), metrics(), typesetter()), case.structure)
    assert after.amount == case.rest.amount < case.over.amount


def test_no_shortening_is_without_effect(case: Refused) -> None:
    for cut in case.cuts:
        others = tuple(other for other in case.cuts if other is not cut)
        without = excess(Desk(shortened(case.diagram, others), metrics(), typesetter()), case.structure)
        assert without.amount > case.rest.amount


def test_no_text_is_shortened_twice(case: Refused) -> None:
    assert len({cut.text for cut in case.cuts}) == len(case.cuts) <= 3


def test_where_it_is_said_to_fit_it_fits() -> None:
    case = refused("legend")
    assert "it fits; or give it a larger canvas" in str(case.error)
    layout = lay_out(shortened(case.diagram, case.cuts), metrics(), typesetter(), arrangement=case.arrangement)
    assert broken_rules(layout) == ()


def test_where_they_are_not_enough_it_says_what_remains() -> None:
    case = refused("crowded")
    assert not case.rest.legal
    assert re.search(r": with (this one|these two|these three) it is still \d+ px too (wide|high)", str(case.error))
    assert f"still {case.rest.wide:.0f} px too wide" in str(case.error) or case.rest.wide < 0.5


def test_the_canvas_that_is_named_holds_the_picture(case: Refused) -> None:
    d = on_canvas(case.diagram, *named_canvas(case.error))
    assert broken_rules(laid_out(d)) == ()  # in the arrangement that is found there
    pinned = lay_out(d, metrics(), typesetter(), arrangement=case.arrangement)
    assert broken_rules(pinned) == ()


def test_a_canvas_on_which_a_search_finds_nothing_is_not_named() -> None:
    case = refused("pair")
    first = named_canvas(case.error)
    asked: list[float] = []

    def failing_there(canvas: Canvas) -> Arrangement:
        asked.append(canvas.width)
        if canvas.width <= first[0]:
            raise FitError((Diagnostic("hint", "cannot be met there"),))
        return searching(case.diagram)(canvas)

    found = smallest_canvas(case.desk, case.structure, failing_there)
    assert found is not None and found.width > first[0]
    assert asked == sorted(asked) and asked[0] == first[0] and asked[-1] == found.width


def test_where_only_another_arrangement_is_legal_the_canvas_is_one_on_which_a_search_finds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = refused("pair")
    monkeypatch.setattr(layout_refusal, "_legal_from", lambda *_: None)
    found = smallest_canvas(case.desk, case.structure, searching(case.diagram))
    assert found is not None
    assert broken_rules(laid_out(replace(case.diagram, canvas=found))) == ()
    assert smallest_canvas(case.desk, case.structure) is None


def test_the_canvas_before_the_one_that_is_named_is_too_small(case: Refused) -> None:
    sizes = canvases(case.diagram.canvas)
    place = [(size.width, size.height) for size in sizes].index(named_canvas(case.error))
    for size in sizes[max(0, place - 1) : place]:
        fitted = Desk(replace(case.diagram, canvas=size), metrics(), typesetter()).fit(case.structure)
        assert fitted is None or fitted.broken


def test_the_path_is_that_of_the_first_text_to_shorten(case: Refused) -> None:
    assert case.error.path == case.cuts[0].text.path


def test_a_refusal_survives_the_way_between_processes() -> None:
    error = refused("pair").error
    there = pickle.loads(pickle.dumps(error))
    assert str(there) == str(error) and there.path == error.path


def test_the_same_diagram_is_refused_in_the_same_words(case: Refused) -> None:
    again = Desk(case.diagram, metrics(), typesetter())
    assert str(refusal(again, to_structure(again.problem, case.arrangement), searching(case.diagram))) == str(
        case.error
    )


def test_long_texts_are_quoted_in_part() -> None:
    quoted = re.findall(r"'([^']+)' by", str(refused("legend").error))
    assert quoted
    for text in quoted:
        assert len(text) <= QUOTED and text.endswith("…") and ITEM.startswith(text[:-1])


def test_where_no_shorter_text_helps_the_canvas_is_named_alone() -> None:
    d = diagram_of(spec_of("a b", [{"from": "a", "to": "b"}], canvas={"width": 400, "height": 200, "margin": 60}))
    desk = Desk(d, metrics(), typesetter())
    error = refusal(desk, to_structure(desk.problem, arrange(d, REFERENCE, typesetter(), effort="draft")))
    assert "shorten" not in str(error)
    assert error.diagnostics[0].help is not None and error.diagnostics[0].help.startswith("give it a larger canvas: ")
    assert error.path == ()


def test_where_no_canvas_is_larger_there_is_still_advice() -> None:
    d = diagram_of(spec_of("a", canvas={"width": MAX_SIDE, "height": MAX_SIDE, "margin": MAX_SIDE / 2 - 20}))
    desk = Desk(d, metrics(), typesetter())
    s = to_structure(desk.problem, Arrangement((("a",),), (), ()))
    assert smallest_canvas(desk, s) is None
    help = refusal(desk, s).diagnostics[0].help
    assert help and "--size" not in help


def test_trials_are_counted_and_get_fewer_as_graphs_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    real = shortening.excess

    def counted(desk: Desk, structure: Structure) -> Excess:
        nonlocal calls
        calls += 1
        return real(desk, structure)

    case = refused("crowded")
    monkeypatch.setattr(shortening, "excess", counted)
    shortenings(case.desk, case.structure, case.over)
    assert 0 < calls <= shortening.most_trials(6, 9) / shortening.TIGHTEST + 30
    assert shortening.most_trials(6, 9) > shortening.most_trials(15, 20) > shortening.most_trials(100, 150)


@given(st.floats(200, MAX_SIDE), st.floats(200, MAX_SIDE))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_canvases_grow_in_small_steps_up_to_four_times_and_keep_margin_and_shape(width: float, height: float) -> None:
    sizes = canvases(Canvas(width, height, 31.0))
    for before, after in zip([Canvas(width, height), *sizes], sizes, strict=False):
        assert before.width < after.width <= min(MAX_SIDE, 4 * width + 8)
        assert before.height < after.height <= min(MAX_SIDE, 4 * height + 8)
    for size in sizes:
        assert size.margin == 31.0
        assert size.width % 8 == size.height % 8 == 0
        assert abs(size.width / width - size.height / height) <= 8 / min(width, height)


@given(st.text("ab é\u0301क्षि漢字 👩\u200d🔧,", min_size=4, max_size=60), st.integers(1, 60), st.booleans())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_a_shorter_text_loses_whole_characters_and_nothing_else(value: str, cut: int, inside: bool) -> None:
    value = " ".join(value.split())
    word = max(value.split() or [""], key=lambda one: len(clusters(one))) if inside else value
    if not value or cut >= len(clusters(word)):
        return
    text = Text("", 0, "title", None, value, ("title",), "the title")
    one = Shortening(text, cut, inside)
    assert one.characters >= cut and one.shorter
    start, end = value.split(word, 1) if inside else ("", "")
    assert one.shorter.startswith(start) and one.shorter.endswith(end)
    kept = one.shorter[len(start) : len(one.shorter) - len(end)]
    assert clusters(word)[: len(clusters(kept))] == clusters(kept)


SPEC = """\
title: A title of it
subtitle: And what it is about
caption: Drawn by a program
zones:
  - {id: z, name: Data centre}
boxes:
  - {id: one, name: First, role: Starts it all, zone: z}
  - {id: two, name: Second}
boundaries:
  - {around: [two], name: Internet}
arrows:
  - {from: one, to: two, label: Message, protocol: HTTPS, callout: PKCE flag}
  - {from: two, to: one, label: Answer, protocol: [TLS 1.3, gRPC]}
callouts:
  - {on: two, text: idempotency}
legend:
  - Something happens
  - text: Something else
"""


def test_every_text_of_a_spec_can_be_shortened_and_says_where_it_stands() -> None:
    loaded = read_spec(SPEC)
    d = build_diagram(loaded, string_table("en"))
    found = texts_of(d)
    lines = SPEC.splitlines()
    assert len(found) == 17
    for text in found:
        ways = [text.path[:length] for length in range(len(text.path), 0, -1)]
        position = next(loaded.positions[way] for way in ways if way in loaded.positions)
        if text.name != "the callout on box two":
            assert text.value in lines[position.line - 1][position.column - 1 :]
        changed = shortened(d, (Shortening(text, 1, False),))
        assert sum(a != b for a, b in zip(texts_of(changed), found, strict=False)) >= 1
