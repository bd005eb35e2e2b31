"""Language tags."""

from __future__ import annotations

import pytest

from oauthviz.core.diagnostics import UsageError
from oauthviz.i18n.tags import canonical, direction_of, fallbacks, spellings


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("pt-BR", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("PT_br.UTF-8", "pt-BR"),
        ("ZH-hans", "zh-Hans"),
        ("sr_RS@latin", "sr-Latn-RS"),
        ("iw", "he"),
        ("X-Pseudo", "x-pseudo"),
    ],
)
def test_tags_are_read_as_bcp_47_and_as_gettext_writes_them(written: str, tag: str) -> None:
    assert canonical(written) == tag
    assert canonical(tag) == tag


@pytest.mark.parametrize("word", ["", "e", "x y", "../es", "es/..", "español", "x-other", "es-"])
def test_what_is_no_tag_is_refused(word: str) -> None:
    with pytest.raises(UsageError) as caught:
        canonical(word)
    assert caught.value.diagnostics[0].code == "bad-language"


def test_a_tag_falls_back_to_its_shorter_ones_and_chinese_to_its_script() -> None:
    assert fallbacks("pt-BR") == ("pt-BR", "pt")
    assert fallbacks("zh-CN") == ("zh-CN", "zh-Hans", "zh")
    assert fallbacks("zh-Hant-HK") == ("zh-Hant-HK", "zh-Hant", "zh")
    assert fallbacks("zh") == ("zh", "zh-Hans")
    assert fallbacks("x-pseudo-rtl") == ("x-pseudo-rtl",)


def test_a_folder_may_be_called_by_either_form() -> None:
    assert spellings("pt-BR") == ("pt-BR", "pt_BR")
    assert "zh_CN" in spellings("zh-Hans")
    assert spellings("es") == ("es",)


def test_direction_follows_the_script_then_the_language() -> None:
    assert [direction_of(tag) for tag in ("ar", "he", "fa-IR", "x-pseudo-rtl", "az-Arab")] == ["rtl"] * 5
    assert [direction_of(tag) for tag in ("en", "ja", "x-pseudo", "ar-Latn")] == ["ltr"] * 4
