"""What can be wrong with a text: a character that no font has."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from oauthviz.core.diagnostics import Diagnostic, SpecError


class MissingGlyphError(SpecError):
    """No font at hand has a character. `text` is the whole text, `character` the first one that is missing in it.

    `extra` is the extra of oauthviz that would bring a font for its script, where one would (code `missing-font`).

    The diagnostic has no position: text knows nothing of files. Whoever knows where `text` stands can add it.
    """

    def __init__(self, text: str, character: str, fonts: Sequence[str], extra: str | None = None) -> None:
        self.text = text
        self.character = character
        self.fonts = tuple(fonts)
        self.extra = extra
        code, help = "missing-glyph", "write it in other words"
        if extra is not None:
            code, help = "missing-font", f"install the fonts for it: python -m pip install 'oauthviz[{extra}]'"
        name = unicodedata.name(character, "unnamed")
        shown = f"'{character}' " if character.isprintable() else ""
        super().__init__(
            (
                Diagnostic(
                    code,
                    f"no font has the character {shown}(U+{ord(character):04X} {name}) in {text!r}; "
                    f"tried {', '.join(self.fonts)}",
                    help=f"{help}, or draw a box in its place with --missing-glyphs=box",
                ),
            )
        )

    def __reduce__(self) -> tuple[type[MissingGlyphError], tuple[str, str, tuple[str, ...], str | None]]:
        # Errors travel between processes in a batch, and pickle would hand the diagnostics to this signature.
        return type(self), (self.text, self.character, self.fonts, self.extra)
