"""OpenID Connect: `openid` is in the scope, and the ID token is no API credential.

Without `openid` a request is plain OAuth 2 and brings no ID token. And an ID token is a letter to the client about the
user: an API that accepts it accepts tokens that were made for others.

Rests on: OpenID Connect Core 1.0, sections 2 and 3.1.2.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: as, label: Token request, message: token-request,
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: ID token and access token, message: token-response}
      - {from: app, to: api, label: Call with the ID token, message: api-request,  # OA30: Call with
         params: [id_token]}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: as, label: Token request, message: token-request,
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: ID token and access token, message: token-response}
      - {from: app, to: api, label: Call with the access token, message: api-request, params: [access_token]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.WARNING
_OPENID = re.compile(r"OpenID Connect|\bOIDC\b", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """An ID token at an API; a scope without openid in a flow that brings an ID token."""
    for hop in flow.hops:
        if hop.carries("id_token") and not hop.carries("access_token") and _to_api(hop):
            message = f"the ID token is used as a credential at '{hop.target.name}'"
            yield Fault(hop.at("label", "params"), message, "send the access token", hop.stated)
    brought = any(hop.carries("id_token") and any(party.server for party in hop.senders) for hop in flow.hops)
    if not brought and not flow.tells(_OPENID):
        return
    requests = [hop for hop in flow.steps("authorization-request", "par-request") if hop.value("scope")]
    if requests and not any("openid" in re.split(r"[\s+,]+", hop.value("scope")) for hop in requests):
        message = "the flow brings an ID token, and the scope has no openid"
        yield Fault(requests[0].at_name("scope"), message, "add openid to the scope")


def _to_api(hop: Hop) -> bool:
    """To a resource server that is not the client; a client's own backend may get the ID token."""
    receivers = [party for party in hop.receivers if not party.client]
    api = any(party.resource or party.gateway for party in receivers) and not any(party.server for party in receivers)
    return api and not any(party.client for party in hop.receivers)
