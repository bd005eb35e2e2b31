"""Widths, glyphs and outlines: what holds for every text and style, then fallback and errors."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core.diagnostics import SpecError
from oauthviz.core.typography import Face, TextStyle
from oauthviz.text.errors import MissingGlyphError
from oauthviz.text.families import ENLARGED, FAMILIES, is_installed
from oauthviz.text.fonts import chain
from oauthviz.text.model import FontKey, ShapedLine
from oauthviz.text.typesetter import Typesetter

TYPESETTER = Typesetter()
INSTALLED = sorted(name for name in FAMILIES if is_installed(name))
INTER = Face("Inter", 500)
SAMPLES = (
    "HTTPS GET /authorize", "AVATAR To", "client_id + scope", "Résumé", "Ελληνικά", "Вход", "رمز التفويض 302",
    "प्राधिकरण कोड", "ลงชื่อเข้าใช้", "→ ✓", "e\u0301", "no\u00a0break\u2009thin", "a\u200bb",
    "Token رمز 12:30 done", "", " ",
)  # fmt: skip
FACES = st.builds(Face, st.sampled_from(INSTALLED), st.integers(100, 900), st.sampled_from([0.0, -0.025, 0.013, 0.2]))
TEXTS = st.one_of(st.sampled_from(SAMPLES), st.text("AVTo fi.-_/+→éЖع१ก", max_size=20))
SIZES = st.floats(5, 120)


def families(line: ShapedLine) -> set[str]:
    return {run.font.family for run in line.runs}


def glyph_ids(line: ShapedLine) -> list[int]:
    return [glyph.glyph_id for run in line.runs for glyph in run.glyphs]


@settings(deadline=None)  # the first text of a face opens its fonts
@given(TEXTS, FACES, SIZES)
def test_shaping_places_exactly_what_measuring_promised(text: str, face: Face, size: float) -> None:
    style = TextStyle(face, size)
    assert TYPESETTER.shape(text, style).width == TYPESETTER.width(text, style)


@given(TEXTS, FACES, SIZES)
def test_width_is_proportional_to_size(text: str, face: Face, size: float) -> None:
    one = TYPESETTER.width(text, TextStyle(face, 1))
    assert TYPESETTER.width(text, TextStyle(face, size)) == one * size


@given(st.text("ABCxyz 019_/", max_size=20), FACES)
def test_tracking_adds_the_same_to_every_character(text: str, face: Face) -> None:
    plain = TYPESETTER.width(text, TextStyle(Face(face.family, face.weight), 10))
    tracked = TYPESETTER.width(text, TextStyle(face, 10))
    assert tracked == pytest.approx(plain + len(text) * face.tracking * 10, abs=1e-4)


@given(TEXTS, FACES)
def test_an_answer_does_not_depend_on_what_was_asked_before(text: str, face: Face) -> None:
    style = TextStyle(face, 13)
    fresh = Typesetter()
    shaped, broken, width = fresh.shape(text, style), fresh.breaks(text, style), fresh.width(text, style)
    assert TYPESETTER.width(text, style) == width
    assert TYPESETTER.breaks(text, style) == broken
    assert TYPESETTER.shape(text, style) == shaped


@given(TEXTS, FACES)
def test_ink_stays_near_the_line(text: str, face: Face) -> None:
    line = TYPESETTER.shape(text, TextStyle(face, 100))
    left, top, right, bottom = line.ink
    assert -60 <= left <= right <= line.width + 60
    assert -150 <= top <= bottom <= 80


@given(TEXTS, FACES)
def test_every_glyph_of_a_line_has_an_outline_of_whole_units(text: str, face: Face) -> None:
    for run in TYPESETTER.shape(text, TextStyle(face, 12)).runs:
        enlarged = run.scale * TYPESETTER.units_per_em(run.font) / 12
        assert enlarged == pytest.approx(1) or enlarged == pytest.approx(ENLARGED[run.font.family], rel=1e-3)
        for glyph in run.glyphs:
            for _, *numbers in TYPESETTER.outline(run.font, glyph.glyph_id):
                assert all(isinstance(number, int) for number in numbers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ελληνικά", {"Manrope"}),
        ("Вход", {"Manrope"}),
        ("رمز", {"Cairo"}),
        ("קוד", {"Rubik"}),
        ("कोड", {"Poppins"}),
        ("ลงชื่อ", {"Prompt"}),
        ("✓", {"Inter"}),
    ],
)
def test_a_script_that_the_face_lacks_comes_from_a_font_that_has_it(text: str, expected: set[str]) -> None:
    line = TYPESETTER.shape(text, TextStyle(Face("Plus Jakarta Sans", 700), 12))
    assert families(line) <= expected
    assert 0 not in glyph_ids(line)
    assert line.ink[2] > line.ink[0]


def test_only_what_is_missing_comes_from_another_font() -> None:
    line = TYPESETTER.shape("ok رمز", TextStyle(INTER, 12))
    assert [run.font.family for run in line.runs] == ["Inter", "Noto Sans Arabic"]


def test_a_fallback_font_is_taken_at_the_weight_of_the_face() -> None:
    line = TYPESETTER.shape("رمز", TextStyle(Face("Plus Jakarta Sans", 700), 12))
    assert line.runs[0].font == FontKey("Cairo", 700)


def test_an_accent_stays_with_its_letter_whether_composed_or_not() -> None:
    style = TextStyle(INTER, 12)
    assert TYPESETTER.width("e\u0301", style) == TYPESETTER.width("é", style)


def test_a_line_of_arabic_runs_right_to_left_with_joined_letters() -> None:
    style = TextStyle(Face("Noto Sans Arabic", 500), 12)
    word, line = TYPESETTER.shape("رمز", style), TYPESETTER.shape("رمز التفويض", style)
    assert glyph_ids(line)[-len(glyph_ids(word)) :] == glyph_ids(word)
    apart = sum(TYPESETTER.width(letter, style) for letter in "التفويض")
    assert TYPESETTER.width("التفويض", style) < apart


def test_scripts_with_deep_descenders_stand_a_little_higher_in_a_stand_in() -> None:
    own = TYPESETTER.shape("رمز", TextStyle(Face("Noto Sans Arabic", 500), 100))
    stand_in = TYPESETTER.shape("رمز", TextStyle(INTER, 100))
    assert stand_in.runs[0].font.family == "Noto Sans Arabic"
    assert stand_in.ink[3] == pytest.approx(own.ink[3] - 8, abs=0.01)


@pytest.mark.parametrize(
    ("text", "face", "lang", "families_used"),
    [
        ("Máy chủ", "Kalam", "vi", {"Baloo 2"}),
        ("Máy chủ 302", "Inter", "vi", {"Inter"}),
        ("Ελληνικά OAuth", "Kalam", "el", {"Comfortaa", "Kalam"}),
        ("طلب: client_id، scope", "Plus Jakarta Sans", "ar", {"Cairo", "Plus Jakarta Sans"}),
    ],
)
def test_a_word_is_never_set_in_two_fonts(text: str, face: str, lang: str, families_used: set[str]) -> None:
    assert families(Typesetter(lang=lang).shape(text, TextStyle(Face(face, 500), 12))) == families_used


@pytest.mark.parametrize(
    ("text", "lang", "stand_in"),
    [
        ("منطقة الحافة", "ar", "IBM Plex Sans Arabic"),
        ("אזור הקצה", "he", "Heebo"),
        ("सत्र कैश", "hi", "Noto Sans Devanagari"),
    ],
)
def test_a_space_between_words_that_a_mono_face_lacks_is_as_wide_as_the_stand_in_has_it(
    text: str, lang: str, stand_in: str
) -> None:
    typesetter = Typesetter(lang=lang, rtl=lang != "hi")
    mono, own = (TextStyle(Face(name, 500), 12) for name in ("JetBrains Mono", stand_in))
    assert typesetter.width(text, mono) == typesetter.width(text, own)
    assert families(typesetter.shape("OAuth 2", mono)) == {"JetBrains Mono"}


def test_the_language_chooses_the_form_of_an_ideograph() -> None:
    style = TextStyle(INTER, 12)
    shown = {
        lang: {
            (run.font.family, glyph.glyph_id)
            for run in Typesetter(lang=lang).shape("直角", style).runs
            for glyph in run.glyphs
        }
        for lang in ("ja", "zh-Hans", "ko")
    }
    assert {family for family, _ in shown["zh-Hans"]} == {"Noto Sans CJK SC"}
    assert {glyph for _, glyph in shown["ja"]} != {glyph for _, glyph in shown["zh-Hans"]}


def test_a_line_of_a_right_to_left_language_says_so_and_turns_its_brackets() -> None:
    hebrew = Typesetter(lang="he", rtl=True)
    style = TextStyle(Face("Heebo", 500), 12)
    line = hebrew.shape("קוד (JWT)", style)
    assert line.rtl
    assert not hebrew.shape("POST /token", style).rtl
    bracket = glyph_ids(hebrew.shape("(", style))
    assert glyph_ids(line)[0] == bracket[0]  # leftmost stands the closing bracket, drawn as `(`
    assert hebrew.shape("(JWT)", style, "קוד (JWT)").rtl


def test_kerning_is_on_and_ligatures_are_off() -> None:
    for name in INSTALLED:
        style = TextStyle(Face(name, 500), 12)
        if name.startswith("Noto Sans "):
            continue
        for text in ("fi", "ffl", "->", "!="):
            assert len(glyph_ids(TYPESETTER.shape(text, style))) == len(text)
    style = TextStyle(INTER, 12)
    assert TYPESETTER.width("AV", style) < TYPESETTER.width("A", style) + TYPESETTER.width("V", style)


def test_an_arrow_of_two_signs_is_drawn_as_those_two_signs() -> None:
    style = TextStyle(Face("JetBrains Mono", 600), 12)
    separate = glyph_ids(TYPESETTER.shape("-", style)) + glyph_ids(TYPESETTER.shape(">", style))
    assert glyph_ids(TYPESETTER.shape("->", style)) == separate


@pytest.mark.parametrize(
    ("text", "character", "name"),
    [
        ("login 🔑 key", "🔑", "U+1F511 KEY"),
        ("a\x07", "\x07", "U+0007"),
        ("👩\u200d💻", "👩", "U+1F469 WOMAN"),
    ],
)
def test_a_character_that_no_font_has_is_named_with_its_text_the_fonts_and_a_way_out(
    text: str, character: str, name: str
) -> None:
    for ask in (TYPESETTER.width, TYPESETTER.shape, TYPESETTER.breaks):
        with pytest.raises(MissingGlyphError) as raised:
            ask(text, TextStyle(Face("Kalam", 400), 12))
        error = raised.value
        assert (error.text, error.character) == (text, character)
        assert error.diagnostics[0].code == "missing-glyph"
        for part in (name, repr(text), "Kalam, ", "Inter, Noto Sans, Noto Sans Arabic", "--missing-glyphs=box"):
            assert part in str(error)


def test_ideographs_without_the_extra_are_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("families", "fonts"):
        monkeypatch.setattr(f"oauthviz.text.{module}.is_installed", lambda name: FAMILIES[name].extra is None)
    monkeypatch.setattr("oauthviz.text.shaping.chain", chain.__wrapped__)
    for text in ("日本", "コード", "토큰", "a、"):
        with pytest.raises(MissingGlyphError) as raised:
            Typesetter(lang="ja").width(text, TextStyle(Face("Kalam", 400), 12))
        assert raised.value.diagnostics[0].code == "missing-font"
        assert "python -m pip install 'oauthviz[cjk]'" in str(raised.value)
    with pytest.raises(MissingGlyphError) as raised:
        Typesetter().width("🔑", TextStyle(Face("Kalam", 400), 12))
    assert raised.value.diagnostics[0].code == "missing-glyph"


def test_a_missing_glyph_error_survives_the_way_between_two_processes() -> None:
    error = MissingGlyphError("login 🔑", "🔑", ("Inter",), "cjk")
    copy = pickle.loads(pickle.dumps(error))
    assert isinstance(copy, SpecError)
    assert (copy.text, copy.character, str(copy)) == (error.text, error.character, str(error))


def test_a_box_stands_for_a_missing_character_where_that_is_asked_for() -> None:
    line = Typesetter(missing="box").shape("a 🔑", TextStyle(INTER, 12))
    assert glyph_ids(line)[-1] == 0
    assert families(line) == {"Inter"}
    assert Typesetter(missing="box").outline(FontKey("Inter", 500), 0)


@given(st.text(max_size=40))
def test_any_text_is_drawn_with_boxes_or_refused_by_name(text: str) -> None:
    style = TextStyle(INTER, 12)
    boxed = Typesetter(missing="box")
    for one in boxed.breaks(text, style):
        for line in one.lines:
            assert boxed.shape(line, style).width >= 0
        assert "".join("".join(one.lines).split()) == "".join(text.split())
    try:
        assert TYPESETTER.shape(text, style) == boxed.shape(text, style)
    except MissingGlyphError as error:
        assert error.character in text


def test_line_ends_and_tabs_are_measured_as_spaces() -> None:
    style = TextStyle(INTER, 12)
    assert TYPESETTER.width("a\tb\nc", style) == TYPESETTER.width("a b c", style)


def test_an_empty_line_has_no_width_and_no_ink() -> None:
    for text in ("", " "):
        assert TYPESETTER.shape(text, TextStyle(INTER, 12)).ink == (0, 0, 0, 0)
    assert TYPESETTER.width("", TextStyle(INTER, 12)) == 0


def test_threads_see_what_one_alone_would_see() -> None:
    styles = [TextStyle(Face(name, weight), 12) for name in INSTALLED[::2] for weight in (417, 583)]
    jobs = [(text, style) for style in styles for text in SAMPLES]
    alone = Typesetter()
    expected = [(alone.shape(*job), alone.breaks(*job)) for job in jobs]
    shared = Typesetter()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda job: (shared.shape(*job), shared.breaks(*job)), jobs)) == expected


def test_the_language_of_the_machine_does_not_show() -> None:
    code = (
        "from oauthviz.core.typography import Face, TextStyle; from oauthviz.text.typesetter import Typesetter; "
        "t = Typesetter(); s = TextStyle(Face('Inter', 500), 12); "
        "print([t.shape(x, s) for x in ('finish \\u0130i', '\\u0431\\u0433\\u0434\\u043f\\u0442', 'AVATAR')])"
    )
    seen = set()
    for locale in ("C", "tr_TR.UTF-8", "sr_RS.UTF-8"):
        env = {**os.environ, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": "1", "PYTHONUTF8": "1"}
        shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
        seen.add(shown.stdout)
    assert len(seen) == 1


def test_harfbuzz_is_imported_with_the_first_text_only() -> None:
    code = (
        "import sys; from oauthviz.text.typesetter import Typesetter; Typesetter(); print('uharfbuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
