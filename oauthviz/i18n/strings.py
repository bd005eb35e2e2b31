"""The string table: every text that the program words itself, by key, in the language of the picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_PLACE = re.compile(r"\{([a-z]+)\}")

_ENGLISH: tuple[tuple[str, str], ...] = (
    ("legend-heading", "Lifecycle in {count} steps"),
    ("legend-heading-one", "Lifecycle in {count} step"),
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

_TABLES: dict[str, tuple[tuple[str, str], ...]] = {"en": _ENGLISH}
"""The tables at hand by language tag. Each has the keys of the English one."""

_SENTENCE_ENDS = (".", "!", "?", "…", "。")


@dataclass(frozen=True, slots=True)
class Strings:
    """The texts of one language. `lang` is that of the table, which need not be the one asked for."""

    lang: str
    table: tuple[tuple[str, str], ...]

    def text(self, key: str, **values: str) -> str:
        """The text of `key` with `{name}` replaced by the value of that name. Raises KeyError for an unknown key."""
        # str.format would let a table reach into the values' attributes; this knows plain names only.
        return _PLACE.sub(lambda match: values.get(match[1], match[0]), dict(self.table)[key])

    def counted(self, key: str, count: int) -> str:
        """The text of `key` for a number of things, in the singular where the language has one."""
        singular = f"{key}-one"
        chosen = singular if count == 1 and singular in dict(self.table) else key
        return self.text(chosen, count=str(count))

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


@cache
def string_table(lang: str) -> Strings:
    """The table of a language tag, or of its first part (`pt` for `pt-BR`), or the English one."""
    wanted = lang.lower()
    known = next((tag for tag in (wanted, wanted.split("-")[0]) if tag in _TABLES), "en")
    return Strings(known, _TABLES[known])
