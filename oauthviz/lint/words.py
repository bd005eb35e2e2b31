"""What a label says: parameters in protocol syntax, and the same things in plain words.

`stated` mentions are literal syntax (`code_verifier=…`, `?access_token=…`); the others are words that mean the same.
A mention that is negated ("no client secret") or about something else ("status code") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote_plus

from msgspec import Struct

from oauthviz.spec.model import Arrow

NAMES = frozenset(
    (
        "access_token", "acr_values", "actor_token", "assertion", "audience", "authorization", "claims",
        "client_assertion", "client_assertion_type", "client_id", "client_secret", "code", "code_challenge",
        "code_challenge_method", "code_verifier", "device_code", "dpop", "dpop_jkt", "error", "expires_in",
        "grant_type", "id_token", "id_token_hint", "iss", "login_hint", "nonce", "password", "prompt",
        "redirect_uri", "refresh_token", "request", "request_uri", "resource", "response_mode", "response_type",
        "scope", "state", "subject_token", "subject_token_type", "token", "token_type", "token_type_hint",
        "user_code", "username", "verification_uri",
    )
)  # fmt: skip
"""Parameters of OAuth 2 and OpenID Connect messages that rules look at, in lower case."""

ABBREVIATED = re.compile(r"…|\.\.\.|\betc\b")
"""A label that says it leaves something out."""

_ALIASES = {
    "auth_code": "code", "authorization_code": "code", "authz_code": "code",
    "verifier": "code_verifier", "pkce_verifier": "code_verifier", "code_verifier_s256": "code_verifier",
    "challenge": "code_challenge", "pkce_challenge": "code_challenge", "challenge_method": "code_challenge_method",
    "redirect_url": "redirect_uri", "secret": "client_secret", "issuer": "iss",
    "dpop_proof": "dpop", "proof": "dpop", "idtoken": "id_token", "accesstoken": "access_token",
    "refreshtoken": "refresh_token", "bearer": "access_token", "scopes": "scope", "status_code": "status",
}  # fmt: skip

_PAIR = re.compile(r"(?:^|(?<=[\s?&#,;(+/\"'`{]))([A-Za-z][\w-]*)\s?=\s?([^&#\s,;)}\"'`]*)")
_TYPES = re.compile(
    r"\bresponse_type\s?[=:]\s?((?:code|id_token|token)(?:(?: |\+|%20)(?:code|id_token|token)\b(?! (?:request|end)))*)"
)
_COLON = re.compile(
    r"\b(grant_type|code_challenge_method|token_type|response_mode|scope)s?:\s*"
    r"([\w:.%-]+(?: (?:openid|profile|email)\b)*)"
)
_QUERY = re.compile(r"\?[^\s]*")
_NOT = re.compile(
    r"(?:\b(?:no|not|never|without|omit\w*|lacks?|lacking|missing|nor|neither|instead of|rather than|don't|doesn't)\b"
    r"|\bw/o\b|n't\b)[^,;.+()]{0,28}$",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"^\s*(?:cookie\s*)?(?:stays?|remains?|is kept|kept|never|is not|is never|not sent|not shared)\b", re.IGNORECASE
)
_WITH_TOKEN = re.compile(
    r"\b(?:with|includ\w+|contain\w*|carr\w+|plus|and)(?: (?:the|an?|its|full|raw|whole|user's))* "
    r"(?:access|refresh) token(?! (?:id|hash|metadata|event|usage))",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:match\w*|verif(?:y|ies|ied)|check\w*|compar\w*|against|stored|hash(?:ed|es)? (?:of|from)|derive\w* from|"
    r"equals?)\b[^,;+]{0,24}$",
    re.IGNORECASE,
)

_PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("code_verifier", r"code[ _-]?verifier|pkce[ _-]verifier|\bverifier\b"),
        (
            "code_challenge",
            r"code[ _-]?challenge(?![ _-]method)|pkce[ _-]challenge|\bS256 challenge|"
            r"\bchallenge (?:\(?S256|and verifier)|(?<=verifier and )challenge|(?<=verifier \+ )challenge",
        ),
        ("code_challenge_method", r"code[ _-]challenge[ _-]method"),
        ("device_code", r"\bdevice[ _-]code\b"),
        ("user_code", r"\buser[ _-]code\b"),
        ("refresh_token", r"\brefresh[ _-]?tokens?\b"),
        ("access_token", r"\b(?:access|bearer)[ _-]?tokens?\b|\baccess (?:and|&|\+) refresh tokens?\b"),
        ("refresh_token", r"\baccess (?:and|&|\+) refresh tokens?\b"),
        ("id_token", r"\bid[ _-]?tokens?\b(?!_hint)"),
        ("subject_token", r"\bsubject[ _-]token\b"),
        ("client_secret", r"\bclient[ _-]?secrets?(?![ _-](?:jwt|basic|post))\b|\bclient_secret_(?:basic|post|jwt)\b"),
        ("client_assertion", r"\bclient[ _-]assertion\b|private_key_jwt"),
        ("client_id", r"\bclient[ _-]?id(?:entifier)?\b"),
        ("redirect_uri", r"\bredirect(?:ion)?[ _-]ur[il]s?\b"),
        ("request_uri", r"\brequest[ _-]ur[il]\b"),
        ("grant_type", r"\bgrant_type\b"),
        ("response_type", r"\bresponse_type\b"),
        ("state", r"(?<![\w-])(?<!session )(?<!login )state(?![\w-])(?! machine)"),
        ("nonce", r"(?<![\w-])nonce\b"),
        ("iss", r"(?<![\w.-])iss(?![\w-])|\bissuer\b"),
        ("scope", r"(?<![\w-])scopes?\b"),
        ("dpop", r"\bdpop\b"),
        ("password", r"\bpass ?words?\b(?!less)|\bpassphrase\b|(?<!client )(?<!client_)(?<!client's )\bcredentials\b"),
    )
)
_TRANSFORMED = re.compile(
    r"\b(?:t|sha-?256|s256|hash|base64url)\s?\((?:sha-?256\()?\s*(?:code[ _]?)?verifier\s*\)+|"
    r"\bhash(?:ed)? (?:of )?(?:the )?(?:code[ _])?verifier",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?<![\w-])(?<!status )(?<!user )(?<!device )(?<!qr )(?<!error )(?<!source )(?<!response )(?<!pass )(?<!sms )"
    r"(?<!pre-authorized )(?<!pre-authorised )(?<!verification )(?<!activation )(?<!pairing )(?<!time )"
    r"(?<!pin )(?<!http )(?<!otp )"
    r"(?:(?:authori[sz]ation|authz?|one-time)[ _-])?codes?(?![\w-]| challenge| verifier| flow| grant| path| with pkce)",
    re.IGNORECASE,
)
_FLOW = re.compile(r"(?:authori[sz]ation[ _-])?code[ -](?:flow|grant)\b", re.IGNORECASE)


class Mention(Struct, frozen=True):
    """A parameter that an arrow names. `value` is empty where none is given; `where` is params, text or words."""

    name: str
    value: str = ""
    stated: bool = False
    in_query: bool = False
    in_fragment: bool = False
    where: str = "words"


def mentions_of(arrow: Arrow, flags: tuple[str, ...]) -> dict[str, Mention]:
    """The parameters that an arrow names, by canonical name; `params:` before literal syntax before words."""
    found: dict[str, Mention] = {}
    for name, value in arrow.params.items():
        for mention in _of_param(name, value or ""):
            found.setdefault(mention.name, mention)
    for text in (arrow.label or "", *arrow.protocol, *filter(_is_parameter, (*arrow.callout, *flags))):
        for mention in read(text):
            if mention.name not in found or (mention.in_query and not found[mention.name].in_query):
                found[mention.name] = mention
    return found


def canonical(name: str) -> str:
    """A parameter's name as the RFCs write it: `Code-Verifier` and `verifier` are `code_verifier`."""
    lowered = re.sub(r"[\s-]+", "_", name.strip().lower())
    return _ALIASES.get(lowered, lowered)


