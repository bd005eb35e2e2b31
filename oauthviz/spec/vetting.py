"""Checks of a spec that need no knowledge of its keys: characters of every text, and how much there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from oauthviz.core.diagnostics import Diagnostic, Position
from oauthviz.spec.characters import REFUSED, ZERO_WIDTH, complaint, named
from oauthviz.spec.limits import ARROWS, BOUNDARIES, BOXES, CALLOUTS, CHARACTERS, LEGEND_ITEMS, ZONES
from oauthviz.spec.problems import Path, Problem, subject
from oauthviz.spec.source import Source
from oauthviz.spec.tree import Tree

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_SHORT = {"0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "e": "\x1b", "N": "\x85", "L": "\u2028", "P": "\u2029"}


def vet(tree: Tree, source: Source | None, file: str) -> tuple[list[Problem], list[Diagnostic]]:
    """Problems and warnings in the texts of `tree`."""
    problems: list[Problem] = []
    warnings: list[Diagnostic] = []
    total = 0
    for path, text, is_key in _texts(tree.data, ()):
        for code, message, help, position in _refused(tree, source, path, text, is_key):
            problems.append(Problem(code, f"{subject(path)}: {message}", path, is_key, position, help))
        if is_key:
            continue
        found = ZERO_WIDTH.search(text)
        if found is not None:
            place = _exact(tree, source, path, found.group()) or tree.places.of(path)
            message = f"{subject(path)} holds {named(found.group())}, which nobody will see"
            warnings.append(Diagnostic("zero-width-character", message, file, place, "take it away"))
        if total <= CHARACTERS < total + len(text):
            message = f"the texts of the spec have more than {CHARACTERS} characters in all"
            problems.append(Problem("too-large", message, path, help="split it into several pictures"))
        total += len(text)
    problems.extend(_too_many(tree.data))
    return problems, warnings


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str, bool]]:
    """Every text with its path, keys too."""
    if isinstance(value, str):
        yield path, value, False
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key), key, True
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _texts(item, (*path, i))


def _refused(
    tree: Tree, source: Source | None, path: Path, text: str, is_key: bool
) -> Iterator[tuple[str, str, str, Position | None]]:
    found = REFUSED.search(text)
    if found is not None:
        position = None if is_key else _exact(tree, source, path, found.group())
        yield (*complaint(found.group()), position)


def _exact(tree: Tree, source: Source | None, path: Path, char: str) -> Position | None:
    """Where in the file the text at `path` holds `char`, written as itself or as an escape."""
    if source is None or path not in tree.spans:
        return None
    start, end = tree.spans[path]
    if source.text[start : start + 1] == '"':
        for match in _ESCAPE.finditer(source.text, start, end):
            digits = match[1] or match[2] or match[3]
            if (chr(int(digits, 16)) if digits else _SHORT.get(match[4])) == char:
                return source.place_of_index(match.start())
    index = source.text.find(char, start, end)
    return None if index < 0 else source.place_of_index(index)


def _too_many(data: dict[str, Any]) -> Iterator[Problem]:
    legend: Path = ("legend", "items") if isinstance(data.get("legend"), dict) else ("legend",)
    for path, what, most in (
        (("boxes",), "boxes", BOXES),
        (("arrows",), "arrows", ARROWS),
        (("zones",), "zones", ZONES),
        (("boundaries",), "boundaries", BOUNDARIES),
        (("callouts",), "callouts", CALLOUTS),
        (legend, "legend items", LEGEND_ITEMS),
    ):
        items: Any = data
        for key in path:
            items = items.get(key)
        if isinstance(items, list) and len(items) > most:
            message = f"a spec has at most {most} {what}, not {len(items)}"
            yield Problem("too-many", message, (*path, most), help="split it into several pictures")
