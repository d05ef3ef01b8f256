"""Each institution of the commission of 2023-26 works in runs, by its own hand and by its rule."""

import pytest

from sim.events.dates import DAY
from tests.scenarios.histories import Runs, changed, runs

TRACK = "iraq-hmc-2024"


@pytest.fixture(scope="module")
def track() -> Runs:
    """The scenario and its runs."""
    return runs(TRACK)


@pytest.mark.parametrize(
    ("kind", "subject", "actors"),
    [
        ("signature_campaign", "", {"parliament"}),
        ("session_boycotted", "", {"political_blocs"}),
        ("consultative_session_held", "", {"parliament"}),
        ("session_failed_quorum", "", {"parliament"}),
        ("resolution_adopted", "", {"parliament"}),
        ("bill_referred", "", {"parliament"}),
        ("law_passed", "", {"parliament"}),
        ("dialogue_proposed", "commission", {"prime_minister"}),
        ("dialogue_proposed", "next_round", {"foreign_ministry"}),
        ("demand_timetable", "", {"prime_minister"}),
        ("leader_visit", "", {"prime_minister"}),
        ("caretaker_began", "", {"prime_minister"}),
        ("pm_sworn_in", "", {"prime_minister"}),
        ("commission_formed", "", {"foreign_ministry"}),
        ("formal_request", "resumption", {"foreign_ministry"}),
        ("announcement_postponed", "", {"foreign_ministry"}),
        ("complaint_filed", "", {"foreign_ministry"}),
        ("message_delivered", "readiness", {"us_embassy"}),
        ("joint_statement", "commission_agreed", {"joint_delegations"}),
        ("round_opened", "", {"hmc"}),
        ("working_groups_formed", "", {"hmc"}),
        ("talks_suspended", "", {"hmc"}),
        ("talks_resumed", "", {"hmc"}),
        ("round_held", "principals", {"hmc"}),
        ("roadmap_agreed", "", {"joint_delegations"}),
        ("timetable_announced", "", {"joint_delegations"}),
        ("timetable_revised", "", {"joint_delegations"}),
        ("attacks_suspended", "", {"resistance_factions"}),
        ("attacks_resumed", "", {"resistance_factions"}),
        ("truce_extended", "", {"resistance_factions"}),
        ("truce_ended", "", {"resistance_factions"}),
        ("threat_issued", "strikes", {"pmf"}),
        ("attack", "us_bases", {"resistance_factions"}),
        ("attack", "missiles", {"iran"}),
        ("airstrike_on_host_forces", "", {"us_dod"}),
        ("operations_paused", "", {"coalition"}),
        ("operations_resumed", "", {"us_dod", "prime_minister"}),
        ("training_paused", "", {"nato"}),
        ("reinforcement", "air_defence", {"us_dod"}),
        ("reinforcement", "nato_mission_iraq", {"nato"}),
        ("bases_consolidated", "", {"us_dod"}),
        ("base_handed_over", "", {"us_dod"}),
        ("drawdown_completed", "", {"us_dod"}),
        ("force_level_reported", "", {"us_dod"}),
        ("phase_completed", "", {"coalition"}),
        ("mission_transition", "", {"coalition"}),
        ("mission_ended", "", {"coalition"}),
        ("sanction", "", {"us_treasury"}),
        ("sanctions_waiver", "", {"us_state"}),
        ("concession_made", "no_permanent_bases", {"us_state"}),
        ("concession_made", "timetable", {"us_state"}),
        ("statement_position", "us_presence", {"kurdistan_region"}),
        ("statement_position", "withdrawal", {"iran"}),
        ("consultation_held", "complaint", {"un_security_council"}),
        ("election_held", "", {"host_electoral_commission"}),
        ("isis_attack", "", {"isis"}),
    ],
)
def test_acts_are_those_of_the_right_actor(track, kind, subject, actors):
    """Each act happens in some run, and whoever does it is whose act it is."""
    found = track.actors(kind, subject)

    assert {actor for actor in found if actor} == actors


# ---- Parliament


def test_a_quorum_is_165_of_329(track):
    """The law's gate asks for 165 of 329, and no law passes with fewer than half of those for."""
    (gate,) = track.scenario.gates
    votes = [event.quantity for _, event in track.each("law_passed")]

    assert (gate.quorum, sum(bloc.seats for bloc in gate.body.blocs)) == (165, 329)
    assert min(votes) > 165 / 2
    assert max(votes) <= 329


