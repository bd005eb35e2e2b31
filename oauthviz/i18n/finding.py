"""Where a spec's catalogs are: beside it, in `locales/`, or in the folder that the call names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oauthviz.core.diagnostics import Diagnostic, UsageError
from oauthviz.i18n.catalog import Catalog, read_catalog
from oauthviz.i18n.tags import canonical, fallbacks, spellings
from oauthviz.spec.reading import LoadedSpec

FOLDER = "locales"
STRINGS = "oauthviz"
"""The name of a catalog of the program's own words, beside those of specs."""


def places(loaded: LoadedSpec, name: str, tag: str, locale_dir: str | Path | None) -> tuple[Path, ...]:
    """The files that may hold the catalog `name` of a canonical tag, the usual one first."""
    folder, beside = _roots(loaded, locale_dir)
    nested = [folder / spelling / "LC_MESSAGES" / f"{name}.po" for spelling in spellings(tag)]
    return (*nested, *(beside / f"{name}.{spelling}.po" for spelling in spellings(tag)))


def catalog_path(loaded: LoadedSpec, tag: str, locale_dir: str | Path | None) -> Path | None:
    """The spec's catalog of a tag, None where there is none."""
    return next((path for path in places(loaded, _name(loaded), tag, locale_dir) if path.exists()), None)


def new_catalog_path(loaded: LoadedSpec, tag: str, locale_dir: str | Path | None) -> Path:
    """Where the spec's catalog of a tag is written first."""
    return places(loaded, _name(loaded), tag, locale_dir)[0]


def catalogs(loaded: LoadedSpec, tag: str, locale_dir: str | Path | None) -> tuple[Catalog, ...]:
    """The spec's catalogs for a canonical tag and what it falls back to, nearest first.

    The chain ends at the spec's own language. Raises UsageError where there is none at all, and what reading raises.
    """
    found: list[Catalog] = []
    tried: list[Path] = []
    for one in fallbacks(tag):
        if one == canonical(loaded.spec.lang):
            return tuple(found)
        tried += places(loaded, _name(loaded), one, locale_dir)[:1]
        path = catalog_path(loaded, one, locale_dir)
        if path is not None:
            found.append(read_catalog(path))
    if not found:
        message = f"no catalog for '{tag}' was found, such as {' or '.join(str(path) for path in tried)}"
        known = ", ".join(languages(loaded, locale_dir))
        help = f"there is: {known}" if known else "make one: oauthviz i18n update SPEC --lang " + tag
        raise UsageError([Diagnostic("no-catalog", message, loaded.file, help=help)])
    return tuple(found)


def has_catalog(loaded: LoadedSpec, tag: str, locale_dir: str | Path | None) -> bool:
    """Whether there is a catalog of the spec for a canonical tag or what it falls back to."""
    return any(catalog_path(loaded, one, locale_dir) is not None for one in fallbacks(tag))


def strings_catalog(loaded: LoadedSpec, tag: str, locale_dir: str | Path | None) -> Catalog | None:
    """The user's own catalog of the program's words for a tag or what it falls back to."""
    for one in fallbacks(tag):
        for path in places(loaded, STRINGS, one, locale_dir):
            if path.exists():
                return read_catalog(path)
    return None


def languages(loaded: LoadedSpec, locale_dir: str | Path | None) -> tuple[str, ...]:
    """The canonical tags of the spec's catalogs, sorted."""
    return tuple(sorted(set(_tags(loaded, locale_dir))))


def _tags(loaded: LoadedSpec, locale_dir: str | Path | None) -> Iterator[str]:
    folder, beside = _roots(loaded, locale_dir)
    name = _name(loaded)
    found = [path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/*.po") if path.stem == name]
    found += [path.stem.removeprefix(f"{name}.") for path in beside.glob("*.po") if path.stem.startswith(f"{name}.")]
    for spelled in found:
        try:
            tag = canonical(spelled)
        except UsageError:
            continue  # a folder of another purpose
        yield next((one for one in fallbacks(tag) if spelled in spellings(one)), tag)


def _roots(loaded: LoadedSpec, locale_dir: str | Path | None) -> tuple[Path, Path]:
    """The folder of languages' folders, and the one of files with the language in their name."""
    if locale_dir is not None:
        return Path(locale_dir), Path(locale_dir)
    beside = Path(loaded.file).parent
    return beside / FOLDER, beside


def _name(loaded: LoadedSpec) -> str:
    # A diagram built in Python may have any name; a path in it leads nowhere.
    return Path(loaded.name).name or "diagram"
