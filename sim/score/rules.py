"""How often the scenario's checks hold in the runs, not only for want of a case, and in the record.

Descriptive. A check that nothing ever calls upon holds without meaning anything.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.check.rules import Names, judged, verdict
from sim.ensemble.projection import Projection
from sim.events import Pattern
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
    told = _Told(runs, horizon)
    rows = sorted(record.events, key=lambda row: (row.time, row.line)) if record else []
    rows = [row for row in rows if row.until > 0 and row.time < horizon]
    documented = [row.time for row in rows], [(r.kind, r.actor, r.subject) for r in rows]
    return [_rule(check, told, documented) for check in checks]


def _rule(check: Check, told: "_Told", documented: tuple[Sequence[int], Sequence[Names]]) -> Rule:
    real = verdict(check, *documented)
    recorded = real.holds if real is not None and not real.vacuous else None
    if check.template == "always" or not told.runs:
        return Rule(check.name, check.rule, None, None, recorded)
    found = [judged(check, *history) for history in told.histories(check)]
    vacuous = [one.vacuous for one in found]
    kept = [one.holds and not one.vacuous for one in found]
    return Rule(check.name, check.rule, float(np.mean(kept)), float(np.mean(vacuous)), recorded)


class _Told:
    """The runs as checks ask of them: the seconds of each, and which events a group means.

    Told run by run, so that many runs take little more room than one.
    """

    def __init__(self, runs: Projection, horizon: int) -> None:
        self._columns = runs
        self._kept = np.flatnonzero((runs.second >= 0) & (runs.second < horizon))
        self.runs = len(runs.runs)
        starts = np.searchsorted(runs.run[self._kept], np.arange(self.runs + 1))
        self._bounds = list(pairwise(starts.tolist()))

    def histories(self, check: Check) -> Iterator[tuple[Sequence[int], Sequence[Sequence[bool]]]]:
        """For each run its seconds and, for each group of a check, whether each event is meant."""
        second = self._columns.second[self._kept]
        meant = [self._meant(group) for group in check.events]
        for low, high in self._bounds:
            yield second[low:high].tolist(), [group[low:high].tolist() for group in meant]

    def _meant(self, group: Sequence[Pattern]) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = np.any([self._columns.matching(each) for each in group], axis=0)
        return found[self._kept]
