"""DPoP needs a proof on token and API calls, and the DPoP scheme.

A token that is bound to a key is worth nothing without a proof of that key: at the token endpoint, so that it is
bound, and at the API, so that the binding is checked. Sent as `Bearer` it would be used like any other.

Rests on: RFC 9449, sections 5 and 7.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: as, label: Token request, message: token-request,
         params: [code, code_verifier, client_secret, DPoP]}
      - {from: as, to: app, label: Access token, message: token-response,
         params: {access_token: a1, token_type: DPoP}}
      - {from: app, to: api, label: Authorization of scheme Bearer, message: api-request,  # OA29: Authorization of
         params: {Authorization: Bearer}}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: as, label: Token request, message: token-request,
         params: [code, code_verifier, client_secret, DPoP]}
      - {from: as, to: app, label: Access token, message: token-response,
         params: {access_token: a1, token_type: DPoP}}
      - {from: app, to: api, label: Call with a proof, message: api-request,
         params: {Authorization: DPoP, DPoP: proof}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.evidence import abbreviated, token_requests
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.ERROR
_DPOP = re.compile(r"\bDPoP\b|\bproof\b", re.IGNORECASE)
_BEARER = re.compile(r"\bbearer\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:no|without|missing|lacks?)\b[^,;.]{0,12}\b(?:DPoP|proof)\b", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """Where any token of the flow is bound by DPoP: calls without proof, and calls as bearer."""
    bound = [hop for hop in flow.hops if hop.says(_DPOP) or _in_params(hop)]
    calls = [hop for hop in flow.steps("api-request") if any(party.client for party in hop.sources)]
    requests = [hop for hop in token_requests(flow) if any(party.server for party in hop.receivers)]
    if not any(_speaks(hop) for hop in bound) or not any(hop.step for hop in bound):
        return
    for hop in calls:
        if hop.says(_BEARER) or hop.value("authorization").lower().startswith("bearer"):
            message = "a token that is bound by DPoP is sent as Bearer"
            help = "write Authorization: DPoP, and send a proof with it"
            yield Fault(hop.at("label", "params"), message, help, hop.stated and bool(hop.params))
        elif _bare(hop) or _scheme_only(hop):
            message = "the API call has no DPoP proof"
            yield Fault(
                hop.at("label", "params"), message, "send a DPoP proof with it", hop.stated and bool(hop.params)
            )
    if any(_speaks(hop) for hop in calls) or any(hop.value("token_type").lower() == "dpop" for hop in flow.hops):
        for hop in requests:
            if _bare(hop) and not any(other.says(_DPOP) or _in_params(other) for other in requests):
                message = "the token request has no DPoP proof"
                sure = hop.stated and bool(hop.params)
                yield Fault(hop.at("label", "message"), message, "send a DPoP proof, so that the token is bound", sure)


def _speaks(hop: Hop) -> bool:
    return "dpop" in hop.text.lower() or _in_params(hop)


def _in_params(hop: Hop) -> bool:
    return any("dpop" in f"{name} {value or ''}".lower() for name, value in hop.arrow.params.items())


def _bare(hop: Hop) -> bool:
    """Lists what it carries, and no proof: `GET /notes` alone leaves that open."""
    if _DENIED.search(hop.text):
        return True
    return bool(hop.listed) and not hop.says(_DPOP) and not _in_params(hop) and not abbreviated(hop)


def _scheme_only(hop: Hop) -> bool:
    """Parameters that name the scheme and no proof, with a text that does not name one either."""
    names = {name.lower() for name in hop.arrow.params}
    return (
        "authorization" in names
        and not names & {"dpop", "proof", "dpop_proof"}
        and not re.search(r"proof|\bDPoP (?:header|JWT)", hop.text, re.IGNORECASE)
    )
