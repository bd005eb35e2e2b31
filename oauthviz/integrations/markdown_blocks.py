"""Blocks of Markdown that become pictures: what superfences, Python-Markdown and MkDocs share."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.api import DEFAULT_NAME, PROJECTIONS, Options
from oauthviz.core.diagnostics import Diagnostic, OauthvizError, Position, UsageError, did_you_mean, suggestion
from oauthviz.page_markup import ALIGNMENTS, Frame, figure, images, inline_svg, is_width, placeholder
from oauthviz.pages import PagePicture, Source, page_picture, path_from_page, theme_from_page

LANGUAGE = "oauthviz"
"""What a fenced block of a spec is marked with."""

OPTIONS = (
    "file", "theme", "dark_theme", "lang", "projection", "step", "alt", "caption", "name", "align", "class", "width",
)  # fmt: skip

Logger = logging.Logger | logging.LoggerAdapter[Any]

Placer = Callable[[str, bytes], str]
"""Puts a file on the site, by its name and content; returns its address on the page."""

Markup = Callable[[Sequence[str], str, Frame], str]
"""Makes HTML of the addresses of one image, or of a light and a dark one; of what stands for them, and the frame."""


class Settings(Struct, frozen=True):
    """What a site says for all its blocks. Paths are used as they are.

    `lang` is the site's language: pictures are in it where their spec has a translation. `root` is the folder of all
    pages, where paths with a `/` at their start begin.
    """

    theme: str | None = None
    dark_theme: str | None = None
    projection: str | None = None
    lang: str | None = None
    locale_dir: str | None = None
    icons: tuple[str, ...] = ()
    cache_dir: str | None = None
    lint: bool = False
    fail_fast: bool = False
    root: str = "."


class Block(Struct, frozen=True):
    """A fenced block: its text, its options as written, the page's file, and the line of its opening fence.

    `line` is 0 where it is not known. `number` counts the blocks of a page, from 1.
    """

    text: str
    options: Mapping[str, str]
    page: str
    line: int
    number: int

    def source(self) -> Source:
        """The spec in the block. It is called the same wherever it stands, so that moving it draws nothing again."""
        return Source(self.options.get("name", DEFAULT_NAME), self.page, self.text, self.line)


class BlockError(Exception):
    """A block that cannot be drawn, on a site that wants to fail then. Its text is what was found."""


def drawn_block(
    block: Block,
    settings: Settings,
    logger: Logger,
    place: Placer | None = None,
    inputs: list[str] | None = None,
    markup: Markup = images,
) -> str:
    """The HTML of a block: a figure with the picture, as files where there is a `place` for them, else inline.

    `markup` shows the files.

    A block that cannot be drawn is warned of, and a placeholder says why; with `fail_fast` it raises BlockError. The
    paths of files that were read go to `inputs`.
    """
    try:
        options = _checked(block)
        frame = _frame(options)
        inner = _pictures(block, options, settings, logger, place, [] if inputs is None else inputs, markup)
    except OauthvizError as error:
        found = [_on_page(one, block) for one in error.diagnostics]
        if settings.fail_fast:
            raise BlockError("\n".join(str(one) for one in found)) from error
        _warn(found, logger)
        return placeholder(found)
    return figure(inner, frame)


def _pictures(
    block: Block,
    options: Mapping[str, str],
    settings: Settings,
    logger: Logger,
    place: Placer | None,
    inputs: list[str],
    markup: Markup,
) -> str:
    source, wanted, frame = _source(block, options, settings), _wanted(block, options, settings), _frame(options)

    def prepared(wanted: Options) -> PagePicture:
        return page_picture(source, wanted, site_lang=settings.lang, inputs=inputs)

    first = prepared(wanted)
    _warn([_on_page(one, block) for one in first.warnings], logger)
    if place is None:
        svg = first.drawn("svg")["svg"].decode()
        digest = hashlib.sha256(svg.encode()).hexdigest()[:8]
        return inline_svg(svg, f"{digest}-{block.number}", frame)
    schemes = [first]
    if wanted.dark_theme is not None:  # two files, so that the page can choose
        light = replace(wanted, dark_theme=None)
        schemes = [prepared(light), prepared(replace(light, theme=wanted.dark_theme))]
    addresses = []
    for picture in schemes:
        data = picture.drawn("svg")["svg"]
        name = f"{picture.stem}-{hashlib.sha256(data).hexdigest()[:10]}.svg"
        addresses.append(place(name, data))
    return markup(addresses, first.alt, frame)


def _checked(block: Block) -> dict[str, str]:
    """The block's options by their own names. Raises UsageError for one that there is not, or not so."""
    found = []
    options: dict[str, str] = {}
    for key, value in block.options.items():
        name = key.replace("-", "_")
        if name not in OPTIONS:
            # superfences ends a name at a hyphen, but for headers in braces
            meant = next((f"write {option}" for option in OPTIONS if option.startswith(f"{name}_")), None)
            help = meant or did_you_mean(name, OPTIONS) or f"there are: {', '.join(OPTIONS)}"
            found.append(Diagnostic("unknown-option", f"there is no option '{key}' of a block", block.page, help=help))
        options[name] = value
    known = {"align": ALIGNMENTS, "projection": PROJECTIONS}
    for name, words in known.items():
        if options.get(name, words[0]) not in words:
            help = suggestion(options[name], words)
            found.append(Diagnostic(name, f"'{options[name]}' is no {name}", block.page, help=help))
    if not is_width(options.get("width", "100%")):
        message, help = f"'{options['width']}' is no width", "write a length such as 640, 80% or 30em"
        found.append(Diagnostic("width", message, block.page, help=help))
    if found:
        raise UsageError(found)
    return options


