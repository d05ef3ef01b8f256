"""What is likely of a step: when its intention falls due, and which outcome it draws.

The same declared quantities that `delays` and `outcome` draw from, read as distributions. A past
that is given asks for these: which intention a documented row fulfils, and how long one that has
kept silent may go on waiting.
"""

from collections.abc import Callable, Sequence
from math import inf

import attrs

from sim.chance import FAMILIES, Family
from sim.chance.distributions import Fixed
from sim.engine.delays import SCALED
from sim.engine.identity import DELAY, uniform
from sim.engine.program import StepCode
from sim.events import Event
from sim.language import tree as meant
from sim.language.linear import Sum, summed
from sim.scenario.model import Response, Step
from sim.situation import Ledger, Situation
from sim.situation.parts import FOREVER
from sim.situation.reading import Read, compiled

NEAREST_ONE = 1 - 2**-53
"""The largest number below one: what a uniform stays under."""


@attrs.frozen
class Term:
    """A distribution in a delay, how it is scaled, and the word that draws it."""

    scale: float
    family: Family
    word: int

    def at_most(self, x: float) -> float:
        """The probability that the scaled draw is at most x seconds."""
        if self.scale == 0:
            return 1.0 if x >= 0 else 0.0
        below = self.family.cdf(x / self.scale)
        return below if self.scale > 0 else 1.0 - below

    def value(self, u: float) -> float:
        """The scaled draw for a uniform, in seconds."""
        return self.scale * self.family.quantile(u)

    @property
    def width(self) -> float:
        """Its interquartile range, in seconds."""
        return abs(self.value(0.75) - self.value(0.25))

    def above(self, x: float, u: float) -> float | None:
        """The scaled draw for a uniform, given that it is above x; None where it cannot be."""
        if self.scale == 0:
            return 0.0 if x < 0 else None
        below = self.family.cdf(x / self.scale)
        if self.scale > 0:
            return self.value(min(below + u * (1.0 - below), NEAREST_ONE)) if below < 1 else None
        return self.value(u * below) if u * below > 0 else None


@attrs.frozen
class Falling:
    """A delay as a distribution, for one trigger: known seconds, draws, times to deadlines.

    Of several draws the widest keeps its distribution, while the others stand at a value: at their
    medians where a probability is asked for, at what they drew where a wait goes on. The sum of
    two distributions has no distribution function that could be written down.
    """

    offset: float
    terms: tuple[Term, ...]
    counted: tuple[tuple[float, int], ...]

    def known(self, falls_at: Sequence[int], since: int) -> float:
        """The seconds that are not drawn, by where deadlines stand; infinite if one is not set."""
        total = self.offset
        for scale, place in self.counted:
            if falls_at[place] >= FOREVER:
                return inf
            total += scale * (falls_at[place] - since)
        return total

    def between(self, first: int, until: int, since: int, floor: int, known: float) -> float:
        """The probability of falling due in [first, until), for a trigger at `since`.

        The instant is `since` plus the delay, rounded up to seconds, and at least `floor` + 1: what
        a deadline's move puts in the past falls due at once.
        """
        early = self._before(first, since, floor, known)
        return self._before(until, since, floor, known) - early

    def _before(self, second: int, since: int, floor: int, known: float) -> float:
        if floor + 1 >= second or known == inf:
            return 0.0
        rest = second - 1 - since - known
        widest = self._widest()
        for term in self.terms:
            if term is not widest:
                rest -= term.value(0.5)
        return widest.at_most(rest) if widest else float(rest >= 0)

    def above(self, least: float, known: float, digest: bytes) -> float | None:
        """Draw the seconds of the delay (without deadlines), given that it takes over `least`.

        None where that cannot be. `known` is what is not drawn.
        """
        widest = self._widest()
        if widest is None:
            return None
        total = 0.0
        for term in self.terms:
            if term is not widest:
                total += term.value(uniform(digest, term.word))
        drawn = widest.above(least - known - total, uniform(digest, widest.word))
        return None if drawn is None else self.offset + total + drawn

    def _widest(self) -> Term | None:
        if len(self.terms) < 2:  # noqa: PLR2004  nothing to choose from
            return self.terms[0] if self.terms else None
        return max(self.terms, key=lambda term: term.width)


