"""What was recorded: logs of runs, run files, and the documented timeline."""

from sim.log.log import Log, Origin
from sim.log.record import DocumentedEvent, Record
from sim.log.run_file import digest_of, read_run, storable, write_run

__all__ = [
    "DocumentedEvent",
    "Log",
    "Origin",
    "Record",
    "digest_of",
    "read_run",
    "storable",
    "write_run",
]
