"""The lines of a run file, one at a time: what each must look like, and what it means.

They may come from strangers. What other readers of JSON let pass is refused: a key written twice,
NaN and infinities, numbers and nesting without end, control characters, a truth value as number.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.errors import suggestion
from sim.events import Event
from sim.events.dates import instant_at
from sim.log.log import Origin

Row = dict[str, Any]
"""A line as plain data."""

TEXT, WHOLE, NUMBER, LIST, TABLE = "text", "a whole number", "a number or null", "a list", "a table"
LISTED = "a list or null"
TYPES: Mapping[str, tuple[type, ...]] = {
    TEXT: (str,),
    WHOLE: (int,),
    NUMBER: (float, int, type(None)),
    LIST: (list,),
    TABLE: (dict,),
    LISTED: (list, type(None)),
}

HEADER = {
    "drawdown": TEXT, "format": WHOLE, "scenario": TABLE, "seed": WHOLE, "start": TEXT,
    "until": WHOLE, "code": TEXT, "plugins": LIST, "changes": TABLE,
}  # fmt: skip
FORECAST = {"past": WHOLE}
"""What the header of a forecast's log has besides."""
EVENT = {
    "seq": WHOLE, "date": TEXT, "time": WHOLE, "actor": TEXT, "kind": TEXT, "subject": TEXT,
    "quantity": NUMBER, "unit": TEXT, "causes": LIST, "step": TEXT, "id": TEXT,
}  # fmt: skip

LONGEST = 40
"""Characters of a value that a message shows."""

DIGITS = 20
"""Digits of the largest seed; no other number is as long."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What moves a cursor or breaks a line; letters and marks of any script pass."""

IDENTITY = re.compile(r"[0-9a-f]{34}")


class Refusal(Exception):  # noqa: N818  it is what happens to a line, not an error of the program
    """Why a line is refused: (key, message)."""

    def __str__(self) -> str:
        return str(self.args[1])


def parsed(line: bytes) -> Row:
    """The table that a line of ASCII JSON holds."""
    try:
        value = json.loads(
            line.decode("ascii"),
            object_pairs_hook=_table,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_finite,
        )
    except UnicodeDecodeError as error:
        raise Refusal("", f"a byte that is not ASCII, at column {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise Refusal("", f"not JSON: {error.msg}, at column {error.colno}") from None
    except RecursionError:
        raise Refusal("", "nested too deeply") from None
    if not isinstance(value, dict):
        raise Refusal("", f"{shown(value)}, and a table {{...}} is expected")
    return value


def check_shape(row: Row, shape: Mapping[str, str], above: str = "") -> None:
    """Refuse a table that lacks a key, has another, or holds a value of the wrong type."""
    for key in row:
        if key not in shape:
            hint = suggestion(key[:LONGEST], shape)
            raise Refusal(above + key[:LONGEST], f"unknown key {shown(key)}{hint}")
    for key, wanted in shape.items():
        if key not in row:
            raise Refusal(above + key, f"'{key}' is missing")
        if type(row[key]) not in TYPES[wanted]:
            raise Refusal(above + key, f"{shown(row[key])}, and {wanted} is expected")


def header_of(origin: Origin, what: str, version: int) -> Row:
    """The header of a file: what sort it is, its format, and what its runs are made of."""
    return {
        "drawdown": what, "format": version,
        "scenario": {"name": origin.scenario, "digest": origin.digest},
        "seed": origin.seed, "start": origin.start.isoformat(), "until": origin.until,
        "code": origin.code, "plugins": [], "changes": dict(origin.changes),
    } | ({"past": origin.past} if origin.past else {})  # fmt: skip


def origin_of(header: Row) -> Origin:
    """What a run was made from, by its header."""
    check_shape(header, HEADER | FORECAST if "past" in header else HEADER)
    scenario, changes, start = header["scenario"], header["changes"], header["start"]
    check_shape(scenario, {"name": TEXT, "digest": TEXT}, "scenario.")
    check_shape(changes, dict.fromkeys(changes, TEXT), "changes.")
    seed, until = header["seed"], header["until"]
    if not 0 <= seed < 2**64:
        raise Refusal("seed", f"{seed} is not between 0 and 2^64 - 1")
    if header["plugins"]:
        raise Refusal("plugins", "made with plug-ins, which this version cannot load; update")
    try:
        day = date.fromisoformat(start)
    except ValueError:
        raise Refusal("start", f"{shown(start)} is not a date such as 2024-01-31") from None
    _moment(day, until - 1, "until")
    past = header.get("past", 0)
    if not 0 <= past <= max(until, 0):
        raise Refusal("past", f"{past} is not between 0 and the end of the run, {until}")
    return Origin(
        scenario["name"], scenario["digest"], seed, day, until, header["code"], changes, past
    )


def event_of(row: Row, origin: Origin, above: Sequence[Event], expected: int | None) -> Event:
    """An event, from its line and the event above it."""
    check_shape(row, EVENT)
    seq, time = row["seq"], row["time"]
    if expected is not None and seq != expected:
        raise Refusal("seq", f"{seq}, and {expected} is expected: a line was lost, added or moved")
    if above and time < above[0].time:
        raise Refusal("time", f"{time} is before the event above, which is at {above[0].time}")
    if 0 < time >= origin.until:
        raise Refusal("time", f"{time} is not before the end of the run, {origin.until}")
    moment = _moment(origin.start, time, "time")
    if row["date"] != moment:
        raise Refusal("date", f"{shown(row['date'])}, and second {time} is {moment}")
    for cause in row["causes"]:
        if type(cause) is not int or not 0 <= cause < seq:
            raise Refusal("causes", f"{shown(cause)} is not the number of an earlier event")
    if not IDENTITY.fullmatch(row["id"]):
        raise Refusal("id", f"{shown(row['id'])} is not 17 bytes in hexadecimal")
    return Event(
        seq, time, row["actor"], row["kind"], row["subject"], row["quantity"], row["unit"],
        tuple(row["causes"]), row["step"], bytes.fromhex(row["id"]),
    )  # fmt: skip


def _moment(start: date, second: int, key: str) -> str:
    try:
        return instant_at(start, second)
    except OverflowError:
        raise Refusal(key, f"{second} seconds from {start} lie beyond the calendar") from None


def shown(value: object) -> str:
    """A value as JSON writes it, cut short."""
    if isinstance(value, list | dict):
        return LIST if isinstance(value, list) else TABLE
    text = json.dumps(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _table(pairs: list[tuple[str, object]]) -> Row:
    table: Row = {}
    for key, value in pairs:
        if key in table:
            raise Refusal("", f"{shown(key)} is written twice")
        for text in (key, value):
            if isinstance(text, str) and CONTROL.search(text):
                raise Refusal(key[:LONGEST], f"{shown(text)} holds a control character")
        table[key] = value
    return table


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > DIGITS:
        raise Refusal("", f"a number of {len(digits):,} digits; {DIGITS} are the most")
    return int(digits)


def _finite(text: str) -> float:
    number = float(text)
    if number - number != 0:
        raise Refusal("", f"{text[:20]} is not a finite number")
    return number
