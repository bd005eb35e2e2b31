"""Reading well-formed specs: shorthand forms, positions, names, digests, files."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from oauthviz.core.diagnostics import OutputError, Position
from oauthviz.spec.reading import LoadedSpec, load_spec, read_spec, spec_from_mapping
from tests.spec.help import BASE, EXAMPLE_FILES

EVERY_KEY = """
title: T
subtitle: S
caption: C
description: D
archetype: pipeline
theme: themes/own
projection: isometric
oauthviz: 1
canvas: {width: 1200, height: 630, margin: 20, background: none}
lang: pt-BR
badges: none
zones: [{id: out, name: Out, icon: globe}, {id: in, name: In, parent: out}]
boxes:
  - {id: a, name: A, role: R, icon: key, kind: [client, user-agent], client: public,
     zone: in, number: 3, hero: true, link: 'https://a.example'}
  - {id: b, name: B}
  - {id: c, name: C}
boundaries: [{around: [a, b], name: N, icon: cloud}]
arrows:
  - {id: x, from: [a, b], to: c, label: L, step: 3a, stage: 2, direction: both, kind: token, protocol: [HTTPS, TLS],
     callout: K, message: token-request, method: POST, params: {grant_type: code, code: , n: 5}}
callouts: [{on: x, text: T}]
legend: {title: H, items: [one, {text: two, arrows: [x]}]}
layout: {columns: [[a], [b]], first: a, same_column: [[a, b]], before: [[a, b]], seed: 7}
lint: {profile: oidc, ignore: [{rule: OA05, reason: R}]}
"""


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.stem)
def test_an_example_loads_without_a_warning(path: Path) -> None:
    loaded = load_spec(path)
    assert loaded.warnings == ()
    assert loaded.name == path.stem
    assert loaded.file == str(path)


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.stem)
def test_a_spec_written_out_is_the_same_spec(path: Path) -> None:
    loaded = load_spec(path)
    for unset in (True, False):
        again = spec_from_mapping(loaded.spec.model_dump(mode="json", by_alias=True, exclude_unset=unset), name="again")
        assert again.spec == loaded.spec
        assert again.digest == loaded.digest


def test_what_is_not_given_has_its_default() -> None:
    spec = read_spec("title: T\nboxes: [{id: a, name: A}]\n").spec
    assert (spec.archetype, spec.theme, spec.projection, spec.lang, spec.oauthviz) == (
        "handshake", "pink-teal", "flat", "en", 1,
    )  # fmt: skip
    assert (spec.canvas.width, spec.canvas.height, spec.canvas.margin, spec.canvas.background) == (1024, 1024, 28, None)
    assert (spec.boxes[0].kind, spec.boxes[0].icon, spec.boxes[0].hero) == (("service",), None, None)
    assert (spec.arrows, spec.zones, spec.legend, spec.badges) == ((), (), None, None)


def test_every_key_of_the_language_is_read() -> None:
    spec = read_spec(EVERY_KEY).spec
    arrow = spec.arrows[0]
    assert arrow.sources == ("a", "b")
    assert (arrow.id, arrow.to, arrow.step, arrow.stage, arrow.protocol, arrow.callout) == (
        "x", "c", "3a", "2", ("HTTPS", "TLS"), ("K",),
    )  # fmt: skip
    assert list(arrow.params.items()) == [("code", None), ("grant_type", "code"), ("n", "5")]
    assert (spec.boxes[0].kind, spec.boxes[0].number) == (("client", "user-agent"), "3")
    assert spec.legend is not None
    assert [(item.text, item.arrows) for item in spec.legend.items] == [("one", ()), ("two", ("x",))]
    assert (spec.layout.columns, spec.layout.seed) == ((("a",), ("b",)), 7)
    assert (spec.canvas.background, spec.lint.profile, spec.lang) == ("none", "oidc", "pt-BR")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("arrows: [{from: a, to: b}]", "arrows: [{from: [a], to: b, id: a1, step: '1'}]"),
        (
            "arrows: [{from: a, to: b, protocol: X, callout: Y}]",
            "arrows: [{from: a, to: b, protocol: [X], callout: [Y]}]",
        ),
        ("arrows: [{from: a, to: b, params: [x, y: 1]}]", "arrows: [{from: a, to: b, params: {y: '1', x: null}}]"),
        ("legend: [one, two]", "legend: {items: [{text: one}, {text: two}]}"),
        ("layout: {same_column: [a, b]}", "layout: {same_column: [[a, b]]}"),
        ("layout: {before: [a, b]}", "layout: {before: [[a, b]]}"),
        ("caption: null", "theme: pink-teal"),
    ],
)
def test_a_short_form_says_the_same_as_the_long_one(short: str, long: str) -> None:
    assert read_spec(BASE + short).spec == read_spec(BASE + long).spec
    assert read_spec(BASE + short).digest == read_spec(BASE + long).digest


def test_arrows_that_name_no_id_or_step_get_them_by_place() -> None:
    arrows = read_spec(
        BASE + "arrows: [{from: a, to: b}, {from: a, to: b, id: x, step: 7}, {from: b, to: a}]"
    ).spec.arrows
    assert [(arrow.id, arrow.step) for arrow in arrows] == [("a1", "1"), ("x", "7"), ("a3", "3")]


def test_positions_are_those_of_the_values() -> None:
    positions = read_spec(
        "title: T\nboxes:\n  - id: a\n    name: A\n"
        "arrows:\n- {from: [a], to: a, protocol: X}\nlegend: [one, text: two]\n"
    ).positions
    assert positions[()] == Position(1, 1)
    assert positions["title",] == Position(1, 8)
    assert positions["boxes", 0] == Position(3, 5)
    assert positions["boxes", 0, "name"] == Position(4, 11)
    assert positions["arrows", 0, "from", 0] == Position(6, 11)
    assert positions["arrows", 0, "protocol"] == positions["arrows", 0, "protocol", 0] == Position(6, 32)
    assert positions["legend", 0] == positions["legend", "items", 0, "text"] == Position(7, 10)
    assert positions["legend", 1, "text"] == positions["legend", "items", 1, "text"] == Position(7, 21)


def test_a_spec_made_in_python_has_no_positions() -> None:
    loaded = spec_from_mapping({"title": "T", "boxes": ({"id": "a", "name": "A", "role": None},)}, name="n")
    assert (loaded.name, loaded.file, dict(loaded.positions), loaded.spec.boxes[0].role) == ("n", "<spec>", {}, None)


def test_the_name_is_that_of_the_file_unless_given() -> None:
    assert read_spec(BASE).name == "spec"
    assert read_spec(BASE, file="docs/flow.v2.yaml").name == "flow.v2"
    assert read_spec(BASE, file="docs/flow.yaml", name="other").name == "other"


def shuffled(value: Any, source: random.Random) -> Any:
    """The same with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        source.shuffle(keys)
        return {key: shuffled(value[key], source) for key in keys}
    return [shuffled(item, source) for item in value] if isinstance(value, list) else value


