"""Standard input and output as bytes."""

from __future__ import annotations

import sys

STDIN = "-"
STDIN_FILE = "<stdin>"
"""What errors call a spec that is piped in."""
MAX_STDIN = 64_000_000
"""Bytes read from a pipe at most: more than any input may have, so that a reader's own limit speaks."""


def read_stdin() -> bytes:
    """What is piped in."""
    return sys.stdin.buffer.read(MAX_STDIN)


def write_stdout(data: bytes) -> None:
    """Hand bytes on as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
