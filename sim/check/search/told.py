"""What was found, as a story: what happened, because of what, and which decisions matter.

Decisions matter in two ways: what came about and could not be left out, and what did not come
about, or not in time, or otherwise, and would have kept the rule.
"""

from collections.abc import Collection, Iterator
from itertools import count

import attrs

from sim.check.search.case import Case, Decision
from sim.check.search.chances import PARTS, SURE, Chance, Trials, is_determined, may_differ
from sim.check.search.choosing import NAME, Kept
from sim.check.search.model import Model, Models
from sim.check.search.trial import Broken, Noting, broken
from sim.check.search.waiting import Spent
from sim.check.watching import Rule
from sim.engine.identity import occurrence, seed_key
from sim.engine.program import StepCode

MOST_KEPT = 100
"""Decisions of a story whose chances are told: one that is made small has a tenth of it."""

MOST_QUIET = 400
"""Occasions that did not come about and are tried to; of more, the last."""

MOST_TRIED = 400
"""Delays at which all of those are tried together, beside what is found to matter."""

FEWEST = 4
"""Delays at which each is tried, however many there are."""


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

    `minimal` if nothing more could be left out of it, `sure` if nothing that could have come about
    by then is a matter of chance. Which decisions matter, and how likely they are, is not told
    (`weighed` is false) of a run that is as a seed drew it, or has too many decisions, or where
    there was no time.
    """

    rule: Rule
    broken: Broken
    decided: tuple[Decided, ...] = ()
    missing: tuple[Decided, ...] = ()
    minimal: bool = False
    weighed: bool = False
    sure: bool = False

    @property
    def with_everyone(self) -> bool:
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
    models: Models, rule: str, found: Broken, spent: Spent, *, minimal: bool
) -> Counterexample:
    """The story of a run that breaks a rule; its chances take many runs, and there may be no time.

    Once it is `spent` none of them is told.
    """
    model = models.of(found.case.changes) or models.own
    plain = Counterexample(model.rules[rule], found, minimal=minimal)
    decisions = found.case.decisions
    if decisions is None or len(decisions) > MOST_KEPT or spent():
        return plain
    noting = Noting(Kept(model, found.case))
    broken(model, [model.rules[rule]], found.case, noting)
    trials = Trials(model, rule, found)
    decided = []
    for one in _decided(trials, noting):
        if spent():
            return plain
        decided.append(one)
    missing = []
    for one in _missing(model, trials, noting):
        if spent():
            return plain
        missing += [one] if one.chance.whole < SURE else []
    return attrs.evolve(
        plain, decided=tuple(decided), missing=tuple(missing), weighed=True,
        sure=_is_sure(model, found, noting),
    )  # fmt: skip


def _decided(trials: Trials, noting: Noting) -> Iterator[Decided]:
    """What came about and could not be left out."""
    for decision in trials.story.case.decisions or ():
        chance, came = trials.of_kept(decision)
        second = None if came is None else came.second
        yield Decided(decision, noting.causes.get(decision.identity), second, chance)


def likelihood(models: Models, rule: str, found: Broken) -> float:
    """The chance of what came about in a run that was made small, each given the others."""
    trials = Trials(models.of(found.case.changes) or models.own, rule, found)
    product = 1.0
    for decision in (found.case.decisions or ())[:MOST_KEPT]:
        product *= trials.of_kept(decision)[0].whole
    return product


def _missing(model: Model, trials: Trials, noting: Noting) -> Iterator[Decided]:
    """What did not come about, and might have kept the rule; a rate, by one of its candidates."""
    case = trials.story.case
    kept = {one.identity for one in case.decisions or ()}
    quiet = [
        (name, step.label)
        for name, step in _in_time(model, trials.story, noting).items()
        if name not in kept and step.intensity is None and may_differ(model.odds[step.place])
    ][-MOST_QUIET:]
    parts = max(min(MOST_TRIED // max(len(quiet), 1), PARTS), FEWEST)
    rates = [(_candidate(case.seed, step.key, kept), step.label) for step in _rates(model, case)]
    for name, step in [*quiet, *rates]:
        chance = trials.of_quiet(name, step, parts)
        yield Decided(Decision(name, step), noting.causes.get(name), None, chance)


def _in_time(model: Model, story: Broken, noting: Noting) -> dict[bytes, StepCode]:
    """What was to be decided and can come by the end of a story; an intention takes a second."""
    at = {event.seq: event.time for event in story.events}
    found = {}
    for name, label in noting.steps.items():
        step, cause = model.program.by_label[label], noting.causes.get(name)
        waits = int(model.odds[step.place].delay is not None)
        if cause is None or at.get(cause, story.since + 1) + waits <= story.since:
            found[name] = step
    return found


def _is_sure(model: Model, story: Broken, noting: Noting) -> bool:
    """Whether nothing that could have come about in a story is a matter of chance."""
    steps = _in_time(model, story, noting).values()
    return not _rates(model, story.case) and all(
        is_determined(model.odds[one.place]) for one in steps
    )


def _rates(model: Model, case: Case) -> list[StepCode]:
    """The rates of all who have a part."""
    steps = model.program.steps
    return [one for one in steps if one.intensity is not None and one.actor not in case.without]


def _candidate(seed: int, step: bytes, kept: Collection[bytes]) -> bytes:
    """The first candidate of a rate that is not kept, in its lowest layer."""
    key = seed_key(seed)
    names = (occurrence(key, step, 0, number)[:NAME] for number in count())
    return next(name for name in names if name not in kept)
