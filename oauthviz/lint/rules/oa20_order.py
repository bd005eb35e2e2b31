"""Each response follows its request, and the steps come in their order.

Authorization request, code, token request, token, API request: each needs what the one before brought. Numbers that
say otherwise are the mistake that readers copy first.

Rests on: RFC 6749, section 4.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: app, to: as, label: Token request, message: token-request,  # OA20: Token request
         params: [code, code_verifier, client_secret]}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}
      - {from: as, to: app, label: Access token, message: token-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}
      - {from: app, to: as, label: Token request, message: token-request,
         params: [code, code_verifier, client_secret]}
      - {from: as, to: app, label: Access token, message: token-response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.evidence import REFUSED, redemptions
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.inference import TOKEN_REQUESTS
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.parties import Party

SEVERITY = Severity.ERROR
_REQUESTS = {
    "token-response": TOKEN_REQUESTS,
    "api-response": ("api-request",),
    "par-request-response": ("par-request",),
    "device-request-response": ("device-request",),
    "introspection-response": ("introspection",),
}
_OLD = re.compile(r"expired|old|stale|without|no token|invalid|cached|existing", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """A response before the only request that it can answer, and each step before what it needs."""
    for hop in flow.hops:
        if hop.step in _REQUESTS and not hop.both:
            yield from _too_early(flow, hop, [each for each in flow.steps(*_REQUESTS[hop.step]) if _answers(hop, each)])
    yield from _codes(flow)
    for hop in redemptions(flow):
        if not _expects_two_ways(hop):
            yield from _too_early(flow, hop, _issued(flow))
    yield from _pushed(flow)
    yield from _api_calls(flow)


def _too_early(flow: Flow, hop: Hop, needed: list[Hop]) -> Iterator[Fault]:
    """A fault where all of `needed` come later than `hop`."""
    if needed and all(other.order > hop.order for other in needed):
        what, first = _named(hop), needed[0]
        message = f"the {what} comes before the {_named(first)} that it needs"
        help = f"number it after step {first.arrow.step}"
        yield Fault(hop.at("label", "message"), message, help, hop.stated and first.stated)


def _named(hop: Hop) -> str:
    return str(hop.step).replace("par-request", "pushed request").replace("-", " ").removesuffix(" response") + (
        " response" if str(hop.step).endswith("response") else ""
    )


def _answers(response: Hop, request: Hop) -> bool:
    return _meet(response.senders, request.receivers) and _meet(response.receivers, request.senders)


def _meet(one: tuple[Party, ...], other: tuple[Party, ...]) -> bool:
    return any(a is b or (a.server and b.server) for a in one for b in other)


def _issued(flow: Flow) -> list[Hop]:
    return [
        hop for hop in flow.steps("authorization-response") if any(party.server for party in hop.senders) or hop.both
    ]


def _codes(flow: Flow) -> Iterator[Fault]:
    """The response of the server after the request to it; the browser's callback after the response of the server."""
    asked = [hop for hop in flow.steps("authorization-request") if any(party.server for party in hop.receivers)]
    issued = _issued(flow)
    for hop in flow.steps("authorization-response"):
        yield from _too_early(flow, hop, asked if hop in issued else issued)


def _expects_two_ways(hop: Hop) -> bool:
    return hop.both and not hop.carries("code")


def _pushed(flow: Flow) -> Iterator[Fault]:
    """A request that names a request_uri after the push that it came from."""
    for hop in flow.steps("authorization-request"):
        if hop.carries("request_uri"):
            yield from _too_early(flow, hop, flow.steps("par-request"))


def _api_calls(flow: Flow) -> Iterator[Fault]:
    """A call with an access token after the token response to the same client; one that is refused may come first."""
    for hop in flow.steps("api-request"):
        if not hop.carries("access_token") or _OLD.search(hop.text) or _refused(flow, hop):
            continue
        own = [other for other in flow.steps("token-response") if _meet(other.receivers, hop.senders)]
        renewed = any(other.step in ("refresh", "token-exchange") for other in flow.after(hop))
        if not renewed:
            yield from _too_early(flow, hop, own)


def _refused(flow: Flow, hop: Hop) -> bool:
    answer = next((each for each in flow.after(hop) if each.step == "api-response" and _answers(each, hop)), None)
    return answer is not None and bool(REFUSED.search(answer.text)) and " or " not in answer.text
