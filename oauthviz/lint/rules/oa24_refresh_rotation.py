"""Refresh at a public client rotates or is sender-constrained.

A public client cannot prove that a refresh token is its own. Either each one works once, and its second use gives the
theft away, or it is bound to a key (DPoP, mutual TLS).

Rests on: RFC 9700, section 4.14.2.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Renew, message: refresh, params: [refresh_token, client_id]}  # OA24: Renew
      - {from: as, to: spa, label: Access token, message: token-response, params: [access_token]}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Renew, message: refresh, params: [refresh_token, client_id]}
      - {from: as, to: spa, label: Access token and the next refresh token, message: token-response,
         params: [access_token, refresh_token]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.WARNING
_SAFE = re.compile(
    r"rotat|new refresh|next refresh|one-time|single-use|sender-constrained|\bDPoP\b|\bm-?TLS\b|mutual TLS|\bcnf\b|"
    r"bound",
    re.IGNORECASE,
)
_UNROTATED = re.compile(
    r"(?:same|unchanged|long-lived|reusable|static) (?:\w+ )?refresh token|"
    r"(?:no|without) (?:refresh[- ]token )?rotation|not rotated|never rotat|"
    r"refresh token (?:is |stays |remains |kept )?(?:the )?(?:unchanged|same)|"
    r"(?:keeps?|reus\w+) (?:the |its |one )?(?:same |old )?refresh token",
    re.IGNORECASE,
)


def check(flow: Flow) -> Iterator[Fault]:
    """A refresh whose answer is an access token and no refresh token, with nothing said of rotation or binding."""
    if flow.tells(_SAFE):
        return
    for hop in flow.steps("refresh"):
        public = [party for party in hop.senders if party.client and party.public]
        if not public:
            continue
        answer = next(
            (each for each in flow.after(hop) if each.step == "token-response" and public[0] in each.receivers), None
        )
        kept = any(_UNROTATED.search(each.text) for each in (hop, answer) if each is not None)
        if kept or (answer is not None and _only_access(answer)):
            message = f"'{public[0].name}' refreshes without rotation"
            help = "let the answer bring a new refresh token, or bind the token to a key with DPoP"
            yield Fault(hop.at("label", "message"), message, help, hop.stated)


def _only_access(answer: Hop) -> bool:
    """One access token and nothing else; `tokens` may be both."""
    plural = re.search(r"(?<!access )\btokens\b", answer.text, re.IGNORECASE) and not answer.params
    return answer.carries("access_token") and not answer.carries("refresh_token") and not plural
