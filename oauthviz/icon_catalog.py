"""Icons to choose from: a list, a sheet, and a check of somebody's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from oauthviz.core.diagnostics import Diagnostic, OauthvizError, SpecError
from oauthviz.drawing.sheet import draw_sheet
from oauthviz.render.png import render_png
from oauthviz.render.reading_outlines import IDENTITY, bounds_of
from oauthviz.render.svg import render_svg
from oauthviz.text.typesetter import Typesetter
from oauthviz.theme.icon_packs import IconFolders, icon_files, open_packs, read_icon
from oauthviz.theme.icons import GRID, SUFFIX, Icon
from oauthviz.theme.loading import load_theme

STROKE = 2.6
"""Width of the strokes that icons are drawn for, in units of their grid."""
LEAST_SIDE = 28.0
"""The longer side of an icon's outline at least, lest it look smaller than the others."""

_FLAWED = 1


class IconReport(Struct, frozen=True):
    """What `icons check` found in one file: why it is refused, else what to mend."""

    file: str
    faults: tuple[Diagnostic, ...]
    exit_code: int

    def as_json(self) -> dict[str, Any]:
        """The report as plain mappings and lists; line and column count from 1."""
        faults = [
            {
                "code": fault.code,
                "message": fault.message,
                "line": fault.position.line if fault.position else None,
                "column": fault.position.column if fault.position else None,
                "help": fault.help,
            }
            for fault in self.faults
        ]
        return {"file": self.file, "ok": not faults, "refused": self.exit_code > _FLAWED, "faults": faults}


def icon_list(folders: IconFolders = ()) -> list[dict[str, str]]:
    """Each icon's name, what it stands for, and the file of one of the user's own; sorted by name.

    Raises what reading the user's own icons raises, every malformed one's faults together.
    """
    packs = open_packs(folders)
    rows: list[dict[str, str]] = []
    found: list[Diagnostic] = []
    for name in packs.names():
        try:
            icon = packs.load(name)
        except SpecError as error:
            found += error.diagnostics
            continue
        file = {"file": str(packs.files[name])} if name in packs.files else {}
        rows.append({"name": name, "title": icon.title, **file})
    if found:
        raise SpecError(found)
    return rows


def icon_sheet(
    theme: str, form: str, folders: IconFolders = (), *, size: float | None = None, names: bool = True
) -> bytes:
    """Every icon on one sheet, as `svg` or `png`: the user's own, if folders are named, else all shipped ones.

    `size` is the side of an icon in px; without it each is drawn large and small.
    """
    packs = open_packs(folders)
    icons = [packs.load(name) for name in (sorted(packs.files) or packs.names())]
    scene = draw_sheet(icons, load_theme(theme), Typesetter(missing="error"), size=size, names=names)
    if form == "png":
        return render_png(scene)
    return render_svg(scene, prefix="icons").encode()


def check_icons(paths: Sequence[str | Path]) -> list[IconReport]:
    """Read each icon file, and each in a folder, as a picture would, and say what keeps it from being a good one.

    Raises OutputError for a folder that cannot be listed.
    """
    files = [file for path in map(Path, paths) for file in (icon_files(path) if path.is_dir() else [path])]
    return [_report(file) for file in files]


def _report(file: Path) -> IconReport:
    if file.suffix != SUFFIX:
        fault = Diagnostic("icon-name", f"an icon's file ends in {SUFFIX}", str(file), help="save it as plain SVG")
        return IconReport(str(file), (fault,), SpecError.exit_code)
    try:
        flaws = tuple(_flaws(read_icon(file), str(file)))
    except OauthvizError as error:
        return IconReport(str(file), tuple(error.diagnostics), error.exit_code)
    return IconReport(str(file), flaws, _FLAWED if flaws else 0)


def _flaws(icon: Icon, file: str) -> list[Diagnostic]:
    """What an icon that can be drawn lacks beside the others."""
    flaws = []
    spans = []
    for shape in icon.shapes:
        span = bounds_of(shape.commands, IDENTITY)
        if span is not None:
            half = STROKE / 2 if shape.paint == "stroke" else 0.0
            spans.append((span[0] - half, span[1] - half, span[2] + half, span[3] + half))
    left, top = (min((span[k] for span in spans), default=0.0) for k in (0, 1))
    right, bottom = (max((span[k] for span in spans), default=0.0) for k in (2, 3))
    if min(left, top) < 0 or max(right, bottom) > GRID:
        message = f"with its strokes it reaches from {left:.1f}, {top:.1f} to {right:.1f}, {bottom:.1f}"
        flaws.append(Diagnostic("outside-grid", message, file, help=f"keep it inside of 0 to {GRID:g}, best 3 to 45"))
    if max(right - left, bottom - top) < LEAST_SIDE:
        message = f"it is {right - left:.1f} x {bottom - top:.1f} units, so it looks smaller than the others"
        flaws.append(Diagnostic("too-small", message, file, help="let its longer side be 36 to 42 units"))
    return flaws
