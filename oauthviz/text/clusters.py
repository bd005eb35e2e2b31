"""What a reader takes for one character: grapheme clusters, in the measure that fonts and line breaking need."""

from __future__ import annotations

from itertools import accumulate
from unicodedata import category, combining

_ZWJ = "\u200d"
_THAI_SARA_AM = "\u0e33"
_VIRAMA = 9  # canonical combining class of the sign that ties an Indic consonant to the next


def clusters(text: str) -> tuple[str, ...]:
    """`text` cut into clusters; joined they are `text` again.

    Marks, joiners, variation selectors and emoji modifiers stay with their base, so does what a zero-width joiner or
    a virama ties to it, and two regional indicators make one flag. Hangul is expected composed.
    """
    if text.isascii():
        return tuple(text)
    found: list[str] = []
    for character in text:
        if found and _continues(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def boundaries(text: str) -> list[int]:
    """The places in a text between two clusters."""
    return list(accumulate(map(len, clusters(text)[:-1])))


def _continues(before: str, character: str) -> bool:
    last = before[-1]
    if character.isascii():
        return False
    code = ord(character)
    if category(character).startswith("M") or character == _THAI_SARA_AM or 0x200C <= code <= 0x200D:
        return not last.isspace()
    if 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:
        return True
    if last == _ZWJ:
        return True
    if combining(last) == _VIRAMA:
        return category(character) == "Lo"
    return _regional(character) and len(before) == 1 and _regional(before)


def _regional(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF
