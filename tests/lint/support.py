"""What the tests of lint share: specs that are linted, flows with what they expect, random specs."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

from oauthviz.lint.engine import LintOptions, lint
from oauthviz.lint.model import Finding, Severity
from oauthviz.spec.model import Message, Method, Profile
from oauthviz.spec.reading import load_spec, read_spec
from oauthviz.spec.values import ARROW_KINDS, KINDS

FLOWS = Path(__file__).parent / "flows"
"""Specs whose first line says `# expects: OA07` or `# expects: none`.

`figures` was written from the figures of the RFCs before any rule, `others` in other words and shapes after them.
"""

HEAD = """\
title: A flow
caption: An illustration
boxes:
  - {id: browser, name: Browser, role: Shows pages, kind: user-agent}
  - {id: app, name: Web App, role: Asks for access, kind: client, client: confidential}
  - {id: spa, name: Page, role: Asks for access, kind: [client, user-agent]}
  - {id: edge, name: Edge, role: Passes on, kind: network}
  - {id: as, name: Identity Server, role: Issues tokens, kind: authorization-server}
  - {id: api, name: Notes API, role: Serves notes, kind: resource-server}
  - {id: cache, name: Session Cache, role: Keeps sessions, kind: cache}
  - {id: queue, name: Event Queue, role: Buffers events, kind: queue}
arrows:
"""


def found_in(text: str, options: LintOptions | None = None) -> tuple[Finding, ...]:
    return lint(read_spec(text, file="flow.yaml"), options)


def found_on(*arrows: str) -> list[tuple[str, str]]:
    """(rule, severity) of what OA rules find on arrows in YAML's flow style, between the boxes of HEAD."""
    text = HEAD + "".join(f"  - {{{arrow}}}\n" for arrow in arrows)
    return [(f.rule, f.severity.word) for f in found_in(text) if f.rule.startswith("OA")]


def expected(path: Path) -> str:
    match = re.match(r"# expects: (none|[A-Z]{2}\d\d)", path.read_text(encoding="utf-8"))
    assert match, path
    return match[1]


def alarms(path: Path) -> list[str]:
    """The ids of warnings and errors in a file."""
    return [finding.rule for finding in lint(load_spec(path)) if finding.severity >= Severity.WARNING]


_PHRASES = (
    "GET /authorize?response_type=code&client_id=a&state=1", "POST /token", "authorization code", "code_verifier",
    "code + verifier for tokens", "access token", "refresh token", "Bearer access token", "302 redirect",
    "user consent", "username and password", "no client secret", "client_secret", "DPoP proof", "id_token",
    "introspect", "revoke token", "/par", "request_uri=urn:x", "http://a.example/cb", "https://*.example/cb",
    "userinfo", "JWKS", "device_code", "scope=openid", "secure", "grant_type=password", "response_type=token",
    "%zz", "?=&", "🙂", "認可コード", "…", "code=", "grant_type=refresh_token", "307", "fetch /authorize", "iss",
    "state", "nonce", "200 OK", "401", "`code`", "((",
)  # fmt: skip
_NAMES = ("Browser", "App", "SPA", "Authorization Server", "API", "Token Store", "Audit Log", "Okta", "Gateway", "User")
_PARAMS = (
    "code", "state", "code_challenge", "code_verifier", "client_secret", "access_token", "refresh_token", "scope",
    "redirect_uri", "grant_type", "response_type", "DPoP", "Authorization", "token", "request_uri", "odd name", "=",
)  # fmt: skip
_VALUES = ("plain", "S256", "token", "openid", "http://x", "*", "password", "refresh_token", "", 7, True, None)


def random_spec(seed: int) -> dict[str, Any]:
    """A spec of arrows, kinds and labels that need not make sense; the same for the same seed."""
    draw = random.Random(f"lint {seed}")
    boxes = [_box(draw, i) for i in range(draw.randint(1, 9))]
    ids = [box["id"] for box in boxes]
    spec: dict[str, Any] = {"title": _words(draw), "boxes": boxes}
    spec["arrows"] = [_arrow(draw, ids) for _ in range(draw.randint(0, 24))]
    for key in ("subtitle", "caption"):
        if draw.random() < 0.5:
            spec[key] = _words(draw)
    if draw.random() < 0.5:
        spec["legend"] = [_words(draw) for _ in range(draw.randint(1, 7))]
    if draw.random() < 0.3:
        spec["callouts"] = [{"on": draw.choice(ids), "text": _words(draw)}]
    if draw.random() < 0.3:
        ignored = [{"rule": f"OA{draw.randint(0, 40):02}", "reason": "a reason"} for _ in range(draw.randint(0, 3))]
        spec["lint"] = {"profile": draw.choice(Profile.__args__), "ignore": ignored}  # type: ignore[attr-defined]
    return spec


def _box(draw: random.Random, place: int) -> dict[str, Any]:
    box: dict[str, Any] = {"id": f"b{place}", "name": draw.choice(_NAMES)}
    if draw.random() < 0.8:
        box["kind"] = draw.sample(KINDS, draw.choice((1, 1, 1, 2)))
    if draw.random() < 0.7:
        box["role"] = _words(draw)
    if draw.random() < 0.4:
        box["client"] = draw.choice(("public", "confidential"))
    return box


def _arrow(draw: random.Random, ids: list[str]) -> dict[str, Any]:
    target = draw.choice(ids)
    sources = draw.sample(ids, min(len(ids), draw.choice((1, 1, 1, 2))))
    others = [source for source in sources if source != target]
    arrow: dict[str, Any] = {"from": others if len(sources) > 1 and others else sources[0], "to": target}
    arrow |= {"label": _words(draw), "kind": draw.choice(ARROW_KINDS)}
    if draw.random() < 0.2:
        arrow["direction"] = "both"
    if draw.random() < 0.4:
        arrow["message"] = draw.choice(Message.__args__)  # type: ignore[attr-defined]
    if draw.random() < 0.3:
        arrow["method"] = draw.choice(Method.__args__)  # type: ignore[attr-defined]
    if draw.random() < 0.4:
        arrow["params"] = {name: draw.choice(_VALUES) or None for name in draw.sample(_PARAMS, draw.randint(1, 5))}
    if draw.random() < 0.2:
        arrow["protocol"] = [draw.choice(("HTTPS", "HTTP", "JWT", "POST /token"))]
    if draw.random() < 0.2:
        arrow["callout"] = [draw.choice(_PHRASES)]
    if draw.random() < 0.3:
        arrow["step"] = draw.randint(1, 30)
    if draw.random() < 0.1:
        arrow["stage"] = draw.randint(1, 9)
    return arrow


def _words(draw: random.Random) -> str:
    return draw.choice((" ", ", ", " + ", "&", "; ")).join(draw.sample(_PHRASES, draw.randint(1, 3)))
