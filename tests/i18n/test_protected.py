"""Protected words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauthviz.i18n.protected import altered, foreign_digits, has_words, pieces, protected_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("POST /token over HTTPS", ["POST /token", "HTTPS"]),
        (
            "client_id, scope, redirect_uri, response_type=code",
            ["client_id", "scope", "redirect_uri", "response_type=code"],
        ),
        ("Stores short-lived session and state data", []),
        ("200 OK JSON response or 401 Unauthorized", ["200 OK", "JSON", "401 Unauthorized"]),
        ("token/session data", []),
        ("OAuth 2 and OpenID Connect", ["OAuth", "2", "OpenID"]),
        ("see https://example.org/a.html, then /userinfo.", ["https://example.org/a.html", "/userinfo"]),
        ("code_verifierをPOST /tokenで送る", ["code_verifier", "POST /token"]),
        ("OAuth-Anfrage an die REST-API", ["OAuth", "REST", "API"]),
        ("Restart the apiary", []),
        ("enviar POST\u00a0/token", ["POST /token"]),
    ],
)
def test_protected_words_are_found_whatever_stands_around_them(text: str, words: list[str]) -> None:
    assert list(protected_words(text)) == words


@given(st.text(alphabet="ab _/=+,.:OK1POSTtoken"))
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in pieces(text)) == text


def test_a_text_of_protected_words_alone_needs_no_translation() -> None:
    assert not any(has_words(text) for text in ("POST /token", "code_challenge", "HTTPS", "302", "OAuth 2"))
    assert has_words("Access token")


@given(st.sampled_from(["POST /token", "code_verifier", "HTTPS", "client_id + scope + state", "200 OK", "14"]))
def test_a_translation_that_keeps_the_words_alters_none(words: str) -> None:
    assert altered(f"with {words} now", f"ahora con {words}") == ()
    assert altered(f"with {words} now", f"{words}付き") == ()


def test_an_altered_word_is_named_with_what_stands_in_its_place() -> None:
    (one,) = altered("POST /token over HTTPS", "POST /tokens por HTTPS")
    assert (one.word, one.instead) == ("POST /token", "POST /tokens")
    (one,) = altered("authorization code plus code_verifier", "código de autorización y verificador")
    assert (one.word, one.instead) == ("code_verifier", "")
    (one,) = altered("in 14 exchanges", "en 15 intercambios")
    assert (one.word, one.instead) == ("14", "15")


def test_a_name_may_be_said_once_where_the_english_says_it_twice_but_not_a_digit() -> None:
    assert altered("calls the API; API answers", "llama a la API, que responde") == ()
    assert [one.word for one in altered("2 of 2", "2 de dos")] == ["2"]


def test_digits_of_other_scripts_are_found() -> None:
    assert foreign_digits("١٤ و 14 と \uff13") == ("١", "٤", "\uff13")
    assert foreign_digits("14 ⅓ ②") == ()
