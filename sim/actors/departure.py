"""How a force leaves: cuts in stages, sites handed over. Shapes of options, and their steps."""

import attrs

from sim.actors.contribution import Table, outcome, plain, step
from sim.language.fields import Changing, Formula, Patterns


@attrs.frozen
class Drawdown:
    """A cut in `stages` equal parts, spread evenly up to the deadline named `by`.

    `on` sets it going; `down_to` is the number of persons that remain; `share` is how much of the
    time to the deadline is used (0-1), and `slip` how much later each stage is done (duration).
    """

    on: Patterns
    by: str
    down_to: Formula
    stages: int = 2
    share: Changing = Changing("1")
    slip: Formula = Formula("log-normal(median = 10 d, spread = 2)")

    def steps(self, role: str, level: str) -> list[Table]:
        """One step for each stage; it cuts its part of what is left above the floor."""
        above = f"max(0, {level} - ({self.down_to}))"
        term = f"({self.share}) * time_to('{self.by}') / {self.stages}"
        return [
            step(
                role,
                f"drawdown {stage} of {self.stages}",
                on=plain(self.on),
                if_=f"{level} > ({self.down_to})",
                after=f"{stage} * {term} + {self.slip}",
                emits="drawdown_completed",
                subject="force_level",
                quantity=f"({self.down_to}) + {above} * {left} / {left + 1}",
                unit="persons",
            )
            for stage in range(1, self.stages + 1)
            for left in [self.stages - stage]
        ]


@attrs.frozen
class Handover:
    """Sites given to the host: `on` what, each after its own draw of `after` and with its `chance`.

    `after` (a duration) may count from a deadline: "lead * time_to('exit') + log-normal(...)".
    Without `sites`, every site of the scenario.
    """

    on: Patterns
    after: Formula
    chance: Changing = Changing("1")
    sites: list[str] | None = None

    def step(self, role: str, number: int) -> Table:
        """One step for each site, with its heads as the quantity."""
        word = "site" if self.sites is None else "entry"
        return step(
            role,
            f"handover {number}",
            for_each="sites" if self.sites is None else self.sites,
            on=plain(self.on),
            if_=f"heads('{word}') > 0",
            after=self.after,
            outcomes=[outcome(self.chance, "base_handed_over")],
            subject=word,
            quantity=f"heads('{word}')",
            unit="persons",
        )