def test_a_full_house_reaches_its_quorum(track):
    """A sitting is adopted or referred if all come, and short of its quorum if few do."""
    sure = ("quorum_doubt=1", "boycott_chance=0", "other_turnout=1")
    _, full = changed(TRACK, *sure, "framework_turnout=1")
    _, empty = changed(TRACK, *sure, "framework_turnout=0")
    short = ("session_failed_quorum", "consultative_session_held")

    assert full.share("signature_campaign") > 0.3
    assert all(full.share(f":{kind}:law_to_expel_foreign_forces") == 0 for kind in short[1:])
    assert empty.share("resolution_adopted") == 0
    assert empty.share("consultative_session_held") > 0.1


def test_a_boycott_empties_the_house(track):
    """Where nobody calls on members to stay away, sittings reach their quorum more often."""
    usual, unasked = changed(TRACK, "boycott_chance=0")

    assert unasked.mean("resolution_adopted") > usual.mean("resolution_adopted") + 0.05
    assert track.caused("session_boycotted", by="signature_campaign")


def test_a_consultative_sitting_adopts_nothing(track):
    """A sitting without a quorum can only refer, in the same second."""
    for log, event in track.each("consultative_session_held"):
        acts = [other for other in log.events if other.actor == "parliament"]
        kinds = [other.kind for other in acts if other.time == event.time]
        assert kinds == ["consultative_session_held", "bill_referred"]


def test_an_advisory_text_does_not_bind(track):
    """A resolution ends nothing by itself: some governments never turn it into a request."""
    followed = [
        any(
            event.time < other.time < event.time + 60 * DAY
            for other in track.of(log, "foreign_ministry:formal_request:withdrawal")
        )
        for log, event in track.each("resolution_adopted")
    ]

    assert 0.5 < sum(followed) / len(followed) < 0.95
    assert track.needs("law_passed", "bill_introduced")


# ---- Prime minister, government


def test_demands_follow_strikes_and_each_other(track):
    """A strike brings the demand for a committee, and that or a text the demand for dates."""
    causes = {log.events[e.causes[0]].kind for log, e in track.each("committee_demanded")}
    dates = {log.events[e.causes[0]].kind for log, e in track.each("timetable_demanded")}

    assert causes == {"airstrike_on_host_forces", "assassination"}
    assert dates == {"dialogue_proposed", "resolution_adopted", "law_passed"}


def test_no_dates_without_a_government_in_full_office(track):
    """Dates are announced only while a prime minister is in full office."""
    for log, event in track.each("timetable_announced"):
        left = [
            *track.before(log, "pm_resigned", event),
            *track.before(log, "caretaker_began", event),
        ]
        came = track.before(log, "pm_sworn_in", event)
        assert max((e.seq for e in left), default=-1) <= max((e.seq for e in came), default=-1)


def test_a_caretaker_keeps_house_until_a_new_government(track):
    """After the election a government becomes a caretaker, unless a new one is there before."""
    assert track.needs("caretaker_began", "host_election")
    causes = {log.events[e.causes[0]].kind for log, e in track.each("new_government")}
    assert causes == {"election_held", "pm_resigned"}


def test_a_refused_plan_is_drawn_up_anew(track):
    """A plan that the sending state refuses may come back, and is decided upon again."""
    again = [
        log for log in track.logs
        if len(track.of(log, "plan_complete")) > 1
    ]  # fmt: skip

    assert again
    for log in again:
        second = track.of(log, "plan_complete")[1]
        setbacks = [
            *track.before(log, ":request_refused:timetable", second),
            *track.before(log, "announcement_postponed", second),
        ]
        assert setbacks


# ---- The commission


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("commission_launched", "round_1"),
        ("round_1", "working_groups"),
        ("working_groups", "principals_meeting"),
        ("principals_meeting", "findings_reported"),
        ("second_dialogue", "two_phase_principle"),
        ("two_phase_principle", "announcement_postponed"),
        ("two_phase_principle", "plan_complete"),
        ("plan_complete", "timetable_announced"),
    ],
)
def test_stages_come_in_order(track, earlier, later):
    """No stage of the commission without the one before it."""
    assert track.needs(later, earlier)


def test_three_working_groups(track):
    """Threat, operational environment and capability: three groups, and three criteria."""
    sizes = {event.quantity for _, event in track.each("working_groups")}
    gauges = {gauge.name for gauge in track.scenario.gauges}

    assert sizes == {3}
    assert {"isis_threat", "resistance_factions_heat", "host_capability"} <= gauges


