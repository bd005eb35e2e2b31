"""Themes that extend another: what they take over, what they say for themselves, and what is refused where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oauthviz.core.diagnostics import Position, SpecError
from oauthviz.theme.effects import TitlePaint
from oauthviz.theme.loading import list_themes, load_theme

OWN = "name: mine\nversion: 1\nlabel: Mine\n"


def pack(folder: Path, name: str, text: str) -> str:
    (folder / name).mkdir()
    (folder / name / "theme.yaml").write_text(text, encoding="utf-8")
    return str(folder / name)


@pytest.mark.parametrize("base", list_themes())
def test_a_theme_that_says_nothing_is_its_base_under_its_own_name(tmp_path, base):
    theme = load_theme(pack(tmp_path, "mine", f"extends: {base}\n{OWN}"))
    assert (theme.name, theme.version, theme.label) == ("mine", 1, "Mine")
    assert theme.metrics == load_theme(base).metrics
    assert theme.paint == load_theme(base).paint


def test_mappings_are_laid_over_each_other_key_by_key_and_lists_are_replaced(tmp_path):
    base = load_theme("pink-teal")
    text = (
        OWN
        + "extends: pink-teal\nmetrics: {sizes: {title: 30}}\npaint: {tones: {pink: {line: '#AA0055'}}, shadow: []}\n"
    )
    theme = load_theme(pack(tmp_path, "mine", text))
    assert theme.metrics.sizes == base.metrics.sizes.model_copy(update={"title": 30})
    assert theme.paint.tones["pink"] == base.paint.tones["pink"].model_copy(update={"line": "#AA0055"})
    assert theme.paint.tones["teal"] == base.paint.tones["teal"]
    assert base.paint.shadow
    assert theme.paint.shadow == ()


@pytest.mark.parametrize(("key", "left"), [("grid", None), ("lights", ()), ("glow", None), ("title", TitlePaint())])
def test_null_takes_what_is_inherited_away(tmp_path, key, left):
    assert getattr(load_theme("neon-dark").paint, key) != left
    theme = load_theme(pack(tmp_path, "mine", OWN + f"extends: neon-dark\npaint: {{{key}: null}}\n"))
    assert getattr(theme.paint, key) == left


def test_null_takes_a_tone_away_and_what_has_to_be_there_is_missed(tmp_path):
    base = load_theme("neon-dark").paint
    spare = json.dumps({"tones": {"spare": base.tones["cyan"].model_dump()}})
    pack(tmp_path, "base", f"{OWN}extends: neon-dark\npaint: {spare}\n")
    assert set(load_theme(str(tmp_path / "base")).paint.tones) == {*base.tones, "spare"}
    text = f"{OWN}extends: ../base\npaint: {{tones: {{spare: null}}}}\n"
    assert set(load_theme(pack(tmp_path, "mine", text)).paint.tones) == set(base.tones)
    with pytest.raises(SpecError, match="paint needs the key 'text'") as caught:
        load_theme(pack(tmp_path, "bare", f"{OWN}extends: neon-dark\npaint:\n  text: null\n"))
    assert caught.value.diagnostics[0].position == Position(6, 3)


@pytest.mark.parametrize("key", ["name", "version", "label"])
def test_name_version_and_label_are_never_inherited(tmp_path, key):
    text = "".join(line for line in OWN.splitlines(keepends=True) if not line.startswith(key))
    with pytest.raises(SpecError, match=f"a theme needs the key '{key}'"):
        load_theme(pack(tmp_path, "mine", f"extends: pink-teal\n{text}"))


def test_a_chain_of_paths_starts_at_each_file_s_own_folder(tmp_path):
    pack(tmp_path, "first", f"extends: pink-teal\n{OWN}paint: {{text: '#000001', secondary: '#000002'}}\n")
    (tmp_path / "deep").mkdir()
    second = pack(tmp_path / "deep", "second", f"extends: ../../first\n{OWN}paint: {{text: '#000003'}}\n")
    paint = load_theme(second).paint
    assert (paint.text, paint.secondary) == ("#000003", "#000002")
    assert load_theme("deep/second/theme.yaml", root=tmp_path).paint == paint


def test_a_fault_is_shown_in_the_file_that_holds_it(tmp_path):
    pack(tmp_path, "base", f"extends: pink-teal\n{OWN}paint:\n  text: red\n")
    with pytest.raises(SpecError) as caught:
        load_theme(pack(tmp_path, "mine", f"{OWN}extends: ../base\npaint: {{secondary: blue}}\n"))
    where = {(Path(d.file).parent.name, d.position) for d in caught.value.diagnostics}
    assert where == {("base", Position(6, 3)), ("mine", Position(5, 9))}


def test_a_base_that_does_not_exist_is_shown_at_the_word_that_names_it(tmp_path):
    with pytest.raises(SpecError, match="did you mean 'pink-teal'") as caught:
        load_theme(pack(tmp_path, "mine", f"{OWN}extends: pink-tale\n"))
    (found,) = caught.value.diagnostics
    assert found.position == Position(4, 1)
    assert found.file.endswith("mine/theme.yaml")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("value", ["[a]", "7", "{a: b}", "null", "'Pink'", "'..\\x'", "'a\\0b'"])
def test_a_base_that_is_no_name_and_no_path_is_refused(tmp_path, value):
    with pytest.raises(SpecError) as caught:
        load_theme(pack(tmp_path, "mine", f"{OWN}extends: {value}\n"))
    assert all(d.position == Position(4, 1) for d in caught.value.diagnostics)


def test_a_theme_that_stands_on_itself_is_refused_with_the_way_round(tmp_path):
    pack(tmp_path, "one", f"{OWN}extends: ../two\n")
    pack(tmp_path, "two", f"{OWN}extends: ../one/theme.yaml\n")
    with pytest.raises(SpecError, match="one extends two extends one") as caught:
        load_theme(str(tmp_path / "one"))
    (found,) = caught.value.diagnostics
    assert found.code == "theme-cycle"
    assert found.position == Position(4, 1)


def test_a_tower_of_themes_has_an_end(tmp_path):
    pack(tmp_path, "t0", f"{OWN}extends: pink-teal\n")
    for i in range(1, 12):
        pack(tmp_path, f"t{i}", f"{OWN}extends: ../t{i - 1}\n")
    assert load_theme(str(tmp_path / "t6")).name == "mine"
    with pytest.raises(SpecError, match="more than 8 themes") as caught:
        load_theme(str(tmp_path / "t11"))
    assert caught.value.diagnostics[0].position == Position(4, 1)


def test_a_spec_s_theme_reaches_no_base_outside_of_the_spec_s_folder(tmp_path):
    pack(tmp_path, "outside", f"{OWN}extends: pink-teal\n")
    (tmp_path / "specs").mkdir()
    pack(tmp_path / "specs", "mine", f"{OWN}extends: ../../outside\n")
    assert load_theme(str(tmp_path / "specs" / "mine")).name == "mine"
    with pytest.raises(SpecError, match="outside of the spec's folder") as caught:
        load_theme("./mine", root=tmp_path / "specs")
    assert caught.value.diagnostics[0].position == Position(4, 1)
