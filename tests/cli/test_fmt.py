"""`oauthviz fmt`: the meaning and every comment stay, and once is enough."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oauthviz.core.diagnostics import OauthvizError
from oauthviz.formatting import format_spec
from oauthviz.formatting.words import WIDTH
from oauthviz.spec.reading import read_spec
from tests.conftest import EXAMPLES, ROOT, SMALL, Ran

Run = Callable[..., Ran]

UNTIDY = """\
# header

# about
title:   'Login "x"'   # the title


archetype: handshake
description: >
  Some long text which goes on
  and is folded.
boxes: # the boxes
- {id: browser, # inside
   name: Browser}
# own line
- id: app
  name: |-
    Web App
  # end of app
-   {   id:   authz, name: "Authorization Server" , role: this is a very long role text that goes on and on and on, kind: [service]   } # beside
  # last of the boxes

arrows:
  # first
  - {from: browser, to: app, params: {a, b: c}}
  - from: app
    to: authz
    label:
      plain on
      two lines # end
    # tail
# footer
"""  # noqa: E501 # a line that is too long is what this is about

TIDY = """\
# header

# about
title: 'Login "x"'  # the title

archetype: handshake
description: >
  Some long text which goes on and is folded.
boxes:  # the boxes
  - id: browser  # inside
    name: Browser
  # own line
  - id: app
    name: Web App
    # end of app
  # beside
  - id: authz
    name: "Authorization Server"
    role: this is a very long role text that goes on and on and on
    kind: [service]
  # last of the boxes

arrows:
  # first
  - {from: browser, to: app, params: {a, b: c}}
  - from: app
    to: authz
    label: plain on two lines  # end
    # tail
