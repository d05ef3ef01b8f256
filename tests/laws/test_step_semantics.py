"""The rules of steps, one by one: small scenarios by hand, each with the log it must have.

Delays are known numbers wherever chance is not the point; lines are told by `logs.told`.
"""

import json
from datetime import date
from typing import Any

import pytest

from sim.engine import Trace, simulate
from sim.errors import InputError, RunError
from sim.events.dates import DAY
from tests.laws.logs import day, given, told, written


def log_of(steps: str, *given_lines: str, seed: int = 1) -> list[str]:
    """The lines of a run of some steps after some given events."""
    return told(simulate(written(steps + given(*given_lines)), seed))


def notes_of(steps: str, *given_lines: str) -> list[tuple[int, str, str]]:
    """What the trace of a run notes: day, step and what."""
    trace = Trace()
    simulate(written(steps + given(*given_lines)), 1, trace=trace)
    return [(note.time // DAY, note.step, note.what) for note in trace.notes]


def step(*, actor: str = "host", name: str = "a step", **keys: Any) -> str:
    """A step as the file has it; `if_` and `while_` are told without their mark."""
    keys = {"actor": actor, "name": name} | keys
    lines = [f"{key.rstrip('_')} = {_toml(value)}" for key, value in keys.items()]
    return "\n".join(["", "[[steps]]", *lines, ""])


def _toml(value: Any) -> str:
    match value:
        case dict():
            return f"{{ {', '.join(f'{key} = {_toml(inner)}' for key, inner in value.items())} }}"
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value)


PROCEDURE = 'procedure = [{ event = "ash", needs = "rain", source = "made up" }]\n'
"""Ash may not be before rain."""


# Triggers and instants


def test_a_response_follows_its_trigger_after_its_delay():
    """It is triggered by the event it listens to, and by no other."""
    answer = step(on="spark", after="5 d", emits="smoke")
    assert log_of(answer, "3 host spark", "4 host rain") == [
        "3 host spark",
        "4 host rain",
        "8 host smoke",
    ]


def test_an_omitted_delay_is_immediate_and_chains():
    """Without `after` the effect stands at the same second, and so does the effect of that."""
    steps = step(on="smoke", emits="fire", name="second")
    steps += step(on="spark", emits="smoke", name="first")
    assert log_of(steps, "3 host spark") == ["3 host spark", "3 host smoke", "3 host fire"]


def test_initial_events_are_folded_and_trigger_nothing():
    """They count as having happened; no step listens to them."""
    text = """
        initial = [{ date = 2000-12-01, event = "spark", actor = "host" }]
        [[steps]]
        actor = "host"
        name = "answer"
        on = "spark"
        after = "5 d"
        emits = "smoke"
        quantity = "count('spark')"
    """
    assert log_of(text) == ["-31 host spark"]
    assert log_of(text, "3 guest spark") == ["-31 host spark", "3 guest spark", "8 host smoke x2"]


def test_patterns_name_actor_and_subject():
    """What a pattern leaves out matches anything; what it says must be so."""
    answer = step(on={"event": "spark", "actor": "guest", "subject": "gate"}, emits="smoke")
    lines = ["1 host spark gate", "2 guest spark", "3 guest spark gate"]
    assert log_of(answer, *lines) == [
        "1 host spark of gate",
        "2 guest spark",
        "3 guest spark of gate",
        "3 host smoke",
    ]


def test_one_event_triggers_a_step_once():
    """Even where it matches two of the patterns that the step listens to."""
    answer = step(on=["spark", {"event": "spark", "actor": "host"}], again="each", emits="ash")
    assert log_of(answer, "1 host spark") == ["1 host spark", "1 host ash"]


def test_the_order_of_things_at_one_instant():
    """Given, then deadlines, then the calendar, then responses by place in the file and cause."""
    text = 'deadlines = { exit = { at = 2001-01-11, missed = "rain", actor = "guest" } }\n'
    waits = {"after": "5 d", "again": "each", "subject": "same"}
    text += step(name="first in the file", on=["spark", "fire"], **waits, emits="smoke")
    text += step(name="second", on="fire", **waits, emits="ash")
    text += step(name="last", at=day(10), emits="statement_position")
    lines = ["5 host spark one", "5 guest fire two", "5 guest fire three", "10 guest spark four"]
    assert log_of(text, *lines)[3:] == [
        "10 guest spark of four",
        "10 guest rain of exit",
        "10 host statement_position",
        "10 host smoke of one",
        "10 host smoke of two",
        "10 host smoke of three",
        "10 host ash of two",
        "10 host ash of three",
        "15 host smoke of four",
    ]


def test_what_is_immediate_waits_its_turn():
    """An immediate response comes among the responses of its second by its place in the file."""
    steps = step(on="smoke", emits="rain", name="immediate, first in the file")
    steps += step(on="spark", after="5 d", emits="smoke", name="waiting")
    steps += step(on="spark", after="5 d", emits="ash", name="waiting, last in the file")
    assert log_of(steps, "5 host spark")[1:] == ["10 host smoke", "10 host rain", "10 host ash"]


# Guards


def test_if_is_read_right_after_the_trigger_is_folded():
    """The triggering event itself counts; a false guard starts nothing, whatever comes later."""
    second = step(on="spark", if_="count('spark') == 2", if_due="1 > 0", after="5 d", emits="ash")
    lines = ["1 host spark", "2 host spark", "3 host spark"]
    assert log_of(second, *lines)[3:] == ["7 host ash"]
    assert notes_of(second, *lines) == [
        (1, "host: a step", "guard false"),
        (3, "host: a step", "guard false"),
    ]


def test_if_is_read_again_at_the_due_instant():
    """False then, the intention lapses silently."""
    answer = step(on="spark", if_="not happened('rain')", after="5 d", emits="ash")
    assert log_of(answer, "1 host spark") == ["1 host spark", "6 host ash"]
    assert log_of(answer, "1 host spark", "3 guest rain") == ["1 host spark", "3 guest rain"]
    assert notes_of(answer, "1 host spark", "3 guest rain") == [(6, "host: a step", "lapsed")]


def test_if_due_takes_the_place_of_if_at_the_due_instant():
    """With `if_due`, `if` is read at the trigger only."""
    answer = step(
        on="spark", if_="not happened('rain')", if_due="happened('rain')", after="5 d", emits="ash"
    )
    assert log_of(answer, "1 host spark", "3 guest rain")[2:] == ["6 host ash"]
    assert log_of(answer, "1 host spark", "7 guest rain")[2:] == []
    assert log_of(answer, "1 guest rain", "3 host spark")[2:] == []


def test_a_lapsed_intention_is_gone():
    """It is not tried again when its guard would hold."""
    answer = step(on="spark", if_due="happened('rain')", after="5 d", emits="ash")
    assert log_of(answer, "1 host spark", "8 guest rain")[2:] == []


# Again, same subject, cancellation


def test_again_restart_keeps_one_intention():
    """A new trigger replaces the one that waits; the delay starts anew."""
    answer = step(on="spark", after="5 d", emits="ash")
    lines = ["1 host spark", "4 host spark", "20 host spark"]
    assert log_of(answer, *lines) == [
        "1 host spark",
        "4 host spark",
        "9 host ash",
        "20 host spark",
        "25 host ash",
    ]


def test_again_each_keeps_one_intention_for_each_trigger():
    """With `again = "each"` every trigger has its effect."""
    answer = step(on="spark", after="5 d", again="each", emits="ash")
    assert log_of(answer, "1 host spark", "4 host spark")[2:] == ["6 host ash", "9 host ash"]


def test_a_false_guard_replaces_nothing():
    """A trigger whose guard is false leaves the intention that waits as it is."""
    answer = step(on="spark", if_="count('spark') < 2", if_due="1 > 0", after="5 d", emits="ash")
    assert log_of(answer, "1 host spark", "4 host spark")[2:] == ["6 host ash"]


def test_same_subject_keeps_one_intention_for_each_subject():
    """Triggers about different things do not replace one another; the effect is about its own."""
    answer = step(on="spark", same_subject=True, after="5 d", emits="ash")
    lines = ["1 host spark barn", "2 host spark mill", "3 host spark barn"]
    assert log_of(answer, *lines)[3:] == ["7 host ash of mill", "8 host ash of barn"]


def test_cancellation_removes_what_waits():
    """A cancelling event drops the step's intentions; later triggers are free again."""
    answer = step(on="spark", after="5 d", again="each", cancelled_by="rain", emits="ash")
    lines = ["1 host spark", "2 host spark", "4 guest rain", "5 host spark"]
    assert log_of(answer, *lines)[4:] == ["10 host ash"]
    assert [note[2] for note in notes_of(answer, *lines)] == ["cancelled", "cancelled"]


def test_an_event_cancels_before_it_triggers():
    """What it triggers itself in the same step stands."""
    answer = step(on=["spark", "rain"], after="5 d", again="each", cancelled_by="rain", emits="ash")
    assert log_of(answer, "1 host spark", "4 guest rain")[2:] == ["9 host ash"]


def test_cancellation_minds_the_subject_where_the_step_does():
    """With `same_subject` only what waits about the cancelling event's subject is dropped."""
    answer = step(on="spark", same_subject=True, after="5 d", cancelled_by="rain", emits="ash")
    lines = ["1 host spark barn", "1 host spark mill", "3 guest rain barn"]
    assert log_of(answer, *lines)[3:] == ["6 host ash of mill"]


def test_cancellation_at_the_due_instant_comes_first_if_given():
    """What falls due on the day of a given cancelling event is cancelled, by the order of ranks."""
    answer = step(on="spark", after="5 d", cancelled_by="rain", emits="ash")
    assert log_of(answer, "1 host spark", "6 guest rain")[2:] == []


# Limits


def test_a_limit_counts_firings_that_put_events_in_the_log():
    """Lapses, refusals and nothing drawn do not count; an outcome of two events counts once."""
    answer = step(
        on="spark", after="1 d", limit=2, if_due="count('spark') != 2", emits=["ash", "smoke"]
    )
    lines = ["1 host spark", "5 host spark", "10 host spark", "15 host spark"]
    assert [line for line in log_of(answer, *lines) if "spark" not in line] == [
        "2 host ash",
        "2 host smoke",
        "11 host ash",
        "11 host smoke",
    ]
    refused = PROCEDURE + step(on="spark", after="1 d", limit=1, emits="ash")
    lines = ["1 host spark", "5 guest rain", "10 host spark", "15 host spark"]
    assert "11 host ash" in log_of(refused, *lines)
    assert "16 host ash" not in log_of(refused, *lines)


def test_a_limit_binds_what_waits_already():
    """Of many intentions that wait, only as many fire as the limit lets."""
    answer = step(on="spark", after="5 d", again="each", limit=1, emits="ash")
    assert log_of(answer, "1 host spark", "2 host spark")[2:] == ["6 host ash"]


def test_a_limit_is_a_step_s_own():
    """Made by `for_each`, each step has its own."""
    answer = step(
        on="spark", for_each=["barn", "mill"], limit=1, after="1 d", emits="ash", subject="entry"
    )
    assert log_of(answer, "1 host spark", "5 host spark") == [
        "1 host spark",
        "2 host ash of barn",
        "2 host ash of mill",
        "5 host spark",
    ]


# Calendars


def test_a_date_happens_once():
    """A step `at` a date fires then."""
    assert log_of(step(at=day(10), emits="ash")) == ["10 host ash"]


def test_a_period_starts_after_itself_and_a_false_guard_skips_one():
    """`every` first falls at start plus period; where `if` is false, that one is left out."""
    monthly = step(every="50 d", if_="not happened('rain', within = '10 d')", emits="ash")
    assert log_of(monthly) == ["50 host ash", "100 host ash", "150 host ash"]
    assert log_of(monthly, "95 guest rain") == ["50 host ash", "95 guest rain", "150 host ash"]


def test_a_period_stops_at_its_limit():
    """Skipped occasions do not count towards it."""
    monthly = step(every="30 d", if_="not happened('rain', within = '10 d')", limit=2, emits="ash")
    assert log_of(monthly, "55 guest rain") == ["30 host ash", "55 guest rain", "90 host ash"]


# Outcomes


def test_the_rest_and_nothing():
    """An outcome without chance takes the rest; where there is none, nothing happens."""
    some = step(on="spark", after="1 d", outcomes=[{"chance": 0.3, "emits": "ash"}])
    all_ = some.replace("}]", '}, { emits = "smoke" }]')
    kinds = [
        [log_of(text, "1 host spark", seed=seed)[1:] for seed in range(400)]
        for text in (some, all_)
    ]
    for alone, with_rest in zip(*kinds, strict=True):
        assert alone in ([], ["2 host ash"])
        assert with_rest == (alone or ["2 host smoke"])
    assert 90 < sum(bool(alone) for alone in kinds[0]) < 150


def test_chances_are_read_at_the_due_instant():
    """A chance that depends on a gauge is that of the moment, not that of the trigger."""
    text = """
        [gauges.strain]
        start = 0
        within = [0, 1]
        moved_by = [{ event = "rain", set = 1 }]
    """ + step(on="spark", after="5 d", outcomes=[{"chance": "strain", "emits": "ash"}])
    assert log_of(text, "1 host spark")[1:] == []
    assert log_of(text, "1 host spark", "3 guest rain")[2:] == ["6 host ash"]


def test_chances_above_one_stop_the_run_and_name_the_step():
    """They are never clamped."""
    text = """
        [gauges.strain]
        start = 0.5
        within = [0, 1]
    """
    above = [{"chance": "0.4 + strain", "emits": "ash"}, {"chance": "strain", "emits": "rain"}]
    with pytest.raises(RunError, match=r"host: a step.*above 1"):
        log_of(text + step(on="spark", outcomes=above), "1 host spark")


def test_an_outcome_of_several_events():
    """They stand one after the other, each with what it leaves out taken from the outcome."""
    text = step(
        on="spark",
        after="1 d",
        quantity=2,
        emits=[
            "ash",
            {"event": "smoke", "actor": "guest", "subject": "barn", "quantity": "quantity + 1"},
        ],
    )
    lines = given("1 host spark mill") + "quantity = 6\n"
    assert told(simulate(written(text + lines), 1)) == [
        "1 host spark of mill x6",
        "2 host ash x2",
        "2 guest smoke of barn x7",
    ]


def test_subjects():
    """`same` is the trigger's; without a subject there is none."""
    same = step(on="spark", emits="ash", subject="same")
    assert log_of(same, "1 host spark mill")[1:] == ["1 host ash of mill"]
    assert log_of(same.replace('subject = "same"', ""), "1 host spark mill")[1:] == ["1 host ash"]


# Procedure


TRY = PROCEDURE + step(name="try", on="spark", after="5 d", emits=["smoke", "ash"])


def test_one_refusal_refuses_the_whole_outcome():
    """Neither event stands in the log, and there is no second try."""
    assert log_of(TRY, "1 host spark", "7 guest rain")[2:] == []
    assert notes_of(TRY, "1 host spark", "7 guest rain") == [(6, "host: try", "refused")]
    assert log_of(TRY, "1 host spark", "3 guest rain")[2:] == ["6 host smoke", "6 host ash"]


def test_what_comes_first_in_an_outcome_has_happened():
    """An event may need one before it in its own outcome, and not one after it."""
    inside = TRY.replace('needs = "rain"', 'needs = "smoke"')
    assert log_of(inside, "1 host spark")[1:] == ["6 host smoke", "6 host ash"]
    swapped = inside.replace('["smoke", "ash"]', '["ash", "smoke"]')
    assert log_of(swapped, "1 host spark")[1:] == []


def test_the_probability_of_what_is_refused_is_lost():
    """It is not shared out among the outcomes that are allowed."""
    outcomes = [{"chance": 0.5, "emits": "ash"}, {"chance": 0.2, "emits": "smoke"}]
    text = PROCEDURE + step(on="spark", after="5 d", outcomes=outcomes)
    logs = [log_of(text, "1 host spark", seed=seed)[1:] for seed in range(400)]
    assert all(log in ([], ["6 host smoke"]) for log in logs)
    assert 50 < sum(log != [] for log in logs) < 110


def test_a_requirement_about_the_same_subject():
    """What happened about another subject does not count, be it in the same outcome."""
    rule = PROCEDURE.replace('needs = "rain"', 'needs = "smoke", same_subject = true')
    text = rule + step(on="spark", emits="ash", subject="same")
    lines = ["1 guest smoke barn", "2 host spark mill", "3 host spark barn"]
    assert log_of(text, *lines)[1:] == [
        "2 host spark of mill",
        "3 host spark of barn",
        "3 host ash of barn",
    ]
    emits = [{"event": "smoke", "subject": "barn"}, {"event": "ash", "subject": "same"}]
    text = rule + step(on="spark", emits=emits)
    assert log_of(text, "1 host spark mill")[1:] == []
    assert log_of(text, "1 host spark barn")[1:] == ["1 host smoke of barn", "1 host ash of barn"]


def test_a_condition_of_the_procedure_is_read_when_the_event_is_to_be():
    """Not when the step was triggered."""
    text = TRY.replace('needs = "rain"', "if = \"happened('rain', within = '2 d')\"")
    assert log_of(text, "1 host spark", "3 guest rain")[2:] == []
    assert log_of(text, "1 host spark", "5 guest rain")[2:] == ["6 host smoke", "6 host ash"]


# Deadlines


EXIT = """
[deadlines.exit]
set_by = "spark"
falls = "20 d"
moves_on = "rain"
met_by = "ash"
missed = "deadline_missed"
"""


def test_a_deadline_is_missed_unless_it_is_met():
    """Whoever set it records that it was missed, about what set it."""
    assert log_of(EXIT, "3 guest spark gate")[1:] == ["23 guest deadline_missed of gate"]
    assert log_of(EXIT, "3 guest spark", "10 host ash")[2:] == []
    assert log_of(EXIT, "3 guest spark", "24 host ash") == [
        "3 guest spark",
        "23 guest deadline_missed",
        "24 host ash",
    ]


def test_a_deadline_is_met_on_its_day():
    """A given event comes before the deadlines of its instant."""
    assert log_of(EXIT, "3 guest spark", "23 host ash")[2:] == []


def test_a_deadline_moves_and_is_due_again():
    """What moves it counts anew from there; a deadline met before is open again."""
    assert log_of(EXIT, "3 guest spark", "10 host rain")[2:] == ["30 host deadline_missed"]
    assert log_of(EXIT, "3 guest spark", "5 host ash", "10 host rain")[3:] == [
        "30 host deadline_missed"
    ]


def test_a_dated_deadline_is_recorded_by_its_actor():
    """It needs no event that sets it, and is about itself."""
    text = (
        'deadlines = { term = { at = 2001-02-01, missed = "deadline_missed", actor = "host" } }\n'
    )
    assert log_of(text) == ["31 host deadline_missed of term"]


def test_a_firm_deadline_forbids_what_would_meet_it():
    """Once it has passed, a step can no longer meet it; what is given can."""
    late = step(on="spark", after="25 d", emits="ash")
    soft = log_of(EXIT + late, "3 guest spark")[1:]
    assert soft == ["23 guest deadline_missed", "28 host ash"]
    firm = EXIT.replace("met_by", "firm = true\nmet_by")
    assert log_of(firm + late, "3 guest spark")[1:] == ["23 guest deadline_missed"]
    assert log_of(firm, "3 guest spark", "30 host ash")[2:] == ["30 host ash"]


def test_what_counts_from_a_deadline_waits_until_it_is_set():
    """`time_to` of a deadline without a date is never; once it is set, it counts."""
    text = EXIT + step(on="fire", after="0.5 * time_to('exit')", emits="smoke")
    assert log_of(text, "3 guest fire") == ["3 guest fire"]
    # half of the 30 days from the trigger, day 3, to the date, day 33
    assert log_of(text, "3 guest fire", "13 guest spark")[2:] == [
        "18 host smoke",
        "33 guest deadline_missed",
    ]


MOVING = """
[gauges.strain]
start = 0.2
within = [0, 1]
half_life = "10 d"
moved_by = [{ event = "rain", by = 0.8 }]
""" + step(
    on="spark",
    after="0.5 * time_to('exit') + (1 + strain) * exponential(mean = 4 d)",
    again="each",
    emits="smoke",
)


@pytest.mark.parametrize("seed", range(8))
def test_a_moved_deadline_is_counted_from_with_the_same_uniform(seed: int):
    """Only the part that counts from the deadline changes, whatever has moved since the draw."""

    def due(*lines: str) -> int:
        text = EXIT + MOVING + given("3 guest spark", *lines)
        log = simulate(written(text), seed)
        (smoke,) = (event for event in log.events if event.kind == "smoke")
        return smoke.time

    # day 23 becomes day 24: half of that day later, to the second
    assert due("4 host rain") == due() + DAY // 2
    # day 23 becomes day 33 at the last, by two moves: half of ten days later
    assert due("4 host rain", "13 guest rain") in {due() + 5 * DAY, due("4 host rain")}


def test_what_a_moved_deadline_makes_overdue_comes_a_second_later():
    """A date that moves so far back that an intention would be due already lets it come at once."""
    text = """
        [deadlines.exit]
        set_by = "spark"
        falls = "max(quantity, 0)"
        moves_on = "rain"
    """ + step(on="fire", after="0.5 * time_to('exit')", emits="smoke")
    text += given("1 guest spark").rstrip() + "\nquantity = 100\n"
    text += given("1 guest fire", "60 guest rain").replace("given ", "later ")
    # day 101, so half of it is day 51; before that, day 40 sets it to day 40: due on day 20.5
    assert told(simulate(written(text), 1))[2:] == ["51 host smoke", "60 guest rain"]
    early = text.replace("2001-03-02", "2001-02-10")
    assert told(simulate(written(early), 1))[2:] == ["40 guest rain", "40+1 host smoke"]


# Gauges, sites, offices


def test_gauges_move_are_held_within_bounds_and_decay():
    """A quantity tells the level: moved by, held, worn down by half in each half-life."""
    text = """
        [gauges.strain]
        start = 0.5
        within = [0, 1]
        half_life = "10 d"
        moved_by = [{ event = "spark", by = 0.8 }, { event = "rain", set = "quantity / 10" }]
        [[steps]]
        actor = "host"
        name = "tell"
        every = "10 d"
        limit = 4
        emits = "smoke"
        quantity = "strain"
    """
    assert log_of(text) == [
        "10 host smoke x0.25",
        "20 host smoke x0.125",
        "30 host smoke x0.0625",
        "40 host smoke x0.03125",
    ]
    assert log_of(text, "10 host spark", "20 host spark", "30 host rain") == [
        "10 host spark",
        "10 host smoke x1",
        "20 host spark",
        "20 host smoke x1",
        "30 host rain",
        "30 host smoke x0",
        "40 host smoke x0",
    ]


def test_sites_are_handed_over_in_their_order():
    """One step for each; a site that opens after another waits for it, or is refused."""
    text = """
        sites = [
          { name = "field", heads = { military = 300, contractors = 20 } },
          { name = "port", heads = { military = 50 }, opens_after = "field" },
          { name = "post", count = 2 },
        ]
        [[steps]]
        actor = "host"
        name = "leave"
        for_each = "sites"
        on = "spark"
        after = "5 d"
        emits = "base_handed_over"
        subject = "site"
        quantity = "heads('site')"
        [[steps]]
        actor = "guest"
        name = "count"
        on = "base_handed_over"
        again = "each"
        after = "1 d"
        emits = "smoke"
        quantity = "sites_left()"
        limit = 1
    """
    assert log_of(text, "1 guest spark")[1:] == [
        "6 host base_handed_over of field x320",
        "6 host base_handed_over of port x50",
        "6 host base_handed_over of post_1 x0",
        "6 host base_handed_over of post_2 x0",
        "7 guest smoke x0",
    ]
    late = text.replace('for_each = "sites"', "").replace('subject = "site"', 'subject = "port"')
    late = late.replace("heads('site')", "heads('port')")
    assert log_of(late, "1 guest spark")[1:] == []


def test_offices():
    """Whoever resigns or falls is out of office until sworn in."""
    text = step(every="10 d", limit=2, if_="in_office('host')", emits="smoke")
    lines = ["5 host pm_resigned", "15 host pm_sworn_in"]
    assert [line for line in log_of(text, *lines) if "smoke" in line] == [
        "20 host smoke",
        "30 host smoke",
    ]


# Gates


GATE = """
[actors.senate]
behaviour = "legislature"
seats = 10
turnout_spread = 0.1
blocs = [{ name = "all", seats = 10, position = 9, attendance = 1 }]

[gates.consent]
body = "senate"
considers = { event = "agreement_signed", subject = "treaty" }
after = "20 d"
needs = "2/3 of seats"
quorum = 6
passed = "agreement_ratified"
failed = "treaty_rejected"
no_quorum = "session_failed_quorum"
"""


@pytest.mark.parametrize(
    ("position", "attendance", "result"),
    [
        (9, 1, "agreement_ratified of treaty x10"),
        (-9, 1, "treaty_rejected of treaty x0"),
        (9, 0.2, "session_failed_quorum of treaty x2"),
        (9, 0.61, "treaty_rejected of treaty x6"),
    ],
)
def test_a_gate_decides_by_its_blocs(position: float, attendance: float, result: str):
    """Passed, failed, or without a quorum, with the votes for or the heads counted."""
    text = GATE.replace("position = 9", f"position = {position}")
    text = text.replace("attendance = 1 ", f"attendance = {attendance} ")
    lines = ["1 host agreement_signed treaty", "2 host agreement_signed lease"]
    logs = [log_of(text, *lines, seed=seed)[2:] for seed in range(20)]
    usual = max(logs, key=logs.count)
    assert usual == [f"21 senate {result}"]


# Checks against the loader


def test_a_cycle_of_immediate_steps_is_an_error():
    """Through any number of steps; with a delay in it, it is none."""
    steps = step(on="spark", emits="smoke", name="one", actor="host")
    steps += step(on="smoke", emits="spark", name="two", actor="guest")
    with pytest.raises(InputError, match="without delay"):
        written(steps)
    assert log_of(
        steps.replace('emits = "spark"', 'after = "100 d"\nemits = "spark"'), "1 host spark"
    ) == [
        "1 host spark",
        "1 host smoke",
        "101 guest spark",
        "101 host smoke",
    ]


def test_a_condition_of_the_procedure_counts_what_came_before_in_the_outcome():
    """Law 6: the second ash stands in the log although ash has happened."""
    scenario = written(
        """
        procedure = [{ event = "ash", if = "not happened('ash')", source = "made up" }]
        [[steps]]
        actor = "host"
        name = "twice"
        on = "spark"
        after = "1 d"
        emits = ["ash", "ash"]
    """
        + given("1 host spark")
    )
    assert told(simulate(scenario, 1)) == ["1 host spark"]


def test_an_infinite_delay_below_zero_is_an_error_of_the_run():
    """A delay that a reading makes minus infinity stops a run with the name of the step."""
    scenario = written(
        """
        [[steps]]
        actor = "host"
        name = "endless"
        on = "spark"
        after = "10 d - 1 d * days_since('rain')"
        emits = "ash"
    """
        + given("1 host spark")
    )
    with pytest.raises(RunError, match="host: endless"):
        simulate(scenario, 1)


@pytest.mark.parametrize("role", ["initial", "given", "deadline"])
def test_a_role_may_not_be_named_as_what_no_step_emits(role: str):
    """`initial: ...` in a log says that the scenario stated an event; no role may say so too."""
    with pytest.raises(InputError, match=f"'{role}' says in logs where an event comes from"):
        written(f"actors = {{ {role} = {{}} }}")


def test_a_bounded_draw_may_be_subtracted():
    """`after` adds and scales: ten days less at most four are never below six."""
    scenario = written(
        """
        [[steps]]
        actor = "host"
        name = "sooner"
        on = "spark"
        after = "10 d - uniform(low = 0 d, high = 4 d)"
        emits = "ash"
    """
        + given("1 host spark")
    )
    assert 6 * DAY <= simulate(scenario, 1).events[1].time - DAY <= 10 * DAY
