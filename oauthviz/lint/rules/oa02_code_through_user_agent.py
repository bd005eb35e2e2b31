"""The authorization code returns through the user agent.

The server answers the authorization request with a redirect that the browser follows to the client. That is what ties
the code to the browser in which the user signed in. A code that goes from server to server is another protocol.

Rests on: RFC 6749, section 4.1, step (C).

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: app, label: Authorization code, message: authorization-response}  # OA02: Authorization code

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: browser, label: Authorization code, message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Authorization code, message: authorization-response}
"""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.lint.evidence import VIA_BROWSER
from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.ERROR
PROFILES = CODE


def check(flow: Flow) -> Iterator[Fault]:
    """A response of the server to a client that is no user agent."""
    for hop in flow.steps("authorization-response"):
        if flow.internal(hop) or not any(party.server for party in hop.senders):
            continue
        receivers = [party for party in hop.receivers if not party.transparent]
        if any(party.agent for party in receivers) or not any(party.client for party in receivers):
            continue
        if hop.says(VIA_BROWSER):
            continue
        message = f"the authorization code goes straight from {flow.names(hop.sources)} to {flow.names(receivers)}"
        help = "draw it as two arrows: a redirect from the server to the browser, and from there to the client"
        yield Fault(hop.at("label", "message"), message, help, hop.stated)
