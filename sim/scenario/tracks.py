"""Records of other negotiations, for baselines: the timelines in the folders beside a scenario's.

Only their kinds and dates are read. A scenario file never says which: whoever scores it does.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs

from sim.errors import InputError
from sim.events import Vocabulary
from sim.log.record import Record, read_record
from sim.scenario.load import LARGE_RECORD, LARGEST_RECORD
from sim.scenario.source import decoded, read_bytes, scenario_folder, shown_name

FILE = "timeline.csv"

NO_START = date(2000, 1, 1)
"""Seconds of another track are counted from its own first row: this date falls out again."""


@attrs.frozen
class AnyKind(Vocabulary):
    """A vocabulary that knows every kind: another track may have kinds of its own."""

    def __contains__(self, name: object) -> bool:
        return bool(name)


def neighbours(scenario: Path, vocabulary: Vocabulary) -> list[tuple[str, Record]]:
    """The timelines in the folders beside the one that a scenario lies in, by name.

    One in which no row has a source's address is an example, and no evidence of other talks.
    """
    own = scenario_folder(scenario / "scenario.toml" if scenario.is_dir() else scenario)
    there = own.parent.glob(f"*/{FILE}")
    paths = sorted(path for path in there if path.parent != own and path.is_file())
    return [(name, each) for name, each in read_tracks(paths, vocabulary) if sourced(each)]


def sourced(record: Record) -> bool:
    """Whether a record is evidence: some row of it says where anyone can read it."""
    return any(row.source_url for row in record.events)


def read_tracks(paths: Sequence[Path], vocabulary: Vocabulary) -> list[tuple[str, Record]]:
    """Read timelines by file or folder; raise InputError with all their problems.

    Kinds that the vocabulary does not have are none of these.
    """
    found, problems = [], []
    known = AnyKind(vocabulary.kinds)
    for path in paths:
        file = path / FILE if path.is_dir() else path
        shown = shown_name(file)
        text = decoded(read_bytes(file, shown, LARGEST_RECORD, LARGE_RECORD), shown)
        record, complaints = read_record(text, shown, NO_START, known)
        problems += complaints
        found.append((file.resolve().parent.name or file.stem, record))
    if problems:
        raise InputError(problems)
    return found
