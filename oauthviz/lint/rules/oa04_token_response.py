"""The token response is a 200 body to the requester, never a redirect.

Tokens come back on the connection on which they were asked for. In a redirect they would pass through the browser's
address bar, its history and its referrers, and nothing would tie them to who asked.

Rests on: RFC 6749, section 5.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: POST /token, message: token-request,
         params: [code, code_verifier, client_secret]}
      - {from: as, to: browser, label: Redirect with the access token, message: token-response,  # OA04: Redirect with
         kind: redirect}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: POST /token, message: token-request,
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: "200 OK with the access token", message: token-response}
      - {from: app, to: browser, label: Session cookie, kind: response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.evidence import token_requests
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.ERROR
_REDIRECT = re.compile(r"\bredirect|\blocation:|fragment|query string", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """A redirect, or a receiver that did not ask."""
    for hop in flow.steps("token-response"):
        if not any(party.server for party in hop.senders) or flow.internal(hop):
            continue
        redirected = hop.arrow.kind == "redirect" or any(300 <= status < 400 for status in hop.statuses)
        if redirected or hop.says(_REDIRECT):
            message = "the token response is a redirect"
            help = "answer the token request with 200 and a JSON body, to the client"
            yield Fault(hop.at("label", "message"), message, help, hop.stated and redirected)
        elif _astray(flow, hop):
            message = f"the token response goes to '{hop.target.name}', which did not ask for tokens"
            yield Fault(hop.at("to"), message, "send it to whoever sent the token request", hop.stated)


def _astray(flow: Flow, hop: Hop) -> bool:
    receivers = [party for party in hop.receivers if not party.transparent]
    if not receivers or any(not party.known for party in receivers):
        return False
    if all(party.only_agent or party.off_path for party in receivers) and flow.clients:
        return True
    earlier = [other for other in token_requests(flow) if other.order < hop.order]
    asked = {party.id for other in earlier for party in other.senders}
    return bool(asked) and not any(party.id in asked for party in receivers)
