"""A pushed request is a POST of the client, answered by 201 with a request_uri that is used once.

The client pushes the parameters, authenticated, and gets a reference. The browser then carries the reference instead
of the parameters, one time.

Rests on: RFC 9126, sections 2.2 and 4.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: Push the request, message: par-request, method: POST,
         params: [client_secret, state, code_challenge]}
      - {from: as, to: app, label: "200 with a request_uri", message: par-request, kind: response}  # OA28: "200 with
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, request_uri]}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: Push the request, message: par-request, method: POST,
         params: [client_secret, state, code_challenge]}
      - {from: as, to: app, label: "201 with a request_uri", message: par-request, kind: response}
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, request_uri]}
"""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.ERROR
PROFILES = CODE
_CREATED = 201


def check(flow: Flow) -> Iterator[Fault]:
    """The push, its answer, and the request that refers to it."""
    pushes = flow.steps("par-request")
    for hop in pushes:
        yield from _push(flow, hop)
    for hop in flow.steps("par-request-response"):
        wrong = [status for status in hop.statuses if 200 <= status < 400 and status != _CREATED]
        if wrong and _CREATED not in hop.statuses:
            message = f"the pushed request is answered with {wrong[0]}"
            yield Fault(hop.at("label", "params"), message, "answer 201 with a request_uri", hop.stated)
    if pushes:
        yield from _use(flow, len([hop for hop in pushes if any(party.server for party in hop.receivers)]))


def _push(flow: Flow, hop: Hop) -> Iterator[Fault]:
    if hop.method not in (None, "POST"):
        sure = hop.stated and hop.arrow.method is not None
        yield Fault(hop.at("method", "label"), f"the pushed request is a {hop.method}", "make it a POST", sure)
    senders = [party for party in hop.senders if not party.transparent]
    if senders and all(party.only_agent for party in senders) and flow.clients:
        message = f"{flow.names(senders)} pushes the request, and is not the client"
        yield Fault(hop.at("label", "message"), message, "let the client push it, not the browser", hop.stated)


def _use(flow: Flow, pushed: int) -> Iterator[Fault]:
    """Each reference once, and no parameters beside it that were to be kept out of the browser."""
    asked = [hop for hop in flow.steps("authorization-request") if any(party.server for party in hop.receivers)]
    uses = [hop for hop in asked if hop.carries("request_uri")]
    for hop in uses[pushed:]:
        message = "the request_uri is used a second time"
        yield Fault(hop.at("label", "message"), message, "push the request again for a new one", hop.stated)
    for hop in asked:
        listed = hop.params if hop.params else ()
        if "request_uri" not in hop.listed and {"redirect_uri", "code_challenge"} & set(listed):
            message = "the request was pushed, and the browser carries its parameters all the same"
            help = "send client_id and request_uri alone"
            yield Fault(hop.at("label", "message"), message, help, hop.stated, Severity.WARNING)
