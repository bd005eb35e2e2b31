"""Row 3: one over a limit is exit code 4 with a place, exactly at it passes."""

from __future__ import annotations

import pytest

from oauthviz.spec.limits import ARROWS, BOXES, BYTES, CHARACTERS, LABEL, LEGEND_ITEMS, TEXT
from oauthviz.spec.reading import read_spec, spec_from_mapping
from tests.spec.help import BASE, refused, the_error


def boxes(count: int) -> str:
    return "title: T\nboxes:\n" + "".join(f"- {{id: b{i}, name: B}}\n" for i in range(count))


def arrows(count: int, label: str = "x") -> str:
    return BASE + "arrows:\n" + f"- {{from: a, to: b, label: {label}}}\n" * count


def legend(count: int) -> str:
    return BASE + "legend:\n" + "- x\n" * count


def label(length: int) -> str:
    return BASE + f"arrows: [{{from: a, to: b, label: {'x' * length}}}]\n"


def caption(length: int) -> str:
    return BASE + f"caption: {'x' * length}\n"


def size(count: int) -> str:
    return BASE + "#" * (count - len(BASE))


def in_all(count: int) -> str:
    """Texts of `count` characters: title, ids and names have 5, the ends of an arrow 2."""
    rest = count - 5
    parts = [202] * (rest // 202)
    last = rest - sum(parts)
    lines = "".join(f"- {{from: a, to: b, label: {'x' * (n - 2)}}}\n" for n in parts)
    return BASE + "arrows:\n" + lines + (f"caption: {'y' * last}\n" if last else "")


@pytest.mark.parametrize(
    ("make", "most", "code", "line"),
    [
        (boxes, BOXES, "too-many", 203),
        (arrows, ARROWS, "too-many", 504),
        (legend, LEGEND_ITEMS, "too-many", 204),
        (label, LABEL, "too-long", 3),
        (caption, TEXT, "too-long", 3),
        (size, BYTES, "too-large", 1),
        (in_all, CHARACTERS, "too-large", 251),
    ],
)
def test_at_a_limit_it_passes_and_one_more_is_over(make: object, most: int, code: str, line: int) -> None:
    assert callable(make)
    read_spec(make(most))
    assert the_error(make(most + 1), exit_code=4)[:2] == (code, line)


def test_a_long_label_is_counted_in_characters_not_in_bytes() -> None:
    read_spec(label(LABEL).replace("x" * LABEL, "日" * LABEL))


def test_bytes_and_text_are_measured_alike() -> None:
    text = BASE + "# " + "日" * (BYTES // 3)
    assert the_error(text, exit_code=4) == the_error(text.encode(), exit_code=4) == ("too-large", 1, 1)


def test_a_limit_among_other_errors_decides_the_exit_code_and_is_listed() -> None:
    text = BASE + "".join(f"k{i}: v\n" for i in range(60)) + f"caption: {'x' * 501}\n"
    assert [found.code for found in refused(text, exit_code=4)] == ["too-long", "more-errors"]


def test_many_errors_are_cut_off_and_counted() -> None:
    found = refused(BASE + "".join(f"k{i}: v\n" for i in range(80)))
    assert [one.code for one in found] == ["unknown-key"] * 50 + ["more-errors"]
    assert found[-1].message.startswith("30 ")


def test_limits_hold_for_specs_made_in_python() -> None:
    from oauthviz.core.diagnostics import LimitError

    deep: list[object] = []
    deep.append(deep)
    for keys in ({"caption": "x" * (TEXT + 1)}, {"layout": {"columns": deep}}, {"zones": [{}] * 201}):
        with pytest.raises(LimitError):
            spec_from_mapping({"title": "T", "boxes": [{"id": "a", "name": "A"}], **keys}, name="n")
