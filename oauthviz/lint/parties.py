"""The parties of a flow: what each box is in OAuth 2 terms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from oauthviz.spec.model import Arrow, Box, Spec

SERVER_KINDS = frozenset({"authorization-server", "token-endpoint", "consent"})
TRANSPARENT_KINDS = frozenset({"network", "gateway"})
STORE_KINDS = frozenset({"datastore", "cache"})

_IN_A_BROWSER = re.compile(
    r"\bSPA\b|single[- ]page|browser[- ]based|in[- ]browser|javascript app|browser app", re.IGNORECASE
)
_PUBLIC = re.compile(r"\b(?:mobile|native|desktop|iOS|Android|CLI|TV)\b", re.IGNORECASE)
_BY_NAME: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kinds)
    for pattern, kinds in (
        (r"token endpoint|token service$", ("token-endpoint",)),
        (
            r"authori[sz]ation server|authentication server|auth server|identity (?:provider|server)|"
            r"\bidp\b|openid provider|security token service|\bsts\b",
            ("authorization-server",),
        ),
        (r"consent", ("consent",)),
        (_IN_A_BROWSER.pattern, ("client", "user-agent")),
        (r"browser|user[- ]agent", ("user-agent",)),
        (r"^(?:end[- ]?)?user$|resource owner", ("user",)),
        (r"gateway", ("gateway",)),
        (r"resource server|protected (?:api|resource)", ("resource-server",)),
        (r"\bcache\b", ("cache",)),
        (r"\b(?:queue|log|event bus|topic)\b", ("queue",)),
        (r"database|\bdb\b|\bstore\b", ("datastore",)),
        (r"^(?:web |mobile |native |the |oauth )?(?:client|app)\b|client app|relying party|\bbff\b", ("client",)),
    )
)
_KEEPS_TOKENS = re.compile(r"token|session|vault|secret|credential|grant", re.IGNORECASE)
_OFF_THE_PATH = re.compile(r"\blogs?\b|logging|audit|analytic|report|monitor|metric|telemetry|siem", re.IGNORECASE)


class Party(Struct, frozen=True):
    """A box with its roles. `public` is None where the spec does not say; `sure` that the spec states the kinds."""

    index: int
    id: str
    name: str
    kinds: frozenset[str]
    public: bool | None
    sure: bool
    foreign_store: bool = False

    @property
    def server(self) -> bool:
        """Part of an authorization server: its endpoints and its consent screen too."""
        return bool(self.kinds & SERVER_KINDS)

    @property
    def client(self) -> bool:
        return "client" in self.kinds

    @property
    def agent(self) -> bool:
        """The user agent; where a diagram draws none, the user stands for it."""
        return bool(self.kinds & {"user-agent", "user"})

    @property
    def only_agent(self) -> bool:
        return self.agent and not self.kinds - {"user-agent", "user"}

    @property
    def resource(self) -> bool:
        return "resource-server" in self.kinds

    @property
    def gateway(self) -> bool:
        return "gateway" in self.kinds

    @property
    def transparent(self) -> bool:
        """Passes messages on: what it sends counts as sent by whom it came from."""
        return self.kinds <= TRANSPARENT_KINDS

    @property
    def store(self) -> bool:
        return bool(self.kinds & STORE_KINDS) and not self.kinds - STORE_KINDS

    @property
    def off_path(self) -> bool:
        """A queue, worker, store or log: nobody that speaks OAuth 2."""
        return bool(self.kinds) and self.kinds <= STORE_KINDS | {"queue", "worker"}

    @property
    def known(self) -> bool:
        """Whether the box says what it is: a plain service may be anything."""
        return self.kinds != {"service"}


def parties_of(spec: Spec) -> dict[str, Party]:
    """The parties by id, in the spec's order."""
    found = {box.id: _party(i, box) for i, box in enumerate(spec.boxes)}
    return {name: _with_owners(party, spec.arrows, found) for name, party in found.items()}


def _party(index: int, box: Box) -> Party:
    kinds: set[str] = set(box.kind)
    sure = "kind" in box.model_fields_set
    if not sure:
        kinds = set(next((kinds for pattern, kinds in _BY_NAME if pattern.search(box.name)), box.kind))
    if kinds == {"user-agent"} and _IN_A_BROWSER.search(box.name):
        kinds, sure = {"client", "user-agent"}, False
    in_browser = {"client", "user-agent"} <= kinds
    if "client" in kinds and not in_browser and _IN_A_BROWSER.search(box.name) and box.client != "confidential":
        kinds.add("user-agent")
        in_browser, sure = True, False
    public: bool | None = None
    if in_browser:
        public = True
    elif box.client is not None:
        public = box.client == "public"
    elif "client" in kinds and _PUBLIC.search(box.name) and not re.search(r"back ?end|server|bff", box.name, re.I):
        public, sure = True, False
    return Party(index, box.id, box.name, frozenset(kinds), public, sure)


def _with_owners(party: Party, arrows: Sequence[Arrow], parties: dict[str, Party]) -> Party:
    """A store is foreign where somebody without a part in OAuth 2 uses it, unless it is there for tokens."""
    if not party.store:
        return party
    users: list[str] = []
    for arrow in arrows:
        ends = (*arrow.sources, arrow.to)
        if party.id in ends:
            users.extend(end for end in ends if end != party.id)
    outsider = not _KEEPS_TOKENS.search(party.name) and any(
        not (user.server or user.client or user.resource or user.gateway or user.transparent)
        for user in (parties[name] for name in users)
    )
    foreign = outsider or bool(_OFF_THE_PATH.search(party.name))
    return Party(party.index, party.id, party.name, party.kinds, party.public, party.sure, foreign)
