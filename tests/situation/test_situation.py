"""The fold, event by event: counts, gauges, deadlines, sites, offices, and copies that part."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import attrs
import pytest

from sim.events import Event, Kind, Pattern, shipped
from sim.events.dates import DAY
from sim.language import NUMBER, Expression
from sim.language.tree import Arithmetic, Constant, GaugeLevel, TriggerQuantity, TriggerUnit
from sim.situation import Gauge, Ledger, Move, Site, Situation, fold
from sim.situation.ledger import Effects, GaugeMove, concerns
from sim.situation.parts import FOREVER
from sim.situation.tally import Totals
from tests.situation.made import constant, deadline, event, gauge

HEAT = gauge(
    "heat", 0.0, 100.0, 40.0, half_life=10.0 * DAY, rest=20.0,
    moves=(
        Move(Pattern("attack"), constant(30.0), absolute=False),
        Move(Pattern("truce_declared"), constant(60.0), absolute=True),
        Move(Pattern("protest", "band"), constant(5.0), absolute=False),
        Move(Pattern("protest", None, "bases"), constant(2.0), absolute=False),
    ),
)  # fmt: skip
DEBT = gauge(
    "debt", -50.0, 50.0, 0.0,
    moves=(
        Move(Pattern("attack"), Expression("", GaugeLevel("heat"), NUMBER), absolute=False),
        Move(Pattern("strike"), Expression("", TriggerQuantity(), NUMBER), absolute=False),
    ),
)  # fmt: skip


EXIT = deadline(
    "exit",
    set_by=(Pattern("timetable_announced", "host"), Pattern("agreement_signed")),
    falls=Expression("", Arithmetic("*", TriggerQuantity(), TriggerUnit()), NUMBER),
    moves_on=(Pattern("truce_declared"),),
    met_by=(Pattern("withdrawal_completed"),),
)
VOTE = deadline("vote", at=30 * DAY, met_by=(Pattern("law_passed", None, "presence"),))


def ledger(gauges: Sequence[Gauge] = (HEAT, DEBT), **more: Any) -> Ledger:
    """The lay-out of the example: two gauges, two deadlines, two sites, one kind counted."""
    made: dict[str, Any] = {
        "deadlines": (EXIT, VOTE),
        "sites": [
            Site("north", (("troops", 450.0), ("contractors", 50.0)), "", ""),
            Site("south", (("troops", 100.0),), "", ""),
        ],
        "kinds": ("attack",),
    }
    return Ledger(shipped(), gauges, **made | more)


def told(*events: Event, now: int = 0) -> dict[str, object]:
    """What is true after some events."""
    return fold(ledger(), events).summary(now)


# Nothing has happened


def test_the_beginning() -> None:
    """Gauges stand at their start, a dated deadline at its date, and the rest is empty."""
    assert told() == {
        "events": 0,
        "gauges": {"heat": 40.0, "debt": 0.0},
        "happened": {},
        "deadlines": {"exit": (None, False), "vote": (30 * DAY, False)},
        "handed_over": [],
        "out_of_office": [],
    }


def test_everything_is_told() -> None:
    """The summary says what happened when and how much, and what has become of everything."""
    found = told(
        event(0, 1, "attack", "band", "north", 3.0),
        event(1, 2, "attack", "other"),
        event(2, 2, "base_handed_over", "guest", "south", 90.0),
        event(3, 3, "timetable_announced", "host", "", 7.0),
        event(4, 4, "pm_resigned", "host"),
        event(5, 5, "law_passed", "senate", "presence"),
        event(6, 5, "monument_unveiled", "host"),
        now=5 * DAY,
    )

    wears = 0.5**0.1  # in a day
    heat = 20 + ((20 * wears + 30) * wears + 30) * wears**3
    assert found.pop("gauges") == {"heat": pytest.approx(heat), "debt": 50.0}
    assert found == {
        "events": 7,
        "happened": {
            "attack": ((DAY, 3.0), (2 * DAY, None)),
            "base_handed_over": ((2 * DAY, 90.0),),
            "timetable_announced": ((3 * DAY, 7.0),),
            "pm_resigned": ((4 * DAY, None),),
            "law_passed": ((5 * DAY, None),),
        },
        "deadlines": {"exit": (10 * DAY, False), "vote": (30 * DAY, True)},
        "handed_over": ["south"],
        "out_of_office": ["host"],
    }


def test_an_event_that_nobody_asks_about_changes_nothing() -> None:
    """It is counted as an event, and that is all."""
    situation = Situation(ledger())

    assert list(situation.fold(event(0, 1, "monument_unveiled", "host"))) == []
    assert situation.summary(0) == Situation(ledger()).summary(0) | {"events": 1}


# Counts


def test_an_event_is_counted_wherever_it_is_meant() -> None:
    """By anyone about anything, by its actor, about its subject, by the one about the other."""
    layout = ledger()
    asked = [
        Pattern("attack"), Pattern("attack", "band"), Pattern("attack", None, "north"),
        Pattern("attack", "band", "north"), Pattern("attack", "other"),
        Pattern("attack", None, "south"), Pattern("attack", "band", "south"), Pattern("protest"),
    ]  # fmt: skip
    places = [layout.tally(pattern) for pattern in asked]
    situation = Situation(layout)
    one = event(0, 1, "attack", "band", "north")
    situation.fold(one)

    assert [situation.tallies[place] for place in places] == [[one]] * 4 + [[]] * 4


def test_a_pattern_has_one_tally() -> None:
    """However often it is mentioned; the whole kind is counted along with any part of it."""
    layout = Ledger(shipped())
    before = len(layout.patterns)
    place = layout.tally(Pattern("strike", "band"))

    assert layout.tally(Pattern("strike", "band")) == place
    assert len(layout.patterns) == before + 2
    assert layout.effects["strike"] == Effects(
        every=layout.patterns[Pattern("strike")], narrowed={("band", None): [place]}
    )


def test_totals_are_kept_where_they_are_asked_for() -> None:
    """A tally of which the total is read keeps totals, the others are plain lists."""
    layout = ledger()
    layout.totals.add(layout.tally(Pattern("attack", "band")))
    situation = fold(layout, [event(0, 1, "attack", "band", "north", 3.0)])
    kept = [situation.tallies[layout.patterns[Pattern("attack", who)]] for who in (None, "band")]

    assert [type(tally) for tally in kept] == [list, Totals]


def test_kinds_are_counted_that_are_asked_for() -> None:
    """A ledger counts a kind that no gauge or deadline mentions, if it is told to."""
    layout = Ledger(shipped(), kinds=("strike",))

    assert "strike" in layout.effects
    assert "strike" not in Ledger(shipped()).effects
    assert list(fold(layout, [event(0, 1, "strike", "band")]).summary(0)["happened"]) == ["strike"]  # type: ignore[call-overload]


def test_offices_and_sites_change_whoever_asks() -> None:
    """Kinds of the vocabulary that change them are known to a ledger of which nothing is asked."""
    own = shipped().extended({"sworn_in": Kind("sworn_in", "government", "", office="takes")})
    layout = Ledger(own)
    idle = {"strike", "protest"} & {*layout.effects}

    assert not idle
    assert layout.effects["pm_resigned"].office == "leaves"
    assert layout.effects["sworn_in"].office == "takes"
    assert layout.effects["base_handed_over"].site is True
    assert (layout.of_kind("protest").office, layout.of_kind("protest").site) == ("", False)


def test_a_kind_that_no_vocabulary_knows_has_no_office() -> None:
    """A milestone, for one: it is counted all the same."""
    layout = Ledger(shipped())
    effects = layout.of_kind("calm")

    assert (effects.office, effects.site, effects.subjects) == ("", False, False)
    assert effects.every == layout.patterns[Pattern("calm")]


@pytest.mark.parametrize(
    ("actor", "subject", "meant"),
    [
        (None, None, True), ("band", None, True), (None, "north", True), ("band", "north", True),
        ("host", None, False), (None, "south", False), ("host", "north", False),
        ("band", "south", False), ("band", "", False),
    ],
)  # fmt: skip
def test_by_whom_and_about_what(actor: str | None, subject: str | None, meant: bool) -> None:
    """Both must fit; None fits anyone and anything."""
    assert concerns(actor, subject, event(0, 1, "attack", "band", "north")) is meant


# Gauges


def test_a_gauge_moves_and_wears_down() -> None:
    """From 40 half-way to 20 in ten days, 30 more at an attack, half-way again."""
    situation = fold(ledger(), [event(0, 10, "attack", "band")])

    assert situation.level(0, 10 * DAY) == pytest.approx(30 + 30)
    assert situation.level(0, 20 * DAY) == pytest.approx(20 + 40 / 2)
    assert situation.level(0, 9 * DAY) == pytest.approx(60)  # it looks no further back than that


def test_a_gauge_is_set() -> None:
    """An absolute move leaves nothing of where it stood."""
    assert fold(ledger(), [event(0, 10, "truce_declared", "band")]).level(0, 10 * DAY) == 60


def test_a_gauge_keeps_its_bounds() -> None:
    """What would carry it past one leaves it there; at a bound it may stand."""
    up = [event(n, 0, "strike", "band", "", 30.0) for n in range(2)]
    down = [event(n, 0, "strike", "band", "", -30.0) for n in range(2)]

    assert fold(ledger(), up).level(1, 0) == 50
    assert fold(ledger(), down).level(1, 0) == -50
    assert fold(ledger(), [event(0, 0, "strike", "band", "", 50.0)]).level(1, 0) == 50


def test_every_amount_is_read_before_any_gauge_moves() -> None:
    """The debt grows by the heat that the attack found, not by the heat that it made."""
    situation = fold(ledger(), [event(0, 0, "attack", "band")])

    assert (situation.level(0, 0), situation.level(1, 0)) == (70, 40)


@pytest.mark.parametrize(
    ("actor", "subject", "heat"),
    [("band", "bases", 47), ("band", "", 45), ("host", "bases", 42), ("host", "", 40)],
)
def test_a_move_may_be_narrowed(actor: str, subject: str, heat: float) -> None:
    """By whom and about what: only events that fit move the gauge."""
    assert fold(ledger(), [event(0, 0, "protest", actor, subject)]).level(0, 0) == heat


def test_a_move_keeps_what_its_amount_is_compiled_from() -> None:
    """Readers of the ledger see the tree, the bounds and the gauge of each move."""
    moves = ledger().effects["attack"].moves

    assert [(m.gauge, m.tree, m.absolute, m.low, m.high) for m in moves] == [
        (0, Constant(30.0), False, 0, 100), (1, GaugeLevel("heat"), False, -50, 50),
    ]  # fmt: skip


def test_whether_a_move_asks_by_whom() -> None:
    """Any event of the kind moves the gauge only if neither actor nor subject is asked for."""
    entries = [
        GaugeMove(actor, subject, 0, lambda *_: 0.0, Constant(0.0), absolute=False, low=0, high=1)
        for actor in (None, "band")
        for subject in (None, "bases")
    ]

    assert [entry.everyone for entry in entries] == [True, False, False, False]


@pytest.mark.parametrize(
    ("kind", "day", "heat"),
    [
        ("attack", -10, 40 + 30 / 2),
        ("attack", 0, 40 + 30),
        ("truce_declared", -10, 20 + 40 / 2),
        ("truce_declared", -20, 20 + 40 / 4),
    ],
)
def test_before_the_clock_starts(kind: str, day: float, heat: float) -> None:
    """The start sees what is left by then of a move before it, towards the rest if it was set."""
    situation = fold(ledger(), [event(0, day, kind, "band")])

    assert situation.level(0, 0) == pytest.approx(heat)
    assert situation.level(0, 10 * DAY) == pytest.approx(20 + (heat - 20) / 2)


def test_wear_goes_on_from_the_start() -> None:
    """What came before the start is worn down from second 0 on: half of it is left at second 1."""
    brief = gauge("brief", 0.0, 9.0, 0.0, half_life=1.0, moves=(
        Move(Pattern("attack"), constant(8.0), absolute=False),
    ))  # fmt: skip
    situation = fold(ledger([brief]), [Event(0, -1, "band", "attack", "", None, "", (), "", b"")])

    assert [situation.level(0, second) for second in range(3)] == pytest.approx([4, 2, 1])


def test_a_gauge_without_a_half_life_keeps_all() -> None:
    """Whatever moved it before the start is there at the start."""
    situation = fold(ledger(), [event(0, -1000, "strike", "band", "", 7.0)])

    assert (situation.level(1, 0), situation.level(1, 1000 * DAY)) == (7, 7)


@pytest.mark.parametrize(("start", "rest"), [(0.3, 0.1), (0.1, 0.3), (0.3, 0.3)])
def test_wear_ends_at_the_rest(start: float, rest: float) -> None:
    """It comes to it from either side, whatever the rounding, and stays."""
    worn = gauge("worn", 0.1, 0.3, start, half_life=float(DAY), rest=rest)
    situation = Situation(ledger([worn]))
    levels = [situation.level(0, day * DAY) for day in range(200)]

    assert levels[0] == start
    assert all(min(start, rest) <= level <= max(start, rest) for level in levels)
    assert levels[1] == pytest.approx((start + rest) / 2)
    assert levels[-1] == pytest.approx(rest, rel=1e-12)


# Deadlines


def test_a_deadline_is_set_and_moved_and_met() -> None:
    """It falls after what set it or moved it; that is its owner; what meets it changes no date."""
    situation = Situation(ledger())
    sets = event(0, 5, "timetable_announced", "host", "", 7.0)
    moves = event(1, 6, "truce_declared", "band", "", 20.0)

    assert list(situation.fold(sets)) == [0]
    assert (situation.falls_at[0], situation.owners[0], situation.met[0]) == (12 * DAY, sets, False)
    assert list(situation.fold(moves)) == [0]
    assert (situation.falls_at[0], situation.owners[0]) == (26 * DAY, moves)
    assert list(situation.fold(event(2, 7, "withdrawal_completed", "guest"))) == []
    assert (situation.falls_at[0], situation.owners[0], situation.met[0]) == (26 * DAY, moves, True)
    assert list(situation.fold(event(3, 8, "agreement_signed", "host", "", 1.0))) == [0]
    assert (situation.falls_at[0], situation.met[0]) == (9 * DAY, False)
    assert situation.met[1] is False


def test_a_deadline_is_set_by_whom_it_names() -> None:
    """A timetable that somebody else announces sets nothing, nor does a law about another text."""
    situation = Situation(ledger())

    assert list(situation.fold(event(0, 5, "timetable_announced", "guest", "", 7.0))) == []
    assert situation.falls_at == [FOREVER, 30 * DAY]
    situation.fold(event(1, 5, "law_passed", "senate", "budget"))
    assert situation.met == [False, False]
    situation.fold(event(2, 5, "law_passed", "senate", "presence"))
    assert situation.met == [False, True]


def test_marks_are_taken_one_by_one() -> None:
    """Of two deadlines of which one event meets the first, it still sets the second."""
    first = deadline("first", at=DAY, met_by=(Pattern("attack"),))
    second = deadline(
        "second", set_by=(Pattern("attack", "host"), Pattern("attack", "band")), falls=constant(DAY)
    )
    situation = Situation(ledger(deadlines=(first, second)))

    assert list(situation.fold(event(0, 5, "attack", "band"))) == [1]
    assert (situation.met, situation.falls_at) == ([True, False], [DAY, 6 * DAY])


def test_of_several_patterns_that_mean_one_event_the_first_has_its_way() -> None:
    """A deadline is set once by one event, and those after it all the same."""
    patterns = (Pattern("attack", "band"), Pattern("attack"))
    first = deadline("first", set_by=patterns, falls=constant(DAY))
    second = deadline("second", set_by=patterns, falls=constant(2 * DAY))
    situation = Situation(ledger(deadlines=(first, second)))

    assert list(situation.fold(event(0, 5, "attack", "band"))) == [0, 1]
    assert situation.falls_at == [6 * DAY, 7 * DAY]


def test_what_extends_a_deadline_counts_from_where_it_would_have_fallen() -> None:
    """If that lies ahead; what sets it, and what moves one that is past or not set, from then."""
    term = deadline(
        "term", set_by=(Pattern("agreement_signed"),), moves_on=(Pattern("round_held"),),
        falls=constant(10 * DAY), extends=True,
    )  # fmt: skip
    days = []
    situation = Situation(ledger(deadlines=(term,)))
    for day, kind in (
        (1, "round_held"), (2, "agreement_signed"), (5, "round_held"), (6, "agreement_signed"),
        (20, "round_held"),
    ):  # fmt: skip
        situation.fold(event(0, day, kind, "host"))
        days.append(situation.falls_at[0] / DAY)
    moved = attrs.evolve(term, extends=False)
    plain = fold(ledger(deadlines=(moved,)), [
        event(0, 2, "agreement_signed", "host"), event(1, 5, "round_held", "host"),
    ])  # fmt: skip

    assert days == [11, 12, 22, 16, 30]
    assert plain.falls_at == [15 * DAY]


def test_by_whom_and_about_what_a_deadline_is_missed() -> None:
    """As it says itself, else as the event that set it, else about its own name."""
    owner = event(0, 1, "agreement_signed", "host", "bases")
    silent = deadline("term")
    told = deadline("term", actor="guest", subject="exit")

    assert [silent.speaker(owner), silent.speaker(None)] == [("host", "bases"), ("", "term")]
    assert [told.speaker(owner), told.speaker(None)] == [("guest", "exit"), ("guest", "exit")]


@pytest.mark.parametrize(
    ("quantity", "falls"), [(1e300, FOREVER), (-1e300, -FOREVER), (1.4, 1), (1.6, 2)]
)
def test_a_deadline_falls_on_a_second(quantity: float, falls: int) -> None:
    """The nearest; however far, no further than any clock."""
    wait = Expression("", TriggerQuantity(), NUMBER)
    far = deadline("far", set_by=(Pattern("attack"),), falls=wait)
    situation = fold(ledger(deadlines=(far,)), [event(0, 0, "attack", "band", "", quantity)])

    assert situation.falls_at == [falls]


def test_a_deadline_waits_for_what_holds_then() -> None:
    """The wait is read of the situation and the second: heat is 30 on day 10, and 25 on day 20."""
    wait = Expression("", GaugeLevel("heat"), NUMBER)
    soon = deadline("soon", set_by=(Pattern("protest"),), falls=wait)
    layout = ledger(deadlines=(soon,))

    for day, heat in ((10, 30), (20, 25)):
        situation = fold(layout, [event(0, day, "protest", "host")])
        assert situation.falls_at == [day * DAY + heat]


def test_a_dated_deadline_that_is_set_keeps_its_date() -> None:
    """What sets a deadline without a wait makes it somebody's, and moves nothing."""
    dated = deadline("dated", at=9 * DAY, set_by=(Pattern("attack"),))
    situation = Situation(ledger(deadlines=(dated,)))
    sets = event(0, 5, "attack", "band")

    assert list(situation.fold(sets)) == [0]
    assert (situation.falls_at, situation.owners) == ([9 * DAY], [sets])


