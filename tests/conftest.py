"""What every test shares: no network, a command line that can be called, and a small spec."""

from __future__ import annotations

import io
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"

SMALL = """\
title: Login in three steps
archetype: handshake
boxes:
  - {id: browser, name: Browser, role: Where the user is, kind: user-agent}
  - {id: app, name: Web App, role: Asks for access, kind: client}
  - {id: authz, name: Authorization Server, role: Knows the user, kind: authorization-server}
arrows:
  - {from: browser, to: app, label: Open the page}
  - {from: app, to: authz, label: POST /token, kind: token}
  - {from: authz, to: app, label: Access token, kind: token}
"""

_OUTWARD = frozenset(
    {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
)


class _Gate:
    closed = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not _Gate.closed or event not in _OUTWARD:
        return
    peer = arguments[0]
    if isinstance(peer, socket.socket) and peer.family == getattr(socket, "AF_UNIX", None):
        return  # between the processes of one machine
    raise RuntimeError(f"a test reached for the network: {event} {arguments[1:]}")


sys.addaudithook(_watch)  # sees C extensions too; cannot be removed, hence the gate


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a thing that this system lacks; what opens a browser needs one."""
    from tests.systems import left_out, needs_chromium  # looks at the system, for which collecting is soon enough

    for item in items:
        if item.get_closest_marker("browser") is not None:
            item.add_marker(needs_chromium)
    config.hook.pytest_deselected(items=[item for item in items if left_out(item)])
    items[:] = [item for item in items if not left_out(item)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was left out, and why."""
    from tests.systems import NEEDS

    for name, need in NEEDS.items():
        if not need.there:
            terminalreporter.write_line(f"LEFT OUT: tests that need {name}: {need.without}: {need.why}")


@pytest.fixture(scope="session", autouse=True)
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of arrangements for the session and its processes, so that nobody's own cache is read or written.

    It makes the suite quicker too. What compares two searches has to ask for them with `--no-cache`.
    """
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("OAUTHVIZ_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Raise where a test, or anything that it calls, reaches for the network. Browsers talk to us over sockets."""
    _Gate.closed = request.node.get_closest_marker("browser") is None
    yield
    _Gate.closed = False


def child_environment(**more: str) -> dict[str, str]:
    """The environment of a process of its own that uses this checkout, wherever it runs."""
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH")) if part)
    return {**os.environ, "PYTHONPATH": path, **more}


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Processes that a test starts heed interrupts, also where a shell runs the tests in its background.

    A shell has its background's processes ignore them, which is passed on to all that these start.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@dataclass(frozen=True)
class Ran:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str
    raw: bytes


@pytest.fixture
def oauthviz(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Ran]:
    """The command line, in this process: `oauthviz("render", path, stdin=b"…")`; relative paths start in tmp_path."""
    from oauthviz.cli import main

    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        with monkeypatch.context() as patch:
            out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as ended:
                main([str(argument) for argument in arguments])
        raw = out.buffer.getvalue()  # type: ignore[attr-defined]
        code = ended.value.code if isinstance(ended.value.code, int) else int(ended.value.code is not None)
        return Ran(code, raw.decode("utf-8", "replace"), err.buffer.getvalue().decode(), raw)  # type: ignore[attr-defined]

    return run


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A spec of three boxes and three arrows in a folder of its own."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def other_theme(tmp_path: Path) -> Path:
    """A theme of other fonts, type sizes and paddings, in a folder of its own."""
    text = (ROOT / "themes" / "pink-teal" / "theme.yaml").read_text(encoding="utf-8")
    for family in ("Plus Jakarta Sans", "Inter"):
        text = text.replace(f"{{family: {family},", "{family: JetBrains Mono,")
    text = text.replace("name: pink-teal", "name: other", 1)
    text = text.replace(
        "  key:\n", "  sizes: {title: 36, label: 12}\n  box_padding: 10\n  title_align: center\n  key:\n", 1
    )
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "theme.yaml").write_text(text, encoding="utf-8")
    return folder