def test_deaths_stop_talks_and_a_request_takes_them_up(track):
    """Talks stop after deaths or a killing, and go on by request and agreement."""
    causes = {log.events[e.causes[0]].kind for log, e in track.each("talks_suspended")}

    assert causes == {"attack", "assassination"}
    assert track.needs("resumption_asked", "talks_suspended")
    assert track.needs("talks_resumed", "resumption_asked")


def test_the_launch_waits_for_calm_or_for_a_letter(track):
    """Without a letter no launch while a campaign of attacks stands."""
    standing = 0
    for log, event in track.each("commission_launched"):
        if track.standing(log, event, "attacks_resumed", until="attacks_suspended"):
            standing += 1
            assert track.before(log, "us_letter", event)
    assert standing > 0


def test_phases_end_one_after_the_other(track):
    """The announced term sets two deadlines, and the second phase ends after the first."""
    assert track.needs("phase_1_done", "timetable_announced")
    assert track.needs("phase_2_done", "phase_1_done")


# ---- Factions and forces


def test_truces_are_granted_prolonged_and_lapse(track):
    """A truce is prolonged or broken only while it stands, and declared over only once granted."""
    assert track.always("truce_extended", "attacks_suspended", until="attacks_resumed")
    assert track.always("attacks_again", "attacks_suspended", until="attacks_resumed")
    assert track.always("truce_ended", "attacks_suspended", until="truce_ended")
    steps = {event.step.partition(": ")[2] for _, event in track.each("attacks_again")}
    assert steps == {"end of the term", "pause broken", "after the truce"}


def test_a_campaign_joins_a_war(track):
    """The first campaign comes of the war in the region, or of nothing else in this track."""
    assert track.caused(":attacks_resumed:after_lull", by=":external_shock:regional_war")


def test_a_truce_holds_attacks_back(track):
    """Attacks under a truce come less often than in a campaign, and less still in a pause."""
    counts = dict.fromkeys(("attack", "attack under a truce", "stray attack"), 0)
    for _, event in track.each("resistance_factions:attack:"):
        counts[event.step.partition(": ")[2]] += 1

    usual, free = changed(TRACK, "held_back=1")
    assert all(counts.values())
    assert free.mean("resistance_factions:attack:") > usual.mean("resistance_factions:attack:")


def test_attacks_beget_attacks(track):
    """Without feedback attacks are fewer, by a twentieth and more."""
    usual, cold = changed(TRACK, "feedback=0")

    assert cold.mean("attack") < 0.95 * usual.mean("attack")


def test_the_forces_answer_as_an_institution(track):
    """Threats of the state-affiliated forces answer strikes."""
    causes = {log.events[e.causes[0]].kind for log, e in track.each("pmf:threat_issued:")}

    assert causes == {"airstrike_on_host_forces", "assassination"}


def test_sites_are_handed_over_in_order(track):
    """The west before the north, each site once, and none before dates are announced."""
    assert track.needs(
        "us_dod:base_handed_over:northern_air_base", "us_dod:base_handed_over:western_air_base"
    )
    assert track.needs("base_handed_over", "timetable_announced")
    for log in track.logs:
        subjects = [event.subject for event in track.of(log, "base_handed_over")]
        assert len(subjects) == len(set(subjects))


def test_the_force_is_gathered_on_fewer_sites(track):
    """Bases are consolidated after a handover, while sites are left."""
    assert track.caused("bases_consolidated", by="us_dod:base_handed_over:")
    for log, event in track.each("bases_consolidated"):
        assert len(track.before(log, "base_handed_over", event)) < 3


def test_the_last_leaves_when_no_site_is_left(track):
    """The last of the force is out only after all three sites have been handed over."""
    ending = runs(TRACK, "timetable")

    found = list(ending.each("last_out"))
    assert found
    assert all(len(ending.before(log, "base_handed_over", event)) == 3 for log, event in found)


def test_the_force_level_is_reported_as_it_is(track):
    """Reports tell the persons that the last cut left, those of the start, none after an exit."""
    start = track.scenario.parameters["initial_troops"].value
    for log, event in track.each("force_level_reported"):
        cuts = track.before(log, "drawdown_completed", event)
        left = cuts[-1].quantity if cuts else start
        gone = track.before(log, "last_out", event)
        assert event.quantity == pytest.approx(0 if gone else left)


# ---- The sending state


def test_a_letter_drops_the_condition_or_a_refusal_comes(track):
    """A demand is met by a letter, refused, or left unanswered, each in some run."""
    answers = {"us_letter": 0, "us_state:request_refused:talks": 0}
    for name in answers:
        answers[name] = round(track.share(name) * len(track.logs))
    silent = [
        log
        for log in track.logs
        if track.happens(log, "committee_demanded")
        and not any(track.happens(log, name) for name in answers)
    ]

    assert all(answers.values())
    assert silent


