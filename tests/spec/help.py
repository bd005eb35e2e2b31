"""What tests of the spec language share."""

from __future__ import annotations

import pytest

from oauthviz.core.diagnostics import Diagnostic, OauthvizError
from oauthviz.spec.reading import read_spec
from tests.conftest import EXAMPLES

BASE = "title: T\nboxes: [{id: a, name: A}, {id: b, name: B}]\n"
EXAMPLE_FILES = sorted(EXAMPLES.glob("*.yaml"))


def refused(text: str | bytes, exit_code: int = 3) -> list[Diagnostic]:
    """The findings of a text that is refused."""
    with pytest.raises(OauthvizError) as caught:
        read_spec(text, file="f.yaml")
    assert caught.value.exit_code == exit_code
    found = list(caught.value.diagnostics)
    assert found
    assert all(one.file == "f.yaml" and one.position is not None for one in found)
    return found


def the_error(text: str | bytes, exit_code: int = 3) -> tuple[str, int, int]:
    """Code, line and column of the one thing that is wrong with a text."""
    found = refused(text, exit_code)
    assert len(found) == 1, [str(one) for one in found]
    assert found[0].position is not None
    return found[0].code, found[0].position.line, found[0].position.column
