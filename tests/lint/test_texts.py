"""Spelling, claims, marks, and what every picture has to have."""

from __future__ import annotations

import pytest

from oauthviz.lint.engine import LintOptions
from tests.lint.support import found_in

SPEC = """\
title: {title}
{more}boxes:
  - {{id: a, name: A, role: Does a, kind: service}}
  - {{id: b, name: B, role: Does b, kind: service}}
arrows:
  - {{from: a, to: b, label: From a to b}}
"""


def found(title: str, more: str = "", **options: object) -> list[str]:
    text = SPEC.format(title=f'"{title}"', more=more)
    return [f.rule for f in found_in(text, LintOptions(**options))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Oauth in short", "OAuth2 in short", "OAUTH", "a Jwt", "over Https", "with pkce", "OpenId connect", "rest API",
        "Graphql", "the Jwks", "an id token", "OAuth2サーバー", "Serveur Oauth", "tcp", "mit oauth 2",
    ],
)  # fmt: skip
def test_a_protocol_name_in_another_spelling_is_noted(text: str) -> None:
    assert found(text) == ["TX01"]


@pytest.mark.parametrize(
    "text",
    [
        "OAuth", "OAuth 2", "OAuth 2.0 and OAuth 2.1", "OpenID Connect", "POST /oauth2/token", "id_token",
        "private_key_jwt", "`jwt`", "https://a.example/oauth", "JWTs and ID tokens", "the rest of it",
        "scope=openid", "HTTPS, JSON, mTLS", "application/json", "OAuth 2-Fluss", "ID-Token", "REST API", "JWKS",
],
)  # fmt: skip
def test_canonical_names_and_code_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "A secure flow",
        "Audited",
        "a certified server",
        "Guaranteed safe",
        "fully compliant",
        "Our reference architecture",
    ],
)
def test_a_claim_is_an_overclaim(text: str) -> None:
    assert found(text) == ["TX02"]


@pytest.mark.parametrize(
    "text",
    [
        "Secure cookie", "HttpOnly; Secure; SameSite=Lax", "over a secure channel",
        "not an audited reference architecture", "Security team", "an insecure app", "neither audited nor certified",
        "Illustrative, not a reference architecture",
    ],
)  # fmt: skip
def test_terms_of_the_protocol_and_denials_are_no_overclaim(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["Login with Okta", "AWS Lambda", "okta tenant", "Auth0", "On Google Cloud", "Azure AD"]
)
def test_a_vendors_mark_is_seen(text: str) -> None:
    assert found(text) == ["TX03"]


@pytest.mark.parametrize("text", ["an azure sky", "laws and saws", "ping the server", "Identity provider"])
def test_words_that_only_look_like_a_mark_are_fine(text: str) -> None:
    assert found(text) == []


def test_a_project_allows_marks() -> None:
    assert found("On AWS", allowed_marks=("aws",)) == []
    assert found("On AWS", allowed_marks=("Azure",)) == ["TX03"]


def test_a_mark_in_an_icons_name_is_seen() -> None:
    text = SPEC.format(title="T", more="").replace("role: Does a", "role: Does a, icon: aws-cloud")
    assert [f.rule for f in found_in(text)] == ["TX03"]


def test_a_box_without_role_and_kind_lacks_role_and_icon() -> None:
    text = SPEC.format(title="T", more="").replace(", role: Does a, kind: service", "")
    assert [(f.rule, f.message) for f in found_in(text)] == [("ST01", "'A' has no icon"), ("ST01", "'A' has no role")]


def test_numbers_in_a_legend_are_those_of_their_items() -> None:
    assert found("T", "legend: ['1. First', '2. Second']\n") == []
    assert found("T", "legend: ['1. First', '3. Second']\n") == ["ST01"]


def test_a_legend_names_steps_that_exist() -> None:
    assert found("T", "legend: ['From a to b (step 1)']\n") == []
    assert found("T", "legend: ['From a to b (steps 1-2)']\n") == ["ST02"]


@pytest.mark.parametrize(
    "caption", ["Illustrative flow", "Simplified", "Not a reference", "Ilustración", "Vereinfacht"]
)
def test_a_caption_says_that_it_is_illustrative(caption: str) -> None:
    text = SPEC.format(title="T", more=f"caption: {caption}\n").replace("service", "authorization-server", 1)
    assert found_in(text) == ()


def test_a_caption_that_says_something_else_is_not_enough() -> None:
    text = SPEC.format(title="T", more="caption: Drawn in spring\n").replace("service", "authorization-server", 1)
    assert [(f.rule, f.position.line) for f in found_in(text)] == [("ST03", 2)]
