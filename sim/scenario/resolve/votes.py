"""What a body does at its gates, as steps: it reads a text, once or more often, then votes on it.

    considers -> (between) reading 1 -> (between) reading 2 -> ... -> (after) vote

A reading is followed by what the reading before it recorded, so that a documented one is followed
too; a text that is considered anew begins again from the first.
"""

from collections.abc import Iterable, Mapping, Sequence

from sim.events import Pattern
from sim.language import DURATION, TRUTH, Expression
from sim.language import tree as meant
from sim.language.fields import PatternTable
from sim.scenario.model import Emission, Outcome, Response, Step
from sim.scenario.resolve.delays import check_delay
from sim.scenario.resolve.gates import step_names
from sim.scenario.resolve.names import Names
from sim.scenario.shapes import GateTable
from sim.scenario.tree import Path
from sim.situation import Gate

Readings = dict[tuple[str, str], dict[str | None, str]]
"""By kind and actor, the subjects of readings (None: any), each with the gate that has it."""


def votes(
    tables: Mapping[str, GateTable], gates: Iterable[Gate], names: Names, place: int
) -> list[Step]:
    """Each gate as steps of its body; their places follow those of the other steps."""
    made: list[Step] = []
    read: Readings = {}
    for gate in gates:
        entry = tables[gate.name]
        steps = _steps(gate, entry, names, place + len(made))
        if steps:
            _tell_apart(gate, entry, steps, read, names)
        else:
            names.found.spoil(("gates", gate.name, "needs"))
        made += steps
    return made


def _steps(gate: Gate, entry: GateTable, names: Names, place: int) -> list[Step]:
    """The readings and the vote of one gate, or none if they cannot be read."""
    path: Path = ("gates", gate.name)
    considers = names.pattern(entry.considers, (*path, "considers"))
    after = _delay(entry.after, (*path, "after"), names)
    between = _delay(entry.between, (*path, "between"), names) if entry.between else after
    held = _held(entry)
    lost = (after is None) != (entry.after is None) or (between is None and entry.between)
    if considers is None or lost:
        return []
    ways = _ways(gate, entry, considers, names)
    if not all(way[0].emissions for way in ways):
        return []
    one_text = bool(entry.readings) and considers.subject is not None
    steps: list[Step] = []
    on = considers
    anew: tuple[Pattern, ...] = ()
    for number, (name, outcomes) in enumerate(zip(step_names(gate.name, entry), ways, strict=True)):
        reads = number < len(entry.readings)
        steps.append(
            Step(
                actor=gate.body.actor,
                name=name,
                key=name,
                place=place + number,
                trigger=Response((on,), between if reads else after, anew, each=False),
                same_subject=not one_text,
                guard=None,
                guard_due=held,
                limit=None,
                outcomes=outcomes,
                gate=gate.name,
                reads=reads,
            )
        )
        on, anew = _heard(outcomes[0].emissions[0], considers), (considers,)
    return steps


def _ways(
    gate: Gate, entry: GateTable, considers: Pattern, names: Names
) -> list[tuple[Outcome, ...]]:
    """What may come of each of a gate's meetings, in their order.

    Where readings come between, what is recorded is about the text that is considered if there is
    one only, since the readings may have subjects of their own.
    """
    about = considers.subject if entry.readings else None

    def way(name: str | None, unit: str, *keys: str | int) -> Outcome:
        """What is recorded of a meeting: about what the milestone says, else about the text."""
        path: Path = ("gates", gate.name, *keys)
        pattern = None if name is None else names.pattern(PatternTable(name), path)
        if pattern is None:
            return Outcome(None, ())
        if "readings" in keys and pattern.subject is not None and considers.subject is None:
            message = f"'{name}' says about what, so 'considers' must too"
            names.found.complain(path, message)
        actor = pattern.actor or gate.body.actor
        subject = about if pattern.subject is None else pattern.subject
        return Outcome(None, (Emission(pattern.kind, actor, subject, None, unit),))

    rests = way(entry.no_quorum, "present", "no_quorum")
    found: list[tuple[Outcome, ...]] = [
        (way(reading, "present", "readings", index), rests)
        for index, reading in enumerate(entry.readings)
    ]
    passed = way(entry.passed, "votes_for", "passed")
    return [*found, (passed, way(entry.failed, "votes_for", "failed"), rests)]


def _delay(text: str | None, path: Path, names: Names) -> Expression | None:
    """A delay of a vote or reading."""
    made = names.expression(text, path, DURATION, draws=True)
    if made is not None:
        check_delay(made, path, names)
    return made


def _held(entry: GateTable) -> Expression | None:
    """The condition under which a body still meets on a text."""
    if entry.before is None:
        return None
    still = meant.Logic("not", (meant.Institution("passed", entry.before),))
    return Expression(f"not passed('{entry.before}')", still, TRUTH)


def _heard(reading: Emission, considers: Pattern) -> Pattern:
    """How what follows a reading hears of it: about what it is, or what was considered."""
    subject = considers.subject if reading.subject is None else reading.subject
    return Pattern(reading.kind, reading.actor, subject)


def _tell_apart(
    gate: Gate,
    entry: GateTable,
    steps: Sequence[Step],
    read: Readings,
    names: Names,
) -> None:
    """Complain of a reading that would count as another, of this gate or of another, or as new."""
    path: Path = ("gates", gate.name, "readings")
    for index, following in enumerate(steps[1:]):
        if not isinstance(following.trigger, Response):
            continue
        (heard,), (considers,) = following.trigger.on, following.trigger.cancelled_by
        others = read.setdefault((heard.kind, heard.actor or ""), {})
        rival = others.get(heard.subject) or others.get(None)
        if heard.subject is None:
            rival = next(iter(others.values()), None)
        come_to = [_heard(e, considers) for way in steps[-1].outcomes for e in way.emissions]
        result = any(_meet(each, heard) for each in come_to)
        if _meet(considers, heard):
            message = f"'{entry.readings[index]}' is itself considered here, and so read for ever"
            names.found.complain((*path, index), message)
        elif result:
            message = f"'{entry.readings[index]}' is also what '{gate.name}' comes to"
            remedy = "it would be read for ever; record either as another kind"
            names.found.complain((*path, index), f"{message}: {remedy}")
        elif rival is not None:
            message = f"'{entry.readings[index]}' is also a reading at '{rival}'"
            remedy = "record it as another kind, or let 'considers' say about what"
            names.found.complain((*path, index), f"{message}; {remedy}")
        others[heard.subject] = gate.name


def _meet(one: Pattern, other: Pattern) -> bool:
    """Whether an event may be of both patterns."""
    pairs = ((one.kind, other.kind), (one.actor, other.actor), (one.subject, other.subject))
    return all(a is None or b is None or a == b for a, b in pairs)