# Offices and sites


def test_an_office_is_left_and_taken_again() -> None:
    """By whoever the event is by; to take an office that one has changes nothing."""
    own = {"sworn_in": Kind("sworn_in", "government", "", office="takes")}
    layout = Ledger(shipped().extended(own))
    situation = Situation(layout)
    seen = []
    for kind, actor in (
        ("sworn_in", "host"), ("pm_resigned", "host"), ("pm_resigned", "guest"),
        ("sworn_in", "host"),
    ):  # fmt: skip
        situation.fold(event(0, 1, kind, actor))
        seen.append(sorted(situation.out_of_office))

    assert seen == [[], ["host"], ["guest", "host"], ["guest"]]


def test_only_a_site_is_handed_over() -> None:
    """What is handed over and is no site of the scenario is not counted among them."""
    situation = fold(ledger(), [event(0, 1, "base_handed_over", "guest", "elsewhere")])
    assert situation.handed_over == set()

    situation.fold(event(1, 2, "base_handed_over", "guest", "north"))
    assert situation.handed_over == {"north"}


def test_about_what_a_kind_has_happened() -> None:
    """Where a requirement asks, by whom and about what is kept: that pair, and anyone's."""
    layout = ledger()
    layout.of_kind("law_passed").subjects = True
    situation = fold(
        layout,
        [
            event(0, 1, "law_passed", "senate", "budget"),
            event(1, 2, "law_passed", "house", "presence"),
            event(2, 3, "attack", "band", "north"),
        ],
    )

    def happened(*pattern: str | None) -> bool:
        return situation.has_happened(Pattern(*pattern))  # type: ignore[arg-type]

    assert happened("law_passed", "senate", "budget")
    assert happened("law_passed", None, "budget")
    assert happened("law_passed", None, "presence")
    assert not happened("law_passed", "senate", "presence")
    assert not happened("law_passed", None, "bases")
    assert not happened("attack", "band", "north")
    assert set(situation.subjects) == {"law_passed"}


