"""The Unicode line breaking algorithm (UAX 14): before which characters of a text a line may begin.

The default rules of Unicode 15.0, with the tailoring of numbers that the standard's own test data assumes (its
example 7). Scripts that need a dictionary (SA) count as letters, small kana (CJ) as non-starters: strict kinsoku.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from unicodedata import category, east_asian_width

from oauthviz.resources import package_file

_CLASS_FILE = "linebreak.txt"

_HANGUL = range(0xAC00, 0xD7A4)
_TRAILS = 28  # syllables with one lead and vowel: the first of them has no trailing consonant

_HARD = ("BK", "CR", "LF", "NL")
_ALONE = (*_HARD, "SP", "ZW")
"""What no combining mark is attached to (LB9)."""
_LETTERS = ("AL", "HL")
_IDEOGRAPHS = ("ID", "EB", "EM")
_HANGUL_PARTS = ("JL", "JV", "JT", "H2", "H3")

# LB25 of example 7: classes by one sign each, so that a number is a match of a regular expression.
_SIGNS = {"PR": "$", "PO": "%", "OP": "(", "HY": "-", "IS": ",", "NU": "0", "SY": "/", "CL": ")", "CP": "]"}
# The signs on either side are added apart, for one may belong to two numbers.
_NUMBER = re.compile(r"[(\-]?0[0/,]*[)\]]?")
_AFFIXES = ("$", "%")

_PAIRS = frozenset(
    (before, after)
    for befores, afters in (
        (("SY",), ("HL",)),  # LB21b
        (_LETTERS, ("NU",)),  # LB23
        (("NU",), _LETTERS),
        (("PR",), _IDEOGRAPHS),  # LB23a
        (_IDEOGRAPHS, ("PO",)),
        (("PR", "PO"), _LETTERS),  # LB24
        (_LETTERS, ("PR", "PO")),
        (("JL",), ("JL", "JV", "H2", "H3")),  # LB26
        (("JV", "H2"), ("JV", "JT")),
        (("JT", "H3"), ("JT",)),
        (_HANGUL_PARTS, ("PO",)),  # LB27
        (("PR",), _HANGUL_PARTS),
        (_LETTERS, _LETTERS),  # LB28
        (("IS",), _LETTERS),  # LB29
        (("EB",), ("EM",)),  # LB30b
    )
    for before in befores
    for after in afters
)
"""Classes that no line ends between, LB21b to LB30b."""


@cache
def class_of(character: str) -> str:
    """The line breaking class of a character, resolved by rule LB1."""
    code = ord(character)
    starts, ends, names = _table()
    at = bisect_right(starts, code) - 1
    if at >= 0 and code <= ends[at]:
        return "NS" if names[at] == "CJ" else names[at]
    if code in _HANGUL:
        return "H3" if (code - _HANGUL.start) % _TRAILS else "H2"
    kind = category(character)
    return "NU" if kind == "Nd" else "CM" if kind in ("Mn", "Mc", "Me") else "AL"


def line_starts(text: str) -> tuple[int, ...]:
    """The places in a text before which a line may or must begin; neither 0 nor its length is among them."""
    raw = [class_of(character) for character in text]
    units = _units(raw)
    classes = ["AL" if raw[i] in ("CM", "ZWJ") else raw[i] for i in units]
    held = _in_numbers(classes)
    return tuple(units[k] for k in range(1, len(units)) if _may_break(text, raw, units, classes, k, held))


@cache
def _table() -> tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...]]:
    """First and last code and class of every range that the general categories do not tell."""
    path = package_file("oauthviz.text", _CLASS_FILE)
    assert path is not None
    ranges: list[tuple[int, int, str]] = []
    name = ""
    for line in path.read_text("ascii").splitlines():
        if line.startswith("#"):
            continue
        for word in line.split():
            if word.endswith(":"):
                name = word[:-1]
            else:
                first, _, last = word.partition("-")
                ranges.append((int(first, 16), int(last or first, 16), name))
    starts, ends, names = zip(*sorted(ranges), strict=True)
    return starts, ends, names


def _units(raw: list[str]) -> list[int]:
    """Rule LB9: where each character starts that is not a mark attached to the one before."""
    units: list[int] = []
    base = "SP"
    for i, one in enumerate(raw):
        if i and one in ("CM", "ZWJ") and base not in _ALONE:
            continue
        units.append(i)
        base = one
    return units


def _in_numbers(classes: list[str]) -> frozenset[int]:
    """Rule LB25: the places inside numbers."""
    if "NU" not in classes:
        return frozenset()
    signs = "".join(_SIGNS.get(one, "a") for one in classes)
    held: set[int] = set()
    for match in _NUMBER.finditer(signs):
        start = match.start() - (signs[: match.start()].endswith(_AFFIXES))
        held.update(range(start + 1, match.end() + signs.startswith(_AFFIXES, match.end())))
    return frozenset(held)


def _may_break(text: str, raw: list[str], units: list[int], classes: list[str], k: int, held: frozenset[int]) -> bool:
    """Whether a line may begin with unit `k`: the rules from LB4 on, first match wins."""
    a, b = classes[k - 1], classes[k]
    if a in _HARD:
        return not (a == "CR" and b == "LF")
    if b in _ALONE:
        return False
    spaced = k - 1
    while spaced > 0 and classes[spaced] == "SP":
        spaced -= 1
    before = classes[spaced]
    if before == "ZW":
        return True
    if raw[units[k] - 1] == "ZWJ" or "WJ" in (a, b) or a == "GL":
        return False
    if b == "GL" and a not in ("SP", "BA", "HY"):
        return False
    if b in ("CL", "CP", "EX", "IS", "SY") or before == "OP":
        return False
    if (before == "QU" and b == "OP") or (before in ("CL", "CP") and b == "NS") or before == b == "B2":
        return False
    if a == "SP":
        return True
    if "QU" in (a, b):
        return False
    if "CB" in (a, b):
        return True
    if b in ("BA", "HY", "NS", "IN") or a == "BB" or (k > 1 and classes[k - 2] == "HL" and a in ("HY", "BA")):
        return False
    if k in held or (a, b) in _PAIRS:
        return False
    first, second = text[units[k - 1]], text[units[k]]
    if (a in (*_LETTERS, "NU") and b == "OP" and not _is_wide(second)) or (
        a == "CP" and b in (*_LETTERS, "NU") and not _is_wide(first)
    ):
        return False
    if a == b == "RI":
        start = k
        while start and classes[start - 1] == "RI":
            start -= 1
        return (k - start) % 2 == 0
    return not (b == "EM" and a == "ID" and category(first) == "Cn")


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in ("F", "W", "H")
