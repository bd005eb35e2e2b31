"""What tests may be skipped for: on Linux nothing but programs and libraries that pip cannot bring."""

from __future__ import annotations

import sys

import pytest

from tests import systems

MAY_LACK = {"needs_make", "needs_cairo", "needs_chromium"}
MARKS = {name: mark for name, mark in vars(systems).items() if name.startswith("needs_")}


@pytest.mark.parametrize("name", sorted(MARKS))
def test_a_mark_says_what_is_lacking_and_why_and_on_linux_skips_only_for_what_pip_cannot_bring(
    name: str,
) -> None:
    (skipped,), reason = MARKS[name].args, MARKS[name].kwargs["reason"]
    what, _, why = reason.partition(": ")
    assert isinstance(skipped, bool) and what and why
    assert not skipped or name in MAY_LACK or sys.platform != "linux"
