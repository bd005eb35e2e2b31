"""Reading a spec: bytes to source to tree to model, with every error of it in one report."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct
from pydantic import ValidationError

from oauthviz.core.diagnostics import Diagnostic, OutputError, Position
from oauthviz.spec.crosschecks import cross_check
from oauthviz.spec.limits import BYTES
from oauthviz.spec.model import Spec
from oauthviz.spec.problems import Path, Problem, error_of
from oauthviz.spec.source import Source, read_source
from oauthviz.spec.tree import Tree, tree_of_mapping, tree_of_source
from oauthviz.spec.vetting import vet
from oauthviz.spec.wording import problems_of


class LoadedSpec(Struct, frozen=True):
    """A spec that was read and is well formed.

    `name` is the file's name without its suffix, `positions` say where each value of the file starts, by path, both
    in the file's own form and in the model's (`("legend", 0)` and `("legend", "items", 0, "text")`); it is empty for
    specs built in Python. `digest` is a SHA-256 of what the spec says, whatever its formatting and key order.
    """

    spec: Spec
    name: str
    file: str
    positions: Mapping[Path, Position]
    warnings: tuple[Diagnostic, ...]
    digest: str


def load_spec(path: FilePath) -> LoadedSpec:
    """Read a spec file. Raises OutputError where it cannot be read, SpecError and LimitError as `read_spec`."""
    return read_spec(read_spec_file(path), file=str(path), name=path.stem)


def read_spec(text: str | bytes, *, file: str = "<spec>", name: str | None = None) -> LoadedSpec:
    """Read a spec in YAML or JSON. `file` is what diagnostics call it; `name` is by default made from it.

    Raises SpecError for what is malformed and LimitError for what is over a limit, each with all that was found.
    """
    source = read_source(text, file)
    tree = tree_of_source(source)
    return _load(tree, source, file, name or FilePath(file.strip("<>")).stem or "spec")


def spec_from_mapping(mapping: Mapping[str, Any], name: str) -> LoadedSpec:
    """A spec from Python values, through the same checks as a file. Raises SpecError and LimitError."""
    return _load(tree_of_mapping(mapping), None, "<spec>", name)


def digest_of(spec: Spec) -> str:
    """SHA-256, in hexadecimal, of what the spec says; keys at their default do not count."""
    data = spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _load(tree: Tree, source: Source | None, file: str, name: str) -> LoadedSpec:
    problems, warnings = vet(tree, source, file)
    if any(problem.code == "too-many" for problem in problems):
        raise error_of(problems, tree.places, file)  # the rest of the work is bounded by these limits
    problems.extend(tree.problems)
    spec = None
    try:
        spec = Spec.model_validate(tree.data)
    except ValidationError as error:
        problems.extend(_unless_known(problems_of(error, tree.data), tree.problems))
    problems.extend(_unless_known(cross_check(tree.data), problems))
    if problems or spec is None:
        raise error_of(problems, tree.places, file)
    positions = dict(_all_positions(tree))
    warnings.sort(key=lambda warning: warning.position or Position(0, 0))
    return LoadedSpec(spec, name, file, positions, tuple(warnings), digest_of(spec))


def _unless_known(found: Iterator[Problem], known: list[Problem]) -> list[Problem]:
    """Without what only follows from something that is wrong already: a value that could not be read is not missing."""
    bad = {problem.path for problem in known if not problem.at_key or problem.code == "missing-value"}
    return [p for p in found if not any(p.path[:length] in bad for length in range(1, len(p.path) + 1))]


def _all_positions(tree: Tree) -> Iterator[tuple[Path, Position]]:
    """Positions by the file's own paths, and by those of the model where a shorthand has others."""
    yield from tree.places.values.items()
    data, places = tree.data, tree.places.values
    legend = data.get("legend")
    items = legend.get("items") if isinstance(legend, dict) else legend
    for i, item in enumerate(items or ()):
        own: Path = ("legend", "items", i) if isinstance(legend, dict) else ("legend", i)
        yield ("legend", "items", i), places.get(own, Position(1, 1))
        text: Path = own if isinstance(item, str) else (*own, "text")
        yield ("legend", "items", i, "text"), places.get(text, Position(1, 1))
    for list_key, keys in (("boxes", ("kind",)), ("arrows", ("from", "protocol", "callout"))):
        for i, item in enumerate(data.get(list_key, ())):
            for key in keys:
                if isinstance(item.get(key), str):
                    yield (list_key, i, key, 0), places.get((list_key, i, key), Position(1, 1))


def read_spec_file(path: FilePath) -> bytes:
    """The bytes of a regular file, and no more of them than tell that it is too large."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a folder" if path.is_dir() else "no regular file"
            raise _unreadable(path, f"it is {kind}", "give the path of a spec file")
        with path.open("rb") as file:
            return file.read(BYTES + 1)
    except FileNotFoundError:
        raise _unreadable(path, "there is no such file", "to start one: oauthviz init") from None
    except OSError as error:
        raise _unreadable(path, (error.strerror or type(error).__name__).lower(), None) from None
    except ValueError:
        raise _unreadable(path, "the path holds a NUL character", None) from None


def _unreadable(path: FilePath, why: str, help: str | None) -> OutputError:
    return OutputError((Diagnostic("cannot-read", f"the spec cannot be read: {why}", str(path), help=help),))
