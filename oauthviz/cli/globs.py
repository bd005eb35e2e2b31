"""Specs as they are named on the command line: by a pattern, or twice by the same name."""

from __future__ import annotations

import glob
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import click

from oauthviz.api import DEFAULT_NAME
from oauthviz.cli.streams import STDIN
from oauthviz.core.diagnostics import Diagnostic, OutputError

_PATTERN = frozenset("*?[")


def expanded(specs: Iterable[str]) -> tuple[str, ...]:
    """The specs with each pattern replaced by the files that it matches, sorted, none twice; `**` is any folders.

    Not every shell does it. A name that is there as it stands is no pattern. Raises OutputError for a pattern that
    nothing matches.
    """
    found: dict[str, None] = {}
    for spec in specs:
        if not _PATTERN & set(spec) or os.path.exists(spec):
            found[spec] = None
            continue
        matches = sorted(path for path in glob.iglob(spec, recursive=True) if os.path.isfile(path))
        if not matches:
            help = "put quotes round it, so that the shell does not read it; ** stands for any folders"
            raise OutputError([Diagnostic("no-match", "no file matches this pattern", spec, help=help)])
        found |= dict.fromkeys(matches)
    return tuple(found)


def refuse_collisions(specs: Sequence[str], below: Mapping[str, Path] = MappingProxyType({})) -> None:
    """Two specs of one name would overwrite each other's picture, unless they lie in different folders `below`."""
    by_stem: dict[tuple[Path, str], list[str]] = defaultdict(list)
    for spec in specs:
        folder = below.get(spec, Path())
        by_stem[folder, DEFAULT_NAME if spec == STDIN else Path(spec).stem.lower()].append(spec)
    for same in by_stem.values():
        if len(same) > 1:
            help = "render them one by one, or with --keep-folders"
            raise click.UsageError(f"{' and '.join(same)} would be written to the same files; {help}")
