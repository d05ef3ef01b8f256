"""Each institution of the dialogue of 2020-21 works in runs, by its own hand and by its rule."""

from itertools import pairwise

import pytest

from sim.events.dates import DAY
from tests.scenarios.histories import FEW, Runs, changed, runs

TRACK = "iraq-dialogue-2020"


@pytest.fixture(scope="module")
def track() -> Runs:
    """The scenario and its runs."""
    return runs(TRACK)


@pytest.mark.parametrize(
    ("kind", "subject", "actors"),
    [
        ("signature_campaign", "", {"parliament"}),
        ("session_boycotted", "", {"political_blocs"}),
        ("resolution_adopted", "", {"parliament"}),
        ("session_failed_quorum", "", {"parliament"}),
        ("bill_introduced", "", {"parliament"}),
        ("law_passed", "", {"parliament"}),
        ("hearing_requested", "", {"parliament"}),
        ("agreement_denounced", "", {"prime_minister"}),
        ("restriction_imposed", "airspace", {"prime_minister"}),
        ("demand_timetable", "", {"prime_minister"}),
        ("formal_request", "withdrawal", {"prime_minister"}),
        ("formal_request", "next_round", {"foreign_ministry"}),
        ("complaint_filed", "", {"foreign_ministry"}),
        ("delegation_named", "", {"foreign_ministry"}),
        ("message_delivered", "", {"us_embassy"}),
        ("round_held", "", {"joint_delegations"}),
        ("joint_statement", "", {"joint_delegations"}),
        ("pm_designated", "", {"president_host"}),
        ("pm_designate_withdrew", "", {"pm_designate"}),
        ("confidence_vote", "", {"parliament"}),
        ("pm_sworn_in", "", {"prime_minister"}),
        ("attacks_suspended", "", {"resistance_factions"}),
        ("attacks_resumed", "", {"resistance_factions"}),
        ("truce_extended", "", {"resistance_factions"}),
        ("truce_ended", "", {"resistance_factions"}),
        ("truce_declared", "", {"national_security_adviser"}),
        ("parade_held", "", {"pmf"}),
        ("attack", "missiles", {"iran"}),
        ("attack", "us_bases", {"resistance_factions"}),
        ("airstrike_on_host_forces", "", {"us_dod"}),
        ("drawdown_announced", "first_cut", {"us_dod"}),
        ("base_handed_over", "", {"coalition"}),
        ("operations_paused", "", {"coalition"}),
        ("operations_resumed", "", {"us_dod", "prime_minister"}),
        ("training_paused", "", {"coalition", "nato"}),
        ("reinforcement", "air_defence", {"us_dod"}),
        ("reinforcement", "nato_mission_iraq", {"nato"}),
        ("mission_transition", "", {"coalition"}),
        ("sanction", "", {"us_treasury"}),
        ("sanctions_waiver", "", {"us_state"}),
        ("concession_made", "no_permanent_bases", {"us_state"}),
        ("statement_position", "us_presence", {"kurdistan_region"}),
        ("statement_position", "sovereignty", {"supreme_authority"}),
        ("statement_position", "withdrawal", {"iran"}),
        ("consultation_held", "complaint", {"un_security_council"}),
        ("court_ruling", "", {"court"}),
        ("election_held", "", {"host_electoral_commission"}),
        ("protest", "government", {"protest_movement"}),
        ("protest", "withdrawal", {"sadrist_movement"}),
        ("protest", "embassy", {"pmf"}),
    ],
)
def test_acts_are_those_of_the_right_actor(track, kind, subject, actors):
    """Each act happens in some run, and whoever does it is whose act it is."""
    assert track.actors(kind, subject) == actors


# ---- Parliament


def test_a_quorum_is_165_of_329(track):
    """A sitting fails where fewer than 165 of 329 are present, and a text passes by a majority."""
    (gate,) = [gate for gate in track.scenario.gates if gate.name == "resolution"]
    short = [event.quantity for _, event in track.each(":session_failed_quorum:foreign_forces")]
    votes = [event.quantity for _, event in track.each("withdrawal_resolution")]

    assert (gate.quorum, sum(bloc.seats for bloc in gate.body.blocs)) == (165, 329)
    assert max(short) < 165
    assert min(votes) > 165 / 2
    assert max(votes) <= 329


