"""The situation: what is true now, the fold of a log.

`Situation(ledger)` is what holds before anything happened; `fold` takes one event more. A live run
and a replay use this same fold, so that folding any prefix of a log gives what the run had there.
"""

from collections.abc import Iterable, Sequence

from sim.chance.mathematics import exp
from sim.events import Event, Pattern
from sim.language.formulas import times
from sim.situation.ledger import (
    MEETS,
    DeadlineMark,
    Effects,
    GaugeMove,
    Ledger,
    Narrowing,
    concerns,
)
from sim.situation.parts import FOREVER
from sim.situation.tally import Totals


class Situation:
    """What has happened how often and when, the levels of gauges, deadlines, offices and sites.

    Mutable, and folded in place: a copy for each event would cost more than the event.
    """

    __slots__ = (
        "events", "falls_at", "handed_over", "ledger", "levels", "met",
        "moved_at", "out_of_office", "owners", "subjects", "tallies",
    )  # fmt: skip

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.events = 0
        self.tallies: list[list[Event]] = [
            Totals() if place in ledger.totals else [] for place in range(len(ledger.patterns))
        ]
        self.levels = [gauge.start for gauge in ledger.gauges]
        self.moved_at = [0] * len(ledger.gauges)
        self.falls_at = [FOREVER if d.at is None else d.at for d in ledger.deadlines]
        self.owners: list[Event | None] = [None] * len(ledger.deadlines)
        self.met = [False] * len(ledger.deadlines)
        self.handed_over: set[str] = set()
        self.out_of_office: set[str] = set()
        self.subjects: dict[str, set[Narrowing]] = {}
        """Who did what about what, of kinds of which a requirement asks; None is anyone."""

    def copy(self) -> "Situation":
        """A situation that can go on by itself; the events are shared."""
        other = Situation.__new__(Situation)  # nothing of an empty one would be left
        other.ledger, other.events = self.ledger, self.events
        other.tallies = [tally.copy() for tally in self.tallies]
        other.levels, other.moved_at = list(self.levels), list(self.moved_at)
        other.falls_at, other.owners = list(self.falls_at), list(self.owners)
        other.met = list(self.met)
        other.handed_over, other.out_of_office = set(self.handed_over), set(self.out_of_office)
        other.subjects = {kind: set(pairs) for kind, pairs in self.subjects.items()}
        return other

    def level(self, place: int, now: int) -> float:
        """The level of a gauge at a second: what it last moved to, worn down since.

        Before the clock starts it is the level that the gauge will have at the start.
        """
        level = self.levels[place]
        decay = self.ledger.decays[place]
        if decay and now > self.moved_at[place]:
            rest = self.ledger.gauges[place].rest
            worn = rest + (level - rest) * exp(-decay * (now - self.moved_at[place]))
            if rest:  # rounding must not carry it past where it came from, and so past its bounds
                return min(worn, level) if level > rest else max(worn, level)
            return worn
        return level

    def has_happened(self, pattern: Pattern) -> bool:
        """Whether a pattern has happened about its subject, which no tally was laid out for."""
        return (pattern.actor, pattern.subject) in self.subjects.get(pattern.kind, ())

    def fold(self, event: Event) -> Sequence[int]:
        """Take one event more; return the places of the deadlines that it set or moved."""
        self.events += 1
        effects = self.ledger.effects.get(event.kind)
        if effects is None:
            return _NONE
        if effects.moves:
            self._move_gauges(effects.moves, event)
        self.tallies[effects.every].append(event)
        narrowed = effects.narrowed
        if narrowed:
            actor, subject = event.actor, event.subject
            for narrowing in ((actor, None), (None, subject), (actor, subject)):
                for place in narrowed.get(narrowing, ()):
                    self.tallies[place].append(event)
        if effects.subjects:
            about = self.subjects.setdefault(event.kind, set())
            about |= {(event.actor, event.subject), (None, event.subject)}
        if effects.office:
            self._change_office(effects.office, event.actor)
        if effects.site and event.subject in self.ledger.sites:
            self.handed_over.add(event.subject)
        return self._mark_deadlines(effects, event) if effects.deadlines else _NONE

    def _move_gauges(self, moves: Sequence[GaugeMove], event: Event) -> None:
        """Read every amount before any gauge moves, so that their order does not matter."""
        now = event.time
        started = now >= 0
        amounts = [
            (move, move.amount(self, now, event) if started else self._left_at_start(move, event))
            for move in moves
            if move.everyone or concerns(move.actor, move.subject, event)
        ]
        for move, amount in amounts:
            place = move.gauge
            level = amount if move.absolute else self.level(place, now) + amount
            if level < move.low:
                level = move.low
            elif level > move.high:
                level = move.high
            self.levels[place] = level
            self.moved_at[place] = now if started else 0

    def _left_at_start(self, move: GaugeMove, event: Event) -> float:
        """What the clock's start still sees of a move before it: `start` is the level there."""
        amount = move.amount(self, event.time, event)
        decay = self.ledger.decays[move.gauge]
        if not decay:
            return amount
        left = exp(decay * event.time)
        rest = self.ledger.gauges[move.gauge].rest if move.absolute else 0.0
        return rest + times(amount - rest, left)

    def _change_office(self, office: str, actor: str) -> None:
        if office == "leaves":
            self.out_of_office.add(actor)
        else:
            self.out_of_office.discard(actor)

    def _mark_deadlines(self, effects: Effects, event: Event) -> list[int]:
        changed: list[int] = []
        for entry in effects.deadlines:
            if not concerns(entry.actor, entry.subject, event):
                continue
            place = entry.deadline
            if entry.mark == MEETS:
                self.met[place] = True
                continue
            if place in changed:
                continue  # of several patterns that mean one event, the first has had its way
            falls = self.ledger.falls[place]
            if falls is not None:
                wait = min(max(falls(self, event.time, event), -FOREVER), FOREVER)
                self.falls_at[place] = self._counted_from(place, entry, event) + round(wait)
            self.owners[place] = event
            self.met[place] = False
            changed.append(place)
        return changed

    def _counted_from(self, place: int, entry: DeadlineMark, event: Event) -> int:
        """The second from which a deadline counts that an event sets or moves."""
        ahead = event.time < self.falls_at[place] < FOREVER
        return self.falls_at[place] if entry.extends and ahead else event.time

    def summary(self, now: int) -> dict[str, object]:
        """Everything that is true at a second, in plain data that compares and prints."""
        ledger = self.ledger
        return {
            "events": self.events,
            "gauges": {g.name: self.level(i, now) for i, g in enumerate(ledger.gauges)},
            "happened": {
                str(pattern): tuple((event.time, event.quantity) for event in tally)
                for pattern, place in ledger.patterns.items()
                if (tally := self.tallies[place])
            },
            "deadlines": {
                deadline.name: (
                    self.falls_at[i] if self.falls_at[i] < FOREVER else None,
                    self.met[i],
                )
                for i, deadline in enumerate(ledger.deadlines)
            },
            "handed_over": sorted(self.handed_over),
            "out_of_office": sorted(self.out_of_office),
        }


_NONE: Sequence[int] = ()


def fold(ledger: Ledger, events: Iterable[Event]) -> Situation:
    """The situation after some events."""
    situation = Situation(ledger)
    for event in events:
        situation.fold(event)
    return situation
