"""The string table: every text that the program words itself, by key, in the language of the picture.

The English one is here, the others are catalogs: `catalogs/<lang>.po` beside this module, context by context a key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from gettext import c2py
from pathlib import Path

from msgspec import Struct

from oauthviz.core.diagnostics import Diagnostic, SpecError
from oauthviz.i18n.catalog import Catalog, read_catalog
from oauthviz.i18n.pseudo import pseudo
from oauthviz.i18n.tags import PSEUDO_LANGUAGES, canonical, fallbacks
from oauthviz.spec.limits import LEGEND_ITEMS

_PLACE = re.compile(r"\{([a-z]+)\}")

_ENGLISH: tuple[tuple[str, str], ...] = (
    ("legend-heading[0]", "Lifecycle in {count} step"),
    ("legend-heading[1]", "Lifecycle in {count} steps"),
    ("key-heading", "Arrow key"),
    ("key-request-path", "Request path"),
    ("key-authorization-tokens", "Authorization and tokens"),
    ("key-storage-support", "Storage and support"),
    ("key-request", "Request"),
    ("key-response", "Response"),
    ("key-redirect", "Redirect"),
    ("key-authorization", "Authorization"),
    ("key-token", "Token"),
    ("key-storage", "Storage"),
    ("key-event", "Event"),
    ("story-step", "Step {number}"),
    ("story-stage", "Stage {number}"),
    ("story-forward", "{sources} to {target}"),
    ("story-both", "{sources} and {target}, both ways"),
    ("story-over", "{label} ({protocols})"),
    ("story-part", "{lead}: {rest}"),
    ("story-sentence", "{text}."),
    ("story-boxes", "Boxes: {names}"),
    ("list-next", "{first}, {next}"),
    ("list-last", "{first} and {last}"),
)

_CATALOGS = Path(__file__).parent / "catalogs"
_PLURAL = re.compile(r"plural\s*=\s*([^;]+)")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")


class Strings(Struct, frozen=True):
    """The texts of one language. `lang` is that of the table, which need not be the one asked for.

    A text that depends on a number has a form for each plural of the language, `key[0]` and so on; `plural` is
    gettext's rule that picks one.
    """

    lang: str
    table: tuple[tuple[str, str], ...]
    plural: str = "n != 1"

    def text(self, key: str, **values: str) -> str:
        """The text of `key` with `{name}` replaced by the value of that name. Raises KeyError for an unknown key."""
        # str.format would let a table reach into the values' attributes; this knows plain names only.
        return _PLACE.sub(lambda match: values.get(match[1], match[0]), dict(self.table)[key])

    def counted(self, key: str, count: int) -> str:
        """The text of `key` for a number of things, in the form that the language has for it."""
        return self.text(f"{key}[{int(c2py(self.plural)(count))}]", count=str(count))

    def listed(self, names: Sequence[str]) -> str:
        """`A`, `A and B`, `A, B and C`; empty for no names."""
        if len(names) < 2:
            return "".join(names)
        first = names[0]
        for name in names[1:-1]:
            first = self.text("list-next", first=first, next=name)
        return self.text("list-last", first=first, last=names[-1])

    def sentence(self, text: str) -> str:
        """The text with the stop that ends a sentence, unless it has one."""
        return text if text.endswith(_SENTENCE_ENDS) else self.text("story-sentence", text=text)

    def with_catalog(self, catalog: Catalog, lang: str) -> Strings:
        """The table with what a catalog translates. Raises SpecError where it loses a place such as `{count}`."""
        own: dict[str, str] = {}
        for key, english in string_messages():
            entry = catalog.find(key, english[0])
            if entry is not None and entry.is_translated and not entry.is_fuzzy:
                _refuse_other_places(catalog, key, english, entry.texts)
                own |= _forms(key, english, entry.texts)
        # Plurals are the catalog's only where it has the texts that they pick from.
        counted = [key for key in own if key.endswith("]")]
        table = {key: text for key, text in self.table if not (counted and key.endswith("]"))}
        return Strings(lang, tuple((table | own).items()), _rule(catalog, len(counted)) if counted else self.plural)


def string_table(lang: str) -> Strings:
    """The table of a language tag, or of what it falls back to (`pt` for `pt-PT`), or the English one."""
    for tag in fallbacks(canonical(lang)):
        found = _shipped(tag)
        if found is not None:
            return found
    return _shipped("en") or Strings("en", _ENGLISH)


def shipped_languages() -> tuple[str, ...]:
    """The tags that have a table, sorted."""
    return tuple(sorted(["en", *(path.stem for path in _CATALOGS.glob("*.po"))]))


def places_in(text: str) -> tuple[str, ...]:
    """The names in braces that values take the place of."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def string_messages() -> list[tuple[str, tuple[str, ...]]]:
    """Each key with its English: one text, or singular and plural, in the table's order."""
    found: dict[str, tuple[str, ...]] = {}
    for key, text in _ENGLISH:
        found[key.split("[")[0]] = (*found.get(key.split("[")[0], ()), text)
    return list(found.items())


@cache
def _shipped(tag: str) -> Strings | None:
    if tag == "en":
        return Strings("en", _ENGLISH)
    if tag in PSEUDO_LANGUAGES:
        return Strings(tag, tuple((key, _pseudo(text, tag)) for key, text in _ENGLISH))
    path = _CATALOGS / f"{tag}.po"
    return Strings("en", _ENGLISH).with_catalog(read_catalog(path), tag) if path.is_file() else None


def _pseudo(text: str, tag: str) -> str:
    """A text in a pseudo-language, its places untouched."""
    parts = re.split(f"({_PLACE.pattern.replace('(', '(?:')})", text)
    return "".join(part if _PLACE.fullmatch(part) else pseudo(part, tag) for part in parts)


def _forms(key: str, english: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    return {key: texts[0]} if len(english) == 1 else {f"{key}[{i}]": text for i, text in enumerate(texts)}


def _rule(catalog: Catalog, forms: int) -> str:
    """The catalog's rule of plurals, tried on numbers that legends have. `forms` are all that it may pick from."""
    match = _PLURAL.search(catalog.plural_forms)
    rule = match[1].strip() if match else "n != 1"
    try:
        picked = {int(c2py(rule)(number)) for number in range(LEGEND_ITEMS + 1)}
        if not picked <= set(range(forms)):
            raise ValueError
    except (ValueError, ArithmeticError, RecursionError):
        message = f"the rule in Plural-Forms cannot be used with {forms} forms"
        help = "it is such as: nplurals=2; plural=(n != 1);"
        raise SpecError([Diagnostic("bad-plural", message, catalog.file, help=help)]) from None
    return rule


def _refuse_other_places(catalog: Catalog, key: str, english: Sequence[str], texts: Sequence[str]) -> None:
    known = set(_PLACE.findall(english[-1]))
    for text in texts:
        found = set(_PLACE.findall(text))
        # One form may do without its number: the Arabic dual says it in the word.
        if found - known or (known - found and len(english) == 1):
            entry = catalog.named(key)
            message = f"'{text}' has other places in braces than '{english[-1]}'"
            position = entry.position if entry else None
            raise SpecError([Diagnostic("bad-places", message, catalog.file, position, "keep them as they are")])
