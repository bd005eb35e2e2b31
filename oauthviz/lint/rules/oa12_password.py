"""No password grant; the password goes to the authorization server only.

A client that sees the password can do everything that the user can, for ever, and the user learns to type it anywhere.
It belongs into a page of the authorization server, in the user's browser.

Rests on: RFC 9700, section 2.4.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: Sign in, message: token-request,  # OA12: password
         params: {grant_type: password, username: ann, client_secret: s1}}
      - {from: as, to: app, label: Access token, message: token-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Username and password, message: login}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.ERROR
_GRANT = re.compile(r"\bpassword (?:credentials )?(?:grant|flow)|resource owner password|\bROPC\b", re.IGNORECASE)
_USERS = re.compile(r"pass ?word|passphrase|user(?:'s)? (?:name|credentials)|username|login credentials", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """The grant itself, a password that a client or an API gets, a password that a client passes on."""
    for hop in flow.hops:
        if hop.value("grant_type") == "password":
            help = "let the user sign in at the authorization server, and redeem a code"
            yield Fault(hop.at_name("grant_type"), "this is the password grant", help)
        elif hop.says(_GRANT):
            help = "let the user sign in at the authorization server, and redeem a code"
            yield Fault(hop.at("label", "callout", "protocol"), "this is the password grant", help, sure=False)
        elif hop.carries("password") and not flow.internal(hop):
            yield from _astray(flow, hop)


def _astray(flow: Flow, hop: Hop) -> Iterator[Fault]:
    sure = hop.certain("password") and hop.ends_sure
    receivers = [party for party in hop.receivers if not party.transparent]
    senders = [party for party in hop.senders if not party.transparent]
    if any(party.server for party in receivers):
        relayed = bool(senders) and all(party.client and not party.agent for party in senders)
        if relayed and hop.says(_USERS):
            message = f"{flow.names(senders)} passes the user's password on"
            help = "send the browser to the authorization server, and let the user type it there"
            yield Fault(hop.at("label", "message"), message, help, sure)
        return
    from_user = any(party.agent for party in senders) or any(party.client for party in senders)
    getters = [party for party in receivers if (party.client and not party.agent) or party.resource]
    if from_user and getters:
        message = f"the user's password goes to {flow.names(getters)}"
        help = "send the browser to the authorization server, and let the user type it there"
        yield Fault(hop.at("label", "message"), message, help, sure)
