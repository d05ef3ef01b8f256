"""Each behaviour, bound under names of no real track, does what it says and as whom it says."""

import inspect

import attrs
import pytest

from sim.actors import CATALOGUE
from sim.actors.contribution import Answer, Pace
from sim.actors.departure import Drawdown, Handover
from sim.actors.options import meanings
from sim.engine import simulate
from sim.errors import InputError
from tests.actors.invented import ON_SPARK, acts, kinds, scenario


@pytest.mark.parametrize("name", CATALOGUE)
def test_binds(tmp_path, name):
    """A behaviour binds with its defaults alone, and every step is its actor's own."""
    seats = "seats = 9" if name == "legislature" else ""
    found = scenario(tmp_path, f'[actors.herald]\nbehaviour = "{name}"\n{seats}')

    assert {"herald"} >= {step.actor for step in found.steps}
    assert name == found.roles["herald"]


@pytest.mark.parametrize("name", CATALOGUE)
def test_says_where_it_comes_from(name):
    """A behaviour names its source, and says of every option what it means."""
    behaviour = CATALOGUE[name]
    options = {field.name.rstrip("_") for field in attrs.fields(behaviour)}  # type: ignore[arg-type]

    assert "ource" in (inspect.getdoc(behaviour) or "")
    assert options == set(meanings(behaviour))


@pytest.mark.parametrize("shape", [Answer, Pace, Drawdown, Handover])
def test_shapes_name_their_keys(shape):
    """The shapes that options share name each of their keys in their own description."""
    said = inspect.getdoc(shape) or ""

    assert [f.name for f in attrs.fields(shape) if f"`{f.name.rstrip('_')}`" not in said] == []


@pytest.mark.parametrize(
    ("quorate", "adopts", "consultative", "expected"),
    [
        (1, 1, 0, ["resolution_adopted"]),
        (1, 0, 0, ["bill_referred"]),
        (0, 0, 1, ["consultative_session_held", "bill_referred"]),
        (0, 0, 0, ["session_failed_quorum"]),
    ],
)
def test_session(tmp_path, quorate, adopts, consultative, expected):
    """A petition leads to a session that adopts, refers, sits as a consultation, or fails."""
    found = acts(
        tmp_path,
        f"""
[actors.council]
behaviour = "legislature"
seats = 9
subject = "fleet"
petition = {{ {ON_SPARK} }}
session = {{ after = "fixed(value = 2 d)" }}
quorate = {quorate}
adopts = {adopts}
consultative = {consultative}
""",
    )

    assert found[1:2] == [(32, "council", "signature_campaign", "fleet")]
    assert [(34, "council", kind, "fleet") for kind in expected] == found[2:]


def test_bill_and_vote(tmp_path):
    """A bill that the legislature brings in is voted on at the gate that considers it."""
    found = acts(
        tmp_path,
        f"""
[actors.council]
behaviour = "legislature"
seats = 9
subject = "fleet"
bill = {{ {ON_SPARK} }}
[[actors.council.blocs]]
name = "islanders"
seats = 9
position = 3
spread = 0.1
attendance = 1

[gates.fleet_law]
body = "council"
considers = "bill_introduced"
after = "fixed(value = 3 d)"
needs = "majority of seats"
quorum = 5
passed = "law_passed"
failed = "law_rejected"
""",
    )

    assert found[1:] == [
        (32, "council", "bill_introduced", "fleet"),
        (35, "council", "law_passed", "fleet"),
    ]


def given(day, event, actor, subject=""):
    """A given event of 2001."""
    about = f'subject = "{subject}"\n' if subject else ""
    return (
        f'[[given]]\nname = "{event}"\ndate = {day}\nevent = "{event}"\nactor = "{actor}"\n{about}'
    )


