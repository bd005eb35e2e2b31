"""Pictures in Markdown: an extension of Python-Markdown, and a formatter for the fences of pymdownx.superfences.

Both put the SVG into the page itself, since neither knows where a site keeps its files.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from msgspec import Struct
from msgspec.structs import fields

from oauthviz.integrations.markdown_blocks import LANGUAGE, Block, BlockError, Settings, drawn_block
from oauthviz.output import relative
from oauthviz.remembered import cache_folder

logger = logging.getLogger("mkdocs.oauthviz")
"""Below MkDocs's own, so that its strict mode counts the warnings; elsewhere it is a logger like any other."""

_FENCE = re.compile(r"(?P<indent> {0,3})(?P<fence>`{3,}|~{3,}) *(?P<info>[^`]*?) *$")
_MARKED = re.compile(rf"(?:\{{ *\.?{LANGUAGE}(?P<braced>(?: [^}}]*)?)\}}|\.?{LANGUAGE}(?P<plain>(?: .*)?))$")
_HEADER = re.compile(rf"[ \t>]*(?:`{{3,}}|~{{3,}})[ \t]*\.?{LANGUAGE}[ \t]")
"""The header of a block of ours, in lists and quotes too, but for one in braces, where hyphens do no harm."""
_VALUE_OR_NAME = re.compile(r""""[^"]*"|'[^']*'|[\w-]+(?==)""")
_OPTION = re.compile(r"""([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)'|(\S+))""")

_PAGE = "<page>"
"""What stands for the page's file where nobody knows it."""


class PageBlocks:
    """The blocks of one page in their order: how many there were, and from which line the next one is looked for."""

    def __init__(self, page: str, text: str) -> None:
        self.page = page
        self._lines = text.splitlines()
        self._found: list[int] = []
        self._next = 0

    def block(self, text: str, options: Mapping[str, str], line: int = 0) -> Block:
        """The next block of the page; its line is looked up where it is not known."""
        self._found.append(line or self._line_of(text, options))
        return Block(text, options, self.page, self._found[-1], len(self._found))

    def passed_over(self) -> list[int]:
        """The lines of our fences that nobody has asked for, as superfences makes text of those that it cannot read.

        None where the page's text is not the file's, and of fences in lists and other blocks.
        """
        if 0 in self._found:
            return []
        opened = (at + 1 for at, _, marked in _fences(self._lines) if marked)
        return [line for line in opened if line not in self._found]

    def _line_of(self, text: str, options: Mapping[str, str]) -> int:
        """The line of the fence above the block's text, which may be indented there; 0 where it is not found.

        A fence with all the options' values goes before the others, which superfences may have left alone.
        """
        lines = self._lines
        wanted = [line.strip() for line in text.splitlines()]
        found = []
        for at in range(self._next, len(lines)):
            marked = LANGUAGE in lines[at] and lines[at].lstrip(" \t>").startswith(("```", "~~~"))
            below = [line.lstrip(" \t>").rstrip() for line in lines[at + 1 : at + 1 + len(wanted)]]
            if marked and below == wanted:
                found.append(at)
        sure = [at for at in found if all(value in lines[at] for value in options.values())]
        for at in (sure or found)[:1]:
            self._next = at + 1
            return at + 1
        return 0


_pages: WeakKeyDictionary[Markdown, tuple[object, PageBlocks]] = WeakKeyDictionary()
"""The page that each converter is at, with the lines by which the converter's next page is told from it."""


def blocks_of(md: Markdown) -> PageBlocks:
    """The blocks of the text that `md` converts now; the page's file has the front matter that the text lacks."""
    lines = getattr(md, "lines", [])
    at, found = _pages.get(md, (None, None))
    if found is None or at is not lines:
        file = _file_of(md)
        text = "\n".join(lines) if file is None else file.read_text(encoding="utf-8-sig")
        found = PageBlocks(_PAGE if file is None else relative(str(file)), text)
        _pages[md] = lines, found
    return found


def _file_of(md: Markdown) -> Path | None:
    """The page's file, from the processor by which MkDocs or Zensical says it; None where neither is at work."""
    if "relpath" in md.treeprocessors:
        path = getattr(getattr(md.treeprocessors["relpath"], "file", None), "abs_src_path", None)
    elif "rendering_context" in md.preprocessors:
        context: Any = md.preprocessors["rendering_context"]
        path = Path(context.config["docs_dir"]) / context.page.path
    else:
        return None
    return Path(path) if path and Path(path).is_file() else None


