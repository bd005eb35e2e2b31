"""Which parts of a line run right to left: UAX 9, and what a picture about protocols adds to it.

A line's own direction is that of the text it was broken from. A text without right-to-left letters runs left to right
in every language, for it is a name, a path or a list of parameters. In a text of a right-to-left language the line
runs right to left; in one of another language only where it holds right-to-left letters and no others.

Signs that begin or end a word of code belong to it, and a number belongs to the Latin word after it (rule HL3 of
UAX 9): beside Arabic letters the slash of `/token` would otherwise stand at the other end of the word, and `200 OK`
would be `OK 200`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from unicodedata import bidirectional

from oauthviz.text.bidi import bracket_of, classes_of, embedding_levels

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "FSI", "LRE", "LRO", "LRI", "PDF", "PDI"})
"""A text without these is all at the line's own level where that is 0."""
_SIGNS_BEFORE = re.compile(r"[/.?&=#@_~$*:-]+(?=.)", re.DOTALL)
_OPENING = frozenset("([{<\"'“‘«")
_TRAILING_SIGNS = frozenset("/=_*")
_NUMBER_OF_WORD = re.compile(r"[0-9]+(?= [A-Za-z])")


def has_right_to_left(text: str) -> bool:
    """Whether a text holds letters that run right to left."""
    return not text.isascii() and any(bidirectional(character) in ("R", "AL") for character in text)


def line_level(text: str, rtl: bool) -> int:
    """The level of the lines of a text: 1 where they run right to left. `rtl` is whether its language does."""
    if not has_right_to_left(text):
        return 0
    return 1 if rtl or all(bidirectional(character) != "L" for character in text) else 0


def levels(clusters: Sequence[str], base: int, before: str = "", after: str = "") -> tuple[int, ...]:
    """The embedding level of each cluster of a line whose own level is `base`: odd ones run right to left.

    `before` and `after` are the rest of the text that the line was broken from. What the algorithm gives no level
    (marks of direction themselves) goes with what stands before it.
    """
    text = before + "".join(clusters) + after
    classes = classes_of(text)
    if base == 0 and _RIGHT_TO_LEFT.isdisjoint(classes):
        return (0,) * len(clusters)
    _hold_signs(text, classes)
    found = embedding_levels(classes, [bracket_of(character) for character in text], base)
    result: list[int] = []
    for start in accumulate(map(len, clusters[:-1]), initial=len(before)):
        level = found[start] if start < len(found) else None
        result.append(level if level is not None else result[-1] if result else base)
    return tuple(result[: len(clusters)])


def _hold_signs(text: str, classes: list[str]) -> None:
    """Signs directly before or after a left-to-right letter count as letters, and so do numbers before such a word."""
    for match in _NUMBER_OF_WORD.finditer(text):
        classes[match.start() : match.end()] = ["L"] * (match.end() - match.start())
    for match in _SIGNS_BEFORE.finditer(text):
        start, end = match.span()
        if classes[end] != "L":
            continue
        if start and not text[start - 1].isspace() and text[start - 1] not in _OPENING:
            # `-` in Hebrew's `ב-HTTPS` belongs to the Hebrew; a path's slash is the path's all the same
            start = end - (len(match[0]) - len(match[0].rstrip("/")))
        classes[start:end] = ["L"] * (end - start)
    for i in range(1, len(text)):
        if text[i] in _TRAILING_SIGNS and classes[i - 1] == "L":
            classes[i] = "L"
