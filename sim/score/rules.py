"""How often the scenario's checks hold in the runs, not only for want of a case, and in the record.

Descriptive. A check that nothing ever calls upon holds without meaning anything.
"""

from collections.abc import Sequence

import attrs
import numpy as np

from sim.check.rules import Names, verdict
from sim.ensemble.projection import Projection
from sim.log.record import Record
from sim.scenario.model import Check


@attrs.frozen
class Rule:
    """A check over many runs: shares that keep it with a case, and that have no case at all.

    `recorded` is whether the record keeps it; None where it has no case, or where a check needs
    gauges, which neither columns nor a record have; `kept` is None for the latter.
    """

    name: str
    text: str
    kept: float | None
    vacuous: float | None
    recorded: bool | None


def rules(
    checks: Sequence[Check], runs: Projection, record: Record | None, horizon: int
) -> list[Rule]:
    """Every check of a scenario; events before its start and past the horizon are left out."""
    histories = _histories(runs, horizon)
    rows = sorted(record.events, key=lambda row: (row.time, row.line)) if record else []
    rows = [row for row in rows if row.until > 0 and row.time < horizon]
    documented = [row.time for row in rows], [(r.kind, r.actor, r.subject) for r in rows]
    return [_rule(check, histories, documented) for check in checks]


History = tuple[Sequence[int], Sequence[Names]]


def _rule(check: Check, histories: Sequence[History], documented: History) -> Rule:
    real = verdict(check, *documented)
    recorded = real.holds if real is not None and not real.vacuous else None
    found = [one for history in histories if (one := verdict(check, *history)) is not None]
    if not found:
        return Rule(check.name, check.rule, None, None, recorded)
    vacuous = [one.vacuous for one in found]
    kept = [one.holds and not one.vacuous for one in found]
    return Rule(check.name, check.rule, float(np.mean(kept)), float(np.mean(vacuous)), recorded)


def _histories(runs: Projection, horizon: int) -> list[History]:
    """Each run as its seconds and the names of its events."""
    names = list(zip(runs.kind.texts(), runs.actor.texts(), runs.subject.texts(), strict=True))
    seconds = runs.second.tolist()
    kept = np.flatnonzero((runs.second >= 0) & (runs.second < horizon))
    histories: list[tuple[list[int], list[Names]]] = [([], []) for _ in runs.runs]
    for row, run in zip(kept.tolist(), runs.run[kept].tolist(), strict=True):
        histories[run][0].append(seconds[row])
        histories[run][1].append(names[row])
    return list(histories)
