"""Specs that the benchmarks make up, each from its size and a seed: the same arguments always give the same spec.

Importing this loads nothing but the standard library, so that a process that measures others stays small itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from types import ModuleType
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
    "Order", "Stock", "Price", "Billing", "Mail", "Search", "Report", "User", "Photo", "Map", "Route", "Fleet",
    "Sensor", "Alarm", "Ledger", "Claim", "Ticket", "Seat", "Menu", "Kitchen",
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
_KINDS = ("request", "response", "storage", "event", "token")


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
    backwards), 8 % span three layers or more, 12 % end at one of few hubs. No two run from the same box to the same
    box. With `zones` all boxes but those of the first layer lie in zones of about six, none nested. Labels have two
    words, two thirds of the boxes a role. Raises ValueError for more arrows than fit between the boxes.
    """
    if boxes < 2 or not boxes - 1 <= arrows <= boxes * (boxes - 1) // 2:
        raise ValueError(f"{arrows} arrows do not join {boxes} boxes in layers")
    rng = Random(f"layered {boxes} {arrows} {seed}")
    layers = _Layers(boxes)
    spec: Spec = {"title": f"{boxes} boxes, {arrows} arrows", "canvas": square_canvas(boxes)}
    made = list(_boxes(boxes, rng))
    if zones:
        spec["zones"] = []
        for name, members in layers.blocks():
            spec["zones"].append({"id": name, "name": f"Zone {name[1:]}"})
            for box in members:
                made[box]["zone"] = name
    ends = sorted(_ends(layers, arrows, rng), key=lambda pair: (min(pair), max(pair), pair))
    return spec | {
        "boxes": made,
        "arrows": [
            {
                "from": f"b{source}",
                "to": f"b{target}",
                "label": f"{rng.choice(_VERBS)} {rng.choice(_OBJECTS)}",
                "kind": "response" if source > target else rng.choice(_KINDS),
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

    def near(self, box: int, layer: int, rng: Random) -> int:
        """A box of `layer` at about the height of `box`, at most one place off."""
        own, other = self.rows[self.layer(box)], self.rows[layer]
        place = round((own.index(box) + 0.5) / len(own) * len(other) - 0.5) + rng.randint(-1, 1)
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


def _boxes(count: int, rng: Random) -> Iterator[Spec]:
    names = [(place, thing) for thing in _THINGS for place in _PLACES]
    rng.shuffle(names)
    for i, (place, thing) in enumerate(names[:count]):
        box = {"id": f"b{i}", "name": f"{place} {thing}", "kind": _KIND_OF_THING.get(thing, "service")}
        yield box | ({} if i % 3 == 2 else {"role": rng.choice(_ROLES)})


def _ends(layers: _Layers, arrows: int, rng: Random) -> set[tuple[int, int]]:
    """Source and target of each arrow."""
    last = layers.boxes - 1
    found: set[tuple[int, int]] = set()
    for box in range(1, layers.boxes):
        found.add((layers.near(box, layers.layer(box) - 1, rng) if layers.layer(box) else box - 1, box))
    hubs = [rng.randint(0, last) for _ in range(1 + layers.boxes // BOXES_PER_HUB)]
    while len(found) < arrows:
        lot, box = rng.random(), rng.randint(0, last)
        layer = layers.layer(box)
        if lot < LONG_SHARE:
            other = rng.randint(0, last)
            if abs(layers.layer(other) - layer) < min(LONG_SPAN, len(layers.rows) - 1):
                continue
        elif lot < LONG_SHARE + HUB_SHARE:
            other = rng.choice(hubs)
        else:
            other = layers.near(box, min(max(layer + rng.choice((-1, 0, 1)), 0), len(layers.rows) - 1), rng)
        source, target = min(box, other), max(box, other)
        if rng.random() < BACK_SHARE:
            source, target = target, source
        if source != target:
            found.add((source, target))
    return found


def random_spec(seed: int, number: int) -> Spec:
    """The spec with this number of those of a seed, on its square canvas: 1 to 30 boxes, whatever the language offers.

    Sizes follow `SIZE_CLASSES`. Arrows are .7 to 2.2 times the boxes, mostly about 1.5, in one of the five forms of
    `_FORMS`, at most six between a pair of boxes; a hub gets twelve spokes beside what chance brings. Names, roles,
    labels and flags are those of the strategy that the layout's tests use.
    """
    # Loads hypothesis, which a process that only wants a layered spec has no use for.
    from tests.layout import strategies as words

    rng = Random(f"random {seed} {number}")
    least, most, _ = rng.choices(SIZE_CLASSES, [share for _, _, share in SIZE_CLASSES])[0]
    count = rng.randint(least, most)
    ids = [f"b{i}" for i in range(count)]
    pairs = _pairs(count, max(1, round(count * rng.triangular(0.7, 2.2, 1.5))), rng)
    spec: Spec = {"title": rng.choice(("Flow", "How a payment reaches the ledger and the bank"))}
    if rng.random() < 0.5:
        spec["subtitle"] = "Made of words from other worlds"
    spec["canvas"] = square_canvas(count)
    spec["boxes"] = [_any_box(i, rng, words) for i in ids]
    spec["arrows"] = [_any_arrow(source, target, ids, rng, words) for source, target in pairs]
    _outlines(spec, ids, rng)
    if rng.random() < 0.2:
        on = rng.choice([*ids, *(f"a{n + 1}" for n in range(len(pairs)))])
        spec["callouts"] = [{"on": on, "text": rng.choice(words.FLAGS)}]
    legend = [rng.choice(words.LEGEND) for _ in range(rng.randint(0, 7))]
    return spec | ({"legend": legend} if legend else {})


_FORMS = (("near", 0.4), ("any", 0.2), ("hub", 0.15), ("talk", 0.15), ("chain", 0.1))
"""How arrows are dealt out, and to which share of the specs: between boxes that are near in the list, any two, a hub
and its spokes, few partners back and forth, or along a line with few others."""
_PER_PAIR = 6
_SPOKES = 12


def _pairs(count: int, arrows: int, rng: Random) -> list[tuple[int, int]]:
    """Source and target of each arrow, in the order of the spec; fewer where the pairs are full."""
    form = rng.choices([form for form, _ in _FORMS], [share for _, share in _FORMS])[0]
    found: list[tuple[int, int]] = []
    joined: Counter[tuple[int, int]] = Counter()
    spokes = 0
    for place in range(arrows):
        source = rng.randrange(count)
        if form == "hub" and spokes < _SPOKES and rng.random() < 0.7:
            target, spokes = 0, spokes + 1
        elif form == "talk":
            source = min(int(rng.expovariate(0.5)), count - 1)
            target = source + 1
        elif form == "chain" and place < count - 1:
            source, target = place, place + 1
        elif form == "any":
            target = rng.randrange(count)
        else:
            target = source + rng.choice((1, 1, 1, 2, 2, 3))
        target = min(target, count - 1)
        if source == target and rng.random() < 0.75 and count > 1:
            target = (source + 1) % count
        if rng.random() < 0.35 and not (form == "chain" and place < count - 1):
            source, target = target, source
        pair = (min(source, target), max(source, target))
        if joined[pair] < _PER_PAIR:
            joined[pair] += 1
            found.append((source, target))
    return found


def _any_box(name: str, rng: Random, words: ModuleType) -> Spec:
    box: Spec = {"id": name, "name": rng.choice(words.NAMES), "kind": rng.choice(words.KINDS)}
    if rng.random() < 0.5:
        box["role"] = rng.choice(words.ROLES)
    if rng.random() < 0.1:
        box["number"] = rng.randint(1, 12)
    return box


def _any_arrow(source: int, target: int, ids: list[str], rng: Random, words: ModuleType) -> Spec:
    arrow: Spec = {"from": ids[source], "to": ids[target], "kind": rng.choice(words.ARROW_KINDS)}
    if source != target and rng.random() < 0.12:
        arrow["direction"] = "both"
    elif source != target and rng.random() < 0.08:
        others = [i for i in ids if i not in (ids[source], ids[target])]
        arrow["from"] = [ids[source], *rng.sample(others, min(len(others), rng.randint(1, 2)))]
    if rng.random() < 0.92:
        arrow["label"] = rng.choice(words.LABELS)
    if rng.random() < 0.15:
        arrow["protocol"] = rng.sample(words.PROTOCOLS, rng.randint(1, 2))
    if rng.random() < 0.1:
        arrow["callout"] = rng.choice(words.FLAGS)
    return arrow


def _outlines(spec: Spec, ids: list[str], rng: Random) -> None:
    """Zones of neighbours in the list in a quarter of the specs, some nested; a boundary in a fifth of the others."""
    if rng.random() < 0.25:
        cuts = sorted(rng.sample(range(len(ids) + 1), min(len(ids) + 1, 2 * rng.randint(1, 1 + len(ids) // 6))))
        blocks = list(zip(cuts[::2], cuts[1::2], strict=False))
        spec["zones"] = [{"id": f"z{number}", "name": f"Zone {number}"} for number in range(len(blocks))]
        for number, (first, last) in enumerate(blocks):
            for box in spec["boxes"][first:last]:
                box["zone"] = f"z{number}"
            if number and rng.random() < 0.3:
                spec["zones"][number]["parent"] = f"z{number - 1}"
    elif rng.random() < 0.2:
        first = rng.randrange(len(ids))
        around = ids[first : first + rng.randint(1, 4)]
        outline = {"around": around, "name": rng.choice(("Internet", "Private network"))}
        spec["boundaries"] = [outline | ({"icon": "cloud"} if len(around) == 1 and rng.random() < 0.5 else {})]
