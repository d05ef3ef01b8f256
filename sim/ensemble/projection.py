"""Many runs as columns: what scores read, and what an ensemble keeps of its runs.

    logs of runs -> projected() -> Projection -> parquet -> a folder of files -> joined()

A row is an event, in the order of its log; runs stand in the order of their seeds. Causes and
identities are left out: the seed makes the whole log again, and its digest says that it is the
same.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.events import Pattern
from sim.log.log import Log
from sim.log.run_file import digest_of

Column = NDArray[Any]


def _fixed(values: Column) -> Column:
    """A column that nobody can change by accident."""
    view = values.view()
    view.flags.writeable = False
    return view


@attrs.frozen
class RunMark:
    """What is known of a run without its events: its seed, how many there are, their digest.

    A run in which nothing happened has a mark too. `digest` is that of `digest_of(log)`, which
    `sim run --json` prints.
    """

    seed: int
    events: int
    digest: str


@attrs.frozen(eq=False)
class Words:
    """A column of texts: for each row the place of its text in `words`, which holds each once.

    Words stand in the order in which rows first use them.
    """

    codes: Column = attrs.field(converter=_fixed)
    """int32, one a row."""
    words: tuple[str, ...]

    def texts(self) -> list[str]:
        """The text of each row."""
        return [self.words[code] for code in self.codes.tolist()]

    def are(self, text: str) -> NDArray[np.bool_]:
        """Which rows have this text."""
        code = self.words.index(text) if text in self.words else -1
        found: NDArray[np.bool_] = self.codes == code
        return found


@attrs.frozen(eq=False)
class Projection:
    """The events of many runs as columns of one length; `runs` marks every run, in order."""

    runs: tuple[RunMark, ...]
    run: Column = attrs.field(converter=_fixed)
    """int32: the place of the event's run in `runs`."""
    seq: Column = attrs.field(converter=_fixed)
    """int32: its number in the log, from 0."""
    second: Column = attrs.field(converter=_fixed)
    """int64: seconds since the scenario's start; negative for what happened before."""
    ordinal: Column = attrs.field(converter=_fixed)
    """int32: the how-manieth event of its kind in its run, from 1."""
    quantity: Column = attrs.field(converter=_fixed)
    """float64; nan where the event has none."""
    kind: Words
    actor: Words
    subject: Words
    unit: Words
    step: Words

    @property
    def digest(self) -> str:
        """SHA-256 of every run's seed and digest: it tells nothing of who made them, or how."""
        return digest_of_runs(self.runs)

    def matching(self, pattern: Pattern) -> NDArray[np.bool_]:
        """Which rows are of events that a pattern means."""
        found = self.kind.are(pattern.kind)
        for column, word in ((self.actor, pattern.actor), (self.subject, pattern.subject)):
            if word is not None:
                found &= column.are(word)
        return found


NUMBERS = {"run": "i4", "seq": "i4", "second": "i8", "ordinal": "i4", "quantity": "f8"}
"""The columns of numbers, with their types."""

CODES = "i4"
"""The type of the places of words."""

TEXTS = ("kind", "actor", "subject", "unit", "step")
"""The columns of texts."""


def digest_of_runs(runs: Iterable[RunMark]) -> str:
    """SHA-256 of the lines `seed digest` of some runs, in their order."""
    digest = hashlib.sha256()
    for mark in runs:
        digest.update(f"{mark.seed} {mark.digest}\n".encode())
    return digest.hexdigest()


def projected(logs: Iterable[Log]) -> Projection:
    """The columns of some runs, in the order in which they come."""
    runs: list[RunMark] = []
    parts: dict[str, list[Column]] = {name: [] for name in (*NUMBERS, *TEXTS)}
    places: dict[str, dict[str, int]] = {name: {} for name in TEXTS}
    for place, log in enumerate(logs):
        events = log.events
        runs.append(RunMark(log.origin.seed, len(events), digest_of(log)))
        kinds = [event.kind for event in events]
        numbers: dict[str, Sequence[float | None]] = {
            "run": [place] * len(events),
            "seq": [event.seq for event in events],
            "second": [event.time for event in events],
            "ordinal": ordinals(kinds),
            "quantity": [event.quantity for event in events],
        }
        texts = {
            "kind": kinds,
            "actor": [event.actor for event in events],
            "subject": [event.subject for event in events],
            "unit": [event.unit for event in events],
            "step": [event.step for event in events],
        }
        for name, values in numbers.items():
            parts[name].append(np.array(values, NUMBERS[name]))
        for name, words in texts.items():
            known = places[name]
            codes = [known.setdefault(word, len(known)) for word in words]
            parts[name].append(np.array(codes, CODES))
    return _projection(runs, parts, places)


def joined(parts: Iterable[Projection]) -> Projection:
    """The runs of several projections, one after the other, as if projected together."""
    runs: list[RunMark] = []
    columns: dict[str, list[Column]] = {name: [] for name in (*NUMBERS, *TEXTS)}
    places: dict[str, dict[str, int]] = {name: {} for name in TEXTS}
    for part in parts:
        for name in NUMBERS:
            columns[name].append(getattr(part, name) + (len(runs) if name == "run" else 0))
        for name, known in places.items():
            words: Words = getattr(part, name)
            codes = [known.setdefault(word, len(known)) for word in words.words]
            columns[name].append(np.array(codes, CODES)[words.codes])
        runs += part.runs
    return _projection(runs, columns, places)


def _projection(
    runs: Iterable[RunMark],
    parts: Mapping[str, Sequence[Column]],
    places: Mapping[str, Iterable[str]],
) -> Projection:
    """Put the parts of each column end to end; the places of words are those of their texts."""
    numbers: dict[str, Any] = {
        name: _end_to_end(parts[name], dtype) for name, dtype in NUMBERS.items()
    }
    texts: dict[str, Any] = {
        name: Words(_end_to_end(parts[name], CODES), tuple(words)) for name, words in places.items()
    }
    return Projection(tuple(runs), **numbers, **texts)


def _end_to_end(parts: Sequence[Column], dtype: str) -> Column:
    return np.concatenate(parts, dtype=dtype) if parts else np.empty(0, dtype)


def ordinals(kinds: Iterable[str]) -> list[int]:
    """For each kind, the how-manieth of its sort it is, from 1."""
    counts: dict[str, int] = {}
    found = []
    for kind in kinds:
        counts[kind] = count = counts.get(kind, 0) + 1
        found.append(count)
    return found
