"""A theme that extends another: its mappings laid over the base's, key by key, down to values and lists."""

from __future__ import annotations

from typing import Any

from oauthviz.core.diagnostics import Position
from oauthviz.theme.reading import KeyPath, Positions

EXTENDS = "extends"

MOST_BASES = 8
"""Themes that one theme may stand on, one upon another."""

OWN_KEYS = ("name", "version", "label")
"""What a theme says for itself: none of it comes from its base."""

Places = dict[KeyPath, tuple[str, Position]]
"""File and position of each part of a theme that several files may have made."""


def places_of(positions: Positions, file: str) -> Places:
    """The positions of one file's parts."""
    return {path: (file, position) for path, position in positions.items()}


def inherited(base: dict[str, Any], own: dict[str, Any], base_places: Places, places: Places) -> Places:
    """Lay `own` over `base`, in place: `own` then holds both. Returns where each part comes from.

    Mappings are merged key by key; any other value, a list too, takes the place of the base's. Null takes the base's
    away: what the key means where it is left out holds then.
    """
    kept = {key: value for key, value in base.items() if key not in OWN_KEYS and key != EXTENDS}
    merged = dict(places)
    _lay(kept, own, (), base_places, merged)
    return merged


def _lay(base: dict[str, Any], own: dict[str, Any], path: KeyPath, base_places: Places, places: Places) -> None:
    for key, value in base.items():
        here = (*path, key)
        if key not in own:
            own[key] = value
            places.update({p: place for p, place in base_places.items() if p[: len(here)] == here})
        elif own[key] is None:
            del own[key]
        elif isinstance(value, dict) and isinstance(own[key], dict):
            _lay(value, own[key], here, base_places, places)


def nearest(path: KeyPath, places: Places) -> tuple[str, Position] | None:
    """The place of the part at `path`, or of the nearest part round it."""
    for length in range(len(path), -1, -1):
        if path[:length] in places:
            return places[path[:length]]
    return None
