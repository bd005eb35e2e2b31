"""What pydantic finds, in our words and at the place in the spec where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from oauthviz.core.diagnostics import one_of
from oauthviz.core.refusing import REFUSED
from oauthviz.core.words import kind_of, shown
from oauthviz.spec.model import (
    Arrow,
    Boundary,
    Box,
    Callout,
    Canvas,
    Ignore,
    LayoutHints,
    Legend,
    LegendItem,
    LintConfig,
    Spec,
    Zone,
)
from oauthviz.spec.problems import Path, Problem, owner, subject

_ITEM_MODELS: dict[str, type[BaseModel]] = {
    "boxes": Box,
    "zones": Zone,
    "boundaries": Boundary,
    "arrows": Arrow,
    "callouts": Callout,
}
_MODELS: dict[str, type[BaseModel]] = {"canvas": Canvas, "legend": Legend, "layout": LayoutHints, "lint": LintConfig}

_TAKES = {
    "string_type": "a text",
    "tuple_type": "a list",
    "model_type": "a mapping of keys",
    "dict_type": "a mapping of keys",
}


def problems_of(error: ValidationError, data: Any) -> Iterator[Problem]:
    """One problem for each of pydantic's findings, with the path that the spec's own form has."""
    for found in error.errors(include_url=False):
        yield _problem(found["type"], found["loc"], found["input"], found.get("ctx", {}), data)


def _problem(kind: str, loc: tuple[int | str, ...], value: Any, context: dict[str, Any], data: Any) -> Problem:
    if kind == REFUSED:
        at = path_in(data, (*loc, *context["at"]))
        return Problem(context["code"], f"{subject(at)} {context['message']}", at, help=context["help"])
    path = path_in(data, loc)
    if kind == "missing":
        return Problem("missing-key", f"{owner(loc)} needs the key '{loc[-1]}'", (*path_in(data, loc[:-1]), loc[-1]))
    if kind == "extra_forbidden":
        return _unknown_key(loc, path)
    if kind == "literal_error":
        return _unknown_word(path, value, context)
    takes = _TAKES.get(kind, "another value")
    message = f"{subject(path)} takes {takes}, not {kind_of(value)}"
    help = "put it in quotes to mean a text" if takes == "a text" and isinstance(value, (bool, int, float)) else None
    return Problem("wrong-type", message, path, help=help)


def _unknown_key(loc: tuple[int | str, ...], path: Path) -> Problem:
    known = keys_of(_model_at(loc[:-1]))
    word = str(loc[-1])
    message = f"{owner(loc[:-1])} has no key '{shown(word)}'"
    return Problem("unknown-key", message, path, at_key=True, word=word, choices=known, help=one_of(known))


def _unknown_word(path: Path, value: Any, context: dict[str, Any]) -> Problem:
    choices = tuple(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
    if not isinstance(value, str):
        message = f"{subject(path)} takes a word, not {kind_of(value)}"
        return Problem("wrong-type", message, path, help=one_of(choices))
    message = f"{subject(path)} cannot be '{shown(value)}'"
    word = next((choice for choice in choices if choice.lower() == value.lower()), value)
    return Problem("unknown-word", message, path, word=word, choices=choices, help=one_of(choices))


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a model as a spec writes them, in the order of the language."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _model_at(loc: tuple[int | str, ...]) -> type[BaseModel]:
    if not loc:
        return Spec
    first = str(loc[0])
    if first in _ITEM_MODELS:
        return _ITEM_MODELS[first]
    if len(loc) > 1:
        return LegendItem if first == "legend" else Ignore
    return _MODELS[first]


def path_in(data: Any, loc: tuple[int | str, ...]) -> Path:
    """The path of `loc` in the spec's own form: parts that only the one normal form has are left out."""
    path: list[int | str] = []
    for part in loc:
        in_mapping = isinstance(data, dict) and part in data
        in_list = isinstance(data, (list, tuple)) and isinstance(part, int) and part < len(data)
        if in_mapping or in_list:
            data = data[part]
            path.append(part)
    return tuple(path)
