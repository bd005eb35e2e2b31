"""The event gate: a YAML text is read event by event, and the first thing that a spec may not use ends the reading.

Nothing is built before the gate is passed, so that aliases, merge keys, tags and deep nesting cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import yaml

from oauthviz.core.diagnostics import Diagnostic, LimitError, Position, SpecError
from oauthviz.core.words import shown
from oauthviz.spec.characters import complaint
from oauthviz.spec.limits import DEPTH, RUNAWAY_DEPTH
from oauthviz.spec.source import Mark, Source

# The parser in C is about ten times as fast, and in the wheels of PyYAML; the other refuses `?` before a comma.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_HINTS = {
    "mapping values are not allowed in this context": "a text that holds ': ' needs quotes round it",
    "found a tab character that violates indentation": "indent with spaces, not with tabs",
    "could not find expected ':'": "a key is followed by a colon and a space",
    "did not find expected key": "keys of one mapping start in the same column, and a text that holds ': ' or "
    "starts with a quote needs quotes round all of it",
    "did not find expected '-' indicator": "items of one list start in the same column",
    "found unexpected end of stream": "a quote was opened and never closed",
    "found unknown escape character": "write \\\\ for a backslash, or use single quotes",
    "did not find expected ',' or ']'": "items between [ and ] are separated by commas",
    "did not find expected ',' or '}'": "entries between { and } are separated by commas; "
    "a text that holds a comma or brackets needs quotes",
}


def gated_events(source: Source) -> Iterator[yaml.Event]:
    """The events of the one document in `source`. Raises SpecError, or LimitError where nesting is over the limit."""
    try:
        yield from _gated(source)
    except yaml.YAMLError as error:
        raise SpecError((_syntax_error(error, source),)) from None


def _gated(source: Source) -> Iterator[yaml.Event]:
    # One entry for each open collection: None in a list, else whether a key comes next.
    stack: list[bool | None] = []
    documents = 0
    too_deep: Position | None = None
    for event in yaml.parse(source.text, Loader=_LOADER):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                help = "a spec is one document: take '---' away, or make two files"
                raise _refusal(source, event, "several-documents", "a second document starts here", help)
        elif isinstance(event, yaml.NodeEvent):
            _refuse_features(source, event)
            is_key = bool(stack and stack[-1])
            if is_key and isinstance(event, yaml.ScalarEvent) and event.implicit[0] and event.value == "<<":
                help = "write the keys out"
                raise _refusal(source, event, "merge-key", "merge keys ('<<') are not part of the language", help)
            if stack and stack[-1] is not None:
                stack[-1] = not stack[-1]
            if isinstance(event, yaml.CollectionStartEvent):
                stack.append(True if isinstance(event, yaml.MappingStartEvent) else None)
                if len(stack) > RUNAWAY_DEPTH:
                    message = f"nested more than {RUNAWAY_DEPTH} levels deep: this is no spec"
                    raise _refusal(source, event, "runaway-nesting", message, "look for brackets that are not closed")
                if len(stack) > DEPTH and too_deep is None:
                    too_deep = source.place(start_of(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
        if too_deep is None:
            yield event
    if too_deep is not None:
        message = f"nested more than {DEPTH} levels deep"
        help = "no key of a spec needs more than 5"
        raise LimitError((Diagnostic("too-deep", message, source.file, too_deep, help),))


def start_of(event: yaml.Event) -> Mark:
    """Where an event starts; the parser always says."""
    mark: Any = event.start_mark
    return cast(Mark, mark)


def end_of(event: yaml.Event) -> Mark:
    """Where an event ends; the parser always says."""
    mark: Any = event.end_mark
    return cast(Mark, mark)


def _refuse_features(source: Source, event: yaml.NodeEvent) -> None:
    if isinstance(event, yaml.AliasEvent):
        message = f"aliases ('*{shown(event.anchor)}') are not part of the language"
        raise _refusal(source, event, "alias", message, "write it out, or put a text that starts with * in quotes")
    if event.anchor is not None:
        message = f"anchors ('&{shown(event.anchor)}') are not part of the language"
        raise _refusal(source, event, "anchor", message, "take it away, or put a text that starts with & in quotes")
    tag = getattr(event, "tag", None)
    if tag is not None:
        message = f"tags ('{shown(tag)}') are not part of the language"
        raise _refusal(source, event, "tag", message, "take it away, or put a text that starts with ! in quotes")


def _refusal(source: Source, event: yaml.Event, code: str, message: str, help: str) -> SpecError:
    return SpecError((Diagnostic(code, message, source.file, source.place(start_of(event)), help),))


def _syntax_error(error: yaml.YAMLError, source: Source) -> Diagnostic:
    """The parser's complaint in our words, at the place where it noticed."""
    problem = str(getattr(error, "problem", None) or "it cannot be read")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Diagnostic("yaml-syntax", f"not valid YAML: {problem}", source.file, Position(1, 1))
    position = source.place(mark)
    if problem == "found invalid Unicode character escape code":
        return _bad_escape(source, mark.index)
    if problem == "found unexpected end of stream" and getattr(error, "context_mark", None) is not None:
        position = source.place(error.context_mark)  # type: ignore[attr-defined]
    help = _HINTS.get(problem)
    if problem == "found character that cannot start any token":
        char = source.text[mark.index : mark.index + 1]
        help = _HINTS["found a tab character that violates indentation"]
        if char != "\t":
            help = f"a text that starts with {char} needs quotes round it"
    return Diagnostic("yaml-syntax", f"not valid YAML: {problem}", source.file, position, help)


def _bad_escape(source: Source, digits: int) -> Diagnostic:
    """An escape such as \\ud800 or \\U00110000; `digits` is where its digits start."""
    start = digits - 2
    position = source.place_of_index(start)
    count = {"u": 4, "U": 8}.get(source.text[start + 1 : start + 2], 2)
    digit_text = source.text[digits : digits + count]
    point = int(digit_text, 16)
    if 0xD800 <= point <= 0xDFFF:
        code, message, help = complaint(chr(point))
        return Diagnostic(code, message, source.file, position, help)
    message = f"the escape {source.text[start : digits + count]} names no character"
    return Diagnostic("bad-escape", message, source.file, position, "the last character is U+10FFFF")
