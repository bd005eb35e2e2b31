"""Places to break a text, and how gladly."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct


class Rank(IntEnum):
    """How gladly a break is taken; a higher one only where all the lower ones do not make the text narrow enough."""

    SPACE = 0
    INSIDE = 1
    """After the hyphen of a plain word; between the phrases of a script that has no spaces."""
    WORD = 2
    """Between words inside a phrase of Japanese."""
    CLUSTER = 3
    """Between the clusters of such a script, or between syllables of Hangul."""
    SIGN = 4
    """In a long word after one of - . : = & ? / or between a small and a capital letter."""
    UNDERSCORE = 5
    """In what is still long, after an underscore."""
    ANYWHERE = 6
    """In what is still long, between any two clusters."""


class Opportunity(Struct, frozen=True):
    """A place to break: one line ends before text[end], the next starts at text[start]."""

    end: int
    start: int
    rank: Rank
