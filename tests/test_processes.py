"""How workers start: with what they need imported before they are asked, and deaf to Ctrl-C."""

import json
import signal
import subprocess
import sys
from multiprocessing import get_all_start_methods

import pytest

from sim import processes

SCRIPT = """
import json, signal, sys
from multiprocessing import forkserver
from sim import processes

processes.make_ready({jobs})
started = forkserver._forkserver._forkserver_pid is not None
loaded = "numpy" in sys.modules
with processes.deaf():
    pool = processes.context().Pool(1)
told = pool.apply(eval, ("{asked!r} in __import__('sys').modules",))
blocked = pool.apply(eval, ("2 in __import__('signal').pthread_sigmask(0, ())",))
pool.close()
print(json.dumps([started, loaded, told, blocked]))
"""


def told(jobs: int) -> list[bool]:
    """Whether the server was started, the command loaded, the worker had it all, Ctrl-C waits."""
    script = SCRIPT.format(jobs=jobs, asked=processes.NEEDED)
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    return list(json.loads(ran.stdout))


@pytest.mark.skipif(processes.SERVER not in get_all_start_methods(), reason="no fork server here")
def test_workers_have_what_they_need_before_the_command_has() -> None:
    """Made ready for several, the server imports it all; the command that asked loads nothing."""
    assert told(2) == [True, False, True, True]


@pytest.mark.skipif(processes.SERVER not in get_all_start_methods(), reason="no fork server here")
def test_one_worker_needs_no_other_process() -> None:
    """Nothing is started ahead; whoever starts a pool all the same gets the same workers."""
    assert told(1) == [False, False, True, True]


def test_where_nothing_can_be_forked_workers_start_by_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And nothing can be made ready."""
    monkeypatch.setattr(processes, "get_all_start_methods", lambda: ["spawn"])

    processes.make_ready(2)

    assert processes.context().get_start_method() == "spawn"


def test_ctrl_c_is_heard_again_afterwards() -> None:
    """Held back while processes start, whatever happens then."""

    def start_and_fail() -> None:
        with processes.deaf():
            assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
            raise KeyError

    with pytest.raises(KeyError):
        start_and_fail()

    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
