"""A chamber that votes on what comes before its gates, and whose members may ask to be convened."""

import attrs

from sim.actors.contribution import (
    Answer,
    Chamber,
    Contribution,
    Pace,
    Table,
    answering,
    following,
    outcome,
    pace,
)
from sim.language.fields import BlocTable, Changing


@attrs.frozen
class Legislature:
    """Seats, blocs, attendance, quorum and vote; and the road from petition to session.

    Gates of the scenario name this actor as their body; each vote is drawn from the blocs'
    positions, with one shock shared by the chamber (turnout) and one by each bloc.
    Members may sign for an extraordinary session, and the session that follows reaches its quorum
    or not. With a quorum it adopts a resolution or refers the text to committee; without one it
    sits as a consultative meeting, which can only refer, or fails.
    Sources: strategic-dialogue-2020 notes, procedure 1-3 (quorum of 165 of 329 met late, a
    resolution adopted); hmc-2024 rows of 2024-02-08 and 2024-02-10 (petition, consultative
    sitting, referral). The numbers by default are assumed.
    """

    seats: int
    """All seats; the blocs hold them between them."""
    blocs: list[BlocTable] = attrs.Factory(list)
    """Members who lean together: seats, position (probits), spread, attendance (0-1)."""
    turnout_spread: float = 0.25
    """Standard deviation of the whole chamber's turnout, in probits."""
    petition: Answer | None = None
    """After which events members sign for a session."""
    session: Pace = pace(5)
    """From petition to session (duration), and the chance that there is one."""
    quorate: Changing = Changing("0.5")
    """Chance that the session reaches its quorum."""
    adopts: Changing = Changing("0.5")
    """Chance that a quorate session adopts a resolution instead of referring the text."""
    consultative: Changing = Changing("0.5")
    """Chance that a session short of its quorum goes on as a consultative sitting."""
    bill: Answer | None = None
    """After which events a bill comes before the house, for a gate to consider."""
    subject: str = "foreign_forces"
    """What petition, session and bill are about."""

    def contribute(self, role: str) -> Contribution:
        """The chamber, and the road from petition to session."""
        chamber = Chamber(self.seats, self.turnout_spread, tuple(self.blocs))
        steps: tuple[Table, ...] = ()
        if self.petition is not None:
            asked = answering(
                role, "petition", self.petition, "signature_campaign", subject=self.subject
            )
            steps = (asked, self._session(role))
        if self.bill is not None:
            bill = answering(role, "bill", self.bill, "bill_introduced", subject=self.subject)
            steps += (bill,)
        return Contribution(steps=steps, chamber=chamber)

    def _session(self, role: str) -> Table:
        full = f"({self.session.chance}) * ({self.quorate})"
        short = f"({self.session.chance}) * (1 - ({self.quorate}))"
        outcomes = [
            outcome(f"{full} * ({self.adopts})", "resolution_adopted"),
            outcome(f"{full} * (1 - ({self.adopts}))", "bill_referred"),
            outcome(
                f"{short} * ({self.consultative})", ["consultative_session_held", "bill_referred"]
            ),
            outcome(f"{short} * (1 - ({self.consultative}))", "session_failed_quorum"),
        ]
        about = self.subject
        return following(
            role,
            "extraordinary session",
            ["signature_campaign"],
            *outcomes,
            about=about,
            after=self.session.after,
            subject=about,
        )
