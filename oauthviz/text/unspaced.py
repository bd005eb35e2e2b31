"""Where lines may begin in scripts that are written without spaces, and in Korean inside its words.

UAX 14 decides where, which keeps closing marks, small kana and the prolonged sound mark from the beginning of a line
and opening marks from its end; in Thai, which it leaves to dictionaries, any two clusters may part. Phrases decide how
gladly; inside of one that is not very long no line ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from unicodedata import category

from msgspec.structs import replace

from oauthviz.text.clusters import boundaries
from oauthviz.text.linebreak import class_of, line_starts
from oauthviz.text.phrases import has_words, is_hiragana, phrase_starts, word_starts
from oauthviz.text.ranks import Opportunity, Rank

# A phrase, or a word in katakana, that is longer may be broken inside; its signs are twice as wide as Latin letters.
LONGEST_PHRASE = 12

_LOAN = re.compile(rf"(?<![ァ-ヺー])[ァ-ヺー]{{2,{LONGEST_PHRASE}}}(?![ァ-ヺー])")
_THAI = range(0x0E01, 0x0E5C)
_THAI_BEFORE = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44")
_THAI_AFTER = frozenset("\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46")
# Ideographs, and syllables of Hangul.
_UNSPACED = frozenset({"ID", "H2", "H3", "JL", "JV", "JT"})
# Marks and kana, and the wide forms of signs.
_EAST_ASIAN = (range(0x3000, 0x3100), range(0xFF00, 0xFFF0))


def with_unspaced(text: str, spaces: Sequence[Opportunity], lang: str) -> list[Opportunity]:
    """The breaks of a text with those that come of such scripts. `spaces` are the ones that it has without.

    In Chinese, Japanese and Thai a space, which stands round foreign words, is no better a place than the end of a
    phrase is: before a particle it is a worse one.
    """
    phrases = phrase_starts(text, lang)
    if phrases:
        spaces = [replace(one, rank=max(one.rank, _rank_of_space(text, one, phrases))) for one in spaces]
    return sorted([*spaces, *_ranked(text, lang)], key=lambda one: one.end)


def _rank_of_space(text: str, place: Opportunity, phrases: frozenset[int]) -> Rank:
    """What is no space at all, but a mark that somebody set to part words, is as good as the end of a phrase."""
    if place.start == place.end or place.start in phrases or place.end in phrases:
        return Rank.INSIDE
    return Rank.CLUSTER if is_hiragana(text[place.start]) else Rank.WORD


def _unspaced_starts(text: str) -> list[int]:
    """Where a line may begin that is written, at least there, in a script without spaces; the spaces left out."""
    unspaced = [_is_unspaced(character) for character in text]
    if True not in unspaced:
        return []
    by_rule = frozenset(line_starts("".join(map(_plain_quote, text))))
    return [
        i
        for i in boundaries(text)
        if (unspaced[i - 1] or unspaced[i])
        and " " not in text[i - 1 : i + 1]
        and (_may_start(text[i - 1], text[i]) if _is_thai(text[i - 1]) and _is_thai(text[i]) else i in by_rule)
    ]


def _ranked(text: str, lang: str) -> list[Opportunity]:
    """Where a line may begin beside such scripts; of phrases and words in katakana only long ones are broken inside."""
    starts = _unspaced_starts(text)
    if not starts:
        return []
    phrases, words = phrase_starts(text, lang), word_starts(text, lang)
    loans = {i for match in _LOAN.finditer(text) for i in range(match.start() + 1, match.end())}
    found: list[Opportunity] = []
    rest: list[int] = []
    for i in starts:
        if i in phrases or _is_mark(text[i - 1], ("Po", "Pe", "Pf")) or _is_mark(text[i], ("Ps", "Pi")):
            found.append(Opportunity(i, i, Rank.INSIDE))
        elif i in words:
            found.append(Opportunity(i, i, Rank.WORD))
        elif i not in loans:
            rest.append(i)
    if has_words(text, lang):
        rest = _inside_long(text, [one.end for one in found], rest)
    return found + [Opportunity(i, i, Rank.CLUSTER) for i in rest]


def _inside_long(text: str, ends: Sequence[int], places: Sequence[int]) -> list[int]:
    """Those of `places` that lie in a stretch between `ends` or spaces longer than LONGEST_PHRASE."""
    cuts = sorted({0, *ends, *(i for i, character in enumerate(text) if character == " "), len(text)})
    long = [(start, end) for start, end in pairwise(cuts) if end - start > LONGEST_PHRASE]
    return [i for i in places if any(start < i < end for start, end in long)]


def _is_mark(character: str, kinds: tuple[str, ...]) -> bool:
    return not character.isascii() and category(character) in kinds


def _plain_quote(character: str) -> str:
    """Curly quotes as the brackets that they are in Chinese, where UAX 14 lets no line end on either side of one."""
    return {"“": "（", "‘": "（", "”": "）", "’": "）"}.get(character, character)


def _may_start(before: str, after: str) -> bool:
    """Whether a line may begin between two clusters of Thai; it may fall inside a word."""
    return before not in _THAI_BEFORE and after not in _THAI_AFTER


def _is_thai(character: str) -> bool:
    return ord(character) in _THAI


def _is_unspaced(character: str) -> bool:
    """Whether a character is of a script that lines may end in without a space, or of its signs."""
    if character.isascii():
        return False
    return _is_thai(character) or class_of(character) in _UNSPACED or any(ord(character) in one for one in _EAST_ASIAN)
