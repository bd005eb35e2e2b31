"""The authorization request travels through the user agent.

The client sends the browser to the authorization endpoint, by a redirect or by opening a browser; it never calls that
endpoint itself. Only then does the user see whom they give their password to, and only then does the server see the
user. A pushed request (`par-request`) goes directly, and does not replace the trip through the browser.

Rests on: RFC 6749, section 4.1, step (A).

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: app, label: Sign in}
      - {from: app, to: as, label: Authorization request,  # OA01: Authorization request
         message: authorization-request, params: [client_id, state, code_challenge]}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: app, label: Sign in}
      - {from: app, to: browser, label: Redirect to the server, message: redirect,
         params: [client_id, state, code_challenge]}
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}
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
    """An authorization request from a client that is no user agent, straight to the server."""
    for hop in flow.steps("authorization-request"):
        if flow.internal(hop) or not any(party.server for party in hop.receivers):
            continue
        senders = [party for party in hop.senders if not party.transparent]
        if any(party.agent for party in senders) or not any(party.client for party in senders) or hop.says(VIA_BROWSER):
            continue
        drawn = any(party.agent for party in flow.parties.values())
        if not drawn and not hop.stated and any(party.public for party in senders):
            continue  # a page of its own, perhaps: nothing is drawn that would tell
        message = f"{flow.names(senders)} sends the authorization request straight to '{hop.target.name}'"
        help = "draw it as two arrows: a redirect from the client to the browser, and from there to the server"
        yield Fault(hop.at("label", "message"), message, help, hop.stated and drawn)