Delay = Callable[[Situation, int, Event | None], Falling]
Chances = Callable[[Situation, int, Event | None], Sequence[float]]
"""(situation, now, triggering event) to the chance of each outcome."""


@attrs.frozen(eq=False)
class Odds:
    """A step's delay and outcomes, read as distributions; a delay of None is immediate.

    `fixed` is the delay where its arguments are known beforehand, the commonest case.
    """

    step: StepCode
    delay: Delay | None
    fixed: Falling | None
    chances: Chances
    sure: bool
    """Whether it emits whenever it falls due, and the same: nothing may stop or change it."""
    drawn: bool
    """Whether its delay is a matter of chance."""

    @classmethod
    def of(cls, step: StepCode, ledger: Ledger) -> "Odds":
        """Compile the odds of a step."""
        trigger = step.declared.trigger
        after = trigger.after if isinstance(trigger, Response) else None
        outcomes = step.declared.outcomes
        sure = len(outcomes) == 1 and outcomes[0].chance is None and not step.declared.gate
        sure = sure and not (step.guarded or step.ruled)
        delay = fixed = None
        drawn = after is not None and meant.draws(after.tree)
        if after is not None:
            parts = summed(after)
            delay = _delay(parts, ledger)
            fixed = delay(Situation(ledger), 0, None) if _is_constant(parts) else None
        return cls(step, delay, fixed, _chances(step.declared, ledger), sure, drawn)


def _is_constant(parts: Sum) -> bool:
    """Whether a delay reads nothing, and counts from no deadline."""
    trees = [parts.offset]
    for scale, draw in parts.draws:
        trees += [scale, *draw.arguments]
    return not parts.deadlines and all(isinstance(tree, meant.Constant) for tree in trees)


def _delay(parts: Sum, ledger: Ledger) -> Delay:
    offset = compiled(parts.offset, ledger)
    terms = [_term(scale, draw, ledger, DELAY + n) for n, (scale, draw) in enumerate(parts.draws)]
    counted = [
        (compiled(scale, ledger), ledger.deadline_place[name]) for scale, name in parts.deadlines
    ]

    def read(s: Situation, now: int, event: Event | None) -> Falling:
        return Falling(
            offset(s, now, event),
            tuple(term(s, now, event) for term in terms),
            tuple((scale(s, now, event), place) for scale, place in counted),
        )

    return read


def _term(
    scale: meant.Tree, draw: meant.Draw, ledger: Ledger, word: int
) -> Callable[[Situation, int, Event | None], Term]:
    family: Callable[..., Family] = FAMILIES[draw.family]
    read_scale = compiled(scale, ledger)
    reads = [compiled(argument, ledger) for argument in draw.arguments]

    def read(s: Situation, now: int, event: Event | None) -> Term:
        values = [argument(s, now, event) for argument in reads]
        if values[0] == 0 and draw.family in SCALED:
            return Term(0.0, Fixed(0.0), word)  # of nothing, as when it is drawn
        return Term(read_scale(s, now, event), family(*values), word)

    return read


def _chances(step: Step, ledger: Ledger) -> Chances:
    """The chance of each outcome; those of votes and readings, without formula, count as even."""
    count = len(step.outcomes)
    if step.gate:
        return lambda _s, _now, _event: [1 / count] * count
    reads: list[Read | None] = [
        None if outcome.chance is None else compiled(outcome.chance.tree, ledger)
        for outcome in step.outcomes
    ]

    def read(s: Situation, now: int, event: Event | None) -> list[float]:
        chances = [0.0 if chance is None else chance(s, now, event) for chance in reads]
        rest = 1.0
        for chance in chances:
            rest -= chance
        return [
            max(0.0, rest if read is None else chance)
            for read, chance in zip(reads, chances, strict=True)
        ]

    return read
