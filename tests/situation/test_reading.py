"""Readings: a compiled expression says of a situation what it should, checked by hand and at large.

The hand-checked values stand on one small log. At large, random trees are compared with a plain
evaluator written here, which looks through the whole list of events at every reading.
"""

import math
from collections.abc import Sequence
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.chance import mathematics
from sim.events import Event, Pattern, shipped
from sim.language import NUMBER, Expression, Scope, bounds, understand
from sim.language.bounds import Interval
from sim.language.scope import InForce
from sim.language.tree import (
    Arithmetic,
    Comparison,
    Constant,
    Formula,
    GaugeLevel,
    History,
    Institution,
    Logic,
    Order,
    Since,
    Tree,
    TriggerQuantity,
    TriggerUnit,
)
from sim.situation import Bloc, Body, Deadline, Gate, Ledger, Move, Site, Situation, fold
from sim.situation.reading import compiled, leanings
from tests.situation.made import constant, event, gauge

DAY = 86_400
TREATY = Pattern("agreement_signed", None, "bases")
SCOPE = Scope(
    start=date(2001, 1, 1),
    gauges={"trust": NUMBER, "troops": NUMBER},
    patterns={
        **{kind.name: Pattern(kind.name) for kind in shipped() if not kind.folds_into},
        "treaty": TREATY,
    },
    roles=("host", "guest", "band"),
    deadlines=("exit", "vote"),
    instruments={
        "pact": InForce(
            History("happened", TREATY, Since()),
            Order("standing", Pattern("truce_declared"), Pattern("truce_ended")),
        )
    },
    gates=("consent",),
    sites=("north", "south"),
    triggered=True,
)


LOG = [
    event(0, -30, "attack", "band", "north", 3.0),
    event(1, 0, "truce_declared", "band"),
    event(2, 10, "attack", "band", "south", 1.0),
    event(3, 10, "truce_ended", "band"),
    event(4, 10, "attack", "other", "north"),
    event(5, 20, "truce_declared", "band"),
    event(6, 25, "agreement_signed", "host", "other_text"),
    event(7, 30, "timetable_announced", "host", "", 60.0),
    event(8, 35, "pm_resigned", "host"),
    event(9, 38, "base_handed_over", "guest", "north", 500.0),
    event(10, 40, "attack", "band", "south", 5.0),
]
"""At day 40 and a half: four attacks, a truce that stands, an exit that falls on day 90."""

NOW = round(40.5 * DAY)


TRUST = gauge(
    "trust",
    0.0,
    1.0,
    0.2,
    half_life=20.0 * DAY,
    moves=(Move(Pattern("attack"), constant(0.4), absolute=False),),
)
TROOPS = gauge(
    "troops",
    0.0,
    5000.0,
    4000.0,
    moves=(
        Move(
            Pattern("base_handed_over"),
            Expression("", Arithmetic("*", Constant(-1.0), TriggerQuantity()), NUMBER),
            absolute=False,
        ),
    ),
)
BODY = Body(
    "host",
    100,
    0.25,
    (
        Bloc("yes", 60, constant(1.0), 0.5, constant(0.9), "host/yes"),
        Bloc("no", 40, constant(-0.5), 0.0, constant(0.8), "host/no"),
    ),
)
LEANING = [gauge("host/yes", -1e9, 1e9, 0.0), gauge("host/no", -1e9, 1e9, 0.25)]
DEADLINES = [
    Deadline(
        name="exit",
        set_by=(Pattern("timetable_announced"),),
        at=None,
        falls=Expression("", Arithmetic("*", TriggerQuantity(), Constant(float(DAY))), NUMBER),
        moves_on=(),
        met_by=(),
        missed="",
        actor="",
        firm=False,
    ),
    Deadline(
        "vote", (Pattern("bill_introduced"),), None, constant(DAY), (), (), "", "", firm=False
    ),
]


def ledger() -> Ledger:
    """The lay-out of the example, made anew: readings add tallies to it."""
    return Ledger(
        shipped(),
        gauges=[TRUST, TROOPS, *LEANING],
        deadlines=DEADLINES,
        gates=[Gate("consent", BODY, (1, 2), True, "seats", 51, True)],
        sites=[
            Site("north", (("troops", 450.0), ("contractors", 50.0)), "", ""),
            Site("south", (("troops", 100.0),), "", ""),
        ],
    )


