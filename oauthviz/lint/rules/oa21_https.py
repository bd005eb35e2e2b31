"""No `http://` but a loopback redirect.

Codes and tokens over plain HTTP can be read and changed by anyone on the way. The one exception is a native app that
listens on its own machine, at 127.0.0.1 or [::1].

Rests on: RFC 9700, section 2.6; RFC 8252, section 7.3.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: GET /authorize, message: authorization-request,  # OA21: "http
         params: {redirect_uri: "http://app.example/cb", state: s1, code_challenge: S256}}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}

Good:

    title: Good
    caption: An illustration
    boxes:
      - {id: browser, name: Browser, kind: user-agent, role: Where the user is}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: browser, to: as, label: GET /authorize, message: authorization-request,
         params: {redirect_uri: "http://127.0.0.1:5001/cb", state: s1, code_challenge: S256}}
      - {from: as, to: browser, label: Code and state, message: authorization-response, kind: redirect}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Path, Severity
from oauthviz.lint.texts import texts_of

SEVERITY = Severity.ERROR
_URL = re.compile(r"\bhttp(?:://|%3A%2F%2F)(\[[0-9a-f:]+\]|[^\s/:?#&\"'%]+)", re.IGNORECASE)
_LOOPBACK = re.compile(r"localhost|127(?:\.\d+){3}|\[::1\]|\{.*|<.*", re.IGNORECASE)
_NAMESPACES = ("schemas.", "www.w3.org", "ns.")
_PLAIN = re.compile(
    r"\b(?:plain|unencrypted|cleartext|insecure) (?:text )?(?:HTTP\b|connection|channel)|\bwithout (?:TLS|HTTPS)\b|"
    r"\bnot over (?:TLS|HTTPS)\b|\bno (?:TLS|HTTPS)\b|\bHTTP \(no(?:t| ) ?(?:TLS|HTTPS)",
    re.IGNORECASE,
)


def check(flow: Flow) -> Iterator[Fault]:
    """A URL with http: in any text or parameter; a message that is said to go unencrypted."""
    for path, text in _everything(flow):
        for match in _URL.finditer(text):
            host = match[1].lower()
            if not _LOOPBACK.fullmatch(host) and not host.startswith(_NAMESPACES):
                yield Fault(path, f"'{match[0]}' is not encrypted", "write https://")
                break
    secure = any("HTTPS" in hop.arrow.protocol for hop in flow.hops)
    for hop in flow.hops:
        denied = _PLAIN.search(hop.text)
        said = denied is not None and not re.search(r"\b(?:never|not|no) $", hop.text[: denied.start()])
        if said or (secure and "HTTP" in hop.arrow.protocol and hop.step is not None):
            message = "this message is not encrypted"
            yield Fault(hop.at("label", "protocol"), message, "send it over HTTPS", sure=False)


def _everything(flow: Flow) -> Iterator[tuple[Path, str]]:
    yield from texts_of(flow.spec)
    for hop in flow.hops:
        for name, value in hop.arrow.params.items():
            yield ("arrows", hop.index, "params", name), f"{name} {value or ''}"
