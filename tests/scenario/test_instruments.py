"""Texts in force: terms, notices, and what expressions read of them, by hand."""

from pathlib import Path

import pytest

from sim.engine import Program, resume, simulate
from sim.errors import InputError
from sim.events.dates import DAY
from sim.scenario.model import Scenario
from sim.situation import fold
from sim.situation.reading import compiled
from tests.laws.logs import given, told, written
from tests.scenario.example import altered, line_of, problems_of, scenario_folder

PACT = """
[instruments.pact]
in_force_since = 1999-01-01
{}
notice = "20 d"
may_denounce = ["host", "guest"]
"""
ENTERS = """
[instruments.pact]
enters = "spark"
{}
notice = "20 d"
may_denounce = ["guest", "host"]
"""


def reads(scenario: Scenario, asked: str) -> list[str]:
    """`day yes` or `day no` after each event of a run, and the day before the end."""
    log = simulate(scenario, 1)
    program = Program(scenario)
    found = []
    for count, event in enumerate(log.events, start=1):
        situation = fold(program.ledger, log.events[:count])
        (step,) = (s for s in scenario.steps if s.name == asked)
        assert step.guard is not None
        held = compiled(step.guard.tree, program.ledger)(situation, event.time, None)
        found.append(f"{event.time // DAY} {'yes' if held else 'no'}")
    return found


ASKED = """
[[steps]]
actor = "host"
name = "in force"
every = "1 y"
if = "in_force('pact')"
emits = "ash"
[[steps]]
actor = "host"
name = "notice"
every = "1 y"
if = "notice_running('pact')"
emits = "ash"
"""


def test_a_term_ends_once_about_the_instrument() -> None:
    """At its date what lapses is recorded, by the first who may denounce, about the instrument."""
    scenario = written(PACT.format("ends = 2001-02-01") + ASKED + given("5 host rain"))

    assert told(simulate(scenario, 1)) == ["5 host rain", "31 host agreement_expired of pact"]
    assert reads(scenario, "in force") == ["5 yes", "31 no"]


def test_a_term_counts_from_what_puts_it_in_force() -> None:
    """Whatever that event is about; and a second one counts anew."""
    text = ENTERS.format('term = "30 d"') + ASKED
    once = written(text + given("5 host spark treaty"))
    twice = written(text + given("5 host spark treaty", "15 guest spark"))

    assert told(simulate(once, 1))[-1] == "35 guest agreement_expired of pact"
    assert reads(once, "in force") == ["5 yes", "35 no"]
    assert told(simulate(twice, 1))[2:] == ["45 guest agreement_expired of pact"]


def test_a_term_may_be_told_by_what_puts_it_in_force() -> None:
    """`term` may read the quantity, in the unit that the event states."""
    scenario = written(
        ENTERS.format('term = "quantity"')
        + '[[given]]\nname = "g"\ndate = 2001-01-03\nactor = "host"\nevent = "spark"\n'
        + 'quantity = 3\nunit = "weeks"\n'
    )

    assert told(simulate(scenario, 1))[-1] == "23 guest agreement_expired of pact"


def test_the_notice_of_a_party_ends_it_before_its_term() -> None:
    """It lapses when the notice runs out, and not a second time at its term."""
    scenario = written(
        PACT.format("ends = 2001-04-01") + ASKED + given("5 guest agreement_denounced pact")
    )

    assert told(simulate(scenario, 1)) == [
        "5 guest agreement_denounced of pact",
        "25 guest agreement_expired of pact",
    ]
    assert reads(scenario, "notice") == ["5 yes", "25 no"]
    assert reads(scenario, "in force") == ["5 yes", "25 no"]


def test_a_notice_that_is_withdrawn_ends_nothing() -> None:
    """The term then holds; the other party's notice is its own."""
    events = ["5 guest agreement_denounced pact", "9 guest denunciation_withdrawn pact"]
    term = PACT.format("ends = 2001-04-01") + ASKED
    withdrawn = written(term + given(*events))
    other = written(term + given(*events, "8 host agreement_denounced pact"))

    assert told(simulate(withdrawn, 1))[2:] == ["90 host agreement_expired of pact"]
    assert reads(withdrawn, "notice") == ["5 yes", "9 no", "90 no"]
    assert told(simulate(other, 1))[3:] == ["28 host agreement_expired of pact"]
    assert reads(other, "notice") == ["5 yes", "8 yes", "9 yes", "28 no"]


