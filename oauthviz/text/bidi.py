"""The Unicode bidirectional algorithm (UAX 9): from the classes of a paragraph's characters to embedding levels.

All of it up to rule L2: explicit embeddings, overrides and isolates, weak types, pairs of brackets, neutrals, implicit
levels, white space at the ends. Mirrored characters (L4) are the shaper's business.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from typing import TypeVar
from unicodedata import bidirectional, category, mirrored

_T = TypeVar("_T")

MAX_DEPTH = 125

_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_REMOVED = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})
"""What rule X9 takes out of the paragraph."""
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_TRAILING = frozenset({"WS", "LRI", "RLI", "FSI", "PDI"})
_RIGHT = frozenset({"R", "EN", "AN"})
"""What counts as right-to-left beside a neutral."""

_MOST_OPEN = 63
"""So many brackets may be open at once (BD16)."""

# Closing brackets that are not the character after their opening one (BidiBrackets.txt).
_CLOSES = {"(": ")", "[": "]", "{": "}", "\u298d": "\u2990", "\u298f": "\u298e"}
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}
"""Canonically equivalent brackets."""

Bracket = tuple[bool, str] | None
"""Whether it opens, and the closing bracket of its pair; None for what is no bracket."""


def bracket_of(character: str) -> Bracket:
    """What a character is to rule N0."""
    if not mirrored(character):
        return None
    kind = category(character)
    character = _SAME.get(character, character)
    if kind == "Ps":
        return True, _CLOSES.get(character) or chr(ord(character) + 1)
    return (False, character) if kind == "Pe" else None


def classes_of(text: str) -> list[str]:
    """The bidirectional class of each character; unassigned ones count as letters."""
    return [bidirectional(character) or "L" for character in text]


def paragraph_level(classes: Sequence[str]) -> int:
    """Rules P2 and P3: 1 where the first strong character outside isolates runs right to left, else 0."""
    return 1 if _first_strong(classes, 0) in ("R", "AL") else 0


def embedding_levels(
    classes: Sequence[str], brackets: Sequence[Bracket] | None = None, base: int | None = None
) -> tuple[int | None, ...]:
    """The level of each character of a paragraph that is set on one line; None for what rule X9 removes.

    `base` is the paragraph's own level, by its first strong character where it is None. `brackets` are as long as
    `classes`; without them there are none.
    """
    level = paragraph_level(classes) if base is None else base
    types = list(classes)
    levels = _explicit(types, level)
    for sequence, start, end in list(_isolating_runs(classes, levels, level)):
        own = [types[i] for i in sequence]
        embedding = levels[sequence[0]]
        direction = _direction(embedding)
        _weak(own, start)
        if brackets is not None:
            pairs = _pairs([brackets[i] if own[k] == "ON" else None for k, i in enumerate(sequence)])
            _bracketed(own, [classes[i] for i in sequence], pairs, direction, start)
        _neutrals(own, direction, start, end)
        for i, one in zip(sequence, own, strict=True):
            if one == ("R" if embedding % 2 == 0 else "L"):
                levels[i] += 1
            elif one in ("AN", "EN"):
                levels[i] += 2 - embedding % 2
    _reset_white_space(classes, levels, level)
    return tuple(None if one in _REMOVED else at for one, at in zip(classes, levels, strict=True))


def visual_order(items: Sequence[_T], level_of: Sequence[int]) -> tuple[_T, ...]:
    """Rule L2: the items, one for each level, as they stand from left to right."""
    order = list(range(len(items)))
    for level in range(max(level_of, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and level_of[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return tuple(items[i] for i in order)


def _direction(level: int) -> str:
    return "R" if level % 2 else "L"


def _first_strong(classes: Sequence[str], start: int) -> str | None:
    """The first strong class from `start` on, outside isolates and before the isolate that holds `start` ends."""
    depth = 0
    for one in classes[start:]:
        if one in _ISOLATES:
            depth += 1
        elif one == "PDI":
            if depth == 0 and start:
                return None
            depth = max(depth - 1, 0)
        elif one == "B" or (depth == 0 and one in ("L", "R", "AL")):
            return one
    return None


def _explicit(types: list[str], base: int) -> list[int]:
    """Rules X1 to X8: levels from embeddings, overrides and isolates; overrides change `types`."""
    stack: list[tuple[int, str | None, bool]] = [(base, None, False)]
    levels: list[int] = []
    isolates = embeddings = valid = 0  # overflowing isolates and embeddings, and isolates that are open
    for i, one in enumerate(types):
        level, override, _ = stack[-1]
        if one in ("RLE", "LRE", "RLO", "LRO"):
            levels.append(level)
            higher = _next(level, one[0])
            if higher <= MAX_DEPTH and not isolates and not embeddings:
                stack.append((higher, one[0] if one[2] == "O" else None, False))
            elif not isolates:
                embeddings += 1
        elif one in _ISOLATES:
            levels.append(level)
            types[i] = override or one
            side = one[0]
            if one == "FSI":
                side = "R" if _first_strong(types, i + 1) in ("R", "AL") else "L"
            higher = _next(level, side)
            if higher <= MAX_DEPTH and not isolates and not embeddings:
                valid += 1
                stack.append((higher, None, True))
            else:
                isolates += 1
        elif one == "PDI":
            if isolates:
                isolates -= 1
            elif valid:
                embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid -= 1
            level, override, _ = stack[-1]
            levels.append(level)
            types[i] = override or one
        elif one == "PDF":
            levels.append(level)
            if not isolates:
                if embeddings:
                    embeddings -= 1
                elif not stack[-1][2] and len(stack) > 1:
                    stack.pop()
        elif one == "B":
            levels.append(base)
        else:
            levels.append(level)
            if one != "BN" and override is not None:
                types[i] = override
    return levels


def _next(level: int, side: str) -> int:
    """The least level above `level` that runs to that side."""
    return level + 1 + (level % 2 if side == "R" else 1 - level % 2)


def _isolating_runs(classes: Sequence[str], levels: Sequence[int], base: int) -> Iterator[tuple[list[int], str, str]]:
    """Rule X10: the places of each isolating run sequence, with the directions before and after it."""
    left = [i for i, one in enumerate(classes) if one not in _REMOVED]
    runs: list[list[int]] = []
    for k, i in enumerate(left):
        if k and levels[left[k - 1]] == levels[i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    closing = _matching(classes)
    opened = set(closing.values())
    starting = {run[0]: run for run in runs}
    place = {i: k for k, i in enumerate(left)}
    for run in runs:
        if run[0] in opened:
            continue
        sequence = list(run)
        while sequence[-1] in closing and closing[sequence[-1]] in starting:
            sequence += starting[closing[sequence[-1]]]
        first, last = place[sequence[0]], place[sequence[-1]]
        before = levels[left[first - 1]] if first else base
        is_open = classes[sequence[-1]] in _ISOLATES and sequence[-1] not in closing
        after = base if is_open or last + 1 == len(left) else levels[left[last + 1]]
        own = levels[sequence[0]]
        yield sequence, _direction(max(own, before)), _direction(max(own, after))


def _matching(classes: Sequence[str]) -> dict[int, int]:
    """BD9: from the place of an isolate's start to that of the PDI that ends it."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for i, one in enumerate(classes):
        if one in _ISOLATES:
            opened.append(i)
        elif one == "PDI" and opened:
            found[opened.pop()] = i
        elif one == "B":
            opened.clear()
    return found


