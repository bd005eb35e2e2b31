"""Catalogs of translations in gettext's PO format, read with the place of each entry."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from oauthviz.core.diagnostics import Diagnostic, LimitError, OutputError, Position, SpecError

MAX_BYTES = 1024 * 1024
"""A catalog holds at most so many bytes: four times what a spec may have."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\b")
_STRING = r'"(?:[^"\\]|\\.)*"'
_ALLOWED = re.compile(rf"(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s*)?{_STRING}|)")
_CHARSET = re.compile(r"charset=([\w.-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One entry. `block` is its text in the file with what follows up to the next; `line` is its first, from 1.

    `texts` are its translations, several where it has a plural. `previous` is the English that they are of, where the
    entry says so.
    """

    context: str
    msgid: str
    texts: tuple[str, ...]
    is_fuzzy: bool
    is_obsolete: bool
    block: str
    line: int
    msgid_plural: str = ""
    previous: str | None = None

    @property
    def sort(self) -> str:
        """What the texts of one sort share: `box.name` for `box.browser.name`."""
        return sort_of(self.context)

    @property
    def is_translated(self) -> bool:
        return all(self.texts) and bool(self.texts)

    @property
    def position(self) -> Position:
        """Where the translation starts."""
        return self.position_of("")

    def position_of(self, word: str) -> Position:
        """Where a word of the translation stands; the translation's start where lines are broken in it."""
        lines = self.block.split("\n")
        first = next((i for i, line in enumerate(lines) if _bare(line).startswith("msgstr")), 0)
        for i, line in enumerate(lines[first:], first):
            at = line.find(word, line.find('"') + 1)
            if word and at >= 0:
                return Position(self.line + i, at + 1)
        return Position(self.line + first, lines[first].find('"') + 2)


def sort_of(context: str) -> str:
    """`box.browser.name` is of the sort `box.name`, `arrow.a>b.callout.2` of `arrow.callout`."""
    parts = context.split(".")
    if len(parts) < 3:
        return context
    return f"{parts[0]}.{parts[-2] if parts[-1].isdigit() else parts[-1]}"


@dataclass(frozen=True)
class Catalog:
    """A PO file: its header with what stands before it, then its entries in their order."""

    file: str
    header: str
    entries: tuple[Entry, ...]
    plural_forms: str = ""

    def find(self, context: str, text: str) -> Entry | None:
        """The entry of a text: under its context, else under another of its sort that translates just that text."""
        own = self._by_context.get(context)
        if own is not None and own.msgid == text:
            return own
        alike = self._by_text.get((sort_of(context), text), [])
        return alike[0] if len({entry.texts for entry in alike}) == 1 else None

    def named(self, context: str) -> Entry | None:
        """The entry with this context, of whatever text."""
        return self._by_context.get(context)

    @property
    def current(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if not entry.is_obsolete)

    @cached_property
    def _by_context(self) -> dict[str, Entry]:
        return {entry.context: entry for entry in reversed(self.current)}

    @cached_property
    def _by_text(self) -> dict[tuple[str, str], list[Entry]]:
        found: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.current:
            if entry.is_translated and not entry.is_fuzzy:
                found.setdefault((entry.sort, entry.msgid), []).append(entry)
        return found


def read_catalog(path: Path) -> Catalog:
    """Read a PO file. Raises OutputError where it cannot be read, SpecError and LimitError as `parse_catalog`."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OutputError([Diagnostic("cannot-read", "the catalog is no plain file", str(path))])
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise OutputError([Diagnostic("cannot-read", f"the catalog cannot be read: {reason}", str(path))]) from None
    return parse_catalog(data, str(path))


def parse_catalog(data: bytes, file: str) -> Catalog:
    """The catalog in `data`. Raises SpecError for what is no PO in UTF-8, LimitError beyond MAX_BYTES."""
    if len(data) > MAX_BYTES:
        message = f"the catalog has more than {MAX_BYTES} bytes"
        raise LimitError([Diagnostic("too-large", message, file, Position(1, 1), "split it, one file a spec")])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise SpecError([Diagnostic("bad-utf-8", message, file, Position(line, 1), "save it as UTF-8")]) from None
    _refuse_odd_lines(text, file)
    header, plural_forms = "", ""
    entries: list[Entry] = []
    for line, block in _blocks(text):
        found = _parsed(block, line, file)
        if found is not None and len(found):
            entries.append(_entry(found[0], block, line))
            continue
        header += block  # comments alone, or the entry of the empty text, which polib keeps apart
        if found is not None:
            _refuse_other_charset(found.metadata.get("Content-Type", ""), file, line)
            plural_forms = found.metadata.get("Plural-Forms", "")
    return Catalog(file, header, tuple(entries), plural_forms)


def _refuse_odd_lines(text: str, file: str) -> None:
    """polib reads over what it does not understand, an open quote too."""
    for number, line in enumerate(text.split("\n"), 1):
        if not _ALLOWED.fullmatch(_bare(line)):
            raise _no_entry(file, Position(number, 1))


def _no_entry(file: str, position: Position) -> SpecError:
    help = "check it with 'msgfmt --check', or with the editor that wrote it"
    return SpecError([Diagnostic("bad-catalog", "this is no entry of a PO file", file, position, help)])


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The text cut into entries, each with its first line's number; joined they are the text."""
    block: list[str] = []
    start = 1
    in_translation = False
    for number, line in enumerate(_LINE.findall(text), 1):
        bare = _bare(line)
        keyword = _KEYWORD.match(bare)
        continues = not bare or bare.startswith('"') or (keyword is not None and keyword[1].startswith("msgstr"))
        if in_translation and not continues:
            yield start, "".join(block)
            block, start, in_translation = [], number, False
        if keyword is not None and keyword[1].startswith("msgstr"):
            in_translation = True
        block.append(line)
    if block:
        yield start, "".join(block)


def _bare(line: str) -> str:
    """A line without its end, the byte-order mark, and the mark of obsolete entries."""
    text = line.strip().lstrip("\ufeff")
    return text[2:].lstrip() if text.startswith("#~") and not text.startswith("#~|") else text


def _parsed(block: str, line: int, file: str) -> Any:
    """A block as a file of its own, None where there are comments alone."""
    if not any(_KEYWORD.match(_bare(part)) for part in block.split("\n")):
        return None
    import polib  # only where there is a catalog at all

    source = block.lstrip("\ufeff").replace("\r\n", "\n").rstrip("\n") + "\n"
    try:
        return polib.pofile(source, wrapwidth=0)
    except (OSError, ValueError, IndexError) as error:
        at = re.search(r"\(line (\d+)\)", str(error))
        raise _no_entry(file, Position(line + (int(at[1]) - 1 if at else 0), 1)) from None


def _entry(found: Any, block: str, line: int) -> Entry:
    plural = tuple(text for _, text in sorted(found.msgstr_plural.items()))
    return Entry(
        context=found.msgctxt or "",
        msgid=found.msgid,
        texts=plural or (found.msgstr,),
        is_fuzzy="fuzzy" in found.flags,
        is_obsolete=bool(found.obsolete),
        block=block,
        line=line,
        msgid_plural=found.msgid_plural or "",
        previous=found.previous_msgid or None,
    )


def _refuse_other_charset(content_type: str, file: str, line: int) -> None:
    charset = _CHARSET.search(content_type)
    if charset is not None and charset[1].lower() not in ("utf-8", "utf8", "charset"):
        message = f"the catalog says that it is in {charset[1]}"
        raise SpecError([Diagnostic("bad-charset", message, file, Position(line, 1), "save it as UTF-8, and say so")])
