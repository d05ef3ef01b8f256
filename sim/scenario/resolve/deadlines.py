"""Deadlines resolved: what sets, moves and meets a date, and what is recorded when it passes."""

from collections.abc import Mapping, Sequence

from sim.events.dates import seconds_at
from sim.language import DURATION, Expression
from sim.language import tree as meant
from sim.language.fields import PatternTable
from sim.language.units import SECONDS
from sim.scenario.resolve.gauges import triggered
from sim.scenario.resolve.loops import cycle
from sim.scenario.resolve.names import Names
from sim.scenario.shapes import DeadlineTable, ScenarioTable
from sim.scenario.tree import Path
from sim.situation import Deadline, Gate
from sim.situation.circles import counted_from


def deadlines(table: ScenarioTable, names: Names) -> list[Deadline]:
    """Every deadline, by name."""
    return [_deadline(name, entry, names) for name, entry in sorted(table.deadlines.items())]


def check_circles(
    falling: Sequence[Deadline], voted: Sequence[Gate], places: Mapping[str, Path], names: Names
) -> None:
    """Complain of deadlines whose dates are counted from themselves, directly or in a circle.

    `places` says where those fall that are no deadlines of the file.
    """
    follows = counted_from(falling, {gate.name: gate for gate in voted})
    circle = [falling[place].name for place in cycle(range(len(falling)), follows.__getitem__)]
    if circle:
        chain = " -> ".join([*circle, circle[0]])
        path = places.get(circle[0], ("deadlines", circle[0], "falls"))
        names.found.complain(path, f"a deadline that counts from itself: {chain}")


def _deadline(name: str, entry: DeadlineTable, names: Names) -> Deadline:
    path: Path = ("deadlines", name)
    _check_sense(entry, path, names)
    if entry.actor:
        names.known_actor(entry.actor, (*path, "actor"), names.roles)
    missed = None
    if entry.missed:
        missed = names.pattern(PatternTable(entry.missed), (*path, "missed"))
    if missed is not None and missed.subject is not None:
        message = f"'{entry.missed}' says about what; a missed deadline is about what set it"
        names.found.complain((*path, "missed"), message)
    return Deadline(
        name=name,
        set_by=names.patterns(entry.set_by, (*path, "set_by")),
        at=None if entry.at is None else seconds_at(names.scope.start, entry.at),
        falls=falls(entry.falls, (*path, "falls"), names),
        moves_on=names.patterns(entry.moves_on, (*path, "moves_on")),
        met_by=names.patterns(entry.met_by, (*path, "met_by")),
        missed="" if missed is None else missed.kind,
        actor=entry.actor or (missed.actor if missed else "") or "",
        firm=entry.firm,
    )


def _check_sense(entry: DeadlineTable, path: Path, names: Names) -> None:
    """Complain of keys that make no date together, or say a thing that nothing uses."""
    complain = names.found.complain
    unowned = entry.at is not None or entry.set_by is None
    moving = [key for key in ("set_by", "moves_on") if getattr(entry, key) is not None]
    if entry.at is None and entry.set_by is None:
        complain(path, "write 'at' (a date), or 'set_by' (an event) and 'falls' (how long after)")
    elif moving and entry.falls is None:
        complain(path, f"'{moving[0]}' needs 'falls': how long after that event it falls")
    if entry.falls is not None and not moving:
        complain((*path, "falls"), "'falls' counts from an event: 'set_by' or 'moves_on'")
    elif entry.missed and unowned and not entry.actor and (entry.at or entry.set_by):
        complain(path, "'missed' needs 'actor': who records that the date has passed")


def falls(text: str | None, path: Path, names: Names) -> Expression | None:
    """How long after an event a date falls: days, or the unit of the event's quantity."""
    made = names.expression(text, path, None, triggered(names.scope))
    if made is None:
        return None
    if made.dimension.time not in {0, 1} or made.dimension.label not in {"", "days"}:
        message = f"'{text}' is {made.dimension}; days or a duration are expected"
        names.found.complain(path, message)
        return None
    if names.proofs.interval(made)[1] < 0:
        names.found.complain(path, f"'{text}' is below zero: it falls before it is set")
    if made.dimension == DURATION:
        return made
    day = meant.Constant(float(SECONDS["d"]))
    counted = meant.TriggerUnit() if meant.holds(made.tree, meant.TriggerQuantity) else day
    tree: meant.Tree = meant.Arithmetic("*", made.tree, counted)
    if isinstance(made.tree, meant.Constant):
        tree = meant.Constant(made.tree.value * day.value)
    return Expression(made.text, tree, DURATION)
