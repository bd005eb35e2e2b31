"""Small specs of many worlds, as a hypothesis strategy: 2 to 9 boxes, 1 to 16 arrows, whatever the language offers; and
structures of them.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from oauthviz.layout.problem import Problem, number
from oauthviz.layout.structure import Structure
from tests.layout.support import diagram_of

NAMES = (
    "Shop", "Bank", "Wallet", "Card Network", "Payment Service Provider", "Ledger", "Fraud Check", "Git Server",
    "Build Runner", "Artifact Registry", "Staging Cluster", "Production Cluster", "Thermostat", "Gateway",
    "Message Broker", "Time Series Database", "Television", "Phone", "Identity Provider", "Authorization Server",
    "User Browser", "Client Application / Web App", "Cache", "Queue", "Warehouse", "Mail Relay", "Internationalization",
)  # fmt: skip
ROLES = (
    "Starts it all", "Keeps the books", "Authenticates the user and issues an authorization code",
    "Validates access tokens and serves protected data", "Holds short-lived session data", "Runs tests on each commit",
    "Persists clients, grants, token metadata, and consent records", "Listens",
)  # fmt: skip
LABELS = (
    "Pay", "Open page", "200 OK", "Confirm order", "Push commit to main", "302 redirect with authorization code",
    "POST /token over HTTPS with authorization code", "Authorization request: client_id, scope, response_type=code",
    "Temperature every ten seconds", "Settle the captured amount at the end of the day", "user_code and device_code",
    "Audit event", "Publish image sha256 digest", "Roll back", "Store short-lived token/session data", "Read, write",
)  # fmt: skip
LEGEND = (
    "The customer opens the shop and fills a basket", "The bank asks for a second factor", "Money moves",
    "The runner builds the image, tests it, signs it and pushes it to the registry", "Sensors report",
    "The television shows a short code and a link", "All records are kept for ten years by law",
)  # fmt: skip
KINDS = ("service", "user-agent", "client", "authorization-server", "datastore", "cache", "queue", "gateway", "user")
ARROW_KINDS = ("request", "response", "redirect", "authorization", "token", "storage", "event")
PROTOCOLS = ("HTTPS", "TLS", "MQTT", "gRPC", "AMQP", "OAuth 2.0")
FLAGS = ("code_challenge", "PKCE", "mTLS", "idempotency key")


def _sometimes(draw: st.DrawFn, one_in: int) -> bool:
    return draw(st.integers(1, one_in)) == one_in


@st.composite
def specs(draw: st.DrawFn, most_boxes: int = 9, most_arrows: int = 16) -> dict[str, Any]:
    """A spec as a mapping; every one is valid in the spec language, but not every one fits its canvas."""
    count = draw(st.integers(2, most_boxes))
    ids = [f"b{i}" for i in range(count)]
    boxes = []
    for i in ids:
        box: dict[str, Any] = {"id": i, "name": draw(st.sampled_from(NAMES)), "kind": draw(st.sampled_from(KINDS))}
        if draw(st.booleans()):
            box["role"] = draw(st.sampled_from(ROLES))
        if _sometimes(draw, 10):
            box["number"] = draw(st.integers(1, 12))
        boxes.append(box)
    arrows = [_arrow(draw, ids) for _ in range(draw(st.integers(1, min(most_arrows, 3 * count))))]
    spec: dict[str, Any] = {"title": draw(st.sampled_from(("Flow", "How a payment reaches the ledger and the bank")))}
    if draw(st.booleans()):
        spec["subtitle"] = "Made of words from other worlds"
    spec |= {"boxes": boxes, "arrows": arrows}
    if _sometimes(draw, 4):
        around = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=min(3, count - 1), unique=True))
        outline: dict[str, Any] = {"around": around, "name": draw(st.sampled_from(("Internet", "Private network")))}
        if len(around) == 1 and draw(st.booleans()):
            outline["icon"] = "cloud"
        spec["boundaries"] = [outline]
    elif _sometimes(draw, 4):
        spec["zones"] = [{"id": "z", "name": "Data centre"}]
        for i in range(draw(st.integers(1, count - 1))):
            boxes[-1 - i]["zone"] = "z"
    if _sometimes(draw, 5):
        on = draw(st.sampled_from([*ids, *(f"a{n + 1}" for n in range(len(arrows)))]))
        spec["callouts"] = [{"on": on, "text": draw(st.sampled_from(FLAGS))}]
    legend = draw(st.lists(st.sampled_from(LEGEND), max_size=7))
    if legend:
        spec["legend"] = legend
    return spec


def _arrow(draw: st.DrawFn, ids: list[str]) -> dict[str, Any]:
    source = draw(st.sampled_from(ids))
    target = draw(st.sampled_from(ids))
    if source == target and not _sometimes(draw, 4):
        target = ids[(ids.index(source) + 1) % len(ids)]
    arrow: dict[str, Any] = {"from": source, "to": target, "kind": draw(st.sampled_from(ARROW_KINDS))}
    if source != target and _sometimes(draw, 8):
        arrow["direction"] = "both"
    elif _sometimes(draw, 8):
        others = [i for i in ids if i not in (source, target)]
        if others and source != target:
            more = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))
            arrow["from"] = [source, *more]
    if not _sometimes(draw, 12):
        arrow["label"] = draw(st.sampled_from(LABELS))
    if _sometimes(draw, 6):
        arrow["protocol"] = draw(st.lists(st.sampled_from(PROTOCOLS), min_size=1, max_size=2, unique=True))
    if _sometimes(draw, 8):
        arrow["callout"] = draw(st.sampled_from(FLAGS))
    return arrow


@st.composite
def arranged(draw: st.DrawFn) -> tuple[Problem, Structure]:
    """A problem and its boxes dealt over columns, with wild choices; passing links are not yet in their places."""
    p = number(diagram_of(draw(specs())))
    order = draw(st.permutations(range(p.size)))
    count = draw(st.integers(1, p.size))
    columns: list[list[int]] = [[] for _ in range(count)]
    for i, box in enumerate(order):
        columns[i if i < count else draw(st.integers(0, count - 1))].append(box)
    links = st.frozensets(st.integers(0, len(p.links) - 1))
    stray = draw(st.lists(st.integers(0, len(p.links) - 1), unique=True, max_size=4))
    columns[draw(st.integers(0, count - 1))] += [p.size + k for k in stray]
    wishes = draw(st.dictionaries(st.integers(0, len(p.edges) - 1), st.integers(0, count)))
    return p, Structure(columns, draw(links), draw(links), wishes)
