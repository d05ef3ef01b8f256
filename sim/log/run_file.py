"""One run, one file: JSON Lines in ASCII, from which the log is rebuilt exactly.

    header   {"drawdown":"run","format":1,"scenario":{...},"seed":7,"start":"2023-08-01",...}
    events   {"seq":0,"date":"2023-08-01T00:00:00Z","time":0,...}, one a line
    footer   {"count":1,"sha256":"..."}, of every byte above it

A file without its footer is incomplete, one that does not match its footer was altered: both are
refused. ASCII, so that a file printed as it is cannot move anybody's cursor.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from json.encoder import encode_basestring_ascii as quoted
from math import isfinite
from pathlib import Path

from sim.errors import InputError, Problem, RunError
from sim.events import Event
from sim.events.dates import instant_at
from sim.log.disk import read, replace
from sim.log.log import Log, Origin
from sim.log.rows import (
    TEXT,
    WHOLE,
    Refusal,
    Row,
    check_shape,
    event_of,
    header_of,
    origin_of,
    parsed,
    shown,
)

FORMAT = 1

LARGEST = 64_000_000
"""Bytes of a run file; a longer one is refused unread. The longest runs need a quarter of it."""

MOST_PROBLEMS = 20
"""Lines complained of before the rest of a file is passed over."""

Upcast = Callable[[Row], Row]
"""Turns a header or an event of one format into the next; what it does not expect, it passes on."""

UPCASTS: dict[int, Upcast] = {}
"""The upcast from each old format to the one after it."""

FOOTER = {"count": WHOLE, "sha256": TEXT}

AGAIN = "make it again with 'sim run SCENARIO --seed N --out FILE'"


# From a log to bytes


def event_lines(log: Log) -> Iterator[bytes]:
    """The canonical line of each event: what run files hold and digests are made of."""
    start = log.origin.start
    for event in log.events:
        try:
            line = _event_line(event, start)
        except (ValueError, OverflowError) as error:
            raise RunError(f"event {event.seq} ({event.kind}) cannot be stored: {error}") from None
        yield line


def _event_line(event: Event, start: date) -> bytes:
    """What `_line(log.row(event))` gives, in less than half the time: every run is digested."""
    quantity = "null" if event.quantity is None else _number(event.quantity)
    causes = ",".join([str(cause) for cause in event.causes])
    return (
        f'{{"seq":{event.seq},"date":"{instant_at(start, event.time)}","time":{event.time},'
        f'"actor":{quoted(event.actor)},"kind":{quoted(event.kind)},'
        f'"subject":{quoted(event.subject)},"quantity":{quantity},"unit":{quoted(event.unit)},'
        f'"causes":[{causes}],"step":{quoted(event.step)},'
        f'"id":"{event.identity.hex()}"}}\n'
    ).encode("ascii")


def _number(value: float) -> str:
    """A number as JSON writes it; ValueError for one that JSON cannot write."""
    if type(value) is float and isfinite(value):
        return repr(value)
    return json.dumps(value, allow_nan=False)


def digest_of(log: Log) -> str:
    """SHA-256 of the events alone: equal runs have equal digests, whatever their headers say."""
    return hashlib.sha256(b"".join(event_lines(log))).hexdigest()


def encode(log: Log) -> bytes:
    """The bytes of a log's run file."""
    above = _line(header_of(log.origin, "run", FORMAT)) + b"".join(event_lines(log))
    return above + _line({"count": len(log.events), "sha256": hashlib.sha256(above).hexdigest()})


