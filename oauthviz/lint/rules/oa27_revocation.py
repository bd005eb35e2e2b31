"""Revocation goes from client to authorization server, and an unknown token still answers 200.

The client that was issued a token gives it back, by POST. For a token that is unknown, expired or revoked already the
answer is 200 too: the client got what it wanted, and an error would tell who guesses tokens which ones exist.

Rests on: RFC 7009, sections 2.1 and 2.2.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: Revoke the token, message: revocation, method: POST,
         params: [token, client_secret]}
      - {from: as, to: app, label: "404 unknown token", message: revocation, kind: response}  # OA27: "404

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: Revoke the token, message: revocation, method: POST,
         params: [token, client_secret]}
      - {from: as, to: app, label: "200, for an unknown token too", message: revocation, kind: response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.ERROR
_UNKNOWN = re.compile(r"unknown|invalid(?!_client)|not[ _]found|expired|already|no such", re.IGNORECASE)
_ALLOWED = (401, 503)


def check(flow: Flow) -> Iterator[Fault]:
    """Another method, another sender, another receiver; an error for a token that is not there."""
    for hop in flow.steps("revocation"):
        if hop.method not in (None, "POST"):
            sure = hop.stated and hop.arrow.method is not None
            yield Fault(hop.at("method", "label"), f"revocation is a {hop.method}", "make it a POST", sure)
        yield from _ends(flow, hop)
    for hop in flow.steps("revocation-response"):
        refused = [status for status in hop.statuses if 400 <= status < 600 and status not in _ALLOWED]
        gone = refused == [404] or _UNKNOWN.search(hop.text) or "error" in hop.listed
        if refused and gone and "unsupported" not in hop.text:
            message = f"revoking an unknown token answers {refused[0]}"
            yield Fault(hop.at("label", "params"), message, "answer 200", hop.stated)


def _ends(flow: Flow, hop: Hop) -> Iterator[Fault]:
    senders = [party for party in hop.senders if not party.transparent]
    strangers = [party for party in senders if party.known and not party.client and not party.server]
    users = all(party.agent for party in strangers)  # who may take a grant back on a page of the server
    if senders and strangers == senders and (hop.stated or not users):
        message = f"{flow.names(strangers)} revokes the token, and is not the client"
        yield Fault(hop.at("label", "message"), message, "let the client revoke what it was issued", hop.stated)
    receivers = [party for party in hop.receivers if not party.transparent]
    if receivers and all(party.known and not party.server for party in receivers):
        message = f"revocation goes to '{hop.target.name}', which is no authorization server"
        yield Fault(hop.at("to"), message, "send it to the authorization server", hop.stated)
