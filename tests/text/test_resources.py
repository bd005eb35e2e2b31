"""Shipped folders and installed font packages."""

from __future__ import annotations

import subprocess
import sys

import pytest

from oauthviz.core.diagnostics import OauthvizError
from oauthviz.resources import data_folder, font_file, package_version


def test_icons_are_found_in_the_checkout_or_the_wheel() -> None:
    assert (data_folder("icons") / "key.svg").is_file()


def test_a_folder_that_is_not_there_is_named_with_a_way_out() -> None:
    with pytest.raises(OauthvizError) as raised:
        data_folder("sounds")
    assert raised.value.diagnostics[0].code == "missing-data"
    assert "sounds" in str(raised.value)
    assert "pip install" in str(raised.value)


def test_a_font_file_is_found_without_importing_its_package() -> None:
    code = (
        "import sys; from oauthviz.resources import font_file; "
        "print(font_file('fontpkg_inter', 'Inter[opsz,wght].ttf').is_file(), "
        "any(name.startswith('fontpkg') for name in sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["True", "False"]


@pytest.mark.parametrize(("module", "name"), [("fontpkg_nowhere", "Nowhere.ttf"), ("fontpkg_inter", "Outer.ttf")])
def test_a_missing_font_names_the_package_to_install(module: str, name: str) -> None:
    with pytest.raises(OauthvizError) as raised:
        font_file(module, name)
    assert raised.value.diagnostics[0].code == "missing-font"
    assert module.replace("_", "-") in str(raised.value)


def test_a_package_version_is_the_installed_one_and_zero_where_there_is_none() -> None:
    assert package_version("fontpkg_inter")[0].isdigit()
    assert package_version("fontpkg_nowhere") == "0"
