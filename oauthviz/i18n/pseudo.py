"""Pseudo-languages, made from the spec's own texts: to see what is not translated, what is cut, what is not mirrored.

`x-pseudo` keeps texts readable: Latin letters get accents and vowels are repeated until a text is about 35 % longer,
which German or Russian often are. `x-pseudo-rtl` writes the same in Arabic letters. Protected words stay as they are.
"""

from __future__ import annotations

from oauthviz.i18n.protected import pieces
from oauthviz.i18n.tags import PSEUDO_RTL

LONGER = 0.35

_VOWELS = frozenset("aeiouyAEIOUY")
# All faces of the shipped themes have these, so no word is set in another face.
_ACCENTS = str.maketrans("acegilnorsuyzACEGILNORSUYZ", "áçéğíļñóŕšúýžÁÇÉĞÍĻÑÓŔŠÚÝŽ")
_LETTERS = "ابكديفجهيجكلمنوبقرستوفوخيز"
_ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,;?", f"{_LETTERS}{_LETTERS}،؛؟")


def pseudo(text: str, tag: str) -> str:
    """A text in the pseudo-language `tag`."""
    found = pieces(text)
    open_text = "".join(piece for piece, is_protected in found if not is_protected)
    longer = _Longer(round(LONGER * len(open_text)), sum(char in _VOWELS for char in open_text))
    table = _ARABIC if tag == PSEUDO_RTL else _ACCENTS
    return "".join(piece if is_protected else longer(piece).translate(table) for piece, is_protected in found)


class _Longer:
    """Repeats vowels, spread evenly over a text, until it has `more` characters more."""

    def __init__(self, more: int, vowels: int) -> None:
        self._more = more
        self._vowels = vowels
        self._seen = 0

    def __call__(self, piece: str) -> str:
        parts = []
        for char in piece:
            parts.append(char)
            if char in _VOWELS:
                before, after = (self._share(self._seen + k) for k in (0, 1))
                self._seen += 1
                parts.append(char.lower() * (after - before))
        return "".join(parts)

    def _share(self, seen: int) -> int:
        """How many characters are added before the vowel number `seen`, counted from 0."""
        return seen * self._more // self._vowels
