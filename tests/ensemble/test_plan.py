"""Which runs an ensemble has, and how they are grouped."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import simulate
from sim.ensemble import plan
from tests.ensemble.many import small


@pytest.mark.parametrize(
    ("runs", "group", "groups"),
    [(1, 1, 1), (31, 1, 31), (32, 2, 16), (1_600, 100, 16), (1_650, 100, 17), (50_000, 100, 500)],
)
def test_groups_depend_on_the_number_of_runs_alone(runs: int, group: int, groups: int) -> None:
    """Sixteen at least where there are as many runs, and never more than a hundred runs in one."""
    made = plan(small(), runs, 7)

    assert (made.group, made.groups) == (group, groups)


@given(st.integers(1, 5_000), st.integers(0, 2**64 - 5_000))
def test_groups_hold_each_seed_once(runs: int, seed: int) -> None:
    """In order, and nothing beyond the last run."""
    made = plan(small(), runs, seed)

    assert [s for n in range(made.groups) for s in made.seeds(n)] == [*range(seed, seed + runs)]
    assert [made.origin_of(n).seed for n in range(made.groups)] == [
        made.seeds(n).start for n in range(made.groups)
    ]


def test_a_plan_knows_what_its_runs_are_made_from() -> None:
    """The origin that the log of its first run has."""
    assert plan(small(), 3, 5).origin == simulate(small(), 5).origin


@pytest.mark.parametrize(("runs", "seed"), [(1, -1), (2, 2**64 - 1), (1, 2**64)])
def test_seeds_that_are_not_there_are_refused(runs: int, seed: int) -> None:
    """There is none beyond 2^64 - 1."""
    with pytest.raises(ValueError, match="seeds are from 0"):
        plan(small(), runs, seed)


@pytest.mark.parametrize("runs", [0, -1, 10_000_001])
def test_too_few_or_too_many_runs_are_refused(runs: int) -> None:
    """At least one, and at most what a folder can hold."""
    with pytest.raises(ValueError, match="an ensemble has from 1 to 10,000,000"):
        plan(small(), runs, 0)


@pytest.mark.parametrize(
    ("old", "new", "grows"),
    [(1_600, 3_200, True), (1_600, 1_601, True), (1_650, 3_200, False), (160, 320, False),
     (32, 33, True), (3_200, 1_600, False), (1_600, 1_600, False)],
)  # fmt: skip
def test_an_ensemble_grows_by_whole_groups(old: int, new: int, grows: bool) -> None:
    """More runs may be added only where the groups that are there stay as they are."""
    assert plan(small(), old, 0).grows_to(plan(small(), new, 0)) == grows


def test_growing_leaves_the_groups_alone() -> None:
    """What was made before is part of the larger ensemble."""
    old, new = plan(small(), 1_600, 3), plan(small(), 2_000, 3)

    assert [new.seeds(n) for n in range(old.groups)] == [old.seeds(n) for n in range(old.groups)]
    assert attrs.evolve(new, runs=1_600) == old
