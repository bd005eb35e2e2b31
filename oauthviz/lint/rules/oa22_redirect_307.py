"""No 307 after credentials.

A 307 makes the browser send the body of its request again, to the redirect's target: the form with the user's password
goes to the client. 302 and 303 turn it into a GET.

Rests on: RFC 9700, section 4.12.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Username and password, message: login}
      - {from: as, to: browser, label: "307 with code and state", message: authorization-response,  # OA22: "307 with
         kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Username and password, message: login}
      - {from: as, to: browser, label: "303 with code and state", message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}
"""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.ERROR
PROFILES = CODE
_REPEATING = (307, 308)


def check(flow: Flow) -> Iterator[Fault]:
    """A status that repeats the request's body, from the server to the browser."""
    for hop in flow.hops:
        repeating = [status for status in hop.statuses if status in _REPEATING]
        from_server = any(party.server for party in hop.senders)
        if repeating and from_server and any(party.agent for party in hop.receivers):
            signed_in = any(other.step == "login" or other.carries("password") for other in flow.before(hop))
            message = f"a {repeating[0]} after the login makes the browser send the credentials on"
            sure = hop.ends_sure and (signed_in or hop.stated)
            yield Fault(hop.at("label", "protocol", "params"), message, "redirect with 303 or 302", sure)
