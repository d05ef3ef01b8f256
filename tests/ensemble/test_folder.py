"""An ensemble on disk: started, gone on with, refused where it is another; nothing half-written."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from pyarrow import parquet

from sim import load
from sim.ensemble import (
    Folder,
    Plan,
    fill,
    is_ensemble,
    open_folder,
    plan,
    projected,
    read_folder,
    replicate,
    workers,
)
from sim.ensemble.parquet import Group, encode
from sim.errors import InputError
from sim.scenario import Scenario
from tests.cli.front import SMALL
from tests.ensemble.many import RUNS, files, logs, seen, small

HERE = workers(jobs=1)


def opened(path: Path, runs: int = RUNS, seed: int = 0, resume: bool = True) -> Folder:
    """The folder of an ensemble of the small scenario."""
    return open_folder(path, plan(small(), runs, seed), Path(SMALL), resume=resume)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A whole ensemble."""
    folder = opened(tmp_path / "whole", resume=False)
    fill(folder, small(), HERE)
    return folder.path


def refusal(act: Callable[[], object]) -> str:
    """What something is refused for."""
    with pytest.raises(InputError) as caught:
        act()
    return str(caught.value)


def test_a_folder_holds_a_manifest_and_groups(whole: Path) -> None:
    """And nothing else; read one after the other, the groups are the runs."""
    here = sorted(file.name for file in whole.iterdir())
    assert here == ["_manifest.json", *(f"group-{number:05}.parquet" for number in range(16))]

    held = replicate(small(), RUNS, folder=whole, resume=True)

    assert seen(held) == seen(projected(logs()))


def test_other_tools_read_the_folder_as_it_is(whole: Path) -> None:
    """What reads a folder of Parquet files passes over the manifest, for its name begins so."""
    table = parquet.read_table(whole)

    assert len(table) == sum(len(log.events) for log in logs())
    assert set(table["run"].to_pylist()) == set(range(RUNS))


def test_the_manifest_says_what_it_is_made_from(whole: Path) -> None:
    """Enough to make it again, and at the end how many runs are complete and their digest."""
    told = json.loads((whole / "_manifest.json").read_text(encoding="ascii"))

    assert told["drawdown"] == "ensemble"
    assert told["scenario"]["digest"] == small().digest
    assert (whole / told["scenario"]["file"]).samefile(SMALL)
    assert (told["seed"], told["runs"], told["group"], told["completed"]) == (0, RUNS, 2, RUNS)
    assert told["digest"] == projected(logs()).digest
    assert read_folder(whole).plan == plan(small(), RUNS, 0)


def test_the_manifest_comes_first(tmp_path: Path) -> None:
    """Before any group, and without a digest until all are there."""
    folder = opened(tmp_path / "new")

    assert [file.name for file in folder.path.iterdir()] == ["_manifest.json"]
    assert read_folder(folder.path).manifest.digest is None


def test_a_whole_ensemble_can_be_read(whole: Path) -> None:
    """Its columns are those of its runs, in the order of seeds; a part of one is refused."""
    assert is_ensemble(whole)
    assert not is_ensemble(whole.parent)
    assert seen(read_folder(whole).projection()) == seen(projected(logs()))

    (whole / "group-00003.parquet").unlink()

    told = refusal(read_folder(whole).projection)
    assert told == (
        f"{whole}: only 15 of 16 groups of runs are here;"
        " make the others with 'sim ensemble' and --resume"
    )
    assert "cannot be read: no such file" in refusal(lambda: read_folder(whole.parent))


def test_going_on_makes_what_is_missing_only(whole: Path) -> None:
    """Groups that are there are left as they are, and the result is that of no interruption."""
    before = files(whole)
    for number in (3, 15):
        (whole / f"group-{number:05}.parquet").unlink()
    times = {file.name: file.stat().st_mtime_ns for file in whole.glob("*.parquet")}

    folder = opened(whole)
    made: list[int] = []
    digest = fill(folder, small(), HERE, made.append)

    assert made == [2, 2]
    assert digest == projected(logs()).digest
    assert files(whole) == before
    assert times.items() <= {f.name: f.stat().st_mtime_ns for f in whole.iterdir()}.items()


