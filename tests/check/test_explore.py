"""Runs that Hypothesis draws: found, the same each time, and without a trace on the disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.check.search.explore import Coins, Explorer, drawn_parameters
from sim.check.search.trial import tried
from tests.check.small import (
    ADOPTED,
    PLANTED,
    SIGNED,
    again,
    answered,
    models,
    never,
    planted,
    searched,
    unheard,
)  # fmt: skip
from tests.laws.logs import ROOT, written


def explored(seed: int, most: int = 400, *names: str) -> Explorer:
    """What is drawn for the rules of the planted bug."""
    search = planted(*names)
    explorer = Explorer(search.models, search.rules)
    explorer.explore(seed, most, unheard, never)
    return explorer


def test_two_rules_give_two_counterexamples() -> None:
    """Each run that is kept for a rule breaks that rule, and is made small as such."""
    search = planted()
    search.explore(1, unheard, never)
    search.reduce(unheard, never)
    search.tell(unheard, never)
    stories = {story.rule.name: story for story in search.stories()}

    assert list(stories) == [SIGNED, ADOPTED]
    assert stories[SIGNED].broken.events[-1].kind == "agreement_signed"
    assert stories[ADOPTED].broken.events[-1].kind == "resolution_adopted"
    for name, story in stories.items():
        assert tried(search.models, name, story.broken.case) is not None


def test_a_drawn_run_can_be_made_again() -> None:
    """All that Hypothesis decided stands in the case."""
    explorer = explored(1)

    for name, some in explorer.found.items():
        assert some
        for found in some:
            case = found.case
            kept = type(case)(case.seed, case.changes, case.without, found.decisions)
            repeated = tried(explorer.models, name, kept)
            assert repeated is not None
            assert repeated.events == found.events


def test_the_same_seed_draws_the_same() -> None:
    """And another seed draws otherwise."""
    first, second, other = explored(1, 60), explored(1, 60), explored(2, 60)

    assert first.found == second.found
    assert first.runs == second.runs
    assert first.found != other.found


ASSUMED = answered("10 d", "fixed(value = 5 d)", 'emits = "rain"')


def test_what_only_an_absent_actor_brings_about_is_found() -> None:
    """No seed breaks the rule, since the answer is sure; without who answers it is broken."""
    found = models(ASSUMED)
    explorer = Explorer(found, list(found.own.rules.values()))
    explorer.explore(1, 100, unheard, never)

    assert {one.case.without for one in explorer.found["answered"]} == {frozenset({"guest"})}


SLOW = (
    ASSUMED.replace("fixed(value = 5 d)", "fixed(value = wait)")
    + """
    [parameters.wait]
    value = "5 d"
    prior = "uniform(low = 5 d, high = 20 d)"
    source = "made up"
"""
)


def test_what_only_another_parameter_brings_about_is_found() -> None:
    """A value within the prior is taken, and said to be assumed."""
    found = models(SLOW)
    explorer = Explorer(found, list(found.own.rules.values()))
    explorer.explore(1, 200, unheard, never)
    changed = [one.case.changes for one in explorer.found["answered"] if not one.case.without]

    assert changed
    assert all(float(one["wait"].split()[0]) > 10 * 86_400 for one in changed)


def test_parameters_cover_their_priors_evenly() -> None:
    """Seven draws, one in each seventh; what was set by hand, or has no prior, keeps its value."""
    values = [float(one["wait"].split()[0]) for one in drawn_parameters(written(SLOW))]
    days = sorted(round((value / 86_400 - 5) / 15 * 7 - 0.5, 6) for value in values)

    assert days == [0, 1, 2, 3, 4, 5, 6]
    assert drawn_parameters(again(SLOW)({"wait": "6 d"})) == []


class _Data:
    """Stands for Hypothesis: draws once, then has no more to give, in its own words."""

    def __init__(self) -> None:
        self.left = 1

    def draw(self, _: object) -> bool:
        if not self.left:
            raise LookupError("no more")
        self.left -= 1
        return True


def test_what_hypothesis_raises_is_kept_and_raised_again() -> None:
    """Whatever SimPy makes of it: nothing more is drawn, and the original is at hand."""
    coins = Coins(_Data())  # type: ignore[arg-type]
    assert coins.yes()
    with pytest.raises(LookupError) as first:
        coins.yes()
    with pytest.raises(LookupError) as second:
        coins.yes()

    assert first.value is second.value is coins.raised


PROGRAM = f"""
from sim.check.search.search import Search
from sim.scenario import load
search = Search(load({str(PLANTED)!r}), lambda changes: load({str(PLANTED)!r}, changes))
search.explore(3, lambda _: None, lambda: False)
for name, some in search.starts.items():
    print(name, [(one.case.seed, sorted(one.case.without), one.since) for one in some])
"""


@pytest.mark.parametrize("variables", [{}, {"CI": "true"}, {"HYPOTHESIS_PROFILE": "ci"}])
def test_neither_a_folder_nor_a_variable(tmp_path: Path, variables: dict[str, str]) -> None:
    """In a new process no .hypothesis appears where it works, and CI changes nothing."""
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    environment |= variables | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environment, capture_output=True,
        encoding="utf-8", check=True,
    )  # fmt: skip
    search = planted()
    search.explore(3, unheard, never)
    here = [
        f"{name} {[(one.case.seed, sorted(one.case.without), one.since) for one in some]}"
        for name, some in search.starts.items()
    ]

    assert ran.stdout.splitlines() == here
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("seed", range(3))
def test_the_planted_bug_is_found_and_small(seed: int) -> None:
    """By seeds and by what is drawn; benchmarks/check.py tells the medians of twenty."""
    search = searched(planted(SIGNED), range(1_000 * seed, 1_000 * seed + 300))
    assert search.broken[SIGNED].length <= 7

    drawn = planted(SIGNED)
    drawn.explore(seed, unheard, never)
    assert drawn.starts[SIGNED]
