"""What a rule is and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from oauthviz.core.diagnostics import Diagnostic, Position

if TYPE_CHECKING:
    from oauthviz.lint.flow import Flow

Path = tuple[str | int, ...]


class Severity(IntEnum):
    """How much a finding weighs; the larger, the worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Fault(Struct, frozen=True):
    """What a rule says. `path` leads to the value of the spec that is at fault.

    `sure` says that the fault rests on what the spec states (`message`, `method`, `params`, literal protocol syntax);
    one that rests on inference is reported as a warning at most. `severity` replaces the rule's own.
    """

    path: Path
    message: str
    help: str
    sure: bool = True
    severity: Severity | None = None


class Rule(Struct, frozen=True):
    """A rule and its manual. `bad` and `good` are whole specs, `profiles` the kinds of flow that it applies to."""

    id: str
    title: str
    severity: Severity
    profiles: frozenset[str]
    text: str
    rests_on: str
    bad: str
    good: str
    check: Callable[[Flow], Iterator[Fault]]


class Finding(Struct, frozen=True):
    """A fault with its place in the file."""

    rule: str
    title: str
    severity: Severity
    message: str
    help: str
    file: str
    position: Position

    @property
    def key(self) -> tuple[str, Position, str, str]:
        """What findings are sorted by: place first."""
        return self.file, self.position, self.rule, self.message

    def diagnostic(self) -> Diagnostic:
        """The finding in the form of every other message of the program."""
        return Diagnostic(f"{self.severity.word} {self.rule}", self.message, self.file, self.position, self.help)
