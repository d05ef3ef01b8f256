"""Run files: a log comes back exactly, and whatever is not a whole, unaltered run is refused."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.errors import InputError, RunError
from sim.events import Event
from sim.log import Log, Origin, digest_of, read_run, storable, write_run
from sim.log.run_file import (
    FORMAT,
    LONGEST_LINE,
    MOST_EVENTS,
    MOST_PROBLEMS,
    UPCASTS,
    decode,
    encode,
    event_lines,
)

GOLDEN = Path(__file__).parent / "golden" / "run-format-1.jsonl"
GOLDEN_DIGEST = "bcdc7fc8a7de3e9fc88207aa5015a376c298547e05f950701c6f5bb49226eca8"

DAY = 86_400
AGAIN = "make it again with 'sim run SCENARIO --seed N --out FILE'"

ORIGIN = Origin(
    scenario="elbonia-2030",
    digest="5c" * 32,
    seed=18_446_744_073_709_551_615,
    start=date(2030, 2, 27),
    until=30 * DAY,
    code="0.1.0",
    changes={"patience": "45 d", "share": "0.25"},
)
EVENTS = (
    Event(0, -DAY, "senate", "law_passed", "", 61.0, "votes", (), "initial: 0", b"\0" * 17),
    Event(1, 0, "führer", "round_held", "runde_1", None, "", (), "given: é", b"\1" * 17),
    Event(2, 3 * DAY + 1, "militia", "attack", "مرکز", 0.1, "", (0, 1), "militia: r", b"\xfe" * 17),
    Event(3, 3 * DAY + 1, "senate", "protest", "\U0001f6a9", 1e-07, "", (2,), "s: s", b"\xff" * 17),
)
LOG = Log(ORIGIN, EVENTS)


def seen(log: Log) -> tuple[Origin, str]:
    """Everything that a log is; the text of its events tells 5 from 5.0, and 0.0 from -0.0."""
    return log.origin, repr(log.events)


def file_of(header: dict[str, Any], rows: Sequence[dict[str, Any] | bytes]) -> bytes:
    """A file with a footer that fits whatever stands above it."""
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in (header, *rows)]
    above = b"".join(line + b"\n" for line in lines)
    footer = {"count": len(rows), "sha256": hashlib.sha256(above).hexdigest()}
    return above + json.dumps(footer).encode() + b"\n"


def plain() -> tuple[dict[str, Any], list[Any]]:
    """The header and the rows of the example, as plain data to be spoilt."""
    header, *rows = (json.loads(line) for line in encode(LOG).splitlines()[:-1])
    return header, rows


def refusals(raw: bytes) -> list[str]:
    """What a file is refused for."""
    with pytest.raises(InputError) as caught:
        decode(raw, "run.jsonl")
    return str(caught.value).splitlines()


WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]), max_size=12
)  # any script; no control characters
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 10**9)
ORIGINS = st.builds(
    Origin,
    scenario=WORDS,
    digest=st.binary(min_size=32, max_size=32).map(bytes.hex),
    seed=st.integers(0, 2**64 - 1),
    start=st.dates(date(1000, 1, 1), date(9000, 1, 1)),
    until=st.just(10**9),
    code=WORDS,
    changes=st.dictionaries(WORDS, WORDS, max_size=3),
    past=st.sampled_from((0, 1, 10**9)),
)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Any log that an engine could make: times in order, causes among the earlier events."""
    times = sorted(draw(st.lists(st.integers(-(10**9), 10**9 - 1), max_size=8)))
    events = []
    for seq, second in enumerate(times):
        causes = draw(st.lists(st.integers(0, seq - 1), unique=True, max_size=3)) if seq else []
        actor, kind, subject, unit, step = (draw(WORDS) for _ in range(5))
        identity = draw(st.binary(min_size=17, max_size=17))
        quantity = draw(NUMBERS)
        events.append(
            Event(
                seq, second, actor, kind, subject, quantity, unit, tuple(causes), step, identity
            )
        )  # fmt: skip
    return Log(draw(ORIGINS), tuple(events))


# What comes back


@given(logs())
@example(LOG)
@example(Log(ORIGIN, ()))
def test_a_log_comes_back_exactly(log: Log) -> None:
    """Every log is rebuilt from its bytes, each event with the types it had."""
    assert seen(log) == seen(decode(encode(log), "run.jsonl"))


