"""The shapes of an `expect.toml`: every key that may stand there, its type and default."""

from datetime import date

import attrs

from sim.language.fields import Prose


@attrs.frozen
class DemandTable:
    """An event that must, or must not, appear: in every run, or in at least a share of them."""

    event: str | list[str]
    """A kind or a milestone; of a list any will do."""
    actor: str | None = None
    subject: str | None = None
    by: date | None = None
    """The last day that counts; by default the last of the run."""
    share: float = 1.0
    """The share of runs in which it must be so."""


@attrs.frozen
class ChanceTable:
    """An event, and the bounds of the share of runs in which it appears."""

    event: str | list[str]
    """A kind or a milestone; of a list any will do."""
    between: list[float]
    """The lowest and the highest share."""
    actor: str | None = None
    subject: str | None = None
    by: date | None = None
    """The last day that counts; by default the last of the run."""


Demands = str | DemandTable | list[str | DemandTable]
"""An event, or several."""

Chances = ChanceTable | list[ChanceTable]
"""An event with its bounds, or several."""


@attrs.frozen
class CaseTable:
    """Given these events, when run until then, these must or must not appear."""

    name: str
    given: list[dict[str, object]] = attrs.Factory(list)
    """Events as in [[given]] of a scenario, laid over its own by their names."""
    until: date | None = None
    """The last day to run; by default the scenario's own."""
    runs: int | None = None
    """How many runs; by default as many as --scenario-runs says."""
    seed: int | None = None
    """The seed of the first; by default what --scenario-seed says."""
    must: Demands = attrs.Factory(list)
    must_not: Demands = attrs.Factory(list)
    probability: Chances = attrs.Factory(list)
    why: Prose = Prose("")
    """What the case is about, in words."""


@attrs.frozen
class ExpectationsTable:
    """What is expected of a scenario's runs."""

    format: int
    cases: list[CaseTable]
