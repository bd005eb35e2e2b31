"""A legend that names a step names one that exists; every box is on some arrow.

A number that leads nowhere sends readers looking for it, and a box that nothing reaches has no part in the story.

Rests on: the project's requirements for every picture.

Bad:

    title: Bad
    caption: An illustration
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
      - {id: queue, name: Event Queue, kind: queue, role: Buffers events}  # ST02: {id: queue
    arrows:
      - {from: app, to: api, label: GET /notes}
      - {from: api, to: app, label: Notes, kind: response}

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
from oauthviz.spec.archetypes import badge_mode
from oauthviz.spec.model import Spec

SEVERITY = Severity.WARNING
PROFILES = EVERY
_NAMED = re.compile(r"\bsteps? (\d{1,3}[a-z]?)(?:\s?(?:-|–|to|and|,)\s?(\d{1,3}[a-z]?)\b)?", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Fault]:
    """A legend against the arrows' numbers, boxes against the arrows' ends."""
    spec = flow.spec
    ends = {end for arrow in spec.arrows for end in (*arrow.sources, arrow.to)}
    for i, box in enumerate(spec.boxes):
        if box.id not in ends and (spec.arrows or len(spec.boxes) > 1):
            yield Fault(("boxes", i), f"no arrow reaches or leaves '{box.name}'", "draw one, or take the box away")
    yield from _steps(spec)
    yield from _stages(spec)


def _steps(spec: Spec) -> Iterator[Fault]:
    numbers = {arrow.step for arrow in spec.arrows} | {arrow.stage for arrow in spec.arrows if arrow.stage}
    for i, item in enumerate(spec.legend.items if spec.legend is not None else ()):
        missing = [
            name for match in _NAMED.finditer(item.text) for name in match.groups() if name and name not in numbers
        ]
        if missing:
            message = f"the legend names step {missing[0]}, and no arrow has that number"
            yield Fault(("legend", "items", i, "text"), message, "name a step that is drawn")


def _stages(spec: Spec) -> Iterator[Fault]:
    """Where arrows show stages, each stage has its item."""
    if spec.legend is None or badge_mode(spec) != "stage" or any(item.arrows for item in spec.legend.items):
        return
    count = len(spec.legend.items)
    for i, arrow in enumerate(spec.arrows):
        if arrow.stage is not None and arrow.stage.isdigit() and not 1 <= int(arrow.stage) <= count:
            message = f"the arrow is of stage {arrow.stage}, and the legend has {count} items"
            yield Fault(("arrows", i, "stage"), message, "add the item, or change the stage")
    used = {arrow.stage for arrow in spec.arrows}
    for i in range(count):
        if str(i + 1) not in used:
            message = f"item {i + 1} of the legend belongs to no arrow"
            yield Fault(("legend", "items", i, "text"), message, f"give an arrow stage: {i + 1}, or take the item away")
