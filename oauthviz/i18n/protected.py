"""Protected words: what stays as it is in every language. Protocols, parameters, methods and paths, code, digits."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from http import HTTPStatus

from msgspec import Struct

_NAMES = (
    "AMQP", "API", "Bearer", "CBOR", "CORS", "COSE", "CSRF", "DNS", "DPoP", "ETL", "FTP", "GraphQL", "HTML",
    "HTTP", "HTTPS", "IMAP", "IP", "JOSE", "JSON", "JWE", "JWK", "JWKS", "JWS", "JWT", "Kerberos", "LDAP",
    "MQTT", "OAuth", "OIDC", "PKCE", "POP3", "RADIUS", "REST", "RFC", "SAML", "SCIM", "SIP", "SMTP", "SOAP", "SQL",
    "SSH", "SSL", "TCP", "TLS", "UDP", "URI", "URL", "URN", "VPN", "WebAuthn", "XML", "YAML",
)  # fmt: skip
"""Names of protocols, formats and of OAuth's parts that no language translates."""
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")
_STATEMENTS = ("SELECT", "INSERT", "UPDATE", "UPSERT", "MERGE")
"""The verbs of SQL, where they are written as such."""
_PARAMETERS = ("scope", "state", "nonce", "audience", "prompt", "resource", "acr", "sub", "iss", "aud", "exp")
"""Parameters that are also plain words: only a list of parameters makes them protected."""
_LOOSE = frozenset((*_NAMES, *_PARAMETERS))

# Letters of other scripts may follow without a space (Japanese, Korean endings), so ASCII alone ends a word.
_START, _END = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"
_PATH = r"/[A-Za-z][A-Za-z0-9._~{}:%-]*(?:/[A-Za-z0-9._~{}:%-]+)*(?<![.:])"


class Altered(Struct, frozen=True):
    """A protected word that a translation lacks. `instead` is what may stand in its place, empty where nothing does."""

    word: str
    instead: str


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """A text cut into pieces, each with whether it is protected; joined they are the text."""
    spans = [match.span() for match in _pattern().finditer(text)]
    if any("_" in text[start:end] for start, end in spans):
        spans += _listed(text)
    found: list[tuple[str, bool]] = []
    done = 0
    for start, end in sorted(spans):
        found += [(text[done:start], False), (text[start:end], True)]
        done = end
    return tuple(piece for piece in (*found, (text[done:], False)) if piece[0])


def protected_words(text: str) -> tuple[str, ...]:
    """The protected words of a text in their order, each as often as it is there; digits too.

    A no-break space in one, which keeps it on one line, is given as a space.
    """
    return tuple(piece.replace("\u00a0", " ") for piece, is_protected in pieces(text) if is_protected)


def has_words(text: str) -> bool:
    """Whether anything in a text is left to translate."""
    return any(char.isalpha() for piece, is_protected in pieces(text) if not is_protected for char in piece)


def altered(source: str, translation: str) -> tuple[Altered, ...]:
    """The protected words of `source` that `translation` lacks."""
    wanted, got = Counter(protected_words(source)), Counter(protected_words(translation))
    # A name may be said once where the English says it twice, a parameter stand outside a list.
    lacking = [word for word in (wanted - got).elements() if not (word in _LOOSE and _holds(translation, word))]
    extra = list((got - wanted).elements())
    found = []
    for word in lacking:
        near = next((other for other in extra if _alike(word, other)), "")
        if near:
            extra.remove(near)
        found.append(Altered(word, near))
    return tuple(found)


def foreign_digits(text: str) -> tuple[str, ...]:
    """Digits of another script than ASCII's, each once, in their order."""
    return tuple(dict.fromkeys(char for char in text if not char.isascii() and unicodedata.category(char) == "Nd"))


@cache
def _pattern() -> re.Pattern[str]:
    methods = "|".join(_METHODS)
    phrases = "|".join(sorted({re.escape(status.phrase) for status in HTTPStatus}, key=lambda p: (-len(p), p)))
    names = "|".join(sorted((*_NAMES, *_METHODS, *_STATEMENTS), key=lambda name: (-len(name), name)))
    parts = (
        r"[a-z][a-z0-9+.-]*://[^\s,;()]*[^\s,;().]",  # an address
        rf"{_START}(?:{methods})[ \u00a0]{_PATH}",  # a method and its path belong together
        rf"(?<![A-Za-z0-9_/.]){_PATH}",
        rf"{_START}[1-5]\d\d[ \u00a0](?:{phrases}){_END}",  # a status with its phrase (RFC 9110)
        rf"{_START}[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+(?:=[^\s,;()]+)?",  # a parameter, with its value
        rf"{_START}[a-z][a-z0-9]*=[^\s,;()]+",
        rf"{_START}[a-z0-9-]{{2,}}(?:\.[a-z0-9-]{{2,}})+{_END}",  # a host, a file
        rf"{_START}(?:{names}){_END}",
        rf"{_START}[A-Za-z]*[a-z][A-Z][A-Za-z0-9]*{_END}",  # camelCase, and names such as PostgreSQL
        r"[0-9]+",
    )
    return re.compile("|".join(parts))


def _listed(text: str) -> list[tuple[int, int]]:
    """Where plain words stand that are items of a list of parameters: between commas or pluses."""
    found = []
    for match in re.finditer(rf"{_START}(?:{'|'.join(_PARAMETERS)}){_END}", text):
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        if before.endswith((",", "+", ":")) or after.startswith((",", "+")):
            found.append(match.span())
    return found


def _holds(text: str, word: str) -> bool:
    return re.search(f"{_START}{re.escape(word)}{_END}", text) is not None


def _alike(word: str, other: str) -> bool:
    """Whether `other` may be what became of `word`: digits for digits, else words that share a beginning."""
    if word.isdigit() or other.isdigit():
        return word.isdigit() and other.isdigit()
    return word.casefold()[:3] == other.casefold()[:3] or word.partition(" ")[0] == other.partition(" ")[0]
