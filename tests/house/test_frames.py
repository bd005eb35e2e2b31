"""Calls with room for the frames below them."""

from __future__ import annotations

import pickle

import pytest

from oauthviz.batch import fulfil
from oauthviz.core.frames import with_room


def depth(levels: int, *, step: int = 1) -> int:
    """How deep it went."""
    return 0 if levels <= 0 else 1 + depth(levels - step, step=step)


def test_a_function_with_room_does_what_it_did() -> None:
    roomy = with_room(depth)
    assert roomy(500) == 500
    assert roomy(500, step=2) == 250
    assert roomy.__doc__ == depth.__doc__


def test_a_function_with_room_claims_more_than_a_block_of_frames() -> None:
    assert with_room(depth).__code__.co_stacksize * 8 > 512 * 1024


def test_what_it_raises_comes_through() -> None:
    def fail() -> None:
        raise KeyError("here")

    with pytest.raises(KeyError, match="here"):
        with_room(fail)()


def test_another_process_finds_it_by_its_name() -> None:
    assert pickle.loads(pickle.dumps(fulfil)) is fulfil
