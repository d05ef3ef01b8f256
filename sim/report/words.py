"""How things read: quantities with their units, the window of a documented row, names of events.

Pure, and plain text throughout: what a name may do to a terminal is the terminal's business.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sim.events import Event, Pattern
from sim.events.dates import DAY, day_at
from sim.log import DocumentedEvent
from sim.scenario.model import Predicted, Scenario

WHOLE = 100
"""From here on a number is shown without decimals."""

EXACT = 1e15
"""From here on a number is shown by its leading digits only."""

FEW = 3
"""So many events are listed by number; of more, the first and the last."""

PLURALS = (("ies", "y"), ("sses", "ss"), ("ss", "ss"), ("s", ""))
"""How words for many end, and those for one."""

SHORTEST = 4
"""Letters of the shortest word for many: `days`, and not `us`."""


DEADLINE = "deadline: "
"""How the step of an event begins that a deadline recorded."""


def number(value: float) -> str:
    """A number with as many digits as a reader needs: 2,400 or 3.4 or 0.05."""
    if abs(value) >= EXACT:
        return f"{value:.3g}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:.3g}" if abs(value) < WHOLE else f"{value:,.0f}"


def amount(values: Sequence[float], unit: str) -> str:
    """Quantities of one unit: `365 days`, `1 vote for`, `0 persons each`, `3 to 5 drones`."""
    if not values:
        return ""
    low, high = number(min(values)), number(max(values))
    figures = low if low == high else f"{low} to {high}"
    named = plain(unit)
    if figures == "1":
        named = _of_one(named)
    each = "each" if len(values) > 1 and low == high else ""
    return " ".join(filter(None, [figures, named, each]))


def _of_one(unit: str) -> str:
    """A unit of one: its first word is what is counted."""
    word, space, rest = unit.partition(" ")
    found = next((pair for pair in PLURALS if word.endswith(pair[0])), None)
    if found is None or len(word) < SHORTEST:
        return unit
    return word.removesuffix(found[0]) + found[1] + space + rest


def plain(name: str) -> str:
    """A name from a scenario as words."""
    return name.replace("_", " ")


def numbered(causes: Sequence[int | None]) -> str:
    """Events by number, each once: `#3`, `#3, #8`, or the first and last of many: `#3..61`."""
    found = sorted({cause for cause in causes if cause is not None})
    if len(found) > FEW:
        return f"#{found[0]}..{found[-1]}"
    return ", ".join(f"#{cause}" for cause in found)


def window(row: DocumentedEvent, start: date) -> str:
    """When a row happened, as closely as it is known: `2024-03`, `2024-03-01`, `2023-08-07/08`."""
    first, last = str(day_at(start, row.time)), str(day_at(start, row.until - 1))
    return first[:7] if row.precision == "month" else spanned(first, last)


def spanned(first: str, last: str) -> str:
    """Two days as one text, without saying year and month twice: `2023-08-07/08`."""
    if first == last:
        return first
    same = 8 if first[:7] == last[:7] else 5 if first[:4] == last[:4] else 0
    return f"{first}/{last[same:]}"


def apart(event: Event, row: DocumentedEvent) -> int:
    """Days from a row's window to an event: 0 inside it, negative before it."""
    day = event.time // DAY
    first, last = row.time // DAY, (row.until - 1) // DAY
    return day - last if day > last else day - first if day < first else 0


def named(event: Event, milestones: Mapping[str, Pattern]) -> tuple[str, str]:
    """What an event is, and about what: the milestone that says most, else kind and subject."""
    found = [item for item in milestones.items() if item[1].matches(event)]
    if event.step.startswith(DEADLINE):
        return plain(event.kind), plain(event.step.removeprefix(DEADLINE))
    if not found:
        return plain(event.kind), plain(event.subject)
    name, _ = max(found, key=lambda item: item[1].says)
    return plain(name), ""


def titled(entry: Predicted, scenario: Scenario) -> str:
    """What an entry of the score is called: its milestone, else its pattern in words."""
    if entry.name in scenario.milestones:
        return plain(entry.name)
    pattern = entry.pattern
    about = f": {plain(pattern.subject)}" if pattern.subject else ""
    whose = f", by {plain(pattern.actor)}" if pattern.actor else ""
    return plain(pattern.kind) + about + whose
