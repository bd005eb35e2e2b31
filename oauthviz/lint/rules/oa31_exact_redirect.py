"""Redirect URIs match exactly.

A pattern that matches more than one address matches, sooner or later, one that an attacker controls. Only the port of
a loopback address may vary.

Rests on: RFC 9700, section 2.1.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Authorization request, message: authorization-request,  # OA31: "https
         params: {redirect_uri: "https://*.example/cb", state: s1, code_challenge: S256}}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: Authorization request, message: authorization-request,
         params: {redirect_uri: "https://app.example/cb", state: s1, code_challenge: S256}}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import CODE
from oauthviz.lint.texts import texts_of
from oauthviz.lint.words import says

SEVERITY = Severity.WARNING
PROFILES = CODE
_PATTERN = re.compile(r"(?:https?://|\*\.)[^\s,;]*\*[^\s,;]*|\*\.[\w-]+\.\w+|https?://\*[^\s,;]*", re.IGNORECASE)
_REDIRECT = re.compile(r"redirect|call ?back|return url", re.IGNORECASE)
_LOOSE = re.compile(
    r"wild ?card(?:ed|s)?\b.{0,24}(?:redirect|callback)|(?:redirect|callback).{0,24}wild ?card|"
    r"(?:redirect|callback).{0,24}(?:prefix|partial|substring|regex|pattern|loose)(?:ly)?[ -]?match|"
    r"(?:prefix|partial|substring|regex|pattern|loose)[ -]match\w* (?:of |the )*(?:redirect|callback)",
    re.IGNORECASE,
)


def check(flow: Flow) -> Iterator[Fault]:
    """A star in a redirect URI, or words for the same."""
    help = "register each redirect URI in full, and compare character by character"
    for hop in flow.hops:
        if "*" in hop.value("redirect_uri"):
            yield Fault(hop.at_name("redirect_uri"), "the redirect URI has a wildcard", help)
    for path, text in texts_of(flow.spec):
        if (_PATTERN.search(text) and _REDIRECT.search(text)) or says(text, _LOOSE):
            yield Fault(path, "the redirect URI is matched by a pattern", help, sure=False)
