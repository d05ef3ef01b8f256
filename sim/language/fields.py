"""What a field of a scenario file may hold, as types: shared by the tables and the behaviours.

`scenario.structure` reads values into these types strictly, `scenario.schema` prints them.
"""

from typing import NewType

import attrs

Prose = NewType("Prose", str)
"""Text that is no name: a title, a source, a rule, a path; a `str` is a name, and short."""

Formula = NewType("Formula", str)
"""An expression: a number, or text such as "0.7 - 0.3 * trust" or "log-normal(...)"."""

Changing = NewType("Changing", str)
"""An expression for a number that a run may change; or a gauge, written where it is used."""

MeasureText = NewType("MeasureText", str)
"""A number, or text with a unit such as "45 d" or "0.3 / month"."""


@attrs.frozen
class PatternTable:
    """Which events are meant: a kind or milestone, and optionally by whom and about what."""

    event: str
    actor: str | None = None
    subject: str | None = None


Patterns = NewType("Patterns", tuple[PatternTable, ...])
"""A kind, a milestone, a pattern table, or a list of these (any of them)."""

OnePattern = NewType("OnePattern", PatternTable)
"""A kind, a milestone, or a pattern table."""


@attrs.frozen
class MoveTable:
    """An event that moves a gauge or a bloc, by an amount or to one."""

    event: str
    actor: str | None = None
    subject: str | None = None
    by: Formula | None = None
    set: Formula | None = None


@attrs.frozen
class BlocTable:
    """Members of a chamber who lean together.

    `position` is on the probit scale: 0 splits the bloc evenly, 1 means 84 % for, -1 16 %.
    """

    name: str
    seats: int
    position: Changing
    spread: Formula = Formula("0.3")
    attendance: Changing = Changing("0.9")
    moved_by: list[MoveTable] = attrs.Factory(list)
