"""An arrangement that the caller pins: from a file, as plain data, or as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from oauthviz.core.diagnostics import Diagnostic, OutputError, SpecError, UsageError
from oauthviz.layout.model import Arrangement
from oauthviz.layout.reading import MAX_BYTES, arrangement_of, read_arrangement

ArrangementSource = str | Path | Mapping[str, Any] | Arrangement
"""A file's path, what JSON makes of an arrangement or of a whole layout, or an arrangement."""


def pinned_arrangement(source: ArrangementSource) -> Arrangement:
    """The arrangement that `source` is or holds.

    Raises SpecError for what is none, LimitError for too large a file, OutputError for one that cannot be read.
    """
    if isinstance(source, Arrangement):
        return source
    if isinstance(source, Mapping):
        return arrangement_of(source)
    return read_arrangement(_text(Path(source)), str(source))


def naming_source(error: UsageError, source: ArrangementSource | None) -> UsageError:
    """The error of an arrangement that is not one of the spec, with the file that it came from."""
    if isinstance(source, (str, Path)):
        error.diagnostics = tuple(replace(found, file=str(source)) for found in error.diagnostics)
    return error


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise OutputError([Diagnostic("not-a-file", "this is no plain file", str(path))])
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        help = "an arrangement is printed by: oauthviz layout SPEC --only arrangement"
        raise OutputError([Diagnostic("cannot-read", reason, str(path), help=help)]) from None
    encoding = json.detect_encoding(data)  # some shells write what is sent to a file as UTF-16
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not {encoding.upper()}"
        raise SpecError([Diagnostic("not-utf-8", message, str(path), help="save the file as UTF-8")]) from None
