"""Where a text may be broken into lines, and the best-balanced way to do it.

Ordinary breaks are the spaces. A lone `+` or `&` leads its line, a lone `/`, `|`, dash or middle dot ends it, a lone
closing sign begins none and a lone opening one ends none (as French sets them apart). No break ever falls inside a
word such as `redirect_uri`, `/token` or `response_type=code`. Only when every space has been tried do others come, in
the order of `Rank`, so that what cannot be set in any other way can still be set.

Chinese, Japanese and Korean break where UAX 14 lets them, which keeps closing marks, small kana and the prolonged
sound mark from the beginning of a line and opening marks from its end; between phrases first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct

from oauthviz.text.clusters import boundaries
from oauthviz.text.ranks import Opportunity, Rank
from oauthviz.text.unspaced import with_unspaced

# A longer stretch without a break is no word that a reader takes in at once: it may be broken inside, if need be.
LONGEST_WORD = 24

# White space that separates words; the no-break spaces (U+00A0, U+2007, U+202F) are part of their word.
_SPACES = re.compile("[\t-\r\x1c-\x1f \x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+")
_LEADS_LINE = frozenset("+&")
_ENDS_LINE = frozenset("/|–—·")
_CLOSING = frozenset("!?:;.,…)]}»›”’。、，；：！？）」』】")
_OPENING = frozenset("([{«‹“‘„¿¡（「『【")
_ZERO_WIDTH_SPACE = "\u200b"

_HYPHENATED = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})+")
_EDGE_SIGNS = "()[]{}\"'“”‘’.,;:!?"
_SOFT_SIGNS = frozenset("-.:=&?/")

# A last line of one word that is no longer than this looks forgotten.
_SHORT_WORD = 3


def collapse(text: str) -> str:
    """The text with every run of white space made one space, none at the ends."""
    return _SPACES.sub(" ", text).strip(" ")


def opportunities(text: str, lang: str = "und") -> tuple[Opportunity, ...]:
    """Every place where a collapsed text in the language `lang` (BCP 47) may be broken, in order."""
    found = _spaces(text)
    found += _inside(text, found)
    if not text.isascii():
        found = with_unspaced(text, found, lang)
    for rank, may_break in ((Rank.SIGN, _sign), (Rank.UNDERSCORE, _underscore), (Rank.ANYWHERE, _anywhere)):
        found.sort(key=lambda one: one.end)
        found += [
            Opportunity(i, i, rank)
            for start, end in _stretches(text, found)
            if end - start > LONGEST_WORD
            for i in (start + at for at in boundaries(text[start:end]))
            if may_break(text[i - 1], text[i])
        ]
    return tuple(sorted(found, key=lambda one: one.end))


def break_lines(
    text: str, most: int, width: Callable[[str], int], advances: Callable[[str], Sequence[int]], lang: str = "und"
) -> tuple[tuple[tuple[str, ...], int], ...]:
    """Ways to break `text`: (lines, width of the widest), each strictly narrower than the one before.

    `width` measures a line, `advances` tells each character's share of it, both in the same whole units. The first
    way is one line. Then, for 2, 3, … up to `most` lines, the one whose widest line is narrowest; of equals the most
    even one that leaves no very short word alone at the end. A number of lines that gains nothing is skipped.
    Breaks of a higher rank follow after all of the lower ones. An empty text gives one way with no lines.
    """
    text = collapse(text)
    if not text:
        return (((), 0),)
    found: list[tuple[tuple[str, ...], int]] = [((text,), width(text))]
    places = opportunities(text, lang)
    if most < 2 or not places:
        return tuple(found)
    pen = [0]
    for advance in advances(text):
        pen.append(pen[-1] + advance)
    for rank in Rank:
        if not any(one.rank == rank for one in places):
            continue
        pieces = _Pieces.cut(text, [one for one in places if one.rank <= rank], width, pen)
        tables = _narrowest(pieces, most)
        for count in range(max(2, len(found[-1][0])), min(most, len(pieces.ends)) + 1):
            lines = _most_even(pieces, count, tables[count - 1][-1])
            widest = max(map(width, lines))
            if widest < found[-1][1]:
                found.append((lines, widest))
    return tuple(found)


class _Pieces(Struct, frozen=True):
    """A text between its breaks: piece i is text[starts[i]:ends[i]].

    A line from piece i to piece j is `last[j] - first[i]` wide: the pen's way in the unbroken text, but for the last
    piece its own width, because kerning against a following space or letter does not count at the end of a line.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]

    @classmethod
    def cut(cls, text: str, places: Sequence[Opportunity], width: Callable[[str], int], pen: Sequence[int]) -> _Pieces:
        starts = (0, *(one.start for one in places))
        ends = (*(one.end for one in places), len(text))
        first = tuple(pen[start] for start in starts)
        last = tuple(pen[start] + width(text[start:end]) for start, end in zip(starts, ends, strict=True))
        return cls(text, starts, ends, first, last)


