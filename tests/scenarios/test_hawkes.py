"""The comparison of truce states with plain self-excitation: its parts, by hand."""

import importlib.util
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

_spec = importlib.util.spec_from_file_location(
    "hawkes", Path(__file__).parents[2] / "benchmarks" / "hawkes.py"
)
assert _spec
assert _spec.loader
hawkes = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hawkes)


def test_score_of_attacks_known_to_the_day():
    """Each attack scores the log of its day's rate, and all days cost what they expect."""
    rates = np.array([0.1, 0.2, 0.4, 0.1])

    score = hawkes.log_score(rates, [(1, 2), (2, 3)])

    assert score == pytest.approx(log(0.2) + log(0.4) - 0.8)


def test_score_of_an_attack_known_to_a_range():
    """A row of several days scores the log of their mean rate, be its day the first or the last."""
    rates = np.array([0.1, 0.2, 0.4, 0.1])

    assert hawkes.log_score(rates, [(1, 3)]) == pytest.approx(log(0.3) - 0.8)


def test_an_attack_excites_from_the_day_after_it_is_known():
    """A day's own attack adds nothing to that day, and what it adds later wears off."""
    process = hawkes.Excitation(0.1, 0.2, 0.5)

    rates = process.rates([(1, 2)], 5)

    assert rates == pytest.approx([0.1, 0.1, 0.3, 0.1 + 0.2 * exp(-0.5), 0.1 + 0.2 * exp(-1)])
    assert process.branching == pytest.approx(0.2 * (1 + exp(-0.5) / (1 - exp(-0.5))))


def test_likelihood_finds_what_made_the_attacks():
    """From a long history the base rate and the branching come back within a quarter."""
    true = hawkes.Excitation(0.05, 0.1, 0.2)
    random = np.random.default_rng(1)
    added, windows, days = 0.0, [], 8_000
    for day in range(days):
        came = random.poisson(true.base + added)
        windows += [(day, day + 1)] * came
        added = added * exp(-true.decay) + true.jump * came

    found = hawkes.by_likelihood(windows, days)

    assert found.base == pytest.approx(true.base, rel=0.25)
    assert found.branching == pytest.approx(true.branching, rel=0.25)


def test_rates_by_state_are_attacks_over_exposure():
    """A state's rate is its attacks over what one a day would have expected in it."""
    steps = np.array([[1.0, 2.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    shape = hawkes.History(None, 4, steps)

    assert hawkes.by_state(shape, [(1, 2), (0, 1), (3, 4)]) == pytest.approx([2 / 3, 1 / 2])


def test_months_without_excitation_are_poissons():
    """The chances of numbers of attacks are those of Poisson's law, within what draws leave."""
    process = hawkes.Excitation(0.1, 0.0, 1.0)

    chances = hawkes.counted(process, [], 0, 20)

    assert chances[:3] == pytest.approx([exp(-2), 2 * exp(-2), 2 * exp(-2)], abs=0.01)
    assert sum(chances) == pytest.approx(1)


@pytest.mark.parametrize("folder", ["iraq-dialogue-2020", "iraq-hmc-2024"])
def test_one_state_a_day(folder):
    """Along a record every day is in one state: a campaign, one under a truce, or none."""
    history = hawkes.read(folder, hawkes.SHAPE)

    assert ((history.steps > 0).sum(axis=0) == 1).all()
    assert (history.steps.sum(axis=0) >= 1).all()


def test_the_pause_of_2024_holds_attacks_back():
    """From 5 February to 20 April 2024 attacks are expected at the rate of strays alone."""
    history = hawkes.read("iraq-hmc-2024")
    stray = history.scenario.parameters["stray_rate"].value * 86_400
    pause = history.steps.sum(axis=0)[188:264]

    assert pause.max() < 2 * stray
    assert history.steps.sum(axis=0)[100] > 5 * stray


def test_truce_states_are_ahead_where_only_attacks_are_asked():
    """Truce states foresee the attacks of 2023-24 better, and with resumptions worse."""
    own, fitted, *plain = hawkes.compared(hawkes.ATTACKS)
    resumed = hawkes.compared(hawkes.RESUMED)

    assert min(own, fitted) > max(plain)
    assert max(resumed[:2]) < max(resumed[2:])
