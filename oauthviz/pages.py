"""Pictures for pages of documentation: drawn once, kept under a digest, with the words that go beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.diagnostics import Diagnostic, OauthvizError, Position, UsageError
from oauthviz.core.frames import with_room
from oauthviz.graph.story import sentences
from oauthviz.i18n.finding import has_catalog
from oauthviz.i18n.messages import messages_of
from oauthviz.i18n.review import MISSING
from oauthviz.i18n.strings import string_table
from oauthviz.i18n.tags import canonical
from oauthviz.inputs import recorded_inputs
from oauthviz.pipeline import draw_prepared
from oauthviz.preparing import Options, Prepared, prepare, warnings_of
from oauthviz.render.libcairo import load_libcairo
from oauthviz.rendered_cache import Finished, key_of, rendered_cache
from oauthviz.spec.archetypes import badge_mode
from oauthviz.spec.reading import LoadedSpec, load_spec, read_spec
from oauthviz.theme.loading import THEME_NAME

PNG_SCALE = 2.0
"""Pixels of a page's PNG for each px, so that it is sharp in print and on dense screens."""


class Source(Struct, frozen=True):
    """A spec on a page or in a file of its own.

    `name` starts ids and files' names. `text` is the spec, None for one that is read from `file`; otherwise `file` is
    the page's, where relative paths start. `line` is how many lines of the page come before the spec's first.
    """

    name: str
    file: str
    text: str | None = None
    line: int = 0


@dataclass(frozen=True)
class PagePicture:
    """A spec with all that it needs, not drawn yet. `implied` says that nobody but the site asked for its language."""

    source: Source
    prepared: Prepared
    implied: bool

    @property
    def stem(self) -> str:
        """The name of the picture's files, without a suffix."""
        return self.prepared.file_stem

    @property
    def title(self) -> str:
        return self.prepared.graph.title

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What the picture tells, arrow by arrow, or the spec's own description of the whole."""
        prepared = self.prepared
        spec, graph, translation = prepared.loaded.spec, prepared.shown, prepared.translation
        if spec.description and prepared.options.step is None:
            return (spec.description,)
        strings = translation.strings if translation is not None else string_table(spec.lang)
        return sentences(graph.nodes, graph.edges, badge_mode(spec) == "stage", strings)

    @property
    def alt(self) -> str:
        """What stands for the picture where it is not seen: its title and its story."""
        return f"{self.title.rstrip('.')}. {' '.join(self.sentences)}"

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Remarks on the spec and on its translation.

        Texts without a translation are none of them where the site implies the language: they stay as they are, as
        the texts around the picture do.
        """
        found = (placed(one, self.source) for one in warnings_of(self.prepared))
        return tuple(one for one in found if not (self.implied and one.code == MISSING))

    @with_room
    def drawn(self, *formats: str) -> Mapping[str, bytes]:
        """The picture's bytes by format, from the cache where it has been drawn before.

        Raises what rendering raises, BrokenPictureError for a picture that breaks a rule.
        """
        kept = rendered_cache(self.prepared)
        with _placing(self.source):
            key = key_of(self.prepared, formats, PNG_SCALE, "auto") if kept else None
            finished = kept.recall(key) if kept and key else None
            if finished is None:
                picture = draw_prepared(self.prepared)
                contents = {form: picture.encode(form, scale=PNG_SCALE) for form in formats}
                finished = Finished(picture.file_stem, picture.layout.width, picture.layout.height, contents)
                if kept and key:
                    kept.keep(key, finished)
        return finished.contents


def page_picture(
    source: Source, options: Options, *, site_lang: str | None = None, inputs: list[str] | None = None
) -> PagePicture:
    """Read a spec and all that it names.

    `site_lang` is the language of the pages: the picture is in it where the spec has a translation, unless the options
    name another. The paths of all files that are read go to `inputs`, those read before an error too. Raises what
    reading and preparing raise, with positions in the page.
    """
    with _placing(source), recorded_inputs([] if inputs is None else inputs):
        loaded = loaded_source(source)
        implied = _implied_language(loaded, site_lang, options) if options.lang is None else None
        wanted = options if implied is None else replace(options, lang=implied)
        prepared = prepare(loaded, replace(wanted, texts=options.texts if wanted.lang else {}))
    return PagePicture(source, prepared, implied is not None)


def loaded_source(source: Source) -> LoadedSpec:
    """The spec, read and checked; the positions of one on a page count from its own first line."""
    if source.text is None:
        return load_spec(Path(source.file))
    return read_spec(source.text, file=source.file, name=source.name)


def has_cairo() -> bool:
    """Whether PDF can be written here."""
    try:
        load_libcairo()
    except OSError:
        return False
    return True


def placed(found: Diagnostic, source: Source) -> Diagnostic:
    """The finding with its position in the page, where it is about a spec on one."""
    if source.text is None or found.file != source.file:
        return found
    position = found.position or Position(0, 1)  # of the whole spec: the line before its first
    return replace(found, position=Position(position.line + source.line, position.column))


def path_from_page(path: str, folder: Path, root: Path) -> Path:
    """The file that a page names: from the page's folder, with a `/` at its start from the folder of all pages."""
    return root / path.lstrip("/") if path.startswith("/") else folder / path


def theme_from_page(theme: str | None, folder: Path, root: Path) -> str | None:
    """A theme that a page names, with its path as `path_from_page`; a shipped theme's name stays as it is."""
    if theme is None or THEME_NAME.fullmatch(theme):
        return theme
    return path_from_page(theme, folder, root).as_posix()


@contextmanager
def _placing(source: Source) -> Iterator[None]:
    try:
        yield
    except OauthvizError as error:
        error.diagnostics = tuple(placed(one, source) for one in error.diagnostics)
        raise


def _implied_language(loaded: LoadedSpec, site_lang: str | None, options: Options) -> str | None:
    """The site's language, where it is another one than the spec's and there are texts in it."""
    try:
        tag = canonical(site_lang) if site_lang else ""
    except UsageError:
        return None  # whatever the site means by it, no catalog is called so
    if not tag or tag == canonical(loaded.spec.lang):
        return None
    given = any(message.text in options.texts for message in messages_of(loaded.spec))
    return tag if given or has_catalog(loaded, tag, options.locale_dir) else None
