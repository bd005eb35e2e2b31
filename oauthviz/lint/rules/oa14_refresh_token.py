"""A refresh token travels between client and authorization server only.

It outlives every access token and gets new ones. No API needs it, and a browser page, a queue or a log is no place for
it. The client's own session store and the server's own store are fine.

Rests on: RFC 6749, sections 1.5 and 10.4.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: Read notes, message: api-request,  # OA14: Read notes
         params: [access_token, refresh_token]}
      - {from: api, to: app, label: Notes, message: api-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: as, label: Renew, message: refresh, params: [refresh_token, client_secret]}
      - {from: as, to: app, label: Tokens, message: token-response, params: [access_token, refresh_token]}
      - {from: app, to: api, label: Read notes, message: api-request, params: [access_token]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.parties import Party
from oauthviz.lint.words import with_token

SEVERITY = Severity.ERROR
_ABOUT = re.compile(
    r"\b(?:revo|delet|clear|invalidat|expir|drop|discard|reject|reuse|event|issued|rotated|used|hash|metadata)",
    re.IGNORECASE,
)


def check(flow: Flow) -> Iterator[Fault]:
    """A refresh token with an API, a mere browser, a queue, or a store that others use."""
    for hop in flow.hops:
        if not hop.carries("refresh_token") or flow.internal(hop) or hop.step == "revocation":
            continue
        certain = hop.certain("refresh_token")
        if not certain and hop.step is None and _ABOUT.search(hop.text) and not with_token(hop.text):
            continue
        # a worker or a queue that only reads where a client keeps its tokens gets nothing by this arrow
        sources = [source for source in hop.sources if not source.off_path]
        strangers = [end for end in (hop.target, *sources) if _stranger(end)]
        if strangers:
            message = f"a refresh token passes through {flow.names(strangers[:1])}"
            help = "keep it between the client and the authorization server"
            yield Fault(hop.at("label", "params", "message"), message, help, certain and hop.ends_sure)


def _stranger(party: Party) -> bool:
    if party.client or party.server or party.transparent:
        return False
    return party.only_agent or party.resource or (party.off_path and not party.store) or party.foreign_store
