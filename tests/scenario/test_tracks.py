"""Records of other negotiations: where they are found, and what is refused."""

import csv
import io
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.events.vocabulary import shipped
from sim.scenario.tracks import neighbours, read_tracks
from tests.scenario.example import RECORD, scenario_folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A scenario with two tracks beside it, and folders that have none."""
    for name in ("own", "later", "early"):
        scenario_folder(tmp_path / name)
    for name in ("later", "early"):  # evidence: somebody says where it can be read
        file = tmp_path / name / "timeline.csv"
        file.write_text(sourced_text(file.read_text(encoding="utf-8")), encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder" / "timeline.csv").mkdir(parents=True)
    (tmp_path / "device").mkdir()
    (tmp_path / "device" / "timeline.csv").symlink_to("/dev/zero")
    return tmp_path / "own"


def sourced_text(text: str) -> str:
    """A timeline whose rows have a source's address."""
    rows = list(csv.DictReader(io.StringIO(text)))
    written = io.StringIO()
    table = csv.DictWriter(written, rows[0].keys(), lineterminator="\n")
    table.writeheader()
    table.writerows(row | {"source_url": "https://example.org/a"} for row in rows)
    return written.getvalue()


def names(scenario: Path) -> list[str]:
    """The tracks beside a scenario, by name."""
    return [name for name, _ in neighbours(scenario, shipped())]


def test_tracks_are_the_timelines_in_the_folders_beside(own: Path) -> None:
    """By name, the scenario's own left out; what is no file is passed over."""
    assert names(own) == names(own / "scenario.toml") == ["early", "later"]


def test_a_timeline_without_addresses_is_no_evidence(own: Path) -> None:
    """An example beside a scenario does not move its baselines; who names it gets it."""
    scenario_folder(own.parent / "invented")

    assert names(own) == ["early", "later"]
    assert len(read_tracks([own.parent / "invented"], shipped())) == 1


def test_a_variant_has_the_neighbours_of_its_scenario(own: Path) -> None:
    """Its folder is the one that holds the `scenario.toml`."""
    (own / "variants").mkdir()
    variant = own / "variants" / "calm.toml"
    variant.write_text('extends = "../scenario.toml"\n', encoding="utf-8")

    assert names(variant) == names(own)


def test_a_track_is_named_by_its_folder(own: Path) -> None:
    """Whether the folder is named or the file."""
    early = own.parent / "early"

    (folder, record), (file, again) = read_tracks([early, early / "timeline.csv"], shipped())

    assert (folder, file) == ("early", "early")
    assert [row.kind for row in record.events] == [row.kind for row in again.events]
    assert len(record.events) == RECORD.count("\n") - 1


def test_another_track_may_have_kinds_of_its_own(own: Path) -> None:
    """They count for nothing here, and are no mistake; a row without a kind is one."""
    file = own.parent / "early" / "timeline.csv"
    file.write_text(RECORD.replace(",attack,", ",clearance_withheld,"), encoding="utf-8")
    ((_, record),) = read_tracks([file], shipped())

    assert "clearance_withheld" in [row.kind for row in record.events]

    file.write_text(RECORD.replace(",attack,", ",,"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_tracks([file], shipped())
    assert caught.value.problems[0].line == 4


def test_every_problem_of_every_track_is_told(own: Path) -> None:
    """Each with its own file and line."""
    files = [own.parent / name / "timeline.csv" for name in ("early", "later")]
    for file in files:
        file.write_text(RECORD.replace("2001-05-02", "2001-05-32"), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_tracks(files, shipped())

    assert [(one.file, one.line) for one in caught.value.problems] == [(str(f), 4) for f in files]


def test_a_track_that_is_not_there(tmp_path: Path) -> None:
    """Neither file nor folder."""
    with pytest.raises(InputError, match="no such file"):
        read_tracks([tmp_path / "nowhere"], shipped())
