"""From which other deadlines a deadline's date is counted, and which is marked first."""

import attrs

from sim.events import Pattern, shipped
from sim.language import NUMBER, Expression
from sim.language.tree import Arithmetic, Constant, Institution, Tree
from sim.situation import Bloc, Body, Gate, Ledger
from sim.situation.circles import counted_from, order_of_marking
from tests.situation.made import constant, deadline, gauge


def said(tree: Tree) -> Expression:
    """A tree as an expression."""
    return Expression("", tree, NUMBER)


def of(function: str, name: str) -> Expression:
    """Twice what an institution says."""
    return said(Arithmetic("*", Constant(2.0), Institution(function, name)))


def gate(name: str, position: Expression, attendance: Expression) -> Gate:
    """A gate whose only bloc leans and comes so."""
    body = Body("host", 1, 0.0, (Bloc("all", 1, position, 0.0, attendance, "host/all"),))
    return Gate(name, body, (1, 2), strictly=True, base="seats", quorum=1, binding=True)


CONSENT = gate("consent", of("is_set", "exit"), of("passed", "vote"))
SELF = gate("self", of("margin", "self"), of("expected_yes", "consent"))
GATES = {one.name: one for one in (CONSENT, SELF)}
DEADLINES = (
    deadline("late", falls=of("time_to", "exit")),
    deadline("soon", falls=of("time_to", "vote")),
    deadline("voted", falls=of("margin", "consent")),
    deadline("again", falls=of("margin", "self")),
    deadline("site", falls=of("heads", "exit")),
    deadline("lost", falls=of("time_to", "nowhere")),
    deadline("twice", falls=said(Arithmetic("+", Institution("time_to", "exit"),
                                            Institution("passed", "exit")))),
    deadline("exit", falls=of("time_to", "soon")),
    deadline("vote", falls=constant(1.0)),
    deadline("dated", at=5),
)  # fmt: skip
NAMES = [one.name for one in DEADLINES]


def test_what_a_date_is_counted_from() -> None:
    """What it reads of deadlines itself, and what the chambers read whose votes it reads.

    A site of a deadline's name is no deadline, a name of nothing is passed over, a chamber that
    reads itself is looked into once, and what is read twice is told once.
    """
    found = {
        name: [NAMES[place] for place in places]
        for name, places in zip(NAMES, counted_from(DEADLINES, GATES), strict=True)
    }

    assert found == {
        "late": ["exit"], "soon": ["vote"], "voted": ["exit", "vote"], "again": ["exit", "vote"],
        "site": [], "lost": [], "twice": ["exit"], "exit": ["soon"], "vote": [], "dated": [],
    }  # fmt: skip


def test_what_is_counted_from_is_marked_first() -> None:
    """Every deadline once, wherever it is declared."""
    order = [NAMES[place] for place in order_of_marking(DEADLINES, GATES)]

    assert sorted(order) == sorted(NAMES)
    for one, others in zip(NAMES, counted_from(DEADLINES, GATES), strict=True):
        for other in others:
            assert order.index(NAMES[other]) < order.index(one)


def test_a_ledger_marks_in_that_order() -> None:
    """An event that sets three deadlines sets first what the votes are cast by."""
    set_by = (Pattern("attack"),)
    three = [
        attrs.evolve(DEADLINES[NAMES.index(name)], set_by=set_by)
        for name in ("voted", "exit", "vote")
    ]
    three[1] = attrs.evolve(three[1], falls=constant(1.0))
    layout = Ledger(shipped(), [gauge("host/all", -9.0, 9.0, 0.0)], three, [CONSENT])

    marked = [three[mark.deadline].name for mark in layout.effects["attack"].deadlines]

    assert marked[-1] == "voted"
    assert sorted(marked) == ["exit", "vote", "voted"]
