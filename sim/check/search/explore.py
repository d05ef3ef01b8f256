"""Other decisions, actors and parameters, drawn by Hypothesis: runs that the model seldom makes.

A run is drawn as so many yes and no: which seed, which parameters (as their priors have them),
which actors are left out; then at each occasion whether it is as the seed draws it, else how late
it comes, and which outcome it has, each outcome as likely as another. It stops once all rules are
broken; what is drawn never depends on what was found before, so that Hypothesis can learn what it
has drawn. Making a run small is `reduce`'s.

Only yes and no are drawn: for anything else Hypothesis would read the sources of whatever program
it runs in, and leave a folder in the working directory. Every setting is set here, so that neither
a profile nor a variable of the environment changes what is drawn.
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import TypeVar

import attrs
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from sim.check.search.case import Case, Decision
from sim.check.search.choosing import NAME, AsDrawn, delayed, outcome_digest, possible
from sim.check.search.model import Model, Models
from sim.check.search.trial import Broken, Noting, broken
from sim.check.search.waiting import Heard, Spent
from sim.check.watching import Rule
from sim.engine.intention import Occasion
from sim.engine.program import StepCode
from sim.errors import RunError
from sim.events import Event
from sim.scenario import Scenario
from sim.scenario.prior import stratified
from sim.situation import Situation

SEEDS = 16
"""Seeds that runs are drawn from."""

PRIORS = 7
"""Ways in which all parameters are drawn from their priors at once."""

FEW = 4
"""Runs that break a rule, with every actor, after which no more are drawn for it."""

MOST_DRAWN = 400
"""Decisions of one run that are drawn; later ones are as the seed draws them."""

PASSED = 3
"""Decisions that are as the seed draws them after one that is: fewer draws, and likelier runs."""

LEVELS = 8
"""How late an intention may be drawn to come: one of so many equally likely parts."""

T = TypeVar("T")


class _EnoughError(BaseException):
    """No more is to be drawn. Hypothesis lets it pass, as it lets an interrupt pass."""


class Coins:
    """Yes and no from Hypothesis.

    SimPy makes an exception that leaves a process anew, and Hypothesis's own does not survive that:
    the first is kept, nothing more is drawn, and whoever started the run raises it again.
    """

    def __init__(self, data: st.DataObject) -> None:
        self._data = data
        self.raised: BaseException | None = None

    def yes(self) -> bool:
        """Draw one."""
        if self.raised is not None:
            raise self.raised
        try:
            return self._data.draw(st.booleans())
        except BaseException as error:
            self.raised = error
            raise

    def one_of(self, some: Sequence[T]) -> T:
        """One of several, the first of which is the simplest."""
        place, size = 0, 1
        while size < len(some):
            place, size = 2 * place + self.yes(), 2 * size
        return some[place % len(some)]


class Drawing(AsDrawn):
    """Lets Hypothesis decide; `made` is what it decided, `left_out` what was to have no part."""

    def __init__(self, model: Model, coins: Coins, case: Case) -> None:
        super().__init__(case)
        self.model = model
        self.coins = coins
        self.made: dict[bytes, Decision] = {}
        self.left_out: set[bytes] = set()
        self._left = MOST_DRAWN
        self._passed = 0

    def _otherwise(self) -> bool:
        """Whether something is to be otherwise than the seed draws it; a no goes for some more."""
        if self._passed:
            self._passed -= 1
            return False
        self._left -= 1
        if self._left < 0:
            return False
        otherwise = self.coins.yes()
        self._passed = 0 if otherwise else PASSED
        return otherwise

    def delay(
        self, step: StepCode, cause: Event, digest: bytes, situation: Situation
    ) -> bytes | None:
        """As drawn, or so late."""
        if step.actor in self.case.without:
            return None
        odds = self.model.odds[step.place]
        if not odds.drawn or not self._otherwise():
            return digest
        late = (self.coins.one_of(range(LEVELS)) + 0.5) / LEVELS
        self.made[digest[:NAME]] = Decision(digest[:NAME], step.label, delay=late)
        return delayed(odds, cause, digest, situation, late)

    def outcome(self, occasion: Occasion, situation: Situation) -> bytes | None:
        """As drawn, or another that has a chance; of a vote, another count; of a rate, or none."""
        step, name = occasion.step, occasion.digest[:NAME]
        if step.actor in self.case.without:
            return None
        if step.intensity is not None and self._otherwise():
            self.left_out.add(name)
            return None
        odds = self.model.odds[step.place]
        if odds.sure or not self._otherwise():
            return occasion.digest
        place = self.coins.one_of(possible(odds, occasion, situation))
        made = self.made.get(name, Decision(name, step.label))
        self.made[name] = attrs.evolve(made, outcome=place)
        return outcome_digest(odds, occasion, situation, place)


class Explorer:
    """Draws runs until each of some rules was broken by a few, or so many were drawn."""

    def __init__(self, models: Models, some: Sequence[Rule]) -> None:
        self.models = models
        self.names = [rule.name for rule in some]
        self.found: dict[str, list[Broken]] = {name: [] for name in self.names}
        self.runs = 0
        scenario = models.own.program.scenario
        self._roles = sorted(scenario.roles)
        self._parameters = drawn_parameters(scenario)

    def explore(self, seed: int, most: int, heard: Heard, spent: Spent) -> None:
        """Draw at most so many runs; `heard` hears of each."""

        @seeded(seed)
        @settings(
            max_examples=most,
            database=None,
            deadline=None,
            derandomize=False,
            print_blob=False,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
            backend="hypothesis",
        )
        @given(st.data())
        def draw(data: st.DataObject) -> None:
            self._draw(Coins(data), seed)
            _unhook()
            self.runs += 1
            heard(1)
            if spent() or all(self._enough(some) for some in self.found.values()):
                raise _EnoughError

        if self.names and not spent():
            with suppress(_EnoughError):
                draw()

    @staticmethod
    def _enough(some: Sequence[Broken]) -> bool:
        """Whether a rule was broken by a few runs in which every actor has a part."""
        return sum(not one.case.without for one in some) >= FEW

    def _draw(self, coins: Coins, seed: int) -> None:
        """One run, until all rules are broken."""
        first = (seed + coins.one_of(range(SEEDS))) % 2**64
        changes = coins.one_of(self._parameters) if self._parameters and coins.yes() else {}
        without = frozenset({coins.one_of(self._roles)} if self._roles and coins.yes() else ())
        case = Case(first, changes, without)
        model = self.models.of(changes)
        if model is None:
            return
        drawing = Drawing(model, coins, case)
        rules = [model.rules[name] for name in self.names if name in model.rules]
        try:
            found = broken(model, rules, case, Noting(drawing))
        except RunError:
            found = {}
        finally:
            if coins.raised is not None:
                raise coins.raised from None
        for name, one in found.items():
            decisions = tuple(
                drawing.made.get(decision.identity, decision)
                for decision in one.decisions
                if decision.identity not in drawing.left_out
            )
            self.found[name].append(attrs.evolve(one, decisions=decisions))


def _unhook() -> None:
    """Take away what Hypothesis hangs on the garbage collector: Ctrl-C is lost when met there."""
    gc.callbacks[:] = [one for one in gc.callbacks if "hypothesis" not in one.__module__]


def drawn_parameters(scenario: Scenario) -> list[Mapping[str, str]]:
    """All parameters that have a prior, drawn from it; each prior is covered evenly."""
    names = [name for name, one in scenario.parameters.items() if one.prior and not one.changed]
    orders = [[place for _, place in sorted(_shuffled(name))] for name in names]
    return [*stratified(scenario, names, PRIORS, orders)] if names else []


def _shuffled(name: str) -> Iterator[tuple[bytes, int]]:
    """The numbers of the draws, each with what it is sorted by: an order for each parameter."""
    for place in range(PRIORS):
        yield blake2b(f"{name}\x1f{place}".encode()).digest(), place