def read(
    text: str, trigger: Event | None = None, log: Sequence[Event] = LOG, now: int = NOW
) -> float:
    """What a text says once a log has been folded."""
    layout = ledger()
    reading = compiled(understand(text, SCOPE).tree, layout)
    situation = Situation(layout)
    for each in log:
        situation.fold(each)
    return reading(situation, now, trigger)


HAND_CHECKED = {
    # history, whole
    "happened('attack')": True,
    "happened('protest')": False,
    "happened('treaty')": False,
    "happened('agreement_signed')": True,
    "count('attack')": 4,
    "count('protest')": 0,
    "days_since('attack')": 0.5,
    "days_since('truce_declared')": 20.5,
    "days_since('protest')": math.inf,
    "quantity_of('attack')": 5,
    "quantity_of('truce_declared')": 0,
    "quantity_of('protest')": 0,
    "quantity_of('protest', default = 7 + 1)": 8,
    "quantity_of('protest', default = troops)": 3500,
    "quantity_of('protest', default = days_since('attack'))": 0.5,
    "quantity_of('attack', default = 7)": 5,
    "total('attack')": 9,
    "total('protest')": 0,
    # history, narrowed
    "happened('attack', actor = 'host')": False,
    "happened('attack', within = 1 d)": True,
    "happened('attack', subject = 'north', since = '2001-01-12')": False,
    "count('attack', actor = 'band')": 3,
    "count('attack', subject = 'north')": 2,
    "count('attack', subject = '')": 0,
    "count('attack', actor = 'band', subject = 'south')": 2,
    "total('attack', subject = 'south')": 6,
    "days_since('attack', subject = 'north')": 30.5,
    "days_since('attack', actor = 'band', subject = 'north')": 70.5,
    "quantity_of('attack', within = 31 d)": 5,
    "total('attack', actor = 'band', since = '2001-01-01')": 6,
    "quantity_of('attack', subject = 'north')": 0,
    "quantity_of('attack', actor = 'guest', default = -1)": -1,
    # since: a date counts its own first second, an event counts what follows it in the log
    "count('attack', since = '2001-01-01')": 3,
    "count('attack', since = '2001-01-11')": 3,
    "count('attack', since = '2001-01-12')": 1,
    "count('attack', since = '2000-01-01')": 4,
    "count('attack', since = 'truce_ended')": 2,
    "count('attack', since = 'truce_declared')": 1,
    "count('attack', since = 'attack')": 0,
    "count('attack', since = 'protest')": 0,
    "total('attack', since = 'truce_ended')": 5,
    "happened('truce_ended', since = 'attack')": False,
    "days_since('attack', since = 'protest')": math.inf,
    "quantity_of('attack', since = 'attack', default = 2)": 2,
    # within: the window is closed at its far end
    "count('attack', within = 1 d)": 1,
    "count('attack', within = 30 d)": 1,
    "count('attack', within = '30.5 d')": 3,
    "count('attack', within = 71 d)": 4,
    "count('attack', within = 70.5 d)": 4,
    "count('attack', within = 70.4 d)": 3,
    "count('attack', within = 0 d)": 0,
    "count('attack', within = -1 d)": 0,
    "count('attack', within = 10 d / trust * 0)": 0,
    "total('attack', within = 31 d)": 6,
    "count('attack', within = 31 d, since = '2001-01-12')": 1,
    "count('attack', within = 31 d, since = 'truce_ended', actor = 'band')": 1,
    "happened('truce_declared', within = 20 d)": False,
    "days_since('truce_declared', within = 20 d)": math.inf,
    # order
    "before('attack', 'truce_declared')": True,
    "before('truce_declared', 'attack')": False,
    "before('attack', 'protest')": True,
    "before('attack', 'attack')": False,
    "before('protest', 'attack')": False,
    "before('protest', 'referendum_held')": False,
    "before('truce_ended', 'attack', since = '2001-01-02')": False,
    "before('attack', 'truce_ended', since = '2001-01-02')": True,
    "before('truce_ended', 'attack', since = '2001-01-02', actor = 'band')": False,
    "before('truce_declared', 'attack', within = 41 d)": True,
    "before('truce_declared', 'attack', within = 30.5 d)": False,
    "before('truce_declared', 'attack', within = 30 d)": True,
    "before('attack', 'truce_declared', subject = 'south')": True,
    "before('attack', 'truce_ended', since = 'truce_declared')": True,
    "standing('truce_declared', until = 'truce_ended')": True,
    "standing('truce_declared', until = 'attack')": False,
    "standing('truce_ended', until = 'attack')": False,
    "standing('truce_ended', until = 'attack', subject = '')": True,
    "standing('truce_ended', until = 'pm_resigned')": False,
    "standing('truce_declared', until = 'truce_ended', since = '2001-01-02')": True,
    "standing('protest', until = 'attack')": False,
    "standing('attack', until = 'attack')": False,
    "standing('attack', until = 'protest')": True,
    "standing('truce_declared', until = 'truce_ended', actor = 'host')": False,
    "standing('truce_declared', until = 'truce_ended', within = 21 d)": True,
    "standing('truce_declared', until = 'truce_ended', within = 20 d)": False,
    "standing('truce_declared', until = 'truce_ended', since = '2001-01-22')": False,
    "standing('truce_declared', until = 'truce_ended', since = 'attack')": False,
    # deadlines
    "time_to('exit') / (1 d)": 49.5,
    "passed('exit')": False,
    "is_set('exit')": True,
    "is_set('vote')": False,
    "passed('vote')": False,
    "time_to('vote') > 1000 y": True,
    # what an instrument stands for here: no treaty about the bases, a truce that stands
    "in_force('pact')": False,
    "notice_running('pact')": True,
    # sites, offices, gates
    "sites_left()": 1,
    "heads('north')": 0,
    "heads('south')": 100,
    "in_office('host')": False,
    "in_office('guest')": True,
    # 54 present lean 1 with spread 1/2, 32 lean -1/4: 54 F(1 / sqrt(1.25)) + 32 F(-0.25)
    "expected_yes('consent')": 54 * 0.8144533152386513 + 32 * 0.4012936743170763,
    "margin('consent')": 54 * 0.8144533152386513 + 32 * 0.4012936743170763 - 51,
    # gauges: trust fell by half each 20 days, and rose by 0.4 at each attack
    "troops": 3500,
    "2 + 3 * 4 - 6 / 4": 12.5,
    "min(troops, 5, 9)": 5,
    "max(troops, 5, 9)": 3500,
    "clamp(troops, 0, 1)": 1,
    "clamp(-troops, 0, 1)": 0,
    "abs(1 - troops)": 3499,
    "exp(troops * 0)": 1,
    "exp(troops)": math.inf,
    "log(troops * 0)": -math.inf,
    "sqrt(troops / 3500 * 9)": 3,
    "sqrt(-troops)": 0,
    "logistic(troops * 0)": 0.5,
    "normal_cdf(troops * 0)": 0.5,
    "troops / 0.0001 * 0": 0,
    "0 * days_since('protest')": 0,
    "days_since('protest') - days_since('protest')": 0,
    "1 / (troops - 3500)": math.inf,
    "(3500 - troops) / (troops - 3500)": 0,
    "(1 - troops) / (troops - 3500)": -math.inf,
    "days_since('protest') / days_since('protest')": 0,
    "exp(troops) - exp(troops)": 0,
    "log(troops * 0) - log(troops * 0)": 0,
    # conditions
    "troops == 3500": True,
    "troops != 3500": False,
    "troops < 3500": False,
    "troops <= 3500": True,
    "troops > 3499 and troops >= 3500": True,
    "troops > 3500 or happened('attack')": True,
    "not (troops > 3500 or happened('attack'))": False,
}


