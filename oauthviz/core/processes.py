"""Independent tasks side by side on several cores, with the results that they would have one after another.

A fork is the only way to a second core that costs a few milliseconds: a fresh interpreter takes longer to start than
most searches run. It is taken only where it is safe: on Linux, in a process without other threads that nobody else has
put beside its equals. Everywhere else the tasks run one after another.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Collection, Sequence
from typing import Any, Generic, NoReturn, TypeVar

M = TypeVar("M")
T = TypeVar("T")


_SIZE = 8  # bytes that say how many follow


def side_by_side(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """What the tasks return, in their order, shared out over as many processes as there are cores.

    The tasks must not depend on one another, nor on anything that one of them changes; what they return must be
    picklable. Where one fails in a process of its own, or that process dies, its share is run again in this one, so
    that the error is raised here.
    """
    count = min(len(tasks), _cores())
    shares = [tasks[i::count] for i in range(count)]
    children: dict[int, int] = {}
    try:
        for share in shares[1:]:
            pid, pipe = _start(share, children.values())
            children[pid] = pipe
        results = [_all(share) for share in shares[:1]]
        for share, pid in zip(shares[1:], list(children), strict=True):
            with os.fdopen(children[pid], "rb", closefd=False) as answer:
                content = answer.read()
            done = _end(pid, children) == 0 and content
            results.append(pickle.loads(content) if done else _all(share))
    finally:
        for pid in list(children):
            os.kill(pid, signal.SIGKILL)
            _end(pid, children)
    return [results[i % count][i // count] for i in range(len(tasks))]


def may_help() -> bool:
    """Whether there is a second core, and a fork is safe."""
    return _cores() > 1


class Helper(Generic[M, T]):
    """A second process that gets ready while this one still makes the matter that it is to work on.

    It calls `ready` at once and `work` when it has its matter, and ends when it has answered, when it is dropped, or
    when this process does. Only to be made where `may_help` says so.
    """

    def __init__(self, ready: Callable[[], object], work: Callable[[M], T]) -> None:
        reading, self._writing = os.pipe()

        def task() -> T:
            os.close(self._writing)  # or it would never be seen that the other process ended
            ready()
            with os.fdopen(reading, "rb") as sent:
                size = int.from_bytes(sent.read(_SIZE), "big")
                return work(pickle.loads(sent.read(size)))

        pid, pipe = _start([task], ())
        self._children = {pid: pipe}
        self._sent = False
        os.close(reading)

    @staticmethod
    def hand_over(matter: M, helpers: Sequence[Helper[M, Any]]) -> None:
        """Send the same matter to some helpers; it must be picklable, as the results must."""
        content = pickle.dumps(matter, pickle.HIGHEST_PROTOCOL)
        for helper in helpers:
            helper._sent = True
            # one that died is noticed by its missing answer
            with contextlib.suppress(BrokenPipeError), os.fdopen(helper._writing, "wb") as pipe:
                # the size goes first: a helper that started later holds this pipe open too, so its end tells nothing
                pipe.write(len(content).to_bytes(_SIZE, "big") + content)

    def result(self) -> T | None:
        """Wait for the answer; None where it failed or died."""
        for pid, pipe in list(self._children.items()):
            with os.fdopen(pipe, "rb", closefd=False) as answer:
                content = answer.read()
            if _end(pid, self._children) == 0 and content:
                found: list[T] = pickle.loads(content)
                return found[0]
        return None

    def drop(self) -> None:
        """End it, whatever it does; nothing where it has answered."""
        if not self._sent:
            self._sent = True
            os.close(self._writing)
        for pid in list(self._children):
            os.kill(pid, signal.SIGKILL)
            _end(pid, self._children)


def _all(tasks: Sequence[Callable[[], T]]) -> list[T]:
    return [task() for task in tasks]


def _cores() -> int:
    """How many processes may run tasks: one where a fork would copy another thread's half-done work."""
    multiprocessing = sys.modules.get("multiprocessing")
    beside_others = multiprocessing is not None and multiprocessing.parent_process() is not None
    if sys.platform != "linux" or threading.active_count() > 1 or beside_others:
        return 1
    return len(os.sched_getaffinity(0))


def _start(tasks: Sequence[Callable[[], object]], pipes: Collection[int]) -> tuple[int, int]:
    """A copy of this process that runs tasks: its number, and the pipe down which it sends the results."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Python warns of the threads of numpy's linear algebra, which stops and starts them round a fork itself.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        for pipe in (reading, *pipes):
            os.close(pipe)
        _answer(tasks, writing)
    os.close(writing)
    return pid, reading


def _answer(tasks: Sequence[Callable[[], object]], pipe: int) -> NoReturn:
    """Send the tasks' results and end; nothing of the parent's may be flushed or cleaned up here."""
    code = 1
    try:
        with os.fdopen(pipe, "wb") as answer:
            pickle.dump(_all(tasks), answer, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _end(pid: int, children: dict[int, int]) -> int:
    """Wait for a child, forget it, and say how it ended."""
    os.close(children.pop(pid))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
