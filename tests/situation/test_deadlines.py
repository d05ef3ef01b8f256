"""When deadlines fall."""

import pytest

from sim.engine import simulate
from sim.events.dates import DAY
from tests.laws.logs import given, told, written


@pytest.mark.parametrize(
    ("unit", "days"), [("", 18), ("days", 18), ("weeks", 126), ("months", 547.875), ("d", 18)]
)
def test_a_deadline_counts_in_the_unit_of_what_sets_it(unit: str, days: float) -> None:
    """`falls = "quantity"` counts days, or the unit of time that the event states."""
    scenario = written(
        f"""
        clock = {{ start = 2000-01-01, end = 2003-12-31 }}
        [deadlines.exit]
        set_by = "smoke"
        falls = "quantity"
        missed = "deadline_missed"
        [[steps]]
        actor = "host"
        name = "announce"
        on = "spark"
        emits = "smoke"
        quantity = 18
        unit = "{unit}"
    """
        + given("1 host spark")
    )

    log = simulate(scenario, 1)

    assert log.events[-1].kind == "deadline_missed"
    assert (log.events[-1].time - log.events[-2].time) / DAY == days


def test_a_deadline_set_anew_in_the_second_in_which_it_was_missed_is_missed_again() -> None:
    """Each setting is missed once: a second one on the same second too, and none of them twice."""
    scenario = written(
        """
        [deadlines.exit]
        set_by = ["smoke", "rain"]
        falls = "0 d"
        missed = "deadline_missed"
        [[steps]]
        actor = "host"
        name = "answer"
        on = "deadline_missed"
        limit = 1
        emits = "rain"
    """
        + given("3 host smoke", "5 host smoke", "5 guest smoke")
    )

    assert told(simulate(scenario, 1)) == [
        "3 host smoke",
        "3 host deadline_missed",
        "3 host rain",
        "3 host deadline_missed",
        "5 host smoke",
        "5 guest smoke",
        "5 guest deadline_missed",
    ]
