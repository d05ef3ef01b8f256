"""A Dask cluster: a scheduler and workers in processes of their own, which speak over loopback."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest

from sim.ensemble import cluster, workers
from sim.ensemble.group import recipe
from sim.errors import RunError
from tests.cli.front import SMALL, environment, process, sim
from tests.ensemble.many import ENDLESS, files, small
from tests.started import started

RUNS = 800
PATIENCE = 60.0
T = TypeVar("T")


class Cluster:
    """A scheduler at some address, and workers of one thread each."""

    def __init__(self, stack: ExitStack, place: Path) -> None:
        self.stack = stack
        self.place = place
        file = place / "scheduler.json"
        self.scheduler = self.start(
            "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(file),
        )  # fmt: skip
        self.address = str(until(lambda: address_in(file)))
        self.workers = [self.worker() for _ in range(2)]

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        return self.start(
            "dask", "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--local-directory", str(self.place),
        )  # fmt: skip

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a process that ends with the test."""
        log = self.stack.enter_context((self.place / "log").open("ab"))
        running = self.stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", *arguments], env=environment(), stdout=log, stderr=log
            )
        )
        self.stack.callback(running.kill)
        return running


def address_in(file: Path) -> str | None:
    """The address that a scheduler wrote, once it has."""
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError):
        return None


def until(found: Callable[[], T]) -> T:
    """Wait until there is something."""
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)
    return value


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster that ends with the test."""
    place = tmp_path / "cluster"
    place.mkdir()
    with ExitStack() as stack:
        yield Cluster(stack, place)


def test_a_cluster_that_loses_a_worker_makes_the_same(dask: Cluster, tmp_path: Path) -> None:
    """A worker is killed on the way: files and digest are those of one machine."""
    local = process("ensemble", SMALL, "--runs", str(RUNS), "--out", tmp_path / "local", "--json")
    folder = tmp_path / "cluster-runs"
    command = [sys.executable, "-c", "from sim.cli import main; main()", "ensemble", SMALL]
    options = ["--runs", str(RUNS), "--out", str(folder), "--dask", dask.address, "--json"]
    with subprocess.Popen(
        [*command, *options],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        until(lambda: list(folder.glob("*.parquet")) or running.poll() is not None)
        dask.workers[0].kill()
        out, err = running.communicate(timeout=PATIENCE)

    assert running.returncode == 0, err.decode()
    assert json.loads(out)["digest"] == json.loads(local.stdout)["digest"]
    assert files(folder) == files(tmp_path / "local")


def test_a_cluster_tells_why_a_run_cannot_go_on(dask: Cluster, tmp_path: Path) -> None:
    """As a process on this machine does: by seed and step, in one line, exit status 2."""
    scenario = started(tmp_path, ENDLESS)

    ran = process("ensemble", scenario, "--runs", "2", "--out", tmp_path / "r", "--dask",
                  dask.address)  # fmt: skip

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert "Traceback" not in ran.stderr.decode()
    assert ran.stderr.decode().splitlines()[-1].startswith("seed ")


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the address, and how to start one."""
    monkeypatch.setattr(cluster, "PATIENCE", "0.2 s")
    made = workers(dask="tcp://127.0.0.1:1")(recipe(small()), [])

    with pytest.raises(
        RunError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1: .*'dask"
    ):
        list(made)


def test_an_address_that_is_none_is_said() -> None:
    """Such as one of another kind."""
    made = workers(dask="pigeon://post")(recipe(small()), [])

    with pytest.raises(RunError, match="no Dask scheduler answers at pigeon://post"):
        list(made)


def test_without_the_extra_there_is_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which package to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)

    result = sim("ensemble", SMALL, "--runs", "2", "--out", tmp_path / "r", "--dask", "tcp://x:1")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "run: pip install 'drawdown[dask]'" in result.stderr
