"""Reading an icon file: an allow-list over a bare XML parser, so that nothing gets through that was not asked for.

The parser is expat itself, because a fault has to be named with its line: no tree is built, a document type ends the
reading at once, and what is inside of a refused element is not looked at. Reading is bounded by the file's size.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from msgspec import Struct

from oauthviz.core.diagnostics import Diagnostic, LimitError, Position, SpecError
from oauthviz.core.outlines import Commands
from oauthviz.core.words import shown
from oauthviz.theme.icon_shapes import DROPPED, GEOMETRY, LOOKS, VIEW_BOX, outline_of

MAX_BYTES = 64 * 1024
MAX_SHAPES = 200
MAX_TITLE = 200
MAX_FAULTS = 20
"""Faults of one file that are named; who has more saved another kind of file."""

Paint = Literal["stroke", "tint", "solid"]

_SVG = "http://www.w3.org/2000/svg"
_GROUP, _TITLE = "g", "title"
_BY_CLASS: dict[str, Paint] = {"t": "tint", "s": "solid"}
_PLAIN = "remove it, or save the drawing as plain SVG"


class IconShape(Struct, frozen=True):
    """One outline in icon units, and how it is painted."""

    commands: Commands
    paint: Paint


class Icon(Struct, frozen=True):
    """A parsed icon on a grid of `GRID` x `GRID` units. `title` says in a few words what it stands for, if it does."""

    name: str
    shapes: tuple[IconShape, ...]
    title: str = ""


def parse_icon(data: bytes, name: str, file: str | None = None) -> Icon:
    """An icon from the bytes of an SVG file, called `file` in errors.

    Raises SpecError with every fault's element and line, LimitError over 64 KiB.
    """
    file = file or f"icons/{name}.svg"
    if len(data) > MAX_BYTES:
        help = "simplify it: a picture of 48 units has no room for so much"
        raise LimitError([Diagnostic("icon-too-large", f"an icon may have {MAX_BYTES} bytes", file, None, help)])
    reader = _Reader(file)
    reader.read(data)
    if reader.faults:
        raise SpecError(reader.faults)
    return Icon(name, tuple(reader.shapes), " ".join(reader.title.split()))


class _Stop(Exception):
    """Nothing after this point is worth reading."""


class _Reader:
    def __init__(self, file: str) -> None:
        self.faults: list[Diagnostic] = []
        self.shapes: list[IconShape] = []
        self.title = ""
        self._file = file
        self._open: list[str] = []
        self._looks: list[Mapping[str, str]] = [{}]
        self._refused_at: int | None = None  # the depth of a refused element whose inside is skipped
        self._parser = self._new_parser()

    def _new_parser(self) -> XMLParserType:
        parser = ParserCreate(encoding="utf-8", namespace_separator="}")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        return parser

    def read(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except _Stop:
            return
        except ExpatError as error:
            at = Position(error.lineno, error.offset + 1)
            self.faults.append(_fault("icon-syntax", f"not well-formed: {error}", self._file, at))
            return
        if not self.faults and not 0 < len(self.shapes) <= MAX_SHAPES:
            self._fault("icon-element", f"<svg> holds {len(self.shapes)} shapes", f"an icon has 1 to {MAX_SHAPES}")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open.append(tag)
        if self._refused_at is not None:
            return
        space, _, local = tag.rpartition("}")
        depth, found = len(self._open), len(self.faults)
        if depth == 1:
            self._root(space, local, attributes)
        elif not self._is_allowed(space, local, depth):
            self._refused_at = depth
        elif local != _TITLE:
            own = self._attributes(local, attributes, GEOMETRY.get(local, ()))
            self._looks.append({**self._looks[-1], **own})
            if local != _GROUP and len(self.faults) == found:
                self._shape(local, attributes)

    def _end(self, tag: str) -> None:
        depth = len(self._open)
        if self._refused_at == depth:
            self._refused_at = None
        elif self._refused_at is None and depth > 1 and not tag.endswith("}title"):
            self._looks.pop()
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._refused_at is not None or not text.strip():
            return
        if self._open[-1] != f"{_SVG}}}{_TITLE}":
            local = self._open[-1].rpartition("}")[2]
            self._fault("icon-element", f"<{shown(local)}> holds text", "an icon holds shapes only")
            return
        self.title += text
        if len(self.title) > MAX_TITLE or not " ".join(self.title.split()).isprintable():
            self._fault("icon-element", "<title> is no short plain text", f"at most {MAX_TITLE} printable characters")
            raise _Stop

    def _doctype(self, *_: object) -> None:
        self._fault("icon-element", "<!DOCTYPE> is not read, nor is any <!ENTITY>", "remove it")
        raise _Stop

    def _instruction(self, target: str, _: str) -> None:
        self._fault("icon-element", f"<?{shown(target)}?> is not read", "remove it")

    def _root(self, space: str, local: str, attributes: dict[str, str]) -> None:
        if (space, local) != (_SVG, "svg"):
            name = shown(local)
            self._fault("icon-element", f"the root is <{name}>, not <svg> in the SVG namespace", None)
            raise _Stop
        box = attributes.get("viewBox")
        if box is None or box.replace(",", " ").split() != VIEW_BOX:
            said = "no viewBox" if box is None else f"viewBox='{shown(box)}'"
            self._fault("icon-value", f"<svg> has {said}", 'draw it in viewBox="0 0 48 48"')
        self._looks.append(self._attributes("svg", attributes, ("viewBox", "width", "height")))

    def _is_allowed(self, space: str, local: str, depth: int) -> bool:
        """Whether an element may stand here; a fault says why not."""
        parent = self._open[-2].rpartition("}")[2]
        name = shown(local)
        if space != _SVG or local not in (*GEOMETRY, _GROUP, _TITLE):
            known = ", ".join((*GEOMETRY, _GROUP, _TITLE))
            self._fault("icon-element", f"<{name}> is not allowed in an icon", f"allowed are {known}; {_PLAIN}")
        elif parent in GEOMETRY or parent == _TITLE:
            self._fault("icon-element", f"<{parent}> holds <{name}>", "a shape holds nothing")
        elif local == _GROUP and depth > 2:
            self._fault("icon-element", "<g> inside <g> is not allowed in an icon", "one level of groups is enough")
        elif local == _TITLE and depth > 2:
            self._fault("icon-element", "<title> inside <g>", "the title stands directly inside <svg>")
        else:
            return True
        return False

    def _attributes(self, local: str, attributes: dict[str, str], own: tuple[str, ...]) -> dict[str, str]:
        """The looks among an element's attributes; a fault for each one that may not be there."""
        looks: dict[str, str] = {}
        for key, value in attributes.items():
            if key in own or key in DROPPED:
                continue
            look = LOOKS.get(key)
            if look is None:
                name = shown(key.rpartition("}")[2])
                self._fault("icon-attribute", f"<{local}> has '{name}', which is not allowed in an icon", _PLAIN)
            elif not look.values.fullmatch(value.strip()):
                self._fault("icon-value", f"<{local}> has {key}='{shown(value)}'", look.help)
            else:
                looks[key] = value.strip()
        return looks

    def _shape(self, local: str, attributes: dict[str, str]) -> None:
        values = {key: attributes[key] for key in GEOMETRY[local] if key in attributes}
        try:
            commands = outline_of(local, values)
        except ValueError as error:
            self._fault("icon-value", f"<{local}>: {error}", None)
            return
        paints = _paints(self._looks[-1])
        if not paints:
            self._fault("icon-value", f"<{local}> has neither fill nor stroke", "give it one, or remove it")
        self.shapes += [IconShape(commands, paint) for paint in paints] if commands else []

    def _fault(self, code: str, message: str, help: str | None) -> None:
        at = Position(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
        self.faults.append(_fault(code, message, self._file, at, help))
        if len(self.faults) >= MAX_FAULTS:
            raise _Stop


def _paints(looks: Mapping[str, str]) -> list[Paint]:
    """How a shape is painted: as its class says, else filled and stroked as in any viewer, else only stroked."""
    if "class" in looks:
        return [_BY_CLASS[looks["class"]]]
    fill, stroke = looks.get("fill"), looks.get("stroke")
    if fill != "currentColor":
        return [] if stroke == "none" else ["stroke"]
    filled: Paint = "solid" if float(looks.get("fill-opacity", "1")) == 1 else "tint"
    return [filled, "stroke"] if stroke == "currentColor" else [filled]


def _fault(code: str, message: str, file: str, at: Position, help: str | None = None) -> Diagnostic:
    return Diagnostic(code, message, file, at, help)
