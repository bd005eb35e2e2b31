"""Pseudo-languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauthviz.i18n.protected import protected_words
from oauthviz.i18n.pseudo import pseudo
from oauthviz.text.typesetter import Typesetter
from oauthviz.theme.loading import list_themes, load_theme
from oauthviz.theme.metrics import Faces

WORDS = st.sampled_from(
    ["access", "token", "over", "the", "server", "client_id", "POST /token", "HTTPS", "14", "rhythm"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


@given(TEXTS, st.sampled_from(["x-pseudo", "x-pseudo-rtl"]))
def test_protected_words_stay_in_their_order(text: str, tag: str) -> None:
    assert protected_words(pseudo(text, tag)) == protected_words(text)


@pytest.mark.parametrize("tag", ["x-pseudo", "x-pseudo-rtl"])
def test_texts_get_about_a_third_longer(tag: str) -> None:
    text = "Authenticates the user and issues an authorization code"
    assert len(pseudo(text, tag)) == round(1.35 * len(text))


def test_every_word_shows_that_it_went_through() -> None:
    assert pseudo("User Browser", "x-pseudo") == "Úúšééŕ Bŕóówšééŕ"
    assert all(not char.isascii() for char in pseudo("Browser", "x-pseudo-rtl"))


@pytest.mark.parametrize("theme", list_themes())
def test_the_faces_of_every_shipped_theme_have_its_letters(theme: str) -> None:
    letters = pseudo("abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ", "x-pseudo")
    metrics = load_theme(theme).metrics
    for role in Faces.model_fields:
        style = metrics.style(role, 12)
        used = {run.font.family for run in Typesetter(lang="x-pseudo").shape(letters, style).runs}
        assert used == {style.face.family}


def test_a_text_without_vowels_keeps_its_length() -> None:
    assert len(pseudo("DB", "x-pseudo")) == 2