@given(logs())
def test_a_log_has_one_encoding(log: Log) -> None:
    """A log that was read is written as the same bytes, under the same digest."""
    raw = encode(log)
    again = decode(raw, "run.jsonl")
    assert raw == encode(again)
    assert digest_of(log) == digest_of(again)


@given(logs())
def test_a_line_is_the_row_as_json(log: Log) -> None:
    """Each event's line is its row, compactly: keys in the row's order, and instants in UTC."""
    midnight = datetime.combine(log.origin.start, time(), UTC)
    for line, event in zip(event_lines(log), log.events, strict=True):
        row = log.row(event)
        assert line.decode() == json.dumps(row, separators=(",", ":")) + "\n"
        instant = midnight + timedelta(seconds=event.time)
        assert row["date"] == instant.isoformat().replace("+00:00", "Z")


@given(logs())
def test_a_file_is_printable_ascii(log: Log) -> None:
    """A file shown as it is moves no cursor and changes no colour."""
    assert set(encode(log)) <= {*range(0x20, 0x7F), 0x0A}


def test_a_file_on_disk_comes_back(tmp_path: Path) -> None:
    """What write_run wrote, read_run reads; paths may be text."""
    write_run(LOG, str(tmp_path / "run.jsonl"))
    assert seen(LOG) == seen(read_run(tmp_path / "run.jsonl"))


def test_golden_file_is_written() -> None:
    """Today's program writes the committed file, byte for byte."""
    assert GOLDEN.read_bytes() == encode(LOG)


def test_golden_file_is_read() -> None:
    """Files written in format 1 are read for ever."""
    assert seen(LOG) == seen(read_run(GOLDEN))


def test_a_forecast_says_until_when_it_is_the_record() -> None:
    """Its header has one key more, which the header of a free run does not have."""
    header = json.loads(encode(Log(attrs.evolve(ORIGIN, past=DAY), EVENTS)).splitlines()[0])
    assert header.pop("past") == DAY
    assert header == json.loads(encode(LOG).splitlines()[0])


def test_golden_digest() -> None:
    """The digest of a log is that of its canonical lines, and stays what it was."""
    lines = GOLDEN.read_bytes().splitlines(keepends=True)[1:-1]
    assert lines == list(event_lines(LOG))
    expected = hashlib.sha256(b"".join(lines)).hexdigest()
    assert expected == digest_of(LOG)
    assert expected == GOLDEN_DIGEST


def test_the_digest_leaves_the_header_out() -> None:
    """The same events have one digest, whoever wrote them under whatever name."""
    other = Log(attrs.evolve(ORIGIN, scenario="other", code="9.9", seed=1), EVENTS)
    assert digest_of(LOG) == digest_of(other)


def test_the_digest_sees_each_event() -> None:
    """An event less, or an identity changed, is another digest."""
    changed = (*EVENTS[:-1], attrs.evolve(EVENTS[-1], identity=b"\3" * 17))
    digests = {digest_of(Log(ORIGIN, events)) for events in (EVENTS, EVENTS[:-1], changed, ())}
    assert len(digests) == 4


def test_a_log_knows_its_file() -> None:
    """For messages about it."""
    assert decode(encode(LOG), "run.jsonl").file == "run.jsonl"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("", True), ("führer مرکز \U0001f6a9", True),
        ("a\nb", False), ("\x1b", False), ("\ud800", False),
    ],
)  # fmt: skip
def test_what_a_file_may_hold(text: str, fits: bool) -> None:
    """Letters of any script, and no control characters."""
    assert storable(text) is fits


# What is refused: files that are not whole, or not as written


@given(st.integers(0, GOLDEN.stat().st_size - 1))
def test_a_truncated_file_is_refused(size: int) -> None:
    """However many bytes are left of a file, fewer than all are too few."""
    assert refusals(GOLDEN.read_bytes()[:size])


@given(st.integers(0, GOLDEN.stat().st_size - 1), st.integers(1, 255))
def test_an_altered_file_is_refused(place: int, change: int) -> None:
    """Whichever byte is changed, and to what."""
    raw = bytearray(GOLDEN.read_bytes())
    raw[place] ^= change
    assert refusals(bytes(raw))


