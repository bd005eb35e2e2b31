"""The JSON Schema says what the reader does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from oauthviz.spec.archetypes import ARCHETYPES
from oauthviz.spec.model import ArchetypeName
from oauthviz.spec.reading import read_spec
from oauthviz.spec.schema import json_schema
from oauthviz.spec.starter import starter_spec
from tests.conftest import ROOT
from tests.spec.help import EXAMPLE_FILES

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
BASE: dict[str, Any] = {"title": "T", "boxes": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]}


def arrow(**keys: Any) -> dict[str, Any]:
    return BASE | {"arrows": [{"from": "a", "to": "b", **keys}]}


def readable(data: dict[str, Any]) -> bool:
    from oauthviz.core.diagnostics import OauthvizError

    try:
        read_spec(json.dumps(data))
    except OauthvizError:
        return False
    return True


def test_it_is_a_schema_of_its_dialect() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_file_in_docs_is_up_to_date() -> None:
    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    assert (ROOT / "docs" / "oauthviz.schema.json").read_text(encoding="utf-8") == text, "run: oauthviz schema"


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.stem)
def test_it_accepts_the_examples_and_they_name_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    VALIDATOR.validate(yaml.safe_load(text))
    assert text.splitlines()[0] == "# yaml-language-server: $schema=../docs/oauthviz.schema.json"


@pytest.mark.parametrize(
    "data",
    [
        BASE,
        arrow(),
        arrow(**{"from": ["a"]}, protocol="X", callout=["Y", "Z"], step="3a", stage=2, params=["x", {"y": "z"}]),
        arrow(params={"x": None, "y": "z", "n": 5}),
        BASE | {"legend": ["one", {"text": "two"}]},
        BASE | {"legend": {"title": "H", "items": ["one", {"text": "two", "arrows": []}]}},
        BASE | {"layout": {"columns": [["a"], ["b"]], "before": ["a", "b"], "same_column": [["a", "b"]]}},
        BASE | {"canvas": {"width": 300, "background": "none"}, "oauthviz": 1, "badges": "none"},
        BASE | {"lint": {"profile": "none", "ignore": [{"rule": "OA05", "reason": "x"}]}},
    ],
)
def test_what_the_reader_accepts_it_accepts(data: dict[str, Any]) -> None:
    assert readable(data)
    assert VALIDATOR.is_valid(data)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"title": "T", "boxes": []},
        BASE | {"titel": "x"},
        BASE | {"title": ""},
        BASE | {"title": 5},
        BASE | {"oauthviz": 2},
        BASE | {"archetype": "x"},
        BASE | {"canvas": {"width": 100}},
        BASE | {"canvas": {"background": "red"}},
        BASE | {"legend": "x"},
        BASE | {"legend": [{"txt": "x"}]},
        BASE | {"lint": {"ignore": [{"rule": "OA05"}]}},
        arrow(kind="x"),
        arrow(lable="x"),
        arrow(**{"from": []}),
        arrow(label="x" * 201),
        {"title": "T", "boxes": [{"id": "a b", "name": "A"}]},
        {"title": "T", "boxes": [{"id": "a", "name": "A", "kind": "x"}]},
    ],
)
def test_what_it_refuses_the_reader_refuses(data: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(data)
    assert not readable(data)


def test_every_key_is_described() -> None:
    schema = json_schema()
    objects = [schema, *(part for d in schema["$defs"].values() for part in (d, *d.get("anyOf", ())))]
    keys = [(name, key) for part in objects for name, key in part.get("properties", {}).items()]
    assert len(keys) > 50
    assert [name for name, key in keys if not key.get("description")] == []


def test_its_own_examples_are_valid() -> None:
    for key, part in json_schema()["properties"].items():
        for example in part.get("examples", ()):
            base: dict[str, Any] = {"title": "T", "boxes": [{"id": "authz", "name": "A"}]}
            assert VALIDATOR.is_valid(base | {key: example}), key


def test_every_archetype_has_its_defaults() -> None:
    assert set(ARCHETYPES) == set(ArchetypeName.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("title", ["OAuth 2 Flow", 'a "quoted" {title}: # & * \\ é日😀', "null", "12"])
def test_the_starter_is_a_spec_with_the_title_as_given(title: str) -> None:
    text = starter_spec(title)
    loaded = read_spec(text)
    assert loaded.spec.title == title
    assert loaded.warnings == ()
    assert len(loaded.spec.boxes) == 3
    VALIDATOR.validate(yaml.safe_load(text))
