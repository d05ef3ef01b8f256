"""Which rules no run notices, which mutants the checks notice, and which checks nothing breaks."""

import pickle
from pathlib import Path

import pytest

from sim.check.mutation import comparing
from sim.check.mutation.comparing import Held, Seen, recipe, seen, told
from sim.check.mutation.mutants import Mutant, mutants, unruled
from sim.check.mutation.noticed import Mutation, mutation
from sim.engine import run, simulate
from sim.ensemble import local
from sim.errors import RunError
from sim.scenario.load import Loaded
from sim.scenario.model import Check
from sim.scenario.whereabouts import Place
from tests.check.mutated import guarded

RUNS = 40
HERE = Place("scenario.toml", 1, "")


def parts(loaded: Loaded) -> tuple[list[Mutant], list[tuple[Check, Place]]]:
    """The mutants of a scenario, and its checks with their places."""
    scenario, where = loaded.scenario, loaded.whereabouts
    return mutants(scenario, where), [(c, where.checks[c.name]) for c in scenario.checks]


def found(folder: Path) -> Mutation:
    """What so many runs of the small scenario show."""
    loaded = guarded(folder)
    some, checks = parts(loaded)
    return mutation(some, checks, told(seen(recipe(loaded.scenario, some), range(RUNS))))


def test_a_rule_that_nothing_ever_meets_is_dead(tmp_path: Path) -> None:
    """What only repeats another rule, or speaks of what never happens, changes no run."""
    dead = {(one.mutant.what, one.mutant.name) for one in found(tmp_path).rules if one.dead}

    assert dead == {
        ("procedure", "protest"),
        ("opens_after", "base_evacuated of port_1 and 3 more"),
    }


def test_a_condition_that_nothing_meets_is_dead_in_a_guard_that_matters(tmp_path: Path) -> None:
    """It is told apart from rules, and is none of what checks guard."""
    shown = found(tmp_path)

    assert [one.mutant.text for one in shown.dead_parts] == ["count('attack') < 1000"]
    parted = [one.mutant.text for one in shown.fates if one.mutant.part and not one.dead]
    assert parted == ["happened('round_held')"]
    assert not any(one.mutant.part for one in shown.rules)


def test_the_conditions_of_a_dead_guard_are_not_told_apart() -> None:
    """The guard is."""
    whole = Mutant("if", "a step", "a and b", "", HERE)
    parts = [Mutant("if", "a step", text, "", HERE, part=n) for n, text in ((1, "a"), (2, "b"))]

    shown = mutation([whole, *parts], [], [Seen(0, frozenset(), {})])

    assert [one.mutant for one in shown.rules] == [whole]
    assert shown.dead_parts == []
    assert shown.dead


def test_what_a_behaviour_brings_is_nobodys_mistake() -> None:
    """Its dead rules are told, and apart from those that somebody wrote."""
    places = {path: Place("scenario.toml", 1, path) for path in ("actors.x", "instruments.y.term")}
    some = [Mutant("if", path, "", "", place) for path, place in places.items()]

    shown = mutation(some, [], [Seen(0, frozenset(), {})])

    assert [one.mutant.name for one in shown.dead_brought] == [*places]
    assert (shown.dead_rules, shown.dead) == ([], False)


def test_a_check_notices_the_rule_that_it_repeats(tmp_path: Path) -> None:
    """Without the procedure rule some runs sign in peace, and the check says so."""
    shown = found(tmp_path)
    signing = next(one for one in shown.fates if one.mutant.name == "agreement_signed"
                   and one.mutant.what == "procedure")  # fmt: skip

    assert signing.runs == RUNS
    assert 0 < signing.changed < RUNS
    assert signing.noticed_by == ("nothing is signed in peace",)
    peace, _ = shown.bites
    assert peace.violations == 0
    assert [one.name for one in peace.breaking] == ["agreement_signed"]
    assert not peace.dead
    assert peace.alone == peace.breaking


def test_a_check_that_nothing_breaks_is_dead(tmp_path: Path) -> None:
    """Whatever rule is left out."""
    shown = found(tmp_path)

    assert [one.check.name for one in shown.bites if one.dead] == ["no war is declared"]
    assert shown.dead


