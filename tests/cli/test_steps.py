"""`--step`: pictures up to a step of their flow, in every command that draws specs or reads pictures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SMALL, Ran

Run = Callable[..., Ran]


@pytest.fixture
def walked(oauthviz: Run, small: Path) -> Path:
    """The folder of the SVG and the PNG up to step 2."""
    call = ("render", small, "--step", "2", "--theme", "neon-dark", "--lang", "x-pseudo", "--scale", "0.5")
    assert oauthviz(*call).code == 0
    return small.parent / "out"


def test_the_step_is_in_the_files_name_before_the_language(walked: Path) -> None:
    stem = "small.neon-dark.step-2.x-pseudo"
    assert sorted(path.name for path in walked.iterdir()) == [f"{stem}.png", f"{stem}.svg"]


def test_a_picture_up_to_a_step_is_verified_by_the_step_in_its_stamp(oauthviz: Run, walked: Path, small: Path) -> None:
    files = sorted(str(path) for path in walked.iterdir())
    assert oauthviz("verify", *files).code == 0
    text = SMALL.replace("{from: app, to: authz,", "{step: 1, from: app, to: authz,")
    small.write_text(text, encoding="utf-8")
    ran = oauthviz("verify", *files, "--format", "json")
    assert ran.code == 1
    for report in json.loads(ran.out):
        wrong = {part["part"]: part["why"] for part in report["parts"] if not part["fits"]}
        assert wrong == {"spec": "the spec says something else now", "step": "there is no step 2 now"}


def test_steps_in_any_script_are_in_both_stamps(oauthviz: Run, small: Path) -> None:
    small.write_text(SMALL.replace("label: Access token", "label: Access token, step: ж"), encoding="utf-8")
    assert oauthviz("render", small, "--step", "ж", "--scale", "0.5").code == 0
    assert oauthviz("verify", "out/small.step-ж.svg", "out/small.step-ж.png").code == 0


def test_a_step_that_is_not_there_is_a_wrong_call(oauthviz: Run, small: Path) -> None:
    for command in ("render", "check"):
        ran = oauthviz(command, small, "--step", "4")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "--step: unknown-step: there is no step '4' in 'small'\n    there is: 1, 2, 3\n"
    assert not Path("out").exists()


def test_check_measures_the_part_that_is_drawn(oauthviz: Run, small: Path) -> None:
    oauthviz("render", small, "--step", "2", "-o", "two.svg")
    ran = oauthviz("check", small, "two.svg", "--step", "2", "--format", "json")
    assert ran.code == 0
    of_spec, of_svg = json.loads(ran.out)
    assert of_spec["figures"]["arrows"] == 2 and of_spec["figures"] == of_svg["figures"]


def test_diff_tells_what_a_step_adds(oauthviz: Run, small: Path) -> None:
    oauthviz("render", small, "--step", "2", "-o", "two.svg")
    assert oauthviz("diff", "two.svg", small, "--step", "2").code == 0
    ran = oauthviz("diff", "two.svg", small)
    assert ran.code == 1
    assert ran.out.splitlines()[1:] == ['  added: arrow a3 "Access token" is new']


def test_each_step_is_kept_and_traced_as_a_picture_of_its_own(oauthviz: Run, small: Path) -> None:
    call = ("render", small, "--format", "svg", "--cache-dir", "kept", "--depfile", "all.d", "--step")
    assert [("from the cache" in oauthviz(*call, step).out) for step in ("1", "2", "2", "1")] == [0, 0, 1, 1]
    assert Path("all.d").read_text(encoding="utf-8").startswith("out/small.step-1.svg: small.yaml")
    one, two = (Path(f"out/small.step-{step}.svg").read_text(encoding="utf-8") for step in "12")
    assert one != two
