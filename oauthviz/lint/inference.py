"""Which message of OAuth 2 an arrow is, where the spec's `message:` does not say, and which leg or reply where it does.

What is found here is a guess from the label, the arrow's kind and the kinds of both boxes; None where nothing fits.
Steps are called as the messages of the spec language, and `-response` after those that have an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from oauthviz.lint.parties import Party
from oauthviz.lint.words import Mention, says


class Ends(Struct, frozen=True):
    """Who sends and who receives, with those behind networks and gateways."""

    senders: tuple[Party, ...]
    receivers: tuple[Party, ...]


class Told(Struct, frozen=True):
    """An earlier hop: its ends and what it was."""

    ends: Ends
    step: str | None


_ANSWERS = {
    "token-request": "token-response",
    "refresh": "token-response",
    "token-exchange": "token-response",
    "api-request": "api-response",
}
ANSWERED = frozenset(
    {"par-request", "introspection", "revocation", "userinfo", "jwks", "discovery", "device-request", *_ANSWERS}
)
TOKEN_REQUESTS = ("token-request", "refresh", "token-exchange")


def answer_to(step: str) -> str:
    """What the response to a message is called."""
    return _ANSWERS.get(step, f"{step}-response")


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_DISCOVERY = _words(r"well-known/(?:openid|oauth)|\bdiscovery\b|metadata document|server metadata|openid-configuration")
_JWKS = _words(r"\bjwks\b|public keys?\b|signing keys?\b|/certs\b|jwks_uri|verification keys?\b")
_INTROSPECTION = _words(r"introspect")
_REVOCATION = _words(r"/revo(?:ke|cation)\b|\brevo(?:ke|king|cation)\b")
_PAR = _words(
    r"/par\b|\bpushed authori[sz]ation|\bPAR\b(?! ?ticip)|\bpush(?:es)? (?:the )?(?:authori[sz]ation )?request"
)
_BACK_CHANNEL = _words(r"back-?channel auth|\bCIBA\b|bc-authorize|/register\b|dynamic client registration")
_DEVICE = _words(r"/device\w*(?:/code)?\b|device[- _](?:authori[sz]ation|code request)|request\w* (?:a )?device code")
_ACTIVATION = _words(r"user code|\bdevices?\b|activat|verification (?:page|ur[il]|code)|pairing")
_USERINFO = _words(r"/userinfo\b|user ?info\b")
_EXCHANGE = _words(
    r"grant-type:token-exchange|subject_token|actor_token|rfc ?8693|on[- ]behalf[- ]of|"
    r"exchang\w* (?:the |its |an? )?(?:\w+(?:'s)? )?(?:access |user |subject )?token\b"
)
_REFRESH = _words(r"grant_type\s?=\s?refresh_token|grant_type: refresh_token|/refresh\b|\brefresh(?:es|ing)?\b|\brenew")
_TOKEN = _words(
    r"/(?:access_)?token\b|token (?:endpoint|request)|grant[_ -]type|code (?:exchange|redemption)|redeem|"
    r"(?:exchang|swap|trad)\w* (?:the |an? |its )?(?:authori[sz]ation |auth |one-time )?code|"
    r"code (?:\S+ ){0,5}for (?:an? |the )?(?:access |id )?tokens?|request\w* (?:an? |the )?(?:access )?tokens?\b|"
    r"(?:gets?|obtain\w*|fetch\w*) (?:an? )?(?:access )?tokens?\b|client[ _-]credentials grant|poll"
)
_AUTHORIZE = _words(
    r"/authori[sz]e\b|/authori[sz]ation\b|/oauth2?/(?:v\d(?:\.\d)?/)?auth\b(?!/)|/auth(?=[\s?,;)]|$)|\bauthori[sz]e\b|"
    r"authori[sz]e? ?(?:ation)?[ -](?:request|url|uri|endpoint|page)|authenticat\w+ request|authn ?request|"
    r"response_type|(?:redirect|sen[dt]|navigat|forward|bounc)\w*\W+(?:\w+\W+){0,4}to (?:the )?"
    r"(?:authori[sz]|identity|idp\b|log ?in|openid|sign|auth\b|as\b|op\b|provider)"
)
_AUTHORIZE_PATH = _words(r"/authori[sz]e\b")
_TOKEN_ENDPOINT = _words(r"/token\b|token endpoint|grant_type")
_CALLBACK = _words(
    r"/(?:[\w.-]+/)*(?:callback|cb|redirect|return)\b|call ?back|return\w* (?:to|with)|back (?:to|with)|"
    r"redirect (?:back|uri)"
)
_REDIRECT = _words(r"\b30[12378]\b|\bredirect|\blocation:|form_post")
_LOGIN = _words(
    r"log(?:s|ged)?[- ]?in\b|sign(?:s|ed)?[- ]?[io]n\b|credential|pass ?word|authenticat|passkey|\bmfa\b|\botp\b|"
    r"biometric|user ?name|\bpin\b"
)
_CONSENT = _words(r"consent|approv|\ballow|grants? (?:access|permission)|permission|decision")
_TOKENS = _words(r"\btokens?\b(?! (?:endpoint|request))")
_JARGON = _words(r"\bapi\b|\btoken|bearer|authorization:|\b(?:GET|POST|PUT|PATCH|DELETE)\b|request|call|resource|data")
_PROMPT = _words(
    r"(?:login|sign-?in|consent|authori[sz]ation) (?:page|form|screen|prompt|ui|dialog)|prompt|asks? for|challenge page"
)
_PKCE = _words(r"\bPKCE\b")
_FRAGMENT = _words(r"\bfragment\b")


def infer(kind: str, ends: Ends, text: str, mentions: Mapping[str, Mention], before: Sequence[Told]) -> str | None:
    """The step of an arrow without a `message:`."""
    if kind in ("storage", "event") or any(party.off_path for party in (*ends.senders, *ends.receivers)):
        return None
    if ends.senders == ends.receivers:
        return None  # what a party does by itself
    to_server = any(party.server for party in ends.receivers)
    from_server = any(party.server for party in ends.senders)
    if to_server and from_server:
        return None
    if to_server:
        return _to_server(kind, ends, text, mentions)
    if from_server:
        return _from_server(kind, ends, text, mentions, before)
    return _elsewhere(kind, ends, text, mentions, before)


def _to_server(kind: str, ends: Ends, text: str, mentions: Mapping[str, Mention]) -> str | None:
    """A request to an authorization server."""
    client = any(party.client for party in ends.senders)
    only_agent = all(party.only_agent or party.transparent for party in ends.senders)
    direct = _direct(text, mentions, only_agent)
    if direct is not None:
        return direct
    if "user_code" in mentions or (only_agent and says(text, _ACTIVATION)):
        return "consent"
    if says(text, _AUTHORIZE) or mentions.keys() & {"code_challenge", "request_uri"}:
        return "authorization-request"
    if mentions.keys() >= {"client_id", "redirect_uri"} and not mentions.keys() & {"code", "code_verifier"}:
        return "authorization-request"
    if any(party.agent for party in ends.senders) and not mentions.keys() & {"code", "code_verifier"}:
        if kind == "token" and client:
            return "token-request"
        if says(text, _LOGIN):
            return "login"
        return "consent" if says(text, _CONSENT) else None
    if client and (kind == "token" or mentions.keys() & {"code", "code_verifier", "device_code"}):
        return "token-request"
    return None


def _direct(text: str, mentions: Mapping[str, Mention], only_agent: bool) -> str | None:
    """A request that a program makes, not a browser on somebody's behalf; by what its words say."""
    if says(text, _JWKS) and not says(text, _INTROSPECTION):
        return "jwks"
    if says(text, _DISCOVERY):
        return "discovery"
    if says(text, _INTROSPECTION):
        return None if says(text, _JWKS) else "introspection"
    if says(text, _BACK_CHANNEL):
        return "other"
    if says(text, _USERINFO):
        return "userinfo"
    if says(text, _PAR):
        return "par-request"
    if only_agent:
        return "token-request" if says(text, _TOKEN_ENDPOINT) else None
    if "device_code" in mentions and (says(text, _TOKEN) or "grant_type" in mentions):
        return "token-request"
    if says(text, _DEVICE):
        return "device-request"
    if "subject_token" in mentions or (says(text, _EXCHANGE) and "code" not in mentions):
        return "token-exchange"
    grant = mentions["grant_type"].value if "grant_type" in mentions else ""
    if says(text, _REVOCATION) and not grant:
        return "revocation"
    if grant == "refresh_token" or (not grant and "code" not in mentions and _refreshes(text, mentions)):
        return "refresh"
    asks = says(text, _TOKEN) or "code_verifier" in mentions or "client_assertion" in mentions
    if (asks or ("code" in mentions and "response_type" not in mentions)) and not says(text, _AUTHORIZE_PATH):
        return "token-request"
    return None


