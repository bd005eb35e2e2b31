"""Widths agree with a browser that is handed the same fonts."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

import pytest

from oauthviz.core.typography import Face, TextStyle
from oauthviz.resources import font_file
from oauthviz.text.families import FAMILIES
from oauthviz.text.typesetter import Typesetter

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


def font_faces() -> str:
    rules = []
    for family in FAMILIES.values():
        for weight, name in family.files:
            weights = f"{family.weights[0]} {family.weights[1]}" if family.weights else str(weight)
            source = font_file(family.module, name).as_uri()
            rules.append(f'@font-face {{font-family: "T {family.name}"; font-weight: {weights}; src: url("{source}")}}')
    return "\n".join(rules)


def span(face: Face, text: str) -> str:
    features = FEATURES if face.family.endswith(("Arabic", "Devanagari")) else f'{FEATURES}, "calt" 0'
    axes = "font-variation-settings: 'opsz' 14" if face.family == "Inter" else ""
    style = (
        f"position: absolute; white-space: pre; font: {face.weight} {SIZE}px 'T {face.family}'; "
        f"letter-spacing: {face.tracking}em; text-rendering: geometricPrecision; {features}; {axes}"
    )
    return f'<span style="{escape(style)}">{escape(text)}</span>'


@pytest.mark.browser
def test_widths_agree_with_chromium_to_a_twentieth_of_a_pixel(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser_path is None:
        pytest.skip("there is no Chromium on this machine")
    page_file = tmp_path / "widths.html"
    spans = "".join(span(face, text) for face, text in CASES)
    page_file.write_text(f'<meta charset="utf-8"><style>{font_faces()}</style>{spans}', encoding="utf-8")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        seen = page.evaluate(
            "async () => { await Promise.all([...document.fonts].map(f => f.load())); await document.fonts.ready;"
            " return [...document.querySelectorAll('span')].map(s => s.getBoundingClientRect().width) }"
        )
        browser.close()
    typesetter = Typesetter()
    ours = [typesetter.width(text, TextStyle(face, SIZE)) for face, text in CASES]
    apart = [
        (case, own, theirs) for case, own, theirs in zip(CASES, ours, seen, strict=True) if abs(own - theirs) > 0.05
    ]
    assert apart == []
