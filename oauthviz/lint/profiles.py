"""Which kind of flow a spec shows: what it states, else what its messages are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oauthviz.lint.flow import Hop

CODE = frozenset({"authorization-code", "oidc"})
"""Flows with an authorization request."""
TOKENS = frozenset({*CODE, "client-credentials", "device", "refresh", "token-exchange"})
"""Flows that are about OAuth 2 at all."""
EVERY = frozenset({*TOKENS, "none"})

_OWN = frozenset(
    (
        "access_token", "refresh_token", "id_token", "client_id", "redirect_uri", "request_uri", "code_challenge",
        "code_verifier", "device_code", "user_code", "subject_token", "scope", "state", "nonce", "dpop",
    )
)  # fmt: skip
_FAMILY = re.compile(
    r"o-?auth|open ?id|\boidc\b|\btokens?\b|\bpkce\b|/authori[sz]e|redirect|log ?in|sign[- ]?in|\bidp\b|identity|"
    r"authori[sz]ation (?:server|code|endpoint)|bearer|callback|introspect|credential|password|(?-i:\bAS\b|\bOP\b)",
    re.IGNORECASE,
)
_PROTOCOL = (
    "authorization-request", "authorization-response", "token-request", "token-response", "refresh", "token-exchange",
    "device-request", "par-request", "introspection", "revocation", "userinfo",
)  # fmt: skip


def profile_of(hops: Sequence[Hop]) -> str:
    """The profile; where several grants are drawn, the one with an authorization request, as most rules are its own."""
    if not any(hop.arrow.message is not None or _speaks_of_it(hop) for hop in hops):
        return "none"  # other trades have authorization requests too
    steps = {hop.step for hop in hops}
    grants = {hop.value("grant_type") for hop in hops}
    if steps & {"authorization-request", "authorization-response", "par-request"}:
        return "oidc" if _is_oidc(hops) else "authorization-code"
    if "device-request" in steps or any(hop.carries("device_code") for hop in hops):
        return "device"
    if "token-exchange" in steps:
        return "token-exchange"
    if "client_credentials" in grants:
        return "client-credentials"
    if "refresh" in steps and "token-request" not in steps:
        return "refresh"
    parties = [party for hop in hops for party in (*hop.sources, hop.target)]
    speaks = bool(steps & set(_PROTOCOL)) or any(party.server for party in parties)
    carries = any(hop.carries(name) for hop in hops for name in ("access_token", "refresh_token"))
    return "authorization-code" if speaks or carries else "none"


def _speaks_of_it(hop: Hop) -> bool:
    """Whether the arrow, or a name at its ends, has a word that only protocols of this family use."""
    names = (party.name for party in (*hop.sources, hop.target))
    return bool(_OWN & hop.mentions.keys()) or any(_FAMILY.search(text) for text in (hop.text, *names))


def _is_oidc(hops: Sequence[Hop]) -> bool:
    return any(hop.carries("id_token") or "openid" in hop.value("scope").split() for hop in hops)