def variants(path: Path) -> list[LoadedSpec]:
    """A spec with shuffled keys, in JSON, in block style, with comments and with Windows line ends."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    texts = [path.read_text(encoding="utf-8").replace("\n", "\r\n"), "# more\n\n" + path.read_text(encoding="utf-8")]
    for seed in range(3):
        other = shuffled(data, random.Random(seed))
        texts.append(json.dumps(other))
        texts.append(yaml.safe_dump(other, sort_keys=False, allow_unicode=True))
    return [read_spec(text, name=path.stem) for text in texts]


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.stem)
def test_order_of_keys_and_formatting_change_neither_spec_nor_digest(path: Path) -> None:
    loaded = load_spec(path)
    for other in variants(path):
        assert other.spec == loaded.spec
        assert other.digest == loaded.digest


def test_another_text_or_order_of_items_is_another_digest() -> None:
    texts = [
        BASE,
        BASE.replace("T", "U"),
        BASE + "caption: x\n",
        "title: T\nboxes: [{id: b, name: B}, {id: a, name: A}]\n",
    ]
    assert len({read_spec(text).digest for text in texts}) == 4


def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    paths = [tmp_path / "missing.yaml", tmp_path, Path("a\0b"), Path(os.devnull), tmp_path / "x" / "y"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(fifo)
        paths.append(fifo)
    for path in paths:
        with pytest.raises(OutputError) as caught:
            load_spec(path)
        assert caught.value.exit_code == 5
        assert caught.value.diagnostics[0].file == str(path)


def test_a_file_with_any_line_ends_is_read(tmp_path: Path) -> None:
    for ends in ("\n", "\r\n", "\r"):
        path = tmp_path / "flow.yaml"
        path.write_bytes((BASE + "caption: x\n").replace("\n", ends).encode())
        assert load_spec(path).positions["caption",] == Position(3, 10)
