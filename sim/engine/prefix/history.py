"""History as the prefix: a documented past stands in for a run's own, up to a cut.

    rows -> instants -> past (fold, triggers, fulfilments) -> conditioned intentions -> run

Rows of one instant are folded together and then trigger in the order of the file. Nothing is
emitted by a step before the cut: what was emitted is what is documented.
"""

from collections.abc import Sequence

from sim.engine.prefix.fulfilment import Fulfilment
from sim.engine.prefix.past import Past
from sim.engine.prefix.silence import Silence
from sim.engine.prefix.standpoint import Placed, Standpoint
from sim.engine.replay import Replay


def stood(
    standpoint: Standpoint, seed: int, groups: Sequence[Sequence[Placed]], since: int
) -> Replay:
    """A run that has reached the cut with a given past, to be read on or let go.

    `groups` are the events of each instant; `since` is the second at which the run will go on.
    """
    past = Past(standpoint.program, seed, since)
    fulfilment = Fulfilment(standpoint, past)
    for group in groups:
        events = [placed.event for placed in group]
        past.add(events)
        # of the rows of an instant the first finds the situation as it was before any of them
        fulfilment.put_down(group, 0, past.run.situation)
        past.fold(events)
        for position, event in enumerate(events):
            if position and fulfilment.could_be_emitted(event):
                fulfilment.put_down(group, position, past.after(event.seq))
            if not event.step.startswith("initial: "):
                past.react(event)
    past.close()
    waiting = Silence(standpoint, past).break_off()
    return Replay(past.run, waiting)
