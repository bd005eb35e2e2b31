"""A tree as canonical text: two columns a level, brackets on one line or not at all, every comment at its entry."""

from __future__ import annotations

from oauthviz.formatting.tree import Entry, Group, Word
from oauthviz.formatting.words import WIDTH, block, inline

_STEP = 2


def printed(root: Group) -> str:
    """The whole document, without an empty line at its start or end, and outside of texts never with two in a row."""
    lines = _block(root, 0)
    text: list[str] = []
    for line in lines:
        if line or (text and text[-1]):
            text.append(line)
    return "\n".join(text).rstrip("\n") + "\n"


def _block(group: Group, indent: int) -> list[str]:
    """The lines of a group in block style. A text on several lines is one piece among them."""
    lines: list[str] = []
    for number, entry in enumerate(group.entries):
        above = _above(entry, indent)
        if number == 0 and above[:1] == [""] and indent:
            above = above[1:]
        lines += [*_indented(above, indent), *_entry(entry, indent)]
    return lines + _indented(group.below, indent)


def _above(entry: Entry, indent: int) -> list[str]:
    """The lines above an entry. An item that is a block has no line of its own, so what is about it comes here too."""
    lines = list(entry.above)
    value = entry.value
    if isinstance(value, Group) and not value.entries:
        lines += value.below
    elif entry.key is None and isinstance(value, Group) and _one_line(entry, indent) is None:
        first = _above(value.entries[0], indent + _STEP)
        lines += [*entry.beside, *(line for line in first if line)]
    return lines


def _entry(entry: Entry, indent: int) -> list[str]:
    value = entry.value
    head = _head(entry, indent)
    beside = "".join(f"  {text}" for text in entry.beside)
    if isinstance(value, Word):
        if value.style is None and not value.value:
            return [head + beside]
        lines = block(value, indent + _STEP, len(head) + 1)
        if lines is not None:
            return ["\n".join([f"{head} {lines[0]}{beside}", *lines[1:]])]  # one piece: its empty lines are text
        return [f"{head} {inline(value, False)}{beside}"]
    line = _one_line(entry, indent)
    if line is not None:
        return [line + beside]
    if entry.key is not None:
        return [head + beside, *_block(value, indent + _STEP)]
    return _item(value, head, indent)


def _head(entry: Entry, indent: int) -> str:
    return f"{' ' * indent}{'-' if entry.key is None else inline(entry.key, False) + ':'}"


def _one_line(entry: Entry, indent: int) -> str | None:
    """The line of an entry whose group is printed in brackets: it was written so, holds no comment, and fits."""
    group = entry.value
    if not isinstance(group, Group) or not group.flow:
        return None
    line = f"{_head(entry, indent)} {_brackets(group)}"
    return line if not group.entries or (len(line) <= WIDTH and not _comments(group)) else None


def _item(value: Group, head: str, indent: int) -> list[str]:
    """A group in block style as an item: it starts on the dash's own line."""
    first, *rest = value.entries
    lines = _entry(first, indent + _STEP)
    inner = Group(value.start, value.end, value.first, value.last, value.is_mapping, value.flow, value.column)
    inner.entries, inner.below = rest, value.below
    return [f"{head} {lines[0].lstrip(' ')}", *lines[1:], *_block(inner, indent + _STEP)]


def _comments(group: Group) -> bool:
    if any(group.below):
        return True
    return any(
        any(entry.above) or entry.beside or (isinstance(entry.value, Group) and _comments(entry.value))
        for entry in group.entries
    )


def _brackets(value: Word | Group) -> str:
    if isinstance(value, Word):
        return inline(value, True)
    parts = []
    for entry in value.entries:
        text = _brackets(entry.value)
        empty = isinstance(entry.value, Word) and entry.value.style is None and not text
        key = inline(entry.key, True) if entry.key is not None else ""
        parts.append(text if entry.key is None else key if empty else f"{key}: {text}")
    joined = ", ".join(parts)
    return f"{{{joined}}}" if value.is_mapping else f"[{joined}]"


def _indented(lines: list[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" if line else "" for line in lines]
