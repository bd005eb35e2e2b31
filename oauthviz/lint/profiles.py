"""Which kind of flow a spec shows: what it states, else what its messages are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oauthviz.lint.flow import Hop

CODE = frozenset({"authorization-code", "oidc"})
"""Flows with an authorization request."""
TOKENS = frozenset({*CODE, "client-credentials", "device", "refresh", "token-exchange"})
"""Flows that are about OAuth 2 at all."""
EVERY = frozenset({*TOKENS, "none"})

_PROTOCOL = (
    "authorization-request", "authorization-response", "token-request", "token-response", "refresh", "token-exchange",
    "device-request", "par-request", "introspection", "revocation", "userinfo",
)  # fmt: skip


def profile_of(hops: Sequence[Hop]) -> str:
    """The profile; where several grants are drawn, the one with an authorization request, as most rules are its own."""
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


def _is_oidc(hops: Sequence[Hop]) -> bool:
    return any(hop.carries("id_token") or "openid" in hop.value("scope").split() for hop in hops)
