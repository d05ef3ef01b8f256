"""When each target happened in each run: from columns, from lists, and by target."""

import numpy as np
import pytest

from sim.ensemble.projection import Projection
from sim.events import Pattern
from sim.events.dates import DAY
from sim.score.timelines.dates import dates_of, of_sequences
from sim.score.timelines.targets import Target, place_of
from tests.score.made import columns, record, row

CHOSEN = (
    Target("signature", Pattern("signed", None, "treaty"), "x", 0.5, monthly=False),
    Target("signed", Pattern("signed"), "x", 0.5, monthly=False),
)
HORIZON = 100 * DAY


def days(projection: Projection) -> list[list[list[int]]]:
    """The days of each target in each run; 100 is never."""
    return [(times // DAY).tolist() for times in dates_of(projection, CHOSEN, HORIZON).times]


def test_events_count_for_the_narrowest_target() -> None:
    """The signature of the treaty for its own, that of a protocol for the wider one."""
    found = days(columns(
        2, (0, 5, "signed", "treaty", "host: sign"), (0, 7, "signed", "protocol", "host: sign"),
        (0, 6, "attack", "", "band: attack"), (1, 9, "signed", "treaty", "host: sign"),
        (1, 3, "signed", "treaty", "host: sign"),
    ))  # fmt: skip

    assert found == [[[5, 100], [3, 9]], [[7], [100]]]


def test_what_the_scenario_states_is_not_scored() -> None:
    """Given and initial events, what comes before the start and what comes too late."""
    found = days(columns(
        1, (0, 5, "signed", "treaty", "given: an example"),
        (0, 6, "signed", "treaty", "initial: an example"),
        *((0, day, "signed", "treaty", "host: sign") for day in (-1, 100, 0)),
    ))  # fmt: skip

    assert found == [[[0]], [[]]]


def test_what_came_before_the_start_stands_at_the_start_where_it_counts() -> None:
    """What the scenario states to have happened before; what runs made up before is left out."""
    runs = columns(
        1, (0, -9, "signed", "treaty", "initial: an example"),
        (0, -5, "signed", "treaty", "host: sign"), (0, 6, "signed", "treaty", "host: sign"),
    )  # fmt: skip

    assert dates_of(runs, CHOSEN, HORIZON, lambda _: True).times[0].tolist() == [[0, 6 * DAY]]


def test_runs_without_events_are_runs() -> None:
    """Three of them, in which nothing ever happens."""
    found = dates_of(columns(3), CHOSEN, HORIZON)

    assert found.runs == 3
    assert found.first(0).tolist() == [HORIZON] * 3


def test_the_order_of_columns_tells_nothing() -> None:
    """Events of a run are sorted by time."""
    found = of_sequences([[(1, 30), (0, 20), (1, 10)], []], 3, 50)

    assert [times.tolist() for times in found.times] == [
        [[20], [50]], [[10, 30], [50, 50]], [[], []],
    ]  # fmt: skip


def test_some_of_the_runs() -> None:
    """Chosen by number, again and again if asked."""
    found = of_sequences([[(0, 1)], [(0, 2)], []], 1, 50).chosen(np.array([2, 0, 0]))

    assert found.times[0].tolist() == [[50], [1], [1]]


def test_what_happens_from_a_second_on() -> None:
    """What came before it is left out, and no run keeps a gap where it was."""
    found = of_sequences([[(0, 10), (0, 20), (0, 30)], [(0, 5)]], 1, 50).since(20)

    assert found.times[0].tolist() == [[20, 30, 50], [50, 50, 50]]
    assert found.horizon == 50


def test_a_past_that_all_runs_share() -> None:
    """Its dates come before those of each run."""
    past = of_sequences([[(0, 3), (0, 4)]], 2, 50)
    found = of_sequences([[(0, 10)], [(1, 20)]], 2, 50).after(past)

    assert [times.tolist() for times in found.times] == [[[3, 4, 10], [3, 4, 50]], [[50], [20]]]
    assert found.horizon == 50


def test_what_a_record_knows_at_a_second() -> None:
    """Rows whose windows have ended by then, at their start; one before the clock stands at 0."""
    known = record([row("a", -1, 1, "range"), row("a", 5), row("a", 6)], 100).known(6 * DAY)

    assert [(times.tolist(), known.horizon) for times in known.times] == [
        ([[0, 5 * DAY]], 100 * DAY)
    ]


def test_padding_is_never() -> None:
    """Up to as many ordinals as asked, and none is taken away."""
    found = of_sequences([[(0, 1)]], 1, 50)

    assert found.padded(0, 3).tolist() == [[1, 50, 50]]
    assert found.padded(0, 0).tolist() == [[1]]


@pytest.mark.parametrize(
    ("names", "place"),
    [(("signed", "host", "treaty"), 0), (("signed", "host", ""), 1), (("attack", "x", ""), None)],
)
def test_place_of(names: tuple[str, str, str], place: int | None) -> None:
    """The first target that covers the names."""
    assert place_of(*names, CHOSEN) == place