# Copies


def test_a_copy_goes_on_by_itself() -> None:
    """It says what the original says; what either takes from then on is not in the other."""
    layout = ledger()
    layout.of_kind("law_passed").subjects = True
    layout.totals.add(layout.tally(Pattern("attack")))
    common = [
        event(0, 1, "attack", "band", "north", 3.0),
        event(1, 2, "timetable_announced", "host", "", 7.0),
        event(2, 3, "pm_resigned", "guest"),
        event(3, 3, "base_handed_over", "guest", "south"),
        event(4, 3, "law_passed", "senate", "budget"),
    ]
    more = [
        event(5, 4, "attack", "band", "north", 5.0),
        event(6, 4, "truce_declared", "band", "", 2.0),
        event(7, 4, "law_passed", "house", "presence"),
        event(8, 4, "pm_resigned", "host"),
        event(9, 4, "base_handed_over", "guest", "north"),
        event(10, 4, "withdrawal_completed", "guest"),
    ]
    first, second = fold(layout, common), fold(layout, common)
    for taking, resting in ((first, first.copy()), (second.copy(), second)):
        before = everything(resting)
        assert everything(taking) == before
        for each in more:
            taking.fold(each)
        assert everything(resting) == before
        assert everything(taking) == everything(fold(layout, common + more))


def everything(situation: Situation) -> dict[str, Any]:
    """All that a situation holds, in copies; totals beside their events."""
    held = {name: getattr(situation, name) for name in Situation.__slots__ if name != "ledger"}
    held["tallies"] = [
        (list(tally), tally.totals if isinstance(tally, Totals) else None)
        for tally in situation.tallies
    ]
    assert set(map(type, situation.tallies)) == {list, Totals}
    return deepcopy(held)
