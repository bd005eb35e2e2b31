"""Light and dark in one document: style rules that show one of two things, by the reader's wish or the page's switch.

The rules only ever set `display`, so a renderer without style sheets shows what is shown without them: the light one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Attributes of a page's root or body by which sites switch, each with its value for light ("" for any other than the
# dark one) and for dark: Material for MkDocs; Furo, the PyData theme and many more; Bootstrap; JupyterLab; GitHub.
_SWITCHES = (
    ("data-md-color-scheme", "", "slate"),
    ("data-theme", "light", "dark"),
    ("data-bs-theme", "light", "dark"),
    ("data-jp-theme-light", "true", "false"),
    ("data-color-mode", "light", "dark"),
)

_FIRST_RULE = re.compile(r"#([A-Za-z_][\w-]*)\{display:none\}#([A-Za-z_][\w-]*)\{", re.ASCII)


def scheme_rules(light: str, dark: str) -> str:
    """Style rules, one a line, for what two selectors pick: one of them is shown.

    A page's own switch goes before the reader's wish (`prefers-color-scheme`), which goes before light.
    """
    wish = f"@media (prefers-color-scheme:dark){{{light}{{display:none}}{dark}{{display:inline}}}}"
    return "\n".join((wish, *_switched(light, dark)))


def _switched(light: str, dark: str) -> Iterator[str]:
    for attribute, when_light, when_dark in _SWITCHES:
        day = f"[{attribute}={when_light}]" if when_light else f"[{attribute}]"
        night = f"[{attribute}={when_dark}]"
        yield f"{day} {light}{{display:inline}}{day} {dark}{{display:none}}"
        yield f"{night} {light}{{display:none}}{night} {dark}{{display:inline}}"


def scheme_ids(style: str) -> tuple[str, str] | None:
    """The ids of the light and the dark group, where `style` is exactly what one of our pictures holds; else None."""
    found = _FIRST_RULE.search(style)
    if found is None or scheme_rules(f"#{found[1]}", f"#{found[2]}") != style.strip():
        return None
    return found[1], found[2]
