"""Whether a log can be a run of a scenario, asked before it is resumed.

A run file may come from strangers, its digest fitting whatever they wrote. So the header is held
against the scenario, and each event against what the step that it names can emit, because of what
it says it came of. Nothing is simulated: what was drawn is not looked into.
"""

import warnings
from collections.abc import Iterator, Sequence

from sim import __version__
from sim.engine.actor import CALENDAR_LAYER
from sim.engine.identity import emitted, intention, occurrence, seed_key, stated, step_key
from sim.engine.prefix.silence import MOST_ATTEMPTS
from sim.engine.program import Program, StepCode
from sim.engine.run import stated_event
from sim.errors import InputError, Problem
from sim.events import Event
from sim.log.log import Log
from sim.scenario.model import Calendar, Emission, Fact, Response
from sim.situation import Deadline

MOST_PROBLEMS = 20
"""Events complained of before the rest of a log is passed over."""

AGAIN = "make it again with 'sim run SCENARIO --seed N --out FILE'"


def check_provenance(program: Program, log: Log) -> None:
    """Refuse a log that no run of this scenario can have made; warn of another code version.

    Raises InputError with the line of the run file for each problem.
    """
    file = log.file or "log"
    problems = [Problem(file, 1, *why) for why in _of_origin(program, log)]
    if not problems:
        for line, key, message in _of_events(_Past(program, log)):
            problems.append(Problem(file, line, key, message))
            if len(problems) == MOST_PROBLEMS:
                break
    if problems:
        raise InputError(problems)
    if log.origin.code != __version__:
        message = f"{file}: made by version {log.origin.code}, resumed by {__version__}"
        warnings.warn(f"{message}: its end may not fit its beginning", stacklevel=3)


def _of_origin(program: Program, log: Log) -> Iterator[tuple[str, str]]:
    """(key, message) of what a header says that the scenario does not."""
    scenario, origin = program.scenario, log.origin
    if dict(origin.changes) != dict(scenario.changes):
        ran = " ".join(f"--set {name}={text}" for name, text in origin.changes.items())
        here = " ".join(f"--set {name}={text}" for name, text in scenario.changes.items())
        message = f"run with {ran or 'no changes'}, and here is {here or 'no change'}"
        yield "changes", f"{message}; load the scenario with the same"
    elif origin.digest != scenario.digest:
        yield "scenario", f"run of '{origin.scenario}' as it was, and it is not as it was; {AGAIN}"
    elif origin.start != scenario.start:
        yield "start", f"{origin.start}, and the scenario starts on {scenario.start}"
    elif not 0 <= origin.until <= scenario.horizon:
        yield "until", f"{origin.until} is not from 0 to {scenario.horizon}, the scenario's end"


