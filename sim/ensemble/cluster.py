"""Workers on other machines: a Dask cluster, which the extra `drawdown[dask]` speaks to.

The groups are the same as on one machine, and so are their bytes. A group whose worker is lost is
made again by another; the scenario is the result of a task of its own, so that it is not lost with
the worker that held it.
"""

from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sim.ensemble import group
from sim.ensemble.flow import AHEAD, Groups, Made
from sim.errors import DrawdownError, RunError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = "10 s"
"""How long a scheduler may take to answer."""

SCHEMES = {"tcp", "tls"}
"""Ways of speaking that need nothing more installed."""

HOW = "scheduler and workers need this version of drawdown[dask] and of Python"


def checked(address: str) -> str:
    """The address; raise RunError for what is none, before anything is begun."""
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        whole = bool(parts.scheme in SCHEMES and parts.hostname and parts.port)
    except ValueError:
        whole = False
    if not whole:
        raise RunError(f"--dask: '{address}' is no address such as tcp://10.0.0.1:8786")
    return address


def made(recipe: bytes, groups: Groups, address: str) -> Made:
    """Make groups on the cluster whose scheduler has this address, such as tcp://10.0.0.1:8786.

    Raises RunError where the extra is missing, nobody answers, or the cluster cannot do the work.
    """
    client = _client(address)
    try:
        client.run(import_module, group.__name__)  # a worker that cannot would leave, unheard
        scenario = client.submit(bytes, recipe)
        executor = client.get_executor(pure=False)
        waiting = iter(groups)
        under_way: dict[Future[bytes], int] = {}
        while True:
            workers = max(1, sum(client.nthreads().values()))  # they come and go
            for number, seeds in islice(waiting, max(0, AHEAD * workers - len(under_way))):
                under_way[executor.submit(group.made, scenario, seeds)] = number
            if not under_way:
                return
            ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in ready:
                yield under_way.pop(future), future.result()
    except DrawdownError:
        raise
    except (CancelledError, OSError):
        raise RunError(f"the scheduler at {address} has gone; start one anew") from None
    except Exception as error:  # noqa: BLE001  whatever a stranger's machine may raise
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise RunError(f"the cluster at {address} cannot make the runs: {what}; {HOW}") from None
    finally:
        client.close()


def _client(address: str) -> "Client":
    try:
        from distributed import Client, Security  # noqa: PLC0415  an extra: only where it is asked for
    except ImportError:
        message = "a Dask cluster needs what is not installed here"
        raise RunError(f"{message}; run: pip install 'drawdown[dask]'") from None
    if address.startswith("tls:") and not Security().get_connection_args("client")["ssl_context"]:
        where = "Dask's configuration, at distributed.comm.tls"
        raise RunError(f"{address} asks for TLS; name certificates and key in {where}")
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        remedy = "start one with 'dask scheduler', and give the address that it prints"
        raise RunError(f"no Dask scheduler answers at {address}: {error}; {remedy}") from None
