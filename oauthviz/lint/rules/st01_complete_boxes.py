"""Every box has icon, name and role, every arrow a label; the legend counts from 1.

A box without an icon or a role makes readers guess, an arrow without a label says that something happens and not what.
A kind brings an icon of its own. Numbers that a legend's texts start with have to be the legend's own.

Rests on: the project's requirements for every picture.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: GET /notes}
      - {from: api, to: app, kind: response}  # ST01: {from: api

Good:

    title: Good
    caption: An illustration
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
from oauthviz.spec.model import Spec

SEVERITY = Severity.ERROR
PROFILES = EVERY
_NUMBER = re.compile(r"(?:step |stage )?\(?(\d{1,3})[.):]\s", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """Whatever of these is missing."""
    for i, box in enumerate(flow.spec.boxes):
        if not box.role:
            yield Fault(("boxes", i), f"'{box.name}' has no role", "say in a few words what it does: role: …")
        if box.icon is None and "kind" not in box.model_fields_set:
            help = "name one (oauthviz icons list), or say what kind of box it is"
            yield Fault(("boxes", i), f"'{box.name}' has no icon", help)
    for i, arrow in enumerate(flow.spec.arrows):
        if not arrow.label:
            message = f"the arrow from '{arrow.sources[0]}' to '{arrow.to}' has no label"
            yield Fault(("arrows", i), message, "say what crosses: label: …")
    yield from _numbers(flow.spec)


def _numbers(spec: Spec) -> Iterator[Fault]:
    items = spec.legend.items if spec.legend is not None else ()
    for i, item in enumerate(items):
        match = _NUMBER.match(item.text)
        if match is not None and int(match[1]) != i + 1:
            message = f"item {i + 1} of the legend calls itself {match[1]}"
            yield Fault(("legend", "items", i, "text"), message, "leave the number out: the legend numbers itself")