@given(st.binary(max_size=400))
@example(b"\n")
@example(b"\xef\xbb\xbf")
@example(b"date,date_end,precision\n2024-01-01,,day\n")
def test_other_bytes_are_refused(raw: bytes) -> None:
    """What is no run file is refused at its first line."""
    assert refusals(raw)[0].startswith("run.jsonl:1: not a run file")


@pytest.mark.parametrize(
    ("lines", "place"), [(1, 1), (3, 3), (5, 5)], ids=["header", "some events", "all events"]
)
def test_a_missing_footer_is_named(lines: int, place: int) -> None:
    """A run that was interrupted while it was written says so."""
    raw = b"".join(encode(LOG).splitlines(keepends=True)[:lines])
    wrong = "incomplete: it does not end in a footer, so it was cut off"
    assert [f"run.jsonl:{place}: {wrong}; {AGAIN}"] == refusals(raw)


def test_a_line_cut_off_is_named() -> None:
    """A file that ends within a line is incomplete at that line."""
    last = encode(LOG).splitlines()[-1]
    wrong = "incomplete: it does not end in a footer, so it was cut off"
    for missing in (1, len(last) - 1):
        assert [f"run.jsonl:6: {wrong}; {AGAIN}"] == refusals(encode(LOG)[:-missing])


def test_a_lost_line_is_one_problem() -> None:
    """The place where a line is missing is named once, and the footer tells the count."""
    lines = encode(LOG).splitlines(keepends=True)
    altered = f"sha256: the lines above were altered after they were written; {AGAIN}"
    expected = [
        "run.jsonl:3: seq: 2, and 1 is expected: a line was lost, added or moved",
        f"run.jsonl:5: count: 4 events were written, and 3 are here; {AGAIN}",
        f"run.jsonl:5: {altered}",
    ]
    assert expected == refusals(b"".join(lines[:2] + lines[3:]))


def test_an_altered_value_is_found_by_its_digest() -> None:
    """A quantity that somebody made larger fits its line, but not the footer."""
    raw = encode(LOG).replace(b'"quantity":61.0', b'"quantity":81.0')
    altered = "the lines above were altered after they were written"
    assert [f"run.jsonl:6: sha256: {altered}; {AGAIN}"] == refusals(raw)


def test_an_altered_header_is_found_by_its_digest() -> None:
    """The header is part of what the footer seals."""
    raw = encode(LOG).replace(b'"seed":18446744073709551615', b'"seed":1')
    altered = "the lines above were altered after they were written"
    assert [f"run.jsonl:6: sha256: {altered}; {AGAIN}"] == refusals(raw)


def test_converted_line_ends_are_found() -> None:
    """A file that a tool gave other line ends is altered."""
    assert "run.jsonl:6: sha256" in refusals(encode(LOG).replace(b"\n", b"\r\n"))[0]


# What is refused: headers


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        ("drawdown", "ensemble", 'not a run file: its first line does not say "drawdown":"run"'),
        ("format", 2, "format: 2 is newer than 1, the newest known here; update"),
        ("format", 0, "format: 0, and a whole number from 1 is expected"),
        ("format", True, "format: true, and a whole number from 1 is expected"),
        ("format", "1", 'format: "1", and a whole number from 1 is expected'),
        ("scenario", "x", 'scenario: "x", and a table is expected'),
        ("scenario", {"name": "x"}, "scenario.digest: 'digest' is missing"),
        ("scenario", {"name": 1, "digest": ""}, "scenario.name: 1, and text is expected"),
        ("seed", -1, "seed: -1 is not between 0 and 2^64 - 1"),
        ("seed", 2**64, "seed: 18446744073709551616 is not between 0 and 2^64 - 1"),
        ("seed", 1.0, "seed: 1.0, and a whole number is expected"),
        ("seed", False, "seed: false, and a whole number is expected"),
        ("start", "2024-02-30", 'start: "2024-02-30" is not a date such as 2024-01-31'),
        ("until", 10**12, "until: 999999999999 seconds from 2030-02-27 lie beyond the calendar"),
        ("code", None, "code: null, and text is expected"),
        ("plugins", ["x"], "plugins: made with plug-ins, which this version cannot load; update"),
        ("changes", {"share": 1}, "changes.share: 1, and text is expected"),
        ("changes", [], "changes: a list, and a table is expected"),
        ("past", 30 * DAY + 1, "past: 2592001 is not between 0 and the end of the run, 2592000"),
        ("past", "x", 'past: "x", and a whole number is expected'),
        ("sedd", 1, "sedd: unknown key \"sedd\"; did you mean 'seed'?"),
    ],
)  # fmt: skip
def test_a_wrong_header_is_refused(key: str, value: object, wrong: str) -> None:
    """A header with a value that cannot be is refused at its key."""
    header, rows = plain()
    header[key] = value
    assert [f"run.jsonl:1: {wrong}"] == refusals(file_of(header, rows))


