"""Which intention a documented row fulfils, and what else may have emitted it."""

from typing import Any

import pytest

from sim.engine import Program, Standpoint, forecast
from sim.events.dates import DAY
from sim.log import Log
from tests.laws.documented import with_rows
from tests.laws.logs import given, written
from tests.laws.test_step_semantics import step

NEEDS = 'procedure = [{ event = "ash", needs = "rain", source = "made up" }]\n'


def log_of(text: str, *rows: str, day: int = 60, seed: int = 1) -> Log:
    """A forecast from the start of a day, given rows told as `day actor kind [subject]`."""
    split: list[tuple[Any, ...]] = []
    for row in rows:
        when, actor, kind, *subject = row.split()
        split.append((int(when), actor, kind, " ".join(subject)))
    program = Program(with_rows(written(text), split))
    return forecast(Standpoint(program, day * DAY), seed)


def put_down(text: str, *rows: str, day: int = 60) -> list[tuple[str, str, tuple[int, ...]]]:
    """What each documented event is put down to: its kind, the step's name, the causes."""
    return [
        (event.kind, event.step.rpartition(": ")[2], event.causes)
        for event in log_of(text, *rows, day=day).events
        if event.time < day * DAY and not event.step.startswith(("given: ", "initial: "))
    ]


def later(log: Log) -> list[str]:
    """The kinds that happen after the cut."""
    return [event.kind for event in log.events if event.time >= log.origin.past]


def test_a_row_fulfils_the_intention_of_its_pattern():
    """It bears the step's name and has the trigger as its cause, and nothing is left to do."""
    text = step(on="spark", after="exponential(mean = 20 d)", emits="ash") + given("1 host spark")
    assert put_down(text, "12 host ash") == [("ash", "a step", (0,))]
    assert all(later(log_of(text, "12 host ash", seed=seed)) == [] for seed in range(20))
    for row in ("12 guest ash", "12 host ash gate", "12 host smoke"):
        assert put_down(text, row)[0][1:] == ("record", ())
        assert later(log_of(text, row, day=13)) == ["ash"]


def test_the_highest_density_decides_between_steps():
    """Of a quick and a slow step the one is likelier early, and the other late."""
    text = step(name="quick", on="spark", after="exponential(mean = 3 d)", emits="ash")
    text += step(name="slow", on="spark", after="gamma(mean = 40 d, shape = 20)", emits="ash")
    text += given("1 host spark")
    assert put_down(text, "4 host ash") == [("ash", "quick", (0,))]
    assert put_down(text, "40 host ash") == [("ash", "slow", (0,))]


def test_the_highest_density_decides_between_triggers():
    """Of two triggers of one step the one whose delay fits better is fulfilled."""
    text = step(on="spark", again="each", after="gamma(mean = 10 d, shape = 30)", emits="ash")
    text += given("1 host spark", "15 host spark")
    assert put_down(text, "12 host ash", "26 host ash") == [
        ("ash", "a step", (0,)),
        ("ash", "a step", (2,)),
    ]
    assert put_down(text, "26 host ash") == [("ash", "a step", (1,))]


def test_the_chance_of_the_outcome_counts():
    """A step that seldom emits a kind gives way to one that always does."""
    seldom: dict[str, Any] = {"outcomes": [{"chance": 0.05, "emits": "ash"}, {"emits": "smoke"}]}
    text = step(name="seldom", on="spark", after="exponential(mean = 20 d)", **seldom)
    text += step(name="always", on="spark", after="exponential(mean = 30 d)", emits="ash")
    assert put_down(text + given("1 host spark"), "9 host ash") == [("ash", "always", (0,))]
    never = text.replace("0.05", "0.0").replace('emits = "ash"\n', 'emits = "fire"\n')
    assert put_down(never + given("1 host spark"), "9 host ash") == [("ash", "record", ())]


def test_the_guard_is_read_right_before_the_row():
    """A guard that the row itself ends holds; one that has ended before does not."""
    text = step(
        on="spark", after="exponential(mean = 20 d)", if_="not happened('ash')", emits="ash"
    )
    text += given("1 host spark", "30 guest ash")
    assert put_down(text, "12 host ash") == [("ash", "a step", (0,))]
    assert put_down(text, "40 host ash") == [("ash", "record", ())]


def test_what_the_procedure_refuses_no_step_has_done():
    """The row happened all the same, and fulfils nothing."""
    text = NEEDS + step(on="spark", after="exponential(mean = 20 d)", emits=["smoke", "ash"])
    text += given("1 host spark", "20 guest rain")
    assert put_down(text, "12 host ash", "14 host smoke") == [
        ("ash", "record", ()),
        ("smoke", "record", ()),
    ]
    assert put_down(text, "25 host ash") == [("ash", "a step", (0,))]


@pytest.mark.parametrize(("day", "name"), [(5, "record"), (6, "a step"), (7, "record")])
def test_a_fixed_delay_is_fulfilled_on_its_day_alone(day: int, name: str):
    """An atom lies in one window and in no other."""
    text = step(on="spark", after="5 d", emits="ash") + given("1 host spark")
    assert put_down(text, f"{day} host ash")[0][1] == name


def test_an_immediate_step_is_fulfilled_on_the_day_of_its_trigger():
    """Cause and effect are ties in the record; the cause stands first in the file."""
    text = step(on="spark", emits="ash")
    assert put_down(text, "4 host spark", "4 host ash") == [
        ("spark", "record", ()),
        ("ash", "a step", (0,)),
    ]
    assert put_down(text, "4 host ash", "4 host spark")[0][1:] == ("record", ())
    assert put_down(text, "4 host spark", "5 host ash")[1][1:] == ("record", ())