def settings_from(values: Mapping[str, Any]) -> Settings:
    """Settings from configuration; without a `cache_dir` the user's cache folder. Raises ValueError for other keys.

    A hyphen in a key is as good as an underscore.
    """
    values = {key.replace("-", "_"): value for key, value in values.items()}
    known = {field.name for field in fields(Settings)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ValueError(f"oauthviz has no option '{unknown[0]}'; there are: {', '.join(sorted(known))}")
    given = {key: value for key, value in values.items() if value not in (None, "", [])}
    given["icons"] = tuple(given.get("icons", ()))
    folder = cache_folder()
    return Settings(**{"cache_dir": None if folder is None else str(folder), **given})


class Formatter(Struct, frozen=True):
    """A formatter for superfences. It can be pickled: Zensical makes a digest of its configuration so."""

    settings: Settings

    def __call__(
        self, source: str, language: str, css_class: str, options: Mapping[str, str], md: Markdown, **rest: Any
    ) -> str:
        """A fence as HTML. Raises SuperFencesException, the one error that superfences lets through."""
        from pymdownx.superfences import SuperFencesException  # only who calls this has it

        block = blocks_of(md).block(source, fence_options(options, rest))
        try:
            return drawn_block(block, self.settings, logger)
        except BlockError as error:
            raise SuperFencesException(str(error)) from error


def formatter(**options: Any) -> Formatter:
    """A formatter for superfences with options: those of Settings, such as theme, dark_theme, lang, fail_fast."""
    return Formatter(settings_from(options))


def fence(source: str, language: str, css_class: str, options: Any, md: Markdown, **rest: Any) -> str:
    """The formatter for superfences without options: a broken block is warned of, and has a placeholder."""
    return formatter()(source, language, css_class, options, md, **rest)


def fence_options(options: Mapping[str, str], rest: Mapping[str, Any]) -> dict[str, str]:
    """A block's options: those of the header, with what superfences takes out of it (`.class`, `#id`, others)."""
    found = dict(rest.get("attrs") or {}) | dict(options or {})
    classes = [name for name in rest.get("classes") or () if name != LANGUAGE]
    if classes:
        found["class"] = " ".join([*found.get("class", "").split(), *classes])
    if rest.get("id_value"):
        found["name"] = rest["id_value"]
    return found


def validator(
    language: str, inputs: dict[str, str], options: dict[str, Any], attrs: dict[str, Any], md: Markdown
) -> bool:
    """Let every option through to the formatter, which complains of wrong ones; superfences would show the source."""
    options.update(inputs)
    return True


class OauthvizExtension(Extension):
    """Fenced blocks marked `oauthviz` as pictures. Options are those of Settings."""

    def __init__(self, **values: Any) -> None:
        self.config = {field.name: ["", f"{field.name} of all pictures"] for field in fields(Settings)}
        super().__init__(**values)

    def extendMarkdown(self, md: Markdown) -> None:
        settings = settings_from({key: self.getConfig(key) for key in self.config})

        def drawn(text: str, options: Mapping[str, str], line: int) -> str:
            page = blocks_of(md)
            return drawn_block(page.block(text, options, line if page.page == _PAGE else 0), settings, logger)

        register_blocks(md, drawn)


Drawer = Callable[[str, dict[str, str], int], str]
"""Makes HTML of a block: of its text, its options, and the line of its fence in what is converted."""


def register_blocks(md: Markdown, draw: Drawer) -> None:
    """Have fenced blocks marked `oauthviz` replaced by what `draw` makes of them."""
    # after the line ends are alike, before any other extension looks for fences
    md.preprocessors.register(_Blocks(md, draw), "oauthviz", 29)


class _Blocks(Preprocessor):
    def __init__(self, md: Markdown, draw: Drawer) -> None:
        super().__init__(md)
        self._draw = draw

    def run(self, lines: list[str]) -> list[str]:
        """The lines with each of our blocks replaced by a placeholder of its HTML; other fences stay as they are."""
        out: list[str] = []
        copied = 0
        for at, end, marked in _fences(lines):
            if marked is None:
                continue
            out += lines[copied:at]
            copied = end + 1
            indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
            text = "\n".join(line.removeprefix(indent) for line in lines[at + 1 : end])
            header = marked["braced"] or marked["plain"] or ""
            options = {key: a or b or c for key, a, b, c in _OPTION.findall(header)}
            out.append(indent + self.md.htmlStash.store(self._draw(text, options, at + 1)))
        return out + lines[copied:]


def with_underscores(text: str) -> str:
    """A page's text with underscores for hyphens in the names of options in our blocks' headers.

    superfences takes the header's options for something else at a hyphen. What is shown inside another fence stays.
    """
    lines = text.splitlines(keepends=True)
    bare = [line.rstrip("\r\n") for line in lines]
    inside = {at for opened, end, marked in _fences(bare) if not marked for at in range(opened, end)}
    for at, line in enumerate(bare):
        if at not in inside and _HEADER.match(line):
            lines[at] = _VALUE_OR_NAME.sub(_with_underscores, line) + lines[at][len(line) :]
    return "".join(lines)


def _with_underscores(found: re.Match[str]) -> str:
    return found[0] if found[0][0] in "\"'" else found[0].replace("-", "_")


def _fences(lines: list[str]) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Each fenced block that is in no other one: the lines that open and close it, and its header where it is ours."""
    at = 0
    while at < len(lines):
        opening = _FENCE.match(lines[at])
        end = _end_of(lines, at, opening["fence"]) if opening else None
        if opening is not None and end is not None:
            yield at, end, _MARKED.match(opening["info"])
            at = end
        at += 1


def _end_of(lines: list[str], start: int, fence: str) -> int | None:
    """The line that closes the fence opened at `start`."""
    for at in range(start + 1, len(lines)):
        bare = lines[at].strip()
        if len(bare) >= len(fence) and set(bare) == {fence[0]}:
            return at
    return None


def makeExtension(**values: Any) -> OauthvizExtension:
    """What Python-Markdown calls for the name of this module."""
    return OauthvizExtension(**values)
