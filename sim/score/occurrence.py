"""Brier and log scores of "has it happened by then?", on dates that nobody chose after the fact.

Each target that is scored by date is asked at the end of each calendar month up to the horizon. A
month's end that lies inside the window of the first row is not asked: the record cannot answer.
"""

import attrs
import numpy as np

from sim.score.dates import Dates
from sim.score.grain import month_ends
from sim.score.observed import Observed
from sim.score.scored import Numbers, Scored, mean_of


@attrs.frozen(eq=False)
class Questions:
    """Pairs of a target and a second, and whether it had happened by then: Q of each."""

    targets: np.ndarray
    seconds: np.ndarray
    answers: np.ndarray

    def chances(self, forecast: Dates) -> Numbers:
        """Whether each run says yes to each question: M x Q, 0 or 1."""
        table = np.zeros((forecast.runs, len(self.targets)))
        for column, (target, second) in enumerate(zip(self.targets, self.seconds, strict=True)):
            table[:, column] = forecast.first(target) < second
        return table


def questions(record: Observed) -> Questions:
    """What the record can be asked."""
    ends = month_ends(record.start, record.horizon)
    found = [
        (place, end, any(row.until <= end for row in rows))
        for place in record.settled
        for rows in (record.rows[place],)
        for end in ends
        if any(row.until <= end for row in rows) or all(end <= row.time for row in rows)
    ]
    table = np.array(found, dtype=np.int64).reshape(-1, 3)
    return Questions(table[:, 0], table[:, 1], table[:, 2])


def occurrence_brier(forecast: Dates, record: Observed) -> Scored:
    """The mean squared error of the chances, 0 to 1; fair to the number of runs."""
    asked = questions(record)
    yes = asked.chances(forecast)
    chance = yes.mean(axis=0)
    error = chance - asked.answers
    parts = error * error
    if forecast.runs > 1:
        parts = parts - chance * (1 - chance) / (forecast.runs - 1)
    return _mean(parts, asked, parts + 2 * error * (yes - chance))


def occurrence_log(forecast: Dates, record: Observed) -> Scored:
    """The mean of minus the natural logarithm of the chance given to what was the case.

    Chances are kept at 1 / (M + 1) from 0 and 1: no ensemble can tell a rarer event from never.
    """
    asked = questions(record)
    yes = asked.chances(forecast)
    least = 1 / (forecast.runs + 1)
    chance = np.clip(yes.mean(axis=0), least, 1 - least)
    right = asked.answers == 1
    parts = -np.log(np.where(right, chance, 1 - chance))
    slope = np.where(right, -1 / chance, 1 / (1 - chance))
    return _mean(parts, asked, parts + slope * (yes - yes.mean(axis=0)))


def _mean(parts: Numbers, asked: Questions, influence: Numbers) -> Scored:
    """The mean over questions, from parts (Q) and the runs' influence on each (M x Q)."""
    return mean_of(parts, np.ones(len(parts)), asked.targets.reshape(-1, 1), influence.T)
