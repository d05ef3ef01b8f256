"""A condition taken apart at its `and`s, and put together again without some of them."""

from collections.abc import Iterator, Sequence

from sim.language import tree as meant
from sim.language.syntax import TOKEN
from sim.language.tree import Expression, Tree
from sim.language.units import TRUTH


def conjuncts(condition: Expression) -> tuple[Expression, ...]:
    """What a condition joins by `and`, however nested in brackets; itself alone if nothing."""
    texts = tuple(_texts(condition.text))
    trees = tuple(_trees(condition.tree))
    if len(texts) != len(trees):  # a condition that was put together has no text that says all
        return (condition,)
    return tuple(Expression(text, tree, TRUTH) for text, tree in zip(texts, trees, strict=True))


def conjoined(conditions: Sequence[Expression]) -> Expression | None:
    """Some conditions joined by `and`; None if there are none."""
    if len(conditions) <= 1:
        return conditions[0] if conditions else None
    tree: Tree = conditions[0].tree
    for other in conditions[1:]:
        tree = meant.Logic("and", (tree, other.tree))
    return Expression(" and ".join(f"({one.text})" for one in conditions), tree, TRUTH)


def _trees(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, meant.Logic) and tree.mark == "and":
        for part in tree.operands:
            yield from _trees(part)
    else:
        yield tree


def _texts(text: str) -> Iterator[str]:
    """The text cut at each `and` that stands in no bracket, and again inside brackets."""
    depth, begins, closes = 0, 0, -1
    cuts: list[tuple[int, int]] = []
    for token in TOKEN.finditer(text):
        word = token[0].strip()
        depth += (word == "(") - (word == ")")
        if word == ")" and not depth and closes < 0:
            closes = token.end()
        if not depth and token["name"] == "or":
            cuts = []
            break
        if not depth and token["name"] == "and":
            cuts.append((begins, token.start("name")))
            begins = token.end()
    else:
        cuts = [*cuts, (begins, len(text))] if cuts else []
    if cuts:
        for first, last in cuts:
            yield from _texts(text[first:last])
        return
    bare = text.strip()
    if bare.startswith("(") and closes == len(text.rstrip()):
        yield from _texts(bare[1:-1])
    else:
        yield bare