def _on_page(found: Diagnostic, block: Block) -> Diagnostic:
    """The finding with its place on the page, where it has none in another file."""
    if found.file != block.page and found.file.startswith(("<", "--")):  # a command's option, or no file at all
        found = replace(found, file=block.page, position=None)
    if found.file != block.page:
        return found
    if block.line == 0:  # the page's text is not the file's, as when a macro wrote the block
        within = f"line {found.position.line} of the block: " if found.position is not None else ""
        return replace(found, message=within + found.message, position=None)
    return replace(found, position=found.position or Position(block.line, 1))


def _source(block: Block, options: Mapping[str, str], settings: Settings) -> Source:
    file = options.get("file")
    if file is None:
        return block.source()
    if block.text.strip():
        help = "leave the option file out, or the text"
        raise UsageError([Diagnostic("file-and-text", "a block has either a file or a text", block.page, help=help)])
    path = path_from_page(file, Path(block.page).parent, Path(settings.root))
    if not path.is_file():
        raise UsageError([Diagnostic("cannot-read", f"there is no file {path.as_posix()}", block.page)])
    return Source(path.stem, path.as_posix())


def _wanted(block: Block, options: Mapping[str, str], settings: Settings) -> Options:
    folder, root = Path(block.page).parent, Path(settings.root)
    return Options(
        theme=theme_from_page(options.get("theme"), folder, root) or settings.theme,
        dark_theme=theme_from_page(options.get("dark_theme"), folder, root) or settings.dark_theme,
        lang=options.get("lang"),
        projection=options.get("projection", settings.projection),
        step=options.get("step"),
        locale_dir=settings.locale_dir,
        icons=settings.icons,
        cache_dir=settings.cache_dir,
        lint=settings.lint,
    )


def _frame(options: Mapping[str, str]) -> Frame:
    return Frame(
        alt=options.get("alt"),
        caption=options.get("caption"),
        name=options.get("name"),
        align=options.get("align"),
        classes=tuple(options.get("class", "").split()),
        width=options.get("width"),
    )


def _warn(found: Sequence[Diagnostic], logger: Logger) -> None:
    for one in found:
        logger.warning("%s", one)
