"""What several rules look for: who a request belongs to, PKCE, client authentication, how much a request tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oauthviz.lint.flow import Flow, Hop
from oauthviz.lint.inference import TOKEN_REQUESTS
from oauthviz.lint.parties import Party
from oauthviz.lint.words import ABBREVIATED

PKCE = re.compile(r"\bPKCE\b|code[ _-]?challenge|code[ _-]?verifier|\bS256\b", re.IGNORECASE)
CLIENT_AUTHENTICATION = re.compile(
    r"client[ _-]?secret|client[ _-]assertion|private_key_jwt|\bm-?tls\b|mutual tls|tls_client|self_signed|"
    r"certificate|\bbasic\b|authenticat|client credentials(?! (?:grant|flow))|client's credentials|"
    r"signed (?:jwt|assertion)|client jwt|\bassertion\b|attestation|\bauthorization:|"
    r"own credentials|its (?:secret|credentials|key)",
    re.IGNORECASE,
)
VIA_BROWSER = re.compile(
    r"\b(?:via|through|by way of|over) (?:the )?(?:user'?s? )?(?:browser|user[- ]agent|front[- ]channel)", re.I
)
_AUTHENTICATING = frozenset({"client_secret", "client_assertion", "assertion", "authorization"})
REFUSED = re.compile(
    r"invalid_grant|reject|refus|denied|den(?:y|ies)|error|fail|\b4\d\d\b|invalid|expired|blocked", re.IGNORECASE
)


def requests_of(flow: Flow, client: Party) -> list[Hop]:
    """The authorization requests of a client, every leg of them, pushed ones too."""
    found = flow.steps("authorization-request", "par-request")
    return [hop for hop in found if client in clients_behind(flow, hop)]


def clients_behind(flow: Flow, hop: Hop) -> list[Party]:
    """The clients that a front-channel message is of or for: its ends, else who sent the browser, else who gets it."""
    ends = [party for party in (*hop.senders, *hop.receivers) if party.client]
    if ends:
        return ends
    agents = [party for party in (*hop.senders, *hop.receivers) if party.agent]
    legs = [
        *reversed([other for other in flow.before(hop) if other.step in ("authorization-request", "redirect")]),
        *[other for other in flow.after(hop) if other.step == "authorization-response"],
    ]
    for other in legs:
        here = (*other.senders, *other.receivers)
        clients = [party for party in here if party.client]
        if clients and any(agent in here for agent in agents):
            return clients
    return flow.clients if len(flow.clients) == 1 else []


def redemptions(flow: Flow) -> list[Hop]:
    """The token requests with an authorization code."""
    return [
        hop
        for hop in flow.steps("token-request")
        if not hop.carries("device_code") and (hop.carries("code") or hop.value("grant_type") == "authorization_code")
    ]


def shows_pkce(hop: Hop) -> bool:
    return hop.carries("code_challenge") or hop.carries("code_verifier") or hop.says(PKCE)


def abbreviated(hop: Hop) -> bool:
    """Whether the label says that it leaves parameters out."""
    return bool(ABBREVIATED.search(hop.text)) and not hop.params


def most_telling(hops: Sequence[Hop]) -> Hop:
    """The hop that lists the most parameters, the first of equals. `hops` is not empty."""
    return max(hops, key=lambda hop: (len(hop.listed), -hop.order))


def authenticates(hop: Hop) -> bool:
    """Whether a request shows how its client authenticates."""
    return (
        bool(_AUTHENTICATING & set(hop.listed))
        or hop.says(CLIENT_AUTHENTICATION)
        or any(CLIENT_AUTHENTICATION.search(f"{name} {value or ''}") for name, value in hop.arrow.params.items())
    )


def token_requests(flow: Flow) -> list[Hop]:
    """Everything that is sent to a token endpoint."""
    return flow.steps(*TOKEN_REQUESTS)
