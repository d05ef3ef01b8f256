"""What a behaviour contributes, told without a scenario: its steps, when they come, what they emit.

Found by contributing to a bare actor named ROLE: once with the options as they are by default,
then with each of those that are not given filled in, to see which steps come with it. What would
be given is told by the option's own name, such as `pause.on`.
"""

from collections.abc import Iterator
from types import NoneType
from typing import Any, get_args, get_origin

import attrs

from sim.actors.contribution import Behaviour, Table
from sim.events import Pattern
from sim.language.fields import Patterns, PatternTable

ROLE = "ROLE"
"""The actor of which everything is told."""

NUMBERS = {int: 1, float: 1.0, bool: True}
"""What takes the place of a number that must be given."""


@attrs.frozen
class StepOutline:
    """A step by its name, in words when it comes, and the kinds of event that it may emit.

    `option` is what must be given for it; nothing where it comes by default.
    """

    name: str
    when: str
    emits: tuple[str, ...]
    option: str


def outline(behaviour: type[Behaviour]) -> list[StepOutline]:
    """The steps of a behaviour: those that come by default, then those that an option adds."""
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(behaviour)  # type: ignore[arg-type]
    bare = _filled(behaviour, "")
    ways: list[tuple[str, dict[str, object]]] = [("", {})]
    for field in fields:
        option = field.name.rstrip("_")
        if field.name not in bare and _is_left_out(field):
            ways.append((option, {field.name: _stand_in(field.type, option)}))
    found: dict[str, StepOutline] = {}
    for option, given in ways:
        for table in behaviour(**bare, **given).contribute(ROLE).steps:
            if table["name"] not in found:
                emits = tuple(dict.fromkeys(_kinds(table)))
                found[table["name"]] = StepOutline(table["name"], _when(table), emits, option)
    return list(found.values())


def _is_left_out(field: "attrs.Attribute[Any]") -> bool:
    """Whether an option is by default not given, or an empty list."""
    default: Any = field.default
    return default is None or (isinstance(default, attrs.Factory) and default.factory is list)  # type: ignore[arg-type]


def _filled(shape: type, option: str) -> dict[str, object]:
    """Stand-ins for what must be given."""
    return {
        field.name: _stand_in(field.type, ".".join(filter(None, [option, field.name.rstrip("_")])))
        for field in attrs.fields(shape)
        if field.default is attrs.NOTHING
    }


def _stand_in(annotation: Any, option: str) -> object:  # noqa: ANN401  a type, or what is like one
    """Something of a type, told by the option's name wherever a text may stand."""
    inner = [part for part in get_args(annotation) if part is not NoneType]
    if get_origin(annotation) is list:
        return [_stand_in(inner[0], option)]
    if inner:
        return _stand_in(inner[0], option)
    if annotation is Patterns:
        return (PatternTable(option),)
    if attrs.has(annotation):
        return annotation(**_filled(annotation, option))
    return NUMBERS.get(annotation, option)


def _when(table: Table) -> str:
    """What makes a step come, in words."""
    if "on" in table:
        events = (Pattern(**_keyed(event)) for event in _listed(table["on"]))
        return "after " + ", ".join(map(str, events))
    if "rate" in table:
        return "at a rate"
    return f"every {table['every']}" if "every" in table else f"on {table['at']}"


def _keyed(event: str | Table) -> Table:
    """A pattern's table by the names of its parts."""
    table = {"event": event} if isinstance(event, str) else dict(event)
    return {"kind": table.pop("event"), **table}


def _kinds(table: Table) -> Iterator[str]:
    """The kinds that a step may emit, as often as it names them."""
    for outcome in table.get("outcomes", (table,)):
        for event in _listed(outcome["emits"]):
            yield event if isinstance(event, str) else event["event"]


def _listed(written: Any) -> list[Any]:  # noqa: ANN401  as a file has it
    """What is written alone or as a list."""
    return list(written) if isinstance(written, list | tuple) else [written]
