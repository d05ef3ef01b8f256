"""Institutions that work alike in both tracks, of 2020-22 and of 2023-26: one test for the two."""

import pytest

from tests.scenarios.histories import Runs, changed, runs

TRACKS = ("iraq-dialogue-2020", "iraq-hmc-2024")


@pytest.fixture(scope="module", params=TRACKS)
def track(request: pytest.FixtureRequest) -> Runs:
    """A scenario and its runs."""
    return runs(request.param)


@pytest.mark.parametrize("name", TRACKS)
def test_a_government_without_support_falls_more_often(name):
    """Resignations come more often where the blocs' support counts than where it does not."""
    usual, without = changed(name, "support_weight=0")

    assert usual.mean("pm_resigned") > without.mean("pm_resigned") + 0.1


def test_strikes_answer_attacks(track):
    """Every strike of the force answers an attack of the factions."""
    for kind in ("airstrike_on_host_forces", "us_dod:strike:", "us_dod:assassination:"):
        assert track.caused(kind, by="resistance_factions:attack:")


def test_operations_pause_and_each_side_resumes_by_its_word(track):
    """Operations stop after a killing or deaths, and resume by the word of either side."""
    causes = {log.events[e.causes[0]].kind for log, e in track.each("operations_paused")}

    assert causes == {"assassination", "attack"}
    for side in ("us_dod", "prime_minister"):
        assert track.caused(f"{side}:operations_resumed:", by="operations_paused")


def test_air_defence_is_sent_once_after_deaths_or_missiles(track):
    """Air defence comes once, and because troops died or missiles fell."""
    for log in track.logs:
        sent = track.of(log, "us_dod:reinforcement:")
        assert len(sent) <= 1
        assert all(log.events[e.causes[0]].subject in {"missiles", "us_deaths"} for e in sent)
