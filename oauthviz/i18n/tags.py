"""Language tags: BCP 47 as people write them, gettext's forms too, where a language falls back, which way it runs."""

from __future__ import annotations

import re
from typing import Literal

from oauthviz.core.diagnostics import Diagnostic, UsageError

PSEUDO = "x-pseudo"
PSEUDO_RTL = "x-pseudo-rtl"
PSEUDO_LANGUAGES = (PSEUDO, PSEUDO_RTL)
"""Languages that nobody speaks, made from the spec's own texts; see `oauthviz.i18n.pseudo`."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_GETTEXT = re.compile(r"(?P<tag>[A-Za-z0-9_-]+)(?:\.[A-Za-z0-9-]+)?(?:@(?P<modifier>[A-Za-z]+))?")
"""`pt_BR`, and with what a locale's name may carry besides: `pt_BR.UTF-8`, `sr_RS@latin`."""
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
"""The modifiers of locale names that are scripts (glibc's names of locales)."""
_OLD = {"iw": "he", "in": "id", "ji": "yi"}
"""Withdrawn codes and what replaced them (IANA's registry of subtags)."""
_REGIONS = {"CN": "Hans", "SG": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}
"""Which Chinese is written where (CLDR's likely subtags)."""
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})


def canonical(tag: str) -> str:
    """The tag in BCP 47's usual spelling: `pt_BR.UTF-8` is `pt-BR`, `ZH-hans` is `zh-Hans`.

    Raises UsageError for what is no tag.
    """
    if tag.lower() in PSEUDO_LANGUAGES:
        return tag.lower()
    match = _GETTEXT.fullmatch(tag)
    words = match["tag"].replace("_", "-") if match else ""
    if match is None or not _TAG.fullmatch(words):
        help = f"a tag is such as es, pt-BR or zh-Hans; {' and '.join(PSEUDO_LANGUAGES)} need no catalog"
        raise UsageError([Diagnostic("bad-language", f"'{tag[:40]}' is no language tag", "--lang", help=help)])
    first, *rest = words.split("-")
    language = _OLD.get(first.lower(), first.lower())
    script = _SCRIPTS.get((match["modifier"] or "").lower())
    if script and script.lower() not in (part.lower() for part in rest):
        rest.insert(0, script)
    return "-".join([language, *(_cased(part) for part in rest)])


def fallbacks(tag: str) -> tuple[str, ...]:
    """The tags whose catalogs serve a canonical one, nearest first: `pt-BR`, `pt`; `zh-CN`, `zh-Hans`, `zh`."""
    if tag in PSEUDO_LANGUAGES:
        return (tag,)
    parts = tag.split("-")
    found = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    if parts[0] == "zh":
        script = next((_REGIONS[part] for part in parts[1:] if part in _REGIONS), "Hans" if len(parts) == 1 else None)
        if script and f"zh-{script}" not in found:
            found.insert(len(found) - 1 if len(parts) > 1 else 1, f"zh-{script}")
    return tuple(found)


def spellings(tag: str) -> tuple[str, ...]:
    """The names that a canonical tag's folder or file may have: `pt-BR`, `pt_BR`; for `zh-Hans` also `zh_CN`."""
    names = [tag, tag.replace("-", "_")]
    regions = {"zh-Hans": "CN", "zh-Hant": "TW"}
    if tag in regions:
        names += [f"zh_{regions[tag]}", f"zh-{regions[tag]}"]
    return tuple(dict.fromkeys(names))


def direction_of(tag: str) -> Literal["ltr", "rtl"]:
    """Which way a language's lines run; a script in the tag decides, else the language's usual one."""
    if tag == PSEUDO_RTL:
        return "rtl"
    first, *rest = tag.split("-")
    scripts = [part.title() for part in rest if len(part) == 4 and part.isalpha()]
    is_rtl = scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else first.lower() in _RIGHT_TO_LEFT
    return "rtl" if is_rtl else "ltr"


def _cased(part: str) -> str:
    """A script as `Hans`, a region as `BR`, anything else in small letters."""
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()
