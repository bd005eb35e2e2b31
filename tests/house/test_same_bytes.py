"""One spec, one set of bytes: whatever the process, the locale, the time zone, the folder or the order of keys."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import EXAMPLES, SMALL, child_environment

DRAW = """
import locale, sys
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
from oauthviz.cli import main
look = ["--theme", "pink-teal", "--projection", "flat", "--renderer", "resvg"]
main(["render", sys.argv[1], *look, "-o", "out/", *sys.argv[2:]])
"""

AROUND: dict[str, dict[str, str]] = {
    "hash seed 0": {"PYTHONHASHSEED": "0"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed random": {"PYTHONHASHSEED": "random"},
    "locale C": {"LC_ALL": "C"},
    "locale tr_TR": {"LC_ALL": "tr_TR.UTF-8"},
    "zone Kathmandu": {"TZ": "Asia/Kathmandu"},
    "zone Honolulu": {"TZ": "Pacific/Honolulu"},
}


def digests(
    folder: Path, spec: str, name: str, around: dict[str, str], effort: str = "draft", cache: Path | None = None
) -> tuple[str, ...]:
    """SHA-256 of the SVG and the PNG of `spec`, drawn in `folder` by a process of its own, without a cache or with."""
    folder.mkdir()
    (folder / name).write_text(spec, encoding="utf-8")
    environment = child_environment(**around)
    memory = ["--no-cache"] if cache is None else ["--cache-dir", str(cache)]
    command = [sys.executable, "-c", DRAW, name, "--effort", effort, *memory]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    files = sorted((folder / "out").iterdir())
    assert [file.suffix for file in files] == [".png", ".svg"]
    return tuple(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)


def shuffled(value: Any, rng: random.Random) -> Any:
    """`value` with the keys of every mapping in another order; lists keep theirs."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) for key in keys}
    if isinstance(value, list):
        return [shuffled(part, rng) for part in value]
    return value


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    return digests(tmp_path_factory.mktemp("plain") / "here", SMALL, "small.yaml", {})


@pytest.mark.parametrize("name", AROUND)
def test_the_surroundings_do_not_show(tmp_path: Path, expected: tuple[str, ...], name: str) -> None:
    assert digests(tmp_path / "elsewhere", SMALL, "small.yaml", AROUND[name]) == expected


def test_a_remembered_arrangement_does_not_show(tmp_path: Path, expected: tuple[str, ...]) -> None:
    for name in ("found", "remembered"):
        assert digests(tmp_path / name, SMALL, "small.yaml", {}, cache=tmp_path / "cache") == expected
    assert len(list((tmp_path / "cache" / "arrangements").iterdir())) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_keys_does_not_show(tmp_path: Path, expected: tuple[str, ...], seed: int) -> None:
    spec = json.dumps(shuffled(yaml.safe_load(SMALL), random.Random(seed)))
    assert digests(tmp_path / "shuffled", spec, "small.yaml", {}) == expected


@pytest.mark.slow
def test_an_example_is_the_same_bytes_in_two_different_worlds(tmp_path: Path) -> None:
    spec = (EXAMPLES / "handshake.yaml").read_text(encoding="utf-8")
    turned = json.dumps(shuffled(yaml.safe_load(spec), random.Random(3)))
    here = {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"}
    there = {"PYTHONHASHSEED": "random", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"}
    one = digests(tmp_path / "one", spec, "handshake.yaml", here, "normal")
    assert digests(tmp_path / "two", turned, "handshake.yaml", there, "normal") == one
