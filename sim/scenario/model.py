"""The scenario: everything assumed, resolved and checked. Plain, frozen data.

`load` makes one from a file, and `engine` runs it. Nothing here touches disk, clock or chance.
"""

from collections.abc import Mapping
from datetime import date

import attrs

from sim.events import Pattern, Vocabulary
from sim.events.dates import DAY, seconds_at
from sim.language import Dimension, Expression
from sim.log.contested import Contested
from sim.log.record import Record
from sim.situation import Body, Deadline, Gate, Gauge, Requirement, Site


@attrs.frozen
class Parameter:
    """An assumed number in base units (seconds, per second), with its prior and its source."""

    name: str
    value: float
    dimension: Dimension
    text: str
    prior: str
    source: str
    measured_on: tuple[str, ...]
    changed: bool = False


@attrs.frozen
class Fact:
    """An event that the scenario states: initial or given."""

    name: str
    time: int
    actor: str
    kind: str
    subject: str
    quantity: float | None
    unit: str
    source: str


@attrs.frozen
class Emission:
    """An event that a step may emit; subject None is the triggering event's."""

    kind: str
    actor: str
    subject: str | None
    quantity: Expression | None
    unit: str


@attrs.frozen
class Outcome:
    """What may come of a step, with its chance; without one it takes the rest."""

    chance: Expression | None
    emissions: tuple[Emission, ...]


@attrs.frozen
class Response:
    """A step triggered by events; without a delay it is immediate."""

    on: tuple[Pattern, ...]
    after: Expression | None
    cancelled_by: tuple[Pattern, ...]
    each: bool


@attrs.frozen
class Rate:
    """A step that happens at an intensity, per second, that never exceeds `ceiling`."""

    intensity: Expression
    ceiling: float


@attrs.frozen
class Calendar:
    """A step on a date (`first`, no `period`), or every so many seconds."""

    first: int
    period: int | None


@attrs.frozen
class Step:
    """The unit of behaviour. `place` is its order in the file, `key` names its draws."""

    actor: str
    name: str
    key: str
    place: int
    trigger: Response | Rate | Calendar
    same_subject: bool
    guard: Expression | None
    guard_due: Expression | None
    limit: int | None
    outcomes: tuple[Outcome, ...]
    gate: str = ""
    """The gate at which its body meets, to vote or to read."""
    reads: bool = False
    """Whether the body only reads what is before the gate; outcomes are then read, no quorum."""

    @property
    def label(self) -> str:
        """How logs and traces name it."""
        return f"{self.actor}: {self.name}"


@attrs.frozen
class Check:
    """A rule about logs, parsed: tested, never enforced.

    `template` is DECLARE's word, or "always" for a condition; `events` are the patterns it speaks
    of, any one of each group; where a condition stands in place of events, the group is empty and
    `conditions` has it at the same place. `within` is in seconds; `says` is the rule in a sentence,
    `tolerated` the share of runs that may violate it before a test of it, or `sim check`, fails.
    """

    name: str
    rule: str
    source: str
    template: str
    events: tuple[tuple[Pattern, ...], ...] = ()
    count: int | None = None
    within: float | None = None
    conditions: tuple[Expression | None, ...] = ()
    says: str = ""
    tolerated: float = 0.0

    @property
    def reads_situation(self) -> bool:
        """Whether it speaks of conditions, so that events alone cannot tell."""
        return self.template == "always" or any(one is not None for one in self.conditions)


@attrs.frozen
class Predicted:
    """A pattern of rows that is predicted, one by one or as a count per calendar month."""

    name: str
    pattern: Pattern
    monthly: bool
    weight: float


@attrs.frozen
class Announced:
    """A day that was officially named for something predicted; both times are whole days."""

    pattern: Pattern
    time: int
    announced: int
    source: str


@attrs.frozen
class Classes:
    """Which rows of the record are predicted, given, or only context; and what was announced."""

    predicted: tuple[Predicted, ...]
    given: tuple[Pattern, ...]
    context: tuple[Pattern, ...]
    announced: tuple[Announced, ...] = ()


@attrs.frozen(eq=False)
class Scenario:
    """A generative model made of declared steps, beside the record of the same events."""

    name: str
    title: str
    digest: str
    start: date
    end: date
    known_until: date | None
    track: str
    vocabulary: Vocabulary
    milestones: Mapping[str, Pattern]
    parameters: Mapping[str, Parameter]
    gauges: tuple[Gauge, ...]
    roles: Mapping[str, str]
    deadlines: tuple[Deadline, ...]
    bodies: tuple[Body, ...]
    gates: tuple[Gate, ...]
    sites: tuple[Site, ...]
    initial: tuple[Fact, ...]
    given: tuple[Fact, ...]
    steps: tuple[Step, ...]
    procedure: tuple[Requirement, ...]
    checks: tuple[Check, ...]
    classes: Classes
    record: Record | None
    contested: tuple[Contested, ...]

    @property
    def horizon(self) -> int:
        """The first second after the end: the end includes its whole day."""
        return seconds_at(self.start, self.end) + DAY

    @property
    def changes(self) -> dict[str, str]:
        """The parameters that were given other values, as written."""
        return {name: p.text for name, p in self.parameters.items() if p.changed}
