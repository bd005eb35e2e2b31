"""Reading a theme's YAML: plain mappings, lists and scalars with their positions, nothing else.

No aliases, anchors, tags, merge keys, duplicate keys or several documents; depth and size are bounded before
anything is built. Only `true`, `false`, `null` and decimal numbers are more than text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from oauthviz.core.diagnostics import Diagnostic, LimitError, Position, SpecError

MAX_BYTES = 64 * 1024
MAX_DEPTH = 12

KeyPath = tuple[str | int, ...]
Positions = dict[KeyPath, Position]

# The parser in C is about ten times as fast, and in the wheels of PyYAML; the other refuses `?` before a comma.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NUMBER = re.compile(r"[-+]?(\d{1,15})(\.\d{1,15})?")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


def read_plain_yaml(data: bytes, file: str) -> tuple[Any, Positions]:
    """The value that `data` holds, and where each part of it stands. Raises SpecError or LimitError."""
    if len(data) > MAX_BYTES:
        message = f"{len(data)} bytes; a theme may have {MAX_BYTES}"
        raise LimitError([Diagnostic("theme-too-large", message, file)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise SpecError([Diagnostic("not-utf-8", message, file, Position(line, column), "save it as UTF-8")]) from None
    return _Reader(text, file).document()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._text = text
        self._positions: Positions = {}

    def document(self) -> tuple[Any, Positions]:
        try:
            events = iter(yaml.parse(self._text, Loader=_LOADER))
            next(events)  # the start of the stream
            first = next(events)
            if isinstance(first, yaml.StreamEndEvent):
                raise self._error("empty", "there is nothing in it", first)
            value = self._value(next(events), events, ())
            next(events)  # the end of the document
            last = next(events)
            if not isinstance(last, yaml.StreamEndEvent):
                raise self._error("several-documents", "only one document is read", last, "remove the `---`")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            position = Position(mark.line + 1, mark.column + 1) if mark else None
            problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
            raise SpecError([Diagnostic("yaml-syntax", problem, self._file, position)]) from None
        return value, self._positions

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath) -> Any:
        if isinstance(event, yaml.AliasEvent):
            raise self._error("alias", "aliases are not read", event, "write the value out")
        if getattr(event, "anchor", None) is not None:
            raise self._error("anchor", "anchors are not read", event, "remove the `&name`")
        if getattr(event, "tag", None) is not None:
            raise self._error("tag", "tags are not read", event, "remove the `!tag`")
        if len(path) > MAX_DEPTH:
            raise self._error("too-deep", f"nested deeper than {MAX_DEPTH}", event)
        self._positions[path] = self._at(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            for item in events:
                if isinstance(item, yaml.SequenceEndEvent):
                    break
                items.append(self._value(item, events, (*path, len(items))))
            return items
        assert isinstance(event, yaml.ScalarEvent)
        return _scalar(event)

    def _mapping(self, events: Iterator[yaml.Event], path: KeyPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._error("key", "a key has to be a word", event)
            key = event.value
            if key == "<<":
                raise self._error("merge-key", "merge keys are not read", event, "write the keys out")
            if key in mapping:
                raise self._error("duplicate-key", f"'{key}' stands here twice", event, "keep one of them")
            mapping[key] = self._value(next(events), events, (*path, key))
            self._positions[(*path, key)] = self._at(event)
        return mapping

    def _at(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        assert mark is not None  # the parser sets it on every event
        return Position(mark.line + 1, mark.column + 1)

    def _error(self, code: str, message: str, event: yaml.Event, help: str | None = None) -> SpecError:
        return SpecError([Diagnostic(code, message, self._file, self._at(event), help)])


def _scalar(event: yaml.ScalarEvent) -> Any:
    text: str = event.value
    if event.style:  # the parser in C says '' for a plain scalar, the other one None
        return text
    if text in _WORDS:
        return _WORDS[text]
    match = _NUMBER.fullmatch(text)
    if match:
        return float(text) if match[2] else int(text)
    return text
