"""What a translation lacks: texts without one, and translations that alter what no language may alter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from oauthviz.core.diagnostics import Diagnostic, Position
from oauthviz.core.words import shown
from oauthviz.i18n.catalog import Catalog, Entry
from oauthviz.i18n.messages import Message
from oauthviz.i18n.protected import altered, foreign_digits

MISSING, FUZZY, OUTDATED = "missing-translation", "fuzzy-translation", "outdated-translation"
OBSOLETE = "obsolete-translation"
ALTERED, DIGITS = "altered-word", "foreign-digits"


class Flaw(Struct, frozen=True):
    """One flaw of a translation. `found` says it; `context` is the entry's, `spec_position` that of the English."""

    context: str
    found: Diagnostic
    spec_position: Position | None = None


class Used(Struct, frozen=True):
    """The translation of a message, and where it is from."""

    text: str
    file: str
    entry: Entry


class Review(Struct, frozen=True):
    """Which translation each message gets, by context, and what is to be said about them."""

    used: Mapping[str, Used]
    flaws: tuple[Flaw, ...]


def review(
    messages: Sequence[Message], catalogs: Sequence[Catalog], spec_file: str, places: Mapping[str, Position]
) -> Review:
    """Look each message up in `catalogs`, the nearest first. `places` are the messages' in the spec, by context."""
    used: dict[str, Used] = {}
    flaws: list[Flaw] = []
    for message in messages:
        place = places.get(message.context)
        found = _looked_up(message, catalogs)
        if isinstance(found, Used):
            used[message.context] = found
            flaws += [Flaw(message.context, one, place) for one in _alterations(message, found)]
        else:
            missing = found or Diagnostic(
                MISSING,
                f"{message.context} has no translation: '{shown(message.text)}'",
                spec_file if place else catalogs[0].file,
                place,
                f"it is in none of: {', '.join(catalog.file for catalog in catalogs)}; oauthviz i18n update adds it",
            )
            flaws.append(Flaw(message.context, missing, place))
    return Review(used, tuple(flaws))


def leftovers(messages: Sequence[Message], catalog: Catalog) -> tuple[Flaw, ...]:
    """The entries of a catalog that no text of the spec has any use for."""
    wanted = {message.context for message in messages}
    kept = {(message.sort, message.text) for message in messages}
    flaws = []
    for entry in catalog.entries:
        if entry.is_obsolete or (entry.context not in wanted and (entry.sort, entry.msgid) not in kept):
            message = f"{entry.context} is not in the spec any more: '{shown(entry.msgid)}'"
            help = "take it out when it is not wanted back" if entry.is_obsolete else "oauthviz i18n update marks it"
            position = Position(entry.line, 1) if entry.is_obsolete else entry.position
            flaws.append(Flaw(entry.context, Diagnostic(OBSOLETE, message, catalog.file, position, help)))
    return tuple(flaws)


def _looked_up(message: Message, catalogs: Sequence[Catalog]) -> Used | Diagnostic | None:
    """The nearest translation, else what the nearest catalog has in its place."""
    first: Diagnostic | None = None
    for catalog in catalogs:
        entry = catalog.find(message.context, message.text)
        if entry is not None and entry.is_translated and not entry.is_fuzzy:
            return Used(entry.texts[0].strip(), catalog.file, entry)
        first = first or _reason(message, catalog, entry or catalog.named(message.context))
    return first


def _reason(message: Message, catalog: Catalog, entry: Entry | None) -> Diagnostic | None:
    if entry is None:
        return None
    if not entry.is_translated:
        text = f"{message.context} has no translation: '{shown(message.text)}'"
        return Diagnostic(MISSING, text, catalog.file, entry.position, "write one")
    if entry.is_fuzzy:
        text = f"{message.context} is marked fuzzy: '{shown(entry.texts[0])}' for '{shown(message.text)}'"
        help = "check it, then take the word fuzzy away"
        return Diagnostic(FUZZY, text, catalog.file, entry.position, help)
    text = f"{message.context} is translated from other words: '{shown(entry.msgid)}', now '{shown(message.text)}'"
    return Diagnostic(OUTDATED, text, catalog.file, entry.position, "oauthviz i18n update marks it fuzzy")


def _alterations(message: Message, used: Used) -> list[Diagnostic]:
    found = []
    digits = foreign_digits(used.text)
    if digits:
        listed = ", ".join(f"'{digit}'" for digit in digits)
        text = f"{message.context} has digits of another script: {listed}"
        position = used.entry.position_of(digits[0])
        found.append(Diagnostic(DIGITS, text, used.file, position, "digits stay 0 to 9 in every language"))
    for one in altered(message.text, used.text):
        if digits and one.word.isdigit():
            continue  # said already
        instead = f"has '{one.instead}' instead of" if one.instead else "lacks the protected word"
        text = f"{message.context} {instead} '{one.word}'"
        position = used.entry.position_of(one.instead)
        found.append(Diagnostic(ALTERED, text, used.file, position, f"write '{one.word}' as it is"))
    return found
