"""The search in its order: many seeds, other decisions, and the shortest story of each rule.

What was found stands in the search from the moment it is found, so that it can be told whenever
whoever waits has had enough.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from sim.check.record import Documented, documented
from sim.check.search.case import Case
from sim.check.search.explore import Explorer
from sim.check.search.model import Models
from sim.check.search.rates import Rate, hold
from sim.check.search.reduce import Reducer
from sim.check.search.told import Counterexample, likelihood, told
from sim.check.search.trial import Broken, tried
from sim.check.search.waiting import Heard, Spent
from sim.check.watching import Rule, rules
from sim.engine import Program
from sim.scenario import Scenario

STARTS = 8
"""Runs that break a rule and are made small: the smallest that comes of them is told."""

MOST_DRAWN = 300
"""Runs that are drawn for the rules that no seed breaks."""

MOST_RUNS = 1_000
"""Runs that are made to make those of one rule small, before no further one is begun."""


class Search:
    """A scenario, the rules that it is held against, and what was found so far.

    `again` reads the scenario with some parameters given other values. With `only` some rules are
    looked at, by name.
    """

    def __init__(
        self,
        scenario: Scenario,
        again: Callable[[Mapping[str, str]], Scenario],
        only: Collection[str] = (),
    ) -> None:
        self.program = Program(scenario)
        every = rules(self.program)
        self.names = [rule.name for rule in every]
        self.rules = [rule for rule in every if not only or rule.name in only]
        self.rates = [Rate(rule) for rule in self.rules]
        self.models = Models(scenario, again)
        self.record: list[Documented] = []
        """The record under the same rules, as far as there was time."""
        self.explored = 0
        """Runs that were drawn for the rules that no seed breaks."""
        self.starts: dict[str, list[Broken]] = {}
        """Runs so drawn that break a rule."""
        self.broken: dict[str, Broken] = {}
        """The smallest run known that breaks each rule."""
        self.told: dict[str, Counterexample] = {}
        """The story of that run, with chances."""
        self.minimal: set[str] = set()
        """The rules of which nothing more can be left out of that run."""

    @property
    def runs(self) -> int:
        """How many runs told the shares."""
        return max((rate.runs for rate in self.rates), default=0)

    def look_back(self, spent: Spent) -> None:
        """Hold the record against the rules."""
        for one in documented(self.program, self.rules):
            self.record.append(one)
            if spent():
                break

    def hold(self, seeds: range, heard: Heard, spent: Spent) -> None:
        """Hold the runs of some seeds against the rules."""
        hold(self.program, self.rates, seeds, heard, spent)

    def unbroken(self) -> list[Rule]:
        """The rules that no run breaks so far, but that one might.

        No step gets round the procedure; only what the scenario gives from outside may break it.
        """
        given = self.program.scenario.given
        return [
            rate.rule
            for rate in self.rates
            if not rate.violations and (rate.rule.requirement is None or rate.rule.concerns(given))
        ]

    def explore(self, seed: int, heard: Heard, spent: Spent) -> None:
        """Draw other decisions, actors and parameters for the rules that no seed breaks."""
        explorer = Explorer(self.models, self.unbroken())
        self.starts = explorer.found

        def one_more(count: int) -> None:
            self.explored += count
            heard(count)

        explorer.explore(seed, MOST_DRAWN, one_more, spent)

    def to_reduce(self) -> list[str]:
        """The rules that are known to be broken."""
        return [
            rate.rule.name
            for rate in self.rates
            if rate.violations or self.starts.get(rate.rule.name)
        ]

    def failed(self, stories: Iterable[Counterexample]) -> list[str]:
        """The rules of stories that fail: broken more often than tolerated, with every actor there.

        That a rule is broken without somebody tells what he is good for, and of no run to be had.
        """
        within = {rate.rule.name for rate in self.rates if rate.within}
        told = [story.rule.name for story in stories if story.with_everyone]
        return [name for name in told if name not in within]

    def reduce(self, heard: Heard, spent: Spent) -> None:
        """Make the runs that break each rule small; `heard` hears of each rule."""
        shortest = {rate.rule.name: rate.shortest for rate in self.rates}
        for rule in self.to_reduce():
            cases = [Case(seed) for _, seed in shortest[rule][:STARTS]]
            drawn = sorted(self.starts.get(rule, ()), key=lambda one: one.size)[:STARTS]
            self._reduce(rule, [*(tried(self.models, rule, case) for case in cases), *drawn], spent)
            heard(1)

    def _reduce(self, rule: str, starts: Iterable[Broken | None], spent: Spent) -> None:
        reducer = Reducer(self.models, rule, spent)
        for found in starts:
            if found is None or (spent() and rule in self.broken):
                continue
            self._keep(rule, found, minimal=False)
            self._keep(rule, reducer.reduced(found), minimal=not reducer.cut)
            if reducer.runs > MOST_RUNS:
                break

    def _keep(self, rule: str, found: Broken, *, minimal: bool) -> None:
        """Remember a run that breaks a rule, if it is the best so far."""
        best = self.broken.get(rule)
        if best is None or self._is_better(rule, found, best, minimal=minimal):
            self.broken[rule] = found
            self.minimal.discard(rule)
            if minimal:
                self.minimal.add(rule)

    def _is_better(self, rule: str, found: Broken, best: Broken, *, minimal: bool) -> bool:
        """Whether a run is smaller than the best; of two as small the likelier is better."""
        if found.size != best.size:
            return found.size < best.size
        if not (minimal and rule in self.minimal):
            return minimal
        if found.case == best.case:
            return False
        return likelihood(self.models, rule, found) > likelihood(self.models, rule, best)

    def tell(self, heard: Heard, spent: Spent) -> None:
        """Tell the story of each rule that is broken, with its chances; `heard` hears of each."""
        for name in self.to_reduce():
            if spent():
                break
            self.told[name] = self._told(name, spent)
            heard(1)

    def stories(self) -> list[Counterexample]:
        """The story of each rule that is broken, in their order; without chances if need be."""
        return [self.told.get(name) or self._told(name, lambda: True) for name in self.to_reduce()]

    def _told(self, rule: str, spent: Spent) -> Counterexample:
        found = self.broken.get(rule) or self._first(rule)
        return told(self.models, rule, found, spent, minimal=rule in self.minimal)

    def _first(self, rule: str) -> Broken:
        """The shortest run that is known to break a rule, as it was found."""
        seeds = next(rate.shortest for rate in self.rates if rate.rule.name == rule)
        first = tried(self.models, rule, Case(seeds[0][1])) if seeds else None
        return first or min(self.starts[rule], key=lambda one: one.size)
