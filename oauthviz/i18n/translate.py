"""A spec goes in, the same spec in another language comes out, with the place of every translation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import ValidationError

from oauthviz.core.diagnostics import Diagnostic, LimitError, OauthvizError, Position, SpecError
from oauthviz.i18n.catalog import Catalog, Entry
from oauthviz.i18n.finding import catalogs, has_catalog, strings_catalog
from oauthviz.i18n.messages import Message, Path, messages_of, with_texts
from oauthviz.i18n.pseudo import pseudo
from oauthviz.i18n.review import Flaw, Used, review
from oauthviz.i18n.strings import Strings, string_table
from oauthviz.i18n.tags import PSEUDO_LANGUAGES, canonical, fallbacks
from oauthviz.spec.characters import REFUSED, complaint
from oauthviz.spec.limits import LABEL, LIMIT_CODES, TEXT
from oauthviz.spec.model import Spec
from oauthviz.spec.reading import LoadedSpec
from oauthviz.spec.wording import problems_of


class Translation(Struct, frozen=True):
    """A spec in another language.

    `loaded` is the spec with its translated texts; positions and digest are those of the original. `used` is where
    each translated text is from, by its path in the model; `flaws` is what is missing or wrong.
    """

    loaded: LoadedSpec
    lang: str
    strings: Strings
    flaws: tuple[Flaw, ...] = ()
    used: Mapping[Path, Used] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the texts that the catalogs gave."""
        texts = [[list(path), one.text] for path, one in self.used.items()]
        return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode("utf-8")).hexdigest()

    def place_of_path(self, path: Path) -> tuple[str, Position] | None:
        """The catalog and the position in it of the translation at a path of the spec's model."""
        one = self.used.get(path)
        return (one.file, one.entry.position) if one else None

    def place_of_text(self, text: str, character: str) -> tuple[str, Position] | None:
        """The same for a text, else for the first one that holds `character`."""
        whole = [one for one in self.used.values() if one.text == text]
        holding = [one for one in self.used.values() if character in one.text]
        return next(((one.file, one.entry.position_of(character)) for one in whole + holding), None)


GIVEN = "<translations>"
"""What stands for a file in what is said of translations that the caller gave."""


def translate(
    loaded: LoadedSpec,
    lang: str,
    *,
    locale_dir: str | FilePath | None = None,
    strict: bool = False,
    texts: Mapping[str, str] | None = None,
) -> Translation:
    """The spec in `lang`, a BCP 47 tag or gettext's form of one.

    `texts` are translations that the caller has, by the texts that they are of; they go before those of catalogs.
    A text without translation stays as it is, and a flaw names it. Raises UsageError where there is no translation at
    all, SpecError and LimitError for a catalog or a translation that cannot be used, and with `strict` for every flaw.
    """
    tag = canonical(lang)
    if tag in PSEUDO_LANGUAGES:
        stretched = {message.path: pseudo(message.text, tag)[: _most(message)] for message in messages_of(loaded.spec)}
        return Translation(_spoken(loaded, tag, stretched), tag, string_table(tag))
    found = _given(loaded, texts or {})
    if not found or has_catalog(loaded, tag, locale_dir):
        found += catalogs(loaded, tag, locale_dir)
    own = strings_catalog(loaded, tag, locale_dir)
    translation = translated_by(loaded, tag, found, own)
    if strict and translation.flaws:
        raise SpecError(tuple(flaw.found for flaw in translation.flaws))
    return translation


def _given(loaded: LoadedSpec, texts: Mapping[str, str]) -> tuple[Catalog, ...]:
    """The caller's translations as a catalog that is in no file, none where it has none for this spec."""
    entries = tuple(
        Entry(message.context, message.text, (texts[message.text],), False, False, "", 1)
        for message in messages_of(loaded.spec)
        if message.text in texts
    )
    return (Catalog(GIVEN, "", entries),) if entries else ()


def translated_by(
    loaded: LoadedSpec, tag: str, found: Sequence[Catalog], own_strings: Catalog | None = None
) -> Translation:
    """The spec with what `found`, the nearest catalog first, and the user's own string table give."""
    messages = messages_of(loaded.spec)
    places = {m.context: loaded.positions[m.path] for m in messages if m.path in loaded.positions}
    reviewed = review(messages, found, loaded.file, places) if found else None
    used = {m.path: reviewed.used[m.context] for m in messages if m.context in reviewed.used} if reviewed else {}
    _refuse_characters(used)
    strings = string_table(tag)
    if own_strings is not None:
        strings = strings.with_catalog(own_strings, tag)
    flaws = [*(reviewed.flaws if reviewed else ()), *_without_strings(strings, tag, found)]
    texts = {path: one.text for path, one in used.items()}
    try:
        translated = _spoken(loaded, tag, texts)
    except ValidationError as error:
        raise _refused(error, loaded, used) from None
    return Translation(translated, tag, strings, tuple(flaws), used)


def _spoken(loaded: LoadedSpec, tag: str, texts: Mapping[Path, str]) -> LoadedSpec:
    """The spec with other texts, checked like one from a file, in the language `tag`."""
    data: dict[str, Any] = loaded.spec.model_dump(by_alias=True, exclude_unset=True)
    spec = Spec.model_validate(with_texts(_lists(data), texts))
    return replace(loaded, spec=spec.model_copy(update={"lang": tag}))


def _lists(value: Any) -> Any:
    """The data with lists for tuples, so that texts in them can be replaced."""
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    return [_lists(item) for item in value] if isinstance(value, (list, tuple)) else value


def _most(message: Message) -> int:
    """How long a text of a message's sort may be; the larger limit is that of texts with several lines."""
    long = message.sort in ("subtitle", "caption", "description", "box.role", "legend.text")
    return TEXT if long else LABEL


def _refuse_characters(used: Mapping[Path, Used]) -> None:
    found = []
    for one in used.values():
        refused = REFUSED.search(one.text)
        if refused is not None:
            code, message, help = complaint(refused.group())
            position = one.entry.position_of(refused.group())
            found.append(Diagnostic(code, f"{one.entry.context}: {message}", one.file, position, help))
    if found:
        raise SpecError(tuple(found))


def _refused(error: ValidationError, loaded: LoadedSpec, used: Mapping[Path, Used]) -> OauthvizError:
    """What the spec's model says about translations, at their places in the catalog."""
    found = []
    for problem in problems_of(error, loaded.spec.model_dump(by_alias=True)):
        one = used.get(problem.path)
        file, position = (one.file, one.entry.position) if one else (loaded.file, None)
        context = f"{one.entry.context}: the translation of " if one else ""
        found.append(Diagnostic(problem.code, f"{context}{problem.message}", file, position, problem.help))
    kind = LimitError if all(one.code in LIMIT_CODES for one in found) else SpecError
    return kind(tuple(found))


def _without_strings(strings: Strings, tag: str, found: Sequence[Catalog]) -> list[Flaw]:
    """The flaw that the program's own words are in English, where the picture is in another language."""
    if strings.lang in fallbacks(tag) or "en" in fallbacks(tag):
        return []
    message = f"the program's own words (legend's heading, key, description) are not there in '{tag}'"
    help = "translate them: oauthviz i18n extract --strings"
    file = found[0].file if found else "<catalog>"
    return [Flaw("", Diagnostic("missing-strings", message, file, help=help))]
