"""How a text is written in YAML: plain, in quotes, or as a block of lines."""

from __future__ import annotations

import re

from oauthviz.formatting.tree import Word
from oauthviz.spec.scalars import NumberError, resolve

WIDTH = 120
"""Columns that a line may have where it can be broken."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_UNSAFE = re.compile(r": |:$| #|[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]|^\s|\s$")
_IN_BRACKETS = re.compile(r"[,\[\]{}]")
_SPECIAL = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]")
_LITERAL_SPECIAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]')
_BREAK = re.compile(r"(?<! ) (?! )")


def inline(word: Word, in_brackets: bool) -> str:
    """The text on one line. Quotes stay quotes, for who wrote them had a reason; double ones where nothing is amiss."""
    value = word.value
    one_line = word.first == word.last
    if word.style is None and (one_line or is_plain(value, in_brackets)):
        return value
    if word.style in ("|", ">") and is_plain(value, in_brackets):
        return value
    return quoted(value)


def block(word: Word, indent: int, taken: int) -> list[str] | None:
    """The header and the lines of a block, for what was written on several lines and does not fit on one.

    `taken` columns of the first line are gone. None where one line does.
    """
    if word.style in ("'", '"') or (word.style is None and word.first == word.last):
        return None
    body = word.value[:-1] if word.value.endswith("\n") else word.value
    chomping = "" if word.value.endswith("\n") else "-"
    pad = " " * indent
    if not body.strip() or _LITERAL_SPECIAL.search(body) or body[0] in " \t\n" or body.endswith("\n"):
        return None
    if "\n" in body:
        lines = body.split("\n")
        if any(line and not line.strip() for line in lines):
            return None
        return [f"|{chomping}", *(f"{pad}{line}" if line else "" for line in lines)]
    if taken + len(inline(word, False)) <= WIDTH and not word.value.endswith("\n"):
        return None
    words = _BREAK.split(body)
    if body[-1] in " \t" or any(part[:1] in ("\t", "") for part in words):
        return None
    return [f">{chomping}", *(f"{pad}{line}" for line in _filled(words, WIDTH - indent))]


def quoted(value: str) -> str:
    """The text in double quotes, or in single ones where it holds double ones and nothing that needs an escape."""
    if ('"' in value or "\\" in value) and not _SPECIAL.search(value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(lambda match: _escape(match[0]), value) + '"'


def is_plain(value: str, in_brackets: bool) -> bool:
    """Whether a text needs no quotes: it reads as itself."""
    if not value or value[0] in _INDICATORS or _UNSAFE.search(value) or value in ("---", "..."):
        return False
    if in_brackets and _IN_BRACKETS.search(value):
        return False
    try:
        return resolve(value) == value
    except NumberError:
        return False


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _filled(words: list[str], width: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
