"""What an unquoted word of a spec means: YAML 1.2's reading, without the surprises of 1.1.

`no`, `on`, `22:22`, `010`, `0x1F` and dates are texts. Numbers are decimal, finite and short.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from oauthviz.spec.limits import DIGITS

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class NumberError(Exception):
    """A word that reads as a number which no spec can use. `message` says why."""

    message: str


def resolve(word: str) -> Scalar:
    """The value of an unquoted word. Raises NumberError."""
    if word in _NULL:
        return None
    if word in _BOOL:
        return _BOOL[word]
    if _NOT_FINITE.fullmatch(word):
        raise NumberError("is not a finite number")
    if _INT.fullmatch(word):
        if len(word.lstrip("+-")) > DIGITS:
            raise NumberError(f"has more than {DIGITS} digits")
        return check_number(int(word), word)
    if _FLOAT.fullmatch(word):
        if len(word) > 2 * DIGITS:
            raise NumberError(f"has more than {2 * DIGITS} characters")
        return check_number(float(word), word)
    return word


def check_number(value: int | float, word: str) -> int | float:
    """The number itself. Raises NumberError where it is not finite, too long or a negative zero."""
    if isinstance(value, float) and not math.isfinite(value):
        raise NumberError("is not a finite number")
    if isinstance(value, int) and abs(value) >= 10**DIGITS:
        raise NumberError(f"has more than {DIGITS} digits")
    if value == 0 and word.startswith("-"):
        raise NumberError("is a negative zero")
    return value
