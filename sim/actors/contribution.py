"""What a behaviour contributes to a scenario: tables in the form of the file itself.

A behaviour is an attrs class whose fields are its options and whose `contribute(role)` returns
tables. They are laid under the file's own, so a scenario can alter or remove any of them, and
nothing that a behaviour does is beyond what plain steps could say.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import attrs

Table = dict[str, Any]


@attrs.frozen
class Chamber:
    """Seats and blocs of a body that votes at gates; blocs are tables as in the file."""

    seats: int
    turnout_spread: float
    blocs: tuple[Any, ...]


@attrs.frozen
class Contribution:
    """Gauges, steps and procedure, as tables; and the chamber of a legislature."""

    gauges: Mapping[str, Table] = attrs.Factory(dict)
    steps: tuple[Table, ...] = ()
    procedure: tuple[Table, ...] = ()
    chamber: Chamber | None = None


class Behaviour(Protocol):
    """A kind of institution, with its options as fields."""

    def contribute(self, role: str) -> Contribution:
        """The tables for an actor of this behaviour."""


def step(actor: str, name: str, **keys: object) -> Table:
    """A step as a table; keys of value None are left out, `if_` and `while_` lose their mark."""
    table: Table = {"actor": actor, "name": name}
    table.update({key.rstrip("_"): value for key, value in keys.items() if value is not None})
    return table
