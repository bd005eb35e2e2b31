"""Which fonts there are and which stands in for which: data. A family is one entry of `FAMILIES`.

A face that lacks a script is replaced by the nearest one in style that has it: `STAND_INS` by style and script, then
`GENERAL` by script alone. Scripts are ISO 15924 codes.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec import Struct

from oauthviz.core.diagnostics import Diagnostic, SpecError, did_you_mean
from oauthviz.resources import package_file
from oauthviz.text.model import FontKey

Style = Literal["grotesque", "geometric", "technical", "mono", "hand"]


class Family(Struct, frozen=True):
    """A family of upright fonts in an installed font package.

    `files` are (weight, file name) pairs, one for each static face; a variable family has one file, and `weights`
    is the range of its weight axis. `pins` hold its other axes still. `folder` is where in the package the files lie,
    `index` which font of a collection it is, `extra` the extra of oauthviz that brings the package.
    """

    name: str
    module: str
    style: Style
    files: tuple[tuple[int, str], ...]
    weights: tuple[int, int] | None = None
    pins: tuple[tuple[str, float], ...] = ()
    folder: str = "files/"
    index: int = 0
    extra: str | None = None

    def key(self, weight: int) -> FontKey:
        """The font nearest to `weight`; of two static faces that are equally near, the lighter one."""
        if self.weights is not None:
            return FontKey(self.name, min(max(weight, self.weights[0]), self.weights[1]))
        return FontKey(self.name, min((abs(own - weight), own) for own, _ in self.files)[1])

    def file(self, weight: int) -> str:
        """The name of the file that holds the font of `key(weight)`."""
        return self.files[0][1] if self.weights is not None else dict(self.files)[weight]


_FULL_WIDTH = (("wdth", 100.0),)


def _static(stem: str, *faces: tuple[int, str]) -> tuple[tuple[int, str], ...]:
    return tuple((weight, f"{stem}-{name}.ttf") for weight, name in faces)


_FOUR = ((400, "Regular"), (500, "Medium"), (600, "SemiBold"), (700, "Bold"))


def _noto_cjk(region: str, index: int) -> Family:
    files = ((100, "NotoSansCJK-VF.otf.ttc"),)
    return Family(
        f"Noto Sans CJK {region}",
        "manimgx_fonts_cjk",
        "grotesque",
        files,
        (100, 900),
        folder="",
        index=index,
        extra="cjk",
    )


FAMILIES = {
    family.name: family
    for family in (
        # Inter's outlines for small type (opsz 14) at every size, so that a width is proportional to the size.
        Family("Inter", "fontpkg_inter", "grotesque", ((400, "Inter[opsz,wght].ttf"),), (100, 900), (("opsz", 14.0),)),
        Family(
            "Plus Jakarta Sans",
            "fontpkg_plus_jakarta_sans",
            "geometric",
            ((400, "PlusJakartaSans[wght].ttf"),),
            (200, 800),
        ),
        Family("Space Grotesk", "fontpkg_space_grotesk", "geometric", ((300, "SpaceGrotesk[wght].ttf"),), (300, 700)),
        Family("JetBrains Mono", "fontpkg_jetbrains_mono", "mono", ((400, "JetBrainsMono[wght].ttf"),), (100, 800)),
        Family(
            "IBM Plex Sans",
            "fontpkg_ibm_plex_sans",
            "technical",
            ((400, "IBMPlexSans[wdth,wght].ttf"),),
            (100, 700),
            _FULL_WIDTH,
        ),
        Family("Kalam", "fontpkg_kalam", "hand", _static("Kalam", (300, "Light"), (400, "Regular"), (700, "Bold"))),
        Family(
            "Noto Sans", "fontpkg_noto_sans", "grotesque", ((400, "NotoSans[wdth,wght].ttf"),), (100, 900), _FULL_WIDTH
        ),
        Family(
            "Noto Sans Arabic",
            "fontpkg_noto_sans_arabic",
            "grotesque",
            ((400, "NotoSansArabic[wdth,wght].ttf"),),
            (100, 900),
            _FULL_WIDTH,
        ),
        Family(
            "Noto Sans Devanagari",
            "fontpkg_noto_sans_devanagari",
            "grotesque",
            ((400, "NotoSansDevanagari[wdth,wght].ttf"),),
            (100, 900),
            _FULL_WIDTH,
        ),
        Family(
            "Noto Sans Thai",
            "fontpkg_noto_sans_thai",
            "grotesque",
            ((400, "NotoSansThai[wdth,wght].ttf"),),
            (100, 900),
            _FULL_WIDTH,
        ),
        Family("Heebo", "fontpkg_heebo", "grotesque", ((400, "Heebo[wght].ttf"),), (100, 900)),
        Family("Manrope", "fontpkg_manrope", "geometric", ((200, "Manrope[wght].ttf"),), (200, 800)),
        Family("Cairo", "fontpkg_cairo", "geometric", ((400, "Cairo[slnt,wght].ttf"),), (200, 1000), (("slnt", 0.0),)),
        Family("Rubik", "fontpkg_rubik", "geometric", ((300, "Rubik[wght].ttf"),), (300, 900)),
        Family("Poppins", "fontpkg_poppins", "geometric", _static("Poppins", *_FOUR)),
        Family("Prompt", "fontpkg_prompt", "geometric", _static("Prompt", *_FOUR)),
        Family(
            "IBM Plex Sans Arabic", "fontpkg_ibm_plex_sans_arabic", "technical", _static("IBMPlexSansArabic", *_FOUR)
        ),
        Family("Caveat", "fontpkg_caveat", "hand", ((400, "Caveat[wght].ttf"),), (400, 700)),
        Family("Comfortaa", "fontpkg_comfortaa", "hand", ((400, "Comfortaa[wght].ttf"),), (300, 700)),
        Family("Baloo 2", "fontpkg_baloo_2", "hand", ((400, "Baloo2[wght].ttf"),), (400, 800)),
        _noto_cjk("JP", 0),
        _noto_cjk("KR", 1),
        _noto_cjk("SC", 2),
        _noto_cjk("TC", 3),
    )
}

GENERAL: dict[str, str] = {
    "Latn": "Inter",
    "Grek": "Inter",
    "Cyrl": "Inter",
    "Arab": "Noto Sans Arabic",
    "Hebr": "Heebo",
    "Deva": "Noto Sans Devanagari",
    "Thai": "Noto Sans Thai",
}
"""Who has a script, whatever the style; East Asian scripts are in `EAST_ASIAN`."""

STAND_INS: dict[Style, dict[str, str]] = {
    "grotesque": {},
    "geometric": {
        "Latn": "Manrope",
        "Grek": "Manrope",
        "Cyrl": "Manrope",
        "Arab": "Cairo",
        "Hebr": "Rubik",
        "Deva": "Poppins",
        "Thai": "Prompt",
    },
    "technical": {"Arab": "IBM Plex Sans Arabic", "Thai": "Prompt"},
    "mono": {
        "Latn": "JetBrains Mono",
        "Grek": "JetBrains Mono",
        "Cyrl": "JetBrains Mono",
        "Arab": "IBM Plex Sans Arabic",
    },
    # Nothing is written by hand in Arabic, Hebrew or Greek: round and soft comes nearest.
    "hand": {
        "Latn": "Baloo 2",
        "Grek": "Comfortaa",
        "Cyrl": "Caveat",
        "Arab": "Rubik",
        "Hebr": "Rubik",
        "Deva": "Kalam",
    },
}
"""Who comes nearest in style where a face lacks a script."""

ENLARGED = {"Caveat": 1.2, "Baloo 2": 1.15}
"""Stand-ins whose small letters are smaller than those of the faces they replace, and by how much they are enlarged."""

RAISED = {"Arab": 0.08, "Deva": 0.05}
"""How far above the baseline a script is set, in em: its descenders (.43 and .36 em) then keep clear of what stands
below, for which the layout leaves room by Latin ones (.22 em)."""

ANY = ("Inter", "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Thai", "Heebo")
"""Who is asked for any character at all, last. Inter comes first for its arrows and symbols."""

EAST_ASIAN = {"Hani": "JP", "Hira": "JP", "Kana": "JP", "Bopo": "TC", "Hang": "KR"}
"""The regional font of a script where the language does not decide (unified ideographs look different by region)."""

REGIONS = {"ja": "JP", "ko": "KR", "zh": "SC", "zh-hans": "SC", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "TC"}
"""The regional font of a language, by its tag in small letters or the start of it."""

LETTERS = {
    "az": "çəğıöşü",
    "cs": "áčďéěíňóřšťúůýž",
    "hu": "áéíóöőúüű",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "pl": "ąćęłńóśźż",
    "ro": "ăâîșț",
    "tr": "çğıöşü",
    "vi": "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}
"""Letters that a language cannot be written without: a face that lacks one is replaced for all its Latin text, so
that a word is never set in two faces."""


def family(name: str) -> Family:
    """The family of that name. Raises SpecError `unknown-font`."""
    found = FAMILIES.get(name)
    if found is None:
        known = f"known fonts: {', '.join(sorted(FAMILIES))}"
        hint = did_you_mean(name, tuple(FAMILIES))
        raise SpecError(
            (Diagnostic("unknown-font", f"there is no font {name!r}", help=f"{hint} ({known})" if hint else known),)
        )
    return found


def stand_ins(style: Style, script: str, lang: str) -> tuple[str, ...]:
    """The families that may replace a face of `style` for `script` in a text of the language `lang`, nearest first.

    Installed or not.
    """
    names = [STAND_INS[style].get(script), GENERAL.get(script)]
    region = region_of(lang)
    if script in EAST_ASIAN or region is not None:
        east_asian = [f"Noto Sans CJK {region or EAST_ASIAN[script]}"]
        names = [*east_asian, *names] if script in EAST_ASIAN else [*names, *ANY, *east_asian]
    return tuple(dict.fromkeys(name for name in (*names, *ANY) if name is not None))


def region_of(lang: str) -> str | None:
    """The region whose ideographs a language is written with, None for a language that is not."""
    parts = lang.lower().split("-")
    tags = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((REGIONS[tag] for tag in tags if tag in REGIONS), None)


@cache
def is_installed(name: str) -> bool:
    """Whether a family's package is there; those that every installation has are taken for granted."""
    own = FAMILIES[name]
    return (
        own.extra is None or package_file(own.module, "/".join(filter(None, (own.folder, own.files[0][1])))) is not None
    )