def _narrowest(pieces: _Pieces, most: int) -> list[list[int]]:
    """tables[k - 1][j]: the width of the widest line when pieces 0 to j stand on k lines as narrow as can be."""
    first, last = pieces.first, pieces.last
    n = len(last)
    tables = [[last[j] - first[0] for j in range(n)]]
    for _ in range(1, min(most, n)):
        before = tables[-1]
        row = list(before)
        for j in range(1, n):
            best = before[j]
            for i in range(j, 0, -1):
                own = last[j] - first[i]
                if own >= best:
                    break
                best = min(best, max(own, before[i - 1]))
            row[j] = best
        tables.append(row)
    return tables


def _most_even(pieces: _Pieces, count: int, widest: int) -> tuple[str, ...]:
    """The lines of the most even way to stand on at most `count` lines, none wider than `widest`."""
    first, last = pieces.first, pieces.last
    n = len(last)
    # best[j]: (cost, first piece of the line that ends with piece j), one row for each number of lines.
    rows: list[list[tuple[int, int] | None]] = []
    for k in range(count):
        row: list[tuple[int, int] | None] = [None] * n
        for j in range(n):
            for i in range(j, -1, -1):
                own = last[j] - first[i]
                if own > widest:
                    break
                before = (0, 0) if k == 0 and i == 0 else rows[k - 1][i - 1] if k and i else None
                if before is None:
                    continue
                cost = before[0] + (widest - own) ** 2
                if j == n - 1 and i == j and k and pieces.ends[j] - pieces.starts[j] <= _SHORT_WORD:
                    cost += widest**2
                current = row[j]
                if current is None or cost < current[0]:
                    row[j] = (cost, i)
        rows.append(row)
    k = max(k for k in range(count) if rows[k][n - 1] is not None)
    lines: list[str] = []
    j = n - 1
    while j >= 0:
        chosen = rows[k][j]
        assert chosen is not None
        lines.append(pieces.text[pieces.starts[chosen[1]] : pieces.ends[j]])
        j, k = chosen[1] - 1, k - 1
    return tuple(reversed(lines))


def _spaces(text: str) -> list[Opportunity]:
    words = text.split(" ")
    found: list[Opportunity] = []
    at = 0
    for word, following in pairwise(words):
        at += len(word)
        held = word in _LEADS_LINE or following in _ENDS_LINE or _all_in(word, _OPENING) or _all_in(following, _CLOSING)
        if not held:
            found.append(Opportunity(at, at + 1, Rank.SPACE))
        at += 1
    found += [
        Opportunity(i + 1, i + 1, Rank.SPACE)
        for i, character in enumerate(text[:-1])
        if character == _ZERO_WIDTH_SPACE and text[i + 1] != " "
    ]
    return sorted(found, key=lambda one: one.end)


def _all_in(word: str, signs: frozenset[str]) -> bool:
    return bool(word) and signs.issuperset(word)


def _inside(text: str, places: Sequence[Opportunity]) -> list[Opportunity]:
    found: list[Opportunity] = []
    for start, end in _stretches(text, places):
        word = text[start:end]
        bare = word.strip(_EDGE_SIGNS)
        if _HYPHENATED.fullmatch(bare):
            offset = start + word.index(bare)
            found += [Opportunity(offset + i + 1, offset + i + 1, Rank.INSIDE) for i, c in enumerate(bare) if c == "-"]
    return found


def _stretches(text: str, places: Sequence[Opportunity]) -> list[tuple[int, int]]:
    """What stands between the breaks, and between the other spaces too: a glued `+` is no part of a long word."""
    found: list[tuple[int, int]] = []
    start = 0
    for end, following in [*((one.end, one.start) for one in places), (len(text), len(text))]:
        at = start
        for word in text[start:end].split(" "):
            if word:
                found.append((at, at + len(word)))
            at += len(word) + 1
        start = following
    return found


def _sign(before: str, after: str) -> bool:
    if before in _SOFT_SIGNS:
        return after not in _SOFT_SIGNS
    return before.islower() and after.isupper()


def _underscore(before: str, after: str) -> bool:
    return before == "_" != after


def _anywhere(before: str, after: str) -> bool:
    return "\u2060" not in (before, after)