def test_a_finished_ensemble_is_left_as_it_is(whole: Path) -> None:
    """Nothing is missing, and nothing is written."""
    before = files(whole)

    folder = opened(whole)

    assert (folder.missing, folder.completed) == ([], RUNS)
    assert fill(folder, small(), HERE) == projected(logs()).digest
    assert files(whole) == before


def test_what_a_killed_command_left_is_cleared_away(whole: Path) -> None:
    """A file that was not renamed yet is no group, and goes."""
    (whole / ".0123456789abcdef.tmp").write_bytes(b"half a group")

    opened(whole)

    assert len(files(whole)) == 17


def test_resuming_nothing_starts(tmp_path: Path) -> None:
    """A command that was killed before its first file may be repeated with --resume."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".0123456789abcdef.tmp").write_bytes(b"half a manifest")

    assert opened(tmp_path / "empty").completed == 0
    assert opened(tmp_path / "new").completed == 0


def test_more_runs_may_be_added(tmp_path: Path) -> None:
    """Where groups stay the same; what is there is kept, and the end is that of all at once."""
    fill(opened(tmp_path / "grown", 32), small(), HERE)
    first = files(tmp_path / "grown")["group-00000.parquet"]

    grown = opened(tmp_path / "grown", 40)

    assert (grown.completed, len(grown.missing)) == (32, 4)
    assert fill(grown, small(), HERE) == projected(logs(40)).digest
    fill(opened(tmp_path / "at-once", 40), small(), HERE)
    assert files(tmp_path / "grown") == files(tmp_path / "at-once")
    assert files(tmp_path / "grown")["group-00000.parquet"] == first


# What is refused


def changed(**changes: str) -> Scenario:
    """The small scenario with other parameters."""
    return load(SMALL, changes)


@pytest.mark.parametrize(
    ("wanted", "where", "words"),
    [
        (
            lambda: plan(changed(signs="0.9"), RUNS, 0),
            "changes",
            "made with nothing changed, and this is with signs=0.9",
        ),
        (
            lambda: plan(attrs.evolve(small(), digest="ab" * 32), RUNS, 0),
            "scenario.digest",
            "and this is with small as it is, abababababab",
        ),
        (
            lambda: plan(small(), RUNS, 5),
            "seed",
            "made with seeds from 0, and this is with seeds from 5",
        ),
        (
            lambda: plan(small(), 16, 0),
            "runs",
            "made with 32 runs in groups of 2, and this is with 16 in groups of 1, which would",
        ),
        (lambda: plan(small(), 48, 0), "runs", "48 in groups of 3"),
    ],
    ids=["changes", "scenario", "seed", "fewer", "regrouped"],
)
def test_another_ensemble_is_refused(
    wanted: Callable[[], Plan], where: str, words: str, whole: Path
) -> None:
    """It says what differs and what to do, and leaves the folder as it is."""
    before = files(whole)

    told = refusal(lambda: open_folder(whole, wanted(), None, resume=True))

    assert told.startswith(f"{whole / '_manifest.json'}:1: {where}: ")
    assert words in told
    assert told.endswith("resume with what it was made from, or name another folder")
    assert files(whole) == before


def test_another_version_is_refused(whole: Path) -> None:
    """Another version of the program may make other runs."""
    wanted = plan(small(), RUNS, 0)
    wanted = attrs.evolve(wanted, origin=attrs.evolve(wanted.origin, code="9.9"))

    told = refusal(lambda: open_folder(whole, wanted, None, resume=True))

    assert "code: made with version 0.1.0, and this is with version 9.9; resume with" in told


def test_everything_that_differs_is_said_at_once(whole: Path) -> None:
    """One line each."""
    told = refusal(lambda: open_folder(whole, plan(changed(signs="1"), 8, 9), None, resume=True))

    assert [line.split(": ")[1] for line in told.splitlines()] == ["changes", "seed", "runs"]


@pytest.mark.parametrize("resume", [False, True])
def test_a_folder_of_something_else_is_left_alone(resume: bool, tmp_path: Path) -> None:
    """Somebody's files are neither mixed with runs nor taken for an ensemble."""
    (tmp_path / "letter.txt").write_text("dear", encoding="ascii")

    told = refusal(lambda: opened(tmp_path, resume=resume))

    assert told.startswith(f"{tmp_path}: ")
    assert ("has no _manifest.json" if resume else "is not empty; name another folder") in told
    assert files(tmp_path) == {"letter.txt": b"dear"}