# footer
"""

words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029"),
    min_size=1,
    max_size=30,
)
texts = st.one_of(
    words,
    st.sampled_from(
        ["no", "22:22", "010", "a: b", "# not one", "- x", "[a]", "it's", 'say "x"', "a\\b", "é 🙂", "0x1F"]
    ),
    st.lists(words, min_size=8, max_size=30).map(" ".join).map(lambda text: text[:200]),
)


@st.composite
def specs(draw: st.DrawFn) -> str:
    """The text of a spec in some style of YAML, with comments and empty lines in it."""
    ids = ["a", "b", "c"][: draw(st.integers(1, 3))]
    boxes = [{"id": id, "name": draw(texts), **draw(optional("role", texts))} for id in ids]
    arrow = st.fixed_dictionaries({"from": st.sampled_from(ids), "to": st.sampled_from(ids), "label": texts})
    data: dict[str, Any] = {
        "title": draw(texts),
        **draw(optional("description", st.lists(texts, min_size=1, max_size=3).map("\n".join))),
        "boxes": boxes,
        "arrows": draw(st.lists(arrow, max_size=3)),
        **draw(optional("legend", st.lists(texts, min_size=1, max_size=3))),
    }
    lines = yaml.dump(
        data,
        allow_unicode=draw(st.booleans()),
        sort_keys=draw(st.booleans()),
        default_flow_style=draw(st.sampled_from([None, True, False])),
        default_style=draw(st.sampled_from([None, '"', "'", "|", ">"])),
        width=draw(st.sampled_from([20, 60, 200])),
        indent=draw(st.sampled_from([2, 4])),
    ).splitlines()
    for number in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["alone", "beside", "empty"]))
        if kind == "beside":
            lines[place] += f" # c{number}."
        else:
            indent = " " * draw(st.integers(0, 6))
            lines.insert(place, f"{indent}# c{number}." if kind == "alone" else "")
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines) + "\n"


def optional(key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(st.just({}), values.map(lambda value: {key: value}))


@settings(deadline=None, max_examples=60)
@given(specs())
def test_formatting_keeps_meaning_and_comments_and_twice_is_once(text: str) -> None:
    try:
        before = read_spec(text)
    except OauthvizError:
        assume(False)
    formatted = format_spec(text)
    again = read_spec(formatted)
    assert again.spec == before.spec
    for number in range(6):
        assert formatted.count(f"# c{number}.") == text.count(f"# c{number}.")
    assert format_spec(formatted) == formatted
    assert "\r" not in formatted and formatted == formatted.strip("\n") + "\n"
    if "\n\n\n" not in (before.spec.description or ""):
        assert "\n\n\n" not in formatted


def test_empty_lines_within_a_text_are_part_of_it() -> None:
    formatted = format_spec(SMALL + "\n\n\ndescription: |\n  One\n\n\n  Two\n")
    assert formatted.endswith("\n\ndescription: |\n  One\n\n\n  Two\n")
    assert "\n\n\n" not in formatted.partition("description")[0]


def test_everything_that_can_be_untidy_is_tidied() -> None:
    assert format_spec(UNTIDY) == TIDY


@pytest.mark.parametrize(
    "path", sorted([*EXAMPLES.glob("*.yaml"), *(ROOT / "tests" / "layout" / "specs").glob("*.yaml")])
)
def test_once_is_enough_for_real_specs(path: Path) -> None:
    once = format_spec(path.read_bytes(), str(path))
    assert format_spec(once, str(path)) == once
    assert once.count("#") == path.read_text(encoding="utf-8").count("#")


@pytest.mark.parametrize("value", ["no", "22:22", "010", "0x1F", "2020-01-01", "1_000", "yes", "~x"])
def test_a_word_that_other_readers_of_yaml_take_for_something_else_stays_as_it_is_written(value: str) -> None:
    for written in (value, f"'{value}'", f'"{value}"'):
        formatted = format_spec(SMALL.replace("name: Browser", f"name: {written}"))
        assert f"name: {value}," in formatted or f'name: "{value}",' in formatted
        assert read_spec(formatted).spec.boxes[0].name == value


def test_brackets_stay_on_one_line_or_go() -> None:
    long = "A name of many letters " * 4
    formatted = format_spec(SMALL.replace("role: Where the user is", f"role: {long}"))
    assert max(map(len, formatted.splitlines())) <= WIDTH
    assert "  - id: browser\n    name: Browser\n" in formatted
    assert "  - {id: app, name: Web App," in formatted


def test_json_stays_json(oauthviz: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    data = {"title": "é", "boxes": [{"id": "a", "name": "A"}]}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert oauthviz("fmt", path).code == 0
    assert path.read_text(encoding="utf-8") == json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    assert oauthviz("fmt", path, "--check").code == 0


def test_check_and_diff_write_nothing(oauthviz: Run, tmp_path: Path) -> None:
    path = tmp_path / "untidy.yaml"
    path.write_text(UNTIDY, encoding="utf-8")
    check, diff = oauthviz("fmt", path, "--check"), oauthviz("fmt", path, "--diff")
    assert (check.code, diff.code) == (1, 1)
    assert f"{path}: would be formatted" in check.out
    assert "+title: 'Login \"x\"'  # the title\n" in diff.out
    assert path.read_text(encoding="utf-8") == UNTIDY
    ran = oauthviz("fmt", path)
    assert (ran.code, ran.out) == (0, f"{path}: formatted\n")
    assert path.read_text(encoding="utf-8") == TIDY
    assert oauthviz("fmt", path, "--check", "--diff").code == 0


def test_a_bad_spec_is_told_with_its_place_and_left_alone(oauthviz: Run, tmp_path: Path, small: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = SMALL.replace("label: Open", "lable:   Open")
    bad.write_text(text, encoding="utf-8")
    ran = oauthviz("fmt", bad, small)
    assert ran.code == 3
    assert f"{bad}:8:" in ran.err
    assert bad.read_text(encoding="utf-8") == text


def test_a_result_that_says_something_else_is_refused(
    oauthviz: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oauthviz.formatting.printed", lambda tree: SMALL.replace("Web App", "Shop"))
    ran = oauthviz("fmt", small)
    assert ran.code == 3
    assert "left as it is" in ran.err
    assert small.read_text(encoding="utf-8") == SMALL


def test_a_pipe_is_formatted_to_a_pipe(oauthviz: Run) -> None:
    assert oauthviz("fmt", "-", stdin=UNTIDY.encode()).out == TIDY
