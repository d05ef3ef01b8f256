"""What a score stands beside: each baseline on tracks and ensembles made by hand."""

from collections import Counter

import attrs
import numpy as np
import pytest

from sim.check.mutation.mutants import unruled
from sim.engine import Program, simulate
from sim.events import Pattern
from sim.events.dates import DAY
from sim.log import Record
from sim.scenario.model import Announced, Scenario
from sim.score.baselines.naive import announced, nothing
from sim.score.baselines.own import decoupled, redrawn
from sim.score.baselines.tracks import Track, climatology, markov, rescaled, track
from sim.score.measures.icc import integrated_count_crps
from sim.score.timelines.dates import Dates
from tests.laws.logs import written
from tests.score.made import START, forecast, record, row, target

HORIZON = 200 * DAY
CHOSEN = (target("round"), target("attack"), target("signed"))
ROUND, ATTACK, SIGNED = range(3)


def chance(seed: int = 0) -> np.random.Generator:
    """A generator of its own."""
    return np.random.default_rng(seed)


def made(name: str, span: int, *events: tuple[int, str]) -> Track:
    """A track by days."""
    return Track(name, span * DAY, tuple((day * DAY, kind) for day, kind in events))


ONE = made("one", 100, (0, "round"), (10, "attack"), (30, "round"), (60, "protest"), (90, "signed"))
OTHER = made("other", 50, (5, "round"), (5, "attack"))
TRACKS = (ONE, OTHER)


