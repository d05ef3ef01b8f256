"""The command as its users drive it: in this process for most tests, in a new one for the rest."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from sim.cli import main

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SMALL = str(HERE / "small")
"""A scenario with one of everything that `sim run` shows."""

COMMAND = [sys.executable, "-c", "from sim.cli import main; main()"]
"""The command in a new process, from whatever the tests themselves import."""

PLAIN = dict.fromkeys(
    ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "PYTHONHASHSEED")
)
"""Variables that change what is printed: away with them."""


class _Front:
    """`main` where click's runner expects a command."""

    name = "sim"

    def main(self, args: list[str], **_: object) -> None:
        """What `sim` does."""
        main(list(args))


def sim(*arguments: str | Path, columns: int | None = None) -> Result:
    """Run the command here; the result has its exit code, standard output and standard error."""
    environment = PLAIN | {"COLUMNS": None if columns is None else str(columns)}
    front: Any = _Front()
    result = CliRunner().invoke(front, [str(one) for one in arguments], env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(*arguments: str | Path) -> Any:
    """The one JSON document that a command prints, and nothing else."""
    result = sim(*arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def environment(**changes: str) -> dict[str, str]:
    """This process's environment for a new one."""
    kept = {name: value for name, value in os.environ.items() if name not in PLAIN}
    path = os.pathsep.join([str(ROOT), *filter(None, [kept.get("PYTHONPATH")])])
    return kept | {"PYTHONPATH": path} | changes


def process(*arguments: str | Path, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a new process."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=environment(**changes),
        capture_output=True,
        check=False,
        timeout=120,
    )
