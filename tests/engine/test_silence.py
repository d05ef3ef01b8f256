"""What becomes of intentions of which the past shows nothing."""

from sim.engine import Program, Standpoint, Trace, forecast, simulate
from sim.events.dates import DAY
from tests.engine.test_fulfilment import later, log_of
from tests.laws.documented import with_rows
from tests.laws.logs import given, told, written
from tests.laws.test_step_semantics import step

SPARK = given("1 host spark")
NEVER = '[kinds.shadow]\nfamily = "other"\nmeaning = "unseen"\nrecorded = false\n'


def test_the_first_attempt_is_the_run_s_own():
    """Where a free run did nothing by the cut either, the forecast is that run."""
    scenario = written(step(on="spark", after="exponential(mean = 30 d)", emits="ash") + SPARK)
    standpoint = Standpoint(Program(with_rows(scenario, ())), 20 * DAY)
    same = 0
    for seed in range(60):
        free = simulate(scenario, seed)
        if all(event.time >= 20 * DAY for event in free.events[1:]):
            assert forecast(standpoint, seed).events == free.events
            same += 1
    assert same > 20


def test_an_attempt_that_comes_to_nothing_stands():
    """A run that drew nothing before the cut draws nothing after it."""
    some = step(
        on="spark", after="exponential(mean = 5 d)", outcomes=[{"chance": 0.5, "emits": "ash"}]
    )
    scenario = written(some + SPARK)
    standpoint = Standpoint(Program(with_rows(scenario, ())), 40 * DAY)
    for seed in range(60):
        if len(simulate(scenario, seed).events) == 1:
            assert len(forecast(standpoint, seed).events) == 1


def test_an_immediate_intention_cannot_be_late():
    """What is immediate and did not happen has lapsed."""
    assert later(log_of(step(on="spark", emits="ash") + SPARK, day=10)) == []


def test_a_fixed_delay_that_is_over_cannot_be_late():
    """Nor can what was due on a known day; before it, it is still due then."""
    text = step(on="spark", after="20 d", emits="ash") + SPARK
    assert later(log_of(text, day=22)) == []
    assert told(log_of(text, day=21)) == ["1 host spark", "21 host ash"]


def test_a_bounded_delay_that_is_over_cannot_be_late():
    """Nor can what had to happen by now."""
    text = step(on="spark", after="uniform(low = 5 d, high = 20 d)", emits="ash") + SPARK
    assert later(log_of(text, day=22)) == []
    late = [log_of(text, day=20, seed=seed) for seed in range(30)]
    assert all(20 <= log.events[1].time / DAY <= 21 for log in late)


def test_a_sum_of_draws_goes_on_by_its_widest():
    """No attempt agrees: the widest draw is what makes it late, and it may be too late for that."""
    after = "uniform(low = 0 d, high = 1 d) + {}"
    long = after.format("exponential(mean = 2 d)")
    text = step(on="spark", after=long, emits="ash") + SPARK
    waits = [log_of(text, day=41, seed=seed).events[1].time / DAY - 41 for seed in range(200)]
    assert all(wait >= 0 for wait in waits)
    assert 1.5 < sum(waits) / len(waits) < 2.5
    short = after.format("uniform(low = 0 d, high = 9 d)")
    assert later(log_of(step(on="spark", after=short, emits="ash") + SPARK, day=41)) == []


def test_a_refused_attempt_agrees_with_silence():
    """What the procedure forbade then did not wait for it to be allowed."""
    text = 'procedure = [{ event = "ash", needs = "rain", source = "made up" }]\n'
    text += step(on="spark", after="uniform(low = 5 d, high = 20 d)", emits="ash")
    text += given("1 host spark", "25 guest rain")
    assert all(later(log_of(text, day=24, seed=seed)) == ["rain"] for seed in range(20))


def test_a_limit_that_was_reached_agrees_with_silence():
    """What fell due when the limit was used up has lapsed, as it does in a run."""
    text = step(
        on="spark", again="each", limit=1, after="uniform(low = 5 d, high = 9 d)", emits="ash"
    )
    text += given("1 host spark", "20 host spark")
    assert later(log_of(text, "8 host ash", day=40)) == []


def test_a_past_guard_is_read_where_the_attempt_fell_due():
    """A guard that was closed all the while lets it lapse; one closed later does not."""
    text = step(
        on="spark",
        after="uniform(low = 5 d, high = 9 d)",
        if_due="standing('smoke', until = 'rain')",
        emits="ash",
    )
    text += given("1 host spark")
    closed = ("2 guest smoke", "4 guest rain", "15 guest smoke")
    assert later(log_of(text, *closed, day=20)) == []
    assert later(log_of(text, "2 guest smoke", "12 guest rain", day=20)) == []
    some = [later(log_of(text, "2 guest smoke", day=8, seed=seed)) for seed in range(40)]
    assert ["ash"] in some


