"""Delays proved: sums of distributions and times to deadlines that cannot fall below zero."""

from sim.language import Expression, bounds
from sim.language.linear import Sum, summed
from sim.language.tree import Arithmetic, Tree
from sim.scenario.resolve.names import Names
from sim.scenario.tree import Path

FROM_FIRST = ("fixed", "uniform", "triangular", "normal")
"""Families whose first argument is the least they give (the normal's its middle: what it gives
below zero counts as at once); the others begin at zero."""


def check_delay(after: Expression, path: Path, names: Names) -> None:
    """Complain of a delay that is no sum of draws, or that reaches below zero."""
    parts = names.found.attempt(path, lambda: summed(after))
    if parts is None:
        return
    if not parts.deadlines and _least(parts, names) < 0:
        message = f"'{after.text}' is or may be a negative delay: effects come after causes"
        names.found.complain(path, message)


def _least(parts: Sum, names: Names) -> float:
    """The least that a delay can come to, where every reading is as favourable as it can be."""
    least = _most(parts.offset, names)
    for scale, draw in parts.draws:
        if _most(scale, names) < 0:
            return float("-inf")
        if draw.family in FROM_FIRST:
            least += _most(Arithmetic("*", scale, draw.arguments[0]), names)
    return least


def _most(tree: Tree, names: Names) -> float:
    return bounds(tree, names.proofs.gauges, names.proofs.heads)[1]
