"""Finished pictures kept under a digest of everything that decides their bytes.

The key covers what `prepare` makes of a spec and of all that it names: the texts in the picture's language, the theme
with what it extends, the icons, the pinned arrangement. Drawing sees nothing else. A field that is added there later
is covered without anybody thinking of it; where it holds something that has no digest, nothing is cached at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
from collections.abc import Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from oauthviz import __version__
from oauthviz.core.diagnostics import OauthvizError, OutputError
from oauthviz.output import write_file
from oauthviz.preparing import Prepared
from oauthviz.render.libcairo import load_libcairo, version_of
from oauthviz.render.rasterisers import RendererChoice, choose_rasteriser
from oauthviz.resources import data_folder, package_version
from oauthviz.text.fonts import font_versions

MOST_BYTES, KEPT_BYTES = 1_000_000_000, 800_000_000
"""What the folder holds at most, and how much is kept, the latest used, when it would hold more."""

_SUFFIX = ".picture"
_PACKAGES = ("pydantic", "networkx", "numpy", "highspy", "uharfbuzz", "svgwrite", "cairosvg", "resvg_py", "pyoxipng")
"""The packages of others that take part in a picture."""
_ASKED_FOR = ("cache_dir", "use_cache", "arrangement", "lint", "theme", "dark_theme", "locale_dir", "icons", "texts")
"""Options whose outcome is in the key itself; where a file lies differs from checkout to checkout."""
_UNSEEN = {
    "Options": _ASKED_FOR,
    "LoadedSpec": ("file", "positions", "warnings"),  # for messages alone, and those are made anew each time
    "Translation": ("loaded", "flaws", "used"),  # likewise; its texts are in the graph, its digest in the stamp
    "Prepared": ("typesetter",),  # made of the fonts and of an option
}
"""Fields that decide no byte of a finished picture."""


class Finished(Struct, frozen=True):
    """A picture as it is written: its bytes by format, the stem of its files, its width and height in px."""

    stem: str
    width: float
    height: float
    contents: Mapping[str, bytes]


class RenderedCache(Struct, frozen=True):
    """The folder of finished pictures, in the one that `--cache-dir` names."""

    folder: Path

    def recall(self, key: str) -> Finished | None:
        """The picture kept under `key`; None where there is none, or something else in its place."""
        path = self._entry(key)
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                return None
            head, _, body = path.read_bytes().partition(b"\n")
            found = json.loads(head)
            if found["key"] != key or found["digest"] != hashlib.sha256(body).hexdigest():
                return None
            contents, at = {}, 0
            for form, size in found["formats"]:
                contents[form] = body[at : at + size]
                at += size
            finished = Finished(found["stem"], found["width"], found["height"], contents)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # what is in use is pruned last
        return finished

    def keep(self, key: str, finished: Finished) -> None:
        """Write the entry, whole or not at all, and drop the oldest ones beyond MOST_BYTES. Never an error."""
        body = b"".join(finished.contents.values())
        head = {
            "key": key,
            "digest": hashlib.sha256(body).hexdigest(),
            "stem": finished.stem,
            "width": finished.width,
            "height": finished.height,
            "formats": [[form, len(data)] for form, data in finished.contents.items()],
        }
        with contextlib.suppress(OutputError, OSError):
            write_file(self._entry(key), json.dumps(head).encode() + b"\n" + body)
            self._prune()

    def _entry(self, key: str) -> Path:
        return self.folder / f"{key}{_SUFFIX}"

    def _prune(self) -> None:
        with os.scandir(self.folder) as found:
            entries = [(entry.stat(follow_symlinks=False), entry.name) for entry in found if _is_ours(entry.name)]
        total = sum(status.st_size for status, _ in entries)
        if total <= MOST_BYTES:
            return
        for status, name in sorted(entries, key=lambda entry: (entry[0].st_mtime_ns, entry[1])):
            if total <= KEPT_BYTES:
                return
            with contextlib.suppress(OSError):  # another process was quicker
                os.unlink(self.folder / name)
            total -= status.st_size


def rendered_cache(prepared: Prepared) -> RenderedCache | None:
    """The cache in the folder that the options name; None where they name none, or forbid it."""
    options = prepared.options
    if options.cache_dir is None or not options.use_cache:
        return None
    return RenderedCache(Path(options.cache_dir) / "pictures")


def key_of(prepared: Prepared, formats: Sequence[str], scale: float, renderer: RendererChoice) -> str | None:
    """A digest over all that decides the bytes of a picture in these formats; None where that cannot be told."""
    try:
        material = {
            "prepared": _plain(prepared),
            "catalog": prepared.translation.digest if prepared.translation is not None else "",
            "formats": list(formats),
            "scale": scale,
            "renderers": _renderers(formats, renderer),
            "program": _program(),
        }
    except (_NoDigestError, OauthvizError, OSError):
        return None
    return hashlib.sha256(json.dumps(material, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


class _NoDigestError(Exception):
    """A value that this module does not know."""


def _plain(value: Any) -> Any:
    """The value as JSON can hold it, each struct under its name. Raises _NoDigestError."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Struct):
        kind = type(value).__name__
        unseen = _UNSEEN.get(kind, ())
        return [kind, {name: _plain(getattr(value, name)) for name in value.__struct_fields__ if name not in unseen}]
    if isinstance(value, Mapping):
        return sorted(([_plain(key), _plain(item)] for key, item in value.items()), key=json.dumps)
    if isinstance(value, Set):
        return sorted((_plain(item) for item in value), key=json.dumps)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise _NoDigestError(type(value).__name__)


def _renderers(formats: Sequence[str], renderer: RendererChoice) -> list[str]:
    """What draws the formats that are no text, with versions. Raises UsageError or OSError where it is missing."""
    found = []
    if "png" in formats:
        rasteriser = choose_rasteriser(renderer)
        found.append(f"{rasteriser.name} {rasteriser.version}")
    if "pdf" in formats:
        found.append(f"cairo {version_of(load_libcairo())}")
    return found


@cache
def _program() -> list[str]:
    """Versions of everything that takes part, and a digest of our own sources and of the icons that come with them.

    A version says nothing while somebody works on the program.
    """
    digest = hashlib.sha256()
    for root, suffix in ((Path(__file__).parent, ".py"), (data_folder("icons"), ".svg")):
        for path in _files(str(root), suffix):
            with open(path, "rb") as file:
                digest.update(f"{path[len(str(root)) :]}\n".encode() + file.read())
    others = [f"{package} {package_version(package)}" for package in _PACKAGES]
    fonts = [f"{package} {version}" for package, version in font_versions()]
    return [__version__, digest.hexdigest(), ".".join(map(str, sys.version_info[:2])), *others, *fonts]


def _files(folder: str, suffix: str) -> list[str]:
    """The sorted paths of all files below a folder that end so; there are hundreds, and pathlib takes long for each."""
    found: list[str] = []
    for parent, _, names in os.walk(folder):
        found += [f"{parent}/{name}" for name in names if name.endswith(suffix)]
    return sorted(found)


def _is_ours(name: str) -> bool:
    return name.endswith((_SUFFIX, ".part"))
