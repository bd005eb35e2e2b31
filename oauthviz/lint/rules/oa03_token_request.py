"""The token request goes from the client to the token endpoint, by POST.

Whoever redeems a code has to be the client it was issued to, and only the token endpoint redeems it. A GET would put
code and secret into URLs, which servers log.

Rests on: RFC 6749, section 3.2.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: Get tokens, message: token-request, method: GET,  # OA03: GET
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: Access token, message: token-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: Get tokens, message: token-request, method: POST,
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: Access token, message: token-response}
"""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.lint.evidence import token_requests
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.ERROR


def check(flow: Flow) -> Iterator[Fault]:
    """Another method, another sender, another receiver."""
    for hop in token_requests(flow):
        if hop.method not in (None, "POST"):
            message = f"the token request is a {hop.method}"
            sure = hop.stated and hop.arrow.method is not None
            yield Fault(hop.at("method", "label"), message, "make it a POST", sure)
        yield from _sender(flow, hop)
        yield from _receiver(hop)


def _sender(flow: Flow, hop: Hop) -> Iterator[Fault]:
    senders = [party for party in hop.senders if not party.transparent]
    browser = bool(senders) and all(party.only_agent for party in senders) and bool(flow.clients)
    resource = bool(senders) and all(party.resource and not party.client for party in senders) and hop.carries("code")
    if browser or resource:
        message = f"{flow.names(senders)} sends the token request, and is not the client"
        yield Fault(hop.at("label", "message"), message, "let the client send it", hop.stated)


def _receiver(hop: Hop) -> Iterator[Fault]:
    others = [party for party in hop.receivers if not party.transparent]
    elsewhere = [party for party in others if party.client or party.resource or party.only_agent or party.off_path]
    if others and others == elsewhere and not any(party.server for party in others):
        message = f"the token request goes to '{hop.target.name}', which has no token endpoint"
        yield Fault(hop.at("to"), message, "send it to the authorization server", hop.stated)
