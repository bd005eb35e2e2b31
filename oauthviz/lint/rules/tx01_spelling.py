"""Protocol names are spelled as they are.

OAuth 2, OpenID Connect, HTTPS, JWT, PKCE, JWKS, REST, GraphQL, TCP and their like, in every language. What is code
(`/oauth/token`, `id_token`, words in backticks) is left alone, and "OAuth 2.0" and "OAuth 2.1" are right too.

Rests on: the project's requirements for every picture.

Bad:

    title: Bad
    caption: An illustration
    subtitle: How Oauth works  # TX01: How Oauth
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: GET /notes}
      - {from: api, to: app, label: Notes, kind: response}

Good:

    title: Good
    caption: An illustration
    subtitle: How OAuth 2 works
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: GET /notes}
      - {from: api, to: app, label: Notes, kind: response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import EVERY
from oauthviz.lint.texts import texts_of

SEVERITY = Severity.INFO
PROFILES = EVERY
_SPAN = re.compile(r"`[^`]*`")
_WORD = re.compile(r"\S+")
_SIGNS = frozenset("_/=@{}<>\\")
"""A word that holds one of these is code, and so is one with a dot or a colon inside."""
_ACRONYMS = (
    "HTTPS", "HTTP", "JWT", "JWTs", "PKCE", "JWKS", "GraphQL", "TCP", "TLS", "OIDC", "JSON", "SAML", "DPoP",
    "mTLS", "CORS", "FAPI",
)  # fmt: skip
# word ends are those of Latin letters, so that a name inside Japanese or Chinese text is found as well
_START, _END = r"(?<![A-Za-z0-9-])", r"(?![A-Za-z0-9-])"
_NAMES: tuple[tuple[re.Pattern[str], str, frozenset[str]], ...] = (
    (
        re.compile(rf"{_START}o-?auth(?:[ -]?v?2(?:\.[01])?)?{_END}", re.IGNORECASE),
        "OAuth 2",
        frozenset({"OAuth", "OAuth 2", "OAuth 2.0", "OAuth 2.1"}),
    ),
    (
        re.compile(rf"{_START}open[ -]?id[ -]?connect{_END}", re.IGNORECASE),
        "OpenID Connect",
        frozenset({"OpenID Connect"}),
    ),
    (
        re.compile(rf"{_START}rest(?= (?:api|call|request|endpoint)s?{_END})", re.IGNORECASE),
        "REST",
        frozenset({"REST"}),
    ),
    (re.compile(rf"{_START}id[ -]tokens?{_END}", re.IGNORECASE), "ID token", frozenset()),
    *((re.compile(rf"{_START}{name}{_END}", re.IGNORECASE), name, frozenset({name})) for name in _ACRONYMS),
)
_ID_TOKEN = re.compile(r"ID[ -][Tt]okens?")


def check(flow: Flow) -> Iterator[Fault]:
    """The first misspelling of each text."""
    for path, text in texts_of(flow.spec):
        prose = _WORD.sub(_unless_code, _SPAN.sub(lambda match: " " * len(match[0]), text))
        for pattern, right, accepted in _NAMES:
            match = next((m for m in pattern.finditer(prose) if not _right(m[0], accepted)), None)
            if match is not None:
                yield Fault(path, f"'{match[0]}' is spelled '{right}'", f"write {right}")
                break


def _unless_code(match: re.Match[str]) -> str:
    word = match[0].rstrip(".,:;!?)")
    code = not _SIGNS.isdisjoint(word) or "." in word or ":" in word
    return " " * len(match[0]) if code else match[0]


def _right(word: str, accepted: frozenset[str]) -> bool:
    return word in accepted if accepted else bool(_ID_TOKEN.fullmatch(word))