def test_a_chain_of_effects_within_one_day():
    """A tied row may be the effect of one that is itself an effect."""
    text = step(name="first", on="spark", after="exponential(mean = 1 d)", emits="smoke")
    text += step(name="second", on="smoke", after="exponential(mean = 1 d)", emits="ash")
    assert put_down(text, "4 host spark", "4 host smoke", "4 host ash") == [
        ("spark", "record", ()),
        ("smoke", "first", (0,)),
        ("ash", "second", (1,)),
    ]


def test_other_events_of_the_same_outcome_are_matched_on_the_same_day():
    """They are one firing; a second such row on that day, or one of another day, is none."""
    text = step(on="spark", again="each", after="exponential(mean = 20 d)", emits=["ash", "smoke"])
    text += given("1 host spark", "2 host spark")
    both = put_down(text, "12 host ash", "12 host smoke")
    assert {line[1:] for line in both} == {("a step", (1,))}
    three = put_down(text, "12 host smoke", "12 host ash", "12 host ash")
    assert [line[2] for line in three] == [(1,), (1,), (0,)]
    assert put_down(text, "12 host ash", "13 host smoke")[1][2] == (0,)


def test_the_outcome_that_explains_most_is_taken():
    """Of two outcomes with an event, the one whose other events are there, however likely."""
    text = step(
        on="spark",
        after="exponential(mean = 20 d)",
        outcomes=[{"chance": 0.9, "emits": "ash"}, {"chance": 0.1, "emits": ["ash", "smoke"]}],
    ) + given("1 host spark")
    assert [line[1] for line in put_down(text, "12 host ash", "12 host smoke")] == ["a step"] * 2
    assert [line[1] for line in put_down(text, "12 host ash", "13 host smoke")] == [
        "a step",
        "record",
    ]


def test_a_replaced_intention_cannot_be_fulfilled():
    """With restart the later trigger is the cause, whatever the density of the earlier."""
    text = step(on="spark", after="gamma(mean = 20 d, shape = 9)", emits="ash")
    text += given("1 host spark", "19 host spark")
    assert put_down(text, "21 host ash") == [("ash", "a step", (1,))]


def test_a_cancelled_intention_cannot_be_fulfilled():
    """What was cancelled did not do it, and will not."""
    text = step(on="spark", after="exponential(mean = 20 d)", cancelled_by="rain", emits="ash")
    text += given("1 host spark", "9 guest rain")
    assert put_down(text, "12 host ash") == [("ash", "record", ())]
    assert later(log_of(text, day=20)) == []


def test_each_subject_has_its_own():
    """With `same_subject` a row fulfils the intention about its own subject."""
    text = step(
        on="spark", same_subject=True, after="exponential(mean = 20 d)", emits="ash", subject="same"
    ) + given("1 host spark barn", "2 host spark mill")
    assert put_down(text, "12 host ash barn") == [("ash", "a step", (0,))]
    assert put_down(text, "12 host ash mill") == [("ash", "a step", (1,))]


def test_fulfilments_count_for_the_limit():
    """What the record shows uses a limit up, for the rows below it and for what follows."""
    text = step(on="spark", again="each", limit=1, after="exponential(mean = 20 d)", emits="ash")
    text += given("1 host spark", "2 host spark")
    assert [line[1] for line in put_down(text, "12 host ash", "14 host ash")] == [
        "a step",
        "record",
    ]
    assert all(later(log_of(text, "12 host ash", seed=seed)) == [] for seed in range(20))


def test_a_row_that_a_rate_may_have_emitted_counts_for_its_limit():
    """If no intention explains it; then that explains it."""
    rate = step(name="raid", rate="5 / d", limit=2, emits="ash")
    assert put_down(rate, "12 host ash") == [("ash", "raid", ())]
    assert later(log_of(rate, "12 host ash")) == ["ash"]
    assert later(log_of(rate, "12 host ash", "12 host ash", "13 host ash")) == []
    answer = step(on="spark", after="exponential(mean = 20 d)", emits="ash")
    assert put_down(rate + answer + given("1 host spark"), "12 host ash")[0][1] == "a step"
    closed = rate + "while = \"happened('rain')\"\n"
    assert put_down(closed, "12 host ash")[0][1] == "record"


def test_a_row_that_a_calendar_may_have_emitted_counts_for_its_limit():
    """On its date, and one row for each date."""
    text = step(name="review", every="10 d", limit=3, emits="ash")
    assert [line[1] for line in put_down(text, "10 host ash", "10 host ash", "11 host ash")] == [
        "review",
        "record",
        "record",
    ]
    assert later(log_of(text, "10 host ash", "20 host ash")) == ["ash"]
    assert later(log_of(text)) == ["ash"] * 3


def test_a_missed_deadline_is_put_down_to_what_set_it():
    """A row that says so on the day on which it fell, and on no other."""
    text = """
        [deadlines.exit]
        set_by = "spark"
        falls = "20 d"
        met_by = "fire"
        missed = "deadline_missed"
    """ + given("1 host spark")
    assert put_down(text, "21 host deadline_missed") == [("deadline_missed", "exit", (0,))]
    assert put_down(text, "22 host deadline_missed")[0][1] == "record"
    met = put_down(text, "15 host fire", "21 host deadline_missed")
    assert met[1][1] == "record"


def test_a_delay_follows_the_deadline_as_it_stands_at_the_row():
    """What counts from a deadline that moved is fulfilled by where it moved to."""
    text = 'deadlines = { exit = { set_by = "spark", falls = "20 d", moves_on = "rain" } }\n'
    text += step(on="spark", after="0.5 * time_to('exit')", emits="ash")
    text += given("1 host spark", "5 guest rain")
    assert put_down(text, "13 host ash") == [("ash", "a step", (0,))]
    assert put_down(text, "11 host ash") == [("ash", "record", ())]