def test_an_ensemble_is_not_written_over(whole: Path) -> None:
    """Without --resume a folder that has runs is refused, with the remedy."""
    told = refusal(lambda: opened(whole, resume=False))

    assert told == f"{whole}: is not empty; go on with it by --resume, or name another folder"


@pytest.mark.parametrize(
    ("spoil", "wrong"),
    [
        (lambda raw: raw[:-100], "cut off, damaged, or no Parquet file"),
        (lambda raw: b"", "cut off, damaged, or no Parquet file"),
        (lambda raw: raw[:900] + b"\xff" * 8 + raw[908:], "altered or damaged"),
    ],
)
def test_a_damaged_group_is_refused(spoil: Callable[[bytes], bytes], wrong: str, whole: Path):
    """With the file and how to mend it; it is not silently made again, for it may be evidence."""
    file = whole / "group-00004.parquet"
    file.write_bytes(spoil(file.read_bytes()))

    told = refusal(lambda: opened(whole))

    assert told.startswith(f"{file}:1: {wrong}")
    assert told.endswith("remove it, and make it again with --resume")
    file.unlink()
    assert fill(opened(whole), small(), HERE) == projected(logs()).digest


def test_a_group_in_the_place_of_another_is_refused(whole: Path) -> None:
    """No group is counted twice, whatever its file is called."""
    shutil.copy(whole / "group-00001.parquet", whole / "group-00002.parquet")

    assert "group-00002.parquet:1: holds runs of another ensemble" in refusal(lambda: opened(whole))


def test_a_group_too_many_is_refused(whole: Path) -> None:
    """Tools that read every file of the folder would count it."""
    shutil.copy(whole / "group-00001.parquet", whole / "group-00016.parquet")

    told = refusal(lambda: opened(whole))

    assert "group-00016.parquet:1: no part of this ensemble; move it out of the folder" in told


def test_a_digest_that_does_not_fit_is_refused(whole: Path) -> None:
    """A finished ensemble whose groups are not those that it was finished with says so."""
    file = whole / "_manifest.json"
    told = json.loads(file.read_text(encoding="ascii"))
    file.write_text(json.dumps(told | {"digest": "0" * 64}), encoding="ascii")

    wrong = f"{file}:1: digest: the runs here have the digest {projected(logs()).digest}"
    assert refusal(lambda: fill(opened(whole), small(), HERE)).startswith(wrong)
    assert refusal(read_folder(whole).projection).startswith(wrong)


def without(key: str) -> Callable[[dict[str, Any]], object]:
    """Take a key out of a manifest."""
    return lambda told: told.pop(key)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda told: told.update(drawdown="run"), "not the manifest of an ensemble"),
        (lambda told: told.update(format=2), "format: 2, and this version reads 1"),
        (lambda told: told.update(runs="32"), 'runs: "32", and a whole number is expected'),
        (lambda told: told.update(group=0), "runs: 32 runs in groups of 0"),
        (lambda told: told.update(runs=10**18), "runs: 1000000000000000000 runs in groups of 2"),
        (lambda told: told.update(completed=3), "completed: 3, and there are 32 runs"),
        (lambda told: told.update(more=1), "more: unknown key"),
        (lambda told: told["scenario"].update(file=1), "scenario.file: a text is expected"),
        (lambda told: told.update(scenario=1), "scenario: 1, and a table is expected"),
        (without("seed"), "seed: 'seed' is missing"),
        (without("runs"), "runs: 'runs' is missing"),
    ],
)
def test_a_manifest_that_is_none_is_refused(
    change: Callable[[dict[str, Any]], object], wrong: str, whole: Path
) -> None:
    """Every key is checked, and none is taken on trust."""
    file = whole / "_manifest.json"
    told = json.loads(file.read_text(encoding="ascii"))
    change(told)
    file.write_text(json.dumps(told), encoding="ascii")

    message = refusal(lambda: opened(whole))

    assert message.startswith(f"{file}:1: {wrong}")
    assert message.endswith("; name a folder that 'sim ensemble' wrote")


