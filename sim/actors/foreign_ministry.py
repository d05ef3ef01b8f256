"""The host's foreign ministry: it announces, asks, complains, and puts announcements off."""

import attrs

from sim.actors.contribution import (
    Answer,
    Contribution,
    Pace,
    answering,
    following,
    happened,
    outcome,
    pace,
)

ADDRESSEE = "international_body"
"""Where complaints go, unless the scenario says."""


@attrs.frozen
class ForeignMinistry:
    """The paper side of talks: launch, request to resume, agreement to resume, complaint, delay.

    Sources: hmc-2024 rows of 2024-01-25 (launch announced), 2024-02-06 and 2024-02-08 (asked to
    resume, agreed), 2024-08-01 (complaint announced, no filing found), 2024-08-15 (announcement
    put off) and procedure 4, 7 and 11; strategic-dialogue-2020 rows of 2020-01-05 and 2020-03-17
    (complaints filed). The numbers by default are assumed.
    """

    launches: list[Answer] = attrs.Factory(list)
    """After which events a joint commission is announced, if there is none; one entry a road."""
    asks: Answer | None = None
    """After which events the other side is asked to take talks up again."""
    agrees: Pace = pace(5, "0.7")
    """From that request to the agreement to resume."""
    demands: Answer | None = None
    """After which events the other side is asked to leave."""
    complains: Answer | None = None
    """After which events a complaint is announced; its `subject` is the body it goes to."""
    files: Pace = pace(5, "0.5")
    """From the announcement of a complaint to its filing."""
    postpones: Answer | None = None
    """After which events an announcement in preparation is put off."""

    def contribute(self, role: str) -> Contribution:
        """One step for each option that is given, and what follows from two of them."""
        kind, about = "commission_formed", "joint_commission"
        none_yet = f"not {happened(kind)}"
        steps = [
            answering(role, f"launch {number}", answer, kind, while_=none_yet, subject=about)
            for number, answer in enumerate(self.launches, 1)
        ]
        steps += [
            answering(role, name, answer, kind, subject=subject)
            for name, answer, kind, subject in (
                ("request to resume", self.asks, "formal_request", "resumption"),
                ("request to leave", self.demands, "formal_request", "withdrawal"),
                ("complaint", self.complains, "complaint_announced", ADDRESSEE),
                ("postponement", self.postpones, "announcement_postponed", "announcement"),
            )
            if answer is not None
        ]
        if self.asks is not None:
            about = self.asks.subject or "resumption"
            agreed = outcome(self.agrees.chance, "talks_resumption_agreed", subject=about)
            asked, after = ["formal_request"], self.agrees.after
            steps.append(
                following(role, "resumption agreed", asked, agreed, about=about, after=after)
            )
        if self.complains is not None:
            about = self.complains.subject or ADDRESSEE
            filed = outcome(self.files.chance, "complaint_filed", subject=about)
            announced, after = ["complaint_announced"], self.files.after
            steps.append(following(role, "filing", announced, filed, about=about, after=after))
        return Contribution(steps=tuple(steps))
