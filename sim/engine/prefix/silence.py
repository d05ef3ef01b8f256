"""What an intention must be, of which the past shows nothing: it is drawn until it agrees.

Attempts 0, 1, 2, ... have each a digest of their own. An attempt agrees with the past if it falls
due after the cut, or fell due earlier and emitted nothing there, by limit, guard, outcome and
procedure on the situation of that instant. The first that agrees stands.
"""

from math import ceil

from sim.engine.identity import emitted, intention
from sim.engine.intention import Intention, Wait
from sim.engine.prefix.past import Past
from sim.engine.prefix.standpoint import Standpoint
from sim.engine.procedure import refusal
from sim.engine.program import StepCode
from sim.events import Event
from sim.situation.parts import FOREVER

MOST_ATTEMPTS = 64
"""Attempts after which the delay is drawn given not yet."""


class Silence:
    """Draws intentions that agree with a past, as seen from a standpoint."""

    def __init__(self, standpoint: Standpoint, past: Past) -> None:
        self.standpoint = standpoint
        self.past = past
        self.cut = standpoint.cut
        self.vocabulary = standpoint.program.scenario.vocabulary
        self.shown = [odds.sure and self._is_shown(odds.step) for odds in standpoint.odds]

    def break_off(self) -> list[Intention]:
        """Let each live intention stand as it agrees with the past; return those that pend."""
        past = self.past
        pending = []
        for step in self.standpoint.program.steps:
            actor = past.run.actors[step.actor]
            for live in list(past.live(step)):
                past.forget(live)
                standing = self._standing(step, past.events[live.cause.seq])
                if standing is None:
                    continue
                if step.kept:
                    actor.keep(step, standing)
                if standing.due < FOREVER:
                    pending.append(standing)
        return pending

    def _standing(self, step: StepCode, cause: Event) -> Intention | None:
        """The intention of a step and a cause that agrees with the past, if it still pends."""
        world = self.past.run.world
        for attempt in range(MOST_ATTEMPTS):
            digest = intention(world.key, step.key, cause.identity, attempt)
            wait, due = self._drawn(step, cause, digest)
            if due >= self.cut:
                return self._pending(step, cause, digest, due, wait)
            if self._kept_silent(step, cause, digest, due):
                return None
        digest = intention(world.key, step.key, cause.identity, MOST_ATTEMPTS)
        return self._not_yet(step, cause, digest)

    def _pending(
        self, step: StepCode, cause: Event, digest: bytes, due: int, wait: Wait | None
    ) -> Intention:
        standing = Intention(step, cause, digest, due, self.past.run.world.calls)
        standing.wait = wait
        return standing

    # An attempt

    def _is_shown(self, step: StepCode) -> bool:
        """Whether a record can show the first outcome of a step."""
        emissions = step.declared.outcomes[0].emissions
        return any(self.vocabulary[emission.kind].recorded for emission in emissions)

    def _drawn(self, step: StepCode, cause: Event, digest: bytes) -> tuple[Wait | None, int]:
        """An attempt's delay, and when it fell or falls due as deadlines moved meanwhile."""
        if step.delay is None:
            return None, cause.time
        if step.delay.plain is not None:
            wait = Wait(step.delay.plain(digest), ())
            seconds = wait.seconds
            return wait, cause.time + (ceil(seconds) or 1) if seconds < FOREVER else FOREVER
        end = self.past.end_of(cause)
        situation = self.past.after(end)
        wait = Wait.drawn(step.delay, situation, cause, digest)
        due = wait.due(situation, cause, cause.time)
        places = {place for _, place in wait.counted}
        moves = {move for place in places for move in self.past.moves.get(place, ())}
        for move in sorted(move for move in moves if move > end):
            now = self.past.events[move - 1].time
            if due < now:
                break  # its instant came before the deadline moved
            due = wait.due(self.past.after(move), cause, now)
        return wait, due

    def _kept_silent(self, step: StepCode, cause: Event, digest: bytes, due: int) -> bool:
        """Whether an attempt that fell due emitted nothing there that a record could show.

        What no record can show agrees with silence. It counts for the step's limit and is left
        out otherwise: the past is what is documented, and nothing is put in between.
        """
        past = self.past
        if self.shown[step.place]:
            return False
        count = max(past.happened_by(due), past.end_of(cause))
        if past.spent(step, count):
            return True
        situation = past.after(count)
        if step.guard_due is not None and not step.guard_due(situation, due, cause):
            return True
        emissions = step.decide(situation, due, cause, digest)
        if not emissions or (step.ruled and self._refused(step, cause, digest, due, count)):
            return True
        if any(self.vocabulary[kind].recorded for _, kind, *_ in emissions):
            return False
        past.count_firing(step, len(past.events))
        return True

    def _refused(self, step: StepCode, cause: Event, digest: bytes, due: int, count: int) -> bool:
        """Whether the procedure refuses what an attempt would emit after so many events."""
        situation = self.past.after(count)
        outcome = [
            Event(
                count + position, due, actor, kind,
                cause.subject if subject is None else subject,
                None if quantity is None else quantity(situation, due, cause, digest),
                unit, (cause.seq,), step.label, emitted(digest, position),
            )
            for position, kind, actor, subject, quantity, unit in step.decide(
                situation, due, cause, digest
            )
        ]  # fmt: skip
        return bool(refusal(self.standpoint.program.requirements, outcome, situation))

    # After the last attempt

    def _not_yet(self, step: StepCode, cause: Event, digest: bytes) -> Intention | None:
        """Draw the delay given that it is not over at the cut; None where it must be.

        It is given by where the deadlines stand at the cut. Of a sum of several draws the widest
        is drawn so that the sum is not over, with the others as they come.
        """
        odds = self.standpoint.odds[step.place]
        if odds.delay is None:
            return None
        situation = self.past.after(self.past.end_of(cause))
        falling = odds.fixed or odds.delay(situation, cause.time, cause)
        known = falling.known(self.past.run.situation.falls_at, cause.time)
        seconds = falling.above(self.cut - 1 - cause.time, known, digest)
        if seconds is None:
            return None
        wait = Wait(seconds, falling.counted)
        due = max(wait.due(self.past.run.situation, cause, cause.time), self.cut)
        return self._pending(step, cause, digest, due, wait)
