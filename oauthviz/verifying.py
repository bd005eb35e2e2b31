"""Whether a written picture still fits what it was made from: its stamp against the spec, theme, fonts and program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from oauthviz import __version__
from oauthviz.api import Options, read_source_bytes
from oauthviz.core.diagnostics import Diagnostic, OauthvizError, OutputError, SpecError, UsageError
from oauthviz.pipeline import stamp_of
from oauthviz.preparing import known_steps, prepare
from oauthviz.render.embedding import vetted
from oauthviz.render.png import read_stamp
from oauthviz.resources import package_version
from oauthviz.spec.reading import LoadedSpec, load_spec
from oauthviz.text.families import FAMILIES
from oauthviz.theme.loading import list_themes, load_theme

SPEC_SUFFIXES = (".yaml", ".yml", ".json")

_SOFTWARE = re.compile(r"oauthviz ([^;]+)")


class Part(Struct, frozen=True):
    """One part of what a picture is made from. `fits` is None where it cannot be told, and `why` says the reason."""

    name: str
    fits: bool | None
    why: str = ""


class Verification(Struct, frozen=True):
    """What became of each part since `file` was written from `spec`."""

    file: str
    spec: str
    parts: tuple[Part, ...]

    @property
    def fits(self) -> bool:
        """Whether every part is as it was."""
        return all(part.fits for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """The verification as plain mappings and lists."""
        parts = [{"part": part.name, "fits": part.fits, "why": part.why} for part in self.parts]
        return {"file": self.file, "spec": self.spec, "fits": self.fits, "parts": parts}


def verify(
    file: str,
    *,
    spec: str | None = None,
    folders: Sequence[str] = (),
    options: Options | None = None,
) -> Verification:
    """Compare the stamp of an SVG or PNG with what its spec would give now; nothing is drawn.

    The spec is `spec`, or the one of the file's name in its folder, the one above it, the working directory or one of
    `folders`. Language, projection and step are in the stamp; `options` name what no stamp may hold: the paths of a
    theme, of catalogs and of icons. Canvas, scale, effort and arrangement are not looked at. Raises OutputError where
    the file or the spec is not found, SpecError for a file without a stamp, and what reading the spec raises.
    """
    stamp = stamp_in(file)
    path = spec or _spec_of(Path(file), folders)
    loaded = load_spec(Path(path))
    now, unknown = _stamp_now(loaded, stamp, options or Options())
    return Verification(file, path, tuple(_parts(stamp, now, unknown)))


def stamp_in(file: str) -> dict[str, str]:
    """What a written SVG or PNG says of what it was made from. Raises SpecError where it says nothing."""
    data = read_source_bytes(Path(file))
    png = read_stamp(data)
    if png:
        stamp = {key.lower(): value for key, value in png.items() if key != "Software"}
        software = _SOFTWARE.match(png.get("Software", ""))
        stamp |= {"oauthviz": software[1]} if software else {}
    elif data.lstrip()[:1] == b"<":
        root = vetted(data.decode("utf-8", "replace"), file)
        stamp = {key.removeprefix("data-"): value for key, value in root.items() if key.startswith("data-")}
    else:
        stamp = {}
    if "spec" in stamp and "oauthviz" in stamp:
        return stamp
    help = "verify reads SVG and PNG files that oauthviz has written"
    raise SpecError([Diagnostic("no-stamp", "this file does not say what it was made from", file, help=help)])


def _spec_of(file: Path, folders: Sequence[str]) -> str:
    """The spec that a picture's name leads to: `flow.neon-dark.es.png` is of flow.yaml."""
    stems = [file.stem]
    while "." in stems[-1]:
        stems.append(stems[-1].rpartition(".")[0])
    for folder in (file.parent, file.parent.parent, Path(), *map(Path, folders)):
        for stem in stems:
            for suffix in SPEC_SUFFIXES:
                path = folder / f"{stem}{suffix}"
                if path.is_file():
                    return str(path)
    message = f"no spec called {stems[-1]}{SPEC_SUFFIXES[0]} was found"
    help = "name it with --spec, or the folder of the specs with --specs"
    raise OutputError([Diagnostic("no-spec", message, str(file), help=help)])


