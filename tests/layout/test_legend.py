"""Legend and frame: everything round the diagram inside the margin, in order, and clear of the diagram's own area."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core.geometry import Rect
from oauthviz.layout.frame import NARROWEST_MARGIN, NOTE_X, NOTE_Y, Frame, set_frame
from oauthviz.layout.key import SAMPLES
from oauthviz.layout.legend import DENSE_PAD, DENSE_ROW
from oauthviz.layout.model import PlacedLegend, PlacedLegendItem, TextBlock
from oauthviz.theme.loading import list_themes, load_theme
from tests.layout.strategies import LEGEND, specs
from tests.layout.support import diagram, diagram_of, frame, metrics, on_canvas, typesetter

QUICK = settings(max_examples=40, deadline=None, derandomize=True)
TITLE = (
    "How an authorization code travels from the browser to the client and becomes an access token that the API takes"
)
SENTENCE = "The browser carries the authorization code back to the client, which asks for a token in exchange at once"
KINDS = ("request", "response", "redirect", "authorization", "token", "storage", "event")


def of_kinds(*kinds: str) -> list[dict[str, Any]]:
    return [{"from": "a", "to": "b", "kind": kind} for kind in kinds]


def texts(found: Frame) -> Iterator[TextBlock]:
    yield found.title
    yield from (block for block in (found.subtitle, found.caption) if block is not None)
    yield from (entry.text for entry in found.key)
    if found.legend is not None:
        yield from (item.text for item in found.legend.items)
        yield from (item.badge.text for item in found.legend.items)
        if found.legend.title is not None:
            yield found.legend.title


def check_frame(found: Frame, page: Rect, margin: float) -> None:
    inside = page.grown(-margin)
    for block in texts(found):
        assert all(inside.contains(line, 0.01) for line in block.line_rects()), block.text
    for one, other in combinations(list(texts(found)), 2):
        overlap = any(a.overlaps(b, 0.5) for a in one.line_rects() for b in other.line_rects())
        assert not overlap, f"{one.text} on {other.text}"
    if found.legend is not None:
        panel = found.legend.rect
        assert inside.contains(panel, 0.01) and not panel.overlaps(found.area)
        for item in found.legend.items:
            assert panel.contains(item.badge.rect(), 0.01)
            assert all(panel.contains(line, 0.01) for line in item.text.line_rects())
    for block in (found.title, found.subtitle, found.caption):
        assert block is None or not any(line.overlaps(found.area) for line in block.line_rects())


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 20])
@pytest.mark.parametrize("dense", [False, True])
def test_a_legend_is_numbered_in_order_and_lies_in_its_panel(count: int, dense: bool) -> None:
    items = [f"{LEGEND[n % len(LEGEND)]}, part {n}" for n in range(count)]
    d = diagram("a b", ["a>b"], legend=items)
    found = frame(d, dense)
    assert found.legend is not None
    assert [item.number for item in found.legend.items] == [str(n + 1) for n in range(count)]
    assert [item.text.text for item in found.legend.items] == items
    check_frame(found, Rect(0, 0, 1024, 1024), 28)


@pytest.mark.parametrize("count", [4, 7, 20])
def test_a_legend_reads_downwards_and_then_to_the_right(count: int) -> None:
    d = diagram("a b", ["a>b"], legend=[LEGEND[n % len(LEGEND)] for n in range(count)])
    legend = frame(d).legend
    assert legend is not None
    for one, other in pairwise([item.badge for item in legend.items]):
        assert other.cx > one.cx + 1 or (other.cx == one.cx and other.cy > one.cy)


def columns_of(legend: PlacedLegend) -> list[list[PlacedLegendItem]]:
    places = sorted({item.badge.cx for item in legend.items})
    return [[item for item in legend.items if item.badge.cx == x] for x in places]


@pytest.mark.parametrize("wordy", [(), (3, 4, 5, 6), (1, 2, 3, 4, 6)])
def test_the_rows_of_a_legends_columns_are_level(wordy: tuple[int, ...]) -> None:
    items = [SENTENCE if n in wordy else "The app keeps the state of its user in the cache" for n in range(7)]
    legend = frame(diagram("a b", ["a>b"], legend=items)).legend
    assert legend is not None and legend.title is not None
    columns = [[item.badge.cy for item in column] for column in columns_of(legend)]
    columns[0].insert(0, legend.title.line_rects()[0].cy)
    assert len(columns) == 2
    for left, right in zip(*columns, strict=True):
        assert left == pytest.approx(right, abs=1.5)


def test_the_columns_of_a_dense_legend_start_level_and_keep_one_gap() -> None:
    items = ["One", SENTENCE, SENTENCE, "Four", SENTENCE, f"{SENTENCE}. {SENTENCE}", SENTENCE]
    legend = frame(diagram("a b", ["a>b"], legend=items), dense=True).legend
    assert legend is not None
    columns = columns_of(legend)
    assert len(columns) > 1
    for column in columns:
        halves = [max(item.badge.rect().h, len(item.text.lines) * item.text.style.line_height) / 2 for item in column]
        assert column[0].badge.cy - halves[0] == pytest.approx(legend.rect.y + DENSE_PAD)
        for (one, half), (other, next_half) in pairwise(zip(column, halves, strict=True)):
            assert other.badge.cy - next_half - (one.badge.cy + half) == pytest.approx(DENSE_ROW)


def test_a_long_legend_leaves_the_diagram_more_than_half_of_the_page() -> None:
    d = diagram("a b", ["a>b"], legend=[LEGEND[n % len(LEGEND)] for n in range(20)])
    assert frame(d).area.h > 0.5 * 1024


def test_a_legend_that_is_too_high_gives_up_its_heading_and_its_size_but_not_below_the_floor() -> None:
    short = frame(diagram("a b", ["a>b"], legend=list(LEGEND[:3]))).legend
    long = frame(diagram("a b", ["a>b"], legend=[LEGEND[n % len(LEGEND)] for n in range(20)])).legend
    assert short is not None and long is not None
    assert short.title is not None and long.title is None
    sizes = metrics().sizes
    assert sizes.legend_text_min <= long.items[0].text.style.size < short.items[0].text.style.size <= sizes.legend_text


@pytest.mark.parametrize("dense", [False, True])
@pytest.mark.parametrize("title", ["Life of an order", "What happens to an order from the click to the doorstep " * 3])
def test_a_heading_of_the_specs_own_words_is_never_left_out(title: str, dense: bool) -> None:
    items = [LEGEND[n % len(LEGEND)] for n in range(20)]
    found = frame(diagram("a b", ["a>b"], legend={"title": title.strip(), "items": items}), dense)
    assert found.legend is not None and found.legend.title is not None
    assert found.legend.title.text == title.strip()
    check_frame(found, Rect(0, 0, 1024, 1024), 28)


def test_without_a_legend_the_diagram_has_its_room() -> None:
    bare, with_one = frame(diagram("a b", ["a>b"])), frame(diagram("a b", ["a>b"], legend=["Only this"]))
    assert bare.legend is None and with_one.legend is not None
    assert bare.area.bottom > with_one.legend.rect.y > with_one.area.bottom


@pytest.mark.parametrize("dense", [False, True])
def test_everything_round_the_diagram_grows_with_a_large_canvas(dense: bool) -> None:
    arrows = of_kinds("request", "token", "storage")
    d = diagram("a b", arrows, subtitle="From a to b", caption="Illustrative.", legend=list(LEGEND[:3]))
    usual, large = frame(d, dense), frame(on_canvas(d, 2048, 2048), dense)
    for small, big in zip(texts(usual), texts(large), strict=True):
        assert big.style.size == pytest.approx(2 * small.style.size), small.role
    assert large.legend is not None and usual.legend is not None
    assert large.area.h / 2048 == pytest.approx(usual.area.h / 1024, abs=0.05)
    check_frame(large, Rect(0, 0, 2048, 2048), 28)


@pytest.mark.parametrize("theme", ["pink-teal", "whiteboard"])
@QUICK
@given(specs(), st.sampled_from((1024.0, 760.0, 1600.0, 4000.0)), st.sampled_from((1024.0, 900.0, 2300.0)))
def test_frames_of_random_specs_overlap_nothing(theme: str, spec: dict[str, Any], width: float, height: float) -> None:
    own = load_theme(theme).metrics
    found = set_frame(on_canvas(diagram_of(spec), width, height), own, typesetter(), False)
    check_frame(found, Rect(0, 0, width, height), 28)


def test_a_title_without_a_subtitle_does_not_meet_the_key() -> None:
    d = diagram("a b", of_kinds("request", "token", "storage"), title="How a payment reaches the ledger and the bank")
    check_frame(frame(d), Rect(0, 0, 1024, 1024), 28)


def test_a_long_title_first_shrinks_and_then_breaks() -> None:
    sizes = metrics().sizes
    short, middling, long = (frame(diagram("a b", title=TITLE[:n])).title for n in (20, 60, len(TITLE)))
    assert short.style.size == sizes.title and len(short.lines) == 1
    assert sizes.title_min <= middling.style.size < sizes.title and len(middling.lines) == 1
    assert long.style.size == sizes.title_min and len(long.lines) > 1


def test_the_key_holds_only_kinds_in_use_and_one_entry_for_each_meaning() -> None:
    for kinds in (("request", "token"), ("request", "storage"), KINDS):
        found = frame(diagram("a b", of_kinds(*kinds)))
        groups = [group for group in metrics().key if set(group.kinds) & set(kinds)]
        assert len(found.key) == len(groups)
        assert all(entry.kind in kinds for entry in found.key)
        assert all(entry.kind in group.kinds for entry, group in zip(found.key, groups, strict=True))


def test_one_meaning_alone_needs_no_key() -> None:
    assert frame(diagram("a b", of_kinds("request"))).key == ()


def test_a_key_that_is_too_wide_for_the_subtitles_line_ends_there_in_two_or_takes_lines_of_its_own() -> None:
    subtitle = "A subtitle that takes most of the width"
    beside, stacked, below = (
        frame(diagram("a b", of_kinds(*KINDS), subtitle=text))
        for text in ("Short", f"{subtitle} and leaves the key too little room", f"{subtitle} " * 3)
    )
    lines = [sorted({entry.start[1] for entry in found.key}) for found in (beside, stacked, below)]
    baselines = [found.subtitle.lines[-1].baseline for found in (beside, stacked, below) if found.subtitle]
    assert [len(of) for of in lines] == [1, 2, 1]
    assert lines[0][0] < baselines[0] and lines[1][1] < baselines[1] and lines[2][0] > baselines[2]
    assert stacked.key[0].start[0] == stacked.key[1].start[0]
    assert beside.area == stacked.area
    for found in (beside, stacked, below):
        check_frame(found, Rect(0, 0, 1024, 1024), 28)


def test_the_samples_of_a_key_are_long_where_there_is_room_and_short_before_it_takes_more_lines() -> None:
    long, short = SAMPLES
    found: dict[float, int] = {}
    for letters in range(10, 90):
        key = frame(diagram("a b", of_kinds(*KINDS), subtitle="m" * letters)).key
        (sample,) = {round(entry.end[0] - entry.start[0], 6) for entry in key}
        lines = len({entry.start[1] for entry in key})
        assert sample in SAMPLES
        found.setdefault(sample, lines)
    assert list(found) == [long, short] and set(found.values()) == {1}


@pytest.mark.parametrize(
    ("kinds", "usual"),
    [
        (("authorization", "token", "token"), "token"),
        (("redirect", "token"), "redirect"),
        (("storage", "event", "storage", "event", "event"), "event"),
    ],
)
def test_a_step_has_the_tone_of_most_of_its_arrows_or_of_the_first(kinds: tuple[str, ...], usual: str) -> None:
    arrows = [{**arrow, "stage": 1} for arrow in of_kinds(*kinds)]
    legend = frame(diagram("a b", arrows, legend=["Once"])).legend
    assert legend is not None and [item.kind for item in legend.items] == [usual]


@pytest.mark.parametrize("theme", ["green-terminal", "neon-dark", "whiteboard"])
def test_an_entry_for_every_kind_of_arrow_takes_no_height_from_the_diagram(theme: str) -> None:
    few, all_of_them = (
        set_frame(
            diagram("a b", of_kinds(*kinds), subtitle="How it works"), load_theme(theme).metrics, typesetter(), False
        )
        for kinds in (KINDS[:2], KINDS)
    )
    assert [len(found.key) for found in (few, all_of_them)] == [2, len(KINDS)]
    assert few.area == all_of_them.area


def test_a_caption_stands_at_the_foot_below_the_legend() -> None:
    found = frame(diagram("a b", ["a>b"], caption="Illustrative.", legend=["One", "Two"]))
    assert found.caption is not None and found.legend is not None
    assert found.caption.line_rects()[0].y > found.legend.rect.bottom


@pytest.mark.parametrize("dense", [False, True])
def test_a_tight_frame_leaves_the_diagram_more_room_on_every_side_but_not_the_edge(dense: bool) -> None:
    d = diagram("a b", ["a>b"], legend=list(LEGEND), subtitle="A subtitle", caption="A caption")
    usual, tight = (set_frame(d, metrics(), typesetter(), dense, way) for way in (False, True))
    assert tight.area.contains(usual.area) and tight.area != usual.area
    assert tight.area.x >= NARROWEST_MARGIN and tight.area.right <= d.canvas.width - NARROWEST_MARGIN
    check_frame(tight, Rect(0, 0, 1024, 1024), 28)


@pytest.mark.parametrize("dense", [False, True])
def test_a_titles_descenders_keep_off_the_diagram_as_far_as_a_subtitles(dense: bool) -> None:
    alone = frame(diagram("a b", ["a>b"]), dense)
    with_subtitle = frame(diagram("a b", ["a>b"], subtitle="A subtitle"), dense)
    assert with_subtitle.subtitle is not None
    airs = [
        found.area.y - (block.lines[-1].baseline + 0.22 * block.style.size)
        for found, block in ((alone, alone.title), (with_subtitle, with_subtitle.subtitle))
    ]
    assert min(airs) > 10 and airs[0] > airs[1] - 7


@pytest.mark.parametrize("margin", [0, 5, 28])
def test_however_small_the_margin_a_tight_frame_stays_off_the_edge(margin: int) -> None:
    d = diagram("a b", ["a>b"], canvas={"margin": margin})
    area = set_frame(d, metrics(), typesetter(), True, True).area
    assert area.x >= min(margin, NARROWEST_MARGIN)


def note_of(found: Frame) -> Rect:
    """What a sticky note takes round the caption."""
    assert found.caption is not None
    rects = found.caption.line_rects()
    left, right = min(rect.x for rect in rects), max(rect.right for rect in rects)
    return Rect(left, rects[0].y, right - left, rects[-1].bottom - rects[0].y).grown(NOTE_X, NOTE_Y)


LONG_CAPTION = "Explanatory flow, not an audited reference architecture. " * 6


@pytest.mark.parametrize("theme", list_themes())
def test_a_long_caption_stands_at_the_foot_at_the_margin_and_clear_of_the_legend(theme: str) -> None:
    own = load_theme(theme).metrics
    found = set_frame(diagram("a b", ["a>b"], legend=["One", "Two"], caption=LONG_CAPTION), own, typesetter(), False)
    assert found.caption is not None and found.legend is not None
    rects = found.caption.line_rects()
    x, y = (NOTE_X, NOTE_Y) if own.caption_style == "sticky" else (0.0, 0.0)
    assert min(rect.x for rect in rects) - x == pytest.approx(found.legend.rect.x, abs=0.01)
    assert max(rect.right for rect in rects) + x <= found.legend.rect.right + 0.01
    assert rects[0].y - y >= found.legend.rect.bottom + 10


@pytest.mark.parametrize("caption", ["Illustrative.", "Explanatory flow, not an audited reference architecture."])
@pytest.mark.parametrize("dense", [False, True])
def test_a_note_stands_beside_the_title_at_the_margin_and_the_key_below_the_diagram(caption: str, dense: bool) -> None:
    own = load_theme("whiteboard").metrics
    d = diagram("a b", of_kinds("request", "token"), legend=["One", "Two"], subtitle="A subtitle", caption=caption)
    found = set_frame(d, own, typesetter(), dense)
    note, legend = note_of(found), found.legend
    assert legend is not None and found.subtitle is not None
    assert note.right == pytest.approx(legend.rect.right, abs=0.02)
    assert found.title.line_rects()[0].y < note.y and note.bottom < found.area.y
    heads = [*found.title.line_rects(), *found.subtitle.line_rects()]
    assert note.x > max(rect.right for rect in heads) + 30
    assert len(found.key) == 2
    assert all(found.area.bottom + 8 < entry.start[1] < legend.rect.y - 8 for entry in found.key)
    assert found.key[0].start[0] == legend.rect.x


def test_a_note_gives_way_to_a_key_of_more_than_one_line() -> None:
    narrow = on_canvas(diagram("a b", of_kinds(*KINDS), caption="Illustrative."), 420, 1024)
    found = set_frame(narrow, load_theme("whiteboard").metrics, typesetter(), False)
    assert len({entry.start[1] for entry in found.key}) > 1
    assert note_of(found).y > found.area.bottom


def test_without_a_key_a_note_beside_the_title_takes_nothing_from_the_diagram() -> None:
    own = load_theme("whiteboard").metrics
    bare, noted = (
        set_frame(diagram("a b", ["a>b"], subtitle="A subtitle", **more), own, typesetter(), False)
        for more in ({}, {"caption": "Illustrative."})
    )
    assert noted.caption is not None and noted.area == bare.area
