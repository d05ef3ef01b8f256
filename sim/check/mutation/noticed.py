"""What the mutants of a scenario show: rules that nothing notices, checks that nothing breaks.

A rule is dead if no run differs without it. A check is dead if no run violates it, whichever rule
is left out, nor if all are. Both are said of the runs that were made, and of no others.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from sim.check.mutation.comparing import Seen
from sim.check.mutation.mutants import Mutant
from sim.scenario.model import Check
from sim.scenario.whereabouts import Place


@attrs.frozen
class Fate:
    """What becomes of a scenario without a rule, over some runs.

    `changed` is how many differ, of which `stopped` cannot go on; `noticed_by` the checks that
    more of them violate than of the scenario's own.
    """

    mutant: Mutant
    runs: int
    changed: int
    stopped: int
    noticed_by: tuple[str, ...]

    @property
    def dead(self) -> bool:
        """Whether no run notices that the rule is gone."""
        return not self.changed


@attrs.frozen
class Bite:
    """What a check detects: the runs that violate it as things are, and the rules that it guards.

    `unruled` is how many runs without any rule violate it. `breaking` are the mutants of which some
    run violates it that does not otherwise; `alone` those that no other check notices.
    """

    check: Check
    place: Place
    violations: int
    unruled: int
    breaking: tuple[Mutant, ...]
    alone: tuple[Mutant, ...]

    @property
    def dead(self) -> bool:
        """Whether nothing that was tried breaks it."""
        return not self.violations and not self.unruled and not self.breaking


@attrs.frozen
class Mutation:
    """The fates of all rules and the bite of all checks, over so many runs."""

    runs: int
    fates: tuple[Fate, ...]
    bites: tuple[Bite, ...]

    @property
    def rules(self) -> list[Fate]:
        """Whole rules, and not the conditions that a guard joins."""
        return [one for one in self.fates if not one.mutant.part]

    @property
    def dead_rules(self) -> list[Fate]:
        """Dead rules that somebody wrote."""
        return [one for one in self.rules if one.dead and not one.mutant.brought]

    @property
    def dead_brought(self) -> list[Fate]:
        """Dead rules that behaviours and instruments bring: in another scenario they may matter."""
        return [one for one in self.rules if one.dead and one.mutant.brought]

    @property
    def dead_checks(self) -> list[Bite]:
        """Checks that nothing breaks."""
        return [one for one in self.bites if one.dead]

    @property
    def dead(self) -> bool:
        """Whether there is a rule or a check that somebody wrote for nothing."""
        return bool(self.dead_rules or self.dead_checks)

    @property
    def dead_parts(self) -> list[Fate]:
        """Dead conditions of guards that are not dead as a whole."""
        dead = {one.mutant.place for one in self.rules if one.dead}
        return [
            one for one in self.fates
            if one.mutant.part and one.dead and one.mutant.place not in dead
        ]  # fmt: skip


def mutation(
    mutants: Sequence[Mutant], checks: Sequence[tuple[Check, Place]], found: Iterable[Seen]
) -> Mutation:
    """Put together what seeds showed, in whatever order they come."""
    runs = 0
    own: Counter[int] = Counter()
    bare: Counter[int] = Counter()
    changed: Counter[int] = Counter()
    stopped: Counter[int] = Counter()
    more: Counter[tuple[int, int]] = Counter()
    newly: set[tuple[int, int]] = set()
    for one in found:
        runs += 1
        own.update(one.broken)
        bare.update(one.unruled)
        for place, broken in one.changed.items():
            changed[place] += 1
            if broken is None:
                stopped[place] += 1
                continue
            more.update((place, check) for check in broken - one.broken)
            newly.update((place, check) for check in broken - one.broken)
            more.subtract((place, check) for check in one.broken - broken)
    rules = [place for place, mutant in enumerate(mutants) if not mutant.part]
    noticing = [
        [check for check in range(len(checks)) if more[place, check] > 0]
        for place in range(len(mutants))
    ]
    fates = [
        Fate(mutant, runs, changed[place], stopped[place],
             tuple(checks[check][0].name for check in noticing[place]))
        for place, mutant in enumerate(mutants)
    ]  # fmt: skip
    bites = [
        Bite(check, where, own[number], bare[number],
             tuple(mutants[place] for place in rules if (place, number) in newly),
             tuple(mutants[place] for place in rules if noticing[place] == [number]))
        for number, (check, where) in enumerate(checks)
    ]  # fmt: skip
    return Mutation(runs, tuple(fates), tuple(bites))
