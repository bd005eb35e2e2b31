"""Arrangements: a structure in the spec's own ids, to be remembered, pinned and read back."""

from __future__ import annotations

from oauthviz.core.diagnostics import Diagnostic, UsageError, did_you_mean
from oauthviz.layout.model import Arrangement
from oauthviz.layout.problem import Problem
from oauthviz.layout.structure import LOOP, Structure, classify, complete


def to_arrangement(problem: Problem, structure: Structure) -> Arrangement:
    """The structure with every box and link by its id. `to_structure` reads it back."""
    n = problem.size
    nodes, edges = problem.diagram.nodes, problem.edges
    classes = classify(problem, structure)
    return Arrangement(
        tuple(tuple(nodes[i].id if i < n else _link_id(problem, i - n) for i in items) for items in structure.columns),
        tuple(
            (_link_id(problem, k), "left" if k in structure.left_loops else "right")
            for k, kind in enumerate(classes.kind)
            if kind == LOOP
        ),
        tuple((edges[e].id, gap) for e, gap in enumerate(classes.label_gap) if gap >= 0),
    )


def to_structure(problem: Problem, arrangement: Arrangement) -> Structure:
    """The structure that an arrangement describes.

    Links that the arrangement does not know (arrows that came later) are put where they bend least; links and sides of
    arrows that are gone are left out. Raises UsageError where boxes are missing, unknown or named twice.
    """
    n = problem.size
    number = dict(problem.index)
    number.update({_link_id(problem, link.index): n + link.index for link in problem.links})
    _check_boxes(problem, arrangement)
    columns = [[number[i] for i in column if i in number] for column in arrangement.columns]
    structure = Structure([c for c in columns if any(item < n for item in c)])
    complete(problem, structure)
    sides = {number[i] - n: side for i, side in arrangement.sides if number.get(i, 0) >= n}
    edges = {edge.id: e for e, edge in enumerate(problem.edges)}
    structure.left_loops = frozenset(k for k, side in sides.items() if side == "left")
    # Stacked neighbours are joined straight unless the arrangement lists a side for them.
    structure.bent = frozenset(sides)
    structure.label_gaps = {edges[i]: gap for i, gap in arrangement.label_gaps if i in edges}
    return structure.pruned(problem)


def _link_id(problem: Problem, link: int) -> str:
    edge = problem.links[link].edge
    return f"{problem.edges[edge].id}>{problem.links_of[edge].index(link) + 1}"


def _check_boxes(problem: Problem, arrangement: Arrangement) -> None:
    named = [i for column in arrangement.columns for i in column if ">" not in i]
    unknown = [i for i in named if i not in problem.index]
    missing = [i for i in problem.index if i not in named]
    twice = [i for i in dict.fromkeys(named) if named.count(i) > 1]
    for ids, what in ((unknown, "is not in the spec"), (twice, "stands twice"), (missing, "is missing")):
        if ids:
            help = did_you_mean(ids[0], list(problem.index)) if ids is unknown else None
            message = f"the arrangement does not fit the spec: box '{ids[0]}' {what}"
            help = help or "leave --arrangement out to have a new one found, or print one with: oauthviz layout SPEC"
            raise UsageError([Diagnostic("arrangement", message, "--arrangement", help=help)])
