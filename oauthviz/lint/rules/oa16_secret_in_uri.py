"""No client secret in a URI.

URIs are logged and remembered, and the authorization request is one that the browser shows. A secret goes in the
`Authorization` header or the body of a POST.

Rests on: RFC 6749, section 2.3.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: "POST /token?client_secret=s1", message: token-request,  # OA16: "POST /token
         params: [code, code_verifier]}
      - {from: as, to: app, label: Access token, message: token-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: POST /token, message: token-request,
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: Access token, message: token-response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity

SEVERITY = Severity.ERROR
_IN_URI = re.compile(r"secret (?:\w+ )?(?:as|in|via) (?:the |a |an )?(?:request )?(?:query|url|uri)", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """A secret after the question mark, in words there, or in an authorization request, which is a URI."""
    for hop in flow.hops:
        mention = hop.mentions.get("client_secret")
        literal = mention is not None and (mention.in_query or mention.in_fragment)
        in_request = mention is not None and hop.step == "authorization-request"
        if literal or in_request or hop.says(_IN_URI):
            message = "the client secret is in a URI"
            help = "send it in the body or the Authorization header of the token request"
            sure = literal or (hop.stated and hop.certain("client_secret"))
            yield Fault(hop.at("label", "params", "message"), message, help, sure)
