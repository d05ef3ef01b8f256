"""An ensemble on disk: a manifest, and one Parquet file for each group that is there whole.

    DIR/_manifest.json         what the runs are made from, how many there are, how they are grouped
    DIR/group-00000.parquet    the first runs, and so on

Every file is written under another name and renamed once all its bytes are on the disk. So a
killed command leaves whole groups only, and one that goes on makes those that are missing.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import attrs

from sim.ensemble.manifest import Manifest, decode, differences, encode
from sim.ensemble.parquet import LARGEST, Group
from sim.ensemble.parquet import decode as decode_group
from sim.ensemble.plan import Plan
from sim.ensemble.projection import Projection, RunMark, digest_of_runs, joined
from sim.errors import InputError, Problem
from sim.log import disk

MANIFEST = "_manifest.json"
"""With the underscore that tools take for "no data": pandas reads the folder as it is."""

LARGEST_MANIFEST = 1_000_000
NAME = re.compile(r"group-(\d{5,9})\.parquet")
"""What the file of a group is called."""

REMAKE = "remove it, and make it again with --resume"
REDO = "bring every worker to this version, and go on with --resume"


class Folder:
    """The ensemble in a folder, while groups are added to it; `open_folder` makes one."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self._marks: dict[int, tuple[RunMark, ...]] = {}

    @property
    def plan(self) -> Plan:
        """Which runs belong here."""
        return self.manifest.plan

    @property
    def completed(self) -> int:
        """How many runs are here, in whole groups."""
        return sum(map(len, self._marks.values()))

    @property
    def missing(self) -> list[tuple[int, range]]:
        """The number and the seeds of each group that is not here yet."""
        plan = self.plan
        return [(n, plan.seeds(n)) for n in range(plan.groups) if n not in self._marks]

    def keep(self, number: int, raw: bytes) -> int:
        """Write a group; how many runs it holds."""
        file = self.file(number)
        group = self._checked(number, decode_group(raw, str(file), REDO), REDO)
        _write(file, raw)
        self._marks[number] = group.projection.runs
        return len(group.projection.runs)

    def finish(self) -> str:
        """Say in the manifest that all groups are here; the ensemble's digest."""
        marks = (mark for number in sorted(self._marks) for mark in self._marks[number])
        digest = self._confirmed(digest_of_runs(marks))
        if self.manifest.digest is None:
            self.write_manifest(digest)
        return digest

    def write_manifest(self, digest: str | None = None) -> None:
        """Write the manifest, with the digest once it is known."""
        self.manifest = attrs.evolve(self.manifest, digest=digest)
        _write(self.path / MANIFEST, encode(self.manifest))

    def file(self, number: int) -> Path:
        """The file of a group."""
        return self.path / f"group-{number:05}.parquet"

    def groups(self) -> Iterator[tuple[int, Group]]:
        """The groups that are here, each read and checked."""
        for file in sorted(self.path.glob("*.parquet")):
            named = NAME.fullmatch(file.name)
            number = int(named[1]) if named else self.plan.groups
            if number >= self.plan.groups or file != self.file(number):
                raise _refused(file, "no part of this ensemble; move it out of the folder")
            raw = _read(file, LARGEST)
            yield number, self._checked(number, decode_group(raw, str(file), REMAKE), REMAKE)

    def projection(self) -> Projection:
        """The columns of all runs; raise InputError where some are missing, damaged or foreign."""
        parts = dict(self.groups())
        if len(parts) < self.plan.groups:
            here = f"only {len(parts):,} of {self.plan.groups:,} groups of runs are here"
            raise _refused(self.path, f"{here}; make the others with 'sim ensemble' and --resume")
        whole = joined(parts[number].projection for number in sorted(parts))
        self._confirmed(whole.digest)
        return whole

    def look(self) -> None:
        """Find what is here, and take away what a killed command left half-written."""
        for file in self.path.glob(disk.UNFINISHED):
            with suppress(OSError):
                file.unlink()
        self._marks = {number: group.projection.runs for number, group in self.groups()}

    def _confirmed(self, digest: str) -> str:
        """The digest of all runs, once it is sure that it is the one that the manifest has."""
        if self.manifest.digest not in {None, digest}:
            message = f"the runs here have the digest {digest}; make them again in another folder"
            raise _refused(self.path / MANIFEST, message, "digest")
        return digest

    def _checked(self, number: int, group: Group, remedy: str) -> Group:
        """The group, once it is sure that its runs are those of the plan."""
        seeds = [mark.seed for mark in group.projection.runs]
        old, new = group.origin, self.plan.origin_of(number)
        if old.code != new.code:
            what = f"made by version {old.code}, and the ensemble by {new.code}"
            raise _refused(self.file(number), f"{what}; {remedy}")
        if old != new or seeds != list(self.plan.seeds(number)):
            raise _refused(self.file(number), f"holds runs of another ensemble; {remedy}")
        return group


