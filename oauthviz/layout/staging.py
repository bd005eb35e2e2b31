"""Staging: a pipeline as its archetype describes it, its stages as the columns; a structure that needs no search."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.layout.candidates import Candidate
from oauthviz.layout.cost import pipeline_breaks, pipeline_stages
from oauthviz.layout.gathering import gathered
from oauthviz.layout.problem import Problem
from oauthviz.layout.structure import Structure, classify, complete
from oauthviz.layout.sweeping import swept


def staged_structure(problem: Problem) -> Structure | None:
    """A pipeline's stages as columns in the spec's order; None in other archetypes, and where there is one stage.

    Boxes that belong to no stage join the column in the middle of what they are joined to, the first one without such.
    """
    stages = pipeline_stages(problem)
    if len(stages) < 2:
        return None
    staged = {box: c for c, stage in enumerate(stages) for box in sorted(stage.members)}
    near: dict[int, list[int]] = {box: [] for box in range(problem.size)}
    for link in problem.links:
        for box, other in ((link.source, link.target), (link.target, link.source)):
            near[box] += [staged[other]] if other in staged else []
    col = [staged.get(box, sum(near[box]) // max(1, len(near[box]))) for box in range(problem.size)]
    block = [staged.get(box, len(stages) + box) for box in range(problem.size)]
    place = swept(problem, col, list(range(problem.size)), block)
    columns: list[list[int]] = [[] for _ in stages]
    for box in sorted(range(problem.size), key=place.__getitem__):
        columns[col[box]].append(box)
    structure = Structure(columns)
    complete(problem, structure)
    return gathered(problem, structure)


def with_staged(problem: Problem, leaders: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """The leaders, and the best of all that were found whose columns are a pipeline's stages, if none of them is so.

    At the level of the search it may be too wide, where a slightly tighter one takes it.
    """
    if len(pipeline_stages(problem)) < 2 or any(_is_staged(problem, c.structure) for c in leaders):
        return list(leaders)
    return [*leaders, *(c for c in found if _is_staged(problem, c.structure))][: len(leaders) + 1]


def _is_staged(problem: Problem, structure: Structure) -> bool:
    return pipeline_breaks(problem, classify(problem, structure).column) == 0
