"""What sets a step going: an event, an intensity or a date; and its guards.

What can be proved at load is proved here: rates without a ceiling, and delays below zero.
"""

import math

from sim.errors import suggestion
from sim.events.dates import seconds_at
from sim.language import DURATION, RATE, TRUTH, Expression
from sim.scenario.model import Calendar, Rate, Response
from sim.scenario.resolve.delays import check_delay
from sim.scenario.resolve.entry import Entry

OF_RESPONSES = ("after", "if_due", "cancelled_by", "same_subject")
AGAIN = ("restart", "each")

GREATEST = 1_000_000
"""Times a second: no run gets anywhere at such a rate, and far beyond it numbers end."""


def trigger(entry: Entry) -> Response | Rate | Calendar | None:
    """What sets the step going, or None after a complaint."""
    table = entry.table
    said = [key for key in ("on", "rate", "at", "every") if getattr(table, key) is not None]
    if len(said) != 1:
        stated = " and ".join(f"'{key}'" for key in said) or "none of them"
        entry.complain("", f"a step has one of 'on', 'rate', 'at', 'every'; here {stated}")
        return None
    readers = {"on": _response, "rate": _rate, "at": _date, "every": _period}
    return readers[said[0]](entry)


def guards(entry: Entry) -> tuple[Expression | None, Expression | None]:
    """What must hold when the step is set going, and what when its instant comes."""
    guard = entry.expression("if", TRUTH)
    if entry.table.while_ is not None:
        guard = entry.expression("while", TRUTH)
    due = guard if entry.table.if_due is None else entry.expression("if_due", TRUTH)
    return guard, due


def refuse_strays(entry: Entry) -> None:
    """Complain of keys that say something of another sort of step."""
    table = entry.table
    for key in OF_RESPONSES:
        if table.on is None and getattr(table, key):
            entry.complain(key, f"'{key}' belongs to a step with 'on'")
    if table.while_ is not None and table.rate is None:
        entry.complain("while", "'while' belongs to a step with 'rate'; write 'if'")
    if table.if_ is not None and table.rate is not None:
        entry.complain("if", "'if' is for other steps; a step with 'rate' takes 'while'")
    if table.again not in AGAIN:
        hint = suggestion(table.again, AGAIN)
        entry.complain("again", f"'{table.again}' is neither 'restart' nor 'each'{hint}")
    elif table.again == "each" and table.on is None:
        entry.complain("again", "'again' belongs to a step with 'on'")
    if table.limit is not None and table.limit < 1:
        entry.complain("limit", f"{table.limit} is not 1 or more")


def _response(entry: Entry) -> Response | None:
    table, names = entry.table, entry.names
    after = entry.expression("after", DURATION, draws=True)
    if after is not None:
        check_delay(after, (*entry.path, "after"), names)
    before = names.found.count
    on = names.patterns(table.on, (*entry.path, "on"), entry.scope)
    if not on and names.found.count == before and not table.on:
        entry.complain("on", "nothing is listed, so nothing would ever trigger this step")
    if on and not any(names.kinds[pattern.kind].recorded for pattern in on):
        kind = on[0].kind
        entry.complain("on", f"no record can show '{kind}': it may not be the only trigger")
    cancelled = names.patterns(table.cancelled_by, (*entry.path, "cancelled_by"), entry.scope)
    if after is None and table.after is not None:
        return None  # a delay that cannot be read is not the same as none
    return Response(on, after, cancelled, table.again == "each")


def _rate(entry: Entry) -> Rate | None:
    intensity = entry.expression("rate", RATE)
    if intensity is None:
        return None
    least, most = entry.names.proofs.interval(intensity)
    if most == math.inf:
        bounded = "write min(..., 20 / d) or the like"
        entry.complain("rate", f"'{intensity.text}' has no ceiling: {bounded}")
        return None
    if most > GREATEST:
        entry.complain(
            "rate", f"'{intensity.text}' may reach {most:g} / s: {GREATEST:,} is the most"
        )
        return None
    if least < 0:
        entry.complain("rate", f"'{intensity.text}' may fall below zero: write max(0 / d, ...)")
        return None
    return Rate(intensity, most)


def _date(entry: Entry) -> Calendar | None:
    day = entry.table.at or entry.names.scope.start
    second = seconds_at(entry.names.scope.start, day)
    if second < 0 and entry.names.dated:
        entry.complain("at", f"{day} is before the clock starts; [[initial]] takes it")
        return None
    return Calendar(second, None)


def _period(entry: Entry) -> Calendar | None:
    before = entry.names.found.count
    period = entry.names.constant(entry.table.every, (*entry.path, "every"), DURATION)
    if period is None or period < 1:
        if entry.names.found.count == before:
            entry.complain("every", f"'{entry.table.every}': a second or more is expected")
        return None
    return Calendar(round(period), round(period))
