"""The options of behaviours, understood where they are written.

A behaviour puts its options together into steps. What is wrong with an option is said at its own
line here; what then does not fit in the steps made of it is not said again.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, get_args

import attrs

from sim.actors import Behaviour
from sim.language import understand
from sim.language.fields import Changing, Formula, Patterns
from sim.scenario.resolve.gauges import triggered
from sim.scenario.resolve.names import Names
from sim.scenario.tree import Path


def check_options(role: str, behaviour: Behaviour, names: Names) -> None:
    """Complain of options that make no sense, and then of nothing that was made of them."""
    scope = triggered(names.scope)
    before = names.found.count
    for path, value in _fields(behaviour, ("actors", role)):
        if isinstance(value, str):
            names.found.attempt(path, partial(understand, value, scope))
        else:
            names.patterns(value, path, scope)
    if names.found.count > before:
        names.found.suspects.add(role)


def _fields(table: Any, path: Path) -> Iterator[tuple[Path, str | Patterns]]:  # noqa: ANN401
    """Every expression and every list of patterns in a table and the tables in it."""
    if not attrs.has(type(table)):
        return
    for field in attrs.fields(type(table)):
        value, at = getattr(table, field.name), (*path, field.name.rstrip("_"))
        kinds = {field.type, *get_args(field.type)}
        if value is not None and kinds & {Changing, Formula, Patterns}:
            yield at, value
        if isinstance(value, list):
            for index, inner in enumerate(value):
                yield from _fields(inner, (*at, index))
        else:
            yield from _fields(value, at)