MINISTER = f"""
[actors.first_minister]
behaviour = "head_of_government"
delegations = "delegates"
condemns = {{ {ON_SPARK} }}
proposes = {{ {ON_SPARK}, subject = "board" }}
demands = {{ on = "dialogue_proposed", after = "fixed(value = 5 d)" }}
visits = {{ on = "demand_timetable", after = "fixed(value = 30 d)" }}
succession = {{ after = "fixed(value = 20 d)" }}
"""


def test_head_of_government(tmp_path):
    """A head of government speaks, demands and visits, and both sides sign what leaders say."""
    assert acts(tmp_path, MINISTER)[1:] == [
        (32, "first_minister", "statement_position", "strikes"),
        (32, "first_minister", "dialogue_proposed", "board"),
        (37, "first_minister", "demand_timetable", "withdrawal"),
        (67, "first_minister", "leader_visit", "sending_capital"),
        (67, "delegates", "joint_statement", "leaders_statement"),
    ]


def test_head_of_government_out_of_office(tmp_path):
    """Who has fallen demands nothing, until a successor is in office."""
    fall = given("2001-01-31", "government_fell", "first_minister")
    found = kinds(tmp_path, fall + MINISTER)

    assert found == ["government_fell", "pm_sworn_in"]


def test_resignation(tmp_path):
    """Resignations come at their rate, and each is followed by a successor."""
    often = MINISTER + 'resigns = "1 / month"\n'
    found = kinds(tmp_path, often)

    assert found.count("pm_resigned") > 2
    assert abs(found.count("pm_resigned") - found.count("pm_sworn_in")) <= 1


def test_foreign_ministry(tmp_path):
    """A foreign ministry launches once, asks, agrees, complains, files and puts off."""
    found = acts(
        tmp_path,
        f"""
[actors.overseas_office]
behaviour = "foreign_ministry"
launches = [{{ {ON_SPARK} }}, {{ on = "complaint_announced", after = "fixed(value = 9 d)" }}]
asks = {{ {ON_SPARK}, subject = "again" }}
agrees = {{ after = "fixed(value = 2 d)" }}
demands = {{ {ON_SPARK} }}
complains = {{ {ON_SPARK} }}
files = {{ after = "fixed(value = 4 d)" }}
postpones = {{ {ON_SPARK}, subject = "dates" }}
""",
    )

    assert {"overseas_office"} == {actor for _, actor, _, _ in found[1:]}
    assert {
        (32, "commission_formed", "joint_commission"),
        (32, "formal_request", "again"),
        (34, "talks_resumption_agreed", "again"),
        (32, "formal_request", "withdrawal"),
        (32, "complaint_announced", "international_body"),
        (36, "complaint_filed", "international_body"),
        (32, "announcement_postponed", "dates"),
    } == {(day, kind, subject) for day, _, kind, subject in found[1:]}
    assert [kind for _, _, kind, _ in found].count("commission_formed") == 1


def board(**options):
    """A joint commission whose every stage takes a week and comes for certain."""
    stages = (
        "first_round", "working_groups", "principals", "findings", "dialogue", "road_map", "plan",
        "announcement",
    )  # fmt: skip
    week = '{ after = "fixed(value = 7 d)" }'
    lines = dict.fromkeys(stages, week) | {
        "delegations": '"delegates"',
        "launched": '{ event = "external_shock", subject = "spark" }',
        "meetings": '{ after = "fixed(value = 100 d)" }',
        "subject": '"dates"',
        **options,
    }
    written = "\n".join(f"{key} = {value}" for key, value in lines.items())
    return f'\n[actors.mixed_board]\nbehaviour = "joint_commission"\n{written}\n'


COURSE = [
    (38, "mixed_board", "round_opened", "round_1"),
    (45, "mixed_board", "working_groups_formed", "working_groups"),
    (52, "mixed_board", "round_held", "principals"),
    (59, "mixed_board", "working_group_reported", "findings"),
    (66, "delegates", "round_held", "security_dialogue"),
    (73, "delegates", "roadmap_agreed", "dates"),
    (80, "delegates", "agreement_reached", "dates"),
    (87, "delegates", "timetable_announced", "dates"),
]


