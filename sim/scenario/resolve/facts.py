"""What the scenario states: initial and given events, procedure, checks, and gates as steps."""

from collections.abc import Iterable

from sim.events.dates import seconds_at
from sim.language import DURATION, TRUTH, Expression
from sim.language import tree as meant
from sim.language.linear import summed
from sim.scenario.model import Check, Emission, Fact, Outcome, Response, Step
from sim.scenario.resolve.complaints import Path
from sim.scenario.resolve.names import Names, known_kind
from sim.scenario.shapes import FactTable, GateTable, ProcedureTable, ScenarioTable
from sim.situation import Deadline, Gate, Requirement, Site

from sim.events import Pattern


def facts(entries: list[FactTable], table: str, names: Names, horizon: int) -> list[Fact]:
    """Initial or given events, in the order of the file."""
    made = []
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        path: Path = (table, index)
        name = entry.name or str(index)
        if name in seen:
            names.found.complain(path, f"a second entry named '{name}'")
        seen.add(name)
        if table == "given" and entry.name is None:
            names.found.complain(path, "'name' is missing: it keys the draws of what this causes")
        pattern = names.scope.patterns.get(entry.event)
        kind = (
            pattern.kind
            if pattern
            else known_kind(entry.event, names.kinds, names.found, (*path, "event"))
        )
        time = seconds_at(names.scope.start, entry.date)
        if table == "initial" and time > 0:
            names.found.complain(
                (*path, "date"), f"{entry.date} is after the clock starts; [[given]]"
            )
        if table == "given" and not 0 <= time < horizon:
            names.found.complain(
                (*path, "date"), f"{entry.date} is outside the clock; [[initial]]?"
            )
        if kind is not None:
            subject = entry.subject or (pattern.subject if pattern else "") or ""
            made.append(
                Fact(
                    name, time, entry.actor, kind, subject, entry.quantity, entry.unit, entry.source
                )
            )
    return made


def procedure(entries: list[ProcedureTable], names: Names) -> list[Requirement]:
    """What may not happen before what."""
    made = []
    for index, entry in enumerate(entries):
        path: Path = ("procedure", index)
        event = names.pattern(entry.event, (*path, "event"))
        needs = names.patterns(entry.needs, (*path, "needs"))
        condition = names.expression(entry.if_, (*path, "if"), TRUTH)
        if entry.needs is None and entry.if_ is None:
            names.found.complain(
                path, "write 'needs' (what must have happened) or 'if' (a condition)"
            )
        if event is not None:
            made.append(Requirement(event, needs, condition, entry.same_subject, entry.source))
    return made


def implied(
    deadlines: Iterable[Deadline], sites: Iterable[Site], names: Names
) -> list[Requirement]:
    """The procedure that firm deadlines and the order of sites carry with them."""
    made = []
    for deadline in deadlines:
        if deadline.firm:
            open_still = meant.Logic("not", (meant.Institution("passed", deadline.name),))
            condition = Expression(f"not passed('{deadline.name}')", open_still, TRUTH)
            source = f"the deadline {deadline.name} is firm"
            made += [Requirement(met, (), condition, False, source) for met in deadline.met_by]
    leaving = [kind.name for kind in names.kinds if kind.site]
    for site in sites:
        if site.opens_after:
            gone = meant.Institution("handed_over", site.opens_after)
            condition = Expression(f"{site.opens_after} handed over", gone, TRUTH)
            source = f"{site.name} opens after {site.opens_after}"
            made += [
                Requirement(Pattern(kind, None, site.name), (), condition, False, source)
                for kind in leaving
            ]
    return made


def checks(table: ScenarioTable, names: Names) -> list[Check]:
    """Rules about logs, stored as written."""
    seen: set[str] = set()
    for index, entry in enumerate(table.checks):
        if entry.name in seen:
            names.found.complain(("checks", index), f"a second check named '{entry.name}'")
        seen.add(entry.name)
    return [Check(entry.name, entry.rule, entry.source) for entry in table.checks]


def votes(
    tables: dict[str, GateTable], gates: Iterable[Gate], names: Names, place: int
) -> list[Step]:
    """Each gate as a step of its body: what is considered is voted on, after a delay."""
    made = []
    for gate in gates:
        entry = tables[gate.name]
        path: Path = ("gates", gate.name)
        considers = names.pattern(entry.considers, (*path, "considers"))
        after = names.expression(entry.after, (*path, "after"), DURATION, draws=True)
        if after is not None:
            names.found.attempt((*path, "after"), lambda after=after: summed(after))  # type: ignore[misc]
        outcomes = []
        for key, kind, unit in (
            ("passed", entry.passed, "votes_for"),
            ("failed", entry.failed, "votes_for"),
            ("no_quorum", entry.no_quorum, "present"),
        ):
            known = None if kind is None else _voted(kind, names, (*path, key))
            emission = (
                () if known is None else (Emission(known, gate.body.actor, None, None, unit),)
            )
            outcomes.append(Outcome(None, emission))
        held = None
        if entry.before is not None:
            still = meant.Logic("not", (meant.Institution("passed", entry.before),))
            held = Expression(f"not passed('{entry.before}')", still, TRUTH)
        if considers is not None:
            trigger = Response((considers,), after, (), False)
            name = f"gate {gate.name}"
            made.append(
                Step(
                    gate.body.actor,
                    name,
                    name,
                    place + len(made),
                    trigger,
                    True,
                    None,
                    held,
                    None,
                    tuple(outcomes),
                    gate.name,
                )  # fmt: skip
            )
    return made


def _voted(name: str, names: Names, path: Path) -> str | None:
    pattern = names.scope.patterns.get(name)
    return pattern.kind if pattern else known_kind(name, names.kinds, names.found, path)
