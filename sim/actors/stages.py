"""A procedure in stages: each waits for the one before it, and comes once."""

import attrs

from sim.actors.contribution import Pace, Table, both, happened, outcome, step


def event(kind: str, actor: str, subject: str | None = None) -> Table:
    """A pattern as a table."""
    table = {"event": kind, "actor": actor, "subject": subject}
    return {key: value for key, value in table.items() if value is not None}


@attrs.frozen
class Stage:
    """One stage: the event that it is, who carries it out, and what must stand before it.

    `after` are the events that set it going, the first of them the precondition unless `holds`
    states another; `unless` is the condition under which it is not (again) due, by default that it
    has happened; `told` is its quantity with unit.
    """

    name: str
    pace: Pace
    event: Table
    after: tuple[Table, ...]
    holds: str | None = None
    unless: str | None = None
    told: tuple[str, str] | None = None

    def step(self, role: str, while_: str, reopened: Table) -> Table:
        """The stage as a step of a role; what `reopened` finds unfinished is taken up again."""
        ready = happened(**self.after[0]) if self.holds is None else self.holds
        done = happened(**self.event) if self.unless is None else self.unless
        quantity, unit = self.told or (None, None)
        own = {"actor": self.event["actor"], "subject": self.event.get("subject")}
        kind = self.event["event"]
        return step(
            role,
            self.name,
            on=[*self.after, reopened],
            if_=both(while_, ready, f"not {done}"),
            after=self.pace.after,
            outcomes=[outcome(self.pace.chance, kind, quantity=quantity, unit=unit, **own)],
        )

    def requirement(self, source: str) -> Table:
        """The order of this stage and the one before it, as procedure."""
        return {"event": self.event, "needs": self.after[0], "source": source}
