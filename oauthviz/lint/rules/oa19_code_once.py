"""A code is redeemed once.

A second redemption is what a thief's looks like: the server refuses it and revokes what it issued for the first. A
redemption that is drawn together with its refusal is fine.

Rests on: RFC 6749, sections 4.1.2 and 10.5.

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
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}
      - {from: app, to: as, label: Token request, message: token-request,
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: Access token, message: token-response}
      - {from: app, to: as, label: One more, message: token-request,  # OA19: One more
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: Access token, message: token-response}

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
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}
      - {from: app, to: as, label: Token request, message: token-request,
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: Access token, message: token-response}
      - {from: app, to: as, label: Renew, message: refresh, params: [refresh_token, client_secret]}
      - {from: as, to: app, label: Access token, message: token-response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.evidence import REFUSED, redemptions
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.ERROR
PROFILES = CODE
_AGAIN = re.compile(
    r"same (?:authori[sz]ation )?code|code (?:again|a second time|once more|twice)|"
    r"reus\w* (?:the |of the )?(?:authori[sz]ation )?code|replay",
    re.IGNORECASE,
)


def check(flow: Flow) -> Iterator[Fault]:
    """More redemptions at the server than codes, in the whole flow or for one client; one that says so itself."""
    issued = [hop for hop in flow.steps("authorization-response") if any(party.server for party in hop.sources)]
    spent: dict[str, int] = {}
    total = 0
    for hop in redemptions(flow):
        if (
            not any(party.server for party in (hop.target, *hop.sources))
            or not hop.carries("code")
            or _refused(flow, hop)
        ):
            continue
        who = " ".join(sorted(party.id for party in hop.senders))
        spent[who] = spent.get(who, 0) + 1
        total += 1
        got = [other for other in issued if other.order < hop.order]
        own = max(1, len([other for other in got if _reaches(flow, other, hop)]))
        if total > max(1, len(got)) or spent[who] > own or (total > 1 and hop.says(_AGAIN)):
            message = "the authorization code is redeemed a second time"
            help = "redeem a code once; for more tokens use the refresh token"
            yield Fault(hop.at("label", "message"), message, help, hop.stated and hop.certain("code"))


def _reaches(flow: Flow, response: Hop, redemption: Hop) -> bool:
    """Whether a code may have come to whoever redeems it: to them, or to a browser that may have handed it on."""
    direct = any(party in redemption.senders for party in response.receivers)
    others = [party for party in response.receivers if party.client and party not in redemption.senders]
    return direct or not others


def _refused(flow: Flow, hop: Hop) -> bool:
    """Whether the next thing that the server tells the sender is a refusal."""
    for other in flow.after(hop):
        if any(party.server for party in other.senders) and any(party in hop.senders for party in other.receivers):
            return bool(REFUSED.search(other.text))
    return False
