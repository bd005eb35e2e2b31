"""What is wrong with a theme, in words that its author knows, and how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from oauthviz.core.diagnostics import Diagnostic, Position, SpecError
from oauthviz.theme.loading import load_theme

HEAD = "extends: neon-dark\nname: mine\nversion: 1\nlabel: Mine\n"


def findings(folder: Path, text: str) -> tuple[Diagnostic, ...]:
    file = folder / "theme.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load_theme(str(file))
    return tuple(caught.value.diagnostics)


@pytest.mark.parametrize(
    ("text", "column", "message", "help"),
    [
        ("paint: {grid: {color: '#112233'}}", 16, "paint.grid has no key 'color'", "did you mean 'colour'?"),
        ("pain: {}", 1, "a theme has no key 'pain'", "did you mean 'paint'?"),
        ("paint: {heads: opn}", 9, "paint.heads cannot be 'opn'", "did you mean 'open'?"),
        ("paint: {heads: 7}", 9, "paint.heads cannot be '7'", "there is: filled, open"),
        ("paint: {text: red}", 9, "paint.text cannot be 'red'", "a colour is #"),
        ("paint: {dots: 7}", 9, "paint.dots takes a mapping of keys, not the number 7", None),
        (
            "paint: {arrows: {token: {dash: '7 4'}}}",
            26,
            "paint.arrows.token.dash takes a list in brackets, not a text",
            None,
        ),
        (
            "paint: {lights: [{x: 0, y: 0, colour: '#112233', opacity: 2}]}",
            50,
            "paint.lights.0.opacity is 2, and has to be at most 1",
            None,
        ),
        ("paint: {glow: {arrow: [{width: 3}]}}", 24, "paint.glow.arrow.0 needs the key 'opacity'", None),
        ("paint: {glow: {arrow: [{width: 3, opcity: 1}]}}", 35, "paint.glow.arrow.0 has no key", "'opacity'?"),
        ("paint: {tones: {red: 7}}", 17, "paint.tones.red takes a mapping of keys, not the number 7", None),
        ("paint: {icon_tint: soft}", 9, "paint.icon_tint takes a number, not a text", None),
        ("paint: {icon_tint: true}", 9, "paint.icon_tint takes a number, not the truth value true", None),
        ("paint: {grid: {colour: '#112233', major_every: 2.5}}", 35, "takes a whole number, not the number 2.5", None),
        ("paint: {title: {cursor: 1}}", 17, "paint.title.cursor takes true or false, not the number 1", None),
        (
            "paint: {arrows: {token: {tone: mangenta}}}",
            26,
            "token.tone names 'mangenta', which is no tone",
            "'magenta'?",
        ),
        ("paint: {zone: {cycle: [cyan, x]}}", 30, "paint.zone.cycle.1 names 'x', which is no tone", "there is: "),
        ("paint: {arrows: {tokn: {tone: cyan}}}", 18, "paint.arrows.tokn cannot be 'tokn'", "did you mean 'token'?"),
        ("paint: {tones: {Red: null}}", 17, "paint.tones.Red cannot be 'Red'", "a name is lower-case letters"),
        ("metrics: {sizes: {title: 900}}", 19, "metrics.sizes.title is 900, and has to be at most", None),
        ("metrics: {depth: 3}", 11, "metrics.depth follows from isometric.depth and", "give isometric.depth instead"),
        ("paint: {arrows: {token: null}}", 9, "paint.arrows has nothing for token", "every kind needs a tone"),
        pytest.param(f"paint: {{{'o' * 900}: 1}}", 9, "paint has no key 'ooo", "there is: background", id="long"),
    ],
)
def test_a_fault_in_a_theme_is_told_at_its_place_in_words_of_the_theme(
    tmp_path: Path, text: str, column: int, message: str, help: str | None
) -> None:
    found = next(one for one in findings(tmp_path, text) if message in one.message)
    assert (found.help is None) == (help is None) and (help or "") in (found.help or "")
    assert found.position == Position(5, column)


def test_a_label_with_signs_of_markup_is_told_what_it_may_hold(tmp_path: Path) -> None:
    file = tmp_path / "theme.yaml"
    file.write_text(HEAD.replace("Mine", "<b>"), encoding="utf-8")
    with pytest.raises(SpecError, match="label cannot be '<b>'") as caught:
        load_theme(str(file))
    assert caught.value.diagnostics[0].help == "it is one line without < > { }"


@pytest.mark.parametrize("value", ["7", "red", "[1]", "{a: 1}", "true", "1.5", "'x y'", ".inf"])
@pytest.mark.parametrize("key", ["background", "lights", "glow", "tones", "arrows", "heads", "icon_tint", "title"])
def test_no_message_speaks_of_the_library_that_found_the_fault(tmp_path: Path, key: str, value: str) -> None:
    file = tmp_path / "theme.yaml"
    file.write_text(f"{HEAD}paint: {{{key}: {value}}}\n", encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load_theme(str(file))
    for one in caught.value.diagnostics:
        words = f"{one.message} {one.help}"
        assert not re.search(r"pydantic|input|tuple|dict|\bstr\b|Input should|Field required", words), words
