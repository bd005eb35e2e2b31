"""Layout hints: wishes of the spec that an arrangement meets, or that are refused with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.core.diagnostics import Diagnostic, FitError
from oauthviz.layout.problem import Problem

CODE = "layout-hint"


def unmet_hints(problem: Problem, column: Sequence[int]) -> list[str]:
    """What of the spec's hints the boxes' columns (counted from 0) do not meet, a sentence each."""
    hints, index = problem.diagram.hints, problem.index
    unmet: list[str] = []
    for c, wanted in enumerate(hints.columns):
        for box in wanted:
            if column[index[box]] != c:
                unmet.append(f"'{box}' stands in column {column[index[box]] + 1}, not in column {c + 1} (columns)")
    for group in hints.same_column:
        leader = group[0]
        for box in group[1:]:
            if column[index[box]] != column[index[leader]]:
                unmet.append(f"'{box}' does not stand in the column of '{leader}' (same_column)")
    for a, b in hints.before:
        if column[index[a]] >= column[index[b]]:
            unmet.append(f"'{a}' does not stand left of '{b}' (before)")
    if hints.first is not None and column[index[hints.first]] > 0:
        unmet.append(f"'{hints.first}' does not stand in the first column (first)")
    return unmet


def refuse_unmet(problem: Problem, column: Sequence[int]) -> None:
    """Raises FitError with a reason for each hint that the best arrangement found does not meet."""
    unmet = unmet_hints(problem, column)
    if not unmet:
        return
    zoned = any(cluster.shape == "zone" for cluster in problem.clusters)
    why = "zones must stay whole and " if zoned else ""
    help = f"{why}the canvas bounds how many columns there are: take a hint back, or let them agree with the rest"
    diagnostics = [Diagnostic(CODE, f"the layout hint cannot be met: {text}", help=help) for text in unmet]
    raise FitError(tuple(diagnostics))
