"""The command as a process among others: exit status, streams, signals, pipes, terminals."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.front import COMMAND, SMALL, environment, process


def test_the_installed_command_is_this_one() -> None:
    """`sim` beside the interpreter answers with help, exit status 0."""
    command = Path(sys.executable).with_name("sim")

    ran = subprocess.run(
        [command, "--help"], env=environment(), capture_output=True, check=False, timeout=60
    )

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Usage: sim [OPTIONS] COMMAND" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["run", SMALL], 0),
        (["validate", SMALL], 0),
        (["run", "nowhere"], 2),
        (["run", SMALL, "--seed", "x"], 2),
        (["nothing"], 2),
        ([], 2),
    ],
)
def test_exit_status(arguments: list[str], status: int) -> None:
    """0 done, 2 the input is wrong; a wrong input prints on standard error only."""
    ran = process(*arguments)

    assert ran.returncode == status
    assert bool(ran.stdout) == (status == 0)
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("more", [[], ["--json", "--trace"]])
def test_the_same_command_prints_the_same_bytes(more: list[str], tmp_path: Path) -> None:
    """Whatever the hash seed: on the terminal, as JSON, in the file."""
    outputs, files = set(), set()
    for seed in ("0", "1", "4242"):
        file = tmp_path / f"{seed}.jsonl"
        ran = process("run", SMALL, "--seed", "1", "--out", file, *more, PYTHONHASHSEED=seed)
        assert ran.returncode == 0, ran.stderr
        outputs.add(ran.stdout)
        files.add(file.read_bytes())

    assert (len(outputs), len(files)) == (1, 1)


def test_messages_go_to_standard_error(tmp_path: Path) -> None:
    """Standard output is the JSON document alone, though a file is written and warnings exist."""
    ran = process("run", SMALL, "--json", "--out", tmp_path / "run.jsonl")

    assert json.loads(ran.stdout)["seed"] == 0
    assert ran.stderr.startswith(b"wrote ")


@pytest.mark.parametrize("arguments", [["run", SMALL], ["kinds", "--json"], ["--help"]])
def test_a_reader_that_has_gone_is_no_failure(arguments: list[str]) -> None:
    """`sim ... | head` ends quietly, exit status 0."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ran = subprocess.run(
            [*COMMAND, *arguments],
            env=environment(),
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    finally:
        os.close(writer)

    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said() -> None:
    """What cannot be written is a message and exit status 2, and no traceback."""
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*COMMAND, "run", SMALL],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )

    assert ran.returncode == 2
    assert b"No space left on device" in ran.stderr
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.parametrize("arguments", [["list"], ["run", SMALL], ["--help"]])
def test_a_closed_output_is_said(arguments: list[str]) -> None:
    """`sim ... >&-` does nothing, says so, and leaves with exit status 2."""
    ran = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, *arguments],
        env=environment(),
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )

    message = b"standard output is closed; write to a file, or to /dev/null\n"
    assert (ran.returncode, ran.stderr) == (2, message)


EARLY = """
import sys

class Interrupting:
    def find_spec(self, name, *_):
        if name == "click":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
from sim.cli import main
"""


def test_an_early_interruption_is_quiet() -> None:
    """Ctrl-C while the program is still being loaded: exit status 130, and no traceback."""
    ran = subprocess.run(
        [sys.executable, "-c", EARLY], env=environment(), capture_output=True, check=False
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")


LOADED = """
import sys
from sim.cli import main
try:
    main(["--help"])
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""


def test_help_loads_nothing_heavy() -> None:
    """Neither packages from outside but click and attrs, nor the rooms where the work is done."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment(), capture_output=True, check=True
    )
    loaded = ran.stderr.decode().split()

    heavy = {"simpy", "rich", "cattrs", "numpy", "hypothesis", "pyarrow", "json", "tomllib"}
    assert heavy & set(loaded) == set()
    assert {name for name in loaded if name.startswith("sim")} == {
        "sim", "sim.cli", "sim.cli.main", "sim.errors",
    }  # fmt: skip


INTERRUPTED = """
import signal
import sim.engine
from sim.cli import main

def simulate(*_):
    signal.raise_signal(signal.SIGINT)

sim.engine.simulate = simulate
main()
"""


def test_an_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a run: a word, exit status 130, no output, no file."""
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, "run", SMALL, "--out", str(tmp_path / "run.jsonl")],
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert (ran.returncode, ran.stdout) == (130, b"")
    assert ran.stderr.strip() == b"interrupted"
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_output_encoding_will_do(encoding: str) -> None:
    """An output that knows no box-drawing lines gets others."""
    ran = process("run", SMALL, PYTHONIOENCODING=encoding)

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "round held: first round" in ran.stdout.decode(encoding)


def in_a_terminal(*arguments: str, **changes: str) -> tuple[str, int]:
    """What the command shows in a pseudo-terminal, and its exit status."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments],
        env=environment(TERM="xterm-256color", **changes),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not part:
                break
            shown += part
        os.close(ours)
        return shown.decode(), running.wait(timeout=60)


@pytest.mark.parametrize("columns", ["60", "80", "110", "160"])
def test_in_a_terminal_lines_fit(columns: str) -> None:
    """The table is as wide as the terminal at most, and what is styled is reset."""
    shown, status = in_a_terminal("run", SMALL, COLUMNS=columns)

    assert status == 0
    assert "\x1b[1mA treaty on bases, in small\x1b[0m" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(len(line) for line in plain.split("\r\n")) <= int(columns)
    assert "\x1b" not in plain


def test_in_a_terminal_without_colours() -> None:
    """NO_COLOR is heeded: no colour, whatever else is styled."""
    shown, _ = in_a_terminal("run", SMALL, NO_COLOR="1", COLUMNS="110")

    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", shown)