class _Past:
    """A log beside the scenario that is said to have made it."""

    def __init__(self, program: Program, log: Log) -> None:
        scenario = program.scenario
        self.program = program
        self.events = log.events
        self.until = log.origin.until
        self.cut = log.origin.past
        rows = scenario.record.events if scenario.record else ()
        self.rows = {row.identity: row for row in rows}
        self.seed = seed_key(log.origin.seed)
        self.given = {f"given: {fact.name}": fact for fact in scenario.given}
        self.deadlines = {f"deadline: {one.name}": one for one in scenario.deadlines}

    def why_not(self, seq: int, event: Event) -> tuple[str, str] | None:
        """(key, message) of what cannot be about an event, or None."""
        initial: Sequence[Fact] = self.program.scenario.initial
        if event.seq != seq:
            return "seq", f"{event.seq}, and {seq} is expected"
        if seq < len(initial):
            return _other(event, initial[seq], "initial")
        if not max(self.events[seq - 1].time if seq else 0, 0) <= event.time < self.until:
            return "time", f"{event.time} is before the event above, or not within the run"
        if any(not 0 <= cause < seq for cause in event.causes):
            return "causes", "not the numbers of earlier events"
        if event.step in self.given:
            return _other(event, self.given[event.step], "given")
        if event.time < self.cut:
            return self._not_documented(event)
        if event.step in self.deadlines:
            return self._not_missed(event, self.deadlines[event.step])
        step = self.program.by_label.get(event.step)
        if step is None:
            return "step", f"the scenario has no step '{event.step}'"
        return self._not_emitted(event, step)

    def _not_documented(self, event: Event) -> tuple[str, str] | None:
        """Why an event before a forecast's cut is not one of the record."""
        row = self.rows.get(event.identity)
        if row is None:
            return "id", f"in no row of the record, which stands for the past before {self.cut}"
        said, wrote = ((e.kind, e.actor, e.subject, e.unit) for e in (event, row))
        return None if said == wrote else ("kind", f"not what the record has in line {row.line}")

    def _not_missed(self, event: Event, deadline: Deadline) -> tuple[str, str] | None:
        """Why an event does not say that a deadline was missed."""
        setters = (*deadline.set_by, *deadline.moves_on)
        cause = self._cause(event)
        if event.kind != deadline.missed:
            return "kind", f"'{event.kind}' is not what '{event.step}' records"
        if event.causes and (cause is None or not any(p.matches(cause) for p in setters)):
            return "causes", f"not the event that set the deadline '{deadline.name}'"
        if cause is None and deadline.at is None:
            return "causes", f"none, and an event sets the deadline '{deadline.name}'"
        named = stated("deadline", deadline.name) if cause is None else cause.identity
        digest = intention(self.seed, step_key("deadline", deadline.name), named)
        return None if event.identity == emitted(digest, 0) else _of_another(event)

    def _not_emitted(self, event: Event, step: StepCode) -> tuple[str, str] | None:
        """Why an event is not one that a step emits."""
        trigger = step.declared.trigger
        cause = self._cause(event)
        digests: list[bytes] = []
        if not isinstance(trigger, Response):
            if event.causes:
                return "causes", f"'{event.step}' acts of its own accord, because of no event"
        elif cause is None or not any(pattern.matches(cause) for pattern in trigger.on):
            return "causes", f"not the one event that triggers '{event.step}'"
        else:
            attempts = MOST_ATTEMPTS + 1 if cause.time < self.cut else 1
            digests = [intention(self.seed, step.key, cause.identity, n) for n in range(attempts)]
        if isinstance(trigger, Calendar):
            number, off = divmod(event.time - trigger.first, trigger.period or self.until)
            if off or number < 0:
                return "time", f"{event.time} is no date of '{event.step}'"
            digests = [occurrence(self.seed, step.key, CALENDAR_LAYER, number)]
        about = "" if cause is None else cause.subject
        positions = [
            position
            for outcome in step.declared.outcomes
            for position, emission in enumerate(outcome.emissions)
            if _says(event, emission, about)
        ]
        if not positions:
            return "kind", f"'{event.step}' emits no such '{event.kind}' by '{event.actor}'"
        made = (emitted(digest, each) for digest in digests for each in positions)
        if digests and event.identity not in made:
            return _of_another(event)
        return None

    def _cause(self, event: Event) -> Event | None:
        """The only cause of an event."""
        return self.events[event.causes[0]] if len(event.causes) == 1 else None


def _of_events(past: _Past) -> Iterator[tuple[int, str, str]]:
    """(line, key, message) of each event that the scenario cannot have made."""
    for seq, event in enumerate(past.events):
        why = past.why_not(seq, event)
        if why is not None:
            yield seq + 2, *why
    stated_first = len(past.program.scenario.initial)
    if len(past.events) < stated_first:
        message = f"{len(past.events)}, and the scenario alone states {stated_first} initial ones"
        yield len(past.events) + 2, "count", message


def _says(event: Event, emission: Emission, about: str) -> bool:
    """Whether an event is one that an emission makes, about the trigger's subject if it says so."""
    subject = about if emission.subject is None else emission.subject
    said = (emission.kind, emission.actor, subject, emission.unit)
    return said == (event.kind, event.actor, event.subject, event.unit)


def _other(event: Event, fact: Fact, table: str) -> tuple[str, str] | None:
    """Why an event is not the one that the scenario states."""
    if event == stated_event(fact, table, event.seq):
        return None
    return "", f"not the {table} event '{fact.name}' as the scenario states it"


def _of_another(event: Event) -> tuple[str, str]:
    return "id", f"not the identity of what '{event.step}' emits because of that"
