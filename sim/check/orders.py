"""Rules on a record, whose rows have windows: kept in every order that it allows, in some, in none.

A day, a month or a range says nothing of what came first in it, and the order of the rows in the
file is nobody's evidence. So every row may stand at any second of its window, whatever the others
do, two at one second in either order. Judged is row by row, as a record is held against the
procedure: at each row that a rule asks about, is it kept wherever the rows stand, or for some
standings only, or for none? The rule is kept in every order exactly if every such row is; it is
broken in every order if one of them is kept in none. Between the two lies what the record does not
tell; there, that each row is kept in some order does not say that one order keeps all.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from math import ceil, floor, inf

import attrs

from sim.check.rules import concerned
from sim.check.templates import AT_A, AT_B, Asked, single
from sim.errors import RunError
from sim.log.record import DocumentedEvent
from sim.scenario.model import Check

Window = tuple[int, int]
"""The first and the last second at which a row may stand."""

Windows = Sequence[Window]

MOST_LOOKS = 20_000_000
"""Rows that are looked at for one check, all told."""


class Kept(Enum):
    """In which of the orders that a record allows a rule is kept."""

    EVERY = "every order"
    SOME = "some orders"
    NONE = "no order"


@attrs.frozen
class Recorded:
    """A rule's verdict on a record; `vacuous` if it was asked at no row.

    `rows` are the places of the rows at which it is kept in no order, or else in some only: none
    where it is kept in every order, nor where it is asked of the record as a whole.
    """

    kept: Kept
    vacuous: bool = False
    rows: tuple[int, ...] = ()


def recorded(
    check: Check, rows: Sequence[DocumentedEvent], until: int | None = None
) -> Recorded | None:
    """Judge a check on the rows of a record, in any order; None for one about conditions.

    `until` is the first second of which the record does not tell: a row that may yet be answered
    then, wherever in its window it stands, is left open.

    Raises RunError where that would take too long.
    """
    if check.reads_situation:
        return None
    windows = [(row.time, row.until - 1) for row in rows]
    groups = [
        [concerned(group, (row.kind, row.actor, row.subject)) for row in rows]
        for group in check.events
    ]
    if check.template in {"init", "last"}:
        return Recorded(_at_an_end(check.template, windows, groups[0]))
    if check.template not in AT_A and check.template not in AT_B:
        holds = single(check.template, groups[0], 1 if check.count is None else check.count).holds
        return Recorded(Kept.EVERY if holds else Kept.NONE)
    return _row_by_row(check, windows, groups, inf if until is None else until)


def _row_by_row(
    check: Check, windows: Windows, groups: Sequence[Sequence[bool]], until: float
) -> Recorded:
    a, b = groups
    within = inf if check.within is None else check.within
    found: dict[Kept, set[int]] = {kept: set() for kept in Kept}
    looks = 0
    for table, own, other in ((AT_A, a, b), (AT_B, b, a)):
        for place in (q for q, member in enumerate(own) if member and check.template in table):
            asked = table[check.template]
            rest = [q for q in range(len(windows)) if q != place]
            wanted = [windows[q] for q in rest if other[q]]
            stops = [windows[q] for q in rest if not other[q] and asked.stops(own[q])]
            seconds = _turning_points(windows[place], wanted + stops, within)
            looks += len(rest) + len(seconds) * len(wanted + stops)
            if looks > MOST_LOOKS:
                raise RunError(
                    f"check '{check.name}': the record is too long to be held against it:"
                    f" {MOST_LOOKS:,} looks at its rows; shorten either"
                )
            kept = _kept(asked, seconds, wanted, stops, within)
            if kept is Kept.EVERY or not _awaits(asked, windows[place], within, until):
                found[kept].add(place)
    for kept in (Kept.NONE, Kept.SOME):
        if found[kept]:
            return Recorded(kept, rows=tuple(sorted(found[kept])))
    return Recorded(Kept.EVERY, vacuous=not found[Kept.EVERY])


def _awaits(asked: Asked, window: Window, within: float, until: float) -> bool:
    """Whether an answer to a row may yet come, after all that the record tells."""
    return asked.side != "before" and within < inf and window[1] + within >= until


def _kept(
    asked: Asked, seconds: Iterable[int], wanted: Windows, stops: Windows, within: float
) -> Kept:
    """Whether what is asked at a row is so, wherever it and the others stand."""
    ways = [_found(asked, second, wanted, stops, within) for second in seconds]
    possible, certain = any(may for may, _ in ways), all(must for _, must in ways)
    if asked.negated:
        possible, certain = not certain, not possible
    return Kept.EVERY if certain else Kept.SOME if possible else Kept.NONE


def _found(
    asked: Asked, second: int, wanted: Windows, stops: Windows, within: float
) -> tuple[bool, bool]:
    """Whether one of `wanted` may, and whether it must, be found from a row at this second."""
    if asked.side == "around":
        near = second - within, second + within
        may = any(first <= near[1] and last >= near[0] for first, last in wanted)
        return may, any(near[0] <= first and last <= near[1] for first, last in wanted)
    if asked.side == "before":
        return _next(-second, _mirrored(wanted), _mirrored(stops), within)
    return _next(second, wanted, stops, within)


def _next(second: float, wanted: Windows, stops: Windows, within: float) -> tuple[bool, bool]:
    """Whether the first of `wanted` and `stops` after a second may be, and must be, a wanted one.

    It may if the soonest wanted one comes no later than the stop that cannot be put off; it must
    if the wanted one that cannot be put off comes before the soonest stop.
    """
    latest = second + within if within < inf else inf
    soonest, surely = _soonest(wanted, second), _surely_by(wanted, second)
    may = soonest < inf and soonest <= min(latest, _surely_by(stops, second))
    return may, surely <= latest and surely < _soonest(stops, second)


def _soonest(windows: Windows, second: float) -> float:
    """How soon after a second one of these may come."""
    return min((max(first, second) for first, last in windows if last >= second), default=inf)


def _surely_by(windows: Windows, second: float) -> float:
    """When one of these has come after a second, however late each of them is."""
    return min((last for first, last in windows if first > second), default=inf)


def _mirrored(windows: Windows) -> Windows:
    """The same with time running backwards."""
    return [(-last, -first) for first, last in windows]


def _turning_points(window: Window, others: Windows, within: float) -> list[int]:
    """The seconds of a window between which nothing changes for what is asked there."""
    first, last = window
    found = {first}
    for one, end in others:
        found |= {one, one + 1, end, end + 1}
        if within < inf:
            found |= {ceil(one - within), ceil(end - within)}
            found |= {floor(one + within) + 1, floor(end + within) + 1}
    return sorted(second for second in found if first <= second <= last)


def _at_an_end(template: str, windows: Windows, members: Sequence[bool]) -> Kept:
    """Whether the first, or the last, of all rows is of a group."""
    turned = windows if template == "init" else _mirrored(windows)
    mine = [window for window, member in zip(turned, members, strict=True) if member]
    rest = [window for window, member in zip(turned, members, strict=True) if not member]
    may, must = _next(-inf, mine, rest, inf)
    return Kept.EVERY if must else Kept.SOME if may else Kept.NONE
