"""The functions that an expression may call, and what each takes and gives.

One table, read by `meaning` (which checks calls against it) and by the documentation.
"""

import attrs

from sim.language.units import DURATION, NUMBER, TRUTH, Dimension

FILTERS = ("actor", "subject", "since", "within")
"""What narrows the functions of the families `history` and `order`, by name.

`actor` and `subject` narrow every pattern of the call; `since` (a date, a kind or a milestone)
leaves out what is not after its latest event, `within` what is longer ago than a duration.
"""


@attrs.frozen
class Function:
    """A documented function: its form, what it gives, and in words what that is."""

    form: str
    family: str
    gives: Dimension
    words: str


FUNCTIONS: dict[str, Function] = {
    "happened": Function("happened(E)", "history", TRUTH, "E is in the log"),
    "count": Function("count(E)", "history", NUMBER, "how often E is in the log"),
    "days_since": Function(
        "days_since(E)", "history", NUMBER, "days since the latest E; inf if none"
    ),
    "quantity_of": Function(
        "quantity_of(E, default=0)", "history", NUMBER, "quantity of the latest E"
    ),
    "total": Function("total(E)", "history", NUMBER, "sum of the quantities of all E"),
    "before": Function("before(E, F)", "order", TRUTH, "the first E came before any F"),
    "standing": Function("standing(E, until=F)", "order", TRUTH, "an E that no F has followed"),
    "time_to": Function("time_to(D)", "deadline", DURATION, "time until the deadline D falls"),
    "passed": Function("passed(D)", "deadline", TRUTH, "the deadline D has fallen"),
    "is_set": Function("is_set(D)", "deadline", TRUTH, "the deadline D has a date"),
    "in_force": Function("in_force(I)", "instrument", TRUTH, "the instrument I is in force"),
    "notice_running": Function(
        "notice_running(I)", "instrument", TRUTH, "someone has denounced I, and its notice runs"
    ),
    "expected_yes": Function(
        "expected_yes(G)", "gate", NUMBER, "expected votes for, at the gate G"
    ),
    "margin": Function("margin(G)", "gate", NUMBER, "expected votes above what G needs"),
    "sites_left": Function("sites_left()", "sites", NUMBER, "sites not yet handed over"),
    "heads": Function("heads(S)", "site", NUMBER, "head-count at the site S; 0 once handed over"),
    "in_office": Function("in_office(A)", "actor", TRUTH, "A has not resigned or fallen"),
    "min": Function("min(x, y, ...)", "extreme", NUMBER, "the least"),
    "max": Function("max(x, y, ...)", "extreme", NUMBER, "the greatest"),
    "clamp": Function("clamp(x, low, high)", "extreme", NUMBER, "x held within bounds"),
    "abs": Function("abs(x)", "same", NUMBER, "x without its sign"),
    "exp": Function("exp(x)", "number", NUMBER, "e to the power x"),
    "log": Function("log(x)", "number", NUMBER, "natural logarithm"),
    "sqrt": Function("sqrt(x)", "number", NUMBER, "square root"),
    "logistic": Function("logistic(x)", "number", NUMBER, "1 / (1 + exp(-x))"),
    "normal_cdf": Function(
        "normal_cdf(x)", "number", NUMBER, "standard normal distribution function"
    ),
}
