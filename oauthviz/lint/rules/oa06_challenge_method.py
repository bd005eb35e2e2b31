"""The challenge method is not `plain`.

With `plain` the challenge is the verifier itself: who reads the authorization request can redeem the code. S256 is the
one method that gives nothing away.

Rests on: RFC 9700, section 2.1.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,  # OA06: plain
         params: {state: s1, code_challenge: plain}}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: spa, name: Notes App, kind: [client, user-agent], role: Asks for access}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: spa, to: as, label: Authorization request, message: authorization-request,
         params: {state: s1, code_challenge: S256}}
      - {from: as, to: spa, label: Code and state, message: authorization-response, kind: redirect}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.WARNING
PROFILES = CODE
_PLAIN = re.compile(
    r"(?:PKCE|challenge|method)(?:[ _]method)?\W{0,3}plain\b|\bplain\b (?:PKCE|(?:code )?challenge|method)",
    re.IGNORECASE,
)


def check(flow: Flow) -> Iterator[Fault]:
    """`plain` as the method, or in words."""
    for hop in flow.hops:
        named = [name for name in ("code_challenge", "code_challenge_method") if hop.value(name).lower() == "plain"]
        if named or hop.says(_PLAIN):
            path = hop.at_name(named[0]) if named else hop.at("label", "callout")
            yield Fault(path, "the code challenge is plain: it is the verifier itself", "use S256", bool(named))