def _line(row: Mapping[str, object]) -> bytes:
    return json.dumps(row, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"


# From bytes to a log


def decode(raw: bytes, file: str, upcasts: Mapping[int, Upcast] = UPCASTS) -> Log:
    """The log that a run file holds; raise InputError with what is wrong, and at which line."""
    if len(raw) > LARGEST:
        raise _refused(file, f"larger than {LARGEST:,} bytes, which no run is; name a run file")
    *lines, cut_off = raw.split(b"\n")
    try:
        past, header = _header(lines[0] if lines else cut_off, upcasts)
        origin = origin_of(header)
    except Refusal as refusal:
        raise InputError([Problem(file, 1, *refusal.args)]) from None
    try:
        footer = parsed(b"" if cut_off else lines[-1])
        check_shape(footer, FOOTER)
    except Refusal:
        message = f"incomplete: it does not end in a footer, so it was cut off; {AGAIN}"
        raise _refused(file, message, len(lines) + bool(cut_off)) from None
    events, problems = _events(lines[1:-1], file, origin, past)
    if footer["count"] != len(lines) - 2:
        message = f"{footer['count']} events were written, and {len(lines) - 2} are here; {AGAIN}"
        problems.append(Problem(file, len(lines), "count", message))
    if footer["sha256"] != hashlib.sha256(raw[: -len(lines[-1]) - 1]).hexdigest():
        message = f"the lines above were altered after they were written; {AGAIN}"
        problems.append(Problem(file, len(lines), "sha256", message))
    if problems:
        raise InputError(problems)
    return Log(origin, events)


def _header(line: bytes, upcasts: Mapping[int, Upcast]) -> tuple[Sequence[Upcast], Row]:
    """The upcasts that bring a file's lines into today's format, and its header in that format."""
    try:
        header = parsed(line)
    except Refusal as refusal:
        raise Refusal("", f"not a run file, or cut off in its first line: {refusal}") from None
    if header.get("drawdown") != "run":
        raise Refusal("", 'not a run file: its first line does not say "drawdown":"run"')
    version, newest = header.get("format"), 1 + len(upcasts)
    if type(version) is not int or version < 1:
        raise Refusal("format", f"{shown(version)}, and a whole number from 1 is expected")
    if version > newest:
        raise Refusal("format", f"{version} is newer than {newest}, the newest known here; update")
    past = [upcasts[old] for old in range(version, newest)]
    return past, _upcast(header, past)


def _upcast(row: Row, past: Sequence[Upcast]) -> Row:
    for upcast in past:
        row = upcast(row)
    return row


def _events(
    lines: Sequence[bytes], file: str, origin: Origin, past: Sequence[Upcast]
) -> tuple[tuple[Event, ...], list[Problem]]:
    """The events of the lines below the header, and a problem for each line that is refused."""
    events: list[Event] = []
    problems: list[Problem] = []
    expected: int | None = 0
    for number, line in enumerate(lines, start=2):
        try:
            event = event_of(_upcast(parsed(line), past), origin, events[-1:], expected)
        except Refusal as refusal:
            problems.append(Problem(file, number, *refusal.args))
            expected = None  # a line that is lost is one problem, not one of each line below it
            if len(problems) == MOST_PROBLEMS:
                break
        else:
            events.append(event)
            expected = event.seq + 1
    return tuple(events), problems


# The disk


def read_run(path: str | os.PathLike[str]) -> Log:
    """Read a run file; raise InputError with everything that is wrong with it."""
    file = os.fspath(path)
    try:
        raw = read(Path(file), LARGEST)
    except OSError as error:
        message = f"cannot be read: {error.strerror}; name a file that 'sim run --out FILE' wrote"
        raise _refused(file, message) from None
    return decode(raw, file)


def write_run(log: Log, path: str | os.PathLike[str]) -> None:
    """Write a log, wholly or not at all; what could not be read back is not written.

    Raises InputError where nothing can be written, and RunError for a log that no file can hold.
    """
    file, raw = os.fspath(path), encode(log)
    try:
        decode(raw, file)
    except InputError as error:
        raise RunError(f"this run cannot be stored: {error}") from None
    target = Path(os.path.realpath(file))
    try:
        replace(target, raw)
    except OSError as error:
        remedy = "make room" if target.parent.is_dir() else f"make the folder {target.parent}"
        message = f"cannot be written: {error.strerror}; {remedy}, or name another file"
        raise _refused(file, message) from None


def _refused(file: str, message: str, line: int = 1) -> InputError:
    return InputError([Problem(file, line, "", message)])