def _stamp_now(loaded: LoadedSpec, stamp: Mapping[str, str], options: Options) -> tuple[dict[str, str], dict[str, str]]:
    """The stamp that the spec has now, and why a `theme` or a `dark_theme` of the stamp cannot be found."""
    said = dict(pair.partition("=")[::2] for pair in stamp.get("options", "").split())
    wanted = replace(
        options,
        lang=said.get("lang", options.lang),
        projection=said.get("projection", options.projection),
        theme=options.theme or _theme_of(loaded, stamp.get("theme", "")),
        dark_theme=options.dark_theme or stamp.get("dark-theme", "").partition(" ")[0] or None,
    )
    unknown: dict[str, str] = {}
    for option, theme in (("theme", wanted.theme), ("dark_theme", wanted.dark_theme)):
        if theme is not None and getattr(options, option) is None:
            try:
                load_theme(theme)
            except UsageError as error:
                unknown[option] = f"{error.diagnostics[0].message}; name it with --{option.replace('_', '-')}"
    shipped = list_themes()[0]
    known = replace(
        wanted,
        theme=shipped if "theme" in unknown else wanted.theme,
        dark_theme=shipped if "dark_theme" in unknown else wanted.dark_theme,
    )
    prepared = prepare(loaded, known)
    now = stamp_of(prepared)
    if stamp.get("step-to") in known_steps(loaded, prepared.graph):
        now["step-to"] = stamp["step-to"]
    return now, unknown


def _theme_of(loaded: LoadedSpec, stamped: str) -> str | None:
    """What to ask for, so that the theme is the stamped one; None where the spec itself names it."""
    name = stamped.rpartition(" ")[0] or stamped
    try:
        own = load_theme(loaded.spec.theme, root=Path(loaded.file).parent)
    except OauthvizError:
        return None  # preparing the picture says so, and where
    return None if own.name == name else name


def _parts(stamp: Mapping[str, str], now: Mapping[str, str], unknown: Mapping[str, str]) -> Iterator[Part]:
    yield _compared("spec", stamp, now, "the spec says something else now")
    if "theme" in unknown:
        yield Part("theme", None, unknown["theme"])
    elif stamp.get("theme") != now["theme"]:
        yield Part("theme", False, f"it is {now['theme']} now, and was {stamp.get('theme', 'none')}")
    else:
        yield Part("theme", *_same(stamp, now, "theme-digest", "the theme looks otherwise now"))
    if "dark_theme" in unknown:
        yield Part("dark theme", None, unknown["dark_theme"])
    elif "dark-theme" in stamp or "dark-theme" in now:
        yield Part("dark theme", *_same(stamp, now, "dark-theme", "the dark theme looks otherwise now"))
    if "step-to" in stamp:
        yield Part("step", *_same(stamp, now, "step-to", f"there is no step {stamp['step-to']} now"))
    for name, why in (("catalog", "the translation is another one now"), ("icons", "an icon is drawn otherwise now")):
        if name in stamp or name in now:
            yield _compared(name, stamp, now, why)
    yield from _fonts(stamp.get("fonts", ""))
    version = stamp["oauthviz"]
    why = "" if version == __version__ else f"this is oauthviz {__version__}, and it was drawn by {version}"
    yield Part("program", not why, why)


def _compared(name: str, stamp: Mapping[str, str], now: Mapping[str, str], why: str) -> Part:
    return Part(name, *_same(stamp, now, name, why))


def _same(stamp: Mapping[str, str], now: Mapping[str, str], key: str, why: str) -> tuple[bool, str]:
    same = stamp.get(key) == now.get(key)
    return same, "" if same else why


def _fonts(stamped: str) -> Iterator[Part]:
    for entry in filter(None, stamped.split(", ")):
        name, _, version = entry.rpartition(" ")
        family = FAMILIES.get(name)
        there = package_version(family.module) if family is not None else "0"
        why = "" if there == version else f"{name} is of version {there} now, and was of {version}"
        if why:
            yield Part("fonts", False, why)
            return
    yield Part("fonts", bool(stamped), "" if stamped else "the stamp names none")
