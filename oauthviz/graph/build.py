"""From a spec to the diagram: every default resolved, so that no later stage asks the spec again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from oauthviz.graph.model import Canvas, Diagram, Edge, Group, Hints, LegendEntry, Node
from oauthviz.graph.steps import Rank, rank
from oauthviz.graph.story import story
from oauthviz.i18n.strings import Strings
from oauthviz.spec.archetypes import ARCHETYPES, BadgeMode, badge_mode, badge_of
from oauthviz.spec.model import Arrow, Spec, Zone
from oauthviz.spec.reading import LoadedSpec
from oauthviz.spec.values import Kind

ICONS: dict[Kind, str] = {
    "user-agent": "browser",
    "client": "app-window",
    "authorization-server": "shield",
    "token-endpoint": "token",
    "resource-server": "server",
    "gateway": "api-gateway",
    "consent": "consent",
    "datastore": "database",
    "cache": "cache",
    "queue": "queue",
    "worker": "worker",
    "network": "cloud",
    "service": "box",
    "user": "user",
}
"""The icon of a box that names none, by the first of its kinds."""


def build_diagram(loaded: LoadedSpec, strings: Strings) -> Diagram:
    """The diagram of a spec; the texts that the spec leaves to the program are those of `strings`."""
    spec = loaded.spec
    mode = badge_mode(spec)
    nodes = _nodes(spec)
    edges = _edges(spec, mode)
    legend = _legend(spec)
    heading = spec.legend.title if spec.legend is not None else None
    return Diagram(
        title=spec.title,
        subtitle=spec.subtitle or "",
        caption=spec.caption or "",
        archetype=spec.archetype,
        canvas=Canvas(spec.canvas.width, spec.canvas.height, spec.canvas.margin, spec.canvas.background),
        lang=spec.lang,
        nodes=nodes,
        edges=edges,
        groups=(*_zones(spec), *_boundaries(spec)),
        legend=legend,
        legend_title=heading or strings.counted(ARCHETYPES[spec.archetype].legend_heading, len(legend)),
        legend_shares_numbers=_shares_numbers(legend, edges, mode),
        hints=_hints(spec),
        description=spec.description or story(nodes, edges, mode == "stage", strings),
        strings=strings.table,
        legend_titled=bool(heading),
    )


def _nodes(spec: Spec) -> tuple[Node, ...]:
    callouts = _callouts(spec)
    hero = _hero(spec)
    return tuple(
        Node(
            id=box.id,
            name=box.name,
            role=box.role or "",
            icon=box.icon or ICONS[box.kind[0]],
            kinds=box.kind,
            group=box.zone,
            number=box.number,
            hero=box.id in hero,
            window="user-agent" in box.kind,
            link=box.link,
            callouts=callouts.get(box.id, ()),
        )
        for box in spec.boxes
    )


def _hero(spec: Spec) -> tuple[str, ...]:
    """The boxes that the spec marks, else its authorization server where there is exactly one."""
    marked = tuple(box.id for box in spec.boxes if box.hero)
    servers = [box for box in spec.boxes if "authorization-server" in box.kind]
    if marked or len(servers) != 1 or servers[0].hero is False:
        return marked
    return (servers[0].id,)


def _callouts(spec: Spec) -> dict[str, tuple[str, ...]]:
    """The texts of `callouts` by the id that they are on, a box's or an arrow's."""
    found: dict[str, tuple[str, ...]] = {}
    for callout in spec.callouts:
        found[callout.on] = (*found.get(callout.on, ()), callout.text)
    return found


def _edges(spec: Spec, mode: BadgeMode) -> tuple[Edge, ...]:
    # A callout whose id is a box's is on the box, even where an arrow's default id is the same.
    boxes = {box.id for box in spec.boxes}
    callouts = {key: texts for key, texts in _callouts(spec).items() if key not in boxes}
    orders = _reading_order(spec.arrows, mode)
    return tuple(
        Edge(
            id=arrow.id,
            sources=arrow.sources,
            target=arrow.to,
            label=arrow.label or "",
            number=badge_of(arrow, mode),
            step=arrow.step,
            kind=arrow.kind,
            both=arrow.direction == "both",
            protocols=arrow.protocol,
            callouts=(*arrow.callout, *callouts.get(arrow.id, ())),
            order=order,
        )
        for arrow, order in zip(spec.arrows, orders, strict=True)
    )


def _reading_order(arrows: Sequence[Arrow], mode: BadgeMode) -> tuple[int, ...]:
    """Each arrow's place when they are read by number, then by place; one without a stage follows the one before it."""
    ranks: list[Rank] = []
    for arrow in arrows:
        number = arrow.stage if mode == "stage" else arrow.step
        ranks.append(rank(number) if number is not None else ranks[-1] if ranks else (0, ""))
    by_reading = sorted(range(len(arrows)), key=lambda i: (ranks[i], i))
    places = {arrow: place for place, arrow in enumerate(by_reading)}
    return tuple(places[i] for i in range(len(arrows)))


def _zones(spec: Spec) -> tuple[Group, ...]:
    zones = {zone.id: zone for zone in spec.zones}
    around = {box.id: _chain(box.zone, zones) for box in spec.boxes}
    return tuple(
        Group(
            id=zone.id,
            name=zone.name,
            icon=zone.icon,
            members=tuple(box.id for box in spec.boxes if zone.id in around[box.id]),
            parent=zone.parent,
            shape="zone",
        )
        for zone in spec.zones
    )


def _chain(zone: str | None, zones: dict[str, Zone]) -> tuple[str, ...]:
    """A zone and the zones round it."""
    chain: list[str] = []
    while zone is not None:
        chain.append(zone)
        zone = zones[zone].parent
    return tuple(chain)


def _boundaries(spec: Spec) -> tuple[Group, ...]:
    """Boundaries have no id in the language: each is named after its first box, so that others do not renumber it."""
    taken = {zone.id for zone in spec.zones}
    groups = []
    for boundary in spec.boundaries:
        stem = f"around-{boundary.around[0]}"
        name, count = stem, 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        inside = frozenset(boundary.around)
        cloud = len(inside) == 1 and boundary.icon == "cloud"
        members = tuple(box.id for box in spec.boxes if box.id in inside)
        shape = "cloud" if cloud else "rectangle"
        groups.append(Group(name, boundary.name or "", boundary.icon, members, None, shape))
    return tuple(groups)


def _legend(spec: Spec) -> tuple[LegendEntry, ...]:
    """Items numbered by place, with the arrows that they name, else those of the stage of that number."""
    if spec.legend is None:
        return ()
    return tuple(
        LegendEntry(number, item.text, item.arrows or tuple(a.id for a in spec.arrows if a.stage == number))
        for number, item in ((str(i + 1), item) for i, item in enumerate(spec.legend.items))
    )


def _shares_numbers(legend: Sequence[LegendEntry], edges: Sequence[Edge], mode: BadgeMode) -> bool:
    """Whether a number in the picture and the same number in the legend mean the same."""
    shown = {edge.id: edge.number for edge in edges}
    named = [(entry.number, shown[edge]) for entry in legend for edge in entry.edges]
    if any(number != badge for number, badge in named):
        return False
    if mode == "stage":
        return bool(legend) and {badge for badge in shown.values() if badge} <= {entry.number for entry in legend}
    return bool(named) and all(entry.edges for entry in legend)


def _hints(spec: Spec) -> Hints:
    wishes = spec.layout
    before = tuple(pair for group in wishes.before for pair in pairwise(group))
    return Hints(wishes.columns, wishes.first, wishes.same_column, before, wishes.seed)
