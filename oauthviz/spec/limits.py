"""How much a spec may hold. What is exactly at a limit passes; one more is a LimitError."""

from __future__ import annotations

BYTES = 256 * 1024
DEPTH = 32
RUNAWAY_DEPTH = 500
"""Nesting beyond this is no large spec but a broken file, so it is malformed rather than over a limit."""
BOXES = 200
ARROWS = 500
ZONES = 200
BOUNDARIES = 200
CALLOUTS = 500
LEGEND_ITEMS = 200
CHARACTERS = 50_000
"""All texts of a spec together."""
LABEL = 200
"""Names, labels, protocol pills, callouts and the title: texts that stand in the picture on their own."""
TEXT = 500
"""Roles, legend items, subtitle, caption and reasons: texts that may run over several lines."""
IDENTIFIER = 64
LINK = 2000
NUMBER = 4
"""Characters of a step, stage or box number: what fits in a badge."""
DIGITS = 15
"""Digits of a number: as many as a double keeps exactly."""
PROBLEMS = 50
"""Errors that are listed for one spec; the rest are counted."""

LIMIT_CODES = frozenset({"too-large", "too-deep", "too-many", "too-long"})
"""Codes of diagnostics that end with exit code 4."""
