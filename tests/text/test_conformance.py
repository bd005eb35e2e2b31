"""The algorithms against the standard's own test data: a sample of it, see `conformance.py` for the whole."""

from __future__ import annotations

import pytest

from tests.text.conformance import FILES, SAMPLES

LEAST = {"BidiTest.txt": 5000, "BidiCharacterTest.txt": 1000, "auxiliary/LineBreakTest.txt": 1500}


@pytest.mark.parametrize("name", FILES)
def test_every_case_of_the_sample_passes(name: str) -> None:
    attempt = FILES[name][0]
    tried, failed = attempt((SAMPLES / name.rpartition("/")[2]).read_text("utf-8").splitlines())
    assert failed == []
    assert tried >= LEAST[name]
