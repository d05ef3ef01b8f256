"""A joint commission on the future of a presence, from agreement in principle to announced dates.

    agreed in principle -> launched -> first round, working groups -> principals -> findings
    -> dialogue at the political level -> road map -> plan -> dates announced

Talks may be suspended and resumed at any stage, or end; every stage may fail to come.
"""

import attrs

from sim.actors.contribution import (
    Answer,
    Contribution,
    Pace,
    Table,
    answering,
    happened,
    pace,
    plain,
    standing,
)
from sim.actors.stages import Stage, event
from sim.actors.talks import ended, halted, stops
from sim.language.fields import Changing, Formula, Patterns, PatternTable


@attrs.frozen
class JointCommission:
    """The commission's procedure, stage by stage; a resumption takes up what a suspension cut off.

    Stages raise a gauge named `ROLE_progress`, from 0 to 1; suspensions lower it.
    Sources: hmc-2024 notes, procedure 1 and 4-13; strategic-dialogue-2020 notes, procedure 18-20
    (a political round sets the principle, technical talks the dates, the next round announces
    them). The numbers by default are assumed.
    """

    delegations: str | None = None
    """Who speaks for both sides at the political level; by default this actor."""
    agreed: Answer | None = None
    """After which events the commission is agreed upon in principle."""
    launched: Patterns = Patterns((PatternTable("commission_formed"),))
    """What launches it; the first pattern is the precondition of the first round."""
    first_round: Pace = pace(30)
    """From launch to first round."""
    working_groups: Pace = pace(1)
    """From first round to working groups."""
    groups: int = 3
    """How many working groups."""
    meetings: Pace = pace(30)
    """From one meeting of the working groups to the next."""
    principals: Pace = pace(60, "0.9")
    """From working groups to the principals' meeting."""
    findings: Pace = pace(90, "0.9")
    """From principals to findings reported."""
    dialogue: Pace = pace(7)
    """From findings to the political dialogue that takes them."""
    regular_dialogue: Answer | None = None
    """After which events that dialogue meets anyway, until a road map is agreed."""
    road_map: Pace = pace(1, "0.5")
    """From a dialogue to agreed steps."""
    plan: Pace = pace(50, "0.9")
    """From the road map, a postponement or a refusal to a complete plan."""
    announcement: Pace = pace(10, "0.9")
    """From a complete plan, or a postponement, to announced dates."""
    notice: Formula = Formula("12")
    """The announced term, in `notice_unit`."""
    notice_unit: str = "months"
    """The unit of the announced term."""
    subject: str = "timetable"
    """What road map, plan, refusal, postponement and announcement are about."""
    advance: Changing = Changing("0.15")
    """By how much each stage raises the gauge of progress, and a suspension lowers it (0-1)."""
    suspension: Answer | None = None
    """After which events open talks stop."""
    resumption: Answer | None = None
    """After which events they are taken up again."""
    patience: Pace = pace(120, "0.5")
    """How long a suspension lasts until talks may be declared ended."""

    def contribute(self, role: str) -> Contribution:
        """The stages, what stops them, the gauge of progress, and the procedure."""
        stages = self._stages(role)
        suspended, resumed = event("talks_suspended", role), event("talks_resumed", role)
        talking = f"not {halted(role)} and not {ended(role)}"
        moves = [{**stage.event, "by": self.advance} for stage in stages if stage.name != "meeting"]
        moves.append({**suspended, "by": f"-({self.advance})"})
        open_ = f"{happened(**stages[0].event)} and not {happened(**stages[-1].event)}"
        source = "the order of a joint commission's stages: hmc-2024 notes, procedure 4-13"
        order = [stage.requirement(source) for stage in stages if stage.name != "dialogue"]
        order.append({"event": resumed, "needs": suspended, "source": "only what stopped goes on"})
        steps = [
            *self._politics(role),
            *(stage.step(role, talking, resumed) for stage in stages),
            *stops(role, self.suspension, self.resumption, self.patience, open_),
        ]
        gauge = {"start": 0, "within": [0, 1], "moved_by": moves}
        return Contribution({f"{role}_progress": gauge}, tuple(steps), tuple(order))

    def _stages(self, role: str) -> list[Stage]:
        """Every stage, after the one before it; the last is the announcement."""
        both_sides, about = self.delegations or role, self.subject
        opened = event("round_opened", role, "round_1")
        groups = event("working_groups_formed", role, "working_groups")
        met = event("technical_talks", role, "working_groups")
        principals = event("round_held", role, "principals")
        findings = event("working_group_reported", role, "findings")
        dialogue = event("round_held", both_sides, "security_dialogue")
        road_map = event("roadmap_agreed", both_sides, about)
        plan = event("agreement_reached", both_sides, about)
        dates = event("timetable_announced", both_sides, about)
        refused, put_off = ({"event": kind, "subject": about} for kind in _SETBACKS)
        taken = happened(**dialogue, since="working_group_reported")
        agreed = standing("agreement_reached", "request_refused", subject=about)
        size, term = (str(self.groups), "groups"), (self.notice, self.notice_unit)
        return [
            Stage("first round", self.first_round, opened, tuple(plain(self.launched))),
            Stage("working groups", self.working_groups, groups, (opened,), told=size),
            Stage("meeting", self.meetings, met, (groups, met), unless=happened(**dates)),
            Stage("principals", self.principals, principals, (groups,)),
            Stage("findings", self.findings, findings, (principals,)),
            Stage("dialogue", self.dialogue, dialogue, (findings,), unless=taken),
            Stage("road map", self.road_map, road_map, (dialogue,)),
            Stage("plan", self.plan, plan, (road_map, put_off, refused), unless=agreed),
            Stage("announcement", self.announcement, dates, (plan, put_off), agreed, told=term),
        ]

    def _politics(self, role: str) -> list[Table]:
        """Agreement in principle, and the dialogue that meets with or without findings."""
        both_sides = self.delegations or role
        road_map = happened("roadmap_agreed", actor=both_sides, subject=self.subject)
        still = f"not {road_map}"
        ways = (
            ("agreed in principle", self.agreed, "joint_statement", "commission_agreed", None),
            ("regular dialogue", self.regular_dialogue, "round_held", "security_dialogue", still),
        )
        return [
            answering(role, name, answer, kind, while_=while_, subject=subject, actor=both_sides)
            for name, answer, kind, subject, while_ in ways
            if answer is not None
        ]


_SETBACKS = ("request_refused", "announcement_postponed")
