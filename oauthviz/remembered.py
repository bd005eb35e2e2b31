"""Arrangements remembered between runs, so that a spec's second picture needs no search.

An arrangement is a pure function of what its key is a digest of, and what is read back equals what was found; so the
cache saves time and never changes a byte. Whatever is wrong with it (nothing to read, half a file, a folder that
cannot be written) costs a search and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
from functools import cache
from pathlib import Path

from msgspec import Struct, to_builtins
from msgspec.structs import replace
from platformdirs import user_cache_path

from oauthviz import __version__
from oauthviz.core.diagnostics import OauthvizError, OutputError
from oauthviz.graph.model import Diagram
from oauthviz.layout.engine import arrange
from oauthviz.layout.model import Arrangement
from oauthviz.layout.reading import MAX_BYTES, arrangement_of
from oauthviz.layout.serialise import arrangement_json, arrangement_text
from oauthviz.output import write_file
from oauthviz.resources import package_version
from oauthviz.text.fonts import font_versions
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics

VARIABLE = "OAUTHVIZ_CACHE_DIR"
"""The environment variable that names the cache folder."""
MOST, KEPT = 2000, 1800
"""Entries that the folder holds at most, and how many are kept, the latest used, when it would hold more."""

_ENGINE = ("core", "text", "theme", "graph", "layout")
"""The packages whose code decides which arrangement is found and how it is written."""
_PACKAGES = ("highspy", "networkx", "numpy", "uharfbuzz")
"""The packages of others that take part in it."""


class Memory(Struct, frozen=True):
    """The folder of remembered arrangements. `chosen` says that somebody named it and wants to hear when it fails."""

    folder: Path
    chosen: bool = False

    def recall(self, key: str) -> Arrangement | None:
        """The arrangement kept under `key`; None where there is none, or something else in its place."""
        path = self._entry(key)
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                return None
            with path.open("rb") as file:
                entry = json.loads(file.read(MAX_BYTES))
            arrangement = arrangement_of(entry["arrangement"])
            if entry["key"] != key or entry["digest"] != _digest(arrangement_text(arrangement)):
                return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError, OauthvizError):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # what is in use is pruned last
        return arrangement

    def keep(self, key: str, arrangement: Arrangement) -> None:
        """Write the entry, whole or not at all, and drop the oldest ones beyond MOST."""
        digest = _digest(arrangement_text(arrangement))
        entry = {"key": key, "digest": digest, "arrangement": arrangement_json(arrangement)}
        try:
            write_file(self._entry(key), (json.dumps(entry, ensure_ascii=False) + "\n").encode())
        except OutputError as error:
            if self.chosen:
                _say_once(str(self.folder), error.diagnostics[0].message)
            return
        with contextlib.suppress(OSError):
            self._prune()

    def _entry(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _prune(self) -> None:
        with os.scandir(self.folder) as found:
            entries = [entry for entry in found if entry.name.endswith((".json", ".part"))]
        if len(entries) <= MOST:
            return
        by_age = sorted((_last_used(entry), entry.name) for entry in entries)
        for _, name in by_age[: len(entries) - KEPT]:
            with contextlib.suppress(OSError):  # another process was quicker
                os.unlink(self.folder / name)


def cache_folder() -> Path | None:
    """The folder for caches that the environment names, else the user's own; None where the user has none."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else user_cache_path("oauthviz", appauthor=False)
    return folder if named or folder.is_absolute() else None


def memory(cache_dir: str | Path | None) -> Memory | None:
    """The memory in `cache_dir`, else in `cache_folder`; None where there is neither."""
    folder = Path(cache_dir) if cache_dir else cache_folder()
    chosen = bool(cache_dir or os.environ.get(VARIABLE))
    return None if folder is None else Memory(folder / "arrangements", chosen=chosen)


def arranged(
    diagram: Diagram, metrics: Metrics, measurer: Measurer, *, effort: str, missing: str, kept: Memory | None
) -> Arrangement:
    """The diagram's arrangement: remembered, or searched for and then remembered.

    `missing` is what the measurer does about a character that no font has. Without a memory the same arrangement is
    searched for. Raises what measuring raises.
    """
    seen = essential(diagram)
    if kept is None:
        return arrange(seen, metrics, measurer, effort=effort)
    key = key_of(seen, metrics, effort, missing)
    found = kept.recall(key)
    if found is None:
        found = arrange(seen, metrics, measurer, effort=effort)
        kept.keep(key, found)
    return found


def essential(diagram: Diagram) -> Diagram:
    """The diagram without what no arrangement depends on: links, description, background, which icons there are.

    The search gets to see only this, so that what is left out here can be left out of the key.
    """
    return replace(
        diagram,
        description="",
        canvas=replace(diagram.canvas, background=None),
        nodes=tuple(replace(node, link=None, icon="") for node in diagram.nodes),
        groups=tuple(replace(group, icon=group.icon and "icon") for group in diagram.groups),
    )


def key_of(seen: Diagram, metrics: Metrics, effort: str, missing: str) -> str:
    """A digest over all that an arrangement is found from: the diagram (its seed too), the measures, the program."""
    material = {
        "diagram": to_builtins(seen),
        "metrics": metrics.model_dump(mode="json"),
        "effort": effort,
        "missing": missing,
        "program": _program(),
    }
    return _digest(json.dumps(material, sort_keys=True))


@cache
def _program() -> list[str]:
    """Versions of everything that takes part in the search, and a digest of our own part.

    The sources are digested because a version says nothing while somebody works on them.
    """
    others = [f"{package} {package_version(package)}" for package in _PACKAGES]
    fonts = [f"{package} {version}" for package, version in font_versions()]
    python = f"python {sys.version_info[0]}.{sys.version_info[1]}"
    return [f"oauthviz {__version__}", digest_of_sources(Path(__file__).parent), python, *others, *fonts]


def digest_of_sources(root: Path) -> str:
    """A digest over names and contents of the modules below `root` that decide which arrangement is found."""
    digest = hashlib.sha256()
    paths = [path for package in _ENGINE for path in (root / package).rglob("*.py")]
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        digest.update(f"{name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _last_used(entry: os.DirEntry[str]) -> int:
    with contextlib.suppress(OSError):
        return entry.stat(follow_symlinks=False).st_mtime_ns
    return 0


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _say_once(folder: str, reason: str) -> None:
    print(f"oauthviz: arrangements cannot be remembered in {folder}: {reason}", file=sys.stderr)
