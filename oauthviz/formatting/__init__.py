"""The canonical form of a spec: same meaning, every comment kept, the author's order; formatting it again changes
nothing."""

from __future__ import annotations

import json
from collections import Counter

from oauthviz.core.diagnostics import Diagnostic, OauthvizError
from oauthviz.formatting.printing import printed
from oauthviz.formatting.tree import Group, read_tree
from oauthviz.spec.reading import read_spec
from oauthviz.spec.source import read_source

_JSON = ".json"


def format_spec(data: str | bytes, file: str = "<spec>") -> str:
    """The spec in its canonical form, in YAML, or in JSON where `file` ends in .json.

    Raises SpecError and LimitError as reading does, and OauthvizError where the result would not say exactly what
    the spec says, comments included; that would be a fault of this module, and the file is better left alone.
    """
    before = read_spec(data, file=file)
    source = read_source(data, file)
    if file.lower().endswith(_JSON) and source.text.lstrip().startswith("{"):
        text = json.dumps(json.loads(_text(data)), indent=2, ensure_ascii=False) + "\n"
        return _same(text, before.digest == read_spec(text, file=file).digest, file)
    tree = read_tree(source)
    text = printed(tree)
    after = read_spec(text, file=file)
    kept = comments_of(tree) == comments_of(read_tree(read_source(text, file)))
    return _same(text, kept and after.spec == before.spec and after.digest == before.digest, file)


def comments_of(tree: Group) -> Counter[str]:
    """The comments in a tree, each as often as it is there."""
    found = Counter(line for line in tree.below if line)
    for entry in tree.entries:
        found.update(line for line in (*entry.above, *entry.beside) if line)
        if isinstance(entry.value, Group):
            found += comments_of(entry.value)
    return found


def _text(data: str | bytes) -> str:
    return data if isinstance(data, str) else data.decode("utf-8-sig")


def _same(text: str, is_same: bool, file: str) -> str:
    if is_same:
        return text
    message = "formatted, this spec would not say the same, so it is left as it is"
    help = "please report it together with the file"
    raise OauthvizError([Diagnostic("not-formatted", message, file, help=help)])
