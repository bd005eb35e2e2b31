"""The diagram with everything numbered: what the stages of the layout work on."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from oauthviz.graph.model import Diagram, Edge

MANY, LARGE = 40, 150
"""Above so many boxes they are many; above so many boxes and links together a diagram is large."""
SUPPORT = ("storage", "event")
"""The kinds of arrows to and from what supports a flow and takes no part in it."""


class Link(Struct, frozen=True):
    """One source's way to an arrow's target: an arrow with three sources has three links."""

    index: int
    edge: int
    source: int
    target: int


class Cluster(Struct, frozen=True):
    """A zone or boundary: its index in the diagram's groups, the boxes inside, and the clusters round it."""

    index: int
    members: frozenset[int]
    shape: str
    named: bool


class Problem(Struct, frozen=True, dict=True):
    """Boxes are numbered 0 to n-1 in the spec's order; a link that passes a column stands there as n + its index.

    `first` is the box where reading starts: the hint's, else the first arrow's source, else the first box. `heroes`
    are the other boxes that the picture is about, but for those in a zone, which says where they belong. What a search
    asks for ten thousand times is worked out once.
    """

    diagram: Diagram
    links: tuple[Link, ...]
    links_of: tuple[tuple[int, ...], ...]
    clusters: tuple[Cluster, ...]
    clusters_of: tuple[tuple[int, ...], ...]
    index: dict[str, int]
    first: int
    heroes: tuple[int, ...]

    @cached_property
    def size(self) -> int:
        return len(self.diagram.nodes)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The diagram's arrows."""
        return self.diagram.edges

    @cached_property
    def dense(self) -> bool:
        """Whether the picture has so many boxes that margins and paddings shrink (design: over ten)."""
        return len(self.diagram.nodes) > 10

    @property
    def many(self) -> bool:
        """Whether there are so many boxes that a search goes on from a good start and cannot mend all that it tears."""
        return self.size > MANY

    @property
    def large(self) -> bool:
        """Whether there is so much to join that a search has one try only and a fit looks at few solutions."""
        return self.size + len(self.links) > LARGE

    def centred(self, edge: int) -> bool:
        """Whether an arrow's badge stands under the middle of its label: both ways, and where width is dear."""
        return self.edges[edge].both or self.dense

    @cached_property
    def sources_in_order(self) -> tuple[int, ...]:
        """The boxes that arrows start at, each once, in reading order."""
        order = sorted(range(len(self.edges)), key=lambda e: self.edges[e].order)
        return tuple(dict.fromkeys(self.links[self.links_of[e][0]].source for e in order))

    @cached_property
    def support(self) -> tuple[int, ...]:
        """Boxes that only storage and event arrows touch: stores, caches, queues, whatever they are called.

        Not those in a zone, which says where its boxes belong.
        """
        zoned = {b for cluster in self.clusters if cluster.shape == "zone" for b in cluster.members}
        ends = [(link.source, link.target, self.edges[link.edge].kind in SUPPORT) for link in self.links]
        main = {b for u, v, support in ends if not support for b in (u, v)}
        touched = {b for u, v, _ in ends for b in (u, v)}
        return tuple(sorted(touched - main - zoned))


def number(diagram: Diagram) -> Problem:
    """Number the diagram's boxes, links and clusters."""
    index = {node.id: i for i, node in enumerate(diagram.nodes)}
    links: list[Link] = []
    links_of: list[tuple[int, ...]] = []
    for e, edge in enumerate(diagram.edges):
        own = []
        for source in edge.sources:
            own.append(len(links))
            links.append(Link(len(links), e, index[source], index[edge.target]))
        links_of.append(tuple(own))
    clusters = tuple(
        Cluster(i, frozenset(index[m] for m in group.members), group.shape, bool(group.name))
        for i, group in enumerate(diagram.groups)
        if group.members
    )
    clusters_of = tuple(
        tuple(c for c, cluster in enumerate(clusters) if box in cluster.members) for box in range(len(diagram.nodes))
    )
    first = 0
    if diagram.hints.first is not None:
        first = index[diagram.hints.first]
    elif diagram.edges:
        first = index[min(diagram.edges, key=lambda e: e.order).sources[0]]
    zoned = {box for cluster in clusters if cluster.shape == "zone" for box in cluster.members}
    heroes = (i for i, node in enumerate(diagram.nodes) if node.hero and i != first and i not in zoned)
    return Problem(diagram, tuple(links), tuple(links_of), clusters, clusters_of, index, first, tuple(heroes))
