"""A Dask cluster: a scheduler and workers in processes of their own, which speak over loopback."""

import json
import logging
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
    """A scheduler at some address, and the workers that a test starts, of one thread each."""

    def __init__(self, stack: ExitStack, place: Path) -> None:
        self.stack = stack
        self.place = place
        file = place / "scheduler.json"
        self.scheduler = self.start(
            "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(file),
        )  # fmt: skip
        self.address = str(until(lambda: address_in(file)))

    def worker(self, **changes: str) -> subprocess.Popen[bytes]:
        """Start a worker, with some variables of its environment changed."""
        return self.start(
            "dask", "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--local-directory", str(self.place), **changes,
        )  # fmt: skip

    def start(self, *arguments: str, **changes: str) -> subprocess.Popen[bytes]:
        """Start a process that ends with the test."""
        log = self.stack.enter_context((self.place / "log").open("ab"))
        running = self.stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-P", "-m", *arguments],
                env=environment(**changes),
                stdout=log,
                stderr=log,
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


def running(folder: Path, address: str, runs: int = RUNS) -> subprocess.Popen[bytes]:
    """The command, on its way once the first group is there."""
    command = [sys.executable, "-c", "from sim.cli import main; main()", "ensemble", SMALL]
    options = ["--runs", str(runs), "--out", str(folder), "--dask", address, "--json"]
    started = subprocess.Popen(
        [*command, *options], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until(lambda: list(folder.glob("*.parquet")) or started.poll() is not None)
    return started


def test_a_cluster_that_loses_a_worker_makes_the_same(dask: Cluster, tmp_path: Path) -> None:
    """One of two is killed on the way: files and digest are those of one machine."""
    local = process("ensemble", SMALL, "--runs", str(RUNS), "--out", tmp_path / "local", "--json")
    lost, _ = dask.worker(), dask.worker()

    with running(tmp_path / "runs", dask.address) as command:
        lost.kill()
        out, err = command.communicate(timeout=PATIENCE)

    assert (command.returncode, err) == (0, b"")
    assert json.loads(out)["digest"] == json.loads(local.stdout)["digest"]
    assert files(tmp_path / "runs") == files(tmp_path / "local")


def test_a_cluster_that_loses_its_scheduler_is_said(dask: Cluster, tmp_path: Path) -> None:
    """Whole groups are kept, exit status 2, and no traceback."""
    dask.worker()

    with running(tmp_path / "runs", dask.address, 3_200) as command:
        dask.scheduler.kill()
        out, err = command.communicate(timeout=PATIENCE)

    told = err.decode().splitlines()
    assert (command.returncode, out, len(told)) == (2, b"", 2), told
    assert " of 3,200 runs are kept in " in told[0]
    assert told[1] == f"the scheduler at {dask.address} has gone; start one anew"


def test_workers_without_the_package_are_said(dask: Cluster, tmp_path: Path) -> None:
    """Where another package of the name is found in its place, say."""
    (tmp_path / "other" / "sim").mkdir(parents=True)
    (tmp_path / "other" / "sim" / "__init__.py").touch()
    file = tmp_path / "cluster" / "log"
    dask.worker(PYTHONPATH=str(tmp_path / "other"))
    until(lambda: "Registered to" in file.read_text(encoding="utf-8"))

    with running(tmp_path / "runs", dask.address) as command:
        out, err = command.communicate(timeout=PATIENCE)

    assert (command.returncode, out) == (2, b"")
    assert "cannot make the runs: ModuleNotFoundError: No module named 'sim.ensemble'" in (
        err.decode()
    )
    assert "need this version of drawdown[dask]" in err.decode()


def test_a_cluster_tells_why_a_run_cannot_go_on(dask: Cluster, tmp_path: Path) -> None:
    """As a process on this machine does: by seed and step, in one line, exit status 2."""
    scenario = started(tmp_path, ENDLESS)
    dask.worker()

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


@pytest.mark.parametrize(
    "address", ["pigeon://post:1", "threads", "", "tcp://here", "tcp://here:port", "tcp://[::1"]
)
def test_an_address_that_is_none_is_said(address: str, tmp_path: Path) -> None:
    """Before anything is written, with one that is."""
    told = sim("ensemble", SMALL, "--runs", "2", "--out", tmp_path / "r", "--dask", address)

    assert (told.exit_code, told.stdout) == (2, "")
    assert f"--dask: '{address}' is no address such as tcp://10.0.0.1:8786" in told.stderr
    assert not (tmp_path / "r").exists()


def test_certificates_are_asked_for() -> None:
    """Where the address asks for TLS and Dask's configuration names none."""
    with pytest.raises(RunError, match=r"asks for TLS; .* at distributed\.comm\.tls"):
        list(workers(dask="tls://127.0.0.1:1")(recipe(small()), []))


def test_without_the_extra_there_is_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which package to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setattr(logging, "disable", lambda: None)  # it would last beyond this test

    result = sim("ensemble", SMALL, "--runs", "2", "--out", tmp_path / "r", "--dask", "tcp://x:1")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "run: pip install 'drawdown[dask]'" in result.stderr
