"""The shipped icons: small SVG files on a 48-unit grid, read by an allow-list into plain outlines.

A shape of class `t` is filled with a thin tint of the tone, one of class `s` with the full tone; every other shape
is stroked. Colours and widths come from the theme, so an icon file holds none but `currentColor`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from oauthviz.core.diagnostics import Diagnostic, SpecError, did_you_mean
from oauthviz.resources import data_folder
from oauthviz.theme.icon_reading import MAX_BYTES, Icon, IconShape, parse_icon
from oauthviz.theme.icon_shapes import GRID, rounded_rectangle

__all__ = [
    "DEFAULT_ICON",
    "GRID",
    "SUFFIX",
    "Icon",
    "IconShape",
    "icon_bytes",
    "is_icon_name",
    "list_icons",
    "load_icon",
    "parse_icon",
    "rounded_rectangle",
    "unknown_icon",
]

DEFAULT_ICON = "box"
SUFFIX = ".svg"

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1)
def list_icons() -> tuple[str, ...]:
    """The names of the shipped icons, sorted."""
    return tuple(sorted(file.stem for file in data_folder("icons").iterdir() if file.suffix == SUFFIX))


@lru_cache(maxsize=256)
def load_icon(name: str) -> Icon:
    """The shipped icon of that name. Raises SpecError for an unknown or a malformed one, LimitError for a huge one."""
    if name not in list_icons():
        raise SpecError([unknown_icon(name, list_icons())])
    return parse_icon(icon_bytes(data_folder("icons") / f"{name}{SUFFIX}"), name)


def is_icon_name(text: str) -> bool:
    """Whether an icon may be called so: lower-case letters, digits and, within, hyphens; 64 characters at most."""
    return _NAME.fullmatch(text) is not None


def icon_bytes(file: Path) -> bytes:
    """The file's content, or one byte more than an icon may have. Raises OSError."""
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def unknown_icon(name: str, known: Iterable[str]) -> Diagnostic:
    """The finding for a name that none of the `known` icons has, with the icon that was probably meant."""
    names = sorted(known)
    hint = _by_meaning(name) or did_you_mean(name, names)
    there = "oauthviz icons list names them all" if hint else f"there are: {', '.join(names)}"
    help = f"{f'{hint} ' if hint else ''}({there}; --icons takes in a folder of your own)"
    return Diagnostic("unknown-icon", f"there is no icon '{name}'", help=help)


def _by_meaning(name: str) -> str | None:
    """`did you mean 'fingerprint'?` where `name` is among the words of a shipped icon's title, such as passkey."""
    wanted = set(_WORD.findall(name.lower()))
    for known in list_icons():
        phrases = load_icon(known).title.lower().split(", ")
        if any(wanted == set(_WORD.findall(phrase)) for phrase in phrases):
            return f"did you mean '{known}'?"
    return None
