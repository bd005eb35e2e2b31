"""Channels: the order of verticals is the best there is, tracks keep apart, crossings are those that one would see."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.layout.channels import EXACT, LEVEL, Net, _order, _pair, _swap_order, route_channel

QUICK = settings(max_examples=120, deadline=None, derandomize=True)

heights = st.integers(0, 60).map(lambda n: 15.0 * n)
"""Heights in steps that are wider than any distance which merely touches."""


@st.composite
def nets(draw: st.DrawFn, most: int = 6) -> list[Net]:
    found = []
    for key in range(draw(st.integers(1, most))):
        outer = tuple(draw(st.lists(heights, min_size=1, max_size=2, unique=True)))
        if len(outer) == 2 and draw(st.booleans()):
            found.append(Net(key, outer, None, draw(st.sampled_from((4.0, 11.0)))))
        else:
            found.append(Net(key, outer, draw(heights)))
    return found


def costs(found: list[Net]) -> list[list[float]]:
    return [[_pair(a, b)[0] if a is not b else 0.0 for b in found] for a in found]


def cost_of(order: tuple[int, ...] | list[int], cost: list[list[float]]) -> float:
    return sum(cost[a][b] for a, b in combinations(order, 2))


@QUICK
@given(nets())
def test_the_order_costs_no_more_than_the_best_of_all_orders(found: list[Net]) -> None:
    cost = costs(found)
    best = min(cost_of(order, cost) for order in permutations(range(len(found))))
    assert abs(cost_of(_order(cost), cost) - best) < 1e-6


@QUICK
@given(nets())
def test_an_order_holds_every_net_once(found: list[Net]) -> None:
    assert sorted(_order(costs(found))) == list(range(len(found)))


@QUICK
@given(nets(most=EXACT + 4))
def test_swapping_neighbours_ends_where_no_swap_helps(found: list[Net]) -> None:
    cost = costs(found)
    order = _swap_order(cost)
    assert sorted(order) == list(range(len(found)))
    for a, b in pairwise(order):
        assert cost[a][b] <= cost[b][a] + 1e-9


@QUICK
@given(nets())
def test_no_track_holds_two_verticals_that_overlap(found: list[Net]) -> None:
    channel = route_channel(found)
    for a, b in combinations([net for net in found if net.vertical], 2):
        if channel.track[a.key] == channel.track[b.key]:
            assert a.high <= b.low or b.high <= a.low


@QUICK
@given(nets())
def test_exactly_the_nets_with_a_vertical_have_a_track(found: list[Net]) -> None:
    channel = route_channel(found)
    assert set(channel.track) == {net.key for net in found if net.vertical}
    assert all(0 <= t < channel.tracks for t in channel.track.values())


@QUICK
@given(nets())
def test_no_more_tracks_than_verticals_are_used(found: list[Net]) -> None:
    assert route_channel(found).tracks <= sum(net.vertical for net in found)


@QUICK
@given(nets(most=5))
def test_the_crossings_are_those_that_the_tracks_show(found: list[Net]) -> None:
    channel = route_channel(found)
    if channel.conflicts:
        return  # where two lines would share a stretch, what crosses what is not defined
    assert channel.crossings == seen_crossings(found, channel.track, channel.tracks)


def seen_crossings(found: list[Net], track: dict[int, int], tracks: int) -> int:
    """Every net drawn in the unit square of its channel, and every level stretch held against every upright one."""
    level: list[tuple[int, float, float, float]] = []
    upright: list[tuple[int, float, float, float]] = []
    for net in found:
        if not net.vertical:
            level.append((net.key, net.outer[0], -1.0, float(tracks)))
            continue
        x = float(track[net.key])
        upright.append((net.key, x, net.low, net.high))
        level += [(net.key, y, -1.0, x) for y in net.outer]
        if net.inner is not None:
            level.append((net.key, net.inner, x, float(tracks)))
    return sum(
        key != other and left < x < right and low + LEVEL < y < high - LEVEL
        for key, y, left, right in level
        for other, x, low, high in upright
    )


def test_a_level_net_needs_no_track() -> None:
    channel = route_channel([Net(0, (50.0,), 50.0)])
    assert channel.track == {} and channel.tracks == 0


def test_two_verticals_apart_in_height_share_a_track() -> None:
    channel = route_channel([Net(0, (0.0,), 60.0), Net(1, (200.0,), 300.0)])
    assert channel.tracks == 1


def test_verticals_that_nest_take_the_order_that_crosses_nothing() -> None:
    falling = [Net(0, (0.0,), 100.0), Net(1, (50.0,), 150.0)]
    rising = [Net(0, (100.0,), 0.0), Net(1, (150.0,), 50.0)]
    for pair in (falling, rising):
        channel = route_channel(pair)
        assert channel.crossings == 0 and channel.tracks == 2


def test_nets_that_change_places_cross_once() -> None:
    channel = route_channel([Net(0, (0.0,), 100.0), Net(1, (100.0,), 0.0)])
    assert channel.conflicts or channel.crossings == 1
    assert route_channel([Net(0, (0.0,), 130.0), Net(1, (100.0,), 30.0)]).crossings == 1


def test_a_loop_crosses_every_line_that_leaves_between_its_ends() -> None:
    loop = Net(0, (0.0, 300.0), None, 4.0)
    lines = [Net(k, (60.0 * k,), 60.0 * k) for k in (1, 4)]
    assert route_channel([loop, *lines]).crossings == 2


def test_a_pin_that_runs_through_a_loops_label_is_named_with_the_side_to_go_to_and_the_distance() -> None:
    loop = Net(0, (0.0, 300.0), None, 11.0, mark=100.0, reach=(20.0, 30.0))
    for y, end, below, px in ((83.0, -100.0, False, 20.0), (125.0, 400.0, True, 30.0)):
        through = Net(1, (y,), end)
        assert route_channel([loop, through]).clashes == ((0, 1, 0, below, px),)
    for y, end in ((70.0, -100.0), (140.0, 400.0)):
        assert route_channel([loop, Net(1, (y,), end)]).clashes == ()


def test_the_badge_of_a_loop_stays_on_its_vertical() -> None:
    assert Net(0, (0.0, 300.0), None, 11.0, mark=100.0).middle == 100.0
    assert Net(0, (0.0, 300.0), None, 11.0, mark=-50.0).middle == 11.0
    assert Net(0, (0.0, 300.0), None, 11.0, mark=350.0).middle == 289.0
