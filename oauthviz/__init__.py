"""oauthviz turns a text spec into a publishable infographic, the same bytes every time."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oauthviz.api import Diagram, Picture
    from oauthviz.core.diagnostics import (
        BrokenPictureError,
        FitError,
        LimitError,
        OauthvizError,
        OutputError,
        SpecError,
        UsageError,
    )

__version__ = "0.1.0"

__all__ = [
    "BrokenPictureError",
    "Diagram",
    "FitError",
    "LimitError",
    "OauthvizError",
    "OutputError",
    "Picture",
    "SpecError",
    "UsageError",
    "__version__",
]

_HOMES = {"Diagram": "oauthviz.api", "Picture": "oauthviz.api"}


def __getattr__(name: str) -> Any:
    """The public names, each imported when it is first used, so that `import oauthviz` itself stays light."""
    if name not in __all__:
        raise AttributeError(f"module 'oauthviz' has no attribute '{name}'")
    value = getattr(importlib.import_module(_HOMES.get(name, "oauthviz.core.diagnostics")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