def test_only_parties_give_notice_and_only_of_what_is_in_force() -> None:
    """A denunciation from outside by another, or of what never entered, sets nothing going."""
    text = ENTERS.format("").replace('"guest", "host"', '"guest"')

    outside = written(text + given("2 host spark", "5 host agreement_denounced pact"))
    early = written(text + given("5 guest agreement_denounced pact"))

    assert told(simulate(outside, 1)) == ["2 host spark", "5 host agreement_denounced of pact"]
    assert told(simulate(early, 1)) == ["5 guest agreement_denounced of pact"]


def test_a_renewal_adds_a_term_to_the_one_that_runs() -> None:
    """However early it comes; after the lapse it renews nothing."""
    text = ENTERS.format('term = "30 d"\nrenewed_by = "rain"') + ASKED
    early = written(text + given("5 host spark", "6 host rain"))
    late = written(text + given("5 host spark", "40 host rain"))

    assert told(simulate(early, 1))[2:] == ["65 guest agreement_expired of pact"]
    assert told(simulate(late, 1)) == [
        "5 host spark",
        "35 guest agreement_expired of pact",
        "40 host rain",
    ]
    assert reads(late, "in force") == ["5 yes", "35 no", "40 no"]


def test_what_renews_and_puts_in_force_at_once_counts_once() -> None:
    """An event that is both begins a term; two patterns that mean one event are one renewal."""
    both = ENTERS.format('term = "30 d"\nrenewed_by = ["spark", "rain", { event = "rain" }]')
    scenario = written(both + given("5 host spark", "6 host spark", "7 host rain"))

    assert told(simulate(scenario, 1))[3:] == ["66 guest agreement_expired of pact"]


def test_what_enters_after_its_end_is_not_in_force() -> None:
    """A date of its end holds whenever it enters; what never entered does not lapse."""
    text = ENTERS.format("ends = 2001-02-01") + ASKED
    late, never = written(text + given("40 host spark")), written(text + given("40 host rain"))
    early = written(text + given("4 host spark"))

    assert told(simulate(late, 1)) == ["40 host spark"]
    assert reads(late, "in force") == ["40 no"]
    assert told(simulate(never, 1)) == ["40 host rain"]
    assert told(simulate(early, 1))[1:] == ["31 guest agreement_expired of pact"]


def test_it_may_enter_anew_after_it_lapsed() -> None:
    """And lapse anew."""
    scenario = written(
        ENTERS.format('term = "30 d"') + ASKED + given("5 host spark", "50 host spark")
    )

    assert told(simulate(scenario, 1)) == [
        "5 host spark",
        "35 guest agreement_expired of pact",
        "50 host spark",
        "80 guest agreement_expired of pact",
    ]
    assert reads(scenario, "in force") == ["5 yes", "35 no", "50 yes", "80 no"]


STEPS = """
[[steps]]
actor = "guest"
name = "denounce"
on = "rain"
again = "each"
emits = "agreement_denounced"
subject = "pact"
[[steps]]
actor = "guest"
name = "withdraw"
on = "ash"
emits = "denunciation_withdrawn"
subject = "pact"
"""


def test_procedure_of_notices_binds_steps() -> None:
    """No notice of what is not in force, none while one's own runs, and none withdrawn but that."""
    events = ["1 host rain", "2 host spark", "3 host ash", "4 host rain", "5 host rain"]
    scenario = written(
        ENTERS.format('term = "300 d"') + STEPS + given(*events, "6 host ash", "7 host ash")
    )

    assert [line for line in told(simulate(scenario, 1)) if "pact" in line] == [
        "4 guest agreement_denounced of pact",
        "6 guest denunciation_withdrawn of pact",
    ]


@pytest.mark.parametrize("cut", range(0, 90, 3))
def test_a_run_resumes_in_every_phase(cut: int) -> None:
    """Before entry, in force, under notice, withdrawn, denounced again, lapsed: the same log."""
    text = ENTERS.format('term = "60 d"\nrenewed_by = "smoke"') + STEPS
    events = ("2 host spark", "10 host rain", "15 host ash", "40 host smoke", "50 host rain")
    scenario = written(text + given(*events))
    whole = simulate(scenario, 3)
    part = simulate(scenario, 3, until=cut * DAY)

    assert told(whole)[-1] == "70 guest agreement_expired of pact"
    assert resume(scenario, part).events == whole.events


