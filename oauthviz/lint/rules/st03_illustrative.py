"""A caption says that the picture is illustrative.

A picture of a security flow leaves out most of what makes one safe. A line at its foot keeps readers from building
after it: "Illustrative flow, not an audited reference architecture".

Rests on: the project's requirements for every picture.

Bad:

    title: Reading notes  # ST03: Reading
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: POST /token with client_secret, kind: token}
      - {from: as, to: app, label: Access token, kind: token}

Good:

    title: Good
    caption: An illustration
    subtitle: Reading notes
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: as, name: Authorization Server, kind: authorization-server, role: Issues tokens}
    arrows:
      - {from: app, to: as, label: POST /token with client_secret, kind: token}
      - {from: as, to: app, label: Access token, kind: token}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import EVERY

SEVERITY = Severity.WARNING
PROFILES = EVERY
_SAYS_SO = re.compile(
    r"illustrat|explanat|explain|simplif|schematic|example|overview|sketch|conceptual|education|demonstrat|teaching|"
    r"not (?:an? |to be |been |intended|meant|for )|no (?:audit|reference|security)|"
    r"ilustra|explica|simplific|ejempl|exempl|schéma|simplifi|veranschaulich|vereinfach|beispiel|schema|esempl|"
    r"иллюстра|упрощ|пример|схем|図解|概念|説明|示例|示意|简化|예시|설명|"
    r"توضيح|مبسط|उदाहरण|चित्र|minh h[oọ]a|uproszcz|przykład",
    re.IGNORECASE,
)
_KINDS = frozenset({"authorization-server", "token-endpoint", "consent"})


def check(flow: Flow) -> Iterator[Fault]:
    """A picture with an authorization server and no caption, or one that does not say so."""
    spec = flow.spec
    if not any(_KINDS & party.kinds for party in flow.parties.values()):
        return
    help = "say so: caption: Illustrative flow, not an audited reference architecture"
    if spec.caption is None:
        yield Fault(("title",), "no caption says that this security flow is illustrative", help)
    elif not _SAYS_SO.search(spec.caption):
        yield Fault(("caption",), "the caption does not say that this security flow is illustrative", help)
