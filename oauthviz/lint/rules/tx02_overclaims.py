"""No overclaim.

A picture proves nothing, so it should not say that what it shows is secure, audited, certified or guaranteed, nor call
itself a reference architecture unless to deny it. Terms of the protocol ("Secure cookie", "secure channel") are fine.

Rests on: the project's requirements for every picture.

Bad:

    title: Bad
    caption: An illustration
    subtitle: A secure and audited flow  # TX02: A secure
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: GET /notes}
      - {from: api, to: app, label: Notes, kind: response}

Good:

    title: Good
    caption: An illustration
    subtitle: A flow, not an audited one
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

SEVERITY = Severity.WARNING
PROFILES = EVERY
_CLAIM = re.compile(
    r"\b(?:ultra-|super-|fully |completely |100 ?% |highly |totally |most )?secure(?:ly|d)?\b|"
    r"\baudited\b|\bcertified\b|\bguarantee[sd]?\b|\bguaranteed\b|\breference architecture\b|"
    r"\b(?:fully|100 ?%) compliant\b|"
    r"\b(?:PCI|GDPR|HIPAA|SOC ?2|ISO ?27001|FAPI)[ -](?:DSS )?(?:compliant|certified)\b|\bunhackable\b|\bhack-?proof\b|"
    r"\bbullet-?proof\b|\bfool-?proof\b|\btamper-?proof\b|\bunbreakable\b|\b(?:military|bank|enterprise)-grade\b|"
    r"\bbattle-?tested\b|\bzero[- ]risk\b|\b100 ?% safe\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"secure[- ]?(?:,|;|\+|and|/)?\s?(?:http-?only|cookie|channel|attribute|flag|context|transport|connection|storage|"
    r"enclave|element|token service|session cookie|websocket|shell|boot|area|same-?site)|"
    r"http-?only[,;+/ ]+(?:and )?secure|"
    r"; ?secure\b|same-?site=\w+[,; ]+secure",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|no|never|neither|nor|without|isn't|rather than|instead of|avoid\w*|less|un|in)\b[^.;:!?]{0,60}$",
    re.IGNORECASE,
)


def check(flow: Flow) -> Iterator[Fault]:
    """The first claim of each text."""
    for path, text in texts_of(flow.spec):
        terms = [match.span() for match in _TERM.finditer(text)]
        for match in _CLAIM.finditer(text):
            term = any(start <= match.start() < end for start, end in terms)
            if not term and not _DENIED.search(text[: match.start()]):
                yield Fault(path, f"'{match[0]}' claims what no picture can show", "say what happens instead")
                break
