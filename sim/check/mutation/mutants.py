"""A scenario with one of its rules left out, for each rule: what is that rule good for?

A rule is what may say no: a procedure rule, a guard, the day before which a gate votes, the order
of sites, a firm deadline; and of a guard that joins conditions by `and`, each of them. Pure:
scenarios in, scenarios out; `comparing` runs them side by side.
"""

from collections.abc import Collection, Iterator, Mapping

import attrs

from sim.engine.trace import FALSE_GUARD, LAPSED, REFUSED, Note
from sim.language import Expression
from sim.language.conjuncts import conjoined, conjuncts
from sim.scenario.model import Scenario
from sim.scenario.whereabouts import Place, Whereabouts
from sim.situation import Requirement

BOTH = ("guard", "guard_due")
"""The guards of a step: asked when it is set going, and when its instant comes."""

DUE = ("guard_due",)
AT_ONCE = ("guard",)

Guards = Mapping[str, Mapping[str, Expression | None]]
"""For some steps, by label, what stands in place of their guards."""


@attrs.frozen
class Mutant:
    """A rule that is left out.

    `what` is the key under which it is written, `name` what it is about, `text` what it says.
    `requirements` are places in the scenario's procedure, `guards` what is left of the guards of
    steps: one key of a file may stand for several of either. `part` numbers a condition, from 1,
    of a guard that joins some; of the whole guard it is 0.
    """

    what: str
    name: str
    text: str
    source: str
    place: Place
    requirements: frozenset[int] = frozenset()
    guards: Guards = attrs.Factory(dict)
    part: int = 0

    @property
    def brought(self) -> bool:
        """Whether a behaviour or an instrument brings the rule, so that nobody wrote it here."""
        return self.place.path.partition(".")[0] in {"actors", "instruments"}

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario without the rule."""
        return without(scenario, self.requirements, self.guards)

    def said_no(self, scenario: Scenario, notes: Collection[Note]) -> bool:
        """Whether the rule may have stopped something in a run, by the notes of its trace.

        Where it did not, the run without the rule is the same run: until a rule says no, nothing
        tells a scenario that has it from one that has not. Of two rules that word a refusal alike
        both are taken to have made it.
        """
        if self.guards:
            return any(n.what in {FALSE_GUARD, LAPSED} and n.step in self.guards for n in notes)
        endings = tuple(f"({scenario.procedure[one].source})" for one in self.requirements)
        return any(note.what == REFUSED and note.why.endswith(endings) for note in notes)


def without(scenario: Scenario, requirements: Collection[int], guards: Guards) -> Scenario:
    """A scenario without some requirements, by place, and with other guards of some steps.

    Its digest stays: the variants are told apart by what is left out, and share every draw.
    """
    steps = tuple(
        attrs.evolve(
            step,
            guard=guards[step.label].get("guard", step.guard),
            guard_due=guards[step.label].get("guard_due", step.guard_due),
        )
        if step.label in guards
        else step
        for step in scenario.steps
    )
    kept = (rule for place, rule in enumerate(scenario.procedure) if place not in requirements)
    return attrs.evolve(scenario, steps=steps, procedure=tuple(kept))


def unruled(scenario: Scenario) -> Scenario:
    """The scenario, every step allowed whenever it is triggered and whatever it emits.

    Delays, chances, rates, limits, gates and cancelling stay.
    """
    every = range(len(scenario.procedure))
    return without(scenario, every, {step.label: dict.fromkeys(BOTH) for step in scenario.steps})


def mutants(scenario: Scenario, where: Whereabouts) -> list[Mutant]:
    """One for each rule that stands in the files or comes with a behaviour, as they are written."""
    found: dict[tuple[Place, int], Mutant] = {}
    for one in (*_of_procedure(scenario, where), *_of_guards(scenario, where)):
        first = found.setdefault((one.place, one.part), one)
        if first is not one:  # of a list, or of a site that is left in several ways
            found[one.place, one.part] = attrs.evolve(
                first,
                requirements=first.requirements | one.requirements,
                guards={**first.guards, **one.guards},
            )
    return [_named_for_all(one) for one in found.values()]


def _named_for_all(mutant: Mutant) -> Mutant:
    """A mutant of several requirements or guards is named for the first, and says so."""
    more = len(mutant.requirements) + len(mutant.guards) - 1
    return attrs.evolve(mutant, name=f"{mutant.name} and {more} more") if more else mutant


def _of_procedure(scenario: Scenario, where: Whereabouts) -> Iterator[Mutant]:
    for number, (rule, place) in enumerate(zip(scenario.procedure, where.procedure, strict=True)):
        name = str(rule.event)
        yield Mutant(_what(place), name, _said(rule), rule.source, place, frozenset({number}))


def _what(place: Place) -> str:
    """Under which key, or in what, a procedure rule is written."""
    table, _, key = place.path.partition(".")
    last = key.rpartition(".")[2]
    if table == "instruments":
        return "instrument"
    return last if last in {"firm", "opens_after"} else "procedure"


def _said(rule: Requirement) -> str:
    """What a procedure rule asks for."""
    needs = ", ".join(map(str, rule.needs))
    needs += " of the same subject" if needs and rule.same_subject else ""
    condition = rule.condition.text if rule.condition else ""
    return "; ".join(filter(None, [f"needs {needs}" if needs else "", condition]))


def _of_guards(scenario: Scenario, where: Whereabouts) -> Iterator[Mutant]:
    for step in scenario.steps:
        places = where.guards[step.label]
        for what, place in places.items():
            fields = DUE if what in {"if_due", "before"} else BOTH
            if what == "if" and "if_due" in places:
                fields = AT_ONCE
            guard = step.guard if "guard" in fields else step.guard_due
            for part, text, left in _parts(guard) if guard else ():
                guards = {step.label: dict.fromkeys(fields, left)}
                yield Mutant(what, step.label, text, "", place, guards=guards, part=part)


def _parts(guard: Expression) -> Iterator[tuple[int, str, Expression | None]]:
    """What of a guard can be left out: its number, what it says, and what is left of the guard."""
    yield 0, guard.text, None
    joined = conjuncts(guard)
    if len(joined) > 1:
        for number, one in enumerate(joined):
            left = conjoined([*joined[:number], *joined[number + 1 :]])
            yield number + 1, one.text, left
