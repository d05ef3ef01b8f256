"""Runs of the shipped tracks, made once for all tests of a process, and questions to their logs.

What is asked after is named as in a scenario, by a milestone or a kind, or as
"actor:kind:subject", where what is left empty matches anything.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs

from sim.engine import Program, simulate
from sim.events import Event, Pattern
from sim.events.dates import DAY
from sim.log import Log
from sim.log.record import DocumentedEvent
from sim.scenario import Scenario, load

FOLDER = Path(__file__).parents[2] / "scenarios"
RUNS = 200
FEW = 100
"""Runs that tell what a parameter does, where it does much."""


@attrs.frozen(eq=False)
class Runs:
    """A scenario and its runs under seeds 0, 1, 2 and so on."""

    scenario: Scenario
    logs: tuple[Log, ...]

    def pattern(self, name: str) -> Pattern:
        """The pattern of a name."""
        if ":" in name:
            actor, kind, subject = name.split(":")
            return Pattern(kind, actor or None, subject or None)
        return self.scenario.milestones.get(name) or Pattern(name)

    def of(self, log: Log, name: str) -> list[Event]:
        """What matches a name in a run, in order."""
        pattern = self.pattern(name)
        return [event for event in log.events if pattern.matches(event)]

    def each(self, name: str) -> Iterator[tuple[Log, Event]]:
        """What matches a name in any run."""
        for log in self.logs:
            for event in self.of(log, name):
                yield log, event

    def happens(self, log: Log, name: str, since: int = 0, before: int | None = None) -> bool:
        """Whether it happens in a run, from day `since` on and before the day `before`."""
        until = self.scenario.horizon if before is None else before * DAY
        return any(since * DAY <= event.time < until for event in self.of(log, name))

    def share(self, name: str, since: int = 0, before: int | None = None) -> float:
        """The share of runs in which it happens."""
        return sum(self.happens(log, name, since, before) for log in self.logs) / len(self.logs)

    def mean(self, name: str) -> float:
        """How often it happens in a run, on average."""
        return sum(1 for _ in self.each(name)) / len(self.logs)

    def first_day(self, name: str) -> float:
        """The mean day of the first, where a run without it counts as the last day."""
        last = self.scenario.horizon
        firsts = [next((event.time for event in self.of(log, name)), last) for log in self.logs]
        return sum(firsts) / len(firsts) / DAY

    def actors(self, kind: str, subject: str = "") -> set[str]:
        """Who does it in any run, what is given aside."""
        found = self.each(f":{kind}:{subject}")
        return {event.actor for _, event in found if not event.step.startswith("given: ")}

    def before(self, log: Log, name: str, event: Event) -> list[Event]:
        """What matches a name and came before an event."""
        return [other for other in self.of(log, name) if other.seq < event.seq]

    def standing(self, log: Log, event: Event, name: str, until: str) -> bool:
        """Whether something came before an event, and nothing that ends it has followed since."""
        begun, ended = self.before(log, name, event), self.before(log, until, event)
        return bool(begun) and (not ended or ended[-1].seq < begun[-1].seq)

    def always(self, name: str, standing: str, until: str) -> bool:
        """Whether it happens, and only while something stands."""
        found = list(self.each(name))
        return bool(found) and all(self.standing(*each, standing, until) for each in found)

    @property
    def rows(self) -> tuple[DocumentedEvent, ...]:
        """The rows of the record."""
        assert self.scenario.record is not None
        return self.scenario.record.events

    def needs(self, name: str, earlier: str) -> bool:
        """Whether it happens, and never without something else before it."""
        found = list(self.each(name))
        return bool(found) and all(self.before(log, earlier, event) for log, event in found)

    def caused(self, name: str, by: str) -> bool:
        """Whether it happens, and each time because of what matches `by`."""
        cause = self.pattern(by)
        found = list(self.each(name))
        return bool(found) and all(
            any(cause.matches(log.events[place]) for place in event.causes) for log, event in found
        )


def changed(track: str, *changes: str, count: int = FEW) -> tuple[Runs, Runs]:
    """Runs of a track as it is, and under the same seeds with parameters changed."""
    usual = runs(track)
    return Runs(usual.scenario, usual.logs[:count]), runs(track, changes=changes, count=count)


@cache
def runs(track: str, variant: str = "", changes: tuple[str, ...] = (), count: int = RUNS) -> Runs:
    """Runs of a track, or of one of its variants, with parameters changed ("name=value")."""
    path = FOLDER / track
    if variant:
        path = path / "variants" / f"{variant}.toml"
    given = dict(change.split("=", 1) for change in changes)
    scenario = load(path, given)
    program = Program(scenario)
    return Runs(scenario, tuple(simulate(program, seed) for seed in range(count)))
