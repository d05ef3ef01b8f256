"""Delays and quantities as sums: scaled draws, scaled times to deadlines, and what is left.

A delay may add and scale distributions and `time_to`; nothing more, so that its density can be
written down, and so that it can follow a deadline that moves.
"""

import attrs

from sim.errors import LanguageError
from sim.language.tree import (
    Arithmetic,
    Constant,
    Draw,
    Expression,
    Institution,
    Tree,
    holds,
    operands,
)

MOST_DRAWS = 3
"""Draws in one delay or quantity: each has its own word of the digest."""

NOTHING, ONE = Constant(0.0), Constant(1.0)
ONLY_SUMS = "distributions and time_to may only be added and scaled"


@attrs.frozen
class Sum:
    """offset + scale * draw + ... + scale * time_to(deadline) + ..."""

    offset: Tree
    draws: tuple[tuple[Tree, Draw], ...] = ()
    deadlines: tuple[tuple[Tree, str], ...] = ()


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


def _varies(tree: Tree) -> bool:
    """Whether a tree holds what must come out as a term of the sum."""
    return holds(tree, Draw) or has_deadline(tree)


def _sum(tree: Tree) -> Sum:
    match tree:
        case _ if not _varies(tree):
            return Sum(tree)
        case Draw() if not any(has_deadline(argument) for argument in tree.arguments):
            return Sum(NOTHING, draws=((ONE, tree),))
        case Institution("time_to", deadline):
            return Sum(NOTHING, deadlines=((ONE, deadline),))
        case Arithmetic("+", left, right):
            return _added(_sum(left), _sum(right))
        case Arithmetic("-", left, right):
            return _added(_sum(left), _scaled(_sum(right), Constant(-1.0)))
        case Arithmetic("*", left, right) if not _varies(right):
            return _scaled(_sum(left), right)
        case Arithmetic("*", left, right) if not _varies(left):
            return _scaled(_sum(right), left)
        case Arithmetic("/", left, right) if not _varies(right):
            return _scaled(_sum(left), _joined("/", ONE, right))
    raise LanguageError(ONLY_SUMS)


def _added(left: Sum, right: Sum) -> Sum:
    return Sum(
        _joined("+", left.offset, right.offset),
        left.draws + right.draws,
        left.deadlines + right.deadlines,
    )


def _scaled(result: Sum, scale: Tree) -> Sum:
    return Sum(
        _joined("*", result.offset, scale),
        tuple((_joined("*", own, scale), draw) for own, draw in result.draws),
        tuple((_joined("*", own, scale), name) for own, name in result.deadlines),
    )


def _joined(mark: str, left: Tree, right: Tree) -> Tree:
    """Arithmetic, carried out at once where it is trivial."""
    match mark, left, right:
        case "+", Constant(0.0), other:
            return other
        case "+", other, Constant(0.0):
            return other
        case "*", Constant(0.0), _:
            return NOTHING
        case "*", Constant(1.0), other:
            return other
        case "+", Constant(x), Constant(y):
            return Constant(x + y)
        case "*", Constant(x), Constant(y):
            return Constant(x * y)
        case "/", Constant(x), Constant(y):
            return Constant(x / y)
    return Arithmetic(mark, left, right)
