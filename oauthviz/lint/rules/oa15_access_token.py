"""An access token reaches client, gateway, authorization server and resource server only.

Whoever holds a bearer token can use it. A backend that hands it to the page gives up what it was put there for; in a
queue or a log it lies around for everyone who reads those (a warning). The client's or an API's own cache is fine.

Rests on: RFC 6749, section 10.3.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: GET /notes, message: api-request, params: [access_token]}
      - {from: app, to: browser, label: Token for the page, kind: response,  # OA15: Token for the page
         params: [access_token]}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: GET /notes, message: api-request, params: [access_token]}
      - {from: app, to: browser, label: Session cookie, kind: response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.words import with_token

SEVERITY = Severity.ERROR
_ABOUT = re.compile(
    r"\b(?:issu|used|event (?:for|of)|metadata|validat|verif|check|hash|fingerprint|jti\b|id of|expir|count|reject|"
    r"refus|grant|deni|denied|redact|mask|look ?up|revo|usage)",
    re.IGNORECASE,
)


def check(flow: Flow) -> Iterator[Fault]:
    """An access token that a mere browser, a user, a queue, a worker or a store of others gets."""
    for hop in flow.hops:
        if not hop.carries("access_token") or any(party.server for party in hop.senders):
            continue  # what the server sends is the token response's rule
        target = hop.target
        certain = hop.certain("access_token")
        if target.off_path and not certain and _ABOUT.search(hop.text) and not with_token(hop.text):
            continue
        severity = None
        if target.off_path and (not target.store or target.foreign_store):
            severity = Severity.WARNING
        elif not target.only_agent:
            continue
        message = f"an access token reaches '{target.name}'"
        help = "keep it with the client and the APIs; give a browser a session cookie, a log an id of the token"
        yield Fault(hop.at("label", "params"), message, help, certain and hop.ends_sure, severity)
