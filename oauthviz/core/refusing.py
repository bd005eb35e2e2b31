"""How a model refuses a value: by an error of pydantic's with our code, our words and our help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from pydantic_core import PydanticCustomError

REFUSED = "refused"
"""The type of such an error."""


def refuse(code: str, message: str, help: str | None = None, at: Sequence[str | int] = ()) -> NoReturn:
    """Refuse a value, or what is at a place inside it.

    The code is the diagnostic's. The message is a predicate ("is empty"); what it is about is put before it where
    errors become diagnostics. Braces in it are safe.
    """
    context = {"code": code, "message": message, "help": help, "at": tuple(at)}
    raise PydanticCustomError(REFUSED, "{message}", context)