def test_members_sit_because_members_signed(track):
    """No sitting on foreign forces without signatures for it."""
    assert track.needs(":session_failed_quorum:foreign_forces", "signature_campaign")
    assert track.caused("withdrawal_resolution", by="signature_campaign")


def test_a_boycott_empties_the_house(track):
    """Sittings that were boycotted fail for want of a quorum more often, by a tenth and more."""
    boycotted: list[bool] = []
    others: list[bool] = []
    for log in track.logs:
        for name, short in (("session_failed_quorum", True), ("resolution_adopted", False)):
            for event in track.of(log, f":{name}:foreign_forces"):
                cause = log.events[event.causes[0]]
                away = any(
                    cause.seq < other.seq < event.seq
                    for other in track.of(log, "session_boycotted")
                )
                (boycotted if away else others).append(short)

    assert sum(boycotted) / len(boycotted) > sum(others) / len(others) + 0.1


def test_an_advisory_text_does_not_bind(track):
    """A resolution advises: some governments do not act on it; held to bind, all of them do."""
    binding = {gate.name: gate.binding for gate in track.scenario.gates}
    held = runs(TRACK, changes=("bound=1",), count=FEW)

    def followed(made: Runs) -> list[bool]:
        answers = []
        for log, event in made.each("withdrawal_resolution"):
            asked = [other.time - event.time for other in made.of(log, "mechanism_requested")]
            if event.time + 60 * DAY < made.scenario.horizon:
                answers.append(any(0 < lag < 60 * DAY for lag in asked))
        return answers

    assert binding == {"resolution": False, "expulsion_law": True}
    assert 0.5 < sum(followed(track)) / len(followed(track)) < 0.9
    assert sum(followed(held)) / len(followed(held)) > 0.95


def test_a_law_is_read_before_it_is_voted_on(track):
    """A law needs a bill, and a bill a resolution before it."""
    assert track.needs("law_passed", "bill_introduced")
    assert track.needs("bill_introduced", "withdrawal_resolution")


@pytest.mark.parametrize(
    "duty", ["agreement_denounced", "mechanism_requested", ":restriction_imposed:airspace"]
)
def test_obligations_follow_from_the_resolution(track, duty):
    """What the resolution obliges the government to is done only where there is one."""
    assert track.needs(duty, "withdrawal_resolution")


def test_the_fourth_obligation_is_a_complaint(track):
    """A resolution may bring a complaint, which strikes bring as well."""
    causes = {log.events[event.causes[0]].kind for log, event in track.each("complaint_announced")}

    assert causes == {"airstrike_on_host_forces", "assassination", "resolution_adopted"}


def test_parliament_asks_to_question_the_delegation(track):
    """A committee asks for a hearing only after a joint statement."""
    assert track.caused("hearing_requested", by="joint_statement")


# ---- Government


def office(made: Runs, log, event) -> bool:
    """Whether a prime minister is in full office when something happens."""
    enters = made.before(log, "government_confirmed", event)
    leaves = [
        *made.before(log, "pm_resigned", event),
        *made.before(log, "caretaker_began", event),
    ]
    return max((e.seq for e in enters), default=-1) > max((e.seq for e in leaves), default=0)


@pytest.mark.parametrize(
    "act",
    ["agreement_denounced", "delegation_named", "round_1", "round_2", "end_date_announced"],
)
def test_nobody_names_or_signs_before_the_confidence_vote(track, act):
    """What binds, names or signs waits for a government that parliament has confirmed."""
    assert track.needs(act, "government_confirmed")
    if act != "delegation_named":  # prepared in office, it may be told a day later
        assert all(office(track, log, event) for log, event in track.each(act))


def test_a_caretaker_may_ask(track):
    """A government that only keeps house may ask for a mechanism and for dates."""
    for act in ("mechanism_requested", "demand_timetable"):
        assert not all(office(track, log, event) for log, event in track.each(act))


