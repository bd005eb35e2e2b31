"""The pytest plugin in a sample project: what passes, what fails, and what a failure leaves."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest

from oauthviz.integrations.snapshots import LEAVINGS
from tests.conftest import ROOT, SMALL

pytest_plugins = ("pytester",)

SAMPLE = """
import pytest
from oauthviz import Diagram

def test_login(oauthviz_snapshot):
    oauthviz_snapshot("login.yaml", effort="draft")

@pytest.mark.parametrize("way", ["a/b", "a b"])
def test_many(oauthviz_snapshot, way):
    picture = Diagram.load("login.yaml").render(effort="draft")
    oauthviz_snapshot(picture)
    oauthviz_snapshot(picture, name="again")
"""


@pytest.fixture
def sample(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with three tests of pictures, and their references."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makefile(".yaml", login=SMALL)
    pytester.makepyfile(test_sample=SAMPLE)
    run(pytester, "--oauthviz-update").assert_outcomes(passed=3)
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    installed = any(point.name == "oauthviz" for point in entry_points(group="pytest11"))
    plugin = () if installed else ("-p", "oauthviz.integrations.pytest_plugin")
    return project.runpytest_subprocess(*plugin, "-p", "no:cacheprovider", *arguments)


def edit(project: pytest.Pytester, old: str, new: str) -> None:
    spec = project.path / "login.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


WAYS = [pytest.param((), id="one process"), pytest.param(("-n", "2"), id="xdist")]


@pytest.mark.parametrize("how", WAYS)
def test_an_unchanged_picture_passes_and_leaves_nothing(sample: pytest.Pytester, how: tuple[str, ...]) -> None:
    before = sorted(str(path) for path in sample.path.rglob("*.svg"))
    run(sample, *how).assert_outcomes(passed=3)
    assert sorted(str(path) for path in sample.path.rglob("*.svg")) == before
    assert not (sample.path / "oauthviz-failures").exists()


@pytest.mark.parametrize("how", WAYS)
def test_a_changed_label_fails_and_is_named_and_an_update_accepts_it(
    sample: pytest.Pytester, how: tuple[str, ...]
) -> None:
    edit(sample, "Open the page", "Open the door")
    failed = run(sample, *how)
    failed.assert_outcomes(failed=3)
    like = "the picture is not like oauthviz_snapshots/test_sample/test_login.svg: "
    failed.stdout.fnmatch_lines([like + 'arrow a1: label "Open the page" → "Open the door"*'])
    failed.stdout.fnmatch_lines(["*pytest --oauthviz-update 'test_sample.py::test_login'*"])
    left = sorted(path.name for path in (sample.path / "oauthviz-failures" / "test_sample").glob("test_login.*"))
    assert left == [f"test_login.{what}" for what in sorted(LEAVINGS)]
    accepted = run(sample, *how, "--oauthviz-update")
    accepted.assert_outcomes(passed=3)
    accepted.stdout.fnmatch_lines(["*oauthviz references written*", "*test_login.svg"])
    run(sample, *how).assert_outcomes(passed=3)
    assert not (sample.path / "oauthviz-failures").exists()


def test_a_missing_reference_fails_and_says_how_to_write_it(sample: pytest.Pytester) -> None:
    (sample.path / "oauthviz_snapshots" / "test_sample" / "test_login.svg").unlink()
    failed = run(sample, "-k", "login")
    failed.assert_outcomes(failed=1, deselected=2)
    failed.stdout.fnmatch_lines(["*there is no reference*", "*pytest --oauthviz-update*"])
    assert (sample.path / "oauthviz-failures" / "test_sample" / "test_login.actual.svg").is_file()
    assert not (sample.path / "oauthviz_snapshots" / "test_sample" / "test_login.svg").exists()


def test_a_spec_that_cannot_be_drawn_fails_with_its_line_and_without_a_traceback(sample: pytest.Pytester) -> None:
    edit(sample, "label: Open", "lable: Open")
    failed = run(sample, "-k", "login")
    failed.assert_outcomes(failed=1, deselected=2)
    failed.stdout.fnmatch_lines(["login.yaml:8:*lable*"])
    failed.stdout.no_fnmatch_line("*oauthviz/*.py:*")


def test_another_stamp_or_a_number_in_the_second_decimal_is_no_difference(sample: pytest.Pytester) -> None:
    reference = sample.path / "oauthviz_snapshots" / "test_sample" / "test_login.svg"
    text = reference.read_text(encoding="utf-8")
    assert 'x="0" y="0"' in text
    text = text.replace('data-oauthviz="', 'data-oauthviz="9.').replace('x="0" y="0"', 'x="0.0004" y="0"', 1)
    reference.write_text(text, encoding="utf-8")
    run(sample, "-k", "login").assert_outcomes(passed=1, deselected=2)


def test_tests_whose_names_are_no_file_names_have_a_reference_each(sample: pytest.Pytester) -> None:
    folder = sample.path / "oauthviz_snapshots" / "test_sample"
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 5
    assert len({name.lower() for name in names}) == 5
    assert not [name for name in names if set(name) & set('/\\:*?"<>| ')]


def test_two_pictures_of_one_name_are_refused(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makefile(".yaml", login=SMALL)
    pytester.makepyfile(
        """
        def test_twice(oauthviz_snapshot):
            oauthviz_snapshot("login.yaml", name="one", effort="draft")
            oauthviz_snapshot("login.yaml", name="one", effort="draft")
        """
    )
    ran = run(pytester, "--oauthviz-update")
    assert ran.ret != 0
    ran.stdout.fnmatch_lines(["*are called 'one'*"])


def test_loading_the_plugin_imports_nothing_of_the_program(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(
        """
        import sys

        def test_light():
            assert "oauthviz.integrations.pytest_plugin" in sys.modules
            heavy = {"pydantic", "yaml", "networkx", "numpy", "oauthviz.api", "oauthviz.core.diagnostics"}
            assert not heavy & set(sys.modules)
        """
    )
    run(pytester, "-p", "no:hypothesispytest", "-p", "no:syrupy").assert_outcomes(passed=1)
