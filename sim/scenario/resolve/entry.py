"""A step of the file while it is read: where it stands, and what may be named there."""

import attrs

from sim.language import Dimension, Expression, Scope
from sim.scenario.resolve.gauges import triggered
from sim.scenario.resolve.names import Names
from sim.scenario.shapes import StepTable
from sim.scenario.tree import Path


@attrs.frozen
class Entry:
    """A step's table in one scope: of `for_each`, one entry of the list."""

    table: StepTable
    path: Path
    names: Names
    plain: Scope
    """The scope without what only a triggering event gives."""

    @property
    def scope(self) -> Scope:
        """Where an event triggers, its quantity may be read."""
        return triggered(self.plain) if self.table.on is not None else self.plain

    def complain(self, key: str, message: str) -> None:
        """Note a problem with a key of the step, or with the step as a whole."""
        self.names.found.complain((*self.path, key) if key else self.path, message)

    def expression(
        self, key: str, wanted: Dimension | None, *, draws: bool = False
    ) -> Expression | None:
        """The expression under a key of the step, if there is one and it is sound."""
        text = getattr(self.table, f"{key}_" if key in {"if", "while"} else key)
        return self.names.expression(text, (*self.path, key), wanted, self.scope, draws=draws)