def test_a_designate_has_thirty_days(track):
    """A designate is confirmed by vote or gives up within thirty days, to the second."""
    for log in track.logs:
        for event in track.of(log, "pm_designated"):
            outcome = next(
                (
                    later
                    for later in log.events[event.seq + 1 :]
                    if later.kind in {"pm_sworn_in", "pm_designate_withdrew"}
                ),
                None,
            )
            limit = event.time + 30 * DAY
            if limit < track.scenario.horizon:
                assert outcome is not None
                assert outcome.time <= limit
    ran_out = [e for _, e in track.each("pm_designate_withdrew") if e.step == "deadline: formation"]
    assert ran_out


def test_confidence_brings_a_government_into_office(track):
    """A government is confirmed in the second of the vote, and only who was designated."""
    for log, event in track.each("government_confirmed"):
        votes = track.before(log, ":confidence_vote:government", event)
        assert votes[-1].time == event.time
    assert track.needs("government_confirmed", "pm_designated")


def test_a_prime_minister_stands_between_two_capitals(track):
    """A parade that he attends and an arrest that he orders move support and trust apart."""
    moves = {
        gauge.name: {move.on.kind: str(move.amount) for move in gauge.moves}
        for gauge in track.scenario.gauges
    }

    assert {"parade_held", "arrest_operation"} <= moves["support"].keys()
    assert {"parade_held", "leader_visit"} <= moves["trust"].keys()


# ---- Foreign ministry, delegations, rounds


def test_a_letter_is_handed_over_and_studied(track):
    """The proposal goes through the embassy, and the ministry studies it before a round is set."""
    assert track.caused("message_delivered", by="us_state:dialogue_proposed:")
    assert track.caused("letter_studied", by="message_delivered")
    assert track.needs("round_1_announced", "letter_studied")


def test_a_delegation_is_named_before_the_first_round(track):
    """The first round needs a named delegation, and naming an announced round."""
    assert track.needs("round_1", "delegation_named")
    assert track.needs("delegation_named", "round_1_announced")
    assert track.needs("foreign_ministry:technical_talks:preparation", "round_1_announced")


@pytest.mark.parametrize(
    ("earlier", "later"), [("round_1", "round_2"), ("round_2", "round_3"), ("round_3", "round_4")]
)
def test_rounds_come_in_order(track, earlier, later):
    """No round without the one before it, and each at most once."""
    assert track.needs(later, earlier)
    assert all(len(track.of(log, later)) <= 1 for log in track.logs)


def test_a_statement_is_that_of_its_round(track):
    """A joint statement follows a round at once and is about it."""
    for log, event in track.each("joint_statement"):
        if event.subject != "leaders_statement":
            cause = log.events[event.causes[0]]
            assert (cause.kind, cause.subject, cause.time) == (
                "round_held",
                event.subject,
                event.time,
            )


def test_a_principle_then_officers_then_a_date(track):
    """Dates come after a round, and more often where officers have sat twice than where not."""
    sat: list[bool] = []
    unsat: list[bool] = []
    for log in track.logs:
        if track.happens(log, "round_1"):
            (sat if track.happens(log, "military_committee_2") else unsat).append(
                track.happens(log, "end_date_announced")
            )

    assert track.needs("end_date_announced", "round_1")
    assert sum(sat) / len(sat) > sum(unsat) / len(unsat) + 0.2


def test_committees_follow_rounds_and_sit_in_order(track):
    """The technical and the military committee come of rounds, and officers sit one by one."""
    assert track.needs("technical_committee", "round_1")
    assert track.caused("military_committee_ordered", by="round_held")
    assert track.needs("military_committee_1", "military_committee_ordered")
    assert track.needs("military_committee_2", "military_committee_1")
    assert track.needs("military_committee_4", "military_committee_3")


def test_no_round_while_the_sending_state_changes_hands(track):
    """After a change is elected no round is held until posts are filled, unless it is asked for."""
    change = track.pattern("change_elected")
    quiet = 78 * DAY
    for log in track.logs:
        elected = next((event.time for event in log.events if change.matches(event)), None)
        for event in track.of(log, "round_held"):
            if elected is not None and event.subject != "round_1":
                asked = track.before(log, "further_round", event)
                assert asked or not elected <= event.time < elected + quiet


