"""Each institution of the agreement of 2008 by its own hand and rule; variants as they said."""

import re
from datetime import timedelta

import pytest

from sim.events.dates import DAY
from tests.scenarios.histories import FOLDER, Runs, runs

TRACK = "iraq-sofa-2008"

END_OF_2008 = 574
"""Days from the start to 31 December 2008."""


@pytest.fixture(scope="module")
def track() -> Runs:
    """The scenario and its runs."""
    return runs(TRACK)


def variant(name: str) -> Runs:
    """A variant under the same seeds."""
    return runs(TRACK, name)


def test_the_page_names_what_there_is(track):
    """Each part, step and test that the table of institutions names exists."""
    page = (FOLDER / TRACK / "README.md").read_text(encoding="utf-8")
    table = page.split("## Institutions")[1].split("## Positions")[0]
    told = {name for name in re.findall(r"`([^`]+)`", table) if not name.startswith("tests/")}
    text = (FOLDER / TRACK / "scenario.toml").read_text(encoding="utf-8")
    parts = set(re.findall(r"^\[[a-z_.]+\]", text, re.MULTILINE))
    steps = {step.label for step in track.scenario.steps}

    assert len(told) > 50
    assert told - parts - steps - set(globals()) == {"sim run"}


# ---- Who acts


@pytest.mark.parametrize(
    ("kind", "subject", "actors"),
    [
        ("joint_statement", "leaders_communique", {"political_blocs"}),
        ("roadmap_agreed", "declaration_of_principles", {"joint_delegations"}),
        ("formal_request", "unsc_mandate_extension", {"prime_minister"}),
        ("resolution_adopted", "unsc_1790", {"un_security_council"}),
        ("resolution_adopted", "mandate_extension", {"un_security_council"}),
        ("resolution_adopted", "political_reform_resolution", {"parliament"}),
        ("mandate_expired", "", {"un_security_council"}),
        ("operations_paused", "no_legal_authority", {"us_dod"}),
        ("bill_introduced", "congressional_role", {"us_congress"}),
        ("round_opened", "", {"joint_delegations"}),
        ("demand_timetable", "withdrawal", {"prime_minister", "cabinet"}),
        ("demand_timetable", "letter_to_us_congress", {"parliament"}),
        ("joint_statement", "time_horizon", {"us_president"}),
        ("concession_made", "", {"us_state"}),
        ("draft_completed", "", {"joint_delegations"}),
        ("talks_resumed", "", {"us_state"}),
        ("delegation_named", "", {"prime_minister"}),
        ("draft_exchanged", "final_draft", {"prime_minister"}),
        ("draft_exchanged", "us_final_reply", {"us_president"}),
        ("side_letter", "", {"us_president"}),
        ("consultation_held", "political_council_for_national_security", {"political_blocs"}),
        ("amendments_requested", "", {"cabinet"}),
        ("agreement_reached", "final_text", {"prime_minister"}),
        ("cabinet_approved", "", {"cabinet"}),
        ("agreement_signed", "", {"joint_delegations"}),
        ("bill_introduced", "ratification_first_reading", {"parliament"}),
        ("reading_completed", "", {"parliament"}),
        ("law_passed", "", {"parliament"}),
        ("referendum_promised", "", {"political_blocs"}),
        ("agreement_ratified", "", {"president_host"}),
        ("treaty_rejected", "sofa_and_sfa", {"president_host"}),
        ("agreement_in_force", "", {"joint_delegations"}),
        ("incursion", "", {"us_dod"}),
        ("phase_completed", "", {"us_dod"}),
        ("base_handed_over", "", {"us_dod"}),
        ("drawdown_announced", "", {"us_president"}),
        ("complaint_filed", "", {"prime_minister"}),
        ("restriction_imposed", "", {"host_military_command"}),
        ("referendum_held", "", {"host_electoral_commission"}),
        ("referendum_postponed", "", {"cabinet"}),
        ("agreement_denounced", "sofa", {"prime_minister"}),
        ("timetable_announced", "", {"us_president"}),
        ("election_held", "council_of_representatives", {"host_electoral_commission"}),
        ("power_sharing_agreed", "", {"political_blocs"}),
        ("pm_designated", "", {"president_host"}),
        ("pm_designate_withdrew", "", {"pm_designate"}),
        ("confidence_vote", "", {"parliament"}),
        ("consultation_announced", "", {"prime_minister"}),
        ("negotiation_mandate_granted", "", {"political_blocs"}),
        ("negotiation_terms_set", "", {"political_blocs"}),
        ("withdrawal_completed", "non_us_forces", {"coalition"}),
        ("withdrawal_completed", "us_troops", {"us_dod"}),
        ("agreement_expired", "", {"joint_delegations"}),
        ("attack", "", {"resistance_factions"}),
        ("protest", "", {"sadrist_movement"}),
        ("religious_ruling", "", {"other_clerics"}),
        ("statement_position", "unsc_mandate_extension", {"russia_government"}),
        ("statement_position", "residual_force", {"kurdistan_region"}),
    ],
)
def test_acts_are_those_of_the_right_actor(track, kind, subject, actors):
    """Each act happens in some run, and whoever does it is whose act it is."""
    assert track.actors(kind, subject) == actors


