"""A rule's docstring read as its manual page: title, prose, what it rests on, a bad and a good spec."""

from __future__ import annotations

import re
from textwrap import dedent

from msgspec import Struct

_PARTS = re.compile(
    r"\A(?P<title>[^\n]+)\.\n\n(?P<text>.+?)\n\nRests on: (?P<rests>.+?)\.\n\n"
    r"Bad:\n\n(?P<bad>(?:    [^\n]*\n|\n)+?)\nGood:\n\n(?P<good>(?:    [^\n]*\n?|\n)+)\Z",
    re.DOTALL,
)


class Page(Struct, frozen=True):
    """The parts of a manual page; `bad` and `good` are whole specs."""

    title: str
    text: str
    rests_on: str
    bad: str
    good: str


def page_of(docstring: str) -> Page:
    """The page of a rule's docstring. Raises ValueError where a part is missing."""
    match = _PARTS.match(dedent(docstring).strip() + "\n")
    if match is None:
        raise ValueError("a rule's docstring has a title, prose, 'Rests on:', 'Bad:' and 'Good:'")
    bad, good = (dedent(match[part]).strip() + "\n" for part in ("bad", "good"))
    return Page(match["title"], match["text"], " ".join(match["rests"].split()), bad, good)
