"""Widths agree with a browser that is handed the same fonts."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
import uharfbuzz as hb

from oauthviz.core.typography import Face, TextStyle
from oauthviz.resources import font_file
from oauthviz.text.families import FAMILIES, Family
from oauthviz.text.fonts import chain
from oauthviz.text.typesetter import Typesetter
from tests.renderers import chromium
from tests.text.sentences import SENTENCES

LATIN = ("client_id + redirect_uri + scope", "AVATAR Type. Wave", "-> fi ffl != 302 (OK)", "302", "Résumé Ça")
CASES = [
    (Face(family, weight), text)
    for family, weight in (
        ("Inter", 450),
        ("Inter", 700),
        ("Plus Jakarta Sans", 800),
        ("Space Grotesk", 700),
        ("JetBrains Mono", 600),
        ("IBM Plex Sans", 500),
        ("Kalam", 400),
        ("Kalam", 700),
        ("Noto Sans", 550),
    )
    for text in LATIN
] + [
    (Face("Inter", 500), "Ελληνικά Вход"),
    (Face("Inter", 500, -0.025), "Tracked heading"),
    (Face("Noto Sans Arabic", 500), "رمز التفويض"),
    (Face("Noto Sans Devanagari", 500), "प्राधिकरण कोड"),
    (Face("Noto Sans Thai", 500), "ลงชื่อเข้าใช้"),
]
SIZE = 13.5
FEATURES = 'font-feature-settings: "liga" 0, "clig" 0, "dlig" 0, "hlig" 0'


# Where a browser mixes two fonts in a word and we take one for it, the two cannot agree: Kalam in Greek, for one.
FACES = {
    "ar": ("Plus Jakarta Sans", 700, "Arab"),
    "he": ("Space Grotesk", 500, "Hebr"),
    "hi": ("Kalam", 400, "Deva"),
    "th": ("Plus Jakarta Sans", 600, "Thai"),
    "ja": ("Plus Jakarta Sans", 700, "Hani"),
    "zh-Hans": ("Inter", 500, "Hani"),
    "ko": ("IBM Plex Sans", 450, "Hang"),
    "el": ("IBM Plex Sans", 600, "Grek"),
    "ru": ("Space Grotesk", 600, "Cyrl"),
    "vi": ("JetBrains Mono", 500, "Latn"),
    "pl": ("Kalam", 700, "Latn"),
}
LANGUAGES = [
    (lang, Face(family, weight), text) for lang, (family, weight, _) in FACES.items() for text in SENTENCES[lang]
]
RIGHT_TO_LEFT = ("ar", "he")
JOINED = ("ar", "hi")


def font_faces(folder: Path) -> str:
    rules = []
    for family in FAMILIES.values():
        for weight, name in family.files:
            weights = f"{family.weights[0]} {family.weights[1]}" if family.weights else str(weight)
            path = font_file(family.module, name, family.folder, family.extra)
            source = (one_of(path, family, folder) if path.suffix == ".ttc" else path).as_uri()
            rules.append(f'@font-face {{font-family: "T {family.name}"; font-weight: {weights}; src: url("{source}")}}')
    return "\n".join(rules)


def one_of(path: Path, family: Family, folder: Path) -> Path:
    """A font of a collection as a file of its own, which is all that a page can load, with what the texts need."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update({ord(character) for _, _, text in LANGUAGES for character in text})
    wanted.layout_feature_tag_set.invert()
    blob = hb.subset(hb.Face(hb.Blob.from_file_path(str(path)), family.index), wanted).blob
    made = folder / f"{family.name}.otf"
    made.write_bytes(blob.data)
    return made


def span(face: Face, text: str, lang: str = "und") -> str:
    is_joined = face.family.endswith(("Arabic", "Devanagari")) or lang in JOINED
    features = FEATURES if is_joined else f'{FEATURES}, "calt" 0'
    script = FACES[lang][2] if lang in FACES else "Zyyy"
    families = [link.key.family for link in chain(face.family, face.weight, script, lang)]
    names = ", ".join(f"'T {name}'" for name in families)
    axes = "font-variation-settings: 'opsz' 14" if "Inter" in families else ""
    style = (
        f"position: absolute; white-space: pre; font: {face.weight} {SIZE}px {names}; "
        f"letter-spacing: {face.tracking}em; text-rendering: geometricPrecision; {features}; {axes}"
    )
    direction = "rtl" if lang in RIGHT_TO_LEFT else "ltr"
    return f'<span lang="{lang}" dir="{direction}" style="{escape(style)}">{escape(text)}</span>'


def seen_widths(spans: str, folder: Path) -> list[float]:
    """How wide Chromium sets each span, in px."""
    page_file = folder / "widths.html"
    page_file.write_text(f'<meta charset="utf-8"><style>{font_faces(folder)}</style>{spans}', encoding="utf-8")
    with chromium() as page:
        page.goto(page_file.as_uri())
        seen: list[float] = page.evaluate(
            "async () => { await Promise.all([...document.fonts].map(f => f.load())); await document.fonts.ready;"
            " return [...document.querySelectorAll('span')].map(s => s.getBoundingClientRect().width) }"
        )
    return seen


@pytest.mark.browser
def test_widths_agree_with_chromium_to_a_twentieth_of_a_pixel(tmp_path: Path) -> None:
    seen = seen_widths("".join(span(face, text) for face, text in CASES), tmp_path)
    typesetter = Typesetter()
    ours = [typesetter.width(text, TextStyle(face, SIZE)) for face, text in CASES]
    apart = [
        (case, own, theirs) for case, own, theirs in zip(CASES, ours, seen, strict=True) if abs(own - theirs) > 0.05
    ]
    assert apart == []


@pytest.mark.browser
def test_two_hundred_texts_in_many_scripts_are_as_wide_as_in_chromium(tmp_path: Path) -> None:
    seen = seen_widths("".join(span(face, text, lang) for lang, face, text in LANGUAGES), tmp_path)
    typesetters = {lang: Typesetter(lang=lang, rtl=lang in RIGHT_TO_LEFT) for lang in SENTENCES}
    ours = [typesetters[lang].width(text, TextStyle(face, SIZE)) for lang, face, text in LANGUAGES]
    apart = sorted(
        (
            (round(abs(own - theirs), 4), lang, face.family, text)
            for own, theirs, (lang, face, text) in zip(ours, seen, LANGUAGES, strict=True)
        ),
        reverse=True,
    )
    print(f"{len(apart)} texts in {len(SENTENCES)} languages, largest difference {apart[0][0]} px: {apart[0][1:]}")
    assert len(apart) >= 200
    wide = [one for one in apart if one[0] > 0.1]
    print(*wide, sep="\n")
    assert wide == []
