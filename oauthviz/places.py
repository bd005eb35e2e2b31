"""Where in a spec a text or an id stands, so that later stages' errors can point at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from oauthviz.core.diagnostics import Diagnostic, OauthvizError, Position
from oauthviz.spec.reading import LoadedSpec
from oauthviz.text.errors import MissingGlyphError

if TYPE_CHECKING:
    from oauthviz.i18n.translate import Translation

Key = tuple[str | int, ...]

_UNPLACED = ("<spec>", "<theme>", "<svg>")
"""What a stage that knows nothing of files puts in their place."""


@contextmanager
def placing(
    loaded: LoadedSpec, position: Position | None = None, translation: Translation | None = None
) -> Iterator[None]:
    """Errors of stages that know nothing of files get the spec's file, and the place of what they are about.

    What is about a translated text gets its catalog's.
    """
    try:
        yield
    except MissingGlyphError as error:
        found = translation.place_of_text(error.text, error.character) if translation is not None else None
        if found is not None:
            raise place(error, *found) from None
        raise place(error, loaded.file, place_of_text(loaded, error.text, error.character)) from None
    except OauthvizError as error:
        raise place(error, loaded.file, position) from None


def place(error: OauthvizError, file: str, position: Position | None = None) -> OauthvizError:
    """The error with `file` and `position` in those of its findings that say no place of their own."""
    error.diagnostics = tuple(_placed(found, file, position) for found in error.diagnostics)
    return error


def _placed(found: Diagnostic, file: str, position: Position | None) -> Diagnostic:
    if found.file in _UNPLACED:
        return replace(found, file=file, position=found.position or position)
    if found.position is None and position is not None:  # about a whole file that is named at `position`
        return replace(found, message=f"{found.file}: {found.message}", file=file, position=position)
    return found


def place_of_text(loaded: LoadedSpec, text: str, character: str) -> Position | None:
    """Where `text` stands, else the first text that holds `character`."""
    # by position alone: two that are equal have paths in which a key may meet an index, which do not compare
    places = sorted(loaded.positions.items(), key=lambda one: one[1])
    texts = [(position, value) for key, position in places if isinstance(value := _value(loaded, key), str)]
    for position, value in texts:
        if value == text:
            return position
    return next((position for position, value in texts if character in value), None)


def place_of_path(loaded: LoadedSpec, path: Key) -> Position | None:
    """Where a value of the spec's model stands, else the nearest around it; None for an empty path."""
    ends = (path[:length] for length in range(len(path), 0, -1))
    return next((loaded.positions[key] for key in ends if key in loaded.positions), None)


def place_of_icon(loaded: LoadedSpec, icon: str) -> Position | None:
    """The first place where a box, zone or boundary names that icon; None for one that boxes have by their kind."""
    places = (at for key, at in loaded.positions.items() if key[-1:] == ("icon",) and _value(loaded, key) == icon)
    return min(places, default=None)


def place_of_subjects(loaded: LoadedSpec, subjects: Sequence[str]) -> Position | None:
    """Where the first of `subjects` stands that is the id of a box, arrow, zone or boundary, or a text of the spec."""
    for subject in subjects:
        for key in _keys_of_id(loaded, subject):
            if key in loaded.positions:
                return loaded.positions[key]
        for key, position in loaded.positions.items():
            if _value(loaded, key) == subject:
                return position
    return None


def _keys_of_id(loaded: LoadedSpec, subject: str) -> Iterator[Key]:
    for kind in ("boxes", "arrows", "zones"):
        for i, item in enumerate(getattr(loaded.spec, kind)):
            if getattr(item, "id", None) == subject:
                yield (kind, i)


def _value(loaded: LoadedSpec, key: Key) -> Any:
    value: Any = loaded.spec
    for part in key:
        if isinstance(part, int):
            if not isinstance(value, (list, tuple)) or part >= len(value):
                return None
            value = value[part]
        else:
            value = getattr(value, part, None)
    return value
