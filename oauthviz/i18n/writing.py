"""Catalogs written and brought up to date. What an update does not concern keeps its bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from oauthviz.i18n.catalog import Catalog, Entry
from oauthviz.i18n.messages import Message
from oauthviz.i18n.protected import protected_words
from oauthviz.i18n.strings import places_in, string_messages

WIDTH = 78
"""Columns of a line, as gettext's own tools break them."""


class Room(Struct, frozen=True):
    """The room that a text has in the drawn picture: lines, and characters on the longest of them."""

    lines: int
    characters: int


class Template(Struct, frozen=True):
    """What a translator gets for one spec: `line` says where in `file` a text stands, `rooms` how much room it has.

    Both are by context; a text may lack either.
    """

    name: str
    file: str
    lang: str
    messages: Sequence[Message]
    lines: Mapping[str, int] = field(default_factory=dict)
    rooms: Mapping[str, Room] = field(default_factory=dict)


class Updated(Struct, frozen=True):
    """A catalog's new text, and how many of its entries are new, made fuzzy, or obsolete now."""

    text: str
    new: int
    fuzzy: int
    obsolete: int


def template_text(template: Template) -> str:
    """A catalog without translations (POT)."""
    entries = [_new_entry(template, message) for message in template.messages]
    return "\n".join([_header(template, ""), *entries])


def catalog_text(template: Template, lang: str, texts: Mapping[str, str]) -> str:
    """A catalog of a language with the translations at hand, by context."""
    entries = [_new_entry(template, message, texts.get(message.context, "")) for message in template.messages]
    return "\n".join([_header(template, lang), *entries])


def strings_text(lang: str, texts: Mapping[str, Sequence[str]], plural_forms: str) -> str:
    """A catalog of the program's own words, with the translations at hand by key; a template for no language."""
    import polib  # only where a catalog is written

    parts = [_header(Template("oauthviz", "", "en", ()), lang, plural_forms)]
    for key, english in string_messages():
        own = list(texts.get(key, ()))
        entry = polib.POEntry(msgctxt=key, msgid=english[0], comment=_string_comment(english))
        if len(english) > 1:
            entry.msgid_plural = english[1]
            entry.msgstr_plural = dict(enumerate(own or ["", ""]))
        else:
            entry.msgstr = own[0] if own else ""
        parts.append(str(entry.__unicode__(wrapwidth=WIDTH)))
    return "\n".join(parts)


def update_catalog(catalog: Catalog, template: Template) -> Updated:
    """The catalog with the entries that the template has now.

    Entries of the same context and English keep their bytes, but for the place in the spec. One whose text moved to
    another context of its sort goes with it. One whose English changed becomes fuzzy and keeps the former English as
    its previous msgid. What is in the spec no more becomes obsolete, at the file's end.
    """
    pairs = _pairs(catalog.entries, template.messages)
    new = fuzzy = 0
    blocks: dict[int, str] = {}
    added: dict[int, list[str]] = {}
    last = -1
    for message in template.messages:
        at = pairs.get(message.context)
        if at is None:
            added.setdefault(last, []).append(_new_entry(template, message))
            new += 1
            continue
        entry = catalog.entries[at]
        blocks[at] = _brought_up(entry, message, template)
        fuzzy += entry.is_translated and message.text not in (entry.msgid, entry.previous)
        last = at
    gone = [i for i, entry in enumerate(catalog.entries) if i not in blocks and not entry.is_obsolete]
    parts = [catalog.header, *added.get(-1, ())]
    ends: list[str] = []
    for i, entry in enumerate(catalog.entries):
        if i in gone:
            ends.append(_obsolete(entry))
        else:
            parts.append(blocks.get(i, entry.block))
        parts += added.get(i, ())
    text = _joined([*parts, *ends])
    if not catalog.entries or not text.endswith(catalog.entries[-1].block):
        text = text.rstrip("\r\n") + "\n"
    if "\r\n" in catalog.header:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return Updated(text, new, fuzzy, len(gone))