def test_its_dates_can_be_counted_from() -> None:
    """`time_to` and `is_set` take an instrument, and the notice of a party, like a deadline."""
    scenario = written(
        PACT.format("ends = 2001-04-01")
        + """
[[steps]]
actor = "host"
name = "halfway"
on = "rain"
if = "not is_set('pact notice by guest')"
after = "0.5 * time_to('pact')"
emits = "ash"
"""
        + given("10 host rain")
    )

    assert told(simulate(scenario, 1))[1] == "50 host ash"


ENDS = "ends = 2003-02-01"
MAY = 'may_denounce = ["host_government", "guest_state"]'
WITHDRAWS = "[[checks]]"
BY = '[[steps]]\nactor = "{}"\nname = "end"\non = "attack"\nemits = "{}"\nsubject = "bases_agreement"\n'

# fmt: off
# ruff: noqa: E501  one row for each edit, whatever its length
BAD = [
    ("end and term", ENDS, ENDS + '\nterm = "3 d"', "[instruments.bases", "write either 'ends' (a date) or 'term'"),
    ("no beginning", "in_force_since = 1979-03-01\n", "", "[instruments.bases", "write either 'in_force_since' (a date) or 'enters'"),
    ("two beginnings", ENDS, ENDS + '\nenters = "treaty"', "[instruments.bases", "write either 'in_force_since' (a date) or 'enters'"),
    ("beginning after the start", "in_force_since = 1979", "in_force_since = 2001", "in_force_since", "write 'enters'"),
    ("renewal without a term", ENDS, ENDS + '\nrenewed_by = "treaty"', "renewed_by", "needs 'term'"),
    ("end before the start", ENDS, "ends = 1999-02-01", "ends = 1999", "before the clock starts"),
    ("term run out", ENDS, 'term = "10 y"', 'term = "10', "before the clock starts"),
    ("term of an unknown length", ENDS, 'term = "quantity"', 'term = "quantity', "not known beforehand; write 'ends'"),
    ("term of no time", ENDS, 'term = "raid_rate"', 'term = "raid', "a rate; days or a duration are expected"),
    ("negative notice", 'notice = "365 d"', 'notice = "-1 d"', "notice =", "below zero"),
    ("notice by nobody", MAY, "", "[instruments.bases", "'notice' (how long) and 'may_denounce' (who) go together"),
    ("no notice", 'notice = "365 d"\n', "", "[instruments.bases", "'notice' (how long) and 'may_denounce' (who) go together"),
    ("unknown party", '"guest_state"]', '"gest_state"]', "may_denounce", "unknown actor 'gest_state'; did you mean 'guest_state'?"),
    ("unknown event of renewal", ENDS, 'term = "40 y"\nrenewed_by = "treety"', "renewed_by", "did you mean 'treaty'?"),
    ("unknown event of lapse", ENDS, ENDS + '\nlapsed = "agreement_expird"', "lapsed", "did you mean 'agreement_expired'?"),
    ("lapse of another text", ENDS, ENDS + '\nlapsed = "treaty"', "lapsed", "about 'bases_treaty', and what lapses here is 'bases_agreement'"),
    ("unknown key", ENDS, ENDS + "\nwithdrawabel = true", "withdrawabel", "did you mean 'withdrawable'?"),
    ("unknown speaker", ENDS, ENDS + '\nactor = "bnad"', 'actor = "bnad"', "did you mean 'band'?"),
    ("nobody to tell of it", 'notice = "365 d"\n' + MAY, "", "[instruments.bases", "write 'actor'"),
    ("a deadline of its name", "[deadlines.exit]", "[deadlines.bases_agreement]\nat = 2002-01-01\n[deadlines.exit]", "[deadlines.bases_agreement]", "every instrument is one"),
    ("denounced by a stranger", "[[checks]]", BY.format("guest_military", "agreement_denounced") + "[[checks]]", '[[steps]]\nactor = "guest_military"\nname = "end"', "'guest_military' may not denounce 'bases_agreement'; did you mean 'guest_state'?"),
    ("withdrawn by a stranger", "[[checks]]", BY.format("band", "denunciation_withdrawn") + "[[checks]]", '[[steps]]\nactor = "band"\nname = "end"', "'band' may not denounce 'bases_agreement'; known: guest_state, host_government"),
    ("read by another name", "sites_left() < 1", "in_force('bases_agrement')", 'if = "in_force', "'bases_agrement' is no instrument; did you mean 'bases_agreement'?"),
    ("term that counts from itself", "in_force_since = 1979-03-01\n" + ENDS, "enters = \"treaty\"\nterm = \"time_to('bases_agreement')\"", 'term = "time', "a deadline that counts from itself: bases_agreement -> bases_agreement"),
    ("called as another's notice", "[deadlines.exit]", '[instruments."bases_agreement notice by guest_state"]\nin_force_since = 1990-01-01\n[deadlines.exit]', '[instruments."bases', "rename it"),
    ("deadline that counts from itself", 'falls = "quantity"', "falls = \"0.5 * time_to('exit')\"", "falls =", "a deadline that counts from itself: exit -> exit"),
]
# fmt: on