def test_commission_runs_its_course(tmp_path):
    """Undisturbed, a joint commission goes from launch to announced dates, stage by stage."""
    assert acts(tmp_path, board())[1:] == COURSE


def test_commission_is_agreed_in_principle(tmp_path):
    """What the delegations agree in principle is said in their name."""
    found = acts(tmp_path, board(agreed=f"{{ {ON_SPARK} }}"))

    assert (32, "delegates", "joint_statement", "commission_agreed") in found


def test_commission_is_suspended_and_resumed(tmp_path):
    """A suspension stops the stage that was due, and a resumption takes it up again."""
    stop = given("2001-02-20", "attack", "hill_band")
    answers = {
        "suspension": '{ on = "attack", after = "fixed(value = 1 d)" }',
        "resumption": '{ on = "talks_suspended", after = "fixed(value = 10 d)" }',
    }
    found = acts(tmp_path, stop + board(**answers))[1:]

    assert [
        *COURSE[:2],
        (50, "hill_band", "attack", ""),
        (51, "mixed_board", "talks_suspended", "talks"),
        (61, "mixed_board", "talks_resumed", "talks"),
        *[(day + 16, actor, kind, subject) for day, actor, kind, subject in COURSE[2:]],
    ] == found


def test_commission_ends(tmp_path):
    """Talks that stay suspended may be declared ended, and nothing comes after that."""
    stop = given("2001-02-20", "attack", "hill_band")
    answers = {
        "suspension": '{ on = "attack", after = "fixed(value = 1 d)" }',
        "patience": '{ after = "fixed(value = 60 d)" }',
    }
    found = acts(tmp_path, stop + board(**answers))

    assert found[-1] == (111, "mixed_board", "talks_collapsed", "talks")


@pytest.mark.parametrize(
    ("event", "actor", "expected"),
    [("announcement_postponed", "overseas_office", 90), ("request_refused", "crown", 97)],
)
def test_commission_meets_a_setback(tmp_path, event, actor, expected):
    """A postponement sets the announcement back, a refusal the plan as well."""
    found = acts(tmp_path, given("2001-03-25", event, actor, "dates") + board())

    assert (expected, "delegates", "timetable_announced", "dates") == found[-1]


def test_commission_keeps_its_order(tmp_path):
    """A stage whose precondition is missing is refused, whoever tries it."""
    early = """
[[steps]]
actor = "delegates"
name = "early"
at = 2001-01-10
emits = "timetable_announced"
subject = "dates"
"""

    assert acts(tmp_path, early + board())[1:] == COURSE


BAND = f"""
[actors.hill_band]
behaviour = "armed_faction"
campaign = {{ {ON_SPARK} }}
rate = "10 / month"
stray = "0 / d"
fading = {{ after = "fixed(value = 900 d)" }}
deadly = 0.5
deadly_subject = "deaths"
targets = "harbour"
"""


def test_faction_attacks_in_a_campaign_only(tmp_path):
    """Attacks come at their rate from the resumption on, some of them deadly."""
    found = [act for act in acts(tmp_path, BAND) if act[1] == "hill_band"]

    assert found[0] == (32, "hill_band", "attacks_resumed", "after_lull")
    assert {("attack", "deaths"), ("attack", "harbour")} == {act[2:] for act in found[1:]}
    assert len(found) > 60


def test_faction_pauses(tmp_path):
    """A pause stops attacks until its term is over, and its end is drawn."""
    paused = BAND + (
        'pause = { on = "attacks_resumed", after = "fixed(value = 28 d)", limit = 1 }\n'
        'truce_term = "fixed(value = 100 d)"\nlapses = 1\nextends = 0\n'
    )
    found = acts(tmp_path, paused)
    quiet = [act for act in found if 60 <= act[0] < 160]

    assert quiet == [(60, "hill_band", "attacks_suspended", "pause")]
    assert (160, "hill_band", "attacks_resumed", "after_pause") in found


