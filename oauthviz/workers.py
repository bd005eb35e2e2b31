"""Tasks in several processes that end with their parent, where one that dies takes no other task with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PARENT_DIED = 1


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_processes(task: Callable[[T], R], items: Sequence[T], jobs: int) -> Iterator[tuple[int, R | BaseException]]:
    """`task` of each item in up to `jobs` processes: each item's place with its result or error, as they are ready.

    Where a process dies, its pool is lost, and nobody knows which task did it. So the tasks without a result are done
    once more, each in a process of its own; a task that dies there has its error.
    """
    lost = yield from _pooled(task, items, range(len(items)), jobs)
    for place, _ in lost:
        again = yield from _pooled(task, items, [place], 1)
        yield from again


def _pooled(
    task: Callable[[T], R], items: Sequence[T], places: Sequence[int], jobs: int
) -> Generator[tuple[int, R | BaseException], None, list[tuple[int, BaseException]]]:
    import multiprocessing  # heavy, and so is what runs on it: only when several processes are asked for
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    # Fresh interpreters on every system: a fork would share the state of libraries that run threads.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(places)), mp_context=context, initializer=_end_with_parent)
    lost: list[tuple[int, BaseException]] = []
    try:
        futures = {}
        for place in places:
            try:
                futures[pool.submit(task, items[place])] = place
            except BrokenProcessPool as died:  # before all tasks were handed out
                lost.append((place, died))
        for future in as_completed(futures):
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                lost.append((futures[future], error))
            else:
                yield futures[future], future.result() if error is None else error
    finally:
        pool.shutdown(cancel_futures=True)
    return sorted(lost, key=lambda pair: pair[0])


def _end_with_parent() -> None:
    """Leave interrupts to the parent, and do not outlive it: nobody would read the results."""
    import multiprocessing  # is there already in a process of a pool
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(_PARENT_DIED)

    threading.Thread(target=wait, daemon=True).start()
