"""What was found, as a story: what happened, because of what, and which decisions matter.

Decisions matter in two ways: what came about and could not be left out, and what did not come
about, or not in time, or otherwise, and would have kept the rule.
"""

from collections.abc import Collection
from itertools import count

import attrs

from sim.check.search.case import Decision
from sim.check.search.chances import SURE, Chance, Trials
from sim.check.search.choosing import NAME, Kept
from sim.check.search.model import Model, Models
from sim.check.search.trial import Broken, Noting, broken
from sim.check.watching import Rule
from sim.engine.identity import occurrence, seed_key

MOST_KEPT = 100
"""Decisions of a story whose chances are told: one that is made small has a tenth of it."""

MOST_QUIET = 400
"""Occasions that did not come about and are tried to; of more, the last."""


@attrs.frozen
class Decided:
    """A decision that matters: whose step, because of which event, when it came about, its chance.

    `second` is None for what did not come about.
    """

    decision: Decision
    cause: int | None
    second: int | None
    chance: Chance


@attrs.frozen
class Counterexample:
    """A run that breaks a rule, made small: what had to come about, and what had to be missing.

    `minimal` if nothing more could be left out of it. Neither is told (`weighed` is false) of a run
    that is as a seed drew it, or has too many decisions, or where there was no time.
    """

    rule: Rule
    broken: Broken
    decided: tuple[Decided, ...] = ()
    missing: tuple[Decided, ...] = ()
    minimal: bool = False
    weighed: bool = False

    @property
    def peopled(self) -> bool:
        """Whether every actor has a part in it: otherwise it is no run of the scenario."""
        return not self.broken.case.without

    @property
    def probability(self) -> float | None:
        """The chance of all decisions that matter, each given the others; None if not told."""
        if not self.weighed:
            return None
        product = 1.0
        for one in (*self.decided, *self.missing):
            product *= one.chance.whole
        return product


def told(
    models: Models, rule: str, found: Broken, *, minimal: bool, weighed: bool = True
) -> Counterexample:
    """The story of a run that breaks a rule; `weighed` with chances, which takes many runs."""
    model = models.of(found.case.changes) or models.own
    decisions = found.case.decisions
    if not weighed or decisions is None or len(decisions) > MOST_KEPT:
        return Counterexample(model.rules[rule], found, minimal=minimal)
    noting = Noting(Kept(model, found.case))
    broken(model, [model.rules[rule]], found.case, noting)
    trials = Trials(model, rule, found)
    decided = []
    for decision in decisions:
        chance, came = trials.of_kept(decision)
        second = None if came is None else came.second
        decided.append(Decided(decision, noting.causes.get(decision.identity), second, chance))
    missing = _missing(model, trials, noting)
    return Counterexample(
        model.rules[rule], found, tuple(decided), tuple(missing), minimal, weighed=True
    )


def likelihood(models: Models, rule: str, found: Broken) -> float:
    """The chance of what came about in a run that was made small, each given the others."""
    trials = Trials(models.of(found.case.changes) or models.own, rule, found)
    product = 1.0
    for decision in (found.case.decisions or ())[:MOST_KEPT]:
        product *= trials.of_kept(decision)[0].whole
    return product


def _missing(model: Model, trials: Trials, noting: Noting) -> list[Decided]:
    """What did not come about and would have kept the rule; a rate, by one of its candidates."""
    case = trials.story.case
    kept = {one.identity for one in case.decisions or ()}
    steps = model.program.by_label
    quiet = [
        (name, step)
        for name, step in noting.steps.items()
        if name not in kept and steps[step].intensity is None
    ][-MOST_QUIET:]
    quiet += [
        (_candidate(case.seed, step.key, kept), step.label)
        for step in model.program.steps
        if step.intensity is not None and step.actor not in case.without
    ]
    found = []
    for name, step in quiet:
        chance = trials.of_quiet(name, step)
        if chance.whole < SURE:
            found.append(Decided(Decision(name, step), noting.causes.get(name), None, chance))
    return found


def _candidate(seed: int, step: bytes, kept: Collection[bytes]) -> bytes:
    """The first candidate of a rate that is not kept, in the layer that any intensity reaches."""
    key = seed_key(seed)
    names = (occurrence(key, step, 0, number)[:NAME] for number in count())
    return next(name for name in names if name not in kept)