# ---- The Security Council's mandate


def test_a_mandate_ends_with_the_calendar_year(track):
    """A mandate that nobody renewed lapses on the last day of a year, and once."""
    start = track.scenario.start
    lapsed = {start + timedelta(seconds=e.time) for _, e in track.each("un_mandate_expired")}

    assert {str(day)[5:] for day in lapsed} <= {"12-31", "01-01"}
    assert all(len(track.of(log, "un_mandate_expired")) <= 1 for log in track.logs)


def test_without_mandate_or_agreement_the_force_stops(track):
    """The default of a lapse without a ratified text is that operations stop in that second."""
    for log, event in track.each("un_mandate_expired"):
        ratified = bool(track.before(log, "presidency_ratified", event))
        stopped = [e for e in track.of(log, "operations_paused") if e.time == event.time]
        assert bool(stopped) is not ratified


def test_the_host_asks_once_more_only_without_a_ratified_text(track):
    """A further year is asked for by the host, and never once the agreement is ratified."""
    assert track.needs("mandate_extended", "extension_asked")
    assert track.caused("mandate_extended", by="extension_asked")
    for log, event in track.each("extension_asked"):
        assert not track.before(log, "presidency_ratified", event)


def test_a_text_is_taken_the_sooner_the_nearer_the_end(track):
    """Of replies in a mandate's last month more are taken than of those a season ahead."""
    near, far = [], []
    for log, event in track.each("final_reply"):
        left = END_OF_2008 - event.time / DAY
        after = [
            other.kind
            for name in ("final_text_agreed", "reply_insufficient")
            for other in track.of(log, name)
            if other.seq > event.seq and event.seq in other.causes
        ]
        if after and 0 < left < 30:
            near.append(after == ["agreement_reached"])
        elif after and left > 100:
            far.append(after == ["agreement_reached"])

    assert sum(near) / len(near) > sum(far) / len(far) + 0.1


# ---- From declaration to signature


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("talks_opened", "declaration_of_principles"),
        ("timetable_demanded", "talks_opened"),
        ("time_horizon_accepted", "timetable_demanded"),
        ("negotiators_draft", "talks_opened"),
        ("talks_stalled", "negotiators_draft"),
        ("talks_resumed", "talks_stalled"),
        ("final_draft_to_leaders", "negotiators_draft"),
        ("leaders_council_consulted", "final_draft_to_leaders"),
        ("cabinet_amendments", "leaders_council_consulted"),
        ("final_reply", "cabinet_amendments"),
        ("cabinet_approved", "final_text_agreed"),
        ("agreement_signed", "cabinet_approved"),
        ("first_reading", "agreement_signed"),
        ("second_reading", "first_reading"),
        ("ratification_law_passed", "second_reading"),
        ("presidency_ratified", "ratification_law_passed"),
        ("in_force", "presidency_ratified"),
        ("cities_cleared", "in_force"),
        ("negotiation_mandate", "extension_consultation"),
        ("extension_consultation", "government_confirmed"),
        ("no_immunity_decision", "negotiation_mandate"),
        ("agreement_extended", "immunity_granted"),
        ("government_confirmed", "pm_designated"),
        ("agreement_expired", "in_force"),
    ],
)
def test_procedure_goes_step_by_step(track, later, earlier):
    """No step without the one before it."""
    assert track.needs(later, earlier)


def test_a_target_date_passes_unless_a_text_is_agreed(track):
    """The declaration's date is missed just where no final text was agreed by then."""
    for log, event in track.each("target_date_missed"):
        assert not track.before(log, "final_text_agreed", event)


def test_a_cabinet_of_two_thirds(track):
    """The cabinet approves by two thirds of those present, of whom there are at least 21."""
    votes = [event.quantity for _, event in track.each("cabinet_approved")]

    assert min(votes) >= 14
    assert max(votes) <= 40