@pytest.mark.parametrize("raw", [b"", b"[1]", b"{", b"\xff", b"{" * 100_000, b"1" * 2_000_000])
def test_rubbish_in_place_of_a_manifest_is_refused(raw: bytes, whole: Path) -> None:
    """Whatever it is, it is one line, and no traceback."""
    (whole / "_manifest.json").write_bytes(raw)

    assert refusal(lambda: opened(whole)).count("\n") == 0


@pytest.mark.parametrize(
    ("change", "wrong"),
    [({"code": "9.9"}, "made by version 9.9, and the ensemble by 0.1.0"),
     ({"digest": "ab" * 32}, "holds runs of another ensemble"),
     ({"seed": 2}, "holds runs of another ensemble")],
)  # fmt: skip
def test_a_worker_that_makes_something_else_is_refused(
    change: dict[str, Any], wrong: str, tmp_path: Path
) -> None:
    """Another version on another machine, for one; nothing of it is written."""
    folder = opened(tmp_path / "new")
    first = logs()[:2]
    strange = Group(attrs.evolve(first[0].origin, **change), projected(first))

    told = refusal(lambda: folder.keep(0, encode(strange)))

    assert f"group-00000.parquet:1: {wrong}; bring every worker to this version" in told
    assert list(files(folder.path)) == ["_manifest.json"]


# What the disk does


def failing(number: int) -> Callable[..., None]:
    """A system call that fails."""

    def call(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return call


@pytest.mark.parametrize(("error", "words"), [(28, "No space left"), (13, "Permission denied")])
def test_what_cannot_be_written_is_said(
    error: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the first group: nothing is left, not even the folder. After it: whole groups."""
    folder = opened(tmp_path / "here")
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing(error))
        told = refusal(lambda: opened(tmp_path / "new"))
        later = refusal(lambda: fill(folder, small(), HERE))

    assert words in told
    assert not (tmp_path / "new").exists()
    assert later.startswith(f"{folder.path / 'group-00000.parquet'}:1: cannot be written: {words}")
    assert later.endswith("; mend that, and go on with --resume")
    assert list(files(folder.path)) == ["_manifest.json"]
    assert fill(opened(folder.path), small(), HERE) == projected(logs()).digest


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for a few groups."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=96k", "none", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("cannot mount a file system of its own here, which needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.usefixtures("capfd")
def test_a_disk_that_fills_up_keeps_whole_groups(small_disk: Path, tmp_path: Path) -> None:
    """What was written stays; with room again, --resume ends as if nothing had been."""
    folder = opened(small_disk / "runs")

    told = refusal(lambda: fill(folder, small(), HERE))

    assert "cannot be written: No space left on device; mend that, and go on with --resume" in told
    kept = files(small_disk / "runs")
    assert 2 < len(kept) < 17
    assert not any(name.endswith(".tmp") for name in kept)
    shutil.copytree(small_disk / "runs", tmp_path / "moved")
    resumed = opened(tmp_path / "moved")
    assert resumed.completed == 2 * (len(kept) - 1)
    assert fill(resumed, small(), HERE) == projected(logs()).digest


@pytest.mark.parametrize("place", ["file/runs", "none/runs", "file"])
def test_a_place_that_can_hold_no_folder_is_refused(place: str, tmp_path: Path) -> None:
    """Beneath a file, beneath nothing, or where a file stands."""
    (tmp_path / "file").write_bytes(b"x")

    told = refusal(lambda: opened(tmp_path / place))

    assert told.startswith(f"{tmp_path / place}:1: ")
    assert "cannot be" in told
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
