"""The shapes of a scenario file's tables: every key that may stand there, its type and default.

`structure` reads a file into these, `schema` prints them as JSON Schema, and `resolve` gives them
meaning. A trailing underscore only keeps a key clear of Python's own words (`if_` is `if`).
A `str` is a name of at most 80 characters, `Prose` any text.
"""

from datetime import date

import attrs

from sim.language.fields import (
    Formula,
    MeasureText,
    MoveTable,
    OnePattern,
    Patterns,
    PatternTable,
    Prose,
)
from sim.scenario.record_shapes import RecordTable


@attrs.frozen
class ClockTable:
    """When a run starts and ends; the end includes its whole day."""

    start: date
    end: date


@attrs.frozen
class KindTable:
    """A kind of event that the scenario adds to the vocabulary."""

    family: str
    meaning: Prose
    plover: str = "none"
    cameo: str = "none"
    office: str = ""
    site: str = ""
    recorded: bool = True


@attrs.frozen
class ParameterTable:
    """An assumed number: value with unit, prior, source, and the tracks it was measured on."""

    value: MeasureText
    source: Prose
    prior: Prose | None = None
    measured_on: list[str] = attrs.Factory(list)


@attrs.frozen
class GaugeTable:
    """A gauge: where it starts, its bounds, how fast it wears down and to what, what moves it."""

    start: Formula
    within: list[float]
    half_life: Formula | None = None
    rest: float | None = None
    unit: str = ""
    moved_by: list[MoveTable] = attrs.Factory(list)


@attrs.frozen
class FactTable:
    """An event stated by the scenario: in `initial` before the clock starts, in `given` after."""

    date: date
    event: str
    actor: str
    name: str | None = None
    subject: str | None = None
    quantity: float | None = None
    unit: str = ""
    source: Prose = Prose("")


@attrs.frozen
class EmissionTable:
    """One event of an outcome that emits several."""

    event: str
    actor: str | None = None
    subject: str | None = None
    quantity: Formula | None = None
    unit: str | None = None


Emissions = str | list[str | EmissionTable]


@attrs.frozen
class OutcomeTable:
    """One thing that may come of a step, with its chance; without one it takes the rest."""

    emits: Emissions
    chance: Formula | None = None
    actor: str | None = None
    subject: str | None = None
    quantity: Formula | None = None
    unit: str | None = None


@attrs.frozen
class StepTable:
    """A unit of behaviour: when, if, after what delay, with what chances, what is emitted."""

    actor: str
    name: str
    key: str | None = None
    on: Patterns | None = None
    same_subject: bool = False
    rate: Formula | None = None
    while_: Formula | None = None
    at: date | None = None
    every: Formula | None = None
    if_: Formula | None = None
    after: Formula | None = None
    if_due: Formula | None = None
    cancelled_by: Patterns | None = None
    again: str = "restart"
    limit: int | None = None
    for_each: str | list[str] | None = None
    outcomes: list[OutcomeTable] | None = None
    emits: Emissions | None = None
    subject: str | None = None
    quantity: Formula | None = None
    unit: str | None = None


@attrs.frozen
class ProcedureTable:
    """A hard precondition: what an event needs, or the condition it stands under."""

    event: OnePattern
    source: Prose
    needs: Patterns | None = None
    if_: Formula | None = None
    same_subject: bool = False


@attrs.frozen
class CheckTable:
    """A rule about logs: tested, never enforced."""

    name: str
    rule: Prose
    says: Prose = Prose("")
    source: Prose = Prose("assumed")
    tolerated: float = 0.0
    """The share of runs that may violate it before a test of it fails."""


@attrs.frozen
class DeadlineTable:
    """A date that an event sets, moves or meets."""

    set_by: Patterns | None = None
    at: date | None = None
    falls: Formula | None = None
    moves_on: Patterns | None = None
    met_by: Patterns | None = None
    missed: str = ""
    actor: str = ""
    firm: bool = False


@attrs.frozen
class InstrumentTable:
    """A text in force: since when or by which event, until when, and who may end it with notice."""

    in_force_since: date | None = None
    enters: Patterns | None = None
    ends: date | None = None
    term: Formula | None = None
    renewed_by: Patterns | None = None
    notice: Formula | None = None
    may_denounce: list[str] = attrs.Factory(list)
    withdrawable: bool = True
    lapsed: str = "agreement_expired"
    actor: str = ""


@attrs.frozen
class GateTable:
    """A body's decision on a text."""

    body: str
    considers: OnePattern
    needs: str
    passed: str
    failed: str
    no_quorum: str | None = None
    readings: list[str] = attrs.Factory(list)
    between: Formula | None = None
    after: Formula | None = None
    quorum: int = 0
    binding: bool = True
    before: str | None = None


@attrs.frozen
class SiteTable:
    """A place to be handed over; `count` many alike where they are not named apart."""

    name: str
    heads: dict[str, float] = attrs.Factory(dict)
    opens_after: str = ""
    substitute: str = ""
    count: int = 1


@attrs.frozen
class PredictedTable:
    """Rows that are predicted: one by one, or counted per calendar month."""

    event: str
    actor: str | None = None
    subject: str | None = None
    per: str | None = None
    weight: float = 1.0


@attrs.frozen
class AnnouncedTable:
    """A day that was officially named for something predicted, and the day on which it was."""

    event: str
    announced: date
    source: Prose
    date: date
    actor: str | None = None
    subject: str | None = None


@attrs.frozen
class ScoreTable:
    """Which documented rows are predicted, which are given, and which are only context."""

    predicted: list[str | PredictedTable] = attrs.Factory(list)
    given: list[str | PatternTable] = attrs.Factory(list)
    context: list[str | PatternTable] = attrs.Factory(list)
    announced: list[AnnouncedTable] = attrs.Factory(list)


@attrs.frozen
class ScenarioTable:
    """A whole scenario file."""

    format: int
    title: Prose
    clock: ClockTable
    extends: Prose | None = None
    record: RecordTable | None = None
    milestones: dict[str, OnePattern] = attrs.Factory(dict)
    kinds: dict[str, KindTable] = attrs.Factory(dict)
    parameters: dict[str, ParameterTable] = attrs.Factory(dict)
    gauges: dict[str, GaugeTable] = attrs.Factory(dict)
    actors: dict[str, dict[str, object]] = attrs.Factory(dict)
    deadlines: dict[str, DeadlineTable] = attrs.Factory(dict)
    instruments: dict[str, InstrumentTable] = attrs.Factory(dict)
    gates: dict[str, GateTable] = attrs.Factory(dict)
    sites: list[SiteTable] = attrs.Factory(list)
    lists: dict[str, list[str]] = attrs.Factory(dict)
    initial: list[FactTable] = attrs.Factory(list)
    given: list[FactTable] = attrs.Factory(list)
    steps: list[StepTable] = attrs.Factory(list)
    procedure: list[ProcedureTable] = attrs.Factory(list)
    checks: list[CheckTable] = attrs.Factory(list)
    score: ScoreTable = attrs.Factory(ScoreTable)