def test_one_outcome_of_the_election(track):
    """The election has one of two outcomes, and only a change brings a new administration."""
    for log in track.logs:
        change = track.happens(log, "change_elected")
        assert change != track.happens(log, "continuity_elected")
        assert track.happens(log, "new_administration") == change


def test_an_election_may_put_an_announcement_off(track):
    """Where the season counts for all, announcements are put off more often."""
    usual, season = changed(TRACK, "season_weight=1", count=200)

    assert season.mean("announcement_postponed") > usual.mean("announcement_postponed")


def test_sanctions_and_waivers(track):
    """Sanctions answer attacks, and a new government is given a waiver."""
    assert track.caused("sanction", by="attack")
    assert "us_state: waiver for a government" in {
        e.step for _, e in track.each("sanctions_waiver")
    }


def test_no_permanent_bases_is_pledged_once(track):
    """The pledge follows a meeting or dates, and is made once."""
    causes = {log.events[e.causes[0]].kind for log, e in track.each("pledge")}

    assert causes == {"leader_visit", "round_held", "timetable_announced"}
    assert all(len(track.of(log, "pledge")) <= 1 for log in track.logs)


def test_an_end_or_a_transition(track):
    """The first phase ends the mission by one name or the other, never by both."""
    ends, labels = track.share("mission_ended"), track.share("mission_transition")
    both = [
        log
        for log in track.logs
        if track.happens(log, "mission_ended") and track.happens(log, "mission_transition")
    ]

    assert both == []
    assert min(ends, labels) > 0.02
    assert track.caused("mission_ended", by="phase_1_done")


# ---- Others


def test_the_alliance_follows_the_coalition(track):
    """The alliance stops training when operations stop, and enlarges its mission once."""
    assert track.caused("nato:training_paused:", by="operations_paused")
    assert track.needs("nato:reinforcement:", "timetable_announced")
    assert all(len(track.of(log, "nato:reinforcement:")) <= 1 for log in track.logs)


def test_the_second_phase_hangs_on_syria(track):
    """The more the second phase depends on the threat across the border, the rarer its end."""
    _, free = changed(TRACK, "syria_link=0", count=200)
    _, bound = changed(TRACK, "syria_link=1", count=200)

    assert bound.share("phase_2_done") < free.share("phase_2_done") - 0.01


def test_both_sides_read_one_threat_differently(track):
    """What the host reads of it slows its demands, what the sending state reads its consent."""
    usual, deaf = changed(TRACK, "host_reading=0")
    usual, alarmed = changed(TRACK, "conditions_weight=1")

    assert deaf.mean("timetable_demanded") > usual.mean("timetable_demanded")
    assert alarmed.share("timetable_announced") < usual.share("timetable_announced")


def test_the_kurdistan_region_wants_them_to_stay(track):
    """The Region speaks on the presence, and does nothing else."""
    spoken = [e for log in track.logs for e in log.events if e.actor == "kurdistan_region"]
    acts = {(event.kind, event.subject) for event in spoken}

    assert acts == {("statement_position", "us_presence")}


def test_a_neighbour_expects_and_may_urge_restraint(track):
    """What it expects raises the pressure; restraint urged makes a pause likelier."""
    likely = ("restraint_chance=1", "pause_chance=0.3")
    _, heard = changed(TRACK, *likely, "restraint_gain=0.5")
    _, unheard = changed(TRACK, *likely, "restraint_gain=0")
    pressure = next(g for g in track.scenario.gauges if g.name == "sovereignty_pressure")
    pause = "resistance_factions: pause"

    def pauses(made: Runs) -> int:
        return sum(event.step == pause for _, event in made.each("attacks_suspended"))

    assert ("statement_position", "iran") in {(m.on.kind, m.on.actor) for m in pressure.moves}
    assert pauses(heard) > 1.2 * pauses(unheard)


def test_the_council_takes_up_what_was_filed(track):
    """The Security Council considers a complaint only where one was filed."""
    assert track.caused("un_security_council:consultation_held:", by="complaint_filed")


def test_the_election_is_held_by_the_law(track):
    """The host's election is held once, at the latest on the day that the constitution gives."""
    last = next(d for d in track.scenario.deadlines if d.name == "election").at
    dates = [event.time for _, event in track.each("host_election") if event.time > 0]

    assert len(dates) == len(track.logs)
    assert max(dates) <= last