@pytest.mark.parametrize(("text", "expected"), HAND_CHECKED.items(), ids=list(HAND_CHECKED))
def test_a_reading_checked_by_hand(text: str, expected: float) -> None:
    """The compiled text says of the example what a person reads off it."""
    assert read(text) == pytest.approx(expected, rel=1e-9)


def test_conditions_are_true_or_false() -> None:
    """A condition gives a truth value, never a number that passes for one."""
    for text, expected in HAND_CHECKED.items():
        if isinstance(expected, bool):
            assert read(text) is expected


def test_a_worn_gauge() -> None:
    """Trust starts at 0.2, halves in 20 days, and each attack adds 0.4, up to 1.

    The first attack was 30 days before the clock started: the start has what is left of it.
    """
    start = 0.2 + 0.4 * 0.5 ** (30 / 20)
    day_10 = min(start * 0.5 ** (10 / 20) + 0.4 + 0.4, 1.0)
    day_40 = day_10 * 0.5 ** (30 / 20) + 0.4

    assert read("trust") == pytest.approx(day_40 * 0.5 ** (0.5 / 20))


def test_quantity_is_the_triggers() -> None:
    """Bare quantity is the triggering event's, and 0 where it has none or nothing triggers."""
    assert read("2 * quantity", event(11, 40, "attack", "band", "", 21.0)) == 42
    assert read("quantity", event(11, 40, "attack", "band")) == 0
    assert read("quantity") == 0


