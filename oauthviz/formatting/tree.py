"""A spec's text as a tree that keeps what a model forgets: comments, blank lines, how each text was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import yaml
from msgspec import Struct, field

from oauthviz.spec.gate import end_of, gated_events, start_of
from oauthviz.spec.source import Source

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+#([^\r\n]*)")
_LINE_END = re.compile("\r\n|\r|\n")


class Comment(Struct, frozen=True):
    """A comment with its `#`. `line` and `column` count from 0; `alone` says that nothing stands before it."""

    text: str
    index: int
    line: int
    column: int
    alone: bool


class Node(Struct):
    """A value with its place: `first` and `last` are its lines, from 0; `start` and `end` indices in the text."""

    start: int
    end: int
    first: int
    last: int


class Word(Node):
    """A scalar: what it says, and the style that it is written in (None, `'`, `"`, `|` or `>`)."""

    value: str
    style: str | None


class Entry(Struct):
    """A key with its value, or an item without a key.

    `above` are the lines before it: comments, and `""` for an empty one. `beside` is the comment at the end of its
    first line, if any.
    """

    key: Word | None
    value: Word | Group
    above: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.key.first if self.key is not None else self.value.first

    @property
    def start(self) -> int:
        return self.key.start if self.key is not None else self.value.start


class Group(Node):
    """A mapping or a list. `flow` says that it is written in brackets, `column` where its entries start.

    `below` are the lines after the last entry that belong to it all the same, as in `Entry.above`.
    """

    is_mapping: bool
    flow: bool
    column: int
    entries: list[Entry] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def read_tree(source: Source) -> Group:
    """The tree of a spec that was read without an error, with every comment of it attached."""
    root, words = _nodes(source)
    _Attachment(source, root).attach(list(_comments(source, words)))
    return root


def _nodes(source: Source) -> tuple[Group, list[Word]]:
    words: list[Word] = []
    events = iter(gated_events(source))

    def node(event: yaml.Event) -> Word | Group:
        start, end = start_of(event), end_of(event)
        if isinstance(event, yaml.ScalarEvent):
            text = source.text[start.index : end.index]
            stop = start.index + len(text.rstrip()) if event.style in ("|", ">") else end.index
            last = start.line + len(_LINE_END.findall(source.text[start.index : stop]))
            word = Word(start.index, stop, start.line, last, event.value, event.style or None)
            words.append(word)
            return word
        assert isinstance(event, yaml.CollectionStartEvent)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        group = Group(
            start.index, start.index, start.line, start.line, is_mapping, bool(event.flow_style), start.column
        )
        while not isinstance(event := next(events), yaml.CollectionEndEvent):
            key = node(event) if is_mapping else None
            assert key is None or isinstance(key, Word)
            group.entries.append(Entry(key, node(next(events) if is_mapping else event)))
        if group.flow or not group.entries:
            end = end_of(event)
            group.end, group.last = end.index, end.line
        else:
            value = group.entries[-1].value
            group.end, group.last = value.end, value.last
        return group

    root = next(node(event) for event in events if isinstance(event, yaml.NodeEvent))
    assert isinstance(root, Group)
    for _ in events:
        pass
    return root, words


def _comments(source: Source, words: list[Word]) -> Iterator[Comment]:
    """Every comment, in order: between words there is nothing else that holds a `#`."""
    text = source.text
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def comment(index: int, body: str) -> Comment:
        line = bisect_right(starts, index) - 1
        column = index - starts[line]
        return Comment(body.rstrip(), index, line, column, not text[starts[line] : index].strip())

    at = 0
    for word in [*words, None]:
        until = word.start if word is not None else len(text)
        while (index := text.find("#", at, until)) >= 0:
            end = _LINE_END.search(text, index)
            at = end.start() if end else len(text)
            yield comment(index, text[index:at])
        if word is not None:
            header = _BLOCK_HEADER.match(text, word.start) if word.style in ("|", ">") else None
            if header is not None:
                index = header.start(1) - 1
                yield comment(index, text[index : header.end(1)])
            at = word.end


class _Attachment:
    """Hands each comment and each empty line to the entry that it is about."""

    def __init__(self, source: Source, root: Group) -> None:
        self._lines = _LINE_END.split(source.text)
        self._root = root

    def attach(self, comments: list[Comment]) -> None:
        for comment in comments:
            if comment.alone:
                self._alone(comment)
            else:
                self._beside(comment)
        for entry in _entries(self._root):
            if self._is_empty(entry.first - 1):
                entry.above.append("")

    def _alone(self, comment: Comment) -> None:
        following = _next_entry(self._root, comment.index)
        group = _around(self._root, comment)
        if group is not None and following is not None and _holds(group, following):
            group = None
        leads = group is None and following is not None
        lines = following.above if leads and following else (group or self._root).below
        lines += ["", comment.text] if self._is_empty(comment.line - 1) else [comment.text]

    def _beside(self, comment: Comment) -> None:
        entry = _last_entry_on(self._root, comment)
        if entry is None:
            following = _next_entry(self._root, comment.index)
            (following.above if following is not None else self._root.below).append(comment.text)
        elif entry.beside:
            entry.above.append(comment.text)  # a second one on the lines of one entry has no place beside it
        else:
            entry.beside.append(comment.text)

    def _is_empty(self, line: int) -> bool:
        return line >= 0 and not self._lines[line].strip()


def _entries(group: Group) -> Iterator[Entry]:
    for entry in group.entries:
        yield entry
        if isinstance(entry.value, Group):
            yield from _entries(entry.value)


def _next_entry(root: Group, index: int) -> Entry | None:
    """The outermost entry that starts after `index`."""
    return next((entry for entry in _entries(root) if entry.start > index), None)


def _around(group: Group, comment: Comment) -> Group | None:
    """The innermost group that a comment is in or ends.

    It is in brackets that are not closed before it. It ends a block whose last entry is the last before it, and that
    starts no further right.
    """
    before = [entry for entry in group.entries if entry.start < comment.index]
    inner = before[-1].value if before else None
    found = _around(inner, comment) if isinstance(inner, Group) else None
    if found is not None:
        return found
    if group.flow:
        return group if group.end > comment.index else None
    ends = bool(before) and before[-1] is group.entries[-1]
    return group if ends and group.column <= comment.column and comment.column > 0 else None


def _holds(group: Group, entry: Entry) -> bool:
    return any(other is entry for other in _entries(group))


def _last_entry_on(group: Group, comment: Comment) -> Entry | None:
    """The innermost entry that has something on the comment's line before it; brackets that are closed count as one."""
    found = None
    for entry in group.entries:
        if entry.start > comment.index:
            break
        value = entry.value
        whole = isinstance(value, Word) or value.flow
        if entry.first == comment.line or (whole and value.last == comment.line):
            found = entry
        if isinstance(value, Group) and not (value.flow and value.end <= comment.index):
            found = _last_entry_on(value, comment) or found
    return found