def test_a_cabinet_may_reopen_a_draft(track):
    """What the cabinet refuses, or finds insufficient, goes back and comes again."""
    assert track.needs("cabinet_refused", "final_text_agreed")
    assert any(len(track.of(log, "final_reply")) > 1 for log in track.logs)
    assert any(len(track.of(log, "final_text_agreed")) > 1 for log in track.logs)


def test_a_raid_across_a_border_brings_amendments(track):
    """Some lists of amendments answer a raid, and no raid follows a text in force."""
    causes = {log.events[e.causes[0]].kind for log, e in track.each("cabinet_amendments")}

    assert "incursion" in causes
    for log, event in track.each("cross_border_raid"):
        assert not track.before(log, "in_force", event)


def test_nobody_signs_for_a_government_that_keeps_house(track):
    """No text is agreed or signed between a parliament's first sitting and a new government."""
    for name in ("agreement_signed", "extension_text"):
        for log, event in track.each(name):
            began = track.before(log, "caretaker_began", event)
            assert not began or track.before(log, "government_confirmed", event)


def test_a_campaign_and_an_election_speed_cuts(track):
    """Without the sending state's calendar fewer cuts are announced in its season."""
    calm = runs(TRACK, changes=("calendar_weight=0",))
    season = {"since": 453, "before": 594}

    assert calm.share("drawdown_announced", **season) < track.share("drawdown_announced", **season)


# ---- Parliament and the Presidency Council


def test_a_law_needs_138_of_275(track):
    """A law has a majority of all members, and what has fewer votes is rejected."""
    (gate,) = [gate for gate in track.scenario.gates if gate.name == "ratification"]

    assert (gate.quorum, sum(bloc.seats for bloc in gate.body.blocs)) == (138, 275)
    assert min(event.quantity for _, event in track.each("ratification_law_passed")) >= 138
    assert max(event.quantity for _, event in track.each("parliament_refused")) < 138


def test_a_promise_buys_a_majority(track):
    """With a referendum promised the law passes in more of the votes than without, by a fifth."""
    with_price: list[bool] = []
    without: list[bool] = []
    for name, passed in (("ratification_law_passed", True), ("parliament_refused", False)):
        for log, event in track.each(name):
            promised = track.before(log, "referendum_promised", event)
            (with_price if promised else without).append(passed)

    assert sum(with_price) / len(with_price) > sum(without) / len(without) + 0.2


def test_reforms_are_resolved_only_with_the_law(track):
    """The reform resolution comes in the second of the law, where a referendum was promised."""
    for log, event in track.each("reform_resolution"):
        assert track.before(log, "ratification_law_passed", event)[-1].time == event.time
        assert track.before(log, "referendum_promised", event)


def test_a_call_for_consensus_raises_the_price(track):
    """Where conditions are never spoken a referendum is promised less often."""
    silent = runs(TRACK, changes=("sermon_chance=0",))

    assert silent.mean(":statement_position:security_pact") < track.mean(
        ":statement_position:security_pact"
    )
    assert silent.share("referendum_promised") < track.share("referendum_promised") - 0.02


def test_the_supreme_authority_gives_no_verdict(track):
    """Its only acts are statements."""
    acts = {e.kind for log in track.logs for e in log.events if e.actor == "supreme_authority"}

    assert acts == {"statement_position"}


def test_the_presidency_council_may_send_a_law_back(track):
    """A law sent back is not ratified before parliament has passed it anew."""
    for log, event in track.each("presidency_ratified"):
        last = track.before(log, "ratification_law_passed", event)[-1]
        assert not [e for e in track.before(log, "presidency_refused", event) if e.seq > last.seq]


# ---- The agreement in force


def test_it_takes_effect_on_the_day_after_the_mandate(track):
    """A text ratified under a mandate that ends in the year takes effect a day after its end."""
    waited = 0
    for log, event in track.each("in_force"):
        if event.step.endswith("in force after the mandate"):
            waited += 1
            assert track.before(log, "un_mandate_expired", event)[-1].time == event.time - DAY
    assert waited


def test_it_ends_with_its_term_or_a_year_after_notice(track):
    """What expires does so after three years, or a year after it was denounced."""
    term, notice = 1094 * DAY, 365 * DAY
    for log, event in track.each("agreement_expired"):
        entered = track.of(log, "in_force")[0].time
        given = track.before(log, ":agreement_denounced:sofa", event)
        ends = [entered + term, *(e.time + notice for e in given)]
        assert event.time in ends


