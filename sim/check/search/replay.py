"""A stored case run again, in the scenario as it is now: fixed, still failing, or not to be run."""

from collections.abc import Iterator, Sequence
from enum import Enum

import attrs

from sim.check.search.case import Case
from sim.check.search.choosing import AsDrawn, Kept
from sim.check.search.model import Model, Models
from sim.check.search.rates import Rate, hold
from sim.check.search.reduce import irreducible
from sim.check.search.stored import Stored
from sim.check.search.told import Counterexample, told
from sim.check.search.trial import Noting, broken
from sim.check.search.waiting import Heard, Spent
from sim.errors import RunError, suggestion


class State(Enum):
    """What becomes of a case."""

    FIXED = "FIXED"
    FAILS = "STILL FAILS"
    STUCK = "CANNOT RUN"


@attrs.frozen
class Replayed:
    """A rule, what became of the case that broke it, why, and its story if it still fails."""

    rule: str
    state: State
    why: str
    story: Counterexample | None = None

    @property
    def fails(self) -> bool:
        """Whether it fails whoever asked: not a story that the scenario tolerates, or is none of.

        Of a rule that tolerates some runs one run tells nothing; without an actor it is no run.
        """
        if self.state is not State.FAILS or self.story is None:
            return self.state is State.FAILS
        check = self.story.rule.check
        return self.story.with_everyone and not (check is not None and check.tolerated)


def replayed(models: Models, stored: Stored, spent: Spent) -> Iterator[Replayed]:
    """Run each case again, and say what becomes of it; its chances are told while there is time."""
    for rule, case in stored.cases:
        model = models.of(case.changes)
        if model is None:
            names = ", ".join(sorted(case.changes))
            yield Replayed(rule, State.STUCK, f"the scenario does not take these values of {names}")
            continue
        why = _missing(model, rule, case)
        yield Replayed(rule, State.STUCK, why) if why else _again(models, model, rule, case, spent)


def _missing(model: Model, rule: str, case: Case) -> str:
    """What a case speaks of and the scenario no longer has, or nothing."""
    if rule not in model.rules:
        return f"the scenario has no rule '{rule}'{suggestion(rule, model.rules)}"
    scenario = model.program.scenario
    for role in sorted(case.without - set(scenario.roles)):
        return f"the scenario has no actor '{role}'{suggestion(role, scenario.roles)}"
    for one in case.decisions or ():
        if one.step not in model.program.by_label:
            hint = suggestion(one.step, model.program.by_label)
            return f"the scenario has no step '{one.step}'{hint}"
    return ""


def _again(models: Models, model: Model, rule: str, case: Case, spent: Spent) -> Replayed:
    noting = Noting(AsDrawn(case) if case.decisions is None else Kept(model, case))
    try:
        found = broken(model, [model.rules[rule]], case, noting).get(rule)
    except RunError as error:
        return Replayed(rule, State.STUCK, str(error))
    if found is not None:
        story = told(models, rule, found, spent, minimal=irreducible(models, rule, found))
        return Replayed(rule, State.FAILS, "the same decisions break it", story)
    if case.decisions is None:
        return Replayed(rule, State.FIXED, "the run of its seed keeps it now")
    wanted = {one.identity for one in case.decisions}
    came = len(wanted & noting.steps.keys())
    return Replayed(rule, State.FIXED, f"{came} of its {len(wanted)} decisions came up; it is kept")


def confirmed(
    models: Models, found: Sequence[Replayed], seeds: range, heard: Heard, spent: Spent
) -> list[Replayed]:
    """Hold the rules of cases that are kept now against the runs of some seeds.

    A change may keep one story and not the rule: a number that is another moves dates, and what
    came too soon comes in time. Fixed stays what no more of these runs break than it tolerates.
    """
    names = {one.rule for one in found if one.state is State.FIXED}
    rates = {name: Rate(models.own.rules[name]) for name in sorted(names)}
    if rates and seeds:
        hold(models.own.program, list(rates.values()), seeds, heard, spent)
    return [_confirmed(one, rates[one.rule]) if one.rule in rates else one for one in found]


def _confirmed(one: Replayed, rate: Rate) -> Replayed:
    if not rate.runs:
        return attrs.evolve(one, why=f"{one.why}; no other run was looked at")
    if rate.violations and not rate.within:
        why = f"its story keeps it, and {rate.violations:,} of {rate.runs:,} runs break the rule"
        return attrs.evolve(one, state=State.FAILS, why=why)
    kept = f"{rate.runs - rate.violations:,} of {rate.runs:,} runs"
    return attrs.evolve(one, why=f"{one.why}, also by {kept}")
