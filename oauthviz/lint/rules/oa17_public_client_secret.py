"""A public client has no secret.

What runs in a browser or on a phone can be read by who owns the device, so a secret in it is none. Public clients
identify themselves by `client_id` and prove possession of the code by PKCE; the client credentials grant is not theirs.

Rests on: RFC 6749, section 2.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Token request, message: token-request,  # OA17: Token request
         params: [code, code_verifier, client_secret]}
      - {from: as, to: spa, label: Access token, message: token-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Token request, message: token-request,
         params: [code, code_verifier, client_id]}
      - {from: as, to: spa, label: Access token, message: token-response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.parties import Party

SEVERITY = Severity.ERROR
_HELP = "leave the secret out and use PKCE, or give the secret to a backend that is a client of its own"
_SECRET = re.compile(r"client[ _-]secret|\bbasic auth|http basic|authorization: basic|its secret\b", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """A secret, or the grant of those who have one, on an arrow from a public client; a secret in its role."""
    for hop in flow.hops:
        public = [party for party in hop.sources if party.client and party.public]
        to_server = any(party.server for party in hop.receivers)
        if public and to_server and _uses_secret(hop):
            sure = hop.stated and hop.certain(_named(hop)) and all(party.sure for party in public)
            yield Fault(hop.at("label", "message"), _message(flow, public), _HELP, sure)
    for party in flow.clients:
        role = flow.spec.boxes[party.index].role or ""
        if party.public and _SECRET.search(role) and not re.search(r"\b(?:no|without|never)\b", role, re.IGNORECASE):
            yield Fault(("boxes", party.index, "role"), _message(flow, [party]), _HELP, sure=False)


def _uses_secret(hop: Hop) -> bool:
    return hop.carries("client_secret") or hop.says(_SECRET) or hop.value("grant_type") == "client_credentials"


def _named(hop: Hop) -> str:
    return "client_secret" if hop.carries("client_secret") else "grant_type"


def _message(flow: Flow, public: list[Party]) -> str:
    return f"the public client {flow.names(public)} uses a secret"
