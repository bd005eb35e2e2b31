"""What a label is taken to say."""

from __future__ import annotations

import pytest

from oauthviz.lint.words import canonical, read


def names(text: str) -> set[str]:
    return {mention.name for mention in read(text)}


@pytest.mark.parametrize(
    "text",
    ["authorization code", "the code", "GET /callback?code=abc", "Exchange code for tokens", "authorization_code + x"],
)
def test_a_code_is_seen_in_many_words(text: str) -> None:
    assert "code" in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "response_type=code", "status code 200", "user code and device code", "authorization code flow", "QR code",
        "code challenge", "grant_type=authorization_code", "error code", "decode the token", "source code",
        "pre-authorized code", "time-based one-time pass code",
    ],
)  # fmt: skip
def test_other_codes_are_no_authorization_code(text: str) -> None:
    assert "code" not in names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("no client secret", "client_secret"),
        ("POST /token without code_verifier", "code_verifier"),
        ("never a refresh token", "refresh_token"),
        ("refresh token stays on the server", "refresh_token"),
        ("passwordless login", "password"),
        ("check verifier against code_challenge", "code_challenge"),
    ],
)
def test_what_is_denied_or_merely_talked_about_is_not_carried(text: str, name: str) -> None:
    assert name not in names(text)


@pytest.mark.parametrize("text", ["t(code_verifier)", "SHA256(code_verifier)", "hash of the verifier"])
def test_a_transformed_verifier_is_the_challenge(text: str) -> None:
    assert names(text) == {"code_challenge"}


def test_values_come_from_queries_and_are_decoded() -> None:
    found = {mention.name: mention for mention in read("GET /a?scope=openid%20mail&access_token=x#state=1")}
    assert found["scope"].value == "openid mail"
    assert found["access_token"].in_query
    assert found["state"].in_fragment
    assert not found["state"].in_query


def test_several_response_types_are_one_value() -> None:
    (found,) = (mention for mention in read("response_type=code id_token, nonce") if mention.name == "response_type")
    assert found.value == "code id_token"


@pytest.mark.parametrize("name", ["code-verifier", "Code Verifier", "verifier", "code_verifier"])
def test_a_parameters_spellings_are_one(name: str) -> None:
    assert canonical(name) == "code_verifier"
