"""No access token in a query string.

URLs end up in histories, logs and referrers. An access token goes in the `Authorization` header.

Rests on: RFC 9700, section 4.3.2.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: "GET /notes?access_token=mF_9", message: api-request}  # OA13: "GET /notes
      - {from: api, to: app, label: Notes, message: api-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: GET /notes with a bearer token, message: api-request}
      - {from: api, to: app, label: Notes, message: api-response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.ERROR
_IN_QUERY = re.compile(
    r"tokens? (?:passed |sent |placed )?(?:as|in|via|through|by) (?:the |a |an )?(?:request )?"
    r"(?:query|ur[il]\b(?! fragment))|query[- ](?:string|parameter) (?:access )?token",
    re.IGNORECASE,
)
_HEADER = re.compile(r"bearer|authorization|dpop|token|header", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """A token after the question mark, or said to be there; a GET whose parameter it is."""
    for hop in flow.hops:
        mention = hop.mentions.get("access_token")
        plain = hop.mentions.get("token")
        literal = mention is not None and mention.in_query
        in_call = plain is not None and plain.in_query and hop.step == "api-request"
        if literal or in_call or hop.says(_IN_QUERY) or _parameter_of_get(hop):
            message = "the access token is in the query string"
            help = "send it in the Authorization header"
            yield Fault(hop.at("label", "params", "message"), message, help, literal)


def _parameter_of_get(hop: Hop) -> bool:
    """A parameter of a GET is in its query; but where the texts speak of a token, it may only be named for clarity."""
    named = "access_token" in hop.params and hop.arrow.method == "GET"
    return named and hop.step == "api-request" and not _HEADER.search(hop.text) and "authorization" not in hop.params