def open_folder(path: Path, plan: Plan, scenario: Path | None, *, resume: bool) -> Folder:
    """Start an ensemble in a folder that is new or empty, or go on with the one that is there.

    Raises InputError, having written nothing, where something else is there, where the ensemble
    there is another, or where nothing can be written.
    """
    there = _names(path)
    if there and not resume:
        remedy = "go on with it by --resume, or " if MANIFEST in there else ""
        raise _refused(path, f"is not empty; {remedy}name another folder")
    if MANIFEST in there:
        return _resumed(path, plan)
    if there:
        raise _refused(path, f"has no {MANIFEST}, so there is nothing to resume; name another")
    return _started(path, plan, scenario)


def is_ensemble(path: Path) -> bool:
    """Whether a folder holds an ensemble, or part of one."""
    try:
        return (path / MANIFEST).is_file()
    except OSError:  # too long a name, or a folder that may not be searched
        return False


def read_folder(path: Path) -> Folder:
    """The ensemble in a folder, as it says of itself; raise InputError where there is none."""
    file = path / MANIFEST
    return Folder(path, decode(_read(file, LARGEST_MANIFEST), str(file)))


def _started(path: Path, plan: Plan, scenario: Path | None) -> Folder:
    told = None if scenario is None else os.path.relpath(scenario.resolve(), path.resolve())
    folder = Folder(path, Manifest(plan, told, None))
    new = not path.exists()
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        message = f"cannot be made: {error.strerror}; make {path.parent} a folder to write in"
        raise _refused(path, f"{message}, or name another") from None
    try:
        folder.write_manifest()
    except InputError:
        if new:
            path.rmdir()
        raise
    return folder


def _resumed(path: Path, plan: Plan) -> Folder:
    manifest = read_folder(path).manifest
    there = manifest.plan
    grows = there.grows_to(plan)
    if grows:
        there = attrs.evolve(there, runs=plan.runs)
        manifest = attrs.evolve(manifest, plan=there, digest=None)
    problems = differences(there, plan, str(path / MANIFEST))
    if problems:
        raise InputError(problems)
    folder = Folder(path, manifest)
    folder.look()
    if grows:
        folder.write_manifest()
    return folder


def _names(path: Path) -> set[str]:
    """What stands in a folder, but for what a killed command left half-written."""
    if not path.exists():
        return set()
    try:
        return {one.name for one in path.iterdir() if not one.match(disk.UNFINISHED)}
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}; name another folder") from None


def _read(file: Path, largest: int) -> bytes:
    try:
        return disk.read(file, largest)
    except OSError as error:
        message = f"cannot be read: {error.strerror}; name a folder that 'sim ensemble' wrote"
        raise _refused(file, message) from None


def _write(file: Path, raw: bytes) -> None:
    try:
        disk.replace(file, raw)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; mend that, and go on with --resume"
        raise _refused(file, message) from None


def _refused(file: Path, message: str, path: str = "") -> InputError:
    line = 0 if file.is_dir() else 1
    return InputError([Problem(str(file), line, path, message)])
