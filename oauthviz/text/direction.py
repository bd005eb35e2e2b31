"""Which parts of a line run right to left, and in what order they stand.

A small subset of the Unicode bidirectional algorithm (UAX 9), enough for a word of Arabic or Hebrew in a line, for a
line that is all Arabic, and for numbers in either: rules W4, W5, W7, N1, N2, I1, I2, L1 and L2. What it leaves out:
embeddings, overrides and isolates, pairs of brackets (N0), and the paragraph's own direction: a line runs left to
right unless it holds right-to-left letters and no others. Mirrored characters are the shaper's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from unicodedata import bidirectional

_T = TypeVar("_T")

_CLASSES = {"L": "L", "R": "R", "AL": "R", "EN": "EN", "AN": "AN", "ES": "ES", "CS": "CS", "ET": "ET"}
_RIGHT_TO_LEFT = ("R", "AL", "AN")


def levels(clusters: Sequence[str]) -> tuple[int, ...]:
    """The embedding level of each cluster of a line: even runs left to right, odd right to left."""
    if all(cluster.isascii() or bidirectional(cluster[0]) not in _RIGHT_TO_LEFT for cluster in clusters):
        return (0,) * len(clusters)
    classes = [_CLASSES.get(bidirectional(cluster[0]), "N") for cluster in clusters]
    base = 1 if "R" in classes and "L" not in classes else 0
    _numbers(classes, "R" if base else "L")
    _neutrals(classes, "R" if base else "L")
    found = [_level(one, base) for one in classes]
    for i in range(len(found) - 1, -1, -1):
        if not clusters[i].isspace():
            break
        found[i] = base
    return tuple(found)


def visual_order(items: Sequence[_T], level_of: Sequence[int]) -> tuple[_T, ...]:
    """The items, one for each level, as they stand from left to right."""
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


def _numbers(classes: list[str], base: str) -> None:
    """Separators and terminators join the numbers they touch; a number among Latin letters is one of them."""
    for i in range(1, len(classes) - 1):
        if classes[i] == "CS" and classes[i - 1] == classes[i + 1] and classes[i - 1] in ("EN", "AN"):
            classes[i] = classes[i - 1]
        elif classes[i] == "ES" and classes[i - 1] == classes[i + 1] == "EN":
            classes[i] = "EN"
    for order in (range(len(classes)), range(len(classes) - 1, -1, -1)):
        before = ""
        for i in order:
            if classes[i] == "ET" and before == "EN":
                classes[i] = "EN"
            before = classes[i]
    strong = base
    for i, one in enumerate(classes):
        if one in ("L", "R"):
            strong = one
        elif one == "EN" and strong == "L":
            classes[i] = "L"


def _neutrals(classes: list[str], base: str) -> None:
    """What has no direction takes that of its two neighbours where they agree, else the line's."""
    i = 0
    while i < len(classes):
        end = i
        while end < len(classes) and classes[end] in ("N", "ES", "CS", "ET"):
            end += 1
        if end > i:
            before = _side(classes[i - 1]) if i else base
            after = _side(classes[end]) if end < len(classes) else base
            classes[i:end] = [before if before == after else base] * (end - i)
        i = end + 1


def _side(one: str) -> str:
    return "L" if one == "L" else "R"


def _level(one: str, base: int) -> int:
    if base:
        return 1 if one == "R" else 2
    return {"L": 0, "R": 1}.get(one, 2)
