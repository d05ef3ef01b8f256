"""How likely a story is where it might have gone otherwise: each occasion of it drawn anew.

The chance of an occasion is the chance that the rule is broken all the same when it alone is drawn
anew, all else as in the story: its time by probes along all times that it may have, outcomes by
their chances there and then, votes by so many recounts. Of a rate it is asked whether something
comes at all where in the story's time it breaks the rule, or nothing where it would keep it.
"""

from collections.abc import Callable

import attrs

from sim.chance.mathematics import exp
from sim.check.search.case import Decision
from sim.check.search.choosing import HINDMOST, LEAST, NOTHING
from sim.check.search.model import Model
from sim.check.search.probing import Line, Probe, middles
from sim.check.search.telling import Came, Telling, Wait
from sim.check.search.trial import Broken, broken
from sim.engine.odds import Odds
from sim.errors import RunError
from sim.language.tree import draws
from sim.scenario.model import Rate

PARTS = 16
"""Equal parts of a line of times; each is probed in its middle."""

MOST_EVENTS = 20
"""Events of a story next to which a time is probed: the last, where a rule is decided."""

LEAST_SHARE = 2.0**-20
"""A share of delays below this is not told from none."""

SURE = 1 - 1e-9
"""A chance from here on is one."""


def may_differ(odds: Odds) -> bool:
    """Whether a decision can have a step come at another time, or otherwise."""
    step = odds.step.declared
    chances = any(outcome.chance is not None for outcome in step.outcomes)
    return isinstance(step.trigger, Rate) or odds.drawn or bool(step.gate) or chances


def is_determined(odds: Odds) -> bool:
    """Whether nothing of a step is a matter of chance; its quantities are no decisions."""
    emissions = [one for outcome in odds.step.declared.outcomes for one in outcome.emissions]
    quantities = [one.quantity.tree for one in emissions if one.quantity is not None]
    return not may_differ(odds) and not any(map(draws, quantities))


@attrs.frozen
class Chance:
    """The chance of an occasion, and of what it is made: of its time and of its outcome there.

    `timely` is the share of times that break the rule with the story's outcome (of a rate the
    chance that something comes then), `outcome` the chance of that outcome (of a vote, of those
    that break the rule). `whole` is more than their product where other outcomes break it as well,
    or one of several occasions is enough; it is less where those have less chance at other times.
    """

    whole: float
    timely: float = 1.0
    outcome: float = 1.0


