"""A spec as plain mappings, lists and scalars, with the place of each: from YAML's events or from Python's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from msgspec import Struct, field

from oauthviz.core.diagnostics import Diagnostic, Position, SpecError
from oauthviz.core.words import shown
from oauthviz.spec.gate import end_of, gated_events, start_of
from oauthviz.spec.limits import DEPTH
from oauthviz.spec.problems import Path, Places, Problem, subject
from oauthviz.spec.scalars import NumberError, check_number, resolve
from oauthviz.spec.source import Source

_VALUELESS = "params"
"""The one mapping whose keys need no value: a parameter may be named alone."""

_COMMENT = re.compile(r"[ \t]*#([^\r\n]*)")
_QUOTES_HELP = "put it in quotes if it is a text"


class Tree(Struct):
    """A spec's data. `spans` are the slices of the source that quoted texts stand in, to find an escape in them."""

    data: Any = None
    places: Places = field(default_factory=Places)
    problems: list[Problem] = field(default_factory=list)
    spans: dict[Path, tuple[int, int]] = field(default_factory=dict)


def tree_of_source(source: Source) -> Tree:
    """Read YAML (or JSON). Raises SpecError for what cannot be read at all; the rest is in `problems`."""
    builder = _Builder(source)
    builder.build()
    return builder.tree


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.tree = Tree()
        self._events: Iterator[yaml.Event] = gated_events(source)

    def build(self) -> None:
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                self._refuse_no_mapping(event)
                self.tree.data = self._node(event, ())
                break
        else:
            raise self._empty(Position(1, 1))
        for _ in self._events:  # the gate sees the rest of the file
            pass

    def _refuse_no_mapping(self, event: yaml.NodeEvent) -> None:
        position = self.source.place(start_of(event))
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and event.value in ("", "~", "null"):
            raise self._empty(position)
        if not isinstance(event, yaml.MappingStartEvent):
            message = "a spec is a mapping of keys such as 'title: …' and 'boxes: …'"
            raise SpecError((Diagnostic("wrong-type", message, self.source.file, position, "see: oauthviz init"),))

    def _empty(self, position: Position) -> SpecError:
        help = "to start from a small complete spec: oauthviz init"
        return SpecError((Diagnostic("empty-spec", "there is no spec in this file", self.source.file, position, help),))

    def _node(self, event: yaml.Event, path: Path) -> Any:
        self.tree.places.values[path] = self.source.place(start_of(event))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        seen: dict[str, Position] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            position = self.source.place(start_of(key))
            if not isinstance(key, yaml.ScalarEvent):
                self._skip(key)
                self._skip(next(self._events))
                self._add(Problem("complex-key", "a key is one word, not a list or mapping", path, position=position))
                continue
            name = key.value
            if name in seen:
                first = seen[name]
                message = f"the key '{shown(name)}' is there already, in line {first.line}, column {first.column}"
                help = "take one of the two away"
                self._add(Problem("duplicate-key", message, (*path, name), position=position, help=help))
                self._skip(next(self._events))
                continue
            seen[name] = position
            self.tree.places.keys[(*path, name)] = position
            value = self._node(next(self._events), (*path, name))
            if value is not None or path[-1:] == (_VALUELESS,):
                entries[name] = value
        return entries

    def _skip(self, event: yaml.Event) -> None:
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return
            event = next(self._events)

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Any:
        if not event.implicit[0]:
            self.tree.spans[path] = (start_of(event).index, end_of(event).index)
            return event.value
        if event.value == "" and path[-2:-1] != (_VALUELESS,):
            self._add(self._missing_value(event, path))
            return None
        try:
            return resolve(event.value)
        except NumberError as error:
            message = f"{subject(path)}: {shown(event.value)} {error.message}"
            self._add(Problem("bad-number", message, path, help=_QUOTES_HELP))
            return None

    def _missing_value(self, event: yaml.ScalarEvent, path: Path) -> Problem:
        comment = _COMMENT.match(self.source.text, end_of(event).index)
        help = "write one, or take the key away" if isinstance(path[-1], str) else "write one, or take the '-' away"
        if comment is not None:
            help = f"what follows '#' is a comment: to mean it, put quotes round '#{shown(comment[1].rstrip())}'"
        return Problem("missing-value", f"{subject(path)} has no value", path, at_key=True, help=help)

    def _add(self, problem: Problem) -> None:
        self.tree.problems.append(problem)


def tree_of_mapping(mapping: Mapping[str, Any]) -> Tree:
    """The same from mappings, lists, tuples and scalars made in Python. None stands for a key that is not given."""
    tree = Tree()
    tree.data = _plain(mapping, (), tree)
    return tree


def _plain(value: Any, path: Path, tree: Tree) -> Any:
    if isinstance(value, (Mapping, list, tuple)) and len(path) >= DEPTH:
        tree.problems.append(Problem("too-deep", f"nested more than {DEPTH} levels deep", path))
        return None
    if isinstance(value, Mapping):
        return _plain_mapping(value, path, tree)
    if isinstance(value, (list, tuple)):
        return [_plain(item, (*path, i), tree) for i, item in enumerate(value)]
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        try:
            return check_number(value, "-" if str(value).startswith("-") and value == 0 else "")
        except NumberError as error:
            tree.problems.append(Problem("bad-number", f"{subject(path)} {error.message}", path))
            return None
    message = f"{subject(path)} is a Python {type(value).__name__}, which no spec can hold"
    tree.problems.append(Problem("wrong-type", message, path, help="use str, int, float, bool, list or dict"))
    return None


def _plain_mapping(value: Mapping[Any, Any], path: Path, tree: Tree) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            message = f"{subject(path)} has a key that is no text: {shown(repr(key))}"
            tree.problems.append(Problem("complex-key", message, path))
            continue
        plain = _plain(item, (*path, key), tree)
        if plain is not None or path[-1:] == (_VALUELESS,):
            entries[key] = plain
    return entries
