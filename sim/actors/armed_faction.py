"""An armed group: lulls and campaigns of attacks, threats, a truce and what becomes of it."""

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
    plain,
    standing,
    step,
)
from sim.language.fields import Changing, Formula, Patterns


@attrs.frozen
class ArmedFaction:
    """Attacks at a rate that heats itself up, and a truce that holds them back.

    Three states: a lull (no attack has been resumed yet), a campaign (attacks resumed and not
    suspended since) and a pause (suspended and not resumed since). A pause is the beginning of a
    truce, which stands until it is declared over, so that attacks may resume under a truce.
    Attacks and whatever `heated_by` names raise a gauge named `ROLE_heat`, from 0 to 1.
    Sources: hmc-2024 rows of 2023-10-17 to 2024-08-20 and notes, precondition c (pause granted,
    extended, declared over); strategic-dialogue-2020 notes, armed-faction cycle; self-excitation
    and the need of a truce state: Lewis et al. 2012. The numbers by default are assumed.
    """

    campaign: Answer | None = None
    """After which events a lull gives way to a campaign."""
    fading: Pace = pace(120, "0.5")
    """From the resumption of attacks to a pause of the faction's own accord."""
    rate: Formula = Formula("1 / month")
    """Attacks per time during a campaign."""
    held_back: Changing = Changing("0.5")
    """What is left of the rate when attacks resume under a truce (0-1)."""
    stray: Formula = Formula("0.05 / month")
    """Attacks per time in a lull or a pause, by whoever keeps to none."""
    targets: str = "foreign_bases"
    """The subject of an attack."""
    deadly: Changing = Changing("0.05")
    """Chance that an attack kills troops of the sending state."""
    deadly_subject: str = "deaths"
    """The subject of an attack that does."""
    heated_by: Patterns = Patterns(())
    """What heats the faction beside its own attacks."""
    heat: Formula = Formula("0.1")
    """By how much each of these, and each attack, raises the gauge (0-1)."""
    heat_half_life: Formula = Formula("20 d")
    """Time in which half of the heat is gone."""
    feedback: Changing = Changing("1")
    """How much faster attacks come at full heat: 1 doubles the rate."""
    threats: Answer | None = None
    """After which events a threat is uttered."""
    warnings: Formula = Formula("0 / d")
    """Threats per time while a truce stands."""
    pause: Answer | None = None
    """After which events a campaign is suspended."""
    truce_term: Formula = Formula("log-normal(median = 60 d, spread = 2)")
    """How long a pause runs until it is resumed, extended, or simply goes on (duration)."""
    lapses: Changing = Changing("0.4")
    """Chance that attacks resume at the end of the term."""
    extends: Changing = Changing("0.3")
    """Chance that the truce is extended for another term."""
    breaks: Answer | None = None
    """After which events attacks resume before the term is over."""
    ends: Answer | None = None
    """After which events the truce is declared over."""
    resumption: Pace = pace(30, "0.5")
    """From a truce declared over to attacks, if a pause still holds."""

    def contribute(self, role: str) -> Contribution:
        """The gauge of heat, attacks, threats and the truce."""
        raised = [{"event": "attack", "actor": role}, *plain(self.heated_by)]
        moves = [{**event, "by": self.heat} for event in raised]
        gauge = {
            "start": 0,
            "within": [0, 1],
            "half_life": self.heat_half_life,
            "moved_by": moves,
        }
        own = {"actor": role}
        campaign = standing("attacks_resumed", "attacks_suspended", **own)
        truce = standing("attacks_suspended", "truce_ended", **own)
        held_back = f"({self.held_back}) * ({self.rate})"
        steps = [
            self._attack(role, "attack", self.rate, f"{campaign} and not {truce}"),
            self._attack(role, "attack under a truce", held_back, f"{campaign} and {truce}"),
            self._attack(role, "stray attack", self.stray, f"not {campaign}"),
            step(role, "warning", rate=self.warnings, while_=truce, **_WARNING),
            *self._truce(role, campaign, truce),
        ]
        return Contribution(gauges={f"{role}_heat": gauge}, steps=tuple(steps))

    def _attack(self, role: str, name: str, rate: str, while_: str) -> Table:
        return step(
            role,
            name,
            rate=f"({rate}) * (1 + ({self.feedback}) * {role}_heat)",
            while_=while_,
            outcomes=[
                outcome(self.deadly, "attack", subject=self.deadly_subject),
                outcome(None, "attack", subject=self.targets),
            ],
        )

    def _truce(self, role: str, campaign: str, truce: str) -> list[Table]:
        """Campaign, pause and truce: what begins and ends each."""
        paused = standing("attacks_suspended", "attacks_resumed", actor=role)
        lull = f"not {campaign} and not {paused}"
        ways: list[tuple[str, Answer | None, str, str, str | None]] = [
            ("campaign", self.campaign, "attacks_resumed", "after_lull", lull),
            ("threat", self.threats, "threat_issued", "answer", None),
            ("pause", self.pause, "attacks_suspended", "pause", campaign),
            ("pause broken", self.breaks, "attacks_resumed", "after_pause", paused),
            ("truce declared over", self.ends, "truce_ended", "truce", truce),
        ]
        steps = [
            answering(role, name, answer, kind, while_=while_, subject=subject)
            for name, answer, kind, subject, while_ in ways
            if answer is not None
        ]
        resumed = {"emits": "attacks_resumed", "subject": "after_pause"}
        extended = {"emits": "truce_extended", "subject": "truce", "chance": self.extends}
        ceased = {"emits": "attacks_suspended", "subject": "pause", "chance": self.fading.chance}
        again = {**resumed, "chance": self.resumption.chance}
        lapsed = {**resumed, "chance": self.lapses}
        term, rest = ("attacks_suspended", "truce_extended"), self.resumption.after
        return [
            *steps,
            following(
                role, "fading", ["attacks_resumed"], ceased, if_=campaign, after=self.fading.after
            ),
            following(
                role, "end of the term", term, lapsed, extended, if_=paused, after=self.truce_term
            ),
            following(role, "after the truce", ["truce_ended"], again, if_=paused, after=rest),
        ]


_WARNING = {"emits": "threat_issued", "subject": "truce"}
