"""A confidential client authenticates at the token endpoint.

A client that can keep a secret has to prove who it is when it redeems a code or a refresh token: by secret, signed
assertion or certificate. Only requests that list their parameters are looked at.

Rests on: RFC 6749, section 3.2.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: Token request, message: token-request,  # OA18: Token request
         params: [grant_type, code, code_verifier, client_id]}
      - {from: as, to: app, label: Access token, message: token-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: Token request, message: token-request,
         params: [grant_type, code, code_verifier, client_assertion]}
      - {from: as, to: app, label: Access token, message: token-response}
"""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.lint.evidence import CLIENT_AUTHENTICATION, abbreviated, authenticates, token_requests
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.parties import Party
from oauthviz.lint.words import says

SEVERITY = Severity.WARNING
_TELLING = 2


def check(flow: Flow) -> Iterator[Fault]:
    """A telling token request of a client that the spec calls confidential, without any proof of who it is."""
    for client in flow.clients:
        if client.public is not False:
            continue
        own = [hop for hop in token_requests(flow) if client in hop.sources]
        if any(authenticates(hop) for hop in own) or _elsewhere(flow, client):
            continue
        for hop in own:
            if _telling(hop):
                message = f"the confidential client '{client.name}' does not authenticate at the token endpoint"
                help = "add client_secret, client_assertion or a client certificate, or say client: public"
                yield Fault(hop.at("label", "message"), message, help, hop.stated)


def _telling(hop: Hop) -> bool:
    literal = [mention for mention in hop.mentions.values() if mention.where == "text"]
    return len(hop.params) >= _TELLING or (len(literal) > _TELLING and not abbreviated(hop))


def _elsewhere(flow: Flow, client: Party) -> bool:
    """Whether a heading, the client's role or a callout says how it authenticates."""
    spec = flow.spec
    texts = (spec.title, spec.subtitle, spec.boxes[client.index].role, *(callout.text for callout in spec.callouts))
    return any(says(text, CLIENT_AUTHENTICATION) for text in texts if text)