@pytest.mark.parametrize("key", list(plain()[0]))
def test_a_header_needs_every_key(key: str) -> None:
    """A header that lacks a key is refused."""
    header, rows = plain()
    del header[key]
    (problem,) = refusals(file_of(header, rows))
    assert problem.startswith("run.jsonl:1: ")
    assert key in problem


# What is refused: events


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        ("seq", 3, "seq: 3, and 2 is expected: a line was lost, added or moved"),
        ("seq", 1, "seq: 1, and 2 is expected: a line was lost, added or moved"),
        ("seq", "2", 'seq: "2", and a whole number is expected'),
        ("time", -1, "time: -1 is before the event above, which is at 0"),
        ("time", 30 * DAY, "time: 2592000 is not before the end of the run, 2592000"),
        ("time", 1.5, "time: 1.5, and a whole number is expected"),
        ("time", 5, 'date: "2030-03-02T00:00:01Z", and second 5 is 2030-02-27T00:00:05Z'),
        ("date", "2030-03-02", 'date: "2030-03-02", and second 259201 is 2030-03-02T00:00:01Z'),
        ("actor", None, "actor: null, and text is expected"),
        ("kind", 7, "kind: 7, and text is expected"),
        ("subject", ["x"], "subject: a list, and text is expected"),
        ("subject", {"x": 1}, "subject: a table, and text is expected"),
        ("quantity", "2", 'quantity: "2", and a number or null is expected'),
        ("quantity", True, "quantity: true, and a number or null is expected"),
        ("causes", 0, "causes: 0, and a list is expected"),
        ("causes", [2], "causes: 2 is not the number of an earlier event"),
        ("causes", [0, 3], "causes: 3 is not the number of an earlier event"),
        ("causes", [-1], "causes: -1 is not the number of an earlier event"),
        ("causes", [False], "causes: false is not the number of an earlier event"),
        ("causes", [[[0]]], "causes: a list is not the number of an earlier event"),
        ("id", "ff", 'id: "ff" is not 17 bytes in hexadecimal'),
        ("id", "FF" * 17, 'id: "' + "F" * 34 + '" is not 17 bytes in hexadecimal'),
        ("id", "x" * 38, 'id: "' + "x" * 38 + '" is not 17 bytes in hexadecimal'),
        ("id", "x" * 50, 'id: "' + "x" * 36 + "... is not 17 bytes in hexadecimal"),
        ("actor", "a\x1b[2J", 'actor: "a\\u001b[2J" holds a control character'),
        ("step", "a\nb", 'step: "a\\nb" holds a control character'),
        ("subject", "\ud800", 'subject: "\\ud800" holds a control character'),
        ("acter", "x", "acter: unknown key \"acter\"; did you mean 'actor'?"),
    ],
)  # fmt: skip
def test_a_wrong_event_is_refused(key: str, value: object, wrong: str) -> None:
    """An event that cannot be is refused at its line and key, even where the footer fits."""
    header, rows = plain()
    rows[2][key] = value
    assert [f"run.jsonl:4: {wrong}"] == refusals(file_of(header, rows))


