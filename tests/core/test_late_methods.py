"""Dataclasses whose methods are compiled late behave as all others do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from oauthviz.core.late_methods import compile_methods_late


@pytest.fixture(params=[False, True], ids=["at once", "late"])
def kinds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any, Any]]:
    if hasattr(dataclasses, "_create_fn"):
        monkeypatch.setattr(dataclasses, "_create_fn", dataclasses._create_fn)  # so that it is put back
    if request.param:
        compile_methods_late()
        compile_methods_late()

    @dataclass(frozen=True, slots=True, order=True)
    class Base:
        x: int
        y: tuple[int, ...] = ()

    @dataclass(frozen=True, slots=True)
    class Derived(Base):
        z: list[int] = field(default_factory=list, compare=False)

    @dataclass
    class Open:
        x: int

    for kind in (Base, Derived, Open):
        monkeypatch.setitem(globals(), kind.__name__, kind)
        kind.__qualname__ = kind.__name__
    yield Base, Derived, Open


def test_they_compare_hash_and_read_alike(kinds: tuple[Any, Any, Any]) -> None:
    base, derived, opened = kinds
    for _ in range(2):  # the first call of a method, and a later one
        assert base(1) == base(1) != base(2)
        assert base(1) != derived(1)
        assert derived(1, z=[1]) == derived(1, z=[2])
        assert hash(base(1)) == hash(base(1)) == hash((1, ()))
        assert hash(derived(3)) == hash((3, ()))
        assert base(1) < base(2) and not base(2) <= base(1)
        assert repr(base(1)).endswith("Base(x=1, y=())")
        assert repr(opened(7)).endswith("Open(x=7)")
        with pytest.raises(TypeError):
            hash(opened(1))
        with pytest.raises(TypeError):
            _ = base(1) < opened(1)


def test_they_are_frozen_and_copied_alike(kinds: tuple[Any, Any, Any]) -> None:
    base, derived, opened = kinds
    for _ in range(2):
        one = derived(1, (2,), [3])
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.x = 5
        with pytest.raises(dataclasses.FrozenInstanceError):
            del one.z
        assert replace(one, x=4) == derived(4, (2,))
        assert dataclasses.asdict(one) == {"x": 1, "y": (2,), "z": [3]}
        assert copy.deepcopy(one) == one == pickle.loads(pickle.dumps(one))
        changed = opened(1)
        changed.x = 2
        assert changed == opened(2)
    assert base.__init__.__name__ == "__init__"


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="newer versions compile the methods together")
def test_a_method_is_replaced_by_the_real_one_when_it_was_called(kinds: tuple[Any, Any, Any]) -> None:
    base, _, _ = kinds
    assert base(1) == base(1)
    assert base.__eq__.__code__.co_filename == "<string>"
