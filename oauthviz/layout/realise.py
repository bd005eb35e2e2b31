"""Realise: a solution becomes a Layout, every piece at its place."""

from __future__ import annotations

from math import inf

from oauthviz.core.geometry import Rect
from oauthviz.core.numbers import snap
from oauthviz.layout.arrangement import to_arrangement
from oauthviz.layout.boxes import place_box
from oauthviz.layout.columns import set_columns
from oauthviz.layout.frame import Frame
from oauthviz.layout.groups import frame_clusters
from oauthviz.layout.hops import hops_over
from oauthviz.layout.labels import Marks, mark_arrows
from oauthviz.layout.model import Branch, Layout, PlacedArrow
from oauthviz.layout.problem import Problem
from oauthviz.layout.routes import Routes, route
from oauthviz.layout.solution import Solution


def realise(problem: Problem, solution: Solution, frame: Frame) -> Layout:
    """Fix all coordinates. The solution need not fit; what does not fit then lies outside the area."""
    columns = set_columns(solution.area, solution.widths, solution.gaps, solution.parts)
    place = solution.placement
    rects = []
    for b in range(problem.size):
        x, width = columns.span(solution.classes.column[b])
        rects.append(Rect(x, snap(place.top[b]), width, snap(place.bottom[b] - place.top[b])))
    routes = route(problem, solution, columns)
    marks = mark_arrows(problem, solution, columns, routes)
    lines = [routes.lines[k.index] for k in problem.links]
    groups = frame_clusters(problem, solution, columns, rects, lines, marks)
    canvas = problem.diagram.canvas
    return Layout(
        canvas.width,
        canvas.height,
        canvas.margin,
        frame.title,
        frame.subtitle,
        frame.caption,
        tuple(place_box(solution.sized, b, rect, _highest_port(solution, b)) for b, rect in enumerate(rects)),
        _arrows(problem, solution, routes, marks),
        groups,
        frame.legend,
        frame.key,
        solution.sized.scale.label,
        problem.dense,
        to_arrangement(problem, solution.structure),
    )


def _highest_port(solution: Solution, box: int) -> float:
    """The least y of the ports on a box's left and right side; infinite where there is none."""
    pins = [pin for (other, _), own in solution.ports.items() if other == box for pin in own]
    return min((solution.placement.pin[pin] for pin in pins), default=inf)


def _arrows(problem: Problem, solution: Solution, routes: Routes, marks: list[Marks]) -> tuple[PlacedArrow, ...]:
    arrows = []
    for e, edge in enumerate(problem.edges):
        branches, heads, ports = [], [], []
        trunk = solution.classes.merged[e]
        for k in problem.links_of[e]:
            link = problem.links[k]
            line = routes.lines[k]
            nodes = problem.diagram.nodes
            branches.append(Branch(nodes[link.source].id, nodes[link.target].id, line))
            head = (line[-1], line[-2])
            if k not in trunk or k == trunk[0]:
                heads.append(head)
            if edge.both:
                heads.append((line[0], line[1]))
            else:
                ports.append(line[0])
        mark = marks[e]
        hops = hops_over(problem, routes.lines, e, solution.sized.metrics.corner_radius)
        arrows.append(
            PlacedArrow(
                edge.id,
                edge.step,
                edge.kind,
                edge.both,
                tuple(branches),
                tuple(heads),
                tuple(dict.fromkeys(ports)),
                mark.badge,
                mark.label,
                mark.pills,
                mark.flags,
                hops,
            )
        )
    return tuple(arrows)
