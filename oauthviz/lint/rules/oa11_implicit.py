"""No implicit grant.

An access token in the authorization response leaks through history, logs and scripts, cannot be bound to its sender and
can be injected. The code flow with PKCE does all that the implicit grant was made for.

Rests on: RFC 9700, section 2.1.2.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,  # OA11: token
         params: {response_type: token, client_id: notes, state: s1}}
      - {from: as, to: spa, label: Back with a fragment, message: authorization-response, kind: redirect}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,
         params: {response_type: code, client_id: notes, code_challenge: S256}}
      - {from: as, to: spa, label: Back with a code, message: authorization-response, kind: redirect}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.WARNING
_IMPLICIT = re.compile(r"\bimplicit (?:grant|flow)\b", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """The first arrow that asks for a token, or else brings one in a redirect."""
    fault = next((found for hop in flow.hops for found in (_asked(hop) or _brought(flow, hop),) if found), None)
    if fault is not None:
        yield fault


def _asked(hop: Hop) -> Fault | None:
    named = "token" in hop.value("response_type").split()
    if not named and not hop.says(_IMPLICIT):
        return None
    path = hop.at_name("response_type") if named else hop.at("label")
    return Fault(path, "the authorization request asks for an access token", "use response_type=code with PKCE", named)


def _brought(flow: Flow, hop: Hop) -> Fault | None:
    if hop.step != "authorization-response" or not hop.carries("access_token"):
        return None
    if hop.carries("code") and not hop.mentions["access_token"].in_fragment:
        return None
    message = "the authorization response brings an access token"
    return Fault(hop.at("label", "message"), message, "return a code, and redeem it at the token endpoint", hop.stated)
