"""Delays proved: sums of distributions and times to deadlines that cannot fall below zero."""

from sim.language import Expression, bounds
from sim.language.linear import Sum, summed
from sim.language.tree import Arithmetic, Tree
from sim.scenario.resolve.names import Names
from sim.scenario.tree import Path

FROM_FIRST = ("fixed", "uniform", "triangular", "normal")
"""Families whose first argument is the least they give (the normal's its middle: what it gives
below zero counts as at once); the others begin at zero."""

TO_LAST = ("fixed", "uniform", "triangular")
"""Families whose last argument is the greatest they give; the others have no end."""


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
        taken_off = _most(scale, names) < 0
        if taken_off and draw.family not in TO_LAST:
            return float("-inf")
        if taken_off or draw.family in FROM_FIRST:
            end = draw.arguments[-1 if taken_off else 0]
            least += _most(Arithmetic("*", scale, end), names)
    return least


def _most(tree: Tree, names: Names) -> float:
    return bounds(tree, names.proofs.gauges, names.proofs.heads)[1]
