"""What snapshot tests share: a reference on disk, and what is left in a folder when a picture is not like it.

Only the standard library is imported before a picture is compared, so that a test run without one pays nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from oauthviz.differences import Comparison

SUFFIX = ".svg"
LEAVINGS = ("expected.svg", "actual.svg", "difference.svg", "difference.png")
"""What a failure leaves, each after the name of its reference and a dot."""

_UNSAFE = re.compile(r"[^\w.=,+-]+", re.ASCII)
_LONGEST = 100


class Place(Struct, frozen=True):
    """Where a reference lies, and where its failure is told. `stem` is the file's name without a suffix."""

    references: Path
    failures: Path
    stem: str

    @property
    def reference(self) -> Path:
        return self.references / f"{self.stem}{SUFFIX}"

    def left(self, what: str) -> Path:
        return self.failures / f"{self.stem}.{what}"


class Verdict(Struct, frozen=True):
    """`failure` says why a test fails, None where the picture is like its reference; `written` is a new reference."""

    failure: str | None = None
    written: Path | None = None


def safe_stem(name: str) -> str:
    """A file's name for a test's name: readable, and another one for every other name."""
    plain = _UNSAFE.sub("-", name).strip("-.") or "picture"
    if plain == name and len(plain) <= _LONGEST:
        return plain
    return f"{plain[:_LONGEST]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def judge(shown: Any, place: Place, *, update: bool, how: str, options: dict[str, Any]) -> Verdict:
    """Compare a picture, diagram or file with its reference; with `update` make it the reference.

    `how` is the command that accepts what was drawn, `options` go to `Diagram.render`. A spec that cannot be drawn is
    a failure, too, with its line and without a traceback.
    """
    from oauthviz.core.diagnostics import OauthvizError  # heavy: only when a picture is compared

    try:
        return _judged(shown, place, update, how, options)
    except OauthvizError as error:
        return Verdict(failure=str(error))


def _judged(shown: Any, place: Place, update: bool, how: str, options: dict[str, Any]) -> Verdict:
    from oauthviz.api import Options  # with the other heavy modules of `judge`
    from oauthviz.differences import compare, svg_of
    from oauthviz.output import relative, write_file

    svg = svg_of(shown, Options(**options))
    _clear(place)
    if update:
        return Verdict(written=place.reference if _renewed(place.reference, svg) else None)
    if not place.reference.is_file():
        write_file(place.left("actual.svg"), svg.encode())
        actual = relative(place.left("actual.svg"))
        message = f"there is no reference {relative(place.reference)}\nlook at {actual}, then accept it: {how}"
        return Verdict(failure=message)
    expected = place.reference.read_text(encoding="utf-8")
    comparison = compare(expected, svg, (relative(place.reference), "<actual>"))
    if not comparison.changes:
        return Verdict()
    _leave(place, comparison)
    return Verdict(
        failure=f"the picture is not like {relative(place.reference)}: {comparison.account}\n"
        f"look at {relative(place.left('difference.png'))}; if it is right, accept it: {how}"
    )


def _renewed(reference: Path, svg: str) -> bool:
    """Write the reference where it would differ."""
    from oauthviz.output import write_file  # with the other heavy modules of `judge`

    data = svg.encode()
    if reference.is_file() and reference.read_bytes() == data:
        return False
    write_file(reference, data)
    return True


def _leave(place: Place, comparison: Comparison) -> None:
    """Expected, actual and the two beside each other, for who looks into the failure."""
    from oauthviz.output import write_files  # with the other heavy modules of `judge`

    contents = (
        comparison.before.encode(),
        comparison.after.encode(),
        comparison.encode("svg"),
        comparison.encode("png"),
    )
    write_files([(place.left(what), data) for what, data in zip(LEAVINGS, contents, strict=True)])


def _clear(place: Place) -> None:
    """Take away what an earlier failure left, and the folders that are empty then."""
    for what in LEAVINGS:
        with contextlib.suppress(OSError):
            place.left(what).unlink()
    for folder in (place.failures, place.failures.parent):
        with contextlib.suppress(OSError):  # not empty, or not there
            folder.rmdir()
