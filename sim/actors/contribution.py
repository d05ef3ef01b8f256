"""What a behaviour contributes to a scenario: tables in the form of the file itself.

A behaviour is an attrs class whose fields are its options and whose `contribute(role)` returns
tables. They are laid under the file's own, so a scenario can alter or remove any of them, and
nothing that a behaviour does is beyond what plain steps could say.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import attrs

from sim.language.fields import Changing, Formula, Patterns, PatternTable

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


@attrs.frozen
class Pace:
    """How an actor takes a stage that its behaviour knows: `after` (a duration), `chance` (0-1)."""

    after: Formula
    chance: Changing = Changing("1")


@attrs.frozen
class Answer:
    """What an actor does about others' events: `on` which, `after` what time, with what `chance`.

    `if` may forbid it, `subject` names what its event is about, `again` and `limit` are a step's.
    """

    on: Patterns
    after: Formula
    chance: Changing = Changing("1")
    if_: Formula | None = None
    subject: str | None = None
    again: str | None = None
    limit: int | None = None


def step(actor: str, name: str, **keys: object) -> Table:
    """A step as a table; keys of value None are left out, `if_` and `while_` lose their mark."""
    table: Table = {"actor": actor, "name": name}
    table.update({key.rstrip("_"): value for key, value in keys.items() if value is not None})
    return table


def outcome(chance: str | None, emits: object, **keys: object) -> Table:
    """One thing that may come of a step; keys of value None are left out."""
    table = {"chance": chance, "emits": emits, **keys}
    return {key: value for key, value in table.items() if value is not None}


def pace(days: int, chance: str = "1") -> Pace:
    """An assumed pace: about so many days, within a factor of two in two cases of three."""
    return Pace(Formula(f"log-normal(median = {days} d, spread = 2)"), Changing(chance))


def answering(
    role: str,
    name: str,
    answer: Answer,
    emits: object,
    /,
    while_: str | None = None,
    **keys: object,
) -> Table:
    """A step that answers events by one event (or several at once), while a condition holds."""
    usual = keys.pop("subject", None)
    subject = usual if answer.subject is None else answer.subject
    return step(
        role,
        name,
        on=plain(answer.on),
        if_=both(while_, answer.if_),
        after=answer.after,
        again=answer.again,
        limit=answer.limit,
        outcomes=[outcome(answer.chance, emits, subject=subject, **keys)],
    )


def following(
    role: str,
    name: str,
    acts: Iterable[str],
    *outcomes: Table,
    about: str | None = None,
    **keys: object,
) -> Table:
    """A step that follows an actor's own acts: their kinds, and what they are about."""
    own = {"actor": role} if about is None else {"actor": role, "subject": about}
    on = [{"event": kind, **own} for kind in acts]
    return step(role, name, on=on, outcomes=list(outcomes), **keys)


def plain(patterns: Iterable[PatternTable]) -> list[Table]:
    """Patterns in the form of the file."""
    return [
        {key: value for key, value in attrs.asdict(pattern).items() if value is not None}
        for pattern in patterns
    ]


def happened(event: str, **narrowed: str | None) -> str:
    """The condition that an event has happened."""
    return _reading("happened", event, narrowed)


def standing(event: str, until: str, **narrowed: str | None) -> str:
    """The condition that no `until` has followed the latest `event`."""
    return _reading("standing", event, {"until": until, **narrowed})


def _reading(function: str, event: str, named: Mapping[str, str | None]) -> str:
    given = "".join(f", {key} = '{value}'" for key, value in named.items() if value is not None)
    return f"{function}('{event}'{given})"


def both(*conditions: str | None) -> str | None:
    """All of some conditions; None among them asks for nothing."""
    asked = [condition for condition in conditions if condition is not None]
    return " and ".join(f"({condition})" for condition in asked) if asked else None
