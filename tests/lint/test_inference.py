"""Which message an arrow is taken for, and how much weight that has."""

from __future__ import annotations

import json

import pytest

from oauthviz.lint.flow import flow_of
from oauthviz.lint.model import Severity
from oauthviz.lint.registry import all_rules
from oauthviz.spec.reading import read_spec
from tests.lint.support import HEAD, found_in, found_on


def steps(*arrows: str) -> list[str | None]:
    text = HEAD + "".join(f"  - {{{arrow}}}\n" for arrow in arrows)
    return [hop.step for hop in flow_of(read_spec(text)).hops]


@pytest.mark.parametrize(
    ("arrow", "step"),
    [
        ('from: app, to: browser, label: "302 to /authorize?response_type=code&…"', "authorization-request"),
        ("from: app, to: browser, label: Redirect to the login page of the provider", "authorization-request"),
        ("from: browser, to: as, label: GET /authorize", "authorization-request"),
        ("from: browser, to: as, label: Username and password", "login"),
        ("from: browser, to: as, label: Approve the scopes", "consent"),
        ("from: as, to: browser, label: 302 with code and state", "authorization-response"),
        ('from: browser, to: app, label: "GET /callback?code=…"', "authorization-response"),
        ("from: app, to: as, label: Exchange code + verifier for tokens", "token-request"),
        ('from: app, to: as, label: "POST /oauth/token grant_type=authorization_code"', "token-request"),
        ("from: app, to: as, label: POST /token with grant_type=refresh_token", "refresh"),
        ("from: app, to: as, label: Refresh token", "refresh"),
        ("from: as, to: app, label: Access token", "token-response"),
        ("from: app, to: as, label: POST /par", "par-request"),
        ("from: app, to: as, label: POST /device_authorization", "device-request"),
        ("from: app, to: as, label: POST /revoke", "revocation"),
        ("from: app, to: as, label: GET /userinfo", "userinfo"),
        ("from: app, to: as, label: 'POST /token, subject_token'", "token-exchange"),
        ("from: api, to: as, label: POST /introspect", "introspection"),
        ("from: api, to: as, label: GET /.well-known/jwks.json", "jwks"),
        ("from: app, to: as, label: GET /.well-known/openid-configuration", "discovery"),
        ("from: app, to: api, label: GET /notes with a bearer token", "api-request"),
        ("from: api, to: app, label: Notes, kind: response", "api-response"),
        ("from: browser, to: app, label: Open the page", None),
        ("from: app, to: cache, label: Access token, kind: storage", None),
        ("from: api, to: as, label: token introspection or JWKS fetch", None),
        ("from: browser, to: as, label: Authorize the device with its user code", "consent"),
        ("from: spa, to: spa, label: Make code_verifier and code_challenge", None),
        ("from: as, to: browser, label: Redirect to the upstream provider with PKCE, kind: redirect", None),
        ("from: api, to: app, label: Webhook about an invoice", None),
    ],
)
def test_an_arrow_is_taken_for_the_message_that_its_label_and_ends_suggest(arrow: str, step: str | None) -> None:
    assert steps(arrow) == [step]


def test_a_response_is_that_of_the_request_before_it() -> None:
    assert steps(
        "from: api, to: as, label: POST /introspect",
        "from: as, to: api, label: active",
        "from: app, to: as, label: POST /par",
        "from: as, to: app, label: 201 Created",
    ) == ["introspection", "introspection-response", "par-request", "par-request-response"]


def test_what_a_network_passes_on_counts_as_sent_by_whom_it_came_from() -> None:
    assert not found_on(
        "from: browser, to: edge, label: GET /authorize with state and code_challenge",
        "from: edge, to: as, label: Authorization request",
        "from: as, to: edge, label: 302 with code and state, kind: redirect",
        "from: edge, to: browser, label: 302 with code and state, kind: redirect",
    )


def test_a_network_does_not_hide_who_sent_the_request() -> None:
    assert (
        found_on(
            "from: app, to: edge, label: GET /authorize with state and code_challenge, message: authorization-request",
            "from: edge, to: as, label: Authorization request, message: authorization-request",
        )
        == [("OA01", "error")] * 2
    )


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.id)
def test_what_rests_on_inference_alone_is_a_warning_at_most(rule) -> None:  # type: ignore[no-untyped-def]
    """Without `message`, `method` and `params` only literal protocol syntax and missing parts can be errors."""
    spec = read_spec(rule.bad).spec
    bare = spec.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for arrow in bare["arrows"]:
        for key in ("message", "method", "params"):
            arrow.pop(key, None)
    literal = {"OA12", "OA13", "OA16", "OA21", "OA22", "ST01"}
    for found in found_in(json.dumps(bare)):
        assert found.severity <= Severity.WARNING or found.rule in literal


def test_the_same_mistake_is_an_error_where_it_is_stated_and_a_warning_where_it_is_inferred() -> None:
    stated = "from: app, to: as, label: Authorization request, message: authorization-request"
    assert found_on(stated) == [("OA01", "error"), ("OA05", "warning")]
    assert found_on("from: app, to: as, label: Authorization request") == [("OA01", "warning")]


def test_a_number_that_is_no_status_is_none() -> None:
    arrow = "from: as, to: app, label: '{{ access_token, expires_in: {} }}'"
    assert not found_on("from: app, to: as, label: POST /token", arrow.format(300))


@pytest.mark.parametrize(
    "label", ["302 Found with access token", "HTTP 303 with access token", "answers 302, access token"]
)
def test_a_status_is_read_in_many_places(label: str) -> None:
    arrows = ("from: app, to: as, label: POST /token", f"from: as, to: app, label: '{label}'")
    assert found_on(*arrows) == [("OA04", "warning")]


def test_a_trade_that_has_authorization_requests_of_its_own_is_left_alone() -> None:
    text = """\
title: Card payment
caption: Simplified
boxes:
  - {id: shop, name: Shop, role: Sells, kind: client}
  - {id: bank, name: Issuing Bank, role: Approves, kind: authorization-server}
arrows:
  - {from: shop, to: bank, label: Authorization request}
  - {from: bank, to: shop, label: Approved}
"""
    assert found_in(text) == ()


def test_a_box_without_a_kind_is_known_by_its_name_but_never_for_sure() -> None:
    text = """\
title: A flow
caption: An illustration
boxes:
  - {id: a, name: Web App, role: r, icon: box}
  - {id: s, name: Authorization Server, role: r, icon: box}
arrows:
  - {from: a, to: s, label: Ask, message: authorization-request, params: [client_id, state, code_challenge]}
"""
    assert [(f.rule, f.severity) for f in found_in(text)] == [("OA01", Severity.WARNING)]


def test_a_plain_service_may_be_anything() -> None:
    text = HEAD.replace("kind: resource-server", "kind: service")
    arrows = "  - {from: app, to: api, label: Access token and refresh token}\n"
    assert not [f for f in found_in(text + arrows) if f.rule.startswith("OA")]


def test_traffic_inside_an_authorization_server_breaks_no_rule() -> None:
    text = HEAD + (
        "  - {from: as, to: consent, label: Username and password}\n"
        "  - {from: consent, to: store, label: Refresh token and code_challenge, kind: storage}\n"
    )
    boxes = (
        "  - {id: consent, name: Consent, role: Asks, kind: consent}\n"
        "  - {id: store, name: Grant Store, role: Keeps grants, kind: datastore}\narrows:\n"
    )
    assert not [f for f in found_in(text.replace("arrows:\n", boxes)) if f.rule.startswith("OA")]
