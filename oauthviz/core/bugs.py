"""What is said when the program itself is at fault."""

from __future__ import annotations

import os
import traceback

from oauthviz import __version__

EXIT_BUG = 70


def bug_message(error: BaseException) -> str:
    """One line that asks for a report; the traceback above it only where OAUTHVIZ_DEBUG is set."""
    line = (
        f"oauthviz {__version__}: bug: {type(error).__name__}: {error}; this is a fault of the program, please report"
        " it together with the input (OAUTHVIZ_DEBUG=1 shows the traceback)"
    ).replace("\n", " ")
    if not os.environ.get("OAUTHVIZ_DEBUG"):
        return line
    return "".join(traceback.format_exception(error)) + line
