"""N0, nothing happens, and N6, what was announced happens on the announced day.

Forecasters of one run each: they name dates, not chances.
"""

from collections.abc import Sequence

import numpy as np

from sim.scenario.model import Announced
from sim.score.timelines.dates import Dates, of_sequences
from sim.score.timelines.targets import Target


def nothing(chosen: Sequence[Target], horizon: int) -> Dates:
    """N0: no target ever happens. From a date in the record on: persistence."""
    return Dates(tuple(np.zeros((1, 0), dtype=np.int64) for _ in chosen), horizon)


def announced(
    announcements: Sequence[Announced], chosen: Sequence[Target], horizon: int, by: int
) -> Dates | None:
    """N6: each target on the day last announced for it before a second; the others never.

    None where nothing was announced. Announcements made after the scenario's start know more than
    a forecast made there.
    """
    found: dict[int, Announced] = {}
    for entry in announcements:
        if entry.announced >= by:
            continue
        place = next((i for i, one in enumerate(chosen) if one.pattern == entry.pattern), None)
        if place is not None and (place not in found or found[place].announced <= entry.announced):
            found[place] = entry
    if not found:
        return None
    run = [(place, entry.time) for place, entry in found.items()]
    return of_sequences([run], len(chosen), horizon)
