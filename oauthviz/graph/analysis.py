"""What the layout asks of the diagram as a graph. The only module that builds a networkx graph.

networkx is imported inside the functions: it takes about a quarter of a second, which a call that draws nothing
should not pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oauthviz.graph.model import Diagram

if TYPE_CHECKING:
    import networkx as nx


def components(diagram: Diagram) -> tuple[tuple[str, ...], ...]:
    """The parts of the diagram that no arrow joins, each a tuple of box ids; parts and ids in the spec's order."""
    import networkx as nx  # heavy, see above

    graph = _graph(diagram)
    place = {node.id: i for i, node in enumerate(diagram.nodes)}
    parts = [tuple(sorted(part, key=place.__getitem__)) for part in nx.weakly_connected_components(graph)]
    return tuple(sorted(parts, key=lambda part: place[part[0]]))


def ranks(diagram: Diagram) -> dict[str, int]:
    """The layer of each box, from 0: one more than the farthest box that leads to it; ids in the spec's order.

    Cycles are broken in reading order: an arrow that would close one with those before it counts as leading back and
    is left out. Requests come before their responses, so the box where the story starts tends to layer 0.
    """
    import networkx as nx  # heavy, see above

    forward = _without_feedback(diagram)
    place = {node.id: i for i, node in enumerate(diagram.nodes)}
    layer: dict[str, int] = {}
    for box in nx.lexicographical_topological_sort(forward, key=place.__getitem__):
        layer[box] = max((layer[before] + 1 for before in forward.predecessors(box)), default=0)
    return {node.id: layer[node.id] for node in diagram.nodes}


def pair_weights(diagram: Diagram) -> dict[tuple[str, str], int]:
    """How many arrows run between two boxes, either way. The box that the spec names first comes first in its pair."""
    graph = _graph(diagram)
    place = {node.id: i for i, node in enumerate(diagram.nodes)}
    weights: dict[tuple[str, str], int] = {}
    for source, target in graph.edges():
        if source != target:
            first, second = sorted((source, target), key=place.__getitem__)
            weights[first, second] = weights.get((first, second), 0) + 1
    return dict(sorted(weights.items(), key=lambda item: (place[item[0][0]], place[item[0][1]])))


def _graph(diagram: Diagram) -> nx.MultiDiGraph[str]:
    """Boxes as nodes, one edge for each source of each arrow, in reading order."""
    import networkx as nx  # heavy, see above

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(node.id for node in diagram.nodes)
    for edge in sorted(diagram.edges, key=lambda edge: edge.order):
        graph.add_edges_from((source, edge.target) for source in edge.sources)
    return graph


def _without_feedback(diagram: Diagram) -> nx.DiGraph[str]:
    """The edges, taken in reading order, that close no cycle with those taken before."""
    import networkx as nx  # heavy, see above

    forward: nx.DiGraph[str] = nx.DiGraph()
    forward.add_nodes_from(node.id for node in diagram.nodes)
    for edge in sorted(diagram.edges, key=lambda edge: edge.order):
        for source in edge.sources:
            if source != edge.target and not nx.has_path(forward, edge.target, source):
                forward.add_edge(source, edge.target)
    return forward
