"""Catalogs of a spec: made from it, brought up to date with it, and their state, measured on the drawn picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.diagnostics import Diagnostic, OauthvizError, Position, UsageError
from oauthviz.i18n.catalog import read_catalog
from oauthviz.i18n.finding import catalog_path, catalogs, languages, new_catalog_path, strings_catalog
from oauthviz.i18n.messages import messages_of
from oauthviz.i18n.review import OBSOLETE, Flaw, leftovers
from oauthviz.i18n.tags import PSEUDO_LANGUAGES, canonical
from oauthviz.i18n.translate import Translation, translate, translated_by
from oauthviz.i18n.writing import Template, Updated, catalog_text, strings_text, template_text, update_catalog
from oauthviz.pipeline import draw_picture, lay_out_prepared
from oauthviz.preparing import Options, prepare
from oauthviz.rooms import rooms
from oauthviz.spec.reading import LoadedSpec


class Extracted(Struct, frozen=True):
    """A template (POT) for translators. `warnings` say why no room is known, where it is not."""

    text: str
    count: int
    warnings: tuple[Diagnostic, ...]


class Brought(Struct, frozen=True):
    """What `update` made of a catalog; `path` is where it is to be written."""

    path: Path
    lang: str
    updated: Updated
    warnings: tuple[Diagnostic, ...]


class Status(Struct, frozen=True):
    """The state of one catalog: how many texts it translates, and every flaw."""

    spec: str
    lang: str
    catalog: str
    total: int
    translated: int
    flaws: tuple[Flaw, ...]

    @property
    def ok(self) -> bool:
        """Whether a picture in this language is whole. What is left over from earlier does it no harm."""
        return all(flaw.found.code == OBSOLETE for flaw in self.flaws)

    def counts(self) -> dict[str, int]:
        """How many flaws there are of each code, in the order of the codes."""
        return dict(sorted(Counter(flaw.found.code for flaw in self.flaws).items()))

    def as_json(self) -> dict[str, Any]:
        """The state as plain mappings and lists."""
        return {
            "spec": self.spec,
            "lang": self.lang,
            "catalog": self.catalog,
            "ok": self.ok,
            "texts": self.total,
            "translated": self.translated,
            "counts": self.counts(),
            "findings": [_flaw_json(flaw, self.spec) for flaw in self.flaws],
        }


def extract(loaded: LoadedSpec, options: Options) -> Extracted:
    """The texts of a spec for translators, with the room that each has in the picture drawn with `options`."""
    template, warnings = _template(loaded, options)
    return Extracted(template_text(template), len(template.messages), warnings)


def strings_template() -> str:
    """A template of the program's own words, for `oauthviz.po` beside the catalogs of specs."""
    return strings_text("", {}, "nplurals=INTEGER; plural=EXPRESSION;")


def catalog_languages(loaded: LoadedSpec, options: Options) -> tuple[str, ...]:
    """The tags of a spec's catalogs, sorted."""
    return languages(loaded, options.locale_dir)


def update(loaded: LoadedSpec, langs: Sequence[str], options: Options) -> Iterator[Brought]:
    """The spec's catalogs brought up to date: those of `langs`, which are made where there are none, or all there are.

    Raises UsageError for a pseudo-language, and what reading a catalog raises.
    """
    tags = [canonical(lang) for lang in langs] or list(languages(loaded, options.locale_dir))
    for tag in tags:
        if tag in PSEUDO_LANGUAGES or tag == canonical(loaded.spec.lang):
            help = f"it is made from the spec: oauthviz render SPEC --lang {tag}"
            raise UsageError([Diagnostic("no-catalog", f"'{tag}' has no catalog", "--lang", help=help)])
    template, warnings = _template(loaded, options)
    for tag in tags:
        path = catalog_path(loaded, tag, options.locale_dir)
        if path is not None:
            yield Brought(path, tag, update_catalog(read_catalog(path), template), warnings)
        else:
            text = catalog_text(template, tag, {})
            path = new_catalog_path(loaded, tag, options.locale_dir)
            yield Brought(path, tag, Updated(text, len(template.messages), 0, 0), warnings)