def runs_of(dates: Dates) -> list[list[tuple[int, int]]]:
    """Each run as (day, target), in order of time."""
    runs: list[list[tuple[int, int]]] = [[] for _ in range(dates.runs)]
    for place, times in enumerate(dates.times):
        for run, row_of in enumerate(times.tolist()):
            runs[run] += [(time // DAY, place) for time in row_of if time < dates.horizon]
    return [sorted(run) for run in runs]


def counts(dates: Dates) -> np.ndarray:
    """How often each target happens in each run: T x M."""
    return np.array([(times < dates.horizon).sum(axis=1) for times in dates.times])


def same(one: Dates, other: Dates) -> bool:
    """Whether two forecasters say the same."""
    return all((a == b).all() for a, b in zip(one.times, other.times, strict=True))


def test_a_track_counts_from_its_first_row() -> None:
    """A row stands in the middle of its window; the span is from the first to the last."""
    rows = (row("signed", 40, 49, "range"), row("round", 10))

    assert track("x", Record("timeline.csv", START, rows)) == Track(
        "x", 40 * DAY, ((DAY // 2, "round"), (35 * DAY, "signed"))
    )
    assert track("x", Record("timeline.csv", START, ())) is None


def test_nothing_happens() -> None:
    """One run, in which every target waits for ever."""
    assert runs_of(nothing(CHOSEN, HORIZON)) == [[]]
    assert nothing(CHOSEN, HORIZON).first(1).tolist() == [HORIZON]


def test_what_was_announced_last_happens_on_its_day() -> None:
    """Announcements made in time, for what is a target; the others never happen.

    Of two made at once the later in the file counts.
    """
    said = [
        Announced(Pattern("signed"), 50 * DAY, 0, ""),
        Announced(Pattern("signed"), 60 * DAY, 10 * DAY, ""),
        Announced(Pattern("signed"), 90 * DAY, 30 * DAY, ""),
        Announced(Pattern("signed"), 70 * DAY, 10 * DAY, ""),
        Announced(Pattern("signed"), 60 * DAY, 5 * DAY, ""),
        Announced(Pattern("unheard"), 80 * DAY, 0, ""),
        Announced(Pattern("round"), 300 * DAY, 0, ""),
    ]

    found = announced(said, CHOSEN, HORIZON, by=30 * DAY)

    assert found is not None
    assert runs_of(found) == [[(70, SIGNED)]]
    assert announced(said[5:6], CHOSEN, HORIZON, by=HORIZON) is None
    assert announced(said, CHOSEN, HORIZON, by=0) is None


def test_climatology_has_the_rates_of_other_tracks() -> None:
    """3 rounds, 2 attacks and 1 signature in 150 days, and half a one more, over 200 days.

    The mean of 4,000 Poisson counts is right to within four standard errors, their variance is
    their mean; dates are spread over all the time there is.
    """
    found = climatology(TRACKS, CHOSEN, HORIZON, runs=4_000, chance=chance())

    for place, seen in enumerate((3, 2, 1)):
        expected = (seen + 0.5) / 150 * 200
        assert counts(found)[place].mean() == pytest.approx(
            expected, abs=4 * np.sqrt(expected / 4_000)
        )
        assert counts(found)[place].var() == pytest.approx(expected, rel=0.15)
    days = np.array([day for run in runs_of(found) for day, _ in run])
    assert days.mean() == pytest.approx(99.5, abs=2)


def test_targets_of_a_kind_share_its_rate() -> None:
    """A kind that no track knows has half an event in all their time, shared among its targets."""
    chosen = [target("unheard"), target("unheard"), target("round")]
    found = climatology(TRACKS, chosen, HORIZON, runs=4_000, chance=chance())

    assert counts(found).mean(axis=1) == pytest.approx([1 / 3, 1 / 3, 3.5 / 150 * 200], rel=0.1)


def test_kinds_that_no_track_knows_share_half_an_event() -> None:
    """However many are listed, and beside one that is known."""
    chosen = [target("unheard"), target("round"), target("unseen"), target("unseen")]
    found = climatology(TRACKS, chosen, HORIZON, runs=8_000, chance=chance())

    each = [0.25 / 150 * 200, 3.5 / 150 * 200, *[0.125 / 150 * 200] * 2]
    assert counts(found).mean(axis=1) == pytest.approx(each, rel=0.1)


def test_listing_rare_kinds_makes_climatology_no_worse() -> None:
    """Of kinds that never happen anywhere, eight cost it less than one, all told."""

    def cost(kinds: int) -> float:
        chosen = [target(f"unheard {number}") for number in range(kinds)]
        found = climatology(TRACKS, chosen, HORIZON, runs=2_000, chance=chance())
        return kinds * integrated_count_crps(found, record([], 200, chosen)).value

    assert cost(8) < cost(1) / 2


def test_climatology_starts_where_the_forecast_does() -> None:
    """From a second on, with the rate of what is left."""
    found = climatology(
        TRACKS, CHOSEN, HORIZON, runs=2_000, chance=chance(), since=150 * DAY
    )  # fmt: skip

    assert min(day for run in runs_of(found) for day, _ in run) >= 150
    assert counts(found)[ROUND].mean() == pytest.approx(3.5 / 150 * 50, rel=0.1)


def test_tracks_are_stretched_to_end_with_this_one() -> None:
    """Each is one run; what is not predicted is left out."""
    assert runs_of(rescaled(TRACKS, CHOSEN, HORIZON)) == [
        [(0, ROUND), (20, ATTACK), (60, ROUND), (180, SIGNED)],
        [(20, ROUND), (20, ATTACK)],
    ]


def test_targets_of_a_kind_take_turns() -> None:
    """Tracks share kinds with this one, not subjects."""
    chosen = [target("round"), target("round")]

    assert runs_of(rescaled([ONE], chosen, HORIZON)) == [[(0, 0), (60, 1)]]

    many = made("many", 100, *((day, "round") for day in range(0, 50, 10)))
    chosen = [target("round"), target("round"), target("round")]
    assert runs_of(rescaled([many], chosen, 100 * DAY)) == [
        [(0, 0), (10, 1), (20, 2), (30, 0), (40, 1)]
    ]


def test_targets_of_a_kind_are_drawn_alike_by_a_chain() -> None:
    """Of two each takes about half of 1,000 attacks."""
    chosen = [target("attack"), target("attack")]
    found = markov([made("one", 20, (10, "attack"))], chosen, HORIZON, runs=1_000, chance=chance())

    assert counts(found).sum(axis=0).tolist() == [1] * 1_000
    assert counts(found)[0].sum() == pytest.approx(500, abs=65)


def test_a_chain_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many events, however short its lags."""
    monkeypatch.setattr("sim.score.baselines.tracks.MOST_EVENTS", 5)
    burst = made("burst", 1, *[(0, "attack")] * 5_000)
    found = markov([burst], CHOSEN, HORIZON, runs=20, chance=chance())

    assert counts(found)[ATTACK].tolist() == [5] * 20


def test_a_chain_takes_steps_that_were_seen() -> None:
    """From the start to a round, from a round to an attack and so on, each after a lag seen."""
    steps: dict[tuple[int | None, int], set[int]] = {
        (None, ROUND): {0, 5},
        (ROUND, ATTACK): {0, 10},
        (ATTACK, ROUND): {20},
        (ROUND, SIGNED): {60},
    }
    found = runs_of(markov(TRACKS, CHOSEN, 10 * HORIZON, runs=500, chance=chance()))
    seen: Counter[tuple[int | None, int]] = Counter()
    for run in found:
        before: tuple[int, int | None] = (0, None)
        for then, after in chained(run):
            day, kind = before
            assert then - day in steps[(kind, after)]
            seen[(kind, after)] += 1
            before = (then, after)

    assert set(seen) == set(steps)
    times = markov(TRACKS, CHOSEN, 10 * HORIZON, runs=20, chance=chance()).times[ROUND]
    assert (times % DAY == 0).all()
    assert seen[(ROUND, ATTACK)] / (seen[(ROUND, ATTACK)] + seen[(ROUND, SIGNED)]) == pytest.approx(
        2 / 3, abs=0.06
    )


def chained(run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The order within a day in which the chain went: here, rounds before attacks."""
    return sorted(run, key=lambda event: (event[0], event[1] != ROUND))


def test_a_chain_ends_as_tracks_end() -> None:
    """After a signature always, after an attack in half of the cases; or at the horizon."""
    found = runs_of(markov(TRACKS, CHOSEN, 10 * HORIZON, runs=200, chance=chance()))

    assert {run[-1][1] for run in found} == {SIGNED, ATTACK}
    assert all(place != SIGNED for run in found for _, place in run[:-1])
    short = runs_of(markov(TRACKS, CHOSEN, 20 * DAY, runs=200, chance=chance()))
    assert max(day for run in short for day, _ in run) < 20


def test_a_chain_does_not_run_for_ever() -> None:
    """Steps that take no time end with the track's, as the chance to end is always there."""
    burst = made("burst", 1, *[(0, "attack")] * 50)
    found = markov([burst], CHOSEN, HORIZON, runs=20, chance=chance())

    assert counts(found)[ATTACK].min() >= 1
    assert counts(found)[ATTACK].max() < 1_000


def test_a_chain_starts_where_the_forecast_does() -> None:
    """Its first lag counts from there."""
    found = runs_of(
        markov(TRACKS, CHOSEN, HORIZON, runs=50, chance=chance(), since=50 * DAY)
    )  # fmt: skip

    assert {run[0][0] for run in found} == {50, 55}


ENSEMBLE = forecast(
    [[(ROUND, day), (ATTACK, day + 5), *([(SIGNED, day + 30)] if day % 2 else [])]
     for day in range(60)], 200, 3,
)  # fmt: skip


def test_decoupled_runs_keep_margins_and_lose_dependence() -> None:
    """Each target has the runs it had; attacks no longer follow rounds by five days."""
    found = decoupled(ENSEMBLE, chance())
    lags = (found.first(ATTACK) - found.first(ROUND)) // DAY

    for mine, theirs in zip(found.times, ENSEMBLE.times, strict=True):
        assert sorted(mine.tolist()) == sorted(theirs.tolist())
    assert (lags == 5).mean() < 0.1
    assert abs(np.corrcoef(found.first(ATTACK), found.first(ROUND))[0, 1]) < 0.3


def test_redrawn_runs_keep_counts_and_lose_timing() -> None:
    """Each run has as many events of each target, in order, spread evenly over the time left."""
    found = redrawn(ENSEMBLE, chance(), since=100 * DAY)
    days = np.array([day for run in runs_of(found) for day, _ in run])

    assert (counts(found) == counts(ENSEMBLE)).all()
    assert all((np.diff(times, axis=1) >= 0).all() for times in found.times)
    assert (days.min() >= 100, days.max() < 200) == (True, True)
    assert days.mean() == pytest.approx(150, abs=8)


DRAWN = {
    "climatology": lambda c: climatology(TRACKS, CHOSEN, HORIZON, runs=20, chance=c),
    "markov": lambda c: markov(TRACKS, CHOSEN, HORIZON, runs=20, chance=c),
    "decoupled": lambda c: decoupled(ENSEMBLE, c),
    "redrawn": lambda c: redrawn(ENSEMBLE, c),
}


@pytest.mark.parametrize("name", DRAWN)
def test_the_generator_decides(name: str) -> None:
    """The same one draws the same baseline, another another."""
    draw = DRAWN[name]

    assert same(draw(chance(1)), draw(chance(1)))
    assert runs_of(draw(chance(1))) != runs_of(draw(chance(2)))


RULED = """
clock = { start = 2001-01-01, end = 2001-12-31 }

[[steps]]
actor = "host"
name = "meet"
rate = "1 / w"
while = "happened('statement_position')"
emits = "round_held"

[[steps]]
actor = "guest"
name = "sign"
rate = "1 / w"
emits = "agreement_signed"

[[procedure]]
event = "agreement_signed"
needs = ["round_held"]
source = "assumed"
"""


def test_without_its_rules_a_scenario_does_as_its_steps_say() -> None:
    """No guard and no procedure hold anything back; all else stays."""
    scenario = written(RULED)
    free = unruled(scenario)

    assert simulate(Program(scenario), 1).events == ()
    assert {event.kind for event in simulate(Program(free), 1).events} == {
        "round_held", "agreement_signed",
    }  # fmt: skip
    changed = {
        one.name
        for one in attrs.fields(Scenario)
        if getattr(free, one.name) is not getattr(scenario, one.name)
    }
    assert changed == {"steps", "procedure"}
