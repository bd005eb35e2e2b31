"""Which documents have to be read again because another version of the program draws their diagrams."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from oauthviz import __version__

_ATTRIBUTE = "oauthviz_documents"


def note(env: BuildEnvironment) -> None:
    """Remember that the current document has a diagram, and which version reads it."""
    _documents(env)[env.docname] = __version__


def outdated(
    app: Sphinx, env: BuildEnvironment, added: Collection[str], changed: Collection[str], removed: Collection[str]
) -> list[str]:
    """The documents whose diagrams another version has drawn."""
    return sorted(name for name, version in _documents(env).items() if version != __version__)


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a document that is read again, or gone."""
    _documents(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: Collection[str], other: BuildEnvironment) -> None:
    """Take over what a process that reads in parallel has noted."""
    _documents(env).update({name: version for name, version in _documents(other).items() if name in docnames})


def _documents(env: BuildEnvironment) -> dict[str, str]:
    if not hasattr(env, _ATTRIBUTE):
        setattr(env, _ATTRIBUTE, {})
    return cast(dict[str, str], getattr(env, _ATTRIBUTE))
