"""Finding theme packs: by name among the shipped ones, or by path; alone or on top of the theme that they extend."""

from __future__ import annotations

import re
import stat
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from pydantic import ValidationError

from oauthviz.core.diagnostics import Diagnostic, Position, SpecError, UsageError, did_you_mean
from oauthviz.resources import data_folder
from oauthviz.theme.inheriting import EXTENDS, MOST_BASES, Places, inherited, nearest, places_of
from oauthviz.theme.model import Theme
from oauthviz.theme.reading import MAX_BYTES, read_plain_yaml
from oauthviz.theme.wording import problems_of

THEME_FILE = "theme.yaml"

THEME_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class _Source(Struct, frozen=True):
    """Where a pack is found: its bytes, its name for errors, what tells it from any other, and where its paths start.

    `folder` is None for a shipped pack, `root` None for one that the caller named: its paths may lead anywhere.
    """

    data: bytes
    file: str
    identity: str
    folder: Path | None
    root: Path | None


def list_themes() -> tuple[str, ...]:
    """The names of the shipped themes, sorted."""
    return tuple(sorted(folder.name for folder in data_folder("themes").iterdir() if (folder / THEME_FILE).is_file()))


def load_theme(name_or_path: str, *, root: Path | None = None) -> Theme:
    """The theme of that name, or the one in that folder or file.

    A path is what holds a `/` or ends in `.yaml`. With `root` (the folder of the spec that names it) a relative path
    starts there and may not leave it, through a link neither; without, the path is the caller's own and trusted.
    Raises UsageError for a name that no theme has, SpecError for a bad path or a bad theme, LimitError for a huge one.
    """
    if THEME_NAME.fullmatch(name_or_path):
        return _shipped(name_or_path)
    if _is_path(name_or_path):
        return _built(_at_path(name_or_path, root, root))
    message = f"{name_or_path!r} is neither a theme's name nor a path to one"
    raise SpecError([_finding("theme-name", message, "<theme>", "a name is lower-case letters, digits and hyphens")])


def _is_path(text: str) -> bool:
    return ("/" in text or text.endswith((".yaml", ".yml"))) and "\0" not in text and "\\" not in text


@lru_cache(maxsize=32)
def _shipped(name: str) -> Theme:
    source = _shipped_source(name)
    theme = _built(source)
    if theme.name != name:
        message = f"the theme in folder '{name}' calls itself '{theme.name}'"
        raise SpecError([_finding("theme-name", message, source.file, "give both the same name")])
    return theme


def _shipped_source(name: str) -> _Source:
    known = list_themes()
    if name not in known:
        hint = did_you_mean(name, known)
        there = f"there are: {', '.join(known)}"
        message = f"there is no theme '{name}'"
        raise UsageError([_finding("unknown-theme", message, "<theme>", f"{hint} ({there})" if hint else there)])
    file = data_folder("themes") / name / THEME_FILE
    return _Source(file.read_bytes(), f"themes/{name}/{THEME_FILE}", name, None, None)


def _at_path(text: str, start: Path | None, root: Path | None) -> _Source:
    """The pack at a path that starts at `start` (the working directory if None) and stays below `root`, if any."""
    path = Path(text) if start is None else start / text
    if root is not None:
        path = path.resolve()
        if not path.is_relative_to(root.resolve()):
            message = f"theme '{text}' is outside of the spec's folder"
            raise SpecError([_finding("path-outside", message, "<theme>", "put the theme below the spec's folder")])
    folder = path.is_dir()
    file = path / THEME_FILE if folder else path
    try:
        status = file.lstat() if folder else file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SpecError([_finding("not-a-file", "a theme has to be a regular file", str(file))])
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise SpecError([_finding("theme-unreadable", f"{reason}: '{text}'", "<theme>", "check the path")]) from None
    name = text if not folder else f"{text.rstrip('/')}/{THEME_FILE}"
    return _Source(data, name, str(file.resolve()), file.parent, root)


def _built(source: _Source) -> Theme:
    value, places = _whole(source, (source.identity,))
    try:
        return Theme.model_validate(value)
    except ValidationError as error:
        findings = []
        for problem in problems_of(error):
            file, position = nearest(problem.loc, places) or (source.file, None)
            findings.append(_finding(problem.code, problem.message, file, problem.help, position))
        raise SpecError(findings) from None


def _whole(source: _Source, chain: tuple[str, ...]) -> tuple[dict[str, Any], Places]:
    """What a pack says with all that it inherits, and where each part of it stands."""
    value, positions = read_plain_yaml(source.data, source.file)
    if not isinstance(value, dict):
        raise SpecError([_finding("theme-shape", "a theme is a mapping", source.file, None, Position(1, 1))])
    places = places_of(positions, source.file)
    if EXTENDS not in value:
        return value, places
    wish, where = value.pop(EXTENDS), positions.get((EXTENDS,))
    try:
        base = _base(wish, source)
    except (SpecError, UsageError) as error:
        # whatever is wrong with the name of a base is wrong in the file that names it
        found = [_finding(one.code, one.message, source.file, one.help, where) for one in error.diagnostics]
        raise SpecError(found) from None
    if base.identity in chain:
        loop = " extends ".join(_short(one) for one in (*chain, base.identity))
        message = f"a theme cannot stand on itself: {loop}"
        raise SpecError([_finding("theme-cycle", message, source.file, "extend another theme, or none", where)])
    if len(chain) > MOST_BASES:
        message = f"more than {MOST_BASES} themes stand on one another"
        raise SpecError([_finding("theme-depth", message, source.file, "extend a theme nearer to the root", where)])
    base_value, base_places = _whole(base, (*chain, base.identity))
    return value, inherited(base_value, value, base_places, places)


def _short(identity: str) -> str:
    """A theme's name, or its folder's."""
    return Path(identity).parent.name or identity


def _base(wish: Any, source: _Source) -> _Source:
    """The pack that `extends` names: a shipped one, or one at a path from the file that names it."""
    if isinstance(wish, str) and THEME_NAME.fullmatch(wish):
        return _shipped_source(wish)
    if isinstance(wish, str) and _is_path(wish) and source.folder is not None:
        return _at_path(wish, source.folder, source.root)
    message = f"{wish!r} is neither a theme's name nor a path to one"
    raise SpecError([_finding("theme-name", message, source.file, "name a theme, or a path from this file's folder")])


def _finding(
    code: str, message: str, file: str, help: str | None = None, position: Position | None = None
) -> Diagnostic:
    return Diagnostic(code, message, file, position, help)
