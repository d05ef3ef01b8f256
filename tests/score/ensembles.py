"""One ensemble against many records by the day, fast: what only the ensemble decides is kept.

Every score here is a mean over runs of how far they are from the record, less a spread that the
record does not enter, and so two records differ by the first alone. `test_propriety` holds these
values to those of `sim.score`.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from sim.events.dates import DAY
from sim.score.measures.flow import energy, follows
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed
from tests.score.made import SCORES, forecast, record, row
from tests.score.negotiation import HORIZON, KINDS, TARGETS, Run

NAMES = ("icc", "precedence", "flow", "lags")
ORDINALS = 60
PAIRS = np.array(list(combinations(range(len(KINDS)), 2)))


def dates(runs: Sequence[Run]) -> Dates:
    """Runs of the negotiation as dates."""
    return forecast(runs, HORIZON, len(KINDS))


def documented(run: Run) -> Observed:
    """A run as if it had been documented, by the day."""
    return record([row(KINDS[kind], int(day)) for kind, day in run], HORIZON, TARGETS)


class Features:
    """What the four scores look at in each run: days, who was first, lags and steps."""

    def __init__(self, of: Dates) -> None:
        days = [of.padded(place, ORDINALS) // DAY for place in range(len(KINDS))]
        assert all(table.shape[1] == ORDINALS for table in days)
        self.days = np.concatenate(days, axis=1)
        firsts = np.stack([table[:, 0] for table in days], axis=1)
        apart = firsts[:, PAIRS[:, 0]] - firsts[:, PAIRS[:, 1]]
        self.first = np.sign(apart)
        self.lags = np.abs(apart) ** 0.5
        self.steps = follows(of, documented([]))


class Ensemble:
    """An ensemble, ready to be scored against one record after another."""

    def __init__(self, of: Dates) -> None:
        self.mine = Features(of)
        self.chances = [(self.mine.first == case).mean(axis=0) for case in (-1, 0, 1)]
        self.mean_lags = self.mine.lags.mean(axis=0)
        nothing = documented([])
        self.spread = dict.fromkeys(NAMES, 0.0)
        plain = self.scores(Features(nothing.dates()))
        for name in NAMES:
            value = self._flow() if name == "flow" else SCORES[name](of, nothing).value
            self.spread[name] = plain[name] - value

    def _flow(self) -> float:
        """The energy score where nothing happens, from steps that are counted already."""
        return energy(self.mine.steps, follows(documented([]).dates(), documented([]))[0]).value

    def scores(self, theirs: Features) -> dict[str, float]:
        """Each score against a record."""
        error = np.array([
            chance - (theirs.first[0] == case)
            for case, chance in zip((-1, 0, 1), self.chances, strict=True)
        ])  # fmt: skip
        plain = {
            "icc": np.abs(self.mine.days - theirs.days).mean(axis=0).sum() / len(KINDS),
            "precedence": (error * error).sum(axis=0).mean() / 2,
            "flow": np.sqrt(((self.mine.steps - theirs.steps) ** 2).sum(axis=1)).mean(),
            "lags": ((self.mean_lags - theirs.lags[0]) ** 2).mean(),
        }
        return {name: float(value) - self.spread[name] for name, value in plain.items()}
