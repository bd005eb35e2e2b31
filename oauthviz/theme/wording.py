"""What pydantic finds in a theme, in our words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Any, get_args, get_origin

from msgspec import Struct
from pydantic import BaseModel, ValidationError

from oauthviz.core.diagnostics import one_of, suggestion
from oauthviz.core.refusing import REFUSED
from oauthviz.core.words import kind_of, shown
from oauthviz.theme.model import Theme

Loc = tuple[int | str, ...]

_TAKES = {
    "string_type": "a text",
    "tuple_type": "a list in brackets",
    "model_type": "a mapping of keys",
    "model_attributes_type": "a mapping of keys",
    "dict_type": "a mapping of keys",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
}
_BOUNDS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


class ThemeProblem(Struct, frozen=True):
    """What is wrong at a place in a theme, and how to mend it."""

    code: str
    message: str
    help: str | None
    loc: Loc


def problems_of(error: ValidationError) -> Iterator[ThemeProblem]:
    """One problem for each of pydantic's findings."""
    for found in error.errors(include_url=False):
        yield _problem(found["type"], found["loc"], found["input"], found.get("ctx", {}), found["msg"])


def _problem(kind: str, loc: Loc, value: Any, context: dict[str, Any], plain: str) -> ThemeProblem:
    name = _named(loc)
    if kind == "missing":
        return ThemeProblem("theme-value", f"{_named(loc[:-1])} needs the key '{loc[-1]}'", None, loc)
    if kind == "extra_forbidden":
        known = _keys_at(loc[:-1])
        word = str(loc[-1])
        help = suggestion(word, known)
        return ThemeProblem("unknown-key", f"{_named(loc[:-1])} has no key '{shown(word)}'", help, loc)
    if kind == REFUSED:
        at = (*loc, *context["at"])
        return ThemeProblem(context["code"], f"{_named(at)} {context['message']}", context["help"], at)
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(context["expected"]))
        help = suggestion(value, choices) if isinstance(value, str) else one_of(choices)
        return ThemeProblem("theme-value", f"{name} cannot be '{shown(value)}'", help, loc)
    if kind == "string_pattern_mismatch":
        return ThemeProblem("theme-value", f"{name} cannot be '{shown(value)}'", _form(context["pattern"]), loc)
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        return ThemeProblem(
            "theme-value", f"{name} is {shown(value)}, and has to be {words} {context[bound]:g}", None, loc
        )
    if kind in _TAKES:
        quotes = 'put a colour in quotes: "#0E7FA8"' if kind == "string_type" and value is None else None
        return ThemeProblem("theme-value", f"{name} takes {_TAKES[kind]}, not {kind_of(value)}", quotes, loc)
    return ThemeProblem("theme-value", f"{name}: {plain[0].lower()}{plain[1:]}", None, loc)


def _named(loc: Loc) -> str:
    # of a mapping's key, pydantic says that it is one
    return ".".join(str(part) for part in loc if part != "[key]") or "a theme"


def _form(pattern: str) -> str:
    """What a text looks like that matches one of the patterns of a theme's values."""
    if pattern.startswith("^#"):
        return 'a colour is # and six of the digits 0-9 and a-f, in quotes: "#0E7FA8"'
    if "a-z" in pattern:
        return "a name is lower-case letters, digits and hyphens, the first a letter or a digit"
    return "it is one line without < > { }"


def _keys_at(loc: Loc) -> tuple[str, ...]:
    """The keys that the part of a theme at `loc` may have, in the order of the file."""
    here: Any = Theme
    for part in loc:
        here = here.model_fields[str(part)].annotation if _is_model(here) else _model_in(here)
        if get_origin(here) is UnionType:
            here = _model_in(here)
    return tuple(here.model_fields) if _is_model(here) else ()


def _model_in(annotation: Any) -> Any:
    """The model that is optional, or what a mapping or a list holds."""
    return next((one for one in get_args(annotation) if _is_model(one)), None)


def _is_model(annotation: Any) -> bool:
    return get_origin(annotation) is None and isinstance(annotation, type) and issubclass(annotation, BaseModel)
