"""Finding theme packs: by name among the shipped ones, or by path."""

from __future__ import annotations

import re
import stat
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from oauthviz.core.diagnostics import Diagnostic, Position, SpecError, UsageError, did_you_mean
from oauthviz.resources import data_folder
from oauthviz.theme.model import Theme
from oauthviz.theme.reading import MAX_BYTES, KeyPath, Positions, read_plain_yaml

THEME_FILE = "theme.yaml"

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def list_themes() -> tuple[str, ...]:
    """The names of the shipped themes, sorted."""
    return tuple(sorted(folder.name for folder in data_folder("themes").iterdir() if (folder / THEME_FILE).is_file()))


def load_theme(name_or_path: str, *, root: Path | None = None) -> Theme:
    """The theme of that name, or the one in that folder or file.

    A path is what holds a `/` or ends in `.yaml`. With `root` (the folder of the spec that names it) a relative path
    starts there and may not leave it, through a link neither; without, the path is the caller's own and trusted.
    Raises UsageError for a name that no theme has, SpecError for a bad path or a bad theme, LimitError for a huge one.
    """
    if _NAME.fullmatch(name_or_path):
        return _shipped(name_or_path)
    is_path = "/" in name_or_path or name_or_path.endswith((".yaml", ".yml"))
    if is_path and "\0" not in name_or_path and "\\" not in name_or_path:
        return _from_path(name_or_path, root)
    message = f"{name_or_path!r} is neither a theme's name nor a path to one"
    raise SpecError([_finding("theme-name", message, "<theme>", "a name is lower-case letters, digits and hyphens")])


@lru_cache(maxsize=32)
def _shipped(name: str) -> Theme:
    known = list_themes()
    if name not in known:
        hint = did_you_mean(name, known)
        there = f"there are: {', '.join(known)}"
        message = f"there is no theme '{name}'"
        raise UsageError([_finding("unknown-theme", message, "<theme>", f"{hint} ({there})" if hint else there)])
    file = data_folder("themes") / name / THEME_FILE
    theme = _parse(file.read_bytes(), f"themes/{name}/{THEME_FILE}")
    if theme.name != name:
        message = f"the theme in folder '{name}' calls itself '{theme.name}'"
        raise SpecError([_finding("theme-name", message, f"themes/{name}/{THEME_FILE}", "give both the same name")])
    return theme


def _from_path(text: str, root: Path | None) -> Theme:
    path = Path(text)
    if root is not None:
        path = (root / path).resolve()
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
    return _parse(data, text if not folder else f"{text.rstrip('/')}/{THEME_FILE}")


def _parse(data: bytes, file: str) -> Theme:
    value, positions = read_plain_yaml(data, file)
    if not isinstance(value, dict):
        raise SpecError([_finding("theme-shape", "a theme is a mapping", file, None, Position(1, 1))])
    try:
        return Theme.model_validate(value)
    except ValidationError as error:
        findings = [
            _finding(
                "unknown-key" if problem["type"] == "extra_forbidden" else "theme-value",
                f"{'.'.join(str(part) for part in problem['loc']) or 'theme'}: {problem['msg']}",
                file,
                None,
                _nearest(problem["loc"], positions),
            )
            for problem in error.errors(include_url=False, include_input=False)
        ]
        raise SpecError(findings) from None


def _nearest(path: KeyPath, positions: Positions) -> Position | None:
    for length in range(len(path), -1, -1):
        if path[:length] in positions:
            return positions[path[:length]]
    return None


def _finding(
    code: str, message: str, file: str, help: str | None = None, position: Position | None = None
) -> Diagnostic:
    return Diagnostic(code, message, file, position, help)