def _refreshes(text: str, mentions: Mapping[str, Mention]) -> bool:
    return "refresh_token" in mentions or says(text, _REFRESH)


def _from_server(
    kind: str, ends: Ends, text: str, mentions: Mapping[str, Mention], before: Sequence[Told]
) -> str | None:
    """A response of an authorization server, or a redirect or page for the user agent."""
    agent = any(party.agent for party in ends.receivers)
    client = any(party.client for party in ends.receivers)
    has_code = "code" in mentions and "device_code" not in mentions and "user_code" not in mentions
    tokens = mentions.keys() & {"access_token", "refresh_token", "id_token"}
    pending = _pending(ends, before)
    redirected = kind == "redirect" or says(text, _REDIRECT)
    if has_code and not (pending in TOKEN_REQUESTS and not redirected):
        return "authorization-response"
    fragment = any(mention.in_fragment for mention in mentions.values()) or says(text, _FRAGMENT)
    if agent and (fragment or (tokens == {"id_token"} and not client)):
        return "authorization-response"
    if tokens or (client and pending not in ANSWERED and says(text, _TOKENS) and kind in ("token", "response")):
        return "token-response"
    if redirected and agent:
        onward = says(text, _AUTHORIZE) or says(text, _PROMPT) or says(text, _PKCE) or "code_challenge" in mentions
        return None if onward else "authorization-response"
    if pending is not None:
        return answer_to(pending)
    if client and says(text, _TOKENS):
        return "token-response"
    return None