def _weak(types: list[str], start: str) -> None:
    """Rules W1 to W7 on one sequence."""
    before = start
    for i, one in enumerate(types):
        if one == "NSM":
            types[i] = "ON" if before in _ISOLATES or before == "PDI" else before
        before = types[i]
    strong = start
    for i, one in enumerate(types):
        if one in ("L", "R", "AL"):
            strong = one
        elif one == "EN" and strong == "AL":
            types[i] = "AN"
    types[:] = ["R" if one == "AL" else one for one in types]
    for i in range(1, len(types) - 1):
        if types[i - 1] == types[i + 1] and (
            (types[i] == "ES" and types[i - 1] == "EN") or (types[i] == "CS" and types[i - 1] in ("EN", "AN"))
        ):
            types[i] = types[i - 1]
    i = 0
    while i < len(types):
        end = i
        while end < len(types) and types[end] == "ET":
            end += 1
        if end > i and ((i and types[i - 1] == "EN") or (end < len(types) and types[end] == "EN")):
            types[i:end] = ["EN"] * (end - i)
        i = end + 1
    strong = start
    for i, one in enumerate(types):
        if one in ("ES", "ET", "CS"):
            types[i] = "ON"
        elif one in ("L", "R"):
            strong = one
        elif one == "EN" and strong == "L":
            types[i] = "L"


def _pairs(brackets: Sequence[Bracket]) -> list[tuple[int, int]]:
    """BD16: the places of each pair of brackets, by that of the opening one."""
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for i, bracket in enumerate(brackets):
        if bracket is None:
            continue
        opens, closing = bracket
        if opens:
            if len(opened) == _MOST_OPEN:
                return []
            opened.append((closing, i))
            continue
        for k in range(len(opened) - 1, -1, -1):
            if opened[k][0] == closing:
                insort(found, (opened[k][1], i))
                del opened[k:]
                break
    return found


def _bracketed(
    types: list[str], original: Sequence[str], pairs: Sequence[tuple[int, int]], direction: str, start: str
) -> None:
    """Rule N0: a pair takes the direction of what it holds, or of what stands before it."""
    for opening, closing in pairs:
        inside = {_side(one) for one in types[opening + 1 : closing]}
        if direction in inside:
            side = direction
        elif "L" in inside or "R" in inside:
            side = next((found for found in map(_side, reversed(types[:opening])) if found), start)
        else:
            continue
        for place in (opening, closing):
            types[place] = side
            after = place + 1
            while after < len(types) and original[after] == "NSM":
                types[after] = side
                after += 1


def _side(one: str) -> str | None:
    return "R" if one in _RIGHT else "L" if one == "L" else None


def _neutrals(types: list[str], direction: str, start: str, end: str) -> None:
    """Rules N1 and N2: neutrals take the direction of both their neighbours, or else the embedding's."""
    i = 0
    while i < len(types):
        stop = i
        while stop < len(types) and types[stop] in _NEUTRAL:
            stop += 1
        if stop > i:
            before = _side(types[i - 1]) if i else start
            after = _side(types[stop]) if stop < len(types) else end
            types[i:stop] = [before if before == after and before else direction] * (stop - i)
        i = stop + 1


def _reset_white_space(classes: Sequence[str], levels: list[int], base: int) -> None:
    """Rule L1: separators, and white space before them or at the line's end, are at the paragraph's level."""
    at_end = True
    for i in range(len(classes) - 1, -1, -1):
        one = classes[i]
        if one in ("B", "S"):
            levels[i] = base
            at_end = True
        elif one in _TRAILING and at_end:
            levels[i] = base
        elif one not in _REMOVED:
            at_end = False