def test_every_mutant_is_made_and_compared(tmp_path: Path) -> None:
    """The shortcut by the trace finds what comparing all runs finds."""
    loaded = guarded(tmp_path)
    some, _ = parts(loaded)
    scenario = loaded.scenario

    for one in told(seen(recipe(scenario, some), range(5))):
        log, broken = Held(scenario).run(one.seed)
        plainly = {}
        for place, mutant in enumerate(some):
            other, violated = Held(mutant.of(scenario)).run(one.seed)
            if other.events != log.events:
                plainly[place] = violated
        _, bare = Held(unruled(scenario)).run(one.seed)
        assert one == Seen(one.seed, broken, plainly, bare)


def test_the_answer_does_not_depend_on_who_looks(tmp_path: Path) -> None:
    """Neither on the number of workers nor on how the seeds are shared out."""
    loaded = guarded(tmp_path)
    some, checks = parts(loaded)
    plan = recipe(loaded.scenario, some)

    alone = told(seen(plan, range(6)))
    groups = [(number, range(number * 2, number * 2 + 2)) for number in range(3)]
    together = [one for _, raw in local.made(plan, groups, 2, seen) for one in told(raw)]

    assert sorted(together, key=lambda one: one.seed) == alone
    assert mutation(some, checks, reversed(together)) == mutation(some, checks, alone)


def test_a_mutant_that_cannot_go_on_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guard that keeps a run within its limits is noticed, though no check can be asked."""
    loaded = guarded(tmp_path)
    some, checks = parts(loaded)
    most = max(len(simulate(loaded.scenario, seed).events) for seed in range(3))
    monkeypatch.setattr(run, "MOST_EVENTS", most)

    shown = mutation(some, checks, told(seen(recipe(loaded.scenario, some), range(3))))

    protest = next(one for one in shown.fates if one.mutant.what == "if"
                   and one.mutant.name == "host: round")  # fmt: skip
    assert 0 < protest.stopped <= protest.changed


def test_a_scenario_that_cannot_run_names_its_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be said of it."""
    loaded = guarded(tmp_path)
    monkeypatch.setattr(run, "MOST_EVENTS", 2)

    with pytest.raises(RunError, match="seed 7: "):
        seen(recipe(loaded.scenario, []), range(7, 8))


def test_a_check_that_only_all_rules_together_keep_is_not_dead() -> None:
    """Some run without any rule breaks it."""
    check = Check("kept twice", "", "", "absence")
    seeds = [Seen(0, frozenset(), {}), Seen(1, frozenset(), {}, frozenset({0}))]

    (bite,) = mutation([], [(check, HERE)], seeds).bites

    assert (bite.violations, bite.unruled, bite.dead) == (0, 1, False)


def test_more_often_is_counted_over_all_runs() -> None:
    """A check notices a mutant that more runs violate; that other runs violate it is no notice."""
    mutant = Mutant("if", "a step", "", "", HERE)
    checks = [(Check(name, "", "", "absence"), HERE) for name in ("first", "second")]
    none: frozenset[int] = frozenset()
    seeds = [
        Seen(0, none, {0: frozenset({0, 1})}),
        Seen(1, frozenset({1}), {0: none}),
        Seen(2, none, {0: None}),
        Seen(3, none, {}),
    ]

    shown = mutation([mutant], checks, seeds)

    (fate,) = shown.fates
    assert (fate.runs, fate.changed, fate.stopped, fate.noticed_by) == (4, 3, 1, ("first",))
    first, second = shown.bites
    assert (first.violations, first.breaking, first.alone) == (0, (mutant,), (mutant,))
    assert (second.violations, second.breaking, second.alone) == (1, (mutant,), ())
    assert not shown.dead


def test_mutants_travel_to_other_processes(tmp_path: Path) -> None:
    """They are plain data."""
    some, _ = parts(guarded(tmp_path))

    assert pickle.loads(pickle.dumps(some)) == some  # noqa: S301  our own


def test_few_mutants_stay_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, with the same answer."""
    loaded = guarded(tmp_path)
    some, _ = parts(loaded)
    plan = recipe(loaded.scenario, some)
    beside = comparing._Beside(loaded.scenario, some)
    whole = [beside.seen(seed) for seed in range(3)]
    assert len(beside._others) > 1

    monkeypatch.setattr(comparing, "MOST_KEPT", 0)
    beside = comparing._Beside(loaded.scenario, some)

    assert [beside.seen(seed) for seed in range(3)] == whole == told(seen(plan, range(3)))
    assert len(beside._others) <= 1
