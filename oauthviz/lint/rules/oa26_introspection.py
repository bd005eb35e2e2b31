"""Introspection goes from resource server to authorization server, by POST, authenticated.

It tells what a token is worth, so not everyone may ask: the API that received the token does, or the gateway before
it, with credentials of its own. A client has no business looking into its tokens.

Rests on: RFC 7662, section 2.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: api, to: as, label: "Is this token valid?", message: introspection, method: GET,  # OA26: GET
         params: [token]}
      - {from: as, to: api, label: Yes, message: introspection, kind: response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: api, to: as, label: "Is this token valid?", message: introspection, method: POST,
         params: [token, client_secret]}
      - {from: as, to: api, label: Yes, message: introspection, kind: response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.ERROR
_OPEN = re.compile(r"unauthenticated|\banonymous|\b(?:no|without) (?:client )?(?:auth|credential)", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """Another method, another sender, another receiver, or nothing that proves who asks."""
    for hop in flow.steps("introspection"):
        if hop.method not in (None, "POST"):
            sure = hop.stated and hop.arrow.method is not None
            yield Fault(hop.at("method", "label"), f"introspection is a {hop.method}", "make it a POST", sure)
        if _OPEN.search(hop.text):
            message = "introspection is not authenticated"
            yield Fault(hop.at("label"), message, "let the resource server authenticate", sure=False)
        yield from _ends(flow, hop)


def _ends(flow: Flow, hop: Hop) -> Iterator[Fault]:
    receivers = [party for party in hop.receivers if not party.transparent]
    asks = [party for party in hop.senders if party.resource or party.gateway or not party.known or party.server]
    if not asks and not hop.both and any(party.client or party.agent for party in hop.senders):
        message = f"{flow.names(hop.sources)} introspects a token, and is no resource server"
        yield Fault(hop.at("label", "message"), message, "let the resource server or the gateway ask", hop.stated)
    if receivers and not any(party.server or not party.known or party.store for party in receivers) and not hop.both:
        message = f"introspection asks '{hop.target.name}', which is no authorization server"
        yield Fault(hop.at("to"), message, "ask the authorization server", hop.stated)
