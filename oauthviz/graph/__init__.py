"""The diagram as a graph: the only package that builds a networkx graph."""
