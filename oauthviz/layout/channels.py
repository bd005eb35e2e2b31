"""Channels: which vertical runs where between a column and the label layer beside it.

A net is one item's vertical on one side of a gap: pins towards the boxes, one height towards the labels. Nets are
ordered by subset dynamic programming over pairwise costs (Held and Karp 1962, without the tour), then packed into as
few tracks as their overlaps allow. Left channels are solved as they are, right ones mirrored by the caller.
"""

from __future__ import annotations

from msgspec import Struct

EXACT = 9
"""Up to this many nets the order is optimal; above, neighbours are swapped while that helps."""
LEVEL = 0.6
"""Heights closer than this are level."""
CROSSING = 1.0
TOUCH = 0.5
CONFLICT = 40.0
BLOCKED = 30.0
CLEAR = 7.0
"""Parallel lines closer than this count as sharing a track."""
APART = 8.0
"""px between a pin and another item's level that would else share a stretch of line."""

Clash = tuple[int, int, int, bool, float]
"""Net a, net b and the number of a pin of b; whether the pin should lie below a's level, by at least so many px."""


class Net(Struct):
    """`outer`: heights on the side of the boxes; `inner`: height at the label layer, None for a loop's vertical.

    `badge` is the half height of the badge on a loop's vertical, at height `mark`; `reach` says how far above and below
    that its label reaches. `low` and `high` follow.
    """

    key: int
    outer: tuple[float, ...]
    inner: float | None
    badge: float = 0.0
    mark: float | None = None
    reach: tuple[float, float] = (0.0, 0.0)
    low: float = 0.0
    high: float = 0.0

    def __post_init__(self) -> None:
        ends = self.outer if self.inner is None else (*self.outer, self.inner)
        self.low = min(ends)
        self.high = max(ends)

    @property
    def middle(self) -> float:
        """Where a loop's badge is: at its mark, if that leaves the badge on the vertical."""
        if self.mark is None:
            return (self.low + self.high) / 2
        return min(max(self.mark, self.low + self.badge), self.high - self.badge)

    @property
    def vertical(self) -> bool:
        return self.high - self.low > LEVEL


class Channel(Struct, frozen=True):
    """Track of each net that has a vertical, counted from the boxes; how many tracks; crossings; conflicts.

    `clashes`: pins of a net that would share a stretch with another net's level at the labels, or run through the badge
    and label of a loop nearer to the boxes.
    """

    track: dict[int, int]
    tracks: int
    crossings: int
    conflicts: int
    clashes: tuple[Clash, ...] = ()


def _pair(a: Net, b: Net) -> tuple[float, int, int]:
    """Cost of `a` nearer to the boxes than `b`, its crossings and its conflicts.

    a's inner level crosses b's vertical, b's outer levels cross a's; a badge on a loop's vertical blocks what passes.
    """
    cost = 0.0
    crossings = conflicts = blocked = 0
    if a.inner is not None:
        if b.low + LEVEL < a.inner < b.high - LEVEL:
            crossings += 1
        elif b.low - CLEAR < a.inner < b.high + CLEAR:
            cost += TOUCH
        for y in b.outer:
            if abs(y - a.inner) < CLEAR:
                conflicts += 1
        if b.badge and abs(a.inner - b.middle) < b.badge + 3:
            blocked += 1
    elif a.badge:
        middle = a.middle
        if b.low - a.badge < middle < b.high + a.badge:
            blocked += 1
    for y in b.outer:
        if a.low + LEVEL < y < a.high - LEVEL:
            crossings += 1
        elif a.low - CLEAR < y < a.high + CLEAR:
            cost += TOUCH
        if a.badge and abs(y - a.middle) < a.badge + 3:
            blocked += 1
    cost += CROSSING * crossings + CONFLICT * conflicts + BLOCKED * blocked
    return cost, crossings, conflicts + blocked


