"""Deadlines that fell before the clock starts and that nothing recorded: a run never will.

What is under [[initial]] may set a date that falls before the start. Nothing happens before the
start but what is stated there, so that a text whose term or notice ran out stays in force for ever
unless its lapse is stated too.
"""

from collections.abc import Iterator

from sim.engine.program import Program
from sim.engine.run import stated_event
from sim.situation import Deadline, fold


def overdue(program: Program) -> Iterator[tuple[Deadline, str]]:
    """Each deadline that was missed before the clock starts, and that nothing stated met.

    With it what that would be recorded about.
    """
    stated = (stated_event(f, "initial", n) for n, f in enumerate(program.scenario.initial))
    situation = fold(program.ledger, stated)
    for place, deadline in enumerate(program.scenario.deadlines):
        if situation.falls_at[place] >= 0 or situation.met[place] or not deadline.missed:
            continue
        stands = program.standing[place]
        if stands is None or stands(situation, 0, None):
            yield deadline, deadline.speaker(situation.owners[place])[1]