def test_truce_is_extended_warned_of_and_ended(tmp_path):
    """A truce may be extended, warnings come while it stands, and it may be declared over."""
    over = BAND + (
        'pause = { on = "attacks_resumed", after = "fixed(value = 28 d)", limit = 1 }\n'
        'truce_term = "fixed(value = 30 d)"\nlapses = 0\nextends = 1\nwarnings = "10 / month"\n'
        'ends = { on = "truce_extended", after = "fixed(value = 5 d)" }\n'
        'resumption = { after = "fixed(value = 3 d)" }\n'
    )
    found = acts(tmp_path, over)

    assert (90, "hill_band", "truce_extended", "truce") in found
    assert (95, "hill_band", "truce_ended", "truce") in found
    assert (98, "hill_band", "attacks_resumed", "after_pause") in found
    warned = [day for day, _, kind, _ in found if kind == "threat_issued"]
    assert min(warned) >= 60
    assert max(warned) <= 95


def test_faction_heats_itself(tmp_path):
    """With feedback, the same seed has all attacks that it has without, and more."""
    calm = BAND + "feedback = 0\n"
    hot = BAND + "feedback = 2\nheat = 0.5\n"
    few, many = ({a for a in acts(tmp_path, text) if a[2] == "attack"} for text in (calm, hot))

    assert {day for day, *_ in few} < {day for day, *_ in many}


@pytest.mark.parametrize(
    ("elsewhere", "targeted", "expected"),
    [(0, 0, "airstrike_on_host_forces"), (1, 0, "strike"), (0, 1, "assassination")],
)
def test_military_strikes_back(tmp_path, elsewhere, targeted, expected):
    """A strike falls on men of host status, elsewhere, or on a named person, by its shares."""
    found = acts(
        tmp_path,
        f"""
[actors.visiting_fleet]
behaviour = "foreign_military"
strikes = [{{ {ON_SPARK} }}]
elsewhere = {elsewhere}
targeted = {targeted}
""",
    )

    assert [(32, "visiting_fleet", expected, "reply")] == found[1:]


