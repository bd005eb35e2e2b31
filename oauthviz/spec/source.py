"""The text of a spec file: decoded, capped, free of characters that no spec may hold, with places in it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from oauthviz.core.diagnostics import Diagnostic, LimitError, Position, SpecError
from oauthviz.spec.characters import REFUSED, complaint
from oauthviz.spec.limits import BYTES

_LINE_END = re.compile("\r\n|\r|\n")
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


class Mark(Protocol):
    """A place as the YAML parser gives it; all count from 0."""

    index: int
    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """A spec's text as the parser reads it. `joined` are the (line, column) after each pair of escapes made one."""

    text: str
    file: str
    joined: tuple[tuple[int, int], ...] = ()

    def place(self, mark: Mark) -> Position:
        """The position in the file that a parser's mark stands for."""
        return self._as_written(mark.line, mark.column)

    def place_of_index(self, index: int) -> Position:
        """The position of the character at `index` of the text."""
        line = bisect_right(self._line_starts, index) - 1
        return self._as_written(line, index - self._line_starts[line])

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def _as_written(self, line: int, column: int) -> Position:
        before = bisect_right(self.joined, (line, column)) - bisect_right(self.joined, (line, 0))
        return Position(line + 1, column + 1 + before * _SHORTER)


_SHORTER = len("\\ud83d\\ude00") - len("\\U0001f600")


def read_source(data: str | bytes, file: str) -> Source:
    """Decode and check `data`. Raises LimitError over 256 KiB, SpecError for bad UTF-8 or a refused character."""
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > BYTES:
        message = f"the spec has {size} bytes, and {BYTES} is the most"
        raise LimitError((Diagnostic("too-large", message, file, Position(1, 1), "split it into several pictures"),))
    text = (data if isinstance(data, str) else _decoded(data, file)).removeprefix("\ufeff")
    source = Source(text, file)
    refused = REFUSED.search(text)
    if refused is not None:
        code, message, help = complaint(refused.group())
        raise SpecError((Diagnostic(code, message, file, source.place_of_index(refused.start()), help),))
    return _with_pairs_joined(source)


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        position = Source(good, file).place_of_index(len(good))
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise SpecError((Diagnostic("bad-utf-8", message, file, position, "save the file as UTF-8"),)) from None


def _with_pairs_joined(source: Source) -> Source:
    """JSON writes a character beyond U+FFFF as two escapes, which YAML refuses: make each pair one escape of YAML's."""
    if not source.text.lstrip().startswith("{") or not _PAIR.search(source.text):
        return source
    try:
        json.loads(source.text)
    except (ValueError, RecursionError):
        return source  # not JSON, so the backslashes may mean something else
    joined: list[tuple[int, int]] = []
    lines = []
    for number, line in enumerate(source.text.splitlines(keepends=True)):
        new = ""
        end = 0
        for match in _PAIR.finditer(line):
            high, low = int(match[2], 16), int(match[3], 16)
            point = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
            new += line[end : match.start()] + match[1] + f"\\U{point:08x}"
            joined.append((number, len(new)))
            end = match.end()
        lines.append(new + line[end:])
    return Source("".join(lines), source.file, tuple(joined))
