"""Icons of the user's own: folders of SVG files that are named by the caller, read like the shipped ones."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from oauthviz.core.diagnostics import Diagnostic, LimitError, OutputError, SpecError, UsageError
from oauthviz.core.outlines import path_data
from oauthviz.theme.icon_reading import Icon, parse_icon
from oauthviz.theme.icons import SUFFIX, icon_bytes, is_icon_name, list_icons, load_icon, unknown_icon

IconFolders = str | Path | Sequence[str | Path]
"""One folder of icons, or several."""
MAX_ICONS = 2000
"""Icons that one folder may hold."""

_PAINTS = {"stroke": "", "tint": ' class="t"', "solid": ' class="s"'}
_DECIMALS = 4
_DIGITS = 16


class IconPacks(Struct, frozen=True):
    """The files of a user's icons by name. Nothing but the folders' listings has been read."""

    files: Mapping[str, Path] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """The names of the user's icons and of the shipped ones, sorted."""
        return tuple(sorted({*self.files, *list_icons()}))

    def load(self, name: str) -> Icon:
        """The icon of that name, the user's own before a shipped one.

        Raises SpecError for an unknown or a malformed one, LimitError for a huge one, OutputError for one that cannot
        be read.
        """
        if name in self.files:
            return read_icon(self.files[name])
        if name in list_icons():
            return load_icon(name)
        raise SpecError([unknown_icon(name, self.names())])


class IconSet(Struct, frozen=True):
    """The icons that one picture draws: the user's `own`, and all shipped ones."""

    own: Mapping[str, Icon] = field(default_factory=dict)

    def get(self, name: str) -> Icon:
        """The icon of that name. Raises SpecError for one that is not there."""
        return self.own.get(name) or load_icon(name)

    def stamp(self) -> str:
        """Each own icon with a digest of its cleaned drawing, e.g. `gate 5d41402abc4b2a76, robot …`; else nothing."""
        digests = {name: hashlib.sha256(cleaned(self.own[name])).hexdigest()[:_DIGITS] for name in sorted(self.own)}
        return ", ".join(f"{name} {digest}" for name, digest in digests.items())


SHIPPED = IconSet()


def open_packs(folders: IconFolders) -> IconPacks:
    """The icons in these folders, by their files' names without `.svg`; other files are passed over.

    The folders are the caller's own words and trusted; what is in them is not. Raises OutputError for a folder that
    cannot be listed, UsageError for one without icons and for a name that two folders have, LimitError for too many.
    """
    files: dict[str, Path] = {}
    for folder in (folders,) if isinstance(folders, (str, Path)) else folders:
        own = {file.stem: file for file in icon_files(Path(folder)) if is_icon_name(file.stem)}
        if not own:
            help = "an icon is an .svg file with a name of lower-case letters, digits and hyphens"
            raise UsageError([Diagnostic("no-icons", "there is no icon in this folder", str(folder), help=help)])
        for name, file in own.items():
            if name in files:
                message = f"icon '{name}' is in two folders: {files[name]} is the other"
                raise UsageError([Diagnostic("two-icons", message, str(file), help="rename or remove one of them")])
            files[name] = file
    return IconPacks(files)


def icon_files(folder: Path) -> list[Path]:
    """The paths in `folder` that end in `.svg`, sorted. Raises OutputError or LimitError."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(SUFFIX))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        help = "name a folder of .svg files"
        raise OutputError([Diagnostic("cannot-read", reason, str(folder), help=help)]) from None
    if len(names) > MAX_ICONS:
        message = f"{len(names)} icons; a folder may hold {MAX_ICONS}"
        raise LimitError([Diagnostic("too-many-icons", message, str(folder), help="take another folder for the rest")])
    return [folder / name for name in names]


def read_icon(file: Path) -> Icon:
    """The icon in a file, called by the file's name.

    Raises SpecError for a malformed one and for what is no regular file (a link is none: it could lead anywhere),
    LimitError for a huge one, OutputError for one that cannot be read.
    """
    if not is_icon_name(file.stem):
        message = f"{file.stem!r} is no name for an icon"
        help = "use lower-case letters, digits and hyphens"
        raise SpecError([Diagnostic("icon-name", message, str(file), help=help)])
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            message = "an icon has to be a regular file"
            raise SpecError([Diagnostic("not-a-file", message, str(file), help="put a copy in its place")])
        data = icon_bytes(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError([Diagnostic("cannot-read", reason, str(file))]) from None
    return parse_icon(data, file.stem, str(file))


def cleaned(icon: Icon) -> bytes:
    """The icon as the SVG file that it comes down to; reading that and cleaning it again gives the same bytes."""
    shapes = (f'<path{_PAINTS[shape.paint]} d="{path_data(shape.commands, _DECIMALS)}"/>' for shape in icon.shapes)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{"".join(shapes)}</svg>'.encode()
