"""A verifier needs a challenge, and the other way round.

A challenge that nobody asks about, or a verifier that was never promised, means that PKCE can be taken out of the
exchange without anyone noticing: the downgrade attack.

Rests on: RFC 9700, section 4.8.2.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}
      - {from: spa, to: as, label: Token request, message: token-request,  # OA09: Token request
         params: [grant_type, code, client_id]}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}
      - {from: spa, to: as, label: Token request, message: token-request,
         params: [grant_type, code, client_id, code_verifier]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.evidence import PKCE, abbreviated, most_telling, redemptions
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.ERROR
PROFILES = CODE
_VERIFIER = re.compile(r"\bverifier|code_verifier|\bPKCE\b", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """One of the two where both messages are drawn."""
    requests = flow.steps("authorization-request", "par-request")
    challenged = [hop for hop in requests if hop.carries("code_challenge")]
    redeemed = redemptions(flow)
    if challenged and redeemed:
        yield from _without_verifier(challenged, redeemed)
    if requests and not challenged:
        yield from _without_challenge(flow, requests, redeemed)


def _without_verifier(challenged: list[Hop], redeemed: list[Hop]) -> Iterator[Fault]:
    if any(hop.says(_VERIFIER) or hop.carries("code_verifier") for hop in redeemed) or any(map(abbreviated, redeemed)):
        return
    # a two-way arrow sums an exchange up, and a bare grant_type does not say what comes with it
    telling = [hop for hop in redeemed if hop.carries("code") and (hop.params or not hop.both)]
    if not telling:
        return
    hop = most_telling(telling)
    sure = hop.stated and bool(hop.params) and any(other.certain("code_challenge") for other in challenged)
    message = "the token request has no code_verifier, though the authorization request has a code_challenge"
    yield Fault(hop.at("label", "message"), message, "add code_verifier to the token request", sure)


def _without_challenge(flow: Flow, requests: list[Hop], redeemed: list[Hop]) -> Iterator[Fault]:
    verified = [hop for hop in redeemed if hop.carries("code_verifier")]
    shown = any(hop.says(PKCE) or hop.carries("request_uri") or hop.carries("request") for hop in requests)
    shown = shown or any(map(abbreviated, requests))
    telling = most_telling(requests)
    kept = any(hop.carries("code_challenge") for hop in flow.hops)
    if not verified or shown or kept or not telling.listed:
        return
    message = "the authorization request has no code_challenge, though the token request has a code_verifier"
    sure = telling.stated and bool(telling.params) and verified[0].certain("code_verifier")
    yield Fault(telling.at("label", "message"), message, "add code_challenge, with S256, to the request", sure)