@pytest.mark.parametrize(
    ("old", "new", "part", "words"), [b[1:] for b in BAD], ids=[b[0] for b in BAD]
)
def test_a_mistake_in_an_instrument(
    tmp_path: Path, old: str, new: str, part: str, words: str
) -> None:
    """One mistake is one problem, at its line, with what would be right."""
    text = altered((old, new))
    (problem,) = problems_of(scenario_folder(tmp_path, text))

    assert (problem.line, words in problem.message) == (line_of(text, part), True), problem


def test_a_notice_that_cannot_be_withdrawn(tmp_path: Path) -> None:
    """A step that would withdraw it is refused; of one from outside nothing comes."""
    text = altered(
        (ENDS, ENDS + "\nwithdrawable = false"),
        ("[[checks]]", BY.format("guest_state", "denunciation_withdrawn") + "[[checks]]"),
    )
    (problem,) = problems_of(scenario_folder(tmp_path, text))
    assert "cannot be withdrawn" in problem.message

    scenario = written(
        PACT.format("ends = 2001-04-01\nwithdrawable = false")
        + given("5 guest agreement_denounced pact", "9 guest denunciation_withdrawn pact")
    )
    assert told(simulate(scenario, 1))[2:] == ["25 guest agreement_expired of pact"]


def test_what_mentions_a_broken_instrument_is_not_reported_too(tmp_path: Path) -> None:
    """Neither what reads it nor what counts from it."""
    text = altered(
        (ENDS, ENDS + '\nlapsed = "agreement_expird"'),
        ("sites_left() < 1", "in_force('bases_agreement') or is_set('bases_agreement')"),
    )

    assert len(problems_of(scenario_folder(tmp_path, text))) == 1


def test_deadlines_of_one_event_are_dated_after_those_they_count_from() -> None:
    """Whatever their names: `a` counts from `b`, which the same event sets."""
    scenario = written(
        """
        [deadlines.a]
        set_by = "spark"
        falls = "0.5 * time_to('b')"
        missed = "ash"
        [deadlines.b]
        set_by = "spark"
        falls = "20 d"
        missed = "smoke"
    """
        + given("1 host spark")
    )

    assert told(simulate(scenario, 1)) == ["1 host spark", "11 host ash", "21 host smoke"]


def test_deadlines_that_count_from_one_another_are_refused() -> None:
    """In a circle, through a chamber's leanings too."""
    circle = """
        [deadlines.a]
        set_by = "spark"
        falls = "0.5 * time_to('b')"
        [deadlines.b]
        set_by = "spark"
        falls = {}
        [actors.senate]
        behaviour = "legislature"
        seats = 3
        blocs = [{{ name = "all", seats = 3, position = "clamp(time_to('a') / 1 d, 0, 1)" }}]
        [gates.consent]
        body = "senate"
        considers = "rain"
        needs = "majority of seats"
        passed = "smoke"
        failed = "ash"
    """
    for falls in ("\"time_to('a')\"", "\"expected_yes('consent')\""):
        with pytest.raises(InputError, match="a deadline that counts from itself: a -> b -> a"):
            written(circle.format(falls))
    written(circle.format('"3 d"'))
