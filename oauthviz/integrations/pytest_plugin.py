"""The pytest plugin: the fixture `oauthviz_snapshot`, and `--oauthviz-update` to accept what was drawn.

pytest loads this module in every run of an environment that has oauthviz, so it imports nothing of the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oauthviz.integrations.snapshots import Place, judge, safe_stem

_WRITTEN = "oauthviz-reference"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("oauthviz", "snapshots of pictures")
    group.addoption("--oauthviz-update", action="store_true", help="Make what is drawn now the reference.")
    parser.addini("oauthviz_snapshots", "Folder of references, beside each test file.", default="oauthviz_snapshots")
    parser.addini("oauthviz_failures", "Where failures leave pictures, from the root.", default="oauthviz-failures")


class Snapshot:
    """Compares pictures of one test with their references: `oauthviz_snapshot(picture)`."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._node = request.node
        self._config = request.config
        self._taken: set[str] = set()

    def __call__(self, shown: Any, name: str | None = None, **options: Any) -> None:
        """Fail unless the picture is like its reference, numbers rounded and the stamp of versions left out.

        `shown` is a Picture, a Diagram, or the path of a spec or an SVG; `options` are those of `Diagram.render`
        (`theme=`, `lang=`, …) and do nothing to a Picture or an SVG. `name` tells several pictures of one test apart;
        without it the second one is called 2, the third 3.
        """
        __tracebackhide__ = True
        place = self._place(name)
        node = self._node.nodeid
        how = f"pytest --oauthviz-update '{node}'"
        verdict = judge(shown, place, update=self._config.getoption("--oauthviz-update"), how=how, options=options)
        if verdict.written is not None:
            self._node.user_properties.append((_WRITTEN, str(verdict.written)))
        if verdict.failure is not None:
            pytest.fail(verdict.failure, pytrace=False)

    def _place(self, name: str | None) -> Place:
        test = self._node.name
        wanted = f"{test}.{name}" if name else test
        if name is None and wanted in self._taken:
            wanted = next(f"{test}.{k}" for k in range(2, len(self._taken) + 3) if f"{test}.{k}" not in self._taken)
        if wanted in self._taken:
            raise pytest.UsageError(f"two pictures of {self._node.nodeid} are called {name!r}")
        self._taken.add(wanted)
        file = Path(self._node.path)
        above = file.parent
        root = self._config.rootpath
        inside = above.relative_to(root) if above.is_relative_to(root) else Path()
        return Place(
            references=above / self._config.getini("oauthviz_snapshots") / file.stem,
            failures=root / self._config.getini("oauthviz_failures") / inside / file.stem,
            stem=safe_stem(wanted),
        )


@pytest.fixture
def oauthviz_snapshot(request: pytest.FixtureRequest) -> Iterator[Snapshot]:
    """`oauthviz_snapshot(diagram_or_picture_or_path, name=None, theme=…)` compares a picture with its reference."""
    yield Snapshot(request)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name the references that were written, by whichever process of the run."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    properties = [pair for report in reports if _is_last(report) for pair in report.user_properties]
    written = sorted(path for key, path in properties if key == _WRITTEN)
    if written:
        terminalreporter.write_sep("-", "oauthviz references written")
        for path in written:
            terminalreporter.write_line(path)


def _is_last(report: Any) -> bool:
    """Whether this is a test's last report, which repeats the properties of those before it."""
    return getattr(report, "when", None) == "teardown"
