"""`code_challenge` appears only in the authorization request or its pushed form.

The server has to know the challenge before it issues the code. At the token endpoint it comes too late: an attacker
could send a challenge that fits a verifier of their own.

Rests on: RFC 7636, section 4.3; RFC 9126, section 2.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}
      - {from: spa, to: as, label: Token request, message: token-request,  # OA08: Token request
         params: [code, code_verifier, code_challenge]}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}
      - {from: spa, to: as, label: Token request, message: token-request, params: [code, code_verifier]}
"""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.inference import TOKEN_REQUESTS
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.ERROR
PROFILES = CODE
_ELSEWHERE = frozenset({*TOKEN_REQUESTS, "token-response", "authorization-response", "api-request", "api-response"})


def check(flow: Flow) -> Iterator[Fault]:
    """A challenge in a message that comes after the authorization request."""
    for hop in flow.hops:
        if hop.step in _ELSEWHERE and hop.carries("code_challenge") and not flow.internal(hop):
            message = f"code_challenge is in the {str(hop.step).replace('-', ' ')}"
            help = "send it in the authorization request; the token request has code_verifier"
            sure = hop.stated and hop.certain("code_challenge")
            yield Fault(hop.at("label", "message"), message, help, sure)
