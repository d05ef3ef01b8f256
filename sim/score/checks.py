"""How often the scenario's checks hold in the runs, not only for want of a case, and in the record.

Descriptive. A check that nothing ever calls upon holds without meaning anything.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.check.orders import Kept, recorded
from sim.check.rules import judged
from sim.check.templates import asks_of_neighbours
from sim.ensemble.projection import Projection
from sim.events import Pattern
from sim.log.record import DocumentedEvent, Record
from sim.scenario.model import Check


@attrs.frozen
class Rule:
    """A check over many runs: shares that keep it with a case, and that have no case at all.

    `recorded` says in which of the orders that the record allows it is kept; None where it has no
    case, or where a check needs gauges, which neither columns nor a record have; `kept` is None for
    the latter.
    """

    name: str
    text: str
    kept: float | None
    vacuous: float | None
    recorded: Kept | None


def rules(
    checks: Sequence[Check], runs: Projection, record: Record | None, horizon: int
) -> list[Rule]:
    """Every check of a scenario; events before its start and past the horizon are left out."""
    told = _Told(runs, horizon)
    rows = record.events if record else ()
    rows = tuple(row for row in rows if row.until > 0 and row.time < horizon)
    return [_rule(check, told, rows) for check in checks]


def _rule(check: Check, told: "_Told", rows: Sequence[DocumentedEvent]) -> Rule:
    real = recorded(check, rows, told.until)
    kept_there = real.kept if real is not None and not real.vacuous else None
    if check.reads_situation or not told.runs:
        return Rule(check.name, check.rule, None, None, kept_there)
    found = [judged(check, *history, told.until) for history in told.histories(check)]
    vacuous = [one.vacuous for one in found]
    kept = [one.holds and not one.vacuous for one in found]
    return Rule(check.name, check.rule, float(np.mean(kept)), float(np.mean(vacuous)), kept_there)


class _Told:
    """The runs as checks ask of them: the seconds of each, and which events a group means.

    Told run by run, so that many runs take little more room than one.
    """

    def __init__(self, runs: Projection, horizon: int) -> None:
        self._columns = runs
        self.until = horizon
        self._within = (runs.second >= 0) & (runs.second < horizon)
        self.runs = len(runs.runs)

    def histories(self, check: Check) -> Iterator[tuple[Sequence[int], Sequence[Sequence[bool]]]]:
        """For each run its seconds and, for each group of a check, whether each event is meant.

        Events of no group are left out where they cannot matter: most are.
        """
        meant = [self._meant(group) for group in check.events]
        told = self._within if asks_of_neighbours(check.template) else self._within & _any(meant)
        kept = np.flatnonzero(told)
        run, second = self._columns.run[kept], self._columns.second[kept]
        groups = [group[kept] for group in meant]
        for low, high in pairwise(np.searchsorted(run, np.arange(self.runs + 1)).tolist()):
            yield second[low:high].tolist(), [group[low:high].tolist() for group in groups]

    def _meant(self, group: Sequence[Pattern]) -> NDArray[np.bool_]:
        return _any([self._columns.matching(each) for each in group])


def _any(masks: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.any(masks, axis=0)
    return found
