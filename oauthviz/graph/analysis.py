"""What the layout asks of the diagram as a graph. The only module that builds a networkx graph.

networkx is imported inside the functions: it takes about a quarter of a second, which a call that draws nothing
should not pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oauthviz.graph.model import Diagram

if TYPE_CHECKING:
    import networkx as nx


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