def test_what_no_record_can_show_agrees_with_silence():
    """It is not put into the past, and counts for the limit from then on."""
    hidden = step(
        on="spark", again="each", limit=1, after="uniform(low = 5 d, high = 9 d)", emits="shadow"
    )
    text = NEVER + hidden + given("1 host spark", "40 host spark")
    assert told(log_of(text, day=20)) == ["1 host spark", "40 host spark"]
    assert later(log_of(text, day=8, seed=3))[0] == "shadow"
    mixed = NEVER + step(on="spark", after="5 d", emits=["shadow", "ash"]) + SPARK
    assert later(log_of(mixed, day=20)) == []


def test_what_pends_can_be_replaced_and_cancelled():
    """An intention that stands is one like any other: triggers restart it, events cancel it."""
    text = step(
        on="spark", after="uniform(low = 30 d, high = 40 d)", cancelled_by="rain", emits="ash"
    )
    again = log_of(text + given("1 host spark", "25 host spark"), day=20)
    assert [event.kind for event in again.events] == ["spark", "spark", "ash"]
    assert again.events[2].causes == (1,)
    assert later(log_of(text + given("1 host spark", "25 guest rain"), day=20)) == ["rain"]


def test_what_pends_follows_a_deadline_that_moves():
    """With the same draw, after the cut as before it."""
    text = 'deadlines = { exit = { set_by = "spark", falls = "50 d", moves_on = "rain" } }\n'
    text += step(
        on="spark", after="0.5 * time_to('exit') + uniform(low = 0 d, high = 10 d)", emits="ash"
    )
    still = log_of(text + SPARK, day=30)
    moved = log_of(text + given("1 host spark", "31 guest rain"), day=30)
    if still.events[1].time > 31 * DAY:  # from day 51 to day 81: half of thirty days later
        assert moved.events[2].time == still.events[1].time + 15 * DAY
    assert [event.kind for event in moved.events[:2]] == ["spark", "rain"]


def test_a_deadline_that_moved_in_the_past_moved_what_waited():
    """An attempt's instant is followed through the moves; what was due before them had its turn."""
    text = 'deadlines = { exit = { set_by = "spark", falls = "20 d", moves_on = "rain" } }\n'
    text += step(on="spark", after="0.5 * time_to('exit')", emits="ash")
    # due on day 11; moved on day 5, to day 25, it is due on day 13
    early = text + given("1 host spark", "5 guest rain")
    assert told(log_of(early, day=12))[2:] == ["13 host ash"]
    assert told(log_of(early, day=14))[2:] == []
    # moved on day 15, it had its turn on day 11, and emitted nothing
    late = text + given("1 host spark", "15 guest rain")
    assert told(log_of(late, day=16))[2:] == []


def test_an_unset_deadline_is_waited_for():
    """What counts from a deadline that is set after the cut is due when that is known."""
    text = 'deadlines = { exit = { set_by = "fire", falls = "20 d" } }\n'
    text += step(on="spark", after="1 * time_to('exit')", emits="ash")
    text += given("1 host spark", "30 guest fire")
    assert told(log_of(text, day=20)) == ["1 host spark", "30 guest fire", "50 host ash"]
    assert told(log_of(text, day=40))[2:] == ["50 host ash"]


def test_rates_and_dates_begin_at_the_cut():
    """The fixed backdrop and the calendar go on as in a free run; the past is given."""
    text = step(name="raid", rate="0.2 / d", emits="ash")
    text += step(name="review", every="15 d", emits="smoke")
    scenario = written(text)
    standpoint = Standpoint(Program(with_rows(scenario, ())), 70 * DAY)
    for seed in range(10):
        free = [e for e in simulate(scenario, seed).events if e.time >= 70 * DAY]
        log = forecast(standpoint, seed)
        assert [e.identity for e in log.events] == [e.identity for e in free]
        assert [e.time for e in log.events] == [e.time for e in free]


def test_a_trace_tells_of_what_follows_alone():
    """A forecast with a trace is the same forecast; nothing of the past is noted."""
    text = step(on="spark", if_="count('spark') > 1", after="20 d", emits="ash")
    text += given("1 host spark", "30 host rain", "40 host spark")
    standpoint = Standpoint(Program(with_rows(written(text), ())), 20 * DAY)
    trace = Trace()
    assert forecast(standpoint, 1, trace=trace).events == forecast(standpoint, 1).events
    assert [note.time // DAY for note in trace.notes] == []
