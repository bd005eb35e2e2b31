"""Methods of dataclasses that are compiled when they are first called."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from typing import Any

_MAKER = "_create_fn"


def compile_methods_late() -> None:
    """From now on this process compiles what `dataclass` writes, but for `__init__`, when it is first called.

    CPython 3.11 and 3.12 compile up to six methods one by one for each class, most of which nobody ever calls: for the
    classes of a picture that takes longer than reading and drawing it. Newer versions compile them together, and are
    left alone. It is a trick on the standard library, for a process of our own only; classes behave the same.
    """
    make = getattr(dataclasses, _MAKER, None)
    if sys.version_info >= (3, 13) or make is None or getattr(make, "late", False):
        return

    def made(name: str, *source: Any, **scope: Any) -> Callable[..., Any]:
        if name == "__init__":
            function: Callable[..., Any] = make(name, *source, **scope)
            return function
        return _late(name, lambda: make(name, *source, **scope))

    made.late = True  # type: ignore[attr-defined]
    setattr(dataclasses, _MAKER, made)


def _late(name: str, make: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """A method that puts the real one in its place when it is first called."""
    real: list[Callable[..., Any]] = []

    def method(self: Any, *arguments: Any) -> Any:
        if not real:
            function = make()
            function.__qualname__ = method.__qualname__
            real.append(function)
            for kind in type(self).__mro__:
                if kind.__dict__.get(name) is method:
                    setattr(kind, name, function)
        return real[0](self, *arguments)

    method.__name__ = name
    return method
