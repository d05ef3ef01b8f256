"""Gauges written where a behaviour takes an expression, lifted to where gauges stand.

    [actors.senate] quorate = { start = 0.5, within = [0, 1], moved_by = [...] }
      -> [gauges.senate_quorate] and quorate = "senate_quorate"

Before behaviours are read, so that neither they nor anything after them knows the difference. A
lifted gauge keeps its own place in the file, at which whatever is wrong with it is told.
"""

from typing import Any, get_args, get_origin

import attrs

from sim.actors import CATALOGUE
from sim.language.fields import Changing
from sim.language.syntax import is_name
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.tree import Node

Gauges = dict[str, Node]


def lifted(root: Node, found: Complaints) -> Node:
    """The tree with every such gauge under `gauges`, and its name where it stood."""
    actors = root.value.get("actors")
    if actors is None or not isinstance(actors.value, dict):
        return root
    made: list[tuple[str, Node]] = []
    roles = {role: _of_actor(role, node, made) for role, node in actors.value.items()}
    own = root.value.get("gauges", root.with_value({}))
    if not made or not isinstance(own.value, dict):
        return root
    gauges = dict(own.value)
    for name, node in made:
        if name in gauges:
            message = f"a gauge written here is called '{name}', as another is; rename that one"
            found.complain_of(node, (), message)
        gauges.setdefault(name, node)
    lifted_to = {"actors": actors.with_value(roles), "gauges": own.with_value(gauges)}
    return root.with_value({**root.value, **lifted_to})


def _of_actor(role: str, node: Node, made: list[tuple[str, Node]]) -> Node:
    """An actor's table with names for its gauges, which are added to those made."""
    behaviour = node.entry("behaviour")
    if isinstance(behaviour, str) and behaviour in CATALOGUE:
        return _of_table((role,), node, CATALOGUE[behaviour], made)
    return node


def _of_table(
    named: tuple[str, ...],
    node: Node,
    shape: type,
    made: list[tuple[str, Node]],
) -> Node:
    """The options of a table, and of the tables in it."""
    if not isinstance(node.value, dict):
        return node
    inner = dict(node.value)
    for field in attrs.fields(shape):
        key = field.name.rstrip("_")
        if key in inner:
            inner[key] = _of_value((*named, key), inner[key], field.type, made)
    return node.with_value(inner)


def _of_value(
    named: tuple[str, ...],
    node: Node,
    kind: Any,  # noqa: ANN401  a type
    made: list[tuple[str, Node]],
) -> Node:
    """One option: a gauge to be lifted, a table, a list of tables, or nothing of the kind."""
    for member in (kind, *(get_args(kind) if get_origin(kind) is not list else ())):
        if member is Changing and isinstance(node.value, dict) and "remove" not in node.value:
            name = "_".join(named)
            made.append((name, node))
            return node.with_value(name)
        if attrs.has(member):
            return _of_table(named, node, member, made)
    if get_origin(kind) is list and isinstance(node.value, list):
        (member,) = get_args(kind)
        if attrs.has(member):
            entries = enumerate(node.value, start=1)
            below = [_of_table((*named, _called(e, n)), e, member, made) for n, e in entries]
            return node.with_value(below)
    return node


def _called(entry: Node, number: int) -> str:
    """An entry of a list by its name, where an expression could name it, or by its number."""
    name = entry.entry("name")
    return name if isinstance(name, str) and is_name(name) else str(number)
