"""What `kill -9` does to an ensemble: `python benchmarks/crash.py [KILLS]`.

Each trial starts `sim ensemble` with two workers, kills the command at a random moment, looks at
what is left, goes on with --resume and compares with an ensemble that nobody disturbed. Counted:
groups that were there and were lost or made again, groups too many, digests that differ, processes
that lived on. Exit status 1 if there is any. Linux only: processes are found in /proc.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

ROOT = Path(__file__).resolve().parent.parent
SCENARIO = ROOT / "scenarios" / "iraq-hmc-2024"
RUNS, KILLS = 1_600, 20
PATIENCE = 15.0
"""Seconds after which a process that has not left counts as living on."""

Groups = dict[str, tuple[bytes, int]]
"""The bytes of each group's file, and when it was written."""


def command(scenario: Path, folder: Path, runs: int) -> list[str]:
    """The command that makes the ensemble, or goes on with it."""
    start = [sys.executable, "-c", "from sim.cli import main; main()", "ensemble", str(scenario)]
    end = ["--runs", str(runs), "--jobs", "2", "--out", str(folder), "--resume", "--json"]
    return [*start, *end]


def finished(arguments: list[str]) -> dict[str, object]:
    """Let the command end, and read what it prints."""
    ran = subprocess.run(arguments, capture_output=True, check=False)
    if ran.returncode:
        raise SystemExit(ran.stderr.decode())
    return dict(json.loads(ran.stdout))


def groups(folder: Path) -> Groups:
    """The groups that a folder holds."""
    return {
        file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.glob("*.parquet")
    }


def session(leader: int) -> list[int]:
    """The processes of a session that are alive."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            after_name = (place / "stat").read_text(encoding="ascii", errors="replace")
            state, _, _, of = after_name.rpartition(")")[2].split()[:4]
            if int(of) == leader and state != "Z":
                found.append(int(place.name))
    return found


def survivors(leader: int) -> list[int]:
    """The processes of a session that live on, once they have had time to leave."""
    end = perf_counter() + PATIENCE
    while (alive := session(leader)) and perf_counter() < end:
        sleep(0.02)
    return alive


def killed(arguments: list[str], folder: Path, seconds: float, least: int = 0) -> list[int]:
    """Start the command, kill it so long after so many groups are there; who lives on."""
    with subprocess.Popen(
        arguments, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        while len(list(folder.glob("*.parquet"))) < least and started.poll() is None:
            sleep(0.005)
        with suppress(subprocess.TimeoutExpired):
            started.wait(seconds)
        started.send_signal(signal.SIGKILL)
    return survivors(started.pid)


def faults(before: Groups, folder: Path, made: dict[str, object], undisturbed: str) -> Counter[str]:
    """What is wrong with an ensemble that was killed with some groups done, and then finished."""
    after = groups(folder)
    manifest = json.loads((folder / "_manifest.json").read_text(encoding="ascii"))
    wanted = -(-manifest["runs"] // manifest["group"])
    return Counter(
        {
            "groups lost or made again": sum(
                after.get(name) != written for name, written in before.items()
            ),
            "groups too many or too few": abs(len(after) - wanted),
            "digests that differ": int(made["digest"] != undisturbed),
            "half-written files left": len(list(folder.glob(".*"))),
        }
    )


def main() -> int:
    """Kill so many commands, and print what was seen."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    chance = random.Random(os.environ.get("SEED", "1"))
    seen: Counter[str] = Counter()
    with TemporaryDirectory() as place:
        whole, folder = Path(place) / "whole", Path(place) / "killed"
        began = perf_counter()
        undisturbed = str(finished(command(SCENARIO, whole, RUNS))["digest"])
        lasts = perf_counter() - began
        print(f"{RUNS} runs, undisturbed: {lasts:.1f} s, digest {undisturbed[:12]}")
        for number in range(kills):
            shutil.rmtree(folder, ignore_errors=True)
            arguments = command(SCENARIO, folder, RUNS)
            moment = chance.uniform(0, lasts)
            alive = killed(arguments, folder, moment)
            before = groups(folder)
            wrong = faults(before, folder, finished(arguments), undisturbed)
            wrong["processes that lived on"] = len(alive)
            seen += wrong
            print(
                f"{number + 1:3} killed after {moment:4.1f} s with {len(before):2} groups done:"
                f" {', '.join(f'{n} {what}' for what, n in wrong.items() if n) or 'all well'}"
            )
    print("in all:", ", ".join(f"{n} {what}" for what, n in seen.items() if n) or "nothing wrong")
    return int(bool(+seen))


if __name__ == "__main__":
    sys.exit(main())
