"""Characters that no text of a spec may hold, and those that are only worth a warning."""

from __future__ import annotations

import re
import unicodedata

_PLANE_ENDS = "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))

REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but for tab and line ends
    "\u2028\u2029"  # line and paragraph separators
    "\u202a-\u202e\u2066-\u2069"  # overrides and isolates of writing direction
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + _PLANE_ENDS + "]"
)
ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]")
"""Invisible and without a use in a picture; the joiners U+200C and U+200D are left out, scripts and emoji need them."""


def named(char: str) -> str:
    """`U+202E (right-to-left override)`."""
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}" + (f" ({name})" if name else "")


def complaint(char: str) -> tuple[str, str, str]:
    """Code, message and help for a refused character."""
    point = ord(char)
    if 0xD800 <= point <= 0xDFFF:
        what = f"{named(char)} is half of a surrogate pair, no character"
        return "lone-surrogate", what, "write the character itself, or its whole code as \\U0001F600"
    if 0x202A <= point <= 0x202E or 0x2066 <= point <= 0x2069:
        what = f"{named(char)} reorders text invisibly"
        return "bidi-override", what, "take it away; the direction of a text is found from its letters"
    if 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE:
        return "noncharacter", f"{named(char)} is not a character", "take it away"
    return "control-character", f"{named(char)} is a control character", "take it away"