OF_31 = {
    "not (quantity > 30)": False,
    "quantity > 30 and troops > 0": True,
    "troops > 0 and quantity > 30": True,
    "quantity > 30 or troops < 0": True,
    "troops < 0 or quantity > 30": True,
    "abs(quantity)": 31,
    "min(quantity, 99)": 31,
    "count('attack', within = quantity * 1 d)": 3,
    "happened('attack', within = quantity * 1 d)": True,
    "days_since('attack', within = quantity * 1 d)": 0.5,
    "quantity_of('attack', within = quantity * 1 d)": 5,
    "quantity_of('protest', default = quantity)": 31,
    "total('attack', within = quantity * 1 d)": 6,
    "before('attack', 'truce_ended', within = quantity * 1 d)": True,
    "before('truce_declared', 'attack', within = quantity * 1 d)": False,
    "standing('truce_declared', until = 'truce_ended', within = quantity * 1 d)": True,
}
"""What expressions say when an event with quantity 31 triggers them."""


@pytest.mark.parametrize(("text", "expected"), OF_31.items(), ids=list(OF_31))
def test_the_trigger_is_read_wherever_it_is_mentioned(text: str, expected: float) -> None:
    """Also in the windows of functions, and on either side of a condition."""
    assert read(text, event(11, 40, "attack", "band", "", 31.0)) == expected


