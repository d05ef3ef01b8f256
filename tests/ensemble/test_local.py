"""Worker processes: what they make does not depend on them, and none outlives its work."""

import errno
import os
import signal
import time
from contextlib import closing
from multiprocessing import active_children
from pathlib import Path

import pytest

import sim
from sim.engine import run
from sim.ensemble import Plan, fill, group, local, open_folder, plan, projected, workers
from sim.ensemble.flow import Groups
from sim.ensemble.group import recipe
from sim.ensemble.local import Work
from sim.errors import RunError
from tests.cli.front import SMALL
from tests.ensemble.many import ENDLESS, RUNS, files, logs, seen, small
from tests.started import started


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_do_not_depend_on_the_number_of_workers(jobs: int, tmp_path: Path) -> None:
    """Neither the files' bytes nor the digest."""
    alone, together = (
        open_folder(tmp_path / name, plan(small(), RUNS, 0), Path(SMALL), resume=False)
        for name in ("alone", "together")
    )

    digests = {
        fill(alone, small(), workers(jobs=1)),
        fill(together, small(), workers(jobs=jobs)),
        projected(logs()).digest,
    }

    assert len(digests) == 1
    assert files(tmp_path / "alone") == files(tmp_path / "together")


def test_from_python_an_ensemble_is_columns() -> None:
    """`sim.replicate` gives the columns of the runs, whoever makes them."""
    assert seen(sim.replicate(small(), RUNS, jobs=2)) == seen(projected(logs()))
    assert seen(sim.replicate(small(), 3, seed=5, jobs=1)) == seen(projected(logs()[5:8]))


def test_from_python_wrong_numbers_are_refused() -> None:
    """As any function refuses them."""
    with pytest.raises(ValueError, match="0 jobs"):
        sim.replicate(small(), 3, jobs=0)
    with pytest.raises(ValueError, match="0 runs"):
        sim.replicate(small(), 0)


def test_a_run_that_cannot_go_on_names_its_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole groups that were made before it are kept."""
    counts = [len(log.events) for log in logs()]
    longest = next(n for n in range(4, RUNS) if counts[n] > max(counts[:n]))
    monkeypatch.setattr(run, "MOST_EVENTS", counts[longest] - 1)
    folder = open_folder(tmp_path / "runs", plan(small(), RUNS, 0), None, resume=False)

    with pytest.raises(RunError, match=rf"^seed {longest}: step '.*': .* the limit of a run"):
        fill(folder, small(), workers(jobs=1))

    assert folder.completed == longest // 2 * 2
    assert len(files(folder.path)) == 1 + longest // 2


def test_a_worker_tells_why_a_run_cannot_go_on(tmp_path: Path) -> None:
    """What a worker process meets reads as if it had been met here."""
    endless = sim.load(started(tmp_path, ENDLESS))

    with pytest.raises(RunError, match=r"^seed [01]: step '.*: clockwork': .* limit of a run"):
        sim.replicate(endless, 2, jobs=2)

    assert not active_children()


def large(_: bytes, seeds: range) -> bytes:
    """Work whose answers are more than a pipe holds: a worker waits until they are fetched."""
    return bytes(1_000_000 + len(seeds))


def given(wanted: Plan) -> Groups:
    """The groups of a plan, as workers are given them."""
    return [(number, wanted.seeds(number)) for number in range(wanted.groups)]


@pytest.mark.parametrize("work", [group.made, large])
def test_a_killed_worker_is_told_from_a_finished_one(work: Work) -> None:
    """Idle, at work or in the middle of an answer: nobody waits for it, and its fellows leave."""
    with closing(local.made(recipe(small()), given(plan(small(), 1_600, 0)), 2, work)) as made:
        next(made)
        victim = active_children()[0].pid
        assert victim is not None
        time.sleep(0.1)  # with large answers both are stuck in one by now
        os.kill(victim, signal.SIGKILL)
        with pytest.raises(RunError, match="a worker process ended before its work was done"):
            list(made)

    assert not active_children()


@pytest.mark.parametrize("work", [group.made, large])
def test_workers_leave_when_their_work_is_given_up(work: Work) -> None:
    """Whoever stops asking for groups leaves no process behind, however long an answer takes."""
    made = local.made(recipe(small()), given(plan(small(), 1_600, 0)), 2, work)
    next(made)
    assert len(active_children()) == 2
    time.sleep(0.1)

    made.close()

    assert not active_children()


def test_an_error_of_any_kind_is_met_by_whoever_asked() -> None:
    """In words, since not every error survives being sent; where it was raised goes with it."""
    with pytest.raises(RuntimeError, match=r"^StrangeError: two, words") as raised:
        list(local.made(b"", [(0, range(3))], 2, broken))

    assert "in broken" in raised.value.__notes__[0]
    assert not active_children()


class StrangeError(Exception):
    """An error that can be sent, and not received."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one}, {other}")


def broken(_: bytes, __: range) -> bytes:
    """Work that fails."""
    raise StrangeError("two", "words")


def test_where_no_process_can_be_started_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what to do instead."""

    def full(*_: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(local, "start", full)

    with pytest.raises(RunError, match=r"^no worker .* unavailable; try --jobs 1$"):
        list(local.made(b"", [(0, range(3))], 2, large))
