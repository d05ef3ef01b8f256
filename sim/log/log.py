"""The log: an append-only sequence of events, and where it came from."""

from collections.abc import Mapping
from datetime import date

import attrs

from sim.events import Event
from sim.events.dates import instant_at


@attrs.frozen
class Origin:
    """What a run was made from; with the code version it is enough to make it again.

    `until` is the first second that the run did not reach. Before second `past` the record stands
    in for the run's own past: 0 for a run from the start of its scenario, else a forecast's cut.
    """

    scenario: str
    digest: str
    seed: int
    start: date
    until: int
    code: str
    changes: Mapping[str, str] = attrs.Factory(dict)
    past: int = 0


@attrs.frozen(eq=False)
class Log:
    """The events of a run, in the order in which they happened."""

    origin: Origin
    events: tuple[Event, ...]
    file: str = ""
    """The run file that it was read from, for messages."""

    def row(self, event: Event) -> dict[str, object]:
        """An event as plain data, with its date."""
        return {
            "seq": event.seq,
            "date": instant_at(self.origin.start, event.time),
            "time": event.time,
            "actor": event.actor,
            "kind": event.kind,
            "subject": event.subject,
            "quantity": event.quantity,
            "unit": event.unit,
            "causes": list(event.causes),
            "step": event.step,
            "id": event.identity.hex(),
        }
