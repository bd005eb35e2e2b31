"""state, PKCE or nonce is present, and a state that is sent comes back.

Without one of them a page of an attacker can make the browser deliver the attacker's code to the client. A state that
is sent and not returned can be compared with nothing. Only responses that list their parameters are looked at.

Rests on: RFC 9700, section 2.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: spa, label: Redirect, message: authorization-response, kind: redirect,  # OA10: Redirect
         params: {code: abc}}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: spa, label: Redirect, message: authorization-response, kind: redirect,
         params: {code: abc, state: s1}}
"""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.lint.evidence import abbreviated, most_telling, requests_of, shows_pkce
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.WARNING
PROFILES = CODE
_TELLING = 2
_ENOUGH = ("state", "nonce", "request_uri", "request")
"""What protects, or what stands for parameters that cannot be seen."""


def check(flow: Flow) -> Iterator[Fault]:
    """A telling request with none of the three; a telling response without the state of its request."""
    for client in flow.clients:
        requests = requests_of(flow, client)
        if requests:
            yield from _unprotected(requests)
    if any(hop.carries("state") for hop in flow.steps("authorization-request", "par-request")):
        yield from _lost(flow)


def _unprotected(requests: list[Hop]) -> Iterator[Fault]:
    hop = most_telling(requests)
    if len(hop.listed) < _TELLING or any(abbreviated(other) for other in requests):
        return
    for other in requests:
        if shows_pkce(other) or any(other.carries(name) for name in _ENOUGH):
            return
    message = "the authorization request has neither state nor PKCE nor nonce"
    yield Fault(hop.at("label", "message"), message, "add state, or better code_challenge", hop.stated)


def _lost(flow: Flow) -> Iterator[Fault]:
    responses = flow.steps("authorization-response")
    if any(hop.carries("state") or hop.carries("error") for hop in responses):
        return
    for hop in responses:
        literal = hop.mentions["code"] if hop.carries("code") else None
        # "code=…" may stand for all that the redirect carries
        named = literal is not None and literal.stated and literal.value not in ("…", "...")
        if literal is not None and named and not abbreviated(hop):
            message = "the request sends state, and the response does not return it"
            yield Fault(hop.at("label", "message"), message, "add state to the response", hop.stated)
            return
