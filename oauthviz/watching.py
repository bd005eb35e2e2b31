"""Drawing again and again: a picture each time that its spec, or a file that the spec names, changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Event

from msgspec.structs import replace

from oauthviz.batch import Order, Outcome, fulfil
from oauthviz.core.diagnostics import Diagnostic, OutputError


def watch(
    orders: Sequence[Order],
    told: Callable[[Outcome], None],
    *,
    stop: Event | None = None,
    changes: Callable[[Iterable[str]], Iterator[set[str]]] | None = None,
) -> None:
    """Fulfil `orders`, then each one anew when a file changes that it was made from, until `stop` is set.

    `told` gets every outcome, good or bad. `changes` yields the paths that changed below some folders, and is called
    again where other folders have to be watched. Raises OutputError where none of the folders is there.
    """
    made = [_made(order, told) for order in orders]
    while stop is None or not stop.is_set():
        folders = sorted({os.path.dirname(path) for files in made for path in files})
        for paths in (changes or _changes(stop))(folders):
            for place, order in enumerate(orders):
                if made[place] & paths:
                    made[place] = _made(order, told)
            if {os.path.dirname(path) for files in made for path in files} - set(folders):
                break  # a spec names files elsewhere now
        else:
            return


def _made(order: Order, told: Callable[[Outcome], None]) -> set[str]:
    """Fulfil an order; the absolute paths of the files that it was made from."""
    outcome = fulfil(replace(order, trace=True))
    told(outcome)
    return {_place(path) for path in (order.source, *outcome.inputs)}


def _place(path: str) -> str:
    """The path in its real folder, as systems name it that tell of changes; a link itself may change, too."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


def _changes(stop: Event | None) -> Callable[[Iterable[str]], Iterator[set[str]]]:
    from watchfiles import watch as watched  # a compiled module: only when something is watched

    def changes(folders: Iterable[str]) -> Iterator[set[str]]:
        there = [folder for folder in folders if os.path.isdir(folder)]
        if not there:
            help = "start again when the folder is there"
            raise OutputError(
                [Diagnostic("nothing-to-watch", "there is no such folder", ", ".join(folders), help=help)]
            )
        for found in watched(*there, watch_filter=None, recursive=False, stop_event=stop):
            yield {_place(path) for _, path in found}

    return changes
