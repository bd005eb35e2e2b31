"""Specs that the benchmarks make up, each from its size and a seed: the same arguments always give the same spec.

Importing this loads nothing but the standard library, so that a process that measures others stays small itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

Spec = dict[str, Any]

SIDE_PER_ROOT = 340
LEAST_SIDE = 1024

# Shares of the arrows of a layered spec; what is left over joins near neighbours.
LONG_SHARE = 0.08
HUB_SHARE = 0.12
BOXES_PER_HUB = 25
BACK_SHARE = 0.2
LONG_SPAN = 3
ZONE_SIZE = 6

SIZE_CLASSES = ((1, 8, 0.5), (9, 16, 0.3), (17, 30, 0.2))
"""Least and most boxes of a random spec, and the share of the specs; within a class every size is as likely."""

_PLACES = (
    "Order", "Stock", "Price", "Billing", "Mail", "Search", "Report", "User", "Photo", "Map", "Route", "Fleet", "Sensor",
    "Alarm", "Ledger", "Claim", "Ticket", "Seat", "Menu", "Kitchen",
)  # fmt: skip
_THINGS = ("API", "Store", "Worker", "Queue", "Cache", "Portal", "Index", "Gateway", "Service", "Archive")
_KIND_OF_THING = {
    "API": "resource-server", "Store": "datastore", "Worker": "worker", "Queue": "queue", "Cache": "cache",
    "Portal": "client", "Gateway": "gateway", "Archive": "datastore",
}  # fmt: skip
_ROLES = (
    "Keeps the books", "Answers reads", "Holds what is hot", "Runs jobs at night", "Checks each request",
    "Shows today's figures", "Sends what is due", "Finds things fast",
)  # fmt: skip
_VERBS = ("send", "read", "store", "check", "find", "list", "confirm", "publish", "update", "log")
_OBJECTS = ("order", "price", "stock", "user", "event", "receipt", "route", "ticket", "page", "total")
ARROW_KINDS = ("request", "response", "storage", "event", "token")


def square_side(boxes: int) -> int:
    """Side in px, rounded up, of the square canvas on which a diagram of so many boxes is expected to fit."""
    return max(LEAST_SIDE, math.ceil(SIDE_PER_ROOT * math.sqrt(boxes)))


def square_canvas(boxes: int) -> dict[str, int]:
    """The `canvas` of a spec with so many boxes, by `square_side`."""
    side = square_side(boxes)
    return {"width": side, "height": side}


def layered_spec(boxes: int, arrows: int, *, zones: bool = False, seed: int = 0) -> Spec:
    """A system as people draw them: boxes in about sqrt(boxes) layers, on its square canvas.

    Every box after the first is reached from the layer before it; further arrows join near neighbours (a fifth of them
    backwards), 8 % span three layers or more, 12 % end at one of few hubs. No two arrows have the same ends. With
    `zones` all boxes but those of the first layer lie in zones of about six, none nested. Labels have two words, two
    thirds of the boxes a role. Raises ValueError for more arrows than fit between the boxes.
    """
    if boxes < 2 or not boxes - 1 <= arrows <= boxes * (boxes - 1) // 2:
        raise ValueError(f"{arrows} arrows do not join {boxes} boxes in layers")
    random = Random(f"layered {boxes} {arrows} {seed}")
    layers = _Layers(boxes)
    spec: Spec = {"title": f"{boxes} boxes, {arrows} arrows", "canvas": square_canvas(boxes)}
    made = list(_boxes(boxes, random))
    if zones:
        spec["zones"] = []
        for name, members in layers.blocks():
            spec["zones"].append({"id": name, "name": f"Zone {name[1:]}"})
            for box in members:
                made[box]["zone"] = name
    ends = sorted(_ends(layers, arrows, random), key=lambda pair: (min(pair), max(pair), pair))
    return spec | {
        "boxes": made,
        "arrows": [
            {
                "from": f"b{source}",
                "to": f"b{target}",
                "label": f"{random.choice(_VERBS)} {random.choice(_OBJECTS)}",
                "kind": "response" if source > target else random.choice(ARROW_KINDS),
            }
            for source, target in ends
        ],
    }


@dataclass(slots=True)
class _Layers:
    """Boxes 0 to `boxes` - 1 dealt out to layers in their order."""

    boxes: int
    rows: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        count = max(2, round(math.sqrt(self.boxes)))
        self.rows = [[] for _ in range(count)]
        for box in range(self.boxes):
            self.rows[self.layer(box)].append(box)

    def layer(self, box: int) -> int:
        return box * len(self.rows) // self.boxes

    def near(self, box: int, layer: int, random: Random) -> int:
        """A box of `layer` at about the height of `box`, at most one place off."""
        own, other = self.rows[self.layer(box)], self.rows[layer]
        place = round((own.index(box) + 0.5) / len(own) * len(other) - 0.5) + random.randint(-1, 1)
        return other[min(max(place, 0), len(other) - 1)]

    def blocks(self) -> Iterator[tuple[str, list[int]]]:
        """Name and boxes of each zone: two neighbouring layers, cut across into parts of about `ZONE_SIZE`."""
        number = 0
        for first in range(1, len(self.rows), 2):
            band = self.rows[first : first + 2]
            parts = max(1, round(sum(map(len, band)) / ZONE_SIZE))
            for part in range(parts):
                members = [box for row in band for i, box in enumerate(row) if i * parts // len(row) == part]
                if members:
                    number += 1
                    yield f"z{number}", members


def _boxes(count: int, random: Random) -> Iterator[Spec]:
    names = [(place, thing) for thing in _THINGS for place in _PLACES]
    random.shuffle(names)
    for i, (place, thing) in enumerate(names[:count]):
        box = {"id": f"b{i}", "name": f"{place} {thing}", "kind": _KIND_OF_THING.get(thing, "service")}
        yield box | ({} if i % 3 == 2 else {"role": random.choice(_ROLES)})


def _ends(layers: _Layers, arrows: int, random: Random) -> set[tuple[int, int]]:
    """Source and target of each arrow."""
    last = layers.boxes - 1
    found: set[tuple[int, int]] = set()
    for box in range(1, layers.boxes):
        found.add((layers.near(box, layers.layer(box) - 1, random) if layers.layer(box) else box - 1, box))
    hubs = [random.randint(0, last) for _ in range(1 + layers.boxes // BOXES_PER_HUB)]
    while len(found) < arrows:
        lot, box = random.random(), random.randint(0, last)
        layer = layers.layer(box)
        if lot < LONG_SHARE:
            other = random.randint(0, last)
            if abs(layers.layer(other) - layer) < min(LONG_SPAN, len(layers.rows) - 1):
                continue
        elif lot < LONG_SHARE + HUB_SHARE:
            other = random.choice(hubs)
        else:
            other = layers.near(box, min(max(layer + random.choice((-1, 0, 1)), 0), len(layers.rows) - 1), random)
        source, target = min(box, other), max(box, other)
        if random.random() < BACK_SHARE:
            source, target = target, source
        if source != target:
            found.add((source, target))
    return found


def any_size(random: Random) -> int:
    """A number of boxes from 1 to 30 by `SIZE_CLASSES`."""
    shares = [share for _, _, share in SIZE_CLASSES]
    least, most, _ = random.choices(SIZE_CLASSES, shares)[0]
    return random.randint(least, most)
