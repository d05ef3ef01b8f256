"""Runs scenarios in a process of its own, for the laws that span processes.

    python -m tests.laws.new_process < jobs.json > digests.json

A job is {"table" or "path", "seed", "file"}: where it has a file, that run is resumed, otherwise
one is started. What is printed is the list of the digests of the finished logs.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.engine import resume, simulate
from sim.log import digest_of, read_run
from sim.scenario import load
from tests.laws.logs import ROOT
from tests.strategies import scenario_of

A_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def digests_elsewhere(jobs: Sequence[Mapping[str, Any]], **environment: str) -> list[str]:
    """Do some jobs in a new process, with some variables of the environment set."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.laws.new_process"],
        input=json.dumps(jobs, default=date.isoformat),
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def _with_dates(table: dict[str, Any]) -> dict[str, Any]:
    """A table from JSON, with its dates as dates again."""
    for key, value in table.items():
        if isinstance(value, str) and A_DATE.fullmatch(value):
            table[key] = date.fromisoformat(value)
    return table


def _digest(job: Mapping[str, Any]) -> str:
    scenario = scenario_of(job["table"]) if "table" in job else load(job["path"])
    if "file" in job:
        return digest_of(resume(scenario, read_run(job["file"])))
    return digest_of(simulate(scenario, job["seed"]))


if __name__ == "__main__":
    jobs = json.load(sys.stdin, object_hook=_with_dates)
    json.dump([_digest(job) for job in jobs], sys.stdout)
