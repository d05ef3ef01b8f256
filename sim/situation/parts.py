"""What a situation is made of, as declared: gauges, deadlines, gates, sites and requirements.

Plain data. `ledger` lays it out for folding, `scenario` reads it from a file.
"""

import attrs

from sim.events import Event, Pattern
from sim.language import Expression

FOREVER = 1 << 60
"""Seconds that no clock of ours reaches, in either direction: a deadline that is not set."""


@attrs.frozen
class Move:
    """An event that moves a gauge: by an amount, or to one (`absolute`)."""

    on: Pattern
    amount: Expression
    absolute: bool


@attrs.frozen
class Gauge:
    """A quantity that events move and time wears down.

    Its level lies in [low, high] and goes half the way to `rest` in each `half_life` seconds;
    without one it stays where it is.
    """

    name: str
    start: float
    low: float
    high: float
    half_life: float | None
    rest: float
    unit: str
    moves: tuple[Move, ...]


@attrs.frozen
class Deadline:
    """A date that an event sets, moves or meets.

    It falls `falls` after the event that sets or moves it (a duration, or a number of days), or at
    second `at`. If nothing met it by then, `actor` (by default whoever set it) records `missed`,
    about `subject` (by default that of the event that set it), if `standing` holds there.
    What moves one that `extends` counts from where it would have fallen, if that lies ahead.
    Nothing that would meet a firm deadline is possible once it has passed.
    """

    name: str
    set_by: tuple[Pattern, ...]
    at: int | None
    falls: Expression | None
    moves_on: tuple[Pattern, ...]
    met_by: tuple[Pattern, ...]
    missed: str
    actor: str
    firm: bool
    subject: str = ""
    standing: Expression | None = None
    extends: bool = False

    def speaker(self, owner: Event | None) -> tuple[str, str]:
        """By whom, and about what, it is recorded as missed; `owner` last set or moved it."""
        if owner is None:
            return self.actor, self.subject or self.name
        return self.actor or owner.actor, self.subject or owner.subject


@attrs.frozen
class Bloc:
    """Members of a body who lean together.

    The share of those present who vote for is normal_cdf(position + spread * Z), with one standard
    normal Z for the whole bloc: members do not err independently. Events move the position through
    the gauge named `gauge`.
    """

    name: str
    seats: int
    position: Expression
    spread: float
    attendance: Expression
    gauge: str


@attrs.frozen
class Body:
    """A chamber that votes.

    Each bloc's attendance is shifted by one draw for the whole chamber, of standard deviation
    `turnout_spread` on the probit scale.
    """

    actor: str
    seats: int
    turnout_spread: float
    blocs: tuple[Bloc, ...]


@attrs.frozen
class Gate:
    """A body's decision on a text: how many votes for pass it, and how many must be present.

    `share` is the share needed of `base` ("seats" or "present"); `strictly` more than it for a
    majority, at least it for a fraction.
    """

    name: str
    body: Body
    share: tuple[int, int]
    strictly: bool
    base: str
    quorum: int
    binding: bool


@attrs.frozen
class Site:
    """A place to be handed over, with head-counts by source."""

    name: str
    heads: tuple[tuple[str, float], ...]
    opens_after: str
    substitute: str

    @property
    def total(self) -> float:
        """All heads at the site, whatever the source."""
        heads = 0.0
        for _, count in self.heads:
            heads += count
        return heads


@attrs.frozen
class Requirement:
    """What may not happen before what: an event and its preconditions, with their source.

    All of `needs` must have happened (about the event's own subject where `same_subject`) and
    `condition` must hold.
    """

    event: Pattern
    needs: tuple[Pattern, ...]
    condition: Expression | None
    same_subject: bool
    source: str