def _pending(ends: Ends, before: Sequence[Told]) -> str | None:
    """The latest request that went the other way and has an answer; an answered one does not count again."""
    answered: list[str] = []
    for told in reversed(before):
        if told.step is None:
            continue
        if _meet(told.ends, ends):
            answered.append(told.step)
            continue
        back = Ends(told.ends.receivers, told.ends.senders)
        if told.step in ANSWERED and answer_to(told.step) not in answered and _meet(back, ends):
            return told.step
    return None


def _meet(one: Ends, other: Ends) -> bool:
    """Whether two hops go the same way between the same parties, all of a server's parts taken as one."""
    return _same(one.senders, other.senders) and _same(one.receivers, other.receivers)


def _same(one: tuple[Party, ...], other: tuple[Party, ...]) -> bool:
    return any(a.id == b.id or (a.server and b.server) for a in one for b in other)


def _elsewhere(kind: str, ends: Ends, text: str, mentions: Mapping[str, Mention], before: Sequence[Told]) -> str | None:
    """Between clients, user agents and resource servers."""
    agents_there = any(party.agent for party in ends.receivers)
    client_here = any(party.client for party in ends.senders)
    if any(party.resource for party in ends.receivers) or (
        ends.receivers[0].gateway and not any(party.client or party.agent for party in ends.receivers)
    ):
        program = any(party.client or party.gateway or not party.known for party in ends.senders)
        return "api-request" if program or says(text, _JARGON) else None
    if any(party.resource for party in ends.senders) and not client_here:
        return "api-response" if kind == "response" or _pending(ends, before) == "api-request" else None
    if client_here and agents_there:
        return _to_agent(kind, text, mentions, before)
    if any(party.agent for party in ends.senders) and any(party.client for party in ends.receivers):
        coming_back = "code" in mentions or (says(text, _CALLBACK) and _asked(before))
        return "authorization-response" if coming_back and not says(text, _TOKEN) else None
    return None


def _to_agent(kind: str, text: str, mentions: Mapping[str, Mention], before: Sequence[Told]) -> str | None:
    """A client that sends the browser to the authorization server, rather than anywhere else."""
    if mentions.keys() & {"code_challenge", "response_type", "request_uri"} or says(text, _AUTHORIZE):
        return "authorization-request" if "user_code" not in mentions else None
    if kind == "redirect" or says(text, _REDIRECT):
        return None if any(told.step == "authorization-response" for told in before) else "authorization-request"
    return None


def _asked(before: Sequence[Told]) -> bool:
    return any(told.step in ("authorization-request", "authorization-response") for told in before)


def step_of(
    message: str, kind: str, ends: Ends, text: str, mentions: Mapping[str, Mention], before: Sequence[Told]
) -> str | None:
    """The step of an arrow whose `message:` is given: replies and legs of redirects told apart."""
    if message == "redirect":
        return _leg(kind, ends, text, mentions, before)
    if message == "other":
        pending = _pending(ends, before)
        replies = kind == "response" or any(party.server for party in ends.senders)
        return answer_to(pending) if pending is not None and replies and pending not in TOKEN_REQUESTS else "other"
    from_server = any(party.server for party in ends.senders) and not any(party.server for party in ends.receivers)
    if message in ANSWERED and message not in ("token-request", "api-request") and (from_server or kind == "response"):
        return answer_to(message)
    return message


def _leg(kind: str, ends: Ends, text: str, mentions: Mapping[str, Mention], before: Sequence[Told]) -> str | None:
    """Which redirect it is: towards the authorization server, or back from it."""
    if "code" in mentions or "error" in mentions:
        return "authorization-response"
    if mentions.keys() & {"code_challenge", "response_type", "request_uri", "client_id"}:
        return "authorization-request"
    if any(party.server for party in ends.receivers):
        return "authorization-request"
    if any(party.server for party in ends.senders):
        return None if says(text, _AUTHORIZE) or says(text, _PROMPT) else "authorization-response"
    if any(party.client for party in ends.senders) and any(party.agent for party in ends.receivers):
        return _to_agent("redirect", text, mentions, before)
    return "authorization-response" if any(party.client for party in ends.receivers) else None