def _of_param(name: str, value: str) -> Iterator[Mention]:
    own = canonical(name)
    if own == "code_challenge" and value.lower() in ("plain", "s256"):
        yield Mention("code_challenge_method", value, True, where="params")
    yield Mention(own, value, True, in_query="query" in value.lower().split(), where="params")
    if "=" in name or " " in name:
        for mention in read(name):
            yield Mention(mention.name, mention.value, True, mention.in_query, mention.in_fragment, "params")


@lru_cache(maxsize=2048)
def read(text: str) -> tuple[Mention, ...]:
    """The mentions in a text, literal syntax first. A verifier's transform, t(code_verifier), is the challenge."""
    text = _TRANSFORMED.sub("code_challenge", text)
    found = list(_pairs(text))
    rest = _blanked(text)
    for name, pattern in _PHRASES:
        found.extend(Mention(name) for match in pattern.finditer(rest) if _meant(rest, match, name))
    flowless = _FLOW.sub(lambda match: " " * len(match[0]), rest)
    found.extend(Mention("code") for match in _CODE.finditer(flowless) if _meant(flowless, match, "code"))
    return tuple(found)


def _pairs(text: str) -> Iterator[Mention]:
    for match in _TYPES.finditer(text):
        yield Mention("response_type", unquote_plus(match[1]), True, where="text")
    queries = [match.span() for match in _QUERY.finditer(text)]
    for match in _PAIR.finditer(text):
        name = canonical(match[1])
        if name not in NAMES or (name == "response_type" and _TYPES.match(text, match.start())):
            continue
        start = next((start for start, end in queries if start < match.start() < end), None)
        hash_sign = text.rfind("#", text.rfind(" ", 0, match.start()) + 1, match.start())
        in_query = start is not None and hash_sign < start
        value = unquote_plus(match[2])
        yield Mention(name, value, True, in_query, hash_sign >= 0, "text")
    for match in _COLON.finditer(text):
        yield Mention(canonical(match[1]), unquote_plus(match[2]), True, where="text")