# ---- Armed factions and the state-affiliated forces


def test_truces_are_granted_prolonged_and_lapse(track):
    """A truce is prolonged or broken only while it stands, and declared over only once granted."""
    assert track.always("truce_extended", "attacks_suspended", until="attacks_resumed")
    assert track.always("truce_broken", "attacks_suspended", until="attacks_resumed")
    assert track.always("truce_ended", "attacks_suspended", until="truce_ended")
    lapsed = [e for _, e in track.each("truce_broken") if e.step.endswith("end of the term")]
    assert lapsed


def test_a_truce_holds_attacks_back(track):
    """Attacks come several times as often in a campaign as in a pause."""
    hit = {"attacks_resumed": 0, "attacks_suspended": 0}
    days = dict.fromkeys(hit, 0.0)
    for log in track.logs:
        state, since = "", 0
        for event in log.events:
            if event.kind in hit and event.actor == "resistance_factions":
                if state:
                    days[state] += event.time - since
                state, since = event.kind, event.time
            elif event.kind == "attack" and event.actor == "resistance_factions" and state:
                hit[state] += 1
        if state:
            days[state] += track.scenario.horizon - since
    rates = {state: hit[state] / days[state] for state in hit}

    assert rates["attacks_resumed"] > 4 * rates["attacks_suspended"]


def test_attacks_beget_attacks(track):
    """Without feedback attacks are fewer, by a tenth and more."""
    usual, cold = changed(TRACK, "feedback=0")

    assert cold.mean("attack") < 0.9 * usual.mean("attack")


def test_restraint_granted_to_a_date_ends_with_it(track):
    """Attacks after the date come only where a date was announced, and not before it falls."""
    assert track.caused("attacks_after_deadline", by="end_date_announced")


def test_the_forces_answer_as_an_institution(track):
    """Crowds and threats of the state-affiliated forces answer strikes and arrests."""
    crowd = {log.events[event.causes[0]].kind for log, event in track.each("pmf:protest:embassy")}
    threat = {log.events[event.causes[0]].kind for log, event in track.each("pmf:threat_issued:")}

    assert crowd == {"airstrike_on_host_forces", "assassination"}
    assert threat == crowd | {"arrest_operation"}


# ---- The sending state's forces


def test_posts_are_handed_over_one_by_one(track):
    """Each post is handed over once at most, a training base only after a round or a new label."""
    for log in track.logs:
        subjects = [event.subject for event in track.of(log, "base_handed_over")]
        assert len(subjects) == len(set(subjects))
    for log, event in track.each("coalition:base_handed_over:taji"):
        assert log.events[event.causes[0]].kind in {"round_held", "mission_transition"}


def test_what_remains_is_not_handed_over(track):
    """No run hands over the base in the Kurdistan Region, host of what remains."""
    handed = {event.subject for _, event in track.each("base_handed_over")}

    assert not handed & {"western_air_base", "capital_compound", "northern_air_base"}


def test_cuts_follow_the_calendar_and_the_conditions(track):
    """Cuts come faster in the election season, and slower where the threat counts for all."""
    usual, level = changed(TRACK, "calendar_weight=0")
    usual, strict = changed(TRACK, "conditions_weight=1")

    assert level.share("cut_to_2500_announced") < usual.share("cut_to_2500_announced") - 0.05
    assert strict.mean("drawdown_announced") < usual.mean("drawdown_announced")


def test_the_force_level_only_falls_by_cuts(track):
    """An announced cut names fewer persons than the one before it, down to the floor."""
    for log in track.logs:
        cuts = [event.quantity for event in track.of(log, "us_dod:drawdown_announced:")]
        assert all(a > b for a, b in pairwise(cuts))
        assert all(cut >= 1500 for cut in cuts)


# ---- White House and State Department


def test_one_outcome_of_the_election(track):
    """The election has one of two outcomes, and only a change brings a new administration."""
    for log in track.logs:
        change = track.happens(log, "change_elected")
        assert change != track.happens(log, "incumbent_elected")
        assert track.happens(log, "new_administration") == change