@pytest.mark.parametrize(
    ("unit", "seconds"),
    [("", DAY), ("h", DAY // 24), ("hours", DAY // 24), ("weeks", 7 * DAY), ("votes", DAY)],
)
def test_the_unit_of_the_trigger(unit: str, seconds: int) -> None:
    """In seconds where it is one of time, in either number; else days, as without a trigger."""
    reading = compiled(TriggerUnit(), ledger())
    situation = Situation(ledger())
    trigger = attrs.evolve(event(11, 40, "attack", "band", "", 31.0), unit=unit)

    assert reading(situation, NOW, trigger) == seconds
    assert reading(situation, NOW, None) == DAY


def test_a_site_is_handed_over_or_not() -> None:
    """By its name: the north was handed over on day 38."""
    layout = ledger()
    situation = fold(layout, LOG)
    readings = [compiled(Institution("handed_over", site), layout) for site in ("north", "south")]

    assert [reading(situation, NOW, None) for reading in readings] == [True, False]


def test_blocs_lean_by_what_has_happened() -> None:
    """Position and attendance are read of the situation, the second and the trigger.

    The position is a tenth of the trigger's quantity and of the days since the last attack, and a
    gauge that halves in a day; the attendance is a hundredth of each.
    """
    told = Arithmetic("+", TriggerQuantity(), History("days_since", Pattern("attack"), Since()))
    position, attendance = (
        Expression("", Arithmetic("/", told, Constant(by)), NUMBER) for by in (10.0, 100.0)
    )
    body = Body("host", 100, 0.0, (Bloc("all", 100, position, 0.0, attendance, "host/all"),))
    gates = [Gate(name, body, (1, 2), True, "seats", 51, True) for name in ("first", "second")]
    layout = Ledger(
        shipped(), [gauge("host/all", -9.0, 9.0, 2.0, half_life=float(DAY))], gates=gates
    )
    readings = [
        compiled(Institution(function, "first"), layout) for function in ("expected_yes", "margin")
    ]
    situation = fold(layout, [event(0, 0, "attack", "band")])
    trigger = event(1, 1, "protest", "band", "", 4.0)
    for_it = 100 * 0.05 * mathematics.normal_cdf(0.5 + 1)

    assert readings[0](situation, DAY, trigger) == pytest.approx(for_it)
    assert readings[1](situation, DAY, trigger) == pytest.approx(for_it - 51)
    assert leanings(gates[0], layout) is leanings(gates[1], layout)


def test_a_deadline_passes_at_its_second() -> None:
    """At the second at which a deadline falls it has passed, and before it has not."""
    falls = 90 * DAY

    assert [read("passed('exit')", now=falls + d) for d in (-1, 0, 1)] == [False, True, True]
    assert [read("time_to('exit')", now=falls + d) for d in (-1, 0, 1)] == [1, 0, -1]


def test_a_distribution_is_not_read() -> None:
    """What is drawn has no reading; only its step may draw it."""
    with pytest.raises(TypeError, match=r"^a distribution is drawn by its step, not read$"):
        compiled(understand("normal(0, 1)", SCOPE).tree, ledger())


@given(
    bounds_of=st.tuples(st.floats(-100, 100), st.floats(0.001, 100)),
    shares=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    half_life=st.floats(1, 1e7),
    waits=st.lists(st.integers(0, 10**7), min_size=2, max_size=2).map(sorted),
)
def test_a_gauge_wears_down_towards_its_rest(
    bounds_of: tuple[float, float],
    shares: tuple[float, float],
    half_life: float,
    waits: list[int],
) -> None:
    """It never leaves its bounds or passes its rest, never turns, and halves in a half-life."""
    low, width = bounds_of
    start, rest = (min(low + share * width, low + width) for share in shares)
    declared = gauge("g", low, low + width, start, half_life=half_life, rest=rest)
    situation = Situation(Ledger(shipped(), [declared]))
    first, second = (situation.level(0, wait) for wait in waits)

    assert situation.level(0, 0) == start
    assert min(start, rest) <= second <= max(start, rest)
    assert abs(second - rest) <= abs(first - rest) + 1e-12 * width
    halved = situation.level(0, round(half_life))
    assert halved - rest == pytest.approx((start - rest) / 2, rel=0.5 / half_life + 1e-6, abs=1e-9)


# At large: random trees, random logs

KINDS = ("attack", "protest", "strike")
ACTORS = ("host", "guest")
SUBJECTS = ("", "north")
LEVELS = ("a", "b", "c")

PATTERNS = st.builds(
    Pattern,
    st.sampled_from(KINDS),
    st.none() | st.sampled_from(ACTORS),
    st.none() | st.sampled_from(SUBJECTS),
)
NUMBERS = st.sampled_from([0.0, -0.0, 1.0, -1.0, 0.5, 3.0, 1e-300, 1e300, 900.0]) | st.floats(
    -50, 50
)
WINDOWS = NUMBERS.map(lambda days: Constant(days * DAY)) | st.just(
    Arithmetic("*", GaugeLevel("a"), Constant(float(DAY)))
)
SINCES = st.just(Since()) | st.builds(
    Since,
    second=st.none() | st.integers(-40 * DAY, 40 * DAY),
    pattern=st.none() | PATTERNS,
    within=st.none() | WINDOWS,
)
LEAVES = (
    NUMBERS.map(Constant)
    | st.sampled_from(LEVELS).map(GaugeLevel)
    | st.just(TriggerQuantity())
    | st.builds(History, st.sampled_from(["count", "total", "days_since"]), PATTERNS, SINCES)
    | st.builds(
        History, st.just("quantity_of"), PATTERNS, SINCES, st.none() | NUMBERS.map(Constant)
    )
)
TRUTHS = st.builds(History, st.just("happened"), PATTERNS, SINCES) | st.builds(
    Order, st.sampled_from(["before", "standing"]), PATTERNS, PATTERNS, SINCES
)


def upon(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Arithmetic and functions of smaller values."""
    many = st.lists(inner, min_size=2, max_size=4).map(tuple)
    one = st.tuples(inner)
    return (
        st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner)
        | st.builds(Formula, st.sampled_from(["min", "max"]), many)
        | st.builds(Formula, st.just("clamp"), st.tuples(inner, inner, inner))
        | st.builds(
            Formula,
            st.sampled_from(["abs", "exp", "log", "sqrt", "logistic", "normal_cdf"]),
            one,
        )
    )


VALUES: st.SearchStrategy[Tree] = st.recursive(LEAVES, upon, max_leaves=8)
COMPARED = st.builds(
    Comparison, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), VALUES, VALUES
)
CONDITIONS: st.SearchStrategy[Tree] = st.recursive(
    TRUTHS | COMPARED,
    lambda inner: (
        st.builds(Logic, st.sampled_from(["and", "or"]), st.tuples(inner, inner))
        | st.builds(Logic, st.just("not"), st.tuples(inner))
    ),
    max_leaves=4,
)
HAPPENINGS = st.lists(
    st.tuples(
        st.integers(-30, 30),
        st.sampled_from(KINDS),
        st.sampled_from(ACTORS),
        st.sampled_from(SUBJECTS),
        st.none() | st.floats(-9, 9),
    ),
    max_size=12,
).map(lambda rows: sorted(rows, key=lambda row: row[0]))
LIMITS = st.lists(
    st.tuples(NUMBERS, NUMBERS, st.floats(0, 1)), min_size=len(LEVELS), max_size=len(LEVELS)
)


@attrs.frozen
class World:
    """Levels of gauges within their bounds, a log, and an instant after it."""

    limits: dict[str, Interval]
    levels: dict[str, float]
    log: list[Event]
    now: int
    trigger: Event | None

    def reading(self, tree: Tree) -> float:
        """What the compiled tree says."""
        gauges = [gauge(n, *self.limits[n], self.levels[n]) for n in LEVELS]
        layout = Ledger(shipped(), gauges)
        compiled_tree = compiled(tree, layout)
        situation = Situation(layout)
        for each in self.log:
            situation.fold(each)
        return compiled_tree(situation, self.now, self.trigger)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A random world."""
    limits, levels = {}, {}
    for name, (one, other, share) in zip(LEVELS, draw(LIMITS), strict=True):
        low, high = min(one, other), max(one, other)
        limits[name] = (low, high)
        levels[name] = min(max(low + share * (high - low), low), high)
    log = [
        event(seq, day, kind, actor, subject, quantity)
        for seq, (day, kind, actor, subject, quantity) in enumerate(draw(HAPPENINGS))
    ]
    now = max([0, *(each.time for each in log)]) + draw(st.sampled_from([0, 1, DAY]))
    return World(limits, levels, log, now, draw(st.none() | st.sampled_from(log)) if log else None)


class Plain:
    """The plain evaluator: no tallies, no compiling, every event looked at each time."""

    def __init__(self, world: World) -> None:
        self.world = world

    def value(self, tree: Tree) -> float:
        """What a tree is worth."""
        match tree:
            case Constant() | GaugeLevel() | TriggerQuantity():
                return self.leaf(tree)
            case Arithmetic(mark, left, right):
                return self.arithmetic(mark, self.value(left), self.value(right))
            case Comparison(mark, left, right):
                a, b = self.value(left), self.value(right)
                return {
                    "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b, "!=": a != b,
                }[mark]  # fmt: skip
            case Logic("not", (part,)):
                return not self.value(part)
            case Logic(mark, parts):
                return (all if mark == "and" else any)([bool(self.value(part)) for part in parts])
            case Formula(function, arguments):
                return self.formula(function, [self.value(each) for each in arguments])
            case History():
                return self.history(tree)
            case Order(function, first, second, since):
                return self.order(function, first, second, since)
        raise AssertionError(tree)

    def leaf(self, tree: Constant | GaugeLevel | TriggerQuantity) -> float:
        """What stands there, what the gauge says, what the trigger brought."""
        if isinstance(tree, Constant):
            return tree.value
        if isinstance(tree, GaugeLevel):
            return self.world.levels[tree.gauge]
        return (self.world.trigger.quantity if self.world.trigger else None) or 0.0

    def arithmetic(self, mark: str, a: float, b: float) -> float:
        """Arithmetic in which what has no value is 0, and a division by zero is infinite."""
        if mark == "/" and b == 0:
            return 0.0 if a == 0 else math.inf if a > 0 else -math.inf
        result = {"+": a + b, "-": a - b, "*": a * b}[mark] if mark != "/" else a / b
        return 0.0 if math.isnan(result) else result

    def formula(self, function: str, values: list[float]) -> float:
        """The functions as any reference defines them."""
        x = values[0]
        match function:
            case "min" | "max":
                return sorted(values)[0 if function == "min" else -1]
            case "clamp":
                _, low, high = values
                return high if high < low or x > high else max(x, low)
            case "abs":
                return math.fabs(x)
            case "exp":
                return math.inf if x >= 700 else math.exp(x)
            case "log":
                return -math.inf if x <= 0 else math.log(x)
            case "sqrt":
                return 0.0 if x <= 0 else math.sqrt(x)
            case "logistic":
                return mathematics.logistic(x)
        return 0.5 * math.erfc(-x / math.sqrt(2))

    def counted(self, pattern: Pattern, since: Since) -> list[Event]:
        """The events that match a pattern and are late enough."""
        found = [each for each in self.world.log if pattern.matches(each)]
        if since.second is not None:
            found = [each for each in found if each.time >= since.second]
        if since.within is not None:
            window = self.value(since.within)
            found = [each for each in found if self.world.now - each.time <= window]
        if since.pattern is not None:
            marks = [each.seq for each in self.world.log if since.pattern.matches(each)]
            found = [each for each in found if marks and each.seq > max(marks)]
        return found

    def history(self, tree: History) -> float:
        """What the log says of one pattern."""
        found = self.counted(tree.pattern, tree.since)
        match tree.function:
            case "happened":
                return bool(found)
            case "count":
                return float(len(found))
            case "total":
                total = 0.0
                for each in found:
                    total += each.quantity or 0.0
                return total
            case "days_since":
                return (self.world.now - found[-1].time) / DAY if found else math.inf
        if found:
            return found[-1].quantity or 0.0
        return self.value(tree.default) if tree.default is not None else 0.0

    def order(self, function: str, first: Pattern, second: Pattern, since: Since) -> bool:
        """Which came first, and what still stands."""
        ones, others = self.counted(first, since), self.counted(second, since)
        if function == "before":
            return any(all(one.seq < other.seq for other in others) for one in ones)
        return any(all(one.seq > other.seq for other in others) for one in ones)


@given(tree=VALUES | CONDITIONS, world=worlds())
def test_compiling_changes_nothing(tree: Tree, world: World) -> None:
    """A compiled tree says what the plain evaluator says, to the last bit that is not libm's."""
    assert world.reading(tree) == pytest.approx(Plain(world).value(tree), rel=1e-9, abs=0.0)


@given(tree=VALUES | CONDITIONS, world=worlds())
def test_bounds_hold_every_value(tree: Tree, world: World) -> None:
    """Wherever the gauges stand within their bounds, the value is in the interval, and no nan."""
    low, high = bounds(tree, world.limits)
    value = world.reading(tree)

    assert low <= value <= high


@given(tree=VALUES | CONDITIONS, world=worlds())
def test_reading_changes_nothing(tree: Tree, world: World) -> None:
    """Reading twice gives the same, and leaves the situation as it was."""
    gauges = [gauge(n, *world.limits[n], world.levels[n]) for n in LEVELS]
    layout = Ledger(shipped(), gauges)
    reading = compiled(tree, layout)
    situation = Situation(layout)
    for each in world.log:
        situation.fold(each)
    before = situation.summary(world.now)
    first = reading(situation, world.now, world.trigger)

    assert reading(situation, world.now, world.trigger) == first
    assert situation.summary(world.now) == before


def test_every_documented_function_is_checked_by_hand() -> None:
    """No function of the language is without a value that a person worked out."""
    from sim.language.functions import FUNCTIONS

    for name in FUNCTIONS:
        assert any(f"{name}(" in text for text in HAND_CHECKED), name


def test_every_filter_is_checked_by_hand() -> None:
    """Each function of the log is checked with each of its filters."""
    from sim.language.functions import FILTERS, FUNCTIONS

    for name, function in FUNCTIONS.items():
        if function.family in {"history", "order"}:
            texts = [text for text in HAND_CHECKED if text.startswith(f"{name}(")]
            missing = [f for f in FILTERS if not any(f"{f} =" in text for text in texts)]
            assert not missing, f"{name} without {missing}"
