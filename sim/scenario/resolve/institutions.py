"""Gauges, deadlines, sites, chambers and their gates: the parts of the situation, resolved."""

import re
from collections.abc import Mapping

import attrs

from sim.errors import LanguageError, suggestion
from sim.events.dates import seconds_at
from sim.language import DURATION, NUMBER, Dimension, Expression, Scope, measure
from sim.language import tree as meant
from sim.language.fields import BlocTable, MoveTable, PatternTable
from sim.language.units import SECONDS
from sim.scenario.resolve.complaints import Path
from sim.scenario.resolve.names import RESERVED, Names
from sim.scenario.shapes import DeadlineTable, GateTable, GaugeTable, ScenarioTable, SiteTable
from sim.situation import Bloc, Body, Deadline, Gate, Gauge, Move, Site

MOST_SITES = 1_000
WIDE = 1e9
"""Bounds of a bloc's position: none that matter."""


def gauges(table: ScenarioTable, names: Names) -> list[Gauge]:
    """Every gauge, with its bounds and what moves it."""
    made = [_gauge(name, entry, names) for name, entry in table.gauges.items()]
    return [gauge for gauge in made if gauge is not None]


def _gauge(name: str, entry: GaugeTable, names: Names) -> Gauge | None:
    path: Path = ("gauges", name)
    complain = names.found.complain
    if name in names.scope.parameters or name in RESERVED:
        complain(path, f"'{name}' is already a parameter or a word of the language")
    if len(entry.within) != 2 or entry.within[0] >= entry.within[1]:
        complain((*path, "within"), f"{entry.within}: write [least, greatest], the least first")
        return None
    low, high = entry.within
    start = _known(entry.start, (*path, "start"), names)
    half_life = _half_life(entry.half_life, (*path, "half_life"), names)
    if start is None:
        return None
    if not low <= start <= high:
        complain((*path, "start"), f"{start:g} is not within {entry.within}")
    rest = entry.rest if entry.rest is not None else min(max(0.0, low), high)
    if not low <= rest <= high:
        complain((*path, "rest"), f"{rest:g} is not within {entry.within}")
    moves = moved_by(entry.moved_by, path, entry.unit, names)
    return Gauge(name, start, low, high, half_life, rest, entry.unit, moves)


def _known(text: str, path: Path, names: Names) -> float | None:
    """A value that does not change: a number, or parameters put together."""
    made = names.expression(text, path, None)
    if made is None:
        return None
    if not isinstance(made.tree, meant.Constant):
        names.found.complain(path, f"'{text}' changes during a run; numbers and parameters only")
        return None
    return made.tree.value


def _half_life(text: str | None, path: Path, names: Names) -> float | None:
    made = names.expression(text, path, DURATION)
    if made is None:
        return None
    if not isinstance(made.tree, meant.Constant) or made.tree.value <= 0:
        names.found.complain(path, f"'{text}': a half-life is a known duration above zero")
        return None
    return made.tree.value


def moved_by(entries: list[MoveTable], path: Path, unit: str, names: Names) -> tuple[Move, ...]:
    """What moves a gauge."""
    moves = []
    scope = triggered(names.scope)
    for index, entry in enumerate(entries):
        at: Path = (*path, "moved_by", index)
        on = names.pattern(_pattern_of(entry), at)
        if (entry.by is None) == (entry.set is None):
            names.found.complain(at, "write either 'by' (an amount) or 'set' (a level)")
            continue
        amount = names.expression(entry.by if entry.set is None else entry.set, at, None, scope)
        if amount is None or on is None:
            continue
        other = amount.dimension
        if other.time or (other.label and unit and other.label != unit):
            names.found.complain(at, f"'{amount.text}' is {other}, and the gauge {unit or NUMBER}")
        moves.append(Move(on, amount, entry.by is None))
    return tuple(moves)


def _pattern_of(entry: MoveTable) -> PatternTable:
    return PatternTable(entry.event, entry.actor, entry.subject)


def triggered(scope: Scope) -> Scope:
    """The same scope where an event has triggered: `quantity` may be read."""
    return attrs.evolve(scope, triggered=True)


def deadlines(table: ScenarioTable, names: Names) -> list[Deadline]:
    """Every deadline."""
    return [_deadline(name, entry, names) for name, entry in table.deadlines.items()]


def _deadline(name: str, entry: DeadlineTable, names: Names) -> Deadline:
    path: Path = ("deadlines", name)
    complain = names.found.complain
    if entry.at is None and (entry.set_by is None or entry.falls is None):
        complain(path, "write 'at' (a date), or 'set_by' (an event) and 'falls' (how long after)")
    if entry.set_by is not None and entry.falls is None:
        complain(path, "'set_by' needs 'falls': how long after that event it falls")
    if entry.missed and entry.missed not in names.kinds:
        hint = suggestion(entry.missed, names.scope.patterns)
        complain((*path, "missed"), f"unknown kind '{entry.missed}'{hint}")
    if entry.missed and entry.set_by is None and not entry.actor:
        complain(path, "'missed' needs 'actor': who records that the date has passed")
    if entry.actor:
        names.known_actor(entry.actor, (*path, "actor"), names.roles)
    return Deadline(
        name,
        names.patterns(entry.set_by, (*path, "set_by")),
        None if entry.at is None else seconds_at(names.scope.start, entry.at),
        _falls(entry.falls, (*path, "falls"), names),
        names.patterns(entry.moves_on, (*path, "moves_on")),
        names.patterns(entry.met_by, (*path, "met_by")),
        entry.missed,
        entry.actor,
        entry.firm,
    )