def route_channel(nets: list[Net]) -> Channel:
    """Order and pack the nets of one channel, the boxes being on the left."""
    upright = [net for net in nets if net.vertical]
    crossings = conflicts = 0
    for net in nets:
        if net.vertical:
            continue
        level = net.outer[0]
        for other in upright:
            if other.low + LEVEL < level < other.high - LEVEL:
                crossings += 1
                if other.badge and abs(level - other.middle) < other.badge + 3:
                    conflicts += 1
    count = len(upright)
    if not count:
        return Channel({}, 0, crossings, conflicts)
    pair = [[_pair(a, b) if a is not b else (0.0, 0, 0) for b in upright] for a in upright]
    order = _order([[p[0] for p in row] for row in pair])
    clashes: list[Clash] = []
    for i, a in enumerate(order):
        for b in order[i + 1 :]:
            crossings += pair[a][b][1]
            conflicts += pair[a][b][2]
            clashes += _clashes(upright[a], upright[b])
    tracks = _pack(upright, order, pair)
    most = max(tracks.values()) + 1
    return Channel({upright[i].key: t for i, t in tracks.items()}, most, crossings, conflicts, tuple(clashes))


def _clashes(a: Net, b: Net) -> list[Clash]:
    """Pins of `b` that run into `a`, which is nearer to the boxes."""
    if a.inner is None:
        up, down = a.reach
        inside = [(n, y) for n, y in enumerate(b.outer) if a.low < y < a.high and -up < y - a.middle < down]
        return [(a.key, b.key, n, y > a.middle, down if y > a.middle else up) for n, y in inside]
    return [
        (a.key, b.key, n, y > a.inner or (y == a.inner and b.low + b.high >= a.low + a.high), APART)
        for n, y in enumerate(b.outer)
        if abs(y - a.inner) < CLEAR
    ]


def _order(cost: list[list[float]]) -> list[int]:
    """The order with the least sum of cost[a][b] over all a before b; for many nets a good one."""
    count = len(cost)
    if count == 1:
        return [0]
    wished = _wished_order(cost)
    if wished is not None:
        return wished
    return _best_order(cost) if count <= EXACT else _swap_order(cost)


def _wished_order(cost: list[list[float]]) -> list[int] | None:
    """The order in which every pair stands as it likes best, the first of several; None where the wishes contradict."""
    count = len(cost)
    before = [sum(1 for b in range(count) if cost[b][a] < cost[a][b] - 1e-9) for a in range(count)]
    order: list[int] = []
    free = [a for a in range(count) if not before[a]]
    while free:
        a = free.pop(0)
        order.append(a)
        for b in range(count):
            if cost[a][b] < cost[b][a] - 1e-9:
                before[b] -= 1
                if not before[b]:
                    free.append(b)
    return order if len(order) == count else None


def _best_order(cost: list[list[float]]) -> list[int]:
    count = len(cost)
    full = 1 << count
    best = [float("inf")] * full
    last = [-1] * full
    best[0] = 0.0
    for mask in range(full):
        base = best[mask]
        members = [i for i in range(count) if mask >> i & 1]
        for j in range(count):
            if mask >> j & 1:
                continue
            value = base + sum([cost[i][j] for i in members])
            new = mask | 1 << j
            if value < best[new] - 1e-9:
                best[new] = value
                last[new] = j
    order = []
    mask = full - 1
    while mask:
        order.append(last[mask])
        mask ^= 1 << last[mask]
    return order[::-1]


def _swap_order(cost: list[list[float]]) -> list[int]:
    order = list(range(len(cost)))
    better = True
    while better:
        better = False
        for i in range(len(order) - 1):
            a, b = order[i], order[i + 1]
            if cost[b][a] < cost[a][b] - 1e-9:
                order[i], order[i + 1] = b, a
                better = True
    return order


def _pack(nets: list[Net], order: list[int], pair: list[list[tuple[float, int, int]]]) -> dict[int, int]:
    """Tracks from the boxes outwards; loops then move as far towards the labels as they can, to stand beside theirs."""

    def tied(a: int, b: int) -> bool:
        overlap = nets[a].low - CLEAR - 3 < nets[b].high and nets[b].low - CLEAR - 3 < nets[a].high
        return overlap or pair[a][b][0] != pair[b][a][0]

    tracks: dict[int, int] = {}
    for place, b in enumerate(order):
        tracks[b] = max((tracks[a] + 1 for a in order[:place] if tied(a, b)), default=0)
    most = max(tracks.values())
    for place in range(len(order) - 1, -1, -1):
        a = order[place]
        if nets[a].inner is None:
            tracks[a] = min((tracks[b] - 1 for b in order[place + 1 :] if tied(a, b)), default=most)
    return tracks
