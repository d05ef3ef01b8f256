"""How likely a story is where it might have gone otherwise: each occasion of it drawn anew.

The chance of an occasion is the chance that the rule is broken all the same when it alone is drawn
anew, all else as in the story: its time by probes along all times that it may have, outcomes by
their chances there and then, votes by so many recounts. Of a rate it is asked whether something
comes at all where in the story's time it breaks the rule, or nothing where it would keep it.
"""

from collections.abc import Callable, Mapping

import attrs

from sim.chance.mathematics import exp
from sim.check.search.case import Case, Decision
from sim.check.search.choosing import (
    HINDMOST,
    LEAST,
    NAME,
    RECOUNTS,
    Kept,
    falling,
    ladder,
    taken,
)  # fmt: skip
from sim.check.search.model import Model
from sim.check.search.probing import Line, Probe, middles
from sim.check.search.trial import Broken, Noting, broken
from sim.engine.identity import uniform
from sim.engine.intention import Occasion
from sim.engine.odds import Odds
from sim.engine.program import StepCode
from sim.errors import RunError
from sim.events import Event
from sim.language import Expression
from sim.language.tree import Draw, Tree, operands
from sim.scenario.model import Rate, Response
from sim.situation import Situation

PARTS = 16
"""Equal parts of a line of times; each is probed in its middle."""

MOST_EVENTS = 20
"""Events of a story next to which a rate is probed: the last, where a rule is decided."""

LEAST_SHARE = 2.0**-20
"""A share of delays below this is not told from none."""

NOTHING = -1
"""The place of an outcome of which nothing comes."""

SURE = 1 - 1e-9
"""A chance from here on is one."""


def is_drawn(odds: Odds) -> bool:
    """Whether the time of an intention is a matter of chance."""
    trigger = odds.step.declared.trigger
    return isinstance(trigger, Response) and _draws(trigger.after)


def may_differ(odds: Odds) -> bool:
    """Whether a decision can have a step come at another time, or otherwise."""
    step = odds.step.declared
    chances = any(outcome.chance is not None for outcome in step.outcomes)
    return isinstance(step.trigger, Rate) or is_drawn(odds) or bool(step.gate) or chances


def is_sure(odds: Odds) -> bool:
    """Whether nothing of a step is a matter of chance; its quantities are no decisions."""
    emissions = [one for outcome in odds.step.declared.outcomes for one in outcome.emissions]
    return not may_differ(odds) and not any(_draws(one.quantity) for one in emissions)


def _draws(value: Expression | None) -> bool:
    """Whether a distribution is drawn from that has more than one value."""

    def found(tree: Tree) -> bool:
        drawn = isinstance(tree, Draw) and tree.family != "fixed"
        return drawn or any(map(found, operands(tree)))

    return value is not None and found(value.tree)


@attrs.frozen
class Came:
    """How an occasion came about: when, which outcome of which chances, at which intensity."""

    second: int
    outcome: int
    chances: Mapping[int, float]
    pace: float


class Telling(Noting):
    """Notes of some occasions how they came about."""

    def __init__(self, model: Model, case: Case) -> None:
        kept = Kept(model, case)
        super().__init__(kept)
        self.model = model
        self.case = case
        self.made = kept.kept
        self.came: dict[bytes, Came] = {}
        self.late: dict[bytes, float] = {}
        """How late each intention comes, from 0 to 1, where one draw alone decides that."""

    def delay(
        self, step: StepCode, cause: Event, digest: bytes, situation: Situation
    ) -> bytes | None:
        """Note how late an intention comes."""
        chosen = super().delay(step, cause, digest, situation)
        waits = falling(self.model.odds[step.place], situation, cause)
        if chosen is not None and waits is not None and len(waits.terms) == 1:
            level = uniform(chosen, waits.terms[0].word)
            self.late[digest[:NAME]] = level if waits.terms[0].scale > 0 else 1 - level
        return chosen

    def outcome(self, occasion: Occasion, situation: Situation) -> bytes | None:
        """Note what comes of an occasion."""
        chosen = super().outcome(occasion, situation)
        step = occasion.step
        pace = step.intensity(situation, occasion.due, None) if step.intensity else 0.0
        place, chances = self._drawn(self.model.odds[step.place], occasion, situation, chosen)
        self.came[occasion.digest[:NAME]] = Came(occasion.due, place, chances, pace)
        return chosen

    def _drawn(
        self, odds: Odds, occasion: Occasion, situation: Situation, chosen: bytes | None
    ) -> tuple[int, Mapping[int, float]]:
        """Which outcome is drawn, and what chance each had; of a vote, each recount the same."""
        if odds.step.declared.gate:
            made = self.made.get(occasion.digest[:NAME])
            recount = 0 if made is None else max(made.outcome or 0, 0)
            return recount, dict.fromkeys(range(RECOUNTS), 1 / RECOUNTS)
        rungs = ladder(odds, occasion, situation)
        place = NOTHING if chosen is None else taken(odds, occasion, situation, chosen)
        return place, {one: high - low for one, (low, high) in rungs.items()}


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
            whole, timely = self._totals(decision, came, telling.late.get(decision.identity))
            outcome = whole / timely if timely else outcome
        else:
            made = attrs.evolve(decision, outcome=came.outcome)
            whole, timely = self._totals(made, came, telling.late.get(decision.identity))
        if not timely:  # of several draws there is no one level at which the story's own stands
            whole, timely = max(whole, outcome / PARTS), 1 / PARTS
        return Chance(min(whole, 1.0), min(timely, 1.0), outcome), came

    def _totals(self, decision: Decision, came: Came, own: float | None) -> tuple[float, float]:
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
        line.probe([*middles(PARTS), *([] if own is None else [own])])
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
        if all(one.whole == 1 for one in line.probe(middles(parts))):
            return Chance(1.0)
        line.probe([*middles(PARTS), HINDMOST])
        return Chance(line.totals()[0])

    def _is_rate(self, decision: Decision) -> bool:
        return self.model.program.by_label[decision.step].intensity is not None

    def _is_vote(self, decision: Decision) -> bool:
        return bool(self.model.program.by_label[decision.step].declared.gate)

    def _is_drawn(self, decision: Decision) -> bool:
        return is_drawn(self.model.odds[self.model.program.by_label[decision.step].place])

    def _levels(self, decision: Decision) -> Line:
        """All delays of an intention, by the share of those that are shorter."""
        return Line(lambda late: self._probe(attrs.evolve(decision, delay=late)), 1.0, LEAST_SHARE)

    def _seconds(self, decision: Decision, weighed: Callable[[Probe], Probe]) -> Line:
        """The seconds of the story, as those in which a rate may bring an occasion.

        Windows begin and end at events: probed are the seconds before and after these as well.
        """
        since = max(self.story.since, 1)

        def ask(second: float) -> Probe:
            return weighed(self._probe(attrs.evolve(decision, second=int(second))))

        line = Line(ask, float(since), 1.0)
        times = sorted({event.time for event in self.story.events if event.time >= 0})
        beside = [float(time + by) for time in times[-MOST_EVENTS:] for by in (-1, 1)]
        line.probe(one * since for one in middles(PARTS))
        line.probe(second for second in beside if 0 <= second <= since)
        return line

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
