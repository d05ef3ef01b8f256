"""What happened: the documented dates of each target, each with the grain at which it is known."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import combinations

import attrs
import numpy as np

from sim.events.dates import DAY
from sim.log.record import DocumentedEvent
from sim.scenario.model import Scenario
from sim.score.timelines.dates import Dates
from sim.score.timelines.grain import Days, Grain, Seconds, daily, monthly, ranged
from sim.score.timelines.targets import Target, compared_until, place_of


@attrs.frozen(eq=False)
class Observed:
    """The record, as it is scored: rows by target, in order; `days` and `months` cover [0, H).

    `rows` holds (first second, first second after, precision) of each documented event.
    """

    targets: tuple[Target, ...]
    rows: tuple[tuple[DocumentedEvent, ...], ...]
    start: date
    horizon: int
    days: Grain
    months: Grain
    contested: frozenset[int] = frozenset()
    """Targets that have a disputed row: scores that split by target leave them out."""

    @property
    def settled(self) -> list[int]:
        """The targets that are scored by date and have no disputed row."""
        return [
            place
            for place, target in enumerate(self.targets)
            if not target.monthly and place not in self.contested
        ]

    @cached_property
    def compared(self) -> Mapping[Grain, Mapping[int, list[int]]]:
        """Every two settled targets once: by the grain that tells which was first, one and others.

        Most share the grain of days, so many are compared at once.
        """
        found: dict[Grain, dict[int, list[int]]] = {}
        for one, other in combinations(self.settled, 2):
            found.setdefault(self.between(one, other), {}).setdefault(one, []).append(other)
        return found

    def grain(self, target: int, ordinal: int) -> Grain:
        """How finely an ordinal's date is known; what did not happen is known to the day.

        Of several rows, some known less closely, all are read by the coarsest: else which of them
        came first would hang on what is not known.
        """
        rows = self.rows[target]
        if self.targets[target].monthly:
            return self.months
        if len(rows) > 1 and any(row.until - row.time > DAY for row in rows):
            return self.coarsest(target)
        return self._own(target, ordinal)

    def _own(self, target: int, ordinal: int) -> Grain:
        if self.targets[target].monthly:
            return self.months
        rows = self.rows[target]
        return self._of_row(rows[ordinal]) if ordinal < len(rows) else self.days

    def coarsest(self, target: int) -> Grain:
        """The coarsest grain of a target's rows: where one map must do for all its events."""
        return self._shared([(target, ordinal) for ordinal in range(len(self.rows[target]) or 1)])

    def between(self, one: int, other: int) -> Grain:
        """The coarser grain of the first dates of two targets, by which one was first or neither.

        No row's window is cut by a border of its cells, so that the record is sure of its answer.
        """
        return self._shared([(one, 0), (other, 0)])

    def _shared(self, dates: Sequence[tuple[int, int]]) -> Grain:
        """One grain for several dates, each by target and ordinal."""
        grain = max((self._own(*date) for date in dates), key=lambda grain: grain.width)
        for target, ordinal in dates:
            for row in self.rows[target][ordinal : ordinal + 1]:
                grain = grain.joined(row.time, row.until)
        return grain

    def _of_row(self, row: DocumentedEvent) -> Grain:
        if row.precision == "month":
            return self.months
        if row.until - row.time > DAY:
            return ranged(row.time, row.until, self.horizon)
        return self.days

    def dates(self) -> Dates:
        """The record as a forecaster of one run; a row stands at the start of its window."""
        return Dates(
            tuple(
                np.array([[max(row.time, 0) for row in rows]], dtype=np.int64) for rows in self.rows
            ),
            self.horizon,
        )

    def known(self, cut: int) -> Dates:
        """The rows whose windows end at or before a second, as `dates` has them."""
        return Dates(
            tuple(
                np.array([[max(row.time, 0) for row in rows if row.until <= cut]], dtype=np.int64)
                for rows in self.rows
            ),
            self.horizon,
        )

    def coarse(self, target: int, times: Seconds) -> Days:
        """M x J seconds as days, each ordinal as closely as the record knows it."""
        ordinals = times.shape[1]
        known = len(self.rows[target])
        mixed = known > 1 and self.grain(target, 0) is not self.days
        if self.targets[target].monthly or not known or mixed:
            return self.grain(target, 0).days(times)
        result = self.days.days(times)
        for ordinal in range(min(known, ordinals)):
            grain = self.grain(target, ordinal)
            if grain is not self.days:
                result[:, ordinal] = grain.days(times[:, ordinal])
        return result


def observed(scenario: Scenario, chosen: Sequence[Target]) -> Observed:
    """The rows of a scenario's record, by target; given rows and context are left out.

    A disputed row stands in its first reading, and its target is marked.
    """
    rows = scenario.record.events if scenario.record else ()
    found = sorted_out(rows, chosen, scenario.start, compared_until(scenario))
    disputed = [rows[each.row] for each in scenario.contested]
    places = (place_of(row.kind, row.actor, row.subject, chosen) for row in disputed)
    return attrs.evolve(found, contested=frozenset(p for p in places if p is not None))


def sorted_out(
    rows: Iterable[DocumentedEvent], chosen: Sequence[Target], start: date, horizon: int
) -> Observed:
    """Rows by the target they count for, in the order of their windows' middles.

    Of two with one middle the shorter is first: the order of the file tells nothing.
    """
    found: list[list[DocumentedEvent]] = [[] for _ in chosen]
    for row in sorted(rows, key=lambda r: (r.time + r.until, r.until, r.precision, r.line)):
        place = place_of(row.kind, row.actor, row.subject, chosen)
        if place is not None and row.until > 0 and row.time < horizon:
            found[place].append(row)
    return Observed(
        tuple(chosen), tuple(map(tuple, found)), start, horizon,
        daily(horizon), monthly(start, horizon),
    )  # fmt: skip