def _pairs(entries: Sequence[Entry], messages: Sequence[Message]) -> dict[str, int]:
    """Which entry (by place) each message's context takes over."""
    pairs: dict[str, int] = {}
    free = dict.fromkeys(range(len(entries)))
    current = [i for i in free if not entries[i].is_obsolete]
    former = [i for i in free if entries[i].is_obsolete]

    def pair(places: Sequence[int], key_of_entry: Any, key_of_message: Any) -> None:
        found: dict[Any, int] = {}
        for i in reversed(places):
            if i in free:
                found[key_of_entry(entries[i])] = i
        for message in messages:
            at = found.get(key_of_message(message))
            if message.context not in pairs and at is not None and at in free:
                pairs[message.context] = at
                del free[at]

    for places in (current, former):
        pair(places, lambda e: (e.context, e.msgid), lambda m: (m.context, m.text))
        pair(places, lambda e: (e.sort, e.msgid), lambda m: (m.sort, m.text))
    pair(current, lambda e: e.context, lambda m: m.context)
    return pairs


def _brought_up(entry: Entry, message: Message, template: Template) -> str:
    """An entry's block under a message that it was paired with."""
    if entry.is_obsolete or (entry.context, entry.msgid) != (message.context, message.text):
        return _rewritten(entry, message, template)
    line = template.lines.get(message.context)
    if line is None:
        return entry.block
    # Only our own reference is renewed; those of other tools and the rest of the block stay.
    ours = re.compile(rf"^#: {re.escape(template.file)}:\d+(?=\r?$)", re.MULTILINE)
    return ours.sub(f"#: {template.file}:{line}", entry.block, count=1)


def _rewritten(entry: Entry, message: Message, template: Template) -> str:
    import polib  # only where a catalog is written

    old = polib.pofile(entry.block.replace("\r\n", "\n"), wrapwidth=0)[0]
    made = _po_entry(template, message, "")
    made.msgstr, made.msgstr_plural, made.tcomment = old.msgstr, old.msgstr_plural, old.tcomment
    made.flags = list(old.flags)
    made.previous_msgid = old.previous_msgid
    former = entry.previous or entry.msgid
    if entry.is_fuzzy and former == message.text:
        made.flags.remove("fuzzy")  # the English is again what the translation was made of
        made.previous_msgid = None
    elif entry.msgid != message.text and entry.is_translated:
        made.flags = ["fuzzy", *(flag for flag in made.flags if flag != "fuzzy")]
        made.previous_msgid = former
    return str(made.__unicode__(wrapwidth=WIDTH))


def _obsolete(entry: Entry) -> str:
    import polib  # only where a catalog is written

    old = polib.pofile(entry.block.replace("\r\n", "\n"), wrapwidth=0)[0]
    old.obsolete = True
    old.comment, old.occurrences = "", []
    return str(old.__unicode__(wrapwidth=WIDTH))


def _new_entry(template: Template, message: Message, text: str = "") -> str:
    return str(_po_entry(template, message, text).__unicode__(wrapwidth=WIDTH))


def _po_entry(template: Template, message: Message, text: str) -> Any:
    import polib  # only where a catalog is written

    line = template.lines.get(message.context)
    return polib.POEntry(
        msgctxt=message.context,
        msgid=message.text,
        msgstr=text,
        comment=_comment(message, template.rooms.get(message.context)),
        occurrences=[(template.file, str(line))] if line is not None else [],
    )


def _comment(message: Message, room: Room | None) -> str:
    """What a translator should know: what the text is, the room that it has, which words stay."""
    parts = [f"{message.what}."]
    if room is not None:
        lines = "1 line" if room.lines == 1 else f"{room.lines} lines"
        parts.append(f"Room: {lines} of about {room.characters} characters.")
    words = list(dict.fromkeys(protected_words(message.text)))
    if words:
        parts.append(f"Leave as it is: {', '.join(words)}.")
    return "\n".join(parts)


def _string_comment(english: Sequence[str]) -> str:
    places = places_in(english[-1])
    return f"Leave as it is: {', '.join(f'{{{place}}}' for place in places)}." if places else ""


def _header(template: Template, lang: str, plural_forms: str = "") -> str:
    """The header, without dates: the same spec gives the same bytes."""
    fields = [
        ("Project-Id-Version", template.name),
        ("Language", lang.replace("-", "_")),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        *([("Plural-Forms", plural_forms)] if plural_forms else []),
        ("X-Source-Language", template.lang),
    ]
    lines = "".join(f'"{key}: {value}\\n"\n' for key, value in fields)
    start = "" if lang else "#, fuzzy\n"
    return f'# Texts of {template.name}.\n{start}msgid ""\nmsgstr ""\n{lines}'


def _joined(parts: Sequence[str]) -> str:
    """Blocks one after the other, with an empty line between them."""
    text = ""
    for part in filter(None, parts):
        if text and not text.endswith(("\n\n", "\r\n\r\n")):
            text += "\n" if text.endswith("\n") else "\n\n"
        text += part
    return text
