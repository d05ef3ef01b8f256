"""Gauges resolved: bounds, half-lives, what moves them; and the chambers whose blocs they move."""

import attrs

from sim.actors import Chamber
from sim.language import DURATION, NUMBER, Dimension, Scope
from sim.language.fields import BlocTable, MoveTable, PatternTable
from sim.language.units import SECONDS
from sim.scenario.resolve.names import Names, check_name
from sim.scenario.shapes import GaugeTable, ScenarioTable
from sim.scenario.tree import Path
from sim.situation import Bloc, Body, Gauge, Move

MOST_BLOCS = 100
"""Blocs of a chamber; each has its own draw in every vote."""

WIDE = 1e9
"""Bounds of a bloc's position: none that matter."""

MOST_SPREAD = 1_000
"""Standard deviations on the probit scale; four hold all but a ten-thousandth."""


def gauge_dimension(entry: GaugeTable) -> Dimension:
    """What a gauge measures: its unit is a label."""
    return Dimension(label=entry.unit)


def triggered(scope: Scope) -> Scope:
    """The same scope where an event has triggered: `quantity` may be read."""
    return attrs.evolve(scope, triggered=True)


def gauges(table: ScenarioTable, names: Names) -> list[Gauge]:
    """Every gauge, with its bounds and what moves it, by name."""
    made = []
    for name, entry in sorted(table.gauges.items()):
        gauge = _gauge(name, entry, names)
        if gauge is None:
            names.found.broken.add(name)
        else:
            made.append(gauge)
    return made


def _gauge(name: str, entry: GaugeTable, names: Names) -> Gauge | None:
    path: Path = ("gauges", name)
    complain = names.found.complain
    check_name(name, path, names.found)
    if name in names.scope.parameters:
        complain(path, f"'{name}' is already a parameter; choose another name")
    if entry.unit in SECONDS:
        complain((*path, "unit"), f"'{entry.unit}' is time, and a gauge counts; write \"days\"")
    if len(entry.within) != 2 or entry.within[0] >= entry.within[1]:  # noqa: PLR2004  two ends
        complain((*path, "within"), f"{entry.within}: write [least, greatest], the least first")
        return None
    low, high = entry.within
    start = _level(entry.start, (*path, "start"), entry, names)
    if start is not None and not low <= start <= high:
        complain((*path, "start"), f"{start:g} is not within {entry.within}")
    rest = entry.rest if entry.rest is not None else min(max(0.0, low), high)
    if not low <= rest <= high:
        complain((*path, "rest"), f"{rest:g} is not within {entry.within}")
    half_life = names.constant(entry.half_life, (*path, "half_life"), DURATION)
    if half_life is not None and half_life <= 0:
        complain((*path, "half_life"), f"'{entry.half_life}': a half-life is above zero")
    moves = moved_by(entry.moved_by, path, entry.unit, names)
    return Gauge(name, start or 0.0, low, high, half_life, rest, entry.unit, moves)


def _level(text: str, path: Path, entry: GaugeTable, names: Names) -> float | None:
    """A known level of a gauge."""
    made = names.expression(text, path, None)
    if made is not None and (made.dimension.time or made.dimension.label not in {"", entry.unit}):
        names.found.complain(
            path, f"'{text}' is {made.dimension}, and the gauge {_unit(entry.unit)}"
        )
        return None
    return names.constant(text, path)


def _unit(unit: str) -> str:
    return str(Dimension(label=unit) if unit else NUMBER)


def moved_by(entries: list[MoveTable], path: Path, unit: str, names: Names) -> tuple[Move, ...]:
    """What moves a gauge."""
    moves = (
        _move(entry, (*path, "moved_by", index), unit, names) for index, entry in enumerate(entries)
    )
    return tuple(move for move in moves if move is not None)


def _move(entry: MoveTable, path: Path, unit: str, names: Names) -> Move | None:
    on = names.pattern(PatternTable(entry.event, entry.actor, entry.subject), path)
    if (entry.by is None) == (entry.set is None):
        names.found.complain(path, "write either 'by' (an amount) or 'set' (a level)")
        return None
    key, text = ("by", entry.by) if entry.set is None else ("set", entry.set)
    amount = names.expression(text, (*path, key), None, triggered(names.scope))
    if amount is None or on is None:
        return None
    if amount.dimension.time or amount.dimension.label not in {"", unit}:
        message = f"'{amount.text}' is {amount.dimension}, and the gauge {_unit(unit)}"
        names.found.complain((*path, key), message)
    return Move(on, amount, key == "set")


def bloc_gauge(role: str, bloc: str) -> str:
    """The name of the gauge that holds what events added to a bloc's position."""
    return f"{role}/{bloc}"


def chamber(role: str, declared: Chamber, names: Names) -> tuple[Body, list[Gauge]]:
    """A legislature's blocs, and the gauges that events move their positions by."""
    path: Path = ("actors", role)
    complain = names.found.complain
    if declared.seats < 1:
        complain((*path, "seats"), f"{declared.seats} is not 1 or more")
    _check_spread(declared.turnout_spread, (*path, "turnout_spread"), names)
    made: list[Bloc] = []
    moved: list[Gauge] = []
    if len(declared.blocs) > MOST_BLOCS:
        count = f"{len(declared.blocs):,} blocs; at most {MOST_BLOCS} are read"
        complain((*path, "blocs"), f"{count}: join those that lean together")
    for index, entry in enumerate(declared.blocs[:MOST_BLOCS]):
        at: Path = (*path, "blocs", index)
        if entry.name in {bloc.name for bloc in declared.blocs[:index]}:
            complain((*at, "name"), f"a second bloc named '{entry.name}'")
        bloc = _bloc(role, entry, at, names)
        moves = moved_by(entry.moved_by, at, "", names)
        moved.append(Gauge(bloc_gauge(role, entry.name), 0.0, -WIDE, WIDE, None, 0.0, "", moves))
        if bloc is not None:
            made.append(bloc)
    held = sum(bloc.seats for bloc in declared.blocs)
    if declared.blocs and held != declared.seats:
        complain((*path, "blocs"), f"the blocs hold {held} of {declared.seats} seats")
    return Body(role, declared.seats, declared.turnout_spread, tuple(made)), moved


def _bloc(role: str, entry: BlocTable, path: Path, names: Names) -> Bloc | None:
    complain = names.found.complain
    if entry.seats < 0:
        complain((*path, "seats"), f"{entry.seats} is below zero")
    position = names.expression(entry.position, (*path, "position"), NUMBER)
    attendance = names.expression(entry.attendance, (*path, "attendance"), NUMBER)
    spread = names.constant(entry.spread, (*path, "spread"), NUMBER)
    if spread is not None:
        _check_spread(spread, (*path, "spread"), names)
    if position is None or attendance is None or spread is None:
        return None
    least, most = names.proofs.interval(attendance)
    if least < 0 or most > 1:
        message = f"'{attendance.text}' may leave 0 to 1: write clamp(..., 0, 1)"
        complain((*path, "attendance"), message)
    return Bloc(entry.name, entry.seats, position, spread, attendance, bloc_gauge(role, entry.name))


def _check_spread(spread: float, path: Path, names: Names) -> None:
    if not 0 <= spread <= MOST_SPREAD:
        names.found.complain(path, f"{spread:g} is not from 0 to {MOST_SPREAD:,}")
