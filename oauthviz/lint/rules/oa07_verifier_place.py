"""`code_verifier` appears only in the token request.

The verifier is the secret of PKCE. It stays with the client until the code is redeemed; sent any earlier or to anyone
else, it protects nothing.

Rests on: RFC 7636, section 4.5.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: native, name: Mobile App, kind: client, role: Asks for access, client: public}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: native, to: browser, label: Open the browser, message: redirect,
         params: [client_id, state, code_challenge]}
      - {from: browser, to: as, label: Authorization request,  # OA07: Authorization request
         message: authorization-request, params: [client_id, state, code_challenge, code_verifier]}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: native, label: Code and state, message: authorization-response}
      - {from: native, to: as, label: Token request, message: token-request, params: [code, code_verifier]}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: native, name: Mobile App, kind: client, role: Asks for access, client: public}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: native, to: browser, label: Open the browser, message: redirect,
         params: [client_id, state, code_challenge]}
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: native, label: Code and state, message: authorization-response}
      - {from: native, to: as, label: Token request, message: token-request, params: [code, code_verifier]}
"""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.ERROR
PROFILES = CODE
_HERE = ("token-request", None)


def check(flow: Flow) -> Iterator[Fault]:
    """A verifier in any other message, or handed to somebody who has no part in it."""
    for hop in flow.hops:
        if not hop.carries("code_verifier") or flow.internal(hop):
            continue
        if hop.step not in _HERE or _given_away(hop):
            what = f"the {hop.step.replace('-', ' ')}" if hop.step else f"what goes to '{hop.target.name}'"
            message = f"code_verifier is in {what}"
            help = "send it in the token request alone; the challenge is for the authorization request"
            sure = hop.stated and hop.certain("code_verifier")
            yield Fault(hop.at("label", "message"), message, help, sure)


def _given_away(hop: Hop) -> bool:
    """To a queue, a worker, a store that others use, a resource server: the client's own session is fine."""
    if hop.step is not None:
        return False
    target = hop.target
    return (target.off_path and not target.store) or target.foreign_store or (target.resource and not target.client)
