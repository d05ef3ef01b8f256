"""Delays and quantities as sums: scaled draws, scaled times to deadlines, and what is left.

A delay may add and scale distributions and `time_to`; nothing more, so that its density can be
written down, and so that it can follow a deadline that moves.
"""

import attrs

from sim.errors import LanguageError
from sim.language.tree import (
    Arithmetic, Constant, Draw, Expression, Institution, Tree, holds, operands,
)  # fmt: skip

MOST_DRAWS = 3
"""Draws in one delay or quantity: each has its own word of the digest."""


@attrs.frozen
class Sum:
    """offset + scale * draw + ... + scale * time_to(deadline) + ..."""

    offset: Tree
    draws: tuple[tuple[Tree, Draw], ...]
    deadlines: tuple[tuple[Tree, str], ...]


def summed(expression: Expression) -> Sum:
    """Split an expression into a sum; raise LanguageError where it is none."""
    result = _sum(expression.tree)
    if len(result.draws) > MOST_DRAWS:
        raise LanguageError(f"more than {MOST_DRAWS} distributions in one value")
    return result


def has_deadline(tree: Tree) -> bool:
    """Whether a time_to stands anywhere in a tree."""
    own = isinstance(tree, Institution) and tree.function == "time_to"
    return own or any(has_deadline(part) for part in operands(tree))


def _sum(tree: Tree) -> Sum:
    if isinstance(tree, Draw):
        return Sum(Constant(0.0), ((Constant(1.0), tree),), ())
    if isinstance(tree, Institution) and tree.function == "time_to":
        return Sum(Constant(0.0), (), ((Constant(1.0), tree.name),))
    if not holds(tree, Draw) and not has_deadline(tree):
        return Sum(tree, (), ())
    if not isinstance(tree, Arithmetic):
        raise LanguageError("distributions and time_to may only be added and scaled")
    if tree.mark in {"+", "-"}:
        left = _sum(tree.left)
        right = _sum(tree.right)
        if tree.mark == "-":
            right = _scaled(right, Constant(-1.0))
        return Sum(
            _times("+", left.offset, right.offset),
            left.draws + right.draws,
            left.deadlines + right.deadlines,
        )
    left_varies = holds(tree.left, Draw) or has_deadline(tree.left)
    right_varies = holds(tree.right, Draw) or has_deadline(tree.right)
    if tree.mark == "*" and not (left_varies and right_varies):
        varying, scale = (tree.left, tree.right) if left_varies else (tree.right, tree.left)
        return _scaled(_sum(varying), scale)
    if tree.mark == "/" and not right_varies:
        return _scaled(_sum(tree.left), Arithmetic("/", Constant(1.0), tree.right))
    raise LanguageError("distributions and time_to may only be added and scaled")


def _scaled(result: Sum, scale: Tree) -> Sum:
    return Sum(
        _times("*", result.offset, scale),
        tuple((_times("*", own, scale), draw) for own, draw in result.draws),
        tuple((_times("*", own, scale), name) for own, name in result.deadlines),
    )


def _times(mark: str, left: Tree, right: Tree) -> Tree:
    """Arithmetic, carried out at once where it is trivial."""
    if mark == "+" and left == Constant(0.0):
        return right
    if mark == "+" and right == Constant(0.0):
        return left
    if isinstance(left, Constant) and isinstance(right, Constant):
        value = left.value * right.value if mark == "*" else left.value + right.value
        return Constant(value)
    if mark == "*" and left == Constant(1.0):
        return right
    return Arithmetic(mark, left, right)