@attrs.frozen
class Trials:
    """A story, and what becomes of it with one occasion otherwise."""

    model: Model
    rule: str
    story: Broken

    def of_kept(self, decision: Decision) -> tuple[Chance, Came | None]:
        """The chance of a decision that matters, and how it came about."""
        telling = self._with(decision)
        self._breaks(telling)
        came = telling.came.get(decision.identity)
        if came is None:
            return Chance(1.0), None
        outcome = came.chances.get(came.outcome, 1.0)
        if self._is_vote(decision):
            whole, timely = self._totals(decision, came, telling.waits.get(decision.identity))
            outcome = whole / timely if timely else outcome
        else:
            made = attrs.evolve(decision, outcome=came.outcome)
            whole, timely = self._totals(made, came, telling.waits.get(decision.identity))
        if not timely:  # of several draws there is no one level at which the story's own stands
            whole, timely = max(whole, outcome / PARTS), 1 / PARTS
        return Chance(min(whole, 1.0), min(timely, 1.0), outcome), came

    def _totals(self, decision: Decision, came: Came, wait: Wait | None) -> tuple[float, float]:
        """The chance that a decision breaks the rule, and that its time does."""
        if self._is_rate(decision):
            line = self._seconds(decision, Probe.breakers)
            line.probe([float(came.second)])
            whole, timely = line.totals()
            return 1 - exp(-whole), 1 - exp(-timely)
        if not self._is_drawn(decision):
            probe = self._probe(decision)
            return probe.whole, probe.own
        line = self._levels(decision)
        line.probe([*middles(PARTS), *self._levels_beside(wait)])
        line.probe([] if wait is None else [wait.own])
        return line.totals()

    def of_quiet(self, name: bytes, step: str, parts: int = PARTS) -> Chance:
        """The chance that an occasion that is not kept does not keep the rule either.

        Whether its delay matters at all is tried in the middles of so many equally likely parts.
        """
        decision = Decision(name, step, outcome=0)
        if self._is_rate(decision):
            return Chance(exp(-self._seconds(decision, Probe.keepers).totals()[0]))
        if not self._is_drawn(decision):
            return Chance(self._probe(decision).whole)
        line = self._levels(decision)
        telling = self._with(decision)
        self._breaks(telling)
        beside = self._levels_beside(telling.waits.get(name))
        if all(one.whole == 1 for one in line.probe([*middles(parts), *beside])):
            return Chance(1.0)
        line.probe([*middles(PARTS), HINDMOST])
        return Chance(line.totals()[0])

    def _is_rate(self, decision: Decision) -> bool:
        return self.model.program.by_label[decision.step].intensity is not None

    def _is_vote(self, decision: Decision) -> bool:
        return bool(self.model.program.by_label[decision.step].declared.gate)

    def _is_drawn(self, decision: Decision) -> bool:
        return self.model.odds[self.model.program.by_label[decision.step].place].drawn

    def _levels(self, decision: Decision) -> Line:
        """All delays of an intention, by the share of those that are shorter."""
        return Line(lambda late: self._probe(attrs.evolve(decision, delay=late)), 1.0, LEAST_SHARE)

    def _seconds(self, decision: Decision, weighed: Callable[[Probe], Probe]) -> Line:
        """The seconds of the story, as those in which a rate may bring an occasion."""
        since = max(self.story.since, 1)

        def ask(second: float) -> Probe:
            return weighed(self._probe(attrs.evolve(decision, second=int(second))))

        line = Line(ask, float(since), 1.0)
        line.probe(one * since for one in middles(PARTS))
        line.probe(float(second) for second in self._beside() if 0 <= second <= since)
        return line

    def _beside(self) -> list[int]:
        """The seconds before and after events of the story: windows begin and end there."""
        times = sorted({event.time for event in self.story.events if event.time >= 0})
        return [time + by for time in times[-MOST_EVENTS:] for by in (-1, 1)]

    def _levels_beside(self, wait: Wait | None) -> list[float]:
        """The levels at which a delay ends then; a part of a second ends with the second."""
        levels = [] if wait is None else [wait.level(second - 0.5) for second in self._beside()]
        inside = [level for level in levels if 0 < level < 1]
        return [min(max(level, LEAST_SHARE), 1 - LEAST_SHARE) for level in inside]

    def _probe(self, decision: Decision) -> Probe:
        """What becomes of a decision as given, and of each other outcome that it may have."""
        breaks, came = self._run(decision)
        if came is None:
            return Probe(float(breaks), float(breaks), None)
        breaking, whole = set(), 0.0
        for place, chance in came.chances.items():
            if breaks if place == came.outcome else self._breaks_by(decision, place, chance):
                breaking.add(place)
                whole += chance
        whole = 1.0 if whole > SURE else whole
        same = decision.outcome in {None, came.outcome}  # else it has no chance at that time
        own = bool(breaking) if self._is_vote(decision) else same and breaks
        return Probe(whole, float(own), frozenset(breaking), came.pace)

    def _breaks_by(self, decision: Decision, place: int, chance: float) -> bool:
        """Whether another outcome of a decision breaks the rule, if it has a chance."""
        if chance < LEAST:
            return False
        if place == NOTHING and all(
            one.identity != decision.identity for one in self.story.case.decisions or ()
        ):
            return True  # nothing comes of it in the story either, where that has a chance
        return self._run(attrs.evolve(decision, outcome=place))[0]

    def _with(self, decision: Decision) -> Telling:
        """Who notes what happens in the story with a decision as given."""
        others = [
            one for one in self.story.case.decisions or () if one.identity != decision.identity
        ]
        case = attrs.evolve(self.story.case, decisions=(*others, decision))
        return Telling(self.model, case)

    def _run(self, decision: Decision) -> tuple[bool, Came | None]:
        """The story with a decision as given: whether it breaks the rule, how that came about."""
        telling = self._with(decision)
        return self._breaks(telling), telling.came.get(decision.identity)

    def _breaks(self, telling: Telling) -> bool:
        try:
            return bool(broken(self.model, [self.model.rules[self.rule]], telling.case, telling))
        except RunError:
            return False