def status(loaded: LoadedSpec, lang: str, options: Options, *, draw: bool = True) -> Status:
    """The state of a spec's catalog; with `draw` the picture is drawn to see whether its texts fit.

    A pseudo-language, which has no catalog, is only drawn. Raises UsageError where another has none, and what reading
    one raises.
    """
    tag = canonical(lang)
    messages = messages_of(loaded.spec)
    if tag in PSEUDO_LANGUAGES:
        drawn = _drawn(loaded, translate(loaded, tag), replace(options, lang=tag)) if draw else ()
        return Status(loaded.file, tag, "", len(messages), len(messages), tuple(drawn))
    found = catalogs(loaded, tag, options.locale_dir)
    if not found:
        return Status(loaded.file, tag, "", len(messages), len(messages), ())
    flaws: list[Flaw] = []
    try:
        translation = translated_by(loaded, tag, found, strings_catalog(loaded, tag, options.locale_dir))
    except OauthvizError as error:
        flaws += [_of_diagnostic(one, None) for one in error.diagnostics]
        return Status(loaded.file, tag, found[0].file, len(messages), 0, tuple(flaws))
    flaws += translation.flaws
    flaws += leftovers(messages, found[0])
    if draw:
        flaws += _drawn(loaded, translation, replace(options, lang=tag, strict_i18n=False))
    order = {found[0].file: 0}
    flaws.sort(key=lambda f: (order.get(f.found.file, 1), f.found.file, f.found.position or Position(0, 0)))
    return Status(loaded.file, tag, found[0].file, len(messages), len(translation.used), tuple(flaws))


def _template(loaded: LoadedSpec, options: Options) -> tuple[Template, tuple[Diagnostic, ...]]:
    messages = messages_of(loaded.spec)
    places = {m.context: loaded.positions[m.path].line for m in messages if m.path in loaded.positions}
    warnings: tuple[Diagnostic, ...] = ()
    known = {}
    try:
        prepared = prepare(loaded, replace(options, lang=None))
        room_of = rooms(lay_out_prepared(prepared), prepared.graph)
        known = {m.context: room_of[m.path] for m in messages if m.path in room_of}
    except OauthvizError as error:
        first = error.diagnostics[0]
        help = "texts can be translated without it; mend this and call again to have it"
        text = f"how much room texts have is not known: {first.message}"
        warnings = (Diagnostic("no-rooms", text, first.file, first.position, help),)
    file = Path(loaded.file).name
    return Template(loaded.name, file, loaded.spec.lang, messages, places, known), warnings


def _drawn(loaded: LoadedSpec, translation: Translation, options: Options) -> Iterator[Flaw]:
    """What keeps the translated picture from being drawn: texts that do not fit, broken rules, missing glyphs.

    A theme or projection that is not there is no fault of the translation, and raised.
    """
    try:
        draw_picture(loaded, options)
    except UsageError:
        raise
    except OauthvizError as error:
        yield from (_of_diagnostic(one, translation) for one in error.diagnostics)


def _of_diagnostic(found: Diagnostic, translation: Translation | None) -> Flaw:
    """A flaw at a place of the catalog, with the entry that is there."""
    for path, one in translation.used.items() if translation else ():
        if (one.file, one.entry.position) == (found.file, found.position):
            assert translation is not None
            return Flaw(one.entry.context, found, translation.loaded.positions.get(path))
    return Flaw("", found)


def _flaw_json(flaw: Flaw, spec: str) -> dict[str, Any]:
    found = flaw.found
    return {
        "code": found.code,
        "context": flaw.context,
        "message": found.message,
        "file": found.file,
        **_place_json(found.position),
        "help": found.help,
        "spec": {"file": spec, **_place_json(flaw.spec_position)},
    }


def _place_json(position: Position | None) -> dict[str, int | None]:
    return {"line": position.line if position else None, "column": position.column if position else None}
