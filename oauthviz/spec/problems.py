"""What is wrong with a spec, collected first and reported together in the order of the file."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from oauthviz.core.diagnostics import Diagnostic, LimitError, OauthvizError, Position, SpecError, did_you_mean
from oauthviz.core.words import shown
from oauthviz.spec.limits import LIMIT_CODES, PROBLEMS

Path = tuple[str | int, ...]
"""Keys and list indices from the top of the spec to a value, in the form that the file has."""

_ITEMS = {"boxes": "box", "arrows": "arrow", "zones": "zone", "boundaries": "boundary", "callouts": "callout"}


class Places(Struct):
    """Where each value of a spec starts, and each key; both by path."""

    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)

    def of(self, path: Path, at_key: bool = False) -> Position | None:
        """The place of the value (or key) at `path`, else of the nearest thing round it that is in the file."""
        if at_key and path in self.keys:
            return self.keys[path]
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return None


class Problem(Struct, frozen=True):
    """One thing that is wrong. `position` is the exact place where it is known, else that of `path` is taken.

    `word` and `choices` are what a did-you-mean is looked for in; `help` is said where there is none.
    """

    code: str
    message: str
    path: Path = ()
    at_key: bool = False
    position: Position | None = None
    help: str | None = None
    word: str | None = None
    choices: tuple[str, ...] = ()


def owner(path: Path) -> str:
    """The part of a spec that `path` lies in, in words: `box 3`, `legend item 2`, `the spec`."""
    if len(path) >= 2 and isinstance(path[1], int) and path[0] in _ITEMS:
        return f"{_ITEMS[str(path[0])]} {path[1] + 1}"
    if path[:1] == ("legend",):
        number = next((part for part in path if isinstance(part, int)), None)
        return "the legend" if number is None else f"legend item {number + 1}"
    if path[:2] == ("lint", "ignore") and len(path) > 2 and isinstance(path[2], int):
        return f"lint exception {path[2] + 1}"
    return str(path[0]) if path and path[0] in ("canvas", "layout", "lint") else "the spec"


def subject(path: Path) -> str:
    """What a message about the value at `path` starts with: `arrow 3: 'label'`."""
    keys = [part for part in path if isinstance(part, str)]
    name = owner(path)
    if not keys or (name == "the spec" and len(keys) == 1 and len(path) == 1):
        return f"'{shown(keys[-1])}'" if keys else name
    if name in (keys[-1], "the legend") or (name.startswith("legend item") and isinstance(path[-1], int)):
        return name
    if len(keys) == 1 and keys[0] in _ITEMS:
        return name if len(path) > 1 else f"'{keys[0]}'"
    return f"{name}: '{shown(keys[-1])}'" if name != "the spec" else f"'{shown(keys[-1])}'"


def error_of(problems: Sequence[Problem], places: Places, file: str) -> OauthvizError:
    """All problems as one error, in file order. It is a LimitError where one of them is a limit, else a SpecError."""
    placed = [(problem.position or places.of(problem.path, problem.at_key), problem) for problem in problems]
    placed.sort(key=lambda pair: (pair[0] is not None, pair[0] or Position(0, 0)))
    limits = [pair for pair in placed if pair[1].code in LIMIT_CODES]
    if limits and len(placed) > PROBLEMS:
        placed = limits  # what the exit code is about must not be cut off
    found = [_diagnostic(problem, position, file) for position, problem in placed[:PROBLEMS]]
    left = len(problems) - len(found)
    if left > 0:
        found.append(Diagnostic("more-errors", f"{left} more errors are not listed", file, found[-1].position))
    return LimitError(tuple(found)) if limits else SpecError(tuple(found))


def _diagnostic(problem: Problem, position: Position | None, file: str) -> Diagnostic:
    guess = None if problem.word is None else did_you_mean(problem.word, problem.choices)
    return Diagnostic(problem.code, problem.message, file, position, guess or problem.help)