def _falls(text: str | None, path: Path, names: Names) -> Expression | None:
    """How long after the event a deadline falls, in seconds; a bare number counts days."""
    made = names.expression(text, path, None, triggered(names.scope))
    if made is None or made.dimension == DURATION:
        return made
    if made.dimension.time:
        names.found.complain(path, f"'{text}' is {made.dimension}; days or a duration are expected")
    tree = meant.Arithmetic("*", made.tree, meant.Constant(float(SECONDS["d"])))
    return Expression(made.text, tree, DURATION)


def sites(table: ScenarioTable, names: Names) -> list[Site]:
    """Every site; many alike become numbered ones."""
    known = [entry.name for entry in table.sites]
    result: list[Site] = []
    for index, entry in enumerate(table.sites):
        path: Path = ("sites", index)
        if known.index(entry.name) != index:
            names.found.complain(path, f"a second site named '{entry.name}'")
        if entry.opens_after and entry.opens_after not in known:
            hint = suggestion(entry.opens_after, known)
            names.found.complain(
                (*path, "opens_after"), f"unknown site '{entry.opens_after}'{hint}"
            )
        if not 1 <= entry.count <= MOST_SITES:
            names.found.complain((*path, "count"), f"{entry.count} is not from 1 to {MOST_SITES}")
            continue
        result += _numbered(entry)
    return result


def _numbered(entry: SiteTable) -> list[Site]:
    heads = tuple(entry.heads.items())
    if entry.count == 1:
        return [Site(entry.name, heads, entry.opens_after, entry.substitute)]
    return [
        Site(f"{entry.name}_{number}", heads, entry.opens_after, entry.substitute)
        for number in range(1, entry.count + 1)
    ]


def bloc_gauge(role: str, bloc: str) -> str:
    """The name of the gauge that holds what events added to a bloc's position."""
    return f"{role}/{bloc}"


def chamber(
    role: str, seats: int, turnout_spread: float, blocs: list[BlocTable], names: Names
) -> tuple[Body, list[Gauge]]:
    """A legislature's blocs, and the gauges that events move their positions by."""
    made: list[Bloc] = []
    moved: list[Gauge] = []
    held = 0
    for index, entry in enumerate(blocs):
        path: Path = ("actors", role, "blocs", index)
        held += entry.seats
        gauge = bloc_gauge(role, entry.name)
        position = names.expression(entry.position, (*path, "position"), NUMBER)
        attendance = names.expression(entry.attendance, (*path, "attendance"), NUMBER)
        spread = _known(entry.spread, (*path, "spread"), names)
        moves = moved_by(entry.moved_by, path, "", names)
        moved.append(Gauge(gauge, 0.0, -WIDE, WIDE, None, 0.0, "", moves))
        if position is not None and attendance is not None and spread is not None:
            made.append(Bloc(entry.name, entry.seats, position, spread, attendance, gauge))
    if blocs and held != seats:
        names.found.complain(("actors", role, "blocs"), f"blocs hold {held} of {seats} seats")
    return Body(role, seats, turnout_spread, tuple(made)), moved


NEEDS = re.compile(r"(?:(majority)|(\d+)\s*/\s*(\d+)) of (seats|present)")


def gates(table: ScenarioTable, bodies: Mapping[str, Body], names: Names) -> list[Gate]:
    """Every gate whose body is a chamber of this scenario."""
    made = [_gate(name, entry, bodies, names) for name, entry in table.gates.items()]
    return [gate for gate in made if gate is not None]


def _gate(name: str, entry: GateTable, bodies: Mapping[str, Body], names: Names) -> Gate | None:
    path: Path = ("gates", name)
    complain = names.found.complain
    if len(entry.readings) > 1:
        complain((*path, "readings"), "several readings are not supported by this version")
    needs = NEEDS.fullmatch(entry.needs)
    if needs is None:
        complain(
            (*path, "needs"), f"'{entry.needs}': write '2/3 of seats' or 'majority of present'"
        )
        return None
    body = bodies.get(entry.body)
    if body is None:
        hint = suggestion(entry.body, bodies)
        complain((*path, "body"), f"'{entry.body}' is no actor with behaviour legislature{hint}")
        return None
    share = (1, 2) if needs[1] else (int(needs[2]), int(needs[3]))
    if not 0 < share[0] <= share[1]:
        complain((*path, "needs"), f"'{entry.needs}' is not a share between 0 and 1")
        return None
    if not 0 <= entry.quorum <= body.seats:
        complain((*path, "quorum"), f"{entry.quorum} is not from 0 to {body.seats} seats")
    if entry.before is not None and entry.before not in names.scope.deadlines:
        hint = suggestion(entry.before, names.scope.deadlines)
        complain((*path, "before"), f"unknown deadline '{entry.before}'{hint}")
    return Gate(name, body, share, bool(needs[1]), needs[4], entry.quorum, entry.binding)


def gauge_dimension(entry: GaugeTable) -> Dimension:
    """What a gauge measures: its unit is a label."""
    try:
        return measure(f"1 {entry.unit}")[1] if entry.unit else NUMBER
    except LanguageError:
        return Dimension(label=entry.unit)
