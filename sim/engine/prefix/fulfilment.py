"""What a documented row is put down to: the intention that it fulfils, or what else emitted it.

A row fulfils the live intention of the same pattern with the highest density there: the
probability of falling due in the row's window, times the guard at its instant, times the chance of
an outcome with that event, if the procedure allows it. All is read right before the row.
"""

from collections.abc import Iterator, Sequence

import attrs

from sim.engine.intention import Intention
from sim.engine.odds import Odds
from sim.engine.prefix.past import Past
from sim.engine.prefix.standpoint import Placed, Standpoint, Window
from sim.engine.procedure import refusal
from sim.events import Event
from sim.scenario.model import Calendar, Emission, Rate
from sim.situation import Situation


@attrs.frozen
class _Claim:
    """What may have emitted a row: how probably, and what else may come of the same outcomes."""

    odds: Odds
    cause: Event | None
    density: float
    outcomes: Sequence[tuple[float, int]]
    intention: Intention | None = None
    date: int | None = None


class Fulfilment:
    """Reads rows of a past, as seen from a standpoint."""

    def __init__(self, standpoint: Standpoint, past: Past) -> None:
        self.standpoint = standpoint
        self.rules = standpoint.program.requirements
        self.past = past
        self.missed = {deadline.missed for deadline in standpoint.program.scenario.deadlines}

    def could_be_emitted(self, event: Event) -> bool:
        """Whether anything emits events of this kind, and none is known to have emitted this."""
        known = event.kind in self.standpoint.emitters or event.kind in self.missed
        return known and event.seq not in self.past.put_down

    def put_down(self, group: Sequence[Placed], position: int, situation: Situation) -> None:
        """Say what emitted a row among those of its instant, and settle what it fulfils."""
        row = group[position]
        window = row.window
        if window is None or not self.could_be_emitted(row.event):
            return
        if refusal(self.rules, [row.event], situation):
            return  # no step could have emitted it: it happened all the same
        claim = _densest(self._intended(row.event, window, situation))
        claim = claim or _densest(self._of_its_own_accord(row.event, window, situation))
        if claim is not None:
            self._settle(claim, group, position)
        else:
            self._missed(row.event, window, situation)

    # Who may have emitted it

    def _intended(self, row: Event, window: Window, situation: Situation) -> Iterator[_Claim]:
        """The live intentions that it may fulfil."""
        for odds in self.standpoint.emitters.get(row.kind, ()):
            if self.past.spent(odds.step):
                continue
            by_subject: dict[str, list[int]] = {}
            for intention in self.past.live(odds.step):
                cause = intention.cause
                fitting = by_subject.get(cause.subject)
                if fitting is None:
                    fitting = by_subject[cause.subject] = _fitting(odds, row, cause.subject)
                falling = self._falls_due(odds, intention, window, situation) if fitting else 0.0
                if falling > 0.0:
                    claim = self._claim(odds, row, cause, falling, fitting, situation)
                    if claim is not None:
                        yield attrs.evolve(claim, intention=intention)

    def _falls_due(
        self, odds: Odds, intention: Intention, window: Window, situation: Situation
    ) -> float:
        """The probability that an intention falls due in a window, as the deadlines stand now."""
        past, cause = self.past, intention.cause
        first, until = window
        if odds.delay is None:
            return float(first <= cause.time < until)
        end = past.end_of(cause)
        fixed = odds.fixed
        falling = fixed or odds.delay(past.after(end), cause.time, cause)
        floor = cause.time
        for _, place in falling.counted:
            moved = [move for move in past.moves.get(place, ()) if move > end]
            floor = max([floor, *(past.events[move - 1].time for move in moved)])
        known = falling.known(situation.falls_at, cause.time)
        return falling.between(first, until, cause.time, floor, known)

    def _of_its_own_accord(
        self, row: Event, window: Window, situation: Situation
    ) -> Iterator[_Claim]:
        """The calendars and rates that may have emitted it."""
        first, until = window
        for odds in self.standpoint.emitters.get(row.kind, ()):
            step = odds.step
            trigger = step.declared.trigger
            fitting = _fitting(odds, row, "")
            if self.past.spent(step) or not fitting:
                continue
            if isinstance(trigger, Rate) and step.intensity is not None:
                expected = step.intensity(situation, row.time, None) * (until - first)
                claim = self._claim(odds, row, None, expected, fitting, situation)
                if claim is not None:
                    yield claim
            elif isinstance(trigger, Calendar):
                second = _next_date(trigger, first)
                used = (step.place, second) in self.past.used_dates
                claim = self._claim(odds, row, None, 1.0, fitting, situation)
                if claim is not None and first <= second < until and not used:
                    yield attrs.evolve(claim, date=second)

    def _claim(  # noqa: PLR0917  the factors of a density
        self, odds: Odds, row: Event, cause: Event | None, falling: float,
        fitting: Sequence[int], situation: Situation,
    ) -> _Claim | None:  # fmt: skip
        """A claim on a row, if the guard holds there and an outcome with it is possible."""
        guard = odds.step.guard_due
        if guard is not None and not guard(situation, row.time, cause):
            return None
        chances = odds.chances(situation, row.time, cause)
        outcomes = [
            (chances[outcome], outcome)
            for outcome in fitting
            if chances[outcome] > 0.0 and self._allowed(odds, outcome, row, cause, situation)
        ]
        density = 0.0
        for chance, _ in outcomes:
            density += falling * chance
        return _Claim(odds, cause, density, outcomes) if density > 0.0 else None

    def _allowed(
        self, odds: Odds, outcome: int, row: Event, cause: Event | None, situation: Situation
    ) -> bool:
        """Whether the procedure lets a whole outcome happen."""
        emissions = odds.step.declared.outcomes[outcome].emissions
        if not odds.step.ruled or len(emissions) == 1:
            return True  # the row itself has been asked for
        about = cause.subject if cause else ""
        events = [
            attrs.evolve(
                row,
                seq=row.seq + position,
                kind=emission.kind,
                actor=emission.actor,
                subject=about if emission.subject is None else emission.subject,
            )
            for position, emission in enumerate(emissions)
        ]
        return not refusal(self.rules, events, situation)

    # What follows from it

    def _settle(self, claim: _Claim, group: Sequence[Placed], position: int) -> None:
        """Settle a claim; other rows of the instant may be other events of the same outcome.

        Of the outcomes with that event, the one most of whose other events are there is taken, of
        those the likeliest.
        """
        past, step, cause = self.past, claim.odds.step, claim.cause
        companions: list[Placed] = []
        best = (-1, 0.0)
        for chance, outcome in claim.outcomes:
            emissions = list(step.declared.outcomes[outcome].emissions)
            found = self._companions(emissions, cause, group, position)
            if (len(found), chance) > best:
                best, companions = (len(found), chance), found
        causes = () if cause is None else (cause.seq,)
        for row in (group[position], *companions):
            past.put_down[row.event.seq] = (step.label, causes)
        past.count_firing(step, group[position].event.seq)
        if claim.intention is not None:
            past.forget(claim.intention)
        if claim.date is not None:
            past.used_dates.add((step.place, claim.date))

    def _companions(
        self, emissions: list[Emission], cause: Event | None, group: Sequence[Placed], position: int
    ) -> list[Placed]:
        """Later rows of an instant that are the other events of an outcome."""
        about = cause.subject if cause else ""
        found = []
        for place, row in enumerate(group[position:], start=position):
            fitting = [e for e in emissions if _fits(e, row.event, about)]
            if not fitting or row.event.seq in self.past.put_down:
                continue
            if place > position:
                # folded with the others of its instant, it must be allowed where it stands
                if refusal(self.rules, [row.event], self.past.after(row.event.seq)):
                    continue
                found.append(row)
            emissions.remove(fitting[0])
        return found

    def _missed(self, row: Event, window: Window, situation: Situation) -> None:
        """Put a row down to a deadline that fell in its window unmet, if there is one."""
        for place, deadline in enumerate(self.standpoint.program.scenario.deadlines):
            owner = situation.owners[place]
            stands = self.standpoint.program.standing[place]
            if (
                (row.kind, row.actor, row.subject) == (deadline.missed, *deadline.speaker(owner))
                and window[0] <= situation.falls_at[place] < window[1]
                and not situation.met[place]
                and (stands is None or stands(situation, row.time, None))
            ):
                causes = (owner.seq,) if owner else ()
                self.past.put_down[row.seq] = (f"deadline: {deadline.name}", causes)
                return


def _densest(claims: Iterator[_Claim]) -> _Claim | None:
    """The claim of the highest density, of equal ones the first."""
    return max(claims, key=lambda claim: claim.density, default=None)


def _fits(emission: Emission, row: Event, about: str) -> bool:
    """Whether an emission, triggered about something, says what a row says."""
    subject = about if emission.subject is None else emission.subject
    return (emission.kind, emission.actor, subject) == (row.kind, row.actor, row.subject)


def _fitting(odds: Odds, row: Event, about: str) -> list[int]:
    """The outcomes of a step in which a row can stand."""
    return [
        place
        for place, outcome in enumerate(odds.step.declared.outcomes)
        if any(_fits(emission, row, about) for emission in outcome.emissions)
    ]


def _next_date(calendar: Calendar, second: int) -> int:
    """The first date of a calendar at or after a second, or its only one."""
    if not calendar.period or second <= calendar.first:
        return calendar.first
    return calendar.first + -(-(second - calendar.first) // calendar.period) * calendar.period
