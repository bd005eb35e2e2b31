"""PKCE is used.

A stolen authorization code is worth nothing to who lacks the verifier. Public clients have nothing else to protect it
with, so for them PKCE is required; for confidential clients it is recommended, and one that speaks OpenID Connect may
rely on `nonce` instead.

Rests on: RFC 9700, section 2.1.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request,  # OA05: Authorization request
         message: authorization-request, params: [response_type, client_id, redirect_uri, state]}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}
      - {from: spa, to: as, label: Token request, message: token-request, params: [code, client_id]}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, redirect_uri, state, code_challenge]}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}
      - {from: spa, to: as, label: Token request, message: token-request,
         params: [code, client_id, code_verifier]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.evidence import PKCE, most_telling, redemptions, requests_of, shows_pkce
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.parties import Party
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.ERROR
PROFILES = CODE
_IMPLICIT = re.compile(r"\bimplicit\b", re.IGNORECASE)
_TELLING = 2
"""A request that lists this many parameters shows what is in it, so what it does not list is not there."""


def check(flow: Flow) -> Iterator[Fault]:
    """A client whose authorization requests show no challenge."""
    for client in flow.clients:
        requests = requests_of(flow, client)
        if requests and _for_a_code(requests) and not _protected(flow, client, requests):
            yield from _fault(client, most_telling(requests))


def _for_a_code(requests: list[Hop]) -> bool:
    if any(hop.says(_IMPLICIT) for hop in requests):
        return False
    types = [hop.value("response_type") for hop in requests if hop.value("response_type")]
    return not types or any("code" in each.split() for each in types)


def _protected(flow: Flow, client: Party, requests: list[Hop]) -> bool:
    if any(shows_pkce(hop) or hop.carries("request_uri") or hop.carries("request") for hop in requests):
        return True
    if any(shows_pkce(hop) for hop in redemptions(flow) if client in hop.senders):
        return True  # a verifier without a challenge is another rule's
    if client.public is not True and any(hop.carries("nonce") for hop in requests):
        return True
    listed = any(len(hop.params) >= _TELLING for hop in requests)
    return not listed and flow.tells(PKCE)


def _fault(client: Party, hop: Hop) -> Iterator[Fault]:
    telling = len(hop.listed) >= _TELLING
    if client.public:
        message = f"the public client '{client.name}' asks for a code without PKCE"
        help = "add code_challenge with S256 to the request, and code_verifier to the token request"
        yield Fault(hop.at("label", "message"), message, help, hop.stated and client.sure)
    elif telling or (hop.stated and client.public is False):
        message = f"'{client.name}' asks for a code without PKCE"
        help = "add code_challenge here and code_verifier to the token request; with OpenID Connect nonce will do"
        yield Fault(hop.at("label", "message"), message, help, severity=Severity.WARNING)
