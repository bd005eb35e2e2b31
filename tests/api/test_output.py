"""Files are written whole or not at all, and what was there before survives every failure."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from oauthviz import output
from oauthviz.core.diagnostics import OutputError
from oauthviz.output import write_file, write_files
from tests.conftest import ROOT
from tests.systems import needs_devices, needs_limits, needs_links, needs_pipes, needs_signals

OLD, NEW = b"old bytes", b"new bytes" * 5000


def test_a_new_file_holds_what_was_written_and_its_folders_are_made(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b" / "new.svg", NEW)
    assert (tmp_path / "a" / "b" / "new.svg").read_bytes() == NEW
    assert os.listdir(tmp_path / "a" / "b") == ["new.svg"]


def test_a_new_file_has_the_mode_that_the_system_gives(tmp_path: Path) -> None:
    write_file(tmp_path / "new.svg", NEW)
    (tmp_path / "plain").write_bytes(NEW)
    assert (tmp_path / "new.svg").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_an_old_file_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "old.svg"
    target.write_bytes(OLD)
    target.chmod(0o640)
    mode = target.stat().st_mode
    write_file(target, NEW)
    assert target.read_bytes() == NEW
    assert target.stat().st_mode == mode
    assert os.name == "nt" or stat.S_IMODE(mode) == 0o640  # Windows has no bits for groups and others


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 251 + ".svg")
    write_file(target, NEW)
    assert target.read_bytes() == NEW


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _link(path: Path) -> Path:
    (path.parent / "real.svg").write_bytes(OLD)
    path.symlink_to(path.parent / "real.svg")
    return path


def _broken_link(path: Path) -> Path:
    path.symlink_to(path.parent / "nowhere")
    return path


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (_folder, "folder"),
        pytest.param(_link, "symbolic link", marks=needs_links),
        pytest.param(_broken_link, "symbolic link", marks=needs_links),
        pytest.param(_pipe, "pipe", marks=needs_pipes),
    ],
)
def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path, make, word: str) -> None:  # type: ignore[no-untyped-def]
    target = make(tmp_path / "out.svg")
    before = [(entry.name, entry.lstat().st_mode) for entry in sorted(tmp_path.iterdir())]
    with pytest.raises(OutputError, match=word) as caught:
        write_file(target, NEW)
    assert caught.value.exit_code == 5
    assert [(entry.name, entry.lstat().st_mode) for entry in sorted(tmp_path.iterdir())] == before


@needs_devices
def test_a_device_is_never_written_to() -> None:
    with pytest.raises(OutputError, match="device"):
        write_file(Path(os.devnull), NEW)


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    source = tmp_path / "flow.svg"
    source.write_bytes(OLD)
    with pytest.raises(OutputError, match="input file"):
        write_file(tmp_path / "." / "flow.svg", NEW, inputs=[source])
    assert source.read_bytes() == OLD


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="NUL"):
        write_file(tmp_path / "a\0b.svg", NEW)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    (tmp_path / "old.svg").write_bytes(OLD)

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OutputError, match=os.strerror(code)):
        write_file(tmp_path / "old.svg", NEW)
    with pytest.raises(OutputError):
        write_file(tmp_path / "made" / "on the way" / "new.svg", NEW)
    assert os.listdir(tmp_path) == ["old.svg"]
    assert (tmp_path / "old.svg").read_bytes() == OLD


def test_a_folder_that_cannot_be_written_to_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old.svg").write_bytes(OLD)

    def refuse(path: object, flags: int, *_: object, **__: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match="-o"):
        write_file(tmp_path / "old.svg", NEW)
    monkeypatch.undo()
    assert os.listdir(tmp_path) == ["old.svg"]


@needs_limits
def test_a_file_as_large_as_the_system_lets_it_be_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from oauthviz.output import write_file, OutputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: write_file(Path(sys.argv[1]), b'x' * 100000)\n"
        "except OutputError as error: sys.exit(error.exit_code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "new.svg")], cwd=ROOT, timeout=60)
    assert done.returncode == 5
    assert os.listdir(tmp_path) == []


def test_files_that_belong_together_are_all_staged_before_one_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(OLD)
    (tmp_path / "b.png").mkdir()
    with pytest.raises(OutputError, match="folder"):
        write_files([(tmp_path / "a.svg", NEW), (tmp_path / "b.png", NEW)])
    assert (tmp_path / "a.svg").read_bytes() == OLD
    assert sorted(os.listdir(tmp_path)) == ["a.svg", "b.png"]


KILLED_AT = ["open", "fsync", "replace", "after"]


@pytest.mark.parametrize("moment", KILLED_AT)
def test_a_process_killed_at_any_moment_leaves_old_bytes_or_new_ones(tmp_path: Path, moment: str) -> None:
    target = tmp_path / "picture.svg"
    target.write_bytes(OLD)
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from oauthviz.output import write_file\n"
        "def die(*_, **__): os._exit(9)\n"
        f"if {moment!r} != 'after': os.{moment if moment != 'after' else 'open'} = die\n"
        f"write_file(Path(sys.argv[1]), {NEW!r})\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, timeout=60)
    assert done.returncode == 9
    assert target.read_bytes() == (NEW if moment == "after" else OLD)


def test_a_file_that_a_process_of_the_same_number_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / f".oauthviz-{output._machine()}-{os.getpid()}-0.part").write_bytes(b"half")
    write_file(tmp_path / "new.svg", NEW)
    assert (tmp_path / "new.svg").read_bytes() == NEW


@needs_signals
def test_what_killed_processes_of_this_machine_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    alive, elsewhere = f"{output._machine()}-{os.getppid()}", f"000000-{ended.pid}"
    for process in (f"{output._machine()}-{ended.pid}", alive, elsewhere):
        (tmp_path / f".oauthviz-{process}-3.part").write_bytes(b"half")
    write_file(tmp_path / "new.svg", NEW)
    assert sorted(os.listdir(tmp_path)) == sorted(
        ["new.svg", f".oauthviz-{alive}-3.part", f".oauthviz-{elsewhere}-3.part"]
    )


def test_thirty_two_processes_writing_one_output_leave_one_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "one.svg"
    code = (
        "import sys; from pathlib import Path; from oauthviz.output import write_file\n"
        "sys.stdin.read()\n"  # all wait here for the starting shot
        "for _ in range(5): write_file(Path(sys.argv[1]), sys.argv[2].encode() * 50_000)\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(target), chr(65 + i)], cwd=ROOT, stdin=subprocess.PIPE)
        for i in range(32)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.close()
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 32
    data = target.read_bytes()
    assert len(data) == 50_000
    assert len(set(data)) == 1
    assert os.listdir(tmp_path) == ["one.svg"]