def test_military_leaves(tmp_path):
    """After the announcement a force is cut in stages, gives up its sites in order, and is gone."""
    text = (
        given("2001-03-01", "timetable_announced", "delegates")
        + """
[deadlines.exit]
set_by = "timetable_announced"
falls = "200 d"

[[sites]]
name = "mole"
heads = { military = 300 }
[[sites]]
name = "dock"
opens_after = "mole"
heads = { military = 700 }

[actors.visiting_fleet]
behaviour = "foreign_military"
troops = 1000
leaving = 0
reports = "300 d"
exit = { on = "base_handed_over", after = "fixed(value = 50 d)" }
[actors.visiting_fleet.drawdown]
on = "timetable_announced"
by = "exit"
down_to = 200
stages = 2
slip = "fixed(value = 0 d)"
[[actors.visiting_fleet.handovers]]
on = "timetable_announced"
after = "0.5 * time_to('exit') - fixed(value = 1 d)"
sites = ["mole"]
[[actors.visiting_fleet.handovers]]
on = "timetable_announced"
after = "0.9 * time_to('exit')"
sites = ["dock"]
"""
    )
    log = simulate(scenario(tmp_path, text), 1)
    found = [(e.time // 86_400, e.kind, e.subject, e.quantity) for e in log.events[2:]]

    assert found == [
        (158, "base_handed_over", "mole", 300),
        (159, "drawdown_completed", "force_level", 600),
        (239, "base_handed_over", "dock", 700),
        (259, "drawdown_completed", "force_level", 200),
        (289, "withdrawal_completed", "all_forces", None),
        (300, "force_level_reported", "troops", 0),
    ]


def test_handover_of_every_site(tmp_path):
    """A handover without a list of sites is one of each site, in its own time."""
    text = f"""
[[sites]]
name = "mole"
heads = {{ military = 300 }}
[[sites]]
name = "outposts"
count = 3
heads = {{ military = 10 }}

[actors.visiting_fleet]
behaviour = "foreign_military"
troops = 500
handovers = [{{ {ON_SPARK.replace("fixed(value = 1 d)", "exponential(mean = 9 d)")} }}]
"""
    found = acts(tmp_path, text)[1:]

    assert {"mole", "outposts_1", "outposts_2", "outposts_3"} == {act[3] for act in found}
    assert len({day for day, *_ in found}) > 1


@pytest.mark.parametrize(("accepts", "expected"), [(1, "concession_made"), (0, "request_refused")])
def test_sending_government(tmp_path, accepts, expected):
    """A sending government writes by its messenger, and says yes or no to a plan."""
    found = acts(
        tmp_path,
        f"""
[actors.crown]
behaviour = "sending_government"
messenger = "herald"
sanctions_by = "treasurer"
letter = {{ {ON_SPARK} }}
statements = {{ {ON_SPARK} }}
sanctions = {{ {ON_SPARK} }}
decision = {{ on = "message_delivered", after = "fixed(value = 6 d)", subject = "dates" }}
accepts = {accepts}
""",
    )

    assert [
        (32, "herald", "message_delivered", "readiness"),
        (32, "crown", "statement_position", "presence"),
        (32, "treasurer", "sanction", "armed_groups"),
        (38, "crown", expected, "dates"),
    ] == found[1:]


def test_sending_government_refuses_talks(tmp_path):
    """A request may be refused by the government itself."""
    text = f'[actors.crown]\nbehaviour = "sending_government"\nrefusal = {{ {ON_SPARK} }}\n'

    assert acts(tmp_path, text)[1:] == [(32, "crown", "request_refused", "talks")]


@pytest.mark.parametrize(
    ("name", "option", "message"),
    [
        ("legislature", "quorate = 0.5", "'seats' is missing"),
        ("legislature", "seats = 2.5", "a whole number is expected"),
        ("legislature", 'seats = 9\npetition = "attack"', "petition"),
        ("head_of_government", "visit = {}", "unknown key 'visit'"),
        ("head_of_government", 'resigns = "3 d"', "a rate is expected"),
        ("foreign_ministry", 'asks = { on = "atack", after = "1 d" }', "attack"),
        ("foreign_ministry", 'asks = { on = "attack" }', "'after' is missing"),
        ("joint_commission", 'plan = { after = "40" }', "a duration is expected"),
        ("joint_commission", 'plan = { after = "4 d", chance = 2 }', "not a probability"),
        ("armed_faction", 'rate = "-1 / d"', "below zero"),
        ("armed_faction", 'deadly = "1 d"', "a number is expected"),
        ("foreign_military", "handovers = {}", "and a list"),
        ("foreign_military", f"elsewhere = 2\nstrikes = [{{ {ON_SPARK} }}]", "not a probability"),
        ("sending_government", f'messenger = "nobody"\nletter = {{ {ON_SPARK} }}', "nobody"),
        ("sending_government", f'statements = {{ {ON_SPARK}, again = "never" }}', "never"),
    ],
)  # fmt: skip
def test_wrong_options_are_refused(tmp_path, name, option, message):
    """An option of the wrong name, type, unit or range is refused where it stands."""
    with pytest.raises(InputError, match=message) as refused:
        scenario(tmp_path, f'[actors.herald]\nbehaviour = "{name}"\n{option}\n')

    assert all(problem.line > 1 for problem in refused.value.problems)


def test_a_file_lays_over_what_a_behaviour_brings(tmp_path):
    """A scenario alters one step of a behaviour by its name, and removes another."""
    text = (
        MINISTER
        + """
[[steps]]
actor = "first_minister"
name = "proposal"
remove = true
[[steps]]
actor = "first_minister"
name = "statement"
after = "fixed(value = 3 d)"
"""
    )

    assert acts(tmp_path, text)[1:] == [(34, "first_minister", "statement_position", "strikes")]