@pytest.mark.parametrize("key", list(plain()[1][0]))
def test_an_event_needs_every_key(key: str) -> None:
    """An event that lacks a key is refused."""
    header, rows = plain()
    del rows[2][key]
    assert [f"run.jsonl:4: {key}: '{key}' is missing"] == refusals(file_of(header, rows))


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (b"", "not JSON: Expecting value, at column 1"),
        (b'{"actor":"x', "not JSON: Unterminated string starting at, at column 10"),
        (b"{'seq': 2}", "not JSON: Expecting property name enclosed in double quotes, at column 2"),
        (b'{"seq":2}}', "not JSON: Extra data, at column 10"),
        (b'{"actor":"\x1b[2J"}', "not JSON: Invalid control character at, at column 11"),
        (b"[" * 90_000, "nested too deeply"),
        (b'{"a":' * 15_000, "nested too deeply"),
        (b"7", "7, and a table {...} is expected"),
        (b"[7]", "a list, and a table {...} is expected"),
        (b'{"seq":2,"seq":2}', '"seq" is written twice'),
        (b'{"time":' + b"9" * 5000 + b"}", "a number of 5,000 digits; 20 are the most"),
        (b'{"quantity":NaN}', "NaN is not a finite number"),
        (b'{"quantity":-Infinity}', "-Infinity is not a finite number"),
        (b'{"quantity":1e999}', "1e999 is not a finite number"),
        (b'{"quantity":1' + b"0" * 400 + b".0}", f"1{'0' * 19} is not a finite number"),
        ('{"actor":"é"}'.encode(), "a byte that is not ASCII, at column 11"),
        (b'{"\\u001b":1}', '\\x1b: "\\u001b" holds a control character'),
    ],
)  # fmt: skip
def test_hostile_lines_are_refused(line: bytes, wrong: str) -> None:
    """A line that is not plain, finite JSON is refused where it stands, on one printable line."""
    header, rows = plain()
    rows[2] = line
    assert [f"run.jsonl:4: {wrong}"] == refusals(file_of(header, rows))


