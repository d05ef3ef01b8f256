"""Commands that are killed or interrupted: whole groups stay, and going on ends as if undisturbed.

`benchmarks/crash.py` does the same at random moments, and more often.
"""

import importlib.util
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.front import ROOT, SMALL, environment

_spec = importlib.util.spec_from_file_location("crash", ROOT / "benchmarks" / "crash.py")
assert _spec
assert _spec.loader
crash = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(crash)

pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="finds processes in /proc")

RUNS = 320


@pytest.fixture(autouse=True)
def _same_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", environment())


def test_a_killed_command_loses_nothing(tmp_path: Path) -> None:
    """Killed with -9 again and again: what was written stays, nothing is made twice, none lives on.

    In the end the folder is, to the byte, that of a command which nobody disturbed.
    """
    folder, whole = tmp_path / "killed", tmp_path / "whole"
    undisturbed = crash.finished(crash.command(Path(SMALL), whole, RUNS))
    before: dict[str, tuple[bytes, int]] = {}
    for least, seconds in ((0, 0.3), (1, 0.0), (7, 0.03)):
        alive = crash.killed(crash.command(Path(SMALL), folder, RUNS), folder, seconds, least)
        assert alive == []
        kept = crash.groups(folder)
        assert before.items() <= kept.items()
        before = kept
    assert 1 <= len(before) <= 16

    made = crash.finished(crash.command(Path(SMALL), folder, RUNS))

    assert +crash.faults(before, folder, made, undisturbed["digest"]) == {}
    assert made["completed"] == RUNS
    assert {name: raw for name, (raw, _) in crash.groups(folder).items()} == {
        name: raw for name, (raw, _) in crash.groups(whole).items()
    }


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_cleanly(jobs: str, tmp_path: Path) -> None:
    """Whole groups stay, it says how to go on, exit status 130, no traceback and no process."""
    folder = tmp_path / "runs"
    arguments = [*crash.command(Path(SMALL), folder, 3_200), "--jobs", jobs]
    with subprocess.Popen(
        arguments, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as started:
        while not list(folder.glob("*.parquet")) and started.poll() is None:
            time.sleep(0.005)
        os.killpg(started.pid, signal.SIGINT)
        out, err = started.communicate(timeout=60)

    assert (started.returncode, out) == (130, b"")
    told = err.decode().split("\n")
    assert f" of 3,200 runs are kept in {folder}; the same command with --resume" in told[0]
    assert [line for line in told[1:] if line] == ["interrupted"]
    kept = crash.groups(folder)
    assert int(told[0].split()[0].replace(",", "")) == 100 * len(kept) > 0
    assert crash.survivors(started.pid) == []
    assert not list(folder.glob(".*"))
