"""The theme file that `oauthviz themes new` writes: short, valid as it stands, with a remark on each part."""

from __future__ import annotations

import json
import os
from pathlib import Path

from oauthviz.core.diagnostics import Diagnostic, UsageError
from oauthviz.theme.loading import THEME_FILE, THEME_NAME, list_themes, load_theme
from oauthviz.theme.model import Theme

# The column of remarks; in the text a tab stands before each.
_REMARKS = 40

_STARTER = """\
# A theme of one file. It stands on another: what is not said here is as it is there.
# To use it: oauthviz render SPEC --theme {path}
# To see it: oauthviz themes show {path} -o theme.png
# To know that everyone can read it: oauthviz themes check {path}

extends: {base}\t# a shipped theme's name, or a path from this file's folder
name: {name}
version: 1\t# goes up when pictures change
label: {label}

paint:\t# colours and effects; nothing here moves a box
  background: "{background}"
  surface: "{surface}"\t# callouts, the windows of browsers
  text: "{text}"\t# needs 4.5:1 with all that it stands on
  secondary: "{secondary}"
  tones:\t# one for each meaning; the arrows and boxes below name them
    {tone}:
      line: "{line}"\t# arrows; needs 3:1
      text: "{tone_text}"\t# their labels; needs 4.5:1
      box_outline: "{box_outline}"
  arrows:\t# a tone for each kind of arrow, and its dash in px
    response: {response}
  boxes:\t# a tone for each kind of box
    worker: {worker}

metrics:\t# fonts and sizes; a change here lays pictures out anew
  faces:
    title: {title}
  sizes:
    label: {label_size}\t# px of arrow labels where there is room; names and roles follow
"""


def starter_theme(name: str, base: str, path: Path) -> str:
    """The text of a theme called `name`, to be written to `path`, that stands on `base`: a shipped one, or a path.

    It repeats values of its base, so that it looks the same until something in it is changed. Raises UsageError for a
    name that is none or taken and for a base that is not there, SpecError for a bad base.
    """
    taken = name in list_themes()
    if taken or not THEME_NAME.fullmatch(name):
        message = f"there is a theme '{name}' already" if taken else f"{name!r} is no name for a theme"
        help = "choose lower-case letters, digits and hyphens that no shipped theme has"
        raise UsageError([Diagnostic("theme-name", message, "<theme>", help=help)])
    values = _values(load_theme(base))
    values |= {"name": name, "label": json.dumps(name.replace("-", " ").capitalize())}
    values |= {"base": base if THEME_NAME.fullmatch(base) else _from(path.parent, base), "path": _here(path.as_posix())}
    text = _STARTER
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    rows = (line.partition("\t") for line in text.splitlines())
    return "".join(f"{said:{_REMARKS}} {remark}".rstrip() + "\n" for said, _, remark in rows)


def _values(base: Theme) -> dict[str, str]:
    paint, face = base.paint, base.metrics.faces.title
    name = paint.arrow_look("request").tone
    tone, response = paint.tones[name], paint.arrow_look("response")
    return {
        "background": paint.background,
        "surface": paint.surface,
        "text": paint.text,
        "secondary": paint.secondary,
        "tone": name,
        "line": tone.line,
        "tone_text": tone.text,
        "box_outline": tone.box_outline,
        "response": f"{{tone: {response.tone}, dash: [{', '.join(f'{length:g}' for length in response.dash)}]}}",
        "worker": paint.boxes["worker"],
        "title": f"{{family: {face.family}, weight: {face.weight}, tracking: {face.tracking:g}}}",
        "label_size": f"{base.metrics.sizes.label:g}",
    }


def _from(folder: Path, base: str) -> str:
    """The path of a base from the folder of the theme that extends it, as YAML."""
    file = Path(base) / THEME_FILE if Path(base).is_dir() else Path(base)
    return json.dumps(_here(Path(os.path.relpath(file, folder)).as_posix()), ensure_ascii=False)


def _here(path: str) -> str:
    """A path that cannot be taken for a name."""
    return path if "/" in path else f"./{path}"
