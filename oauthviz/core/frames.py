"""Room for the frames of calls."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_SLOTS = 70_000
"""Just over half a MiB of 8 bytes each: the block that holds such a frame is of one MiB."""


def with_room(function: Callable[P, T]) -> Callable[P, T]:
    """The same function, called so that all calls below it find their frames' memory in one block.

    CPython keeps frames in blocks of 16 KiB, and gives a block back when its first frame ends. A loop whose calls
    happen to cross the end of a block asks the system for memory at every turn, which can cost a picture a tenth of
    its time. A frame that claims more than a block gets a larger one, with as much room behind it; what it claims is
    never touched.
    """

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=_SLOTS)
    return wraps(function)(call)
