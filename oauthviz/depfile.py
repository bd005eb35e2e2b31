"""Dependency files: which files each picture was made from, for Make and for Ninja.

Both read the syntax that compilers write. Spaces and `#` have a backslash before them, `$` is doubled; a backslash
stays one, but for those right before a space, which are doubled (GCC's rules).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from oauthviz.core.diagnostics import Diagnostic, OutputError

_SPACES = re.compile(r"(\\*)([ \t#])")


def depfile(rules: Iterable[tuple[Sequence[str], Sequence[str]]]) -> str:
    """The text of a dependency file for pairs of targets and inputs, in their order.

    Each input but the first is a target without inputs, too, so that removing a theme does not break the next build.
    Raises OutputError for a name with a line end, which neither program can read.
    """
    lines: list[str] = []
    loose: dict[str, None] = {}
    for targets, inputs in rules:
        lines.append(f"{' '.join(map(_escaped, targets))}: {' '.join(map(_escaped, inputs))}".rstrip())
        loose |= dict.fromkeys(inputs[1:])
    lines += [f"{_escaped(name)}:" for name in loose]
    return "".join(f"{line}\n" for line in lines)


def _escaped(path: str) -> str:
    if "\n" in path or "\r" in path:
        message = f"the name {path!r} holds a line end, which no dependency file can"
        raise OutputError([Diagnostic("depfile-name", message, "--depfile", help="rename it, or leave --depfile out")])
    return _SPACES.sub(lambda match: match[1] * 2 + "\\" + match[2], path.replace("$", "$$"))