def test_voters_may_refuse_and_notice_is_given(track):
    """Notice is given only after a referendum, which needs a promise and was not put off."""
    assert track.caused(":agreement_denounced:sofa", by="referendum_held")
    assert track.needs("referendum_held", "referendum_promised")
    for log, event in track.each("referendum_held"):
        assert not track.before(log, "referendum_postponed", event)


def test_a_referendum_is_held_or_missed_never_both(track):
    """The promised date is met or passes."""
    for log in track.logs:
        assert not (
            track.happens(log, "referendum_held") and track.happens(log, "referendum_missed")
        )


def test_the_force_shrinks_as_announced(track):
    """Cuts are done because they were announced, singly or with the end of the combat mission."""
    causes = {
        (cause.kind, cause.actor)
        for log, event in track.each("drawdown_completed")
        for cause in (log.events[place] for place in event.causes)
    }

    assert causes == {
        ("drawdown_announced", "us_president"),
        ("timetable_announced", "us_president"),
    }


def test_the_last_leave_after_the_last_base(track):
    """Under the agreement the last troops leave once the last base has been handed over."""
    left = [
        (log, event)
        for log, event in track.each("last_troops_out")
        if event.step == "us_dod: last out"
    ]

    assert left
    for log, event in left:
        assert track.before(log, ":base_handed_over:imam_ali_base", event)


def test_the_last_bases_go_in_order(track):
    """The headquarters after the great base, and the last one after it."""
    assert track.needs(
        ":base_handed_over:victory_base_complex", ":base_handed_over:joint_base_balad"
    )
    assert track.needs(":base_handed_over:imam_ali_base", ":base_handed_over:victory_base_complex")


# ---- Government of 2010, extension of 2011


def test_a_designate_has_thirty_days(track):
    """A designate is confirmed or gives up within thirty days, to the second."""
    for log, event in track.each("pm_designated"):
        after = [
            other
            for other in log.events[event.seq + 1 :]
            if other.kind in {"confidence_vote", "pm_designate_withdrew"}
        ]
        limit = event.time + 30 * DAY
        if limit < track.scenario.horizon:
            assert after
            assert after[0].time <= limit


def test_nobody_asks_before_there_is_a_government(track):
    """The blocs are consulted, and a longer stay agreed, only by a confirmed government."""
    assert track.needs("extension_consultation", "government_confirmed")
    assert track.needs("extension_text", "government_confirmed")


def test_without_terms_the_status_quo_is_expiry(track):
    """Where a text in force ran to its term without being extended, an exit had been announced."""
    ended = [log for log, event in track.each("agreement_expired")
             if not track.before(log, ":agreement_denounced:sofa", event)]  # fmt: skip
    announced = [log for log in ended if track.happens(log, "full_exit_announced")]

    assert len(announced) > 0.85 * len(ended)


# ---- Counterfactuals


@pytest.mark.parametrize(
    ("name", "what", "margin"),
    [
        ("no-mandate-deadline", "final_text_agreed", 0.03),
        ("no-mandate-deadline", "last_troops_out", 0.05),
        ("immunity-accepted", "full_exit_announced", 0.01),
        ("other-election", "combat_timetable", 0.03),
        ("other-election", "combat_mission_ended", 0.03),
    ],
)
def test_rarer(track, name, what, margin):
    """What was said to become rarer comes in fewer runs under the same seeds, by that margin."""
    assert variant(name).share(what) < track.share(what) - margin


def test_without_an_end_in_sight_a_text_comes_later(track):
    """No mandate lapses, and by the end of 2008 fewer talks have come to a text."""
    free = variant("no-mandate-deadline")

    for lapse in ("un_mandate_expired", "operations_paused", "exit_without_agreement"):
        assert free.share(lapse) == 0 < track.share(lapse)

    assert (
        free.share("final_text_agreed", before=END_OF_2008)
        < track.share("final_text_agreed", before=END_OF_2008) - 0.03
    )


def test_immunity_opens_the_road_to_an_extension(track):
    """With immunity accepted no terms refuse it, and agreements are extended more often."""
    granted = variant("immunity-accepted")

    assert granted.share("no_immunity_decision") == 0 < track.share("no_immunity_decision")
    assert granted.share("residual_talks_dropped") == 0
    assert granted.share("agreement_extended") > track.share("agreement_extended")


def test_the_other_election_brings_no_pledge(track):
    """With the incumbents elected no administration changes, and 2008 is the same until then."""
    same = variant("other-election")
    election_day = 517 * DAY

    assert same.share("new_administration") == 0 < track.share("new_administration")
    for one, other in zip(same.logs, track.logs, strict=True):
        until = [e for e in one.events if e.time < election_day]
        assert until == [e for e in other.events if e.time < election_day]
