"""Files that come with the program or with an installed font package: the only user of importlib's resources."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from oauthviz.core.diagnostics import Diagnostic, OauthvizError

_VERSION = re.compile(r"^Version:[ \t]*(\S+)[ \t]*$", re.MULTILINE)


@cache
def data_folder(kind: str) -> Path:
    """The folder of shipped `kind` (`themes` or `icons`): inside the wheel, or beside the package in a checkout.

    Raises OauthvizError `missing-data` where neither is there.
    """
    package = Path(str(files("oauthviz")))
    shipped = package / "data" / kind
    if shipped.is_dir():
        return shipped
    checkout = package.parent
    # Without the project file this is somebody's site-packages, whose `icons` folder would be a stranger's.
    if (checkout / "pyproject.toml").is_file() and (checkout / kind).is_dir():
        return checkout / kind
    raise OauthvizError(
        (
            Diagnostic(
                "missing-data",
                f"this installation of oauthviz has no {kind} folder",
                file=str(shipped),
                help="install oauthviz again: python -m pip install --force-reinstall oauthviz",
            ),
        )
    )


def package_file(module: str, name: str) -> Path | None:
    """The file `name` inside the installed package `module`, which is not imported; None where it is not there."""
    spec = find_spec(module)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / name
        if path.is_file():
            return path
    return None


@cache
def font_file(module: str, name: str, folder: str = "files/", extra: str | None = None) -> Path:
    """The file `name` of the installed font package whose top-level module is `module`, e.g. `fontpkg_inter`.

    `folder` is where in the package it lies, `extra` the extra of oauthviz that brings the package, if one does.
    The package is found, never imported: importing one loads an interface that is of no use here and is slow.
    Raises OauthvizError `missing-font` where the package or the file is not there.
    """
    path = package_file(module, folder + name)
    if path is not None:
        return path
    package = module.replace("_", "-")
    what = f"has no file {name}" if find_spec(module) else "is not installed"
    wanted = f"'oauthviz[{extra}]'" if extra else package
    raise OauthvizError(
        (
            Diagnostic(
                "missing-font",
                f"the font package {package} {what}",
                file=package,
                help=f"install the font package again: python -m pip install --force-reinstall {wanted}",
            ),
        )
    )


@cache
def package_version(module: str) -> str:
    """The version of the installed package whose top-level module is `module`, for stamps; `0` where there is none."""
    from importlib.metadata import PackageNotFoundError, distribution  # heavy: brings the mail and zip modules

    try:
        found = distribution(module.replace("_", "-"))
    except PackageNotFoundError:
        return "0"
    # the line itself: reading all of it as the mail that it looks like takes a ms, and a picture asks for thirty
    line = _VERSION.search(found.read_text("METADATA") or "")
    return line[1] if line else found.version
