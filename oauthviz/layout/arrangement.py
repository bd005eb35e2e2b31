"""Arrangements: a structure in the spec's own ids, to be remembered, pinned and read back."""

from __future__ import annotations

from collections import Counter

from oauthviz.core.diagnostics import Diagnostic, UsageError, did_you_mean
from oauthviz.layout.model import Arrangement
from oauthviz.layout.problem import Problem
from oauthviz.layout.structure import LOOP, Structure, classify, complete

SIDES = ("left", "right")


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
    arrows that are gone are left out. Raises UsageError where boxes are missing, unknown or named twice, and for a side
    that is none.
    """
    n = problem.size
    number = dict(problem.index)
    number.update({_link_id(problem, link.index): n + link.index for link in problem.links})
    _check(problem, arrangement)
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


def _check(problem: Problem, arrangement: Arrangement) -> None:
    """Raise UsageError where boxes are not the spec's, or where something stands in two places at once."""
    boxes = Counter(i for column in arrangement.columns for i in column if ">" not in i)
    unknown = [i for i in boxes if i not in problem.index]
    twice = [i for i, count in boxes.items() if count > 1]
    missing = [i for i in problem.index if i not in boxes]
    if unknown:
        raise _misfit(f"box '{unknown[0]}' is not in the spec", did_you_mean(unknown[0], list(problem.index)))
    if twice:
        raise _misfit(f"box '{twice[0]}' stands twice")
    if missing:
        raise _misfit(f"box '{missing[0]}' is missing")
    for column in arrangement.columns:
        again = [i for i, count in Counter(column).items() if count > 1]
        if again:
            raise _misfit(f"'{again[0]}' stands twice in one column")
    for link, side in arrangement.sides:
        if side not in SIDES:
            raise _misfit(f"'{link}' has the side '{side}'", f"the sides are {' and '.join(SIDES)}")


def _misfit(what: str, help: str | None = None) -> UsageError:
    message = f"the arrangement does not fit the spec: {what}"
    help = help or "mend it, or print a new one with: oauthviz layout SPEC --only arrangement"
    return UsageError([Diagnostic("arrangement", message, "<arrangement>", help=help)])
