"""Tasks side by side: the same results as one after another, errors raised here, nothing left running."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core import processes
from oauthviz.core.processes import Helper, side_by_side
from tests.systems import needs_forks

Cores = Callable[[int], None]


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch) -> Cores:
    """Sets how many processes may run: beside pytest's own threads it would be one."""
    return lambda count: monkeypatch.setattr(processes, "_cores", lambda: count)


def children() -> list[str]:
    return Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children").read_text().split()


@given(st.lists(st.integers(), max_size=9), st.integers(1, 4))
@settings(max_examples=20, deadline=None)
def test_results_come_in_the_order_of_the_tasks_on_any_number_of_cores(values: list[int], count: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "_cores", lambda: count)
        assert side_by_side([partial(pow, value, 2) for value in values]) == [value**2 for value in values]


@needs_forks
def test_the_first_share_runs_here_and_the_others_elsewhere(cores: Cores) -> None:
    cores(2)
    first, second, third = side_by_side([os.getpid] * 3)
    assert first == third == os.getpid() != second


@needs_forks
def test_a_large_result_comes_through_whole(cores: Cores) -> None:
    cores(2)
    assert side_by_side([partial(bytes, 10), partial(bytes, 3_000_000)])[1] == bytes(3_000_000)


@needs_forks
def test_an_error_in_another_process_is_raised_here_and_no_child_stays(cores: Cores) -> None:
    cores(3)
    before = children()
    with pytest.raises(ZeroDivisionError):
        side_by_side([partial(divmod, 1, 1), partial(divmod, 1, 0), partial(divmod, 4, 2)])
    assert children() == before


@needs_forks
def test_an_error_here_ends_the_other_processes(cores: Cores) -> None:
    cores(2)
    before = children()
    with pytest.raises(ZeroDivisionError):
        side_by_side([partial(divmod, 1, 0), partial(threading.Event().wait, 600)])
    assert children() == before


@needs_forks
def test_the_share_of_a_process_that_dies_is_done_here(cores: Cores) -> None:
    cores(2)
    here = os.getpid()

    def task() -> int:
        if os.getpid() != here:
            os._exit(0)
        return 7

    assert side_by_side([partial(int, 1), task]) == [1, 7]


@needs_forks
def test_what_cannot_be_sent_is_made_again_here(cores: Cores) -> None:
    cores(2)
    made = side_by_side([lambda: None, lambda: lambda: 3])[1]
    assert made is not None and made() == 3


def test_beside_other_threads_nothing_is_forked() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert processes._cores() == 1
    finally:
        done.set()
        thread.join()


@needs_forks
def test_a_process_of_its_own_uses_the_cores_that_it_may() -> None:
    code = "import os; from oauthviz.core import processes; print(processes._cores() == len(os.sched_getaffinity(0)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "True\n"


def nothing() -> None:
    """What a helper does that needs no time to get ready."""


@needs_forks
def test_helpers_work_on_the_same_matter_elsewhere_and_their_results_may_be_fetched_in_any_order() -> None:
    before = children()
    helpers = [Helper[int, tuple[int, bytes]](nothing, lambda size: (os.getpid(), bytes(size))) for _ in range(3)]
    Helper.hand_over(3_000_000, helpers)
    found = [helper.result() for helper in reversed(helpers)]
    assert all(answer is not None and answer[1] == bytes(3_000_000) for answer in found)
    assert len({os.getpid(), *(answer[0] for answer in found if answer is not None)}) == 4
    assert children() == before


@needs_forks
@pytest.mark.parametrize("ready", [nothing, lambda: os._exit(0)], ids=["fails at work", "dies before"])
def test_a_helper_that_fails_has_no_answer(ready: Callable[[], None]) -> None:
    helper = Helper[int, int](ready, lambda divisor: 1 // divisor)
    Helper.hand_over(0, [helper])
    assert helper.result() is None


@needs_forks
@pytest.mark.parametrize("sent", [False, True])
def test_a_dropped_helper_leaves_no_process_and_no_pipe(sent: bool) -> None:
    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = children(), opened()
    helper = Helper[int, bool](nothing, lambda seconds: threading.Event().wait(seconds))
    if sent:
        Helper.hand_over(600, [helper])
    helper.drop()
    helper.drop()
    assert (children(), opened()) == before


@needs_forks
def test_a_helper_ends_with_the_process_that_made_it() -> None:
    code = """
import os
from oauthviz.core.processes import Helper
Helper(lambda: print(os.getpid(), flush=True), lambda matter: matter)
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    # it held the other end of that pipe too: before its own end, `run` would not have come back
    assert found.stdout.strip().isdecimal()
