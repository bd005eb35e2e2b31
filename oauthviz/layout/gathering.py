"""Gathering: a structure in which frames' boxes stand torn apart is put in order, so that it can be solved at all.

The search charges torn frames, but over a large diagram it has too few steps to mend them all.
"""

from __future__ import annotations

from oauthviz.layout.problem import Problem
from oauthviz.layout.solution import clusters_are_whole
from oauthviz.layout.structure import Structure, classify, complete


def gathered(problem: Problem, structure: Structure) -> Structure:
    """The structure with each frame's boxes one below the other in every column; as it is where they are already.

    A frame takes the mean place of its boxes in all columns, so that two frames stand in one order wherever they meet.
    The boxes keep their columns.
    """
    if clusters_are_whole(problem, structure, classify(problem, structure)):
        return structure
    n = problem.size
    place: dict[int, float] = {}
    for entries in structure.columns:
        boxes = [e for e in entries if e < n]
        place.update({box: (i + 0.5) / len(boxes) for i, box in enumerate(boxes)})
    mean = [sum(place[b] for b in c.members) / len(c.members) for c in problem.clusters]

    def path(box: int) -> tuple[tuple[float, int], ...]:
        outermost_first = sorted(problem.clusters_of[box], key=lambda c: (-len(problem.clusters[c].members), c))
        return (*((mean[c], c) for c in outermost_first), (place[box], n + box))

    columns = [sorted((e for e in entries if e < n), key=path) for entries in structure.columns]
    found = Structure(columns, structure.left_loops, structure.bent, dict(structure.label_gaps))
    complete(problem, found)
    return found
