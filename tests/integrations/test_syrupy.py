"""The extension for syrupy."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT, SMALL

pytest_plugins = ("pytester",)

SAMPLE = """
import pytest
from oauthviz import Diagram
from oauthviz.integrations.syrupy import OauthvizExtension

@pytest.fixture
def pictures(snapshot):
    return snapshot.use_extension(OauthvizExtension)

def test_login(pictures, oauthviz_snapshot):
    assert Diagram.load("login.yaml").render(effort="draft") == pictures
"""


def test_syrupy_keeps_pictures_and_tells_what_changed(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makefile(".yaml", login=SMALL)
    pytester.makepyfile(test_sample=SAMPLE)
    pytester.runpytest_subprocess("--snapshot-update").assert_outcomes(passed=1)
    (kept,) = pytester.path.rglob("*.svg")
    kept.write_text(kept.read_text(encoding="utf-8").replace('data-theme="', 'data-theme="x'), encoding="utf-8")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
    spec = pytester.path / "login.yaml"
    spec.write_text(SMALL.replace("Web App", "Shop"), encoding="utf-8")
    failed = pytester.runpytest_subprocess()
    failed.assert_outcomes(failed=1)
    failed.stdout.fnmatch_lines(['*name "Web App" → "Shop"*'])
