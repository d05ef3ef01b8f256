"""A run beside the record: every expected value is worked out by hand in the test."""

from datetime import date
from typing import Any

from sim.events import Pattern
from sim.report.beside import Beside, beside
from sim.scenario.model import Calendar, Fact, Rate, Step
from tests.report.made import event, log, predicted, row, scenario


def paired(shown: Beside) -> dict[int, tuple[int, int]]:
    """For each event that a row answers to: the line of that row, and the days between them."""
    return {
        line.event.seq: (line.row.line, line.days)
        for line in shown.lines
        if line.row is not None and line.days is not None
    }


def test_events_and_rows_of_a_pattern_pair_first_with_first() -> None:
    """The k-th event answers to the k-th row, however far off; the sign says which came first."""
    made = scenario(
        [predicted("round_held")],
        [row(2, "2001-03-01", "round_held"), row(3, "2001-05-01", "round_held")],
    )
    run = log(event(0, "2001-02-27", "round_held"), event(1, "2001-05-11", "round_held"))

    shown = beside(made, run)

    assert paired(shown) == {0: (2, -2), 1: (3, 10)}
    assert shown.missing == ()


def test_a_row_that_nothing_answers_to_is_missing() -> None:
    """Rows beyond the last event of their pattern are listed, in the order of their dates."""
    made = scenario(
        [predicted("round_held"), predicted("agreement_signed")],
        [
            row(2, "2001-03-01", "round_held"),
            row(3, "2001-05-01", "round_held", subject="last_round"),
            row(4, "2001-04-01", "agreement_signed"),
        ],
    )

    shown = beside(made, log(event(0, "2001-03-01", "round_held")))

    assert [(one.row.line, one.what, one.about) for one in shown.missing] == [
        (4, "agreement signed", ""),
        (3, "round held", "last round"),
    ]


def test_an_event_that_the_record_lacks_stands_alone_while_it_is_known() -> None:
    """Beyond the last day that the record is known for, an event has nothing to answer to."""
    made = scenario([predicted("round_held")], [], known_until="2001-06-30")
    run = log(
        event(0, "2001-06-30", "round_held"),
        event(1, "2001-07-01", "round_held"),
        event(2, "2001-06-30", "statement_position"),
    )

    shown = beside(made, run)

    assert [line.alone for line in shown.lines] == [True, False, False]
    assert date(2001, 6, 30) == shown.compared_until


def test_days_count_from_the_window_of_a_range() -> None:
    """Inside a range nothing is early or late; outside, its nearer end counts."""
    made = scenario([predicted("round_held")], [row(2, "2001-03-10/2001-03-20", "round_held")])

    found = {
        day: paired(beside(made, log(event(0, day, "round_held"))))[0][1]
        for day in ("2001-03-07", "2001-03-10", "2001-03-15", "2001-03-20", "2001-03-21")
    }

    assert found == {
        "2001-03-07": -3,
        "2001-03-10": 0,
        "2001-03-15": 0,
        "2001-03-20": 0,
        "2001-03-21": 1,
    }


def test_a_month_row_is_its_whole_month() -> None:
    """A row known to its month only is met by any day of it, and missed by days from its ends."""
    made = scenario([predicted("round_held")], [row(2, "2001-02", "round_held")])

    found = [
        paired(beside(made, log(event(0, day, "round_held"))))[0][1]
        for day in ("2001-01-30", "2001-02-01", "2001-02-28", "2001-03-03")
    ]

    assert found == [-2, 0, 0, 3]


def test_a_month_row_comes_in_the_middle_of_its_month() -> None:
    """A day early in the month is before the month as such, whatever the order in the file."""
    made = scenario(
        [predicted("round_held")],
        [row(2, "2001-03", "round_held"), row(3, "2001-03-05", "round_held")],
    )
    run = log(event(0, "2001-03-06", "round_held"), event(1, "2001-03-29", "round_held"))

    assert paired(beside(made, run)) == {0: (3, 1), 1: (2, 0)}


def test_tied_rows_pair_in_the_order_of_the_file() -> None:
    """Rows of one day are ties: their order changes nothing but which line answers to which."""
    made = scenario(
        [predicted("round_held")],
        [row(3, "2001-03-05", "round_held"), row(2, "2001-03-05", "round_held")],
    )
    run = log(event(0, "2001-03-05", "round_held"), event(1, "2001-03-07", "round_held"))

    assert paired(beside(made, run)) == {0: (2, 0), 1: (3, 2)}


def test_rows_after_the_known_end_do_not_count() -> None:
    """What stands in the file beyond `known_until` is neither paired nor missing."""
    made = scenario(
        [predicted("round_held")],
        [row(2, "2001-06-30", "round_held"), row(3, "2001-07-01", "round_held")],
        known_until="2001-06-30",
    )

    shown = beside(made, log(event(0, "2001-07-02", "round_held")))

    assert paired(shown) == {0: (2, 2)}
    assert shown.missing == ()


def test_rows_that_the_run_never_reached_are_not_missing() -> None:
    """A run stopped early is compared until its own last day."""
    made = scenario(
        [predicted("round_held")],
        [row(2, "2001-03-31", "round_held"), row(3, "2001-04-01", "round_held")],
        known_until="2001-06-30",
    )

    shown = beside(made, log(until=date(2001, 3, 31)))

    assert [one.row.line for one in shown.missing] == [2]
    assert date(2001, 3, 31) == shown.compared_until


