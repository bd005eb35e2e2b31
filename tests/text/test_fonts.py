"""The registry of fonts agrees with the files, and opened fonts speak in whole units."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz as hb

from oauthviz.core.diagnostics import SpecError
from oauthviz.core.outlines import Commands
from oauthviz.resources import font_file
from oauthviz.text import families
from oauthviz.text.families import ANY, FAMILIES, GENERAL, LETTERS, STAND_INS, Family, family, is_installed
from oauthviz.text.fonts import chain, font_versions, ink_bounds, open_font
from oauthviz.text.model import FontKey
from oauthviz.text.shaping import EM

INSTALLED = [one for one in FAMILIES.values() if is_installed(one.name)]
FAMILY = pytest.mark.parametrize("one", INSTALLED, ids=lambda one: one.name)
SAMPLE = "AgW&ÅคकعÇ@—→令"
ALPHABETS = {
    "Latn": "AbcÄéñøßŁžůœ",
    "Grek": "Άαβγδεζηθικλμνξοπρσςτυφχψωώΐ",
    "Cyrl": "АбвгдежзийклмнопрстуфхцчшщъыьэюяёЇєґђћ",
    "Arab": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىپچگ",
    "Hebr": "אבגדהוזחטיכלמנסעפצקרשתםןץףך",
    "Deva": "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह्ािीुूेैोौंः",
    "Thai": "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาำิีึืุูเแโใไๅ็่้๊๋์",
}


def is_covered(name: str, letters: str) -> bool:
    return all(map(open_font(FAMILIES[name].key(500)).covers, letters))


def glyphs_of(font_key: FontKey, text: str) -> list[int]:
    font = open_font(font_key)
    return [glyph for char in text if font.covers(char) for glyph, *_ in font.shape(char, 0, 1, "Zyyy", False, {})]


@FAMILY
def test_every_family_opens_upright_at_its_weights(one: Family) -> None:
    for weight in (100, 400, 700, 900):
        key = one.key(weight)
        assert "Italic" not in Path(font_file(one.module, one.file(key.weight), one.folder)).name
        assert EM % open_font(key).units_per_em == 0


@FAMILY
def test_the_weights_and_axes_of_the_registry_are_those_of_the_file(one: Family) -> None:
    for weight, name in one.files:
        face = hb.Face(hb.Blob.from_file_path(str(font_file(one.module, name, one.folder))), one.index)
        axes = {axis.tag: axis for axis in face.axis_infos}
        if one.weights is None:
            assert axes == {}
        else:
            assert (axes["wght"].min_value, axes["wght"].max_value) == one.weights
            assert axes["wght"].default_value == weight
            assert set(axes) == {"wght", *dict(one.pins)}


@FAMILY
def test_every_outline_is_made_of_whole_units_and_closed(one: Family) -> None:
    for weight in (433, 650):
        key = one.key(weight)
        for glyph in glyphs_of(key, SAMPLE):
            outline = open_font(key).outline(glyph)
            assert outline[0][0] == "M"
            assert outline[-1] == ("Z",)
            assert all(type(number) is int for _, *numbers in outline for number in numbers)


def test_a_weight_between_two_static_faces_takes_the_nearer_one_and_of_equals_the_lighter() -> None:
    kalam = family("Kalam")
    assert [kalam.key(weight).weight for weight in (100, 350, 351, 450, 550, 551, 900)] == [
        300, 300, 400, 400, 400, 700, 700,
    ]  # fmt: skip


def test_a_weight_outside_the_axis_is_brought_to_its_end() -> None:
    assert family("Space Grotesk").key(800) == FontKey("Space Grotesk", 700)


def test_a_heavier_weight_draws_another_outline() -> None:
    light, bold = (open_font(FontKey("Inter", weight)) for weight in (400, 700))
    glyph = glyphs_of(FontKey("Inter", 400), "o")[0]
    assert light.outline(glyph) != bold.outline(glyph)


def test_a_fallback_chain_starts_with_the_face_itself_and_names_nobody_twice() -> None:
    for one in INSTALLED:
        for script in ("Zyyy", "Arab", "Hani"):
            names = [link.key.family for link in chain(one.name, 500, script, "ja")]
            assert names[0] == one.name
            assert len(names) == len(set(names))
            assert set(ANY) <= set(names)


@pytest.mark.parametrize("script", ALPHABETS)
def test_whoever_stands_in_for_a_script_has_its_letters(script: str) -> None:
    names = {GENERAL[script], *(row[script] for row in STAND_INS.values() if script in row)}
    for name in sorted(names):
        assert is_covered(name, ALPHABETS[script]), name


@FAMILY
def test_every_style_has_a_face_for_the_letters_of_every_language(one: Family) -> None:
    for lang, letters in LETTERS.items():
        assert is_covered(chain(one.name, 500, "Latn", lang)[0].key.family, letters)


def test_a_face_is_replaced_by_the_nearest_in_style() -> None:
    def stand_in(name: str, script: str, lang: str = "und") -> str:
        return chain(name, 500, script, lang)[1].key.family

    assert stand_in("Space Grotesk", "Cyrl") == "Manrope"
    assert stand_in("Inter", "Arab") == "Noto Sans Arabic"
    assert stand_in("IBM Plex Sans", "Arab") == "IBM Plex Sans Arabic"
    assert stand_in("Kalam", "Cyrl") == "Caveat"


def test_a_face_without_letters_of_the_language_gives_way_for_all_latin_text() -> None:
    assert chain("Kalam", 500, "Latn", "vi")[0].key.family == "Baloo 2"
    assert chain("Kalam", 500, "Zyyy", "vi-VN")[0].key.family == "Baloo 2"
    assert chain("Kalam", 500, "Latn", "pl")[0].key.family == "Kalam"


@pytest.mark.parametrize(
    ("lang", "script", "region"),
    [
        ("ja", "Hani", "JP"), ("zh", "Hani", "SC"), ("zh-Hans", "Hani", "SC"), ("zh-Hant-HK", "Hani", "TC"),
        ("ko", "Hani", "KR"), ("en", "Hani", "JP"), ("en", "Hang", "KR"), ("ja", "Kana", "JP"), ("zh-TW", "Hani", "TC"),
    ],
)  # fmt: skip
def test_the_language_decides_how_unified_ideographs_are_drawn(lang: str, script: str, region: str) -> None:
    assert families.stand_ins("hand", script, lang)[0] == f"Noto Sans CJK {region}"


def test_whether_an_extra_is_installed_does_not_show_where_it_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    with_extra = chain("Inter", 501, "Arab", "ar")
    monkeypatch.setattr("oauthviz.text.fonts.is_installed", lambda name: FAMILIES[name].extra is None)
    assert chain.__wrapped__("Inter", 501, "Arab", "ar") == with_extra


def test_a_font_is_opened_once() -> None:
    assert open_font(FontKey("Inter", 500)) is open_font(FontKey("Inter", 500))


def test_an_unknown_family_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(SpecError) as raised:
        family("Intre")
    assert raised.value.diagnostics[0].code == "unknown-font"
    assert "did you mean 'Inter'?" in str(raised.value)


def test_the_stamp_names_every_font_package() -> None:
    assert {package for package, _ in font_versions()} == {one.module.replace("_", "-") for one in FAMILIES.values()}


def test_vertical_measures_stand_in_their_natural_order() -> None:
    for one in INSTALLED:
        vertical = open_font(one.key(500)).vertical()
        assert 0.3 < vertical.x_height < vertical.cap_height < vertical.ascent < 1.5
        assert 0.1 < vertical.descent < 1


@pytest.mark.parametrize(
    ("outline", "bounds"),
    [
        ((), None),
        ((("M", 0, 0), ("L", 10, -20), ("Z",)), (0, -20, 10, 0)),
        ((("M", 0, 0), ("Q", 50, -100, 100, 0), ("Z",)), (0, -50, 100, 0)),
        ((("M", 0, 0), ("Q", 50, -99, 100, 0), ("Z",)), (0, -50, 100, 0)),
        ((("M", 0, 0), ("C", 0, -40, 100, 40, 100, 0), ("Z",)), (0, -40, 100, 40)),
    ],
)
def test_ink_bounds_follow_a_curve_to_its_turning_point(
    outline: Commands, bounds: tuple[int, int, int, int] | None
) -> None:
    assert ink_bounds(outline) == bounds