def _blanked(text: str) -> str:
    """The text without parameters' values, so that `response_type=code` is no authorization code."""
    text = _TYPES.sub(lambda m: " " * len(m[0]), text)
    text = _PAIR.sub(lambda m: " " * len(m[0]) if canonical(m[1]) in NAMES else m[0], text)
    text = _COLON.sub(lambda m: " " * len(m[0]), text)
    return re.sub(r"urn:[\w:.-]+|https?://[^\s?#]+", lambda m: " " * len(m[0]), text)


def _meant(text: str, match: re.Match[str], name: str) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if negated(before) or _STAYS.match(after):
        return False
    return not (name in ("code_challenge", "code_verifier") and _ABOUT.search(before))


def with_token(text: str) -> bool:
    """Whether a text says that something has a token in it, rather than that something happened to one."""
    return bool(_WITH_TOKEN.search(text))


def negated(before: str) -> bool:
    """Whether what stands before a word turns it into its opposite."""
    return bool(_NOT.search(before))


def says(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether the text says what the pattern looks for, and does not deny it."""
    return any(not negated(text[: match.start()]) for match in pattern.finditer(text))


def _is_parameter(flag: str) -> bool:
    """A callout that is a parameter, not a remark about one."""
    return len(flag.split()) <= 3


def known(mentions: Mapping[str, Mention]) -> list[str]:
    """The names among the mentions that are parameters of OAuth 2 messages."""
    return [name for name in mentions if name in NAMES]
