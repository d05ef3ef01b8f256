"""Brier and log scores of "has it happened by then?", on dates that nobody chose after the fact.

Each target that is scored by date is asked at the end of each calendar month up to the horizon. A
month's end that lies inside the window of the first row is not asked: the record cannot answer.
"""

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.score.measures.scored import Numbers, Scored, mean_of
from sim.score.timelines.dates import Dates
from sim.score.timelines.grain import month_ends
from sim.score.timelines.observed import Observed


@attrs.frozen(eq=False)
class Questions:
    """Pairs of a target and a second, and whether it had happened by then: Q of each."""

    targets: np.ndarray
    seconds: np.ndarray
    answers: np.ndarray

    def yes(self, number: int, forecast: Dates) -> NDArray[np.bool_]:
        """Whether each run says yes to a question: M."""
        answers: NDArray[np.bool_] = forecast.first(self.targets[number]) < self.seconds[number]
        return answers

    def chances(self, forecast: Dates) -> Numbers:
        """The share of runs that say yes to each question: Q."""
        return np.array([self.yes(n, forecast).mean() for n in range(len(self.targets))])


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
    chance = asked.chances(forecast)
    error = chance - asked.answers
    parts = error * error
    if forecast.runs > 1:
        parts = parts - chance * (1 - chance) / (forecast.runs - 1)
    return _mean(parts, 2 * error, chance, asked, forecast)


def occurrence_log(forecast: Dates, record: Observed) -> Scored:
    """The mean of minus the natural logarithm of the chance given to what was the case.

    Chances are kept at 1 / (M + 1) from 0 and 1: no ensemble can tell a rarer event from never.
    """
    asked = questions(record)
    found = asked.chances(forecast)
    least = 1 / (forecast.runs + 1)
    chance = np.clip(found, least, 1 - least)
    right = asked.answers == 1
    parts = -np.log(np.where(right, chance, 1 - chance))
    slope = np.where(right, -1 / chance, 1 / (1 - chance))
    return _mean(parts, slope, found, asked, forecast)


def _mean(
    parts: Numbers, slope: Numbers, chance: Numbers, asked: Questions, forecast: Dates
) -> Scored:
    """The mean over questions of parts, each with its slope in the chance that the runs give.

    What a run adds is its distance from that chance by the slope: taken question by question, so
    that many runs need no table of runs by questions.
    """
    runs = np.zeros(forecast.runs)
    for number in range(len(parts)):
        runs += parts[number] + slope[number] * (asked.yes(number, forecast) - chance[number])
    members = asked.targets.reshape(-1, 1)
    return mean_of(parts, np.ones(len(parts)), members, runs / (len(parts) or 1))
