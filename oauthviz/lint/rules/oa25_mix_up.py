"""With two authorization servers: `iss`, or redirect URIs of their own.

A client that uses several servers must know which of them a response is from; otherwise a dishonest one gets the code
that an honest one issued: the mix-up attack.

Rests on: RFC 9700, section 4.4.2; RFC 9207.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
      - {id: other, name: Second Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: other, label: Authorization request,  # OA25: Authorization request
         message: authorization-request, params: [client_id, state, code_challenge]}
      - {from: other, to: browser, label: Code and state, message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: Code and state, message: authorization-response}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
      - {id: other, name: Second Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: as, to: browser, label: "Code, state and iss", message: authorization-response, kind: redirect}
      - {from: browser, to: other, label: Authorization request, message: authorization-request,
         params: [client_id, state, code_challenge]}
      - {from: other, to: browser, label: "Code, state and iss", message: authorization-response, kind: redirect}
      - {from: browser, to: app, label: "Code, state and iss", message: authorization-response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.evidence import clients_behind
from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.parties import Party
from oauthviz.lint.profiles import CODE

SEVERITY = Severity.WARNING
PROFILES = CODE
_SEVERAL = 2
_DEFENCE = re.compile(
    r"(?<![\w.-])iss(?![\w-])|\bissuer\b|RFC ?9207|mix-?up|JARM|"
    r"(?:distinct|separate|different|own|per[- ]issuer|unique) (?:redirect|callback)",
    re.IGNORECASE,
)
_CALLBACK = re.compile(r"(?:https?://[\w.-]+)?/[\w./-]*(?:callback|cb|redirect)[\w./-]*", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """One client that sends the browser to two servers, with nothing to tell their responses apart."""
    if len(flow.servers) < _SEVERAL or _defended(flow):
        return
    asked: dict[str, list[Party]] = {}
    for hop in flow.steps("authorization-request"):
        for client in _asking(flow, hop):
            servers = asked.setdefault(client.id, [])
            servers.extend(party for party in hop.receivers if party in flow.servers and party not in servers)
            if len(servers) > 1 and hop.receivers[-1] is servers[-1]:
                message = f"'{client.name}' uses {flow.names(servers)}, and nothing tells their responses apart"
                help = "let each response carry iss (RFC 9207), or give each server a redirect URI of its own"
                yield Fault(hop.at("label", "message"), message, help, hop.stated)
                return


def _defended(flow: Flow) -> bool:
    if flow.tells(_DEFENCE) or any(hop.carries("iss") for hop in flow.hops):
        return True
    found: dict[str, set[str]] = {}
    for hop in flow.steps("authorization-request", "authorization-response"):
        texts = (hop.text, hop.value("redirect_uri"))
        paths = {match[0] for text in texts for match in _CALLBACK.finditer(text)}
        for server in (party for party in (*hop.senders, *hop.receivers) if party in flow.servers):
            found.setdefault(server.id, set()).update(paths)
    uris = list(found.values())
    return len(uris) > 1 and all(uris) and len(set[str]().union(*uris)) == sum(map(len, uris))


def _asking(flow: Flow, hop: Hop) -> list[Party]:
    """The clients behind a request, without servers that ask another one on a client's behalf."""
    agents = [party for party in hop.senders if party.agent]
    into = [other for other in flow.before(hop) if other.target in agents]
    if into and any(party.server for party in into[-1].sources) and into[-1].step != "authorization-response":
        return []  # a server sent the browser on, to the provider that it trusts itself
    return [client for client in clients_behind(flow, hop) if not client.server]
