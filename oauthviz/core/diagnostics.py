"""Errors as part of the product: where, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from msgspec import Struct, field


class Position(Struct, frozen=True, order=True):
    """A place in a file; line and column count from 1."""

    line: int
    column: int


class Diagnostic(Struct, frozen=True):
    """One finding. `code` is stable and lower-case with hyphens, e.g. `unknown-key`."""

    code: str
    message: str
    file: str = "<spec>"
    position: Position | None = None
    help: str | None = None

    def __str__(self) -> str:
        place = self.file if self.position is None else f"{self.file}:{self.position.line}:{self.position.column}"
        text = f"{place}: {self.code}: {self.message}"
        return f"{text}\n    {self.help}" if self.help else text


@dataclass
class OauthvizError(Exception):
    """Base of every error that a user can cause. `exit_code` is what the command line ends with."""

    diagnostics: Sequence[Diagnostic] = field(default_factory=tuple)
    exit_code = 3

    def __str__(self) -> str:
        return "\n".join(str(d) for d in self.diagnostics)


class UsageError(OauthvizError):
    """The call's own words are off: a flag, a theme's name, a size."""

    exit_code = 2


class SpecError(OauthvizError):
    """A spec, theme, icon or catalog is malformed."""

    exit_code = 3


class LimitError(OauthvizError):
    """An input is over a documented limit."""

    exit_code = 4


class OutputError(OauthvizError):
    """Reading or writing a file failed."""

    exit_code = 5


class FitError(OauthvizError):
    """The picture cannot be laid out legibly on its canvas; says what to shorten and by how much."""

    exit_code = 1


class CanvasError(FitError):
    """A diagram does not fit its canvas. `path` leads to the first text to shorten in the spec's model, if any."""

    def __init__(self, diagnostics: Sequence[Diagnostic], path: tuple[str | int, ...] = ()) -> None:
        super().__init__(diagnostics)
        self.path = path


class BrokenPictureError(OauthvizError):
    """A finished picture breaks a hard rule, so it is not handed out."""

    exit_code = 1


LONGEST_GUESS = 40
"""A longer word than this is no slip of the pen, and comparing it with the known ones takes long."""


def did_you_mean(word: str, known: Sequence[str]) -> str | None:
    """`did you mean 'x'?` for the nearest known word, or None where none is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6) if len(word) <= LONGEST_GUESS else []
    return f"did you mean '{near[0]}'?" if near else None


def one_of(known: Sequence[str]) -> str:
    """All words that there are to choose from."""
    return f"there is: {', '.join(known)}"


def suggestion(word: str, known: Sequence[str]) -> str:
    """The nearest known word, or all of them where none is near."""
    return did_you_mean(word, known) or one_of(known)
