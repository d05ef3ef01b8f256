"""One scenario laid over another: a variant over its base, a file over what its behaviours add.

Tables merge by key, the entries of some arrays by their names, other arrays are replaced. What
says `remove = true` is deleted: it stays as a mark until the last layer, since what it deletes may
come from a behaviour, and is an error if it deleted nothing.
"""

import json
from collections.abc import Iterable

from sim.scenario.tree import Node, Path

NAMED_BY: dict[Path, tuple[str, ...]] = {
    ("steps",): ("actor", "name"),
    ("given",): ("name",),
    ("checks",): ("name",),
    ("sites",): ("name",),
    ("procedure",): ("event", "needs"),
}
"""By what the entries of an array are recognised; other arrays are replaced."""


DONE = object()
"""Stands for `true` in a removal that has met something; it is kept for the layers below."""


def merged(base: Node, over: Node, path: Path = ()) -> Node:
    """Lay one node over another."""
    if _removes(over):
        mark = over.value["remove"]
        return over.with_value({**over.value, "remove": mark.with_value(DONE)})
    if _removes(base):
        return over
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        result = dict(base.value)
        for key, node in over.value.items():
            below = (*path, key)
            result[key] = merged(result[key], node, below) if key in result else node
        return over.with_value(result)
    if path in NAMED_BY and isinstance(base.value, list) and isinstance(over.value, list):
        return over.with_value(_merged_entries(base.value, over.value, path))
    return over


def _removes(node: Node) -> bool:
    mark = node.entry("remove")
    return mark is True or mark is DONE


def _merged_entries(base: list[Node], over: list[Node], path: Path) -> list[Node]:
    """Entries of the same name merge where they stood; new ones come after.

    A second entry of one name stays apart: it is a namesake, for `resolve` to complain of.
    """
    result = list(base)
    keys = NAMED_BY[path]
    places = {_name(node, keys): index for index, node in reversed(list(enumerate(base)))}
    places.pop(None, None)
    for node in over:
        index = places.pop(_name(node, keys), None)
        if index is None:
            result.append(node)
        else:
            result[index] = merged(result[index], node, (*path, index))
    return result


def _name(node: Node, keys: tuple[str, ...]) -> str | None:
    """What an entry is recognised by, however it is written; None if it has no name."""
    values = [_canonical(node.entry(key)) for key in keys]
    if all(value is None for value in values):
        return None
    return json.dumps(values, sort_keys=True, default=str)


def _canonical(value: object) -> object:
    """A pattern in one form: a lone kind, a list of one and a table of one key are the same."""
    if isinstance(value, list):
        inner = [_canonical(each) for each in value]
        return inner[0] if len(inner) == 1 else inner
    return value["event"] if isinstance(value, dict) and set(value) == {"event"} else value


def without_removed(node: Node) -> tuple[Node, list[Node]]:
    """The tree without what was removed, and the removals that met nothing."""
    unmet: list[Node] = []
    return _cleaned(node, unmet), unmet


def _cleaned(node: Node, unmet: list[Node]) -> Node:
    if isinstance(node.value, dict):
        kept = {k: v for k, v in node.value.items() if _stays(v, unmet)}
        return node.with_value({key: _cleaned(inner, unmet) for key, inner in kept.items()})
    if isinstance(node.value, list):
        return node.with_value([_cleaned(v, unmet) for v in node.value if _stays(v, unmet)])
    return node


def _stays(node: Node, unmet: list[Node]) -> bool:
    """Whether a node is there to stay; note a removal that has removed nothing."""
    if _removes(node):
        if node.entry("remove") is True:
            unmet.append(node)
        return False
    return True


def joined(nodes: Iterable[Node]) -> Node:
    """Several tables, or several arrays, as one; there is at least one."""
    first, *rest = nodes
    value = first.value
    for node in rest:
        value = {**value, **node.value} if isinstance(value, dict) else value + node.value
    return first.with_value(value)
