"""One run, one file: JSON Lines in ASCII, from which the log is rebuilt exactly.

    header   {"drawdown":"run","format":1,"scenario":{...},"seed":7,"start":"2023-08-01",...}
    events   {"seq":0,"date":"2023-08-01T00:00:00Z","time":0,...}, one a line
    footer   {"count":1,"sha256":"..."}, of every byte above it

The header of a forecast says besides until which second the record stood in for the run's past.
A file without its footer is incomplete, one that does not match its footer was altered: both are
refused. ASCII, so that a file printed as it is cannot move anybody's cursor.
"""

import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from json.encoder import encode_basestring_ascii as quoted
from math import isfinite
from pathlib import Path
from typing import BinaryIO

import attrs

from sim.errors import InputError, Problem, RunError
from sim.events import Event
from sim.events.dates import instant_at
from sim.log.disk import opened, replace
from sim.log.log import Log, Origin
from sim.log.rows import (
    CONTROL,
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

LONGEST_LINE = 100_000
"""Bytes of a line; the longest names of an event take a tenth of it."""

MOST_EVENTS = 100_000
"""Events of a run file; the longest run has half as many, beside what was initial."""

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
    return json.dumps(row, separators=(",", ":")).encode("ascii") + b"\n"


def storable(text: str) -> bool:
    """Whether a run file may hold a text: UTF-8, without control characters."""
    return not CONTROL.search(text)


# From bytes to a log


def decode(raw: bytes, file: str, upcasts: Mapping[int, Upcast] = UPCASTS) -> Log:
    """The log that a run file holds; raise InputError with what is wrong, and at which line."""
    return _read(io.BytesIO(raw), file, upcasts)


def _read(stream: BinaryIO, file: str, upcasts: Mapping[int, Upcast]) -> Log:
    """Read a file line by line, the last as its footer, so that its size takes no memory."""
    lines = _lines(stream, file)
    last = next(lines, b"")
    try:
        past, header = _header(last.removesuffix(b"\n"), upcasts)
        body = _Body(file, origin_of(header), past)
    except Refusal as refusal:
        raise InputError([Problem(file, 1, *refusal.args)]) from None
    number, above = 1, hashlib.sha256()
    for line in lines:
        above.update(last)
        if number > 1:
            body.take(last, number)
        last, number = line, number + 1
    problems = [*body.problems, *_at_the_foot(last, file, number, above.hexdigest())]
    if problems:
        raise InputError(problems)
    return Log(body.origin, tuple(body.events), file)


def _lines(stream: BinaryIO, file: str) -> Iterator[bytes]:
    """The lines of a file with their ends, as long and as many as a run has."""
    for number in count(1):
        line = stream.readline(LONGEST_LINE + 1)
        if not line:
            return
        if len(line) > LONGEST_LINE:
            raise _refused(file, f"longer than {LONGEST_LINE:,} bytes, as no line is", number)
        if number > MOST_EVENTS + len(("header", "footer")):
            raise _refused(file, f"more than {MOST_EVENTS:,} events, as no run has", number)
        yield line


def _at_the_foot(line: bytes, file: str, number: int, sha256: str) -> Iterator[Problem]:
    """What a file's last line gives away; raise InputError where it is no footer."""
    try:
        footer = parsed(line if line.endswith(b"\n") else b"")
        check_shape(footer, FOOTER)
    except Refusal:
        message = f"incomplete: it does not end in a footer, so it was cut off; {AGAIN}"
        raise _refused(file, message, number) from None
    if footer["count"] != number - 2:
        message = f"{footer['count']} events were written, and {number - 2} are here; {AGAIN}"
        yield Problem(file, number, "count", message)
    if footer["sha256"] != sha256:
        message = f"the lines above were altered after they were written; {AGAIN}"
        yield Problem(file, number, "sha256", message)


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


@attrs.define
class _Body:
    """The events of the lines below the header, and a problem for each line that is refused."""

    file: str
    origin: Origin
    past: Sequence[Upcast]
    events: list[Event] = attrs.Factory(list)
    problems: list[Problem] = attrs.Factory(list)
    expected: int | None = 0

    def take(self, line: bytes, number: int) -> None:
        """Read a line, unless too many were refused already."""
        if len(self.problems) >= MOST_PROBLEMS:
            return
        try:
            row = _upcast(parsed(line.removesuffix(b"\n")), self.past)
            event = event_of(row, self.origin, self.events[-1:], self.expected)
        except Refusal as refusal:
            self.problems.append(Problem(self.file, number, *refusal.args))
            self.expected = None  # a lost line is one problem, not one of each line below it
        else:
            self.events.append(event)
            self.expected = event.seq + 1


# The disk


def read_run(path: str | os.PathLike[str]) -> Log:
    """Read a run file; raise InputError with everything that is wrong with it."""
    file = os.fspath(path)
    try:
        with opened(Path(file)) as stream:
            return _read(stream, file, UPCASTS)
    except OSError as error:
        message = f"cannot be read: {error.strerror}; name a file that 'sim run --out FILE' wrote"
        raise _refused(file, message) from None


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
