"""What the scenario states: initial and given events, procedure, and checks."""

from collections.abc import Iterable
from datetime import date

from sim.errors import LanguageError
from sim.events import Pattern
from sim.events.dates import seconds_at
from sim.language import TRUTH, Expression
from sim.language import tree as meant
from sim.language.fields import PatternTable
from sim.language.scope import narrowed
from sim.scenario.model import Fact
from sim.scenario.resolve.names import Names
from sim.scenario.shapes import FactTable, ProcedureTable
from sim.scenario.tree import Path
from sim.situation import Deadline, Requirement, Site


def facts(entries: list[FactTable], table: str, names: Names, end: date) -> list[Fact]:
    """Initial events in the order of time, given ones in the order of the file."""
    made: list[Fact] = []
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        path: Path = (table, index)
        name = entry.name or str(index)
        if name in seen:
            names.found.complain((*path, "name"), f"a second entry named '{name}'")
        seen.add(name)
        if table == "given" and entry.name is None:
            names.found.complain(path, "'name' is missing: it keys the draws of what this causes")
        if names.dated:
            _check_date(entry, path, end, names)
        fact = _fact(entry, name, path, names)
        if fact is not None:
            made.append(fact)
    # a log is in the order of time; given events find it by their timers
    return sorted(made, key=lambda fact: fact.time) if table == "initial" else made


def _fact(entry: FactTable, name: str, path: Path, names: Names) -> Fact | None:
    pattern = names.pattern(PatternTable(entry.event), (*path, "event"))
    if pattern is None:
        return None
    try:
        pattern = narrowed(entry.event, pattern, entry.actor, entry.subject)
    except LanguageError as error:
        names.found.complain(path, str(error))
    return Fact(
        name=name,
        time=seconds_at(names.scope.start, entry.date),
        actor=entry.actor,
        kind=pattern.kind,
        subject=pattern.subject or "",
        quantity=entry.quantity,
        unit=entry.unit,
        source=entry.source,
    )


def _check_date(entry: FactTable, path: Path, end: date, names: Names) -> None:
    """Complain of a date on the wrong side of the clock."""
    at: Path = (*path, "date")
    start = names.scope.start
    if path[0] == "initial" and entry.date > start:
        message = f"{entry.date} is after the clock starts; [[given]] takes such events"
        names.found.complain(at, message)
    if path[0] == "given" and not start <= entry.date <= end:
        earlier = "; [[initial]] takes what came before" if entry.date < start else ""
        names.found.complain(at, f"{entry.date} is outside the clock{earlier}")


def procedure(entries: list[ProcedureTable], names: Names) -> list[Requirement]:
    """What may not happen before what."""
    made = []
    for index, entry in enumerate(entries):
        path: Path = ("procedure", index)
        event = names.pattern(entry.event, (*path, "event"))
        needs = names.patterns(entry.needs, (*path, "needs"))
        condition = names.expression(entry.if_, (*path, "if"), TRUTH)
        if entry.needs is None and entry.if_ is None:
            what = "'needs' (what must have happened) or 'if' (a condition)"
            names.found.complain(path, f"write {what}")
        if event is not None:
            made.append(Requirement(event, needs, condition, entry.same_subject, entry.source))
    return made


def implied(
    deadlines: Iterable[Deadline], sites: Iterable[tuple[int, Site]], names: Names
) -> list[tuple[Path, Requirement]]:
    """The procedure that firm deadlines and the order of sites carry with them, each with its key.

    Sites come with the number of their entry.
    """
    made: list[tuple[Path, Requirement]] = []
    for deadline in deadlines:
        if deadline.firm:
            open_still = meant.Logic("not", (meant.Institution("passed", deadline.name),))
            condition = Expression(f"not passed('{deadline.name}')", open_still, TRUTH)
            source = f"the deadline {deadline.name} is firm"
            at: Path = ("deadlines", deadline.name, "firm")
            made += [(at, _forbidding(met, condition, source)) for met in deadline.met_by]
    leaving = [kind.name for kind in names.kinds if kind.site]
    for entry, site in sites:
        if site.opens_after:
            gone = meant.Institution("handed_over", site.opens_after)
            condition = Expression(f"{site.opens_after} handed over", gone, TRUTH)
            source = f"{site.name} opens after {site.opens_after}"
            about = (Pattern(kind, None, site.name) for kind in leaving)
            at = ("sites", entry, "opens_after")
            made += [(at, _forbidding(pattern, condition, source)) for pattern in about]
    return made


def _forbidding(event: Pattern, condition: Expression, source: str) -> Requirement:
    return Requirement(event, (), condition, same_subject=False, source=source)