def test_pressure_by_what_the_host_depends_on(track):
    """Sanctions and the account in New York are threatened after a text, waivers given as help."""
    for subject in ("sanctions", "federal_reserve_account"):
        assert track.needs(f":threat_issued:{subject}", "withdrawal_resolution")
    assert "us_state: waiver for a government" in {
        e.step for _, e in track.each("sanctions_waiver")
    }
    assert track.caused("sanction", by="attack")


def test_no_permanent_bases_is_pledged_once_in_a_statement(track):
    """The pledge follows a joint statement, and is made once."""
    assert track.caused("pledge", by="joint_statement")
    assert all(len(track.of(log, "pledge")) <= 1 for log in track.logs)


def test_the_mission_gets_another_label(track):
    """A change of mission follows a round, a date or a cut that was carried out."""
    causes = {log.events[e.causes[0]].kind for log, e in track.each("mission_transition")}

    assert causes == {"round_held", "timetable_announced", "drawdown_completed"}


# ---- Others


def test_the_alliance_follows_the_coalition(track):
    """The alliance stops training when operations stop, and enlarges its mission once."""
    assert track.caused("nato:training_paused:", by="operations_paused")
    assert all(len(track.of(log, "nato:reinforcement:")) <= 1 for log in track.logs)


def test_both_sides_read_one_threat_differently(track):
    """What the host reads of it slows its demands, what the sending state reads its handovers."""
    usual, deaf = changed(TRACK, "host_reading=0")
    usual, alarmed = changed(TRACK, "conditions_weight=1")

    assert deaf.mean("demand_timetable") > usual.mean("demand_timetable")
    assert alarmed.mean("base_handed_over") < usual.mean("base_handed_over") - 0.3


def test_the_authority_gives_no_verdict(track):
    """The supreme authority speaks on sovereignty after force was used, and does nothing else."""
    acts = {(e.kind, e.subject) for _, e in _by(track, "supreme_authority")}

    assert acts == {("statement_position", "sovereignty")}
    causes = {log.events[e.causes[0]].kind for log, e in _by(track, "supreme_authority")}
    assert causes == {"assassination", "airstrike_on_host_forces", "attack"}


def test_the_kurdistan_region_wants_them_to_stay(track):
    """The Region speaks after a text, a request or a date, and does nothing else."""
    acts = {(e.kind, e.subject) for _, e in _by(track, "kurdistan_region")}

    assert acts == {("statement_position", "us_presence")}


def test_a_neighbour_answers_openly_and_expects(track):
    """Missiles answer a killing or come unbidden, and what it expects raises the pressure."""
    answered = [e for _, e in track.each("iran:attack:missiles") if e.causes]
    pressure = next(g for g in track.scenario.gauges if g.name == "sovereignty_pressure")

    assert answered
    assert {("statement_position", "iran")} <= {(m.on.kind, m.on.actor) for m in pressure.moves}


def test_the_council_takes_up_what_was_filed(track):
    """The Security Council considers a complaint only where one was filed."""
    assert track.caused("un_security_council:consultation_held:", by="un_complaint")


def test_courts_elections_and_the_street(track):
    """A warrant follows a killing; one election; seats are given up without a government."""
    assert track.caused("court_ruling", by="assassination")
    assert all(len(track.of(log, "host_election")) <= 1 for log in track.logs)
    assert track.needs("bloc_resigned", "host_election")
    assert not any(office(track, log, event) for log, event in track.each("bloc_resigned"))


def test_deadlines_differ_in_nature(track):
    """Thirty days by the constitution, an announced end, the last day for an election."""
    (formation, mission, election) = (
        next(d for d in track.scenario.deadlines if d.name == name)
        for name in ("formation", "combat_mission", "election")
    )

    assert (formation.missed, mission.missed) == ("pm_designate_withdrew", "deadline_missed")
    assert election.at is not None
    missed = {event.step for _, event in track.each("deadline_missed")}
    assert missed == {"deadline: combat_mission", "deadline: election"}


def _by(made: Runs, actor: str):
    for log in made.logs:
        for event in log.events:
            if event.actor == actor:
                yield log, event