@pytest.mark.parametrize(
    "line", [b"", b"[" * 90_000, b"7", b'{"quantity":NaN}', b"\xff", b"x" * (LONGEST_LINE + 1)],
    ids=["nothing", "nesting", "number", "not finite", "not ASCII", "too long"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["header", "event"])
def test_a_line_that_is_wrong_as_a_whole_names_no_key(line: bytes, place: str) -> None:
    """There is a line to look at, and no key in it."""
    header, rows = plain()
    raw = file_of(header, [rows[0], line, *rows[2:]])
    raw = raw if place == "event" else line + raw[raw.index(b"\n") :]
    with pytest.raises(InputError) as caught:
        decode(raw, "run.jsonl")
    assert (caught.value.problems[0].line, caught.value.problems[0].path) == (
        3 if place == "event" else 1, "",
    )  # fmt: skip


def test_a_first_line_cut_off_is_told() -> None:
    """With what is wrong about it."""
    wrong = "not JSON: Unterminated string starting at, at column 13"
    assert refusals(b'{"drawdown":"ru\n') == [
        f"run.jsonl:1: not a run file, or cut off in its first line: {wrong}"
    ]
    wrong = "not JSON: Expecting value, at column 1"
    for raw in (b"", b"\n"):
        assert refusals(raw) == [
            f"run.jsonl:1: not a run file, or cut off in its first line: {wrong}"
        ]


def test_each_event_is_held_to_the_one_right_above() -> None:
    """Not to one further up: the last may not come before the last but one."""
    header, rows = plain()
    rows[3] |= {"time": 5, "date": "2030-02-27T00:00:05Z"}
    wrong = "time: 5 is before the event above, which is at 259201"
    assert [f"run.jsonl:5: {wrong}"] == refusals(file_of(header, rows))


@pytest.mark.parametrize(("until", "last"), [(0, 0), (1, 0), (2, 1)])
def test_a_run_ends_before_its_end(until: int, last: int) -> None:
    """Every event lies before it, but for one at second 0, where a run may end that has one."""
    log = Log(attrs.evolve(ORIGIN, until=until), (attrs.evolve(EVENTS[0], time=last),))
    assert seen(decode(encode(log), "run.jsonl")) == seen(log)
    late = attrs.evolve(log, events=(attrs.evolve(EVENTS[0], time=last + 1),))
    assert refusals(encode(late)) == [
        f"run.jsonl:2: time: {last + 1} is not before the end of the run, {until}"
    ]


def test_a_past_ends_with_the_run() -> None:
    """A run that ends at its start has no past but none."""
    log = Log(attrs.evolve(ORIGIN, until=0, past=1), ())
    wrong = "past: 1 is not between 0 and the end of the run, 0"
    assert refusals(encode(log)) == [f"run.jsonl:1: {wrong}"]


def test_times_beyond_the_calendar_are_refused() -> None:
    """A time that no date can show is refused."""
    header, rows = plain()
    rows[0]["time"] = -(10**15)
    wrong = "seconds from 2030-02-27 lie beyond the calendar"
    assert [f"run.jsonl:2: time: {-(10**15)} {wrong}"] == refusals(file_of(header, rows))


def test_every_wrong_line_is_named() -> None:
    """Several wrong lines are reported at once."""
    header, rows = plain()
    rows[0]["unit"] = 1
    rows[2]["kind"] = 2
    expected = [
        "run.jsonl:2: unit: 1, and text is expected",
        "run.jsonl:4: kind: 2, and text is expected",
    ]
    assert expected == refusals(file_of(header, rows))


def test_endless_wrong_lines_are_not_all_named() -> None:
    """A file of nothing but rubbish is given up after some lines."""
    assert len(refusals(file_of(plain()[0], [b"x"] * 1000))) == MOST_PROBLEMS


def test_long_values_are_cut() -> None:
    """A value or key of many kilobytes does not become a message as long."""
    header, rows = plain()
    rows[1]["x" * 10**4] = 1
    rows[2]["kind"] = rows[2]["id"] = "y" * 10**4
    assert all(len(problem) < 200 for problem in refusals(file_of(header, rows)))


# Older formats


def renamed(row: dict[str, Any]) -> dict[str, Any]:
    """The upcast of an imagined format 1, which called actors 'who'."""
    return {("actor" if key == "who" else key): value for key, value in row.items()}


def test_an_old_format_is_upcast() -> None:
    """A file of an older format reads as the same log, through its upcast."""
    header, rows = plain()
    old = [{("who" if key == "actor" else key): row[key] for key in row} for row in rows]
    assert seen(LOG) == seen(decode(file_of(header, old), "run.jsonl", {1: renamed}))


def test_upcasts_apply_in_turn() -> None:
    """Each upcast leads to the next format, and the last to today's."""
    header, rows = plain()
    old = [{("by" if key == "actor" else key): row[key] for key in row} for row in rows]

    def first(row: dict[str, Any]) -> dict[str, Any]:
        return {("who" if key == "by" else key): value for key, value in row.items()}

    upcasts = {1: first, 2: renamed}
    assert seen(LOG) == seen(decode(file_of(header, old), "run.jsonl", upcasts))
    header["format"] = 3
    assert seen(LOG) == seen(decode(file_of(header, rows), "run.jsonl", upcasts))


def test_an_upcast_line_is_checked() -> None:
    """What an upcast makes of a wrong line is refused at the line of the file."""
    header, rows = plain()
    del rows[2]["actor"]
    with pytest.raises(InputError, match=r"run\.jsonl:4: actor: 'actor' is missing"):
        decode(file_of(header, rows), "run.jsonl", {1: renamed})


def test_every_older_format_has_its_upcast() -> None:
    """The table leads from format 1 to the format that is written."""
    assert list(range(1, FORMAT)) == sorted(UPCASTS)


# The disk


def problem_of(action: Callable[[], object]) -> str:
    """What an action on a file is refused for."""
    with pytest.raises(InputError) as caught:
        action()
    return str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that does not exist, and a folder, are no run files."""
    remedy = "name a file that 'sim run --out FILE' wrote"
    for path in (tmp_path / "none.jsonl", tmp_path, tmp_path / "none" / "run.jsonl"):
        wrong = f"{path}:1: cannot be read: no such file; {remedy}"
        assert wrong == problem_of(partial(read_run, path))


@pytest.mark.parametrize("row", [b"{},", b"[", b"\0"])
def test_a_line_without_end_is_refused(row: bytes) -> None:
    """A line longer than any event is refused before anything is made of it."""
    header, rows = plain()
    rows[1] = row * LONGEST_LINE
    assert [f"run.jsonl:3: longer than {LONGEST_LINE:,} bytes, as no line is"] == refusals(
        file_of(header, rows)
    )


def test_a_line_may_be_as_long_as_that() -> None:
    """A line of just so many bytes is read."""
    header, rows = plain()
    row = json.dumps(rows[1]).encode()
    rows[1] = row + b" " * (LONGEST_LINE - len(row) - 1)
    assert seen(decode(file_of(header, rows), "run.jsonl")) == seen(LOG)


def test_lines_without_end_are_refused() -> None:
    """A file of more events than any run is refused where the first too many stands."""
    raw = file_of(plain()[0], [b"{}"] * (MOST_EVENTS + 1))
    words = f"run.jsonl:{MOST_EVENTS + 3}: more than {MOST_EVENTS:,} events, as no run has"
    assert [words] == refusals(raw)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file larger than any run is read no further than its first line may reach."""
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as stream:
        stream.truncate(10**12)
    wrong = f"longer than {LONGEST_LINE:,} bytes, as no line is"
    assert f"{path}:1: {wrong}" == problem_of(lambda: read_run(path))


def test_writing_replaces_a_run(tmp_path: Path) -> None:
    """An older file of the same name is replaced, and nothing else is left in the folder."""
    path = tmp_path / "run.jsonl"
    write_run(Log(ORIGIN, ()), path)
    write_run(LOG, path)
    assert GOLDEN.read_bytes() == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Writing through a symbolic link replaces the file that it leads to."""
    (tmp_path / "runs").mkdir()
    link = tmp_path / "run.jsonl"
    link.symlink_to(tmp_path / "runs" / "real.jsonl")
    write_run(LOG, link)
    assert link.is_symlink()
    assert seen(LOG) == seen(read_run(tmp_path / "runs" / "real.jsonl"))


def full_disk(*_: object) -> None:
    """A system call that finds no room."""
    raise OSError(28, "No space left on device")


def interrupted(*_: object) -> None:
    """A system call during which the user gives up."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("fate", [full_disk, interrupted])
def test_a_failure_leaves_the_old_file(
    call: str, fate: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails while a run is written, the older file stands and no other is left."""
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, call, fate)
    with pytest.raises((InputError, KeyboardInterrupt)):
        write_run(LOG, path)
    assert path.read_bytes() == b"old"
    assert [path] == list(tmp_path.iterdir())


def test_a_full_disk_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room on the disk is said in one line, with what to do."""
    path = tmp_path / "run.jsonl"
    monkeypatch.setattr(os, "fsync", full_disk)
    wrong = "cannot be written: No space left on device; make room, or name another file"
    assert f"{path}:1: {wrong}" == problem_of(lambda: write_run(LOG, path))


def test_a_missing_folder_is_explained(tmp_path: Path) -> None:
    """A folder that is not there is named, and not made."""
    path = tmp_path / "none" / "run.jsonl"
    wrong = "cannot be written: No such file or directory"
    remedy = f"make the folder {path.parent}, or name another file"
    assert f"{path}:1: {wrong}; {remedy}" == problem_of(lambda: write_run(LOG, path))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("there", ["folder", "device", "file above"])
def test_what_is_no_file_is_not_replaced(there: str, tmp_path: Path) -> None:
    """A folder or a device is left as it is, also where the folder's own name is a file's."""
    (tmp_path / "file").write_bytes(b"old")
    path = {"folder": tmp_path, "device": Path(os.devnull), "file above": tmp_path / "file" / "x"}[
        there
    ]
    assert f"{path}:1: cannot be written: " in problem_of(lambda: write_run(LOG, path))
    assert [tmp_path / "file"] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"quantity": float("nan")}, r"event 2 \(attack\) cannot be stored: .*not JSON compliant"),
        ({"time": 10**15}, r"event 2 \(attack\) cannot be stored: "),
        (
            {"subject": "a\x07"},
            r"this run cannot be stored: .*run\.jsonl:4: subject: .*control character",
        ),
        (
            {"time": -1},
            r"this run cannot be stored: .*run\.jsonl:4: time: -1 is before the event above",
        ),
        ({"identity": b"short"}, r"this run cannot be stored: .*run\.jsonl:4: id: "),
    ],
)
def test_what_could_not_be_read_back_is_not_written(
    change: dict[str, Any], wrong: str, tmp_path: Path
) -> None:
    """A log that breaks the format's rules is an error of the run, and nothing is written."""
    events = (*EVENTS[:2], attrs.evolve(EVENTS[2], **change), EVENTS[3])
    with pytest.raises(RunError, match=wrong):
        write_run(Log(ORIGIN, events), tmp_path / "run.jsonl")
    assert not list(tmp_path.iterdir())
