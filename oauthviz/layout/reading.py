"""Arrangements read back from JSON: every key and type is checked, so what comes out is an Arrangement or an error."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from msgspec.structs import fields

from oauthviz.core.diagnostics import Diagnostic, LimitError, Position, SpecError, did_you_mean, one_of
from oauthviz.core.words import kind_of, shown
from oauthviz.layout.model import Arrangement, Layout

MAX_BYTES = 4_000_000
"""More than the whole layout of the largest spec that may be drawn."""
MAX_WORD = 128
"""Characters of an id in an arrangement: the longest of a spec, and the number of a branch."""

_PLACE = "arrangement"
_PRINT_ONE = "print one with: oauthviz layout SPEC --only arrangement"


def read_arrangement(text: str, file: str) -> Arrangement:
    """The arrangement in a JSON text: one alone, or the one in a whole layout, as `oauthviz layout` prints both.

    Raises SpecError for a text that is no JSON or no arrangement, LimitError for one of more than MAX_BYTES; errors
    call it `file`.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise LimitError([Diagnostic("too-large", f"an arrangement has at most {MAX_BYTES} bytes", file)])
    try:
        value = json.loads(text, object_pairs_hook=_mapping, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = Position(error.lineno, error.colno)
        raise SpecError([Diagnostic("bad-json", f"this is no JSON: {error.msg}", file, where, _PRINT_ONE)]) from None
    except RecursionError:
        raise SpecError([Diagnostic("bad-json", "lists are nested too deeply", file, None, _PRINT_ONE)]) from None
    except ValueError as error:  # a key twice, a number that is none or has thousands of digits
        raise SpecError([Diagnostic("bad-json", str(error), file, None, _PRINT_ONE)]) from None
    return arrangement_of(value, file)


def arrangement_of(value: object, file: str = "<arrangement>") -> Arrangement:
    """The arrangement that plain mappings, lists, strings and numbers describe. Raises SpecError as above."""
    try:
        if isinstance(value, Mapping) and _PLACE in value:
            _refuse_unknown(value, [field.name for field in fields(Layout)], "a layout")
            value = value[_PLACE]
        return _arrangement(value)
    except _Malformed as error:
        raise SpecError([Diagnostic("bad-arrangement", error.message, file, None, error.help)]) from None


class _Malformed(Exception):
    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message, self.help = message, help or _PRINT_ONE


def _arrangement(value: object) -> Arrangement:
    if not isinstance(value, Mapping):
        raise _Malformed(f"an arrangement is a mapping with the key 'columns', not {kind_of(value)}")
    own = fields(Arrangement)
    _refuse_unknown(value, [field.name for field in own], "an arrangement", also=(_PLACE,))
    for field in own:
        if field.required and field.name not in value:
            raise _Malformed(f"an arrangement needs the key '{field.name}'")
    hints = get_type_hints(Arrangement)
    return Arrangement(**{f.name: _read(value[f.name], hints[f.name], f.name) for f in own if f.name in value})


def _read(value: object, hint: Any, path: str) -> Any:
    """`value` as the type `hint` (tuples of strings, whole numbers and truth values), with lists for tuples."""
    if get_origin(hint) is tuple:
        parts = get_args(hint)
        if not isinstance(value, (list, tuple)):
            raise _Malformed(f"'{path}' takes a list, not {kind_of(value)}")
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(_read(part, parts[0], f"{path}[{i}]") for i, part in enumerate(value))
        if len(value) != len(parts):
            raise _Malformed(f"'{path}' takes {len(parts)} values, not {len(value)}")
        pairs = zip(value, parts, strict=True)
        return tuple(_read(part, own, f"{path}[{i}]") for i, (part, own) in enumerate(pairs))
    # A truth value is a whole number to isinstance, hence the types themselves.
    if type(value) is not hint:
        raise _Malformed(f"'{path}' takes {_WORDS[hint]}, not {kind_of(value)}")
    if isinstance(value, str) and not (0 < len(value) <= MAX_WORD and value.isprintable()):
        raise _Malformed(f"'{path}' takes 1 to {MAX_WORD} printable characters")
    return value


_WORDS: dict[object, str] = {str: "a text", int: "a whole number", bool: "true or false"}


def _refuse_unknown(value: Mapping[Any, Any], known: list[str], what: str, also: tuple[str, ...] = ()) -> None:
    for key in value:
        if key not in known:
            help = did_you_mean(str(key), [*known, *also]) or one_of(known)
            raise _Malformed(f"{what} has no key '{shown(key)}'", help)


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a key that stands twice is refused, since the first of the two would be lost in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the key {twice[:MAX_WORD]!a} stands twice")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
