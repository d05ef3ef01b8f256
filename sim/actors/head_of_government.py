"""The host's head of government: speaks after strikes, demands, visits, and may leave office."""

import attrs

from sim.actors.contribution import (
    Answer,
    Contribution,
    Pace,
    Table,
    answering,
    following,
    outcome,
    pace,
    step,
)
from sim.language.fields import Formula


@attrs.frozen
class HeadOfGovernment:
    """Statements, demands and visits while in office; resignation and succession.

    Sources: hmc-2024 rows of 2023-12-26, 2024-02-08 and 2024-07-31 (statements after strikes),
    2024-01-05 and 2024-01-09 (committee and timetable demanded), 2024-04-15 (visit and joint
    statement) and procedure 2 and 9; strategic-dialogue-2020 notes, procedure 5 and 10 (request
    after the resolution, a government with full powers as a precondition). The numbers by default
    are assumed.
    """

    delegations: str | None = None
    """Who issues what both sides say together; by default this actor."""
    condemns: Answer | None = None
    """After which events a statement is made on them."""
    proposes: Answer | None = None
    """After which events talks, or a body for them, are demanded."""
    demands: Answer | None = None
    """After which events a timetable is demanded."""
    visits: Answer | None = None
    """After which events the sending capital is visited, and a joint statement issued."""
    resigns: Formula = Formula("0 / d")
    """Resignations per time."""
    succession: Pace = pace(150)
    """From a resignation or a fall to a new government."""

    def contribute(self, role: str) -> Contribution:
        """One step for each option that is given, and the change of government."""
        met: list[str | Table] = ["leader_visit"]
        statement: Table = {"event": "joint_statement", "subject": "leaders_statement"}
        met.append(
            statement if self.delegations is None else {**statement, "actor": self.delegations}
        )
        steps = [
            answering(role, name, answer, kinds, while_=f"in_office('{role}')", subject=subject)
            for name, answer, kinds, subject in (
                ("statement", self.condemns, "statement_position", "strikes"),
                ("proposal", self.proposes, "dialogue_proposed", "commission"),
                ("timetable", self.demands, "demand_timetable", "withdrawal"),
                ("visit", self.visits, met, "sending_capital"),
            )
            if answer is not None
        ]
        resignation = step(
            role,
            "resignation",
            rate=self.resigns,
            while_=f"in_office('{role}')",
            emits="pm_resigned",
            subject="government",
        )
        sworn_in = outcome(self.succession.chance, "pm_sworn_in", subject="government")
        ends = ["pm_resigned", "government_fell"]
        succession = following(role, "succession", ends, sworn_in, after=self.succession.after)
        return Contribution(steps=(*steps, resignation, succession))
