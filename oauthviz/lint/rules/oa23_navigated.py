"""The authorization endpoint is navigated to, not fetched.

The user has to see the server's own page, in the browser's own window. A script that fetches the endpoint needs CORS
there, which the server must not offer, and cannot show a login page.

Rests on: RFC 9700, section 2.6.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: XHR to the authorization endpoint, message: authorization-request,  # OA23: XHR
         params: [client_id, state, code_challenge]}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Navigate to the authorization endpoint, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.WARNING
PROFILES = CODE
_WORD = re.compile(r"\bfetch(?:es|ed|ing)?\b", re.IGNORECASE)
"""Of a page's own code; a browser that fetches a page navigates to it."""
_FETCHED = re.compile(
    r"\bfetch(?:\(| api)|\bXHR\b|XMLHttpRequest|\bajax\b|\baxios\b|\bCORS\b|\bpreflight", re.IGNORECASE
)


def check(flow: Flow) -> Iterator[Fault]:
    """A request to the server by script."""
    for hop in flow.steps("authorization-request"):
        to_server = any(party.server for party in hop.receivers)
        named = any(
            name.lower() in ("fetch", "xhr", "cors") for pair in hop.arrow.params.items() for name in pair if name
        )
        by_script = hop.says(_FETCHED) or (hop.says(_WORD) and any(party.client for party in hop.senders))
        if to_server and (by_script or named or hop.method == "OPTIONS"):
            message = "the authorization endpoint is fetched by a script"
            yield Fault(hop.at("label", "method"), message, "navigate the browser to it: a redirect, or a new window")
