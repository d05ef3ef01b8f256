"""A foreign force in the host country: it strikes back, it is counted, it draws down and leaves."""

import attrs

from sim.actors.contribution import (
    Answer,
    Contribution,
    Table,
    answering,
    outcome,
    plain,
    step,
)
from sim.actors.departure import Drawdown, Handover
from sim.language.fields import Changing, Formula


@attrs.frozen
class ForeignMilitary:
    """Strikes in reply, force level, drawdown in stages, handover of sites.

    The force level is a gauge named `ROLE_troops`, in persons.
    Sources: hmc-2024 notes, tempo of action and reply and force-level series;
    strategic-dialogue-2020 notes, procedure 1, 8 and 15 and armed-faction cycle;
    sofa-2008 notes, procedure 16-19. The numbers by default are assumed.
    """

    strikes: list[Answer] = attrs.Factory(list)
    """Which attacks are answered by force; one entry for each way of answering."""
    elsewhere: Changing = Changing("0.2")
    """Share of strikes on targets that hold no host-state status (0-1)."""
    targeted: Changing = Changing("0.2")
    """Share of strikes that kill a named person (0-1); the rest hit men of host-state status."""
    troops: Formula = Formula("0")
    """Persons at the start."""
    most: float = 100_000
    """More persons than there will ever be."""
    leaving: Changing = Changing("1")
    """Share of a handed-over site's heads that leave the country (0-1)."""
    reports: Formula | None = None
    """How often the force level is reported (duration)."""
    drawdown: Drawdown | None = None
    """The cut that follows an announcement."""
    handovers: list[Handover] = attrs.Factory(list)
    """Which sites are handed over on what."""
    exit: Answer | None = None
    """After which events the last of the force leaves, if no site is left."""

    def contribute(self, role: str) -> Contribution:
        """The gauge of the force level, and the steps."""
        level = f"{role}_troops"
        moves = [
            {"event": "drawdown_completed", "set": "quantity"},
            {"event": "reinforcement", "by": "quantity"},
            {"event": "base_handed_over", "by": f"-({self.leaving}) * quantity"},
            {"event": "withdrawal_completed", "set": "0"},
        ]
        gauge = {
            "start": self.troops,
            "within": [0, self.most],
            "unit": "persons",
            "moved_by": [{**move, "actor": role} for move in moves],
        }
        steps = [self._strike(role, number, each) for number, each in enumerate(self.strikes, 1)]
        steps += self._reports(role, level)
        if self.drawdown is not None:
            steps += self.drawdown.steps(role, level)
        steps += [given.step(role, number) for number, given in enumerate(self.handovers, 1)]
        if self.exit is not None:
            gone = "sites_left() == 0"
            kind = "withdrawal_completed"
            steps.append(
                answering(role, "last out", self.exit, kind, while_=gone, subject="all_forces")
            )
        return Contribution(gauges={level: gauge}, steps=tuple(steps))

    def _strike(self, role: str, number: int, answer: Answer) -> Table:
        shares = (
            ("airstrike_on_host_forces", f"1 - ({self.elsewhere}) - ({self.targeted})"),
            ("strike", self.elsewhere),
            ("assassination", self.targeted),
        )
        return step(
            role,
            f"strike {number}",
            on=plain(answer.on),
            if_=answer.if_,
            after=answer.after,
            limit=answer.limit,
            again="each",
            subject="reply" if answer.subject is None else answer.subject,
            outcomes=[outcome(f"({answer.chance}) * ({share})", kind) for kind, share in shares],
        )

    def _reports(self, role: str, level: str) -> list[Table]:
        if self.reports is None:
            return []
        told = {"subject": "troops", "quantity": level, "unit": "persons"}
        return [
            step(role, "force report", every=self.reports, emits="force_level_reported", **told)
        ]