def test_a_narrower_pattern_keeps_its_own() -> None:
    """A milestone takes its rows and events from the kind; the kind gets the rest of both."""
    made = scenario(
        [predicted("attack"), predicted("attack", name="deaths", subject="deaths")],
        [row(2, "2001-02-01", "attack"), row(3, "2001-03-01", "attack", subject="deaths")],
        milestones={"deaths": Pattern("attack", subject="deaths")},
    )
    run = log(
        event(0, "2001-01-05", "attack", subject="deaths"),
        event(1, "2001-02-03", "attack", subject="bases"),
    )

    shown = beside(made, run)

    assert paired(shown) == {0: (3, -55), 1: (2, 2)}
    assert [line.what for line in shown.lines] == ["deaths", "attack"]


def test_a_subject_says_more_than_an_actor() -> None:
    """Of two patterns that both match, the one with the subject has the event."""
    by_actor = predicted("attack", name="theirs", actor="a")
    by_subject = predicted("attack", name="deaths", subject="deaths")
    rows = [row(2, "2001-02-01", "attack", "b", "deaths"), row(3, "2001-03-01", "attack")]

    shown = beside(
        scenario([by_actor, by_subject], rows),
        log(event(0, "2001-02-02", "attack", subject="deaths")),
    )

    assert paired(shown) == {0: (2, 1)}


def test_what_is_predicted_by_the_month_is_counted_and_not_paired() -> None:
    """Counts stop at the last day that both know; rows of such a pattern are never missing."""
    made = scenario(
        [predicted("attack", monthly=True)],
        [row(2, "2001-02-01", "attack"), row(3, "2001-05-01", "attack")],
        known_until="2001-03-31",
    )
    run = log(
        event(0, "2001-01-01", "attack"),
        event(1, "2001-03-31", "attack"),
        event(2, "2001-04-01", "attack"),
    )

    shown = beside(made, run)

    assert [(c.name, c.simulated, c.documented) for c in shown.counts] == [("attack", 2, 1)]
    assert paired(shown) == {}
    assert shown.missing == ()
    assert [line.monthly for line in shown.lines] == [True, True, True]


def test_a_milestone_among_what_is_counted_is_paired_and_counted() -> None:
    """An attack with deaths answers to its own row, and is an attack in the count as well."""
    made = scenario(
        [predicted("attack", monthly=True), predicted("attack", subject="deaths")],
        [row(2, "2001-02-01", "attack", subject="deaths"), row(3, "2001-02-02", "attack")],
    )
    run = log(event(0, "2001-02-04", "attack", subject="deaths"))

    shown = beside(made, run)

    assert paired(shown) == {0: (2, 3)}
    assert [(c.name, c.simulated, c.documented) for c in shown.counts] == [("attack", 1, 2)]
    assert [line.monthly for line in shown.lines] == [False]


def test_given_and_initial_events_are_never_compared() -> None:
    """Inputs answer to no row, and leave it to the run's own events."""
    given = Fact("first", 0, "a", "round_held", "", None, "", "calendar")
    made = scenario([predicted("round_held")], [row(2, "2001-02-01", "round_held")], given=[given])
    run = log(
        event(0, "2000-12-01", "round_held", step="initial: before"),
        event(1, "2001-01-01", "round_held", step="given: first"),
        event(2, "2001-02-03", "round_held"),
    )

    shown = beside(made, run)

    assert paired(shown) == {2: (2, 2)}
    assert [line.source for line in shown.lines] == ["initial", "given", ""]
    assert not any(line.alone for line in shown.lines)


def test_a_line_says_where_an_event_without_causes_comes_from() -> None:
    """Rates, dates, deadlines and rows of a forecast's past are told apart from answers."""
    triggers: dict[str, Any] = {
        "tick": Calendar(0, None),
        "raid": Rate(None, 1.0),  # type: ignore[arg-type]
    }
    steps = [
        Step("a", name, name, place, trigger, False, None, None, None, ())
        for place, (name, trigger) in enumerate(triggers.items())
    ]
    run = log(
        event(0, "2001-01-01", "attack", step="a: raid"),
        event(1, "2001-01-01", "attack", step="a: tick"),
        event(2, "2001-01-01", "deadline_missed", step="deadline: exit"),
        event(3, "2001-01-01", "attack", step="record"),
        event(4, "2001-01-01", "attack", step="a: other"),
    )

    shown = beside(scenario([], None, steps=steps), run)

    assert [line.source for line in shown.lines] == ["rate", "calendar", "deadline", "record", ""]


def test_without_a_record_there_is_nothing_to_compare() -> None:
    """No day of comparison, nothing missing, nothing alone; counts are of the run only."""
    made = scenario([predicted("round_held"), predicted("attack", monthly=True)], None)

    shown = beside(
        made, log(event(0, "2001-02-03", "round_held"), event(1, "2001-02-03", "attack"))
    )

    assert shown.compared_until is None
    assert [(line.alone, line.row) for line in shown.lines] == [(False, None), (False, None)]
    assert [count.simulated for count in shown.counts] == [1]
