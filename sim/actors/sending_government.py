"""The government that sends the force: letters, positions, sanctions, yes or no to a timetable."""

import attrs

from sim.actors.contribution import Answer, Contribution, answering, outcome, plain, step
from sim.language.fields import Changing


@attrs.frozen
class SendingGovernment:
    """Readiness for talks said by letter, or a refusal; statements, sanctions, and the decision.

    Sources: hmc-2024 rows of 2024-01-22 (sanctions), 2024-01-24 (letter), 2024-01-25 and
    2024-09-27 (positions) and procedure 3, 4 and 12; strategic-dialogue-2020 rows of 2020-01-10
    (request refused) and 2020-04-05 (dialogue proposed in writing); sofa-2008 rows of 2008-07-18
    (horizon accepted) and 2011-10-15 (talks ended). The numbers by default are assumed.
    """

    messenger: str | None = None
    """Who hands the letter over; by default this actor."""
    letter: Answer | None = None
    """After which events a letter says that the government is ready for talks."""
    refusal: Answer | None = None
    """After which events a request is refused instead."""
    statements: Answer | None = None
    """After which events the position is stated in public."""
    sanctions: Answer | None = None
    """After which events sanctions are imposed."""
    sanctions_by: str | None = None
    """Who imposes them; by default this actor."""
    decision: Answer | None = None
    """After which events a plan is decided upon."""
    accepts: Changing = Changing("0.8")
    """Chance that the plan is accepted; otherwise it is refused."""

    def contribute(self, role: str) -> Contribution:
        """One step for each option that is given."""
        steps = [
            answering(role, name, answer, kind, subject=subject, actor=actor)
            for name, answer, kind, subject, actor in (
                ("letter", self.letter, "message_delivered", "readiness", self.messenger),
                ("refusal", self.refusal, "request_refused", "talks", None),
                ("statement", self.statements, "statement_position", "presence", None),
                ("sanctions", self.sanctions, "sanction", "armed_groups", self.sanctions_by),
            )
            if answer is not None
        ]
        decision = self.decision
        if decision is not None:
            yes = f"({decision.chance}) * ({self.accepts})"
            no = f"({decision.chance}) * (1 - ({self.accepts}))"
            decided = step(
                role,
                "decision",
                on=plain(decision.on),
                if_=decision.if_,
                after=decision.after,
                limit=decision.limit,
                subject="timetable" if decision.subject is None else decision.subject,
                outcomes=[outcome(yes, "concession_made"), outcome(no, "request_refused")],
            )
            steps.append(decided)
        return Contribution(steps=tuple(steps))
