"""The documented lags of steps: how long after what they answer the record has what they emit.

Rows known to the day are read; a lag runs from the latest trigger to the first such event after
it. Of more than a few lags their median stands for them, since among many any number is near one.
"""

from collections.abc import Iterator
from statistics import median

from sim.errors import LanguageError
from sim.events import Pattern
from sim.events.dates import DAY
from sim.language import DURATION, measure
from sim.language.syntax import Name, Number, Syntax, parse, parts
from sim.log.record import DocumentedEvent
from sim.scenario.model import Response, Scenario, Step

NEAR = 0.1
"""How far, in parts of a lag, a number may be from it and still be taken for it."""

FEW = 3
"""Lags of which each is looked at; of more, their median."""

MOST_LOOKS = 500_000
"""Rows that are looked at, all told; no scenario that a person wrote comes near it."""

MOST_ROWS = 300
"""Rows of one kind that are looked through: the lags of what is more frequent say little."""


class Lags:
    """The lags of a scenario's own record, step by step."""

    def __init__(self, scenario: Scenario) -> None:
        self.parameters = scenario.parameters
        self.looks = 0
        self._rows: dict[str, list[DocumentedEvent]] = {}
        for row in scenario.record.events if scenario.record else ():
            if row.until - row.time == DAY:
                self._rows.setdefault(row.kind, []).append(row)

    def assumed(self, text: str) -> dict[str, float]:
        """The durations in a delay that rest on nothing: literals, and parameters so called.

        A parameter by its name, a literal as it is written; each with its seconds.
        """
        try:
            return dict(self._in(parse(text)))
        except LanguageError:
            return {}

    def _in(self, syntax: Syntax) -> Iterator[tuple[str, float]]:
        match syntax:
            case Number(value, unit) if unit:
                written = f"{value:g} {unit}"
                yield written, measure(written)[0]
            case Name(name) if name in self.parameters:
                parameter = self.parameters[name]
                assumed = parameter.source.casefold().startswith("assumed")
                if assumed and parameter.dimension == DURATION and not parameter.measured_on:
                    yield name, parameter.value
            case _:
                for part in parts(syntax):
                    yield from self._in(part)

    def like(self, seconds: float, step: Step) -> str | None:
        """The documented lag of a step that a duration is within a tenth of, in words."""
        for emission in {e.kind: e for o in step.outcomes for e in o.emissions}.values():
            after = Pattern(emission.kind, emission.actor, emission.subject)
            triggers = step.trigger.on if isinstance(step.trigger, Response) else (after,)
            for before in triggers:
                found = self._between(before, after, same_subject=step.same_subject)
                shown = found if len(found) <= FEW else [median(found)]
                for days in shown:
                    if abs(seconds / DAY - days) <= NEAR * days:
                        which = "the lag" if len(found) == 1 else f"one of {len(found)} lags"
                        which = f"the median of {len(found)} lags" if len(found) > FEW else which
                        between = f"{days:g} days from {before} to {_said(after)}"
                        return f"within a tenth of {which} in this record, {between}"
        return None

    def _between(self, before: Pattern, after: Pattern, *, same_subject: bool) -> list[float]:
        """Days from each trigger to the first event that follows it, before the next trigger."""
        if self.looks > MOST_LOOKS:
            return []
        rows = [(row.time, 1, row) for row in self._of(before)]
        rows += [(row.time, 0, row) for row in self._of(after)]
        found = []
        latest: dict[str, int] = {}
        for time, triggers, row in sorted(rows, key=lambda each: each[:2]):
            about = row.subject if same_subject else ""
            if not triggers and about in latest and time > latest[about]:
                found.append((time - latest.pop(about)) / DAY)
            if triggers:
                latest[about] = time
        return found

    def _of(self, pattern: Pattern) -> list[DocumentedEvent]:
        rows = self._rows.get(pattern.kind, [])
        self.looks += 1 + len(rows)
        return [row for row in rows if pattern.matches(row)] if len(rows) <= MOST_ROWS else []


def _said(pattern: Pattern) -> str:
    """A pattern in words, without a subject that is none."""
    return str(Pattern(pattern.kind, pattern.actor, pattern.subject or None))
