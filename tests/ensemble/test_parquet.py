"""The file of a group: it comes back exactly, other tools read it, and damage is refused."""

import io
import json
import random
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import attrs
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from sim.ensemble import projected
from sim.ensemble.parquet import ORIGIN, RUNS, SCHEMA, Group, decode, encode
from sim.errors import InputError
from sim.log import Log
from tests.ensemble.many import logs, seen

AGAIN = "make it again"


@cache
def group() -> Group:
    """The first runs of the small scenario."""
    return Group(logs()[0].origin, projected(logs()))


@cache
def raw() -> bytes:
    """The bytes of their file."""
    return encode(group())


def test_neither_writing_nor_reading_imports_pandas() -> None:
    """Where it is installed, pyarrow's own conversions would have every process import it."""
    pytest.importorskip("pandas")
    script = (
        "import sys\n"
        "from sim.ensemble.parquet import decode, encode\n"
        "group = decode(sys.stdin.buffer.read(), '', '')\n"
        "decode(encode(group), '', '')\n"
        "sys.exit('pandas' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", script], input=raw(), check=False).returncode == 0


def refusal(changed: bytes) -> str:
    """What a file is refused for."""
    with pytest.raises(InputError) as caught:
        decode(changed, "group.parquet", AGAIN)
    return str(caught.value)


def rewritten(change: Any) -> bytes:
    """The file as another tool would write it after a change to its table."""
    table = change(parquet.read_table(io.BytesIO(raw())))
    sink = io.BytesIO()
    parquet.write_table(table, sink)
    return sink.getvalue()


def test_a_group_comes_back_exactly() -> None:
    """Columns with their types, marks of runs, and what the runs were made from."""
    back = decode(raw(), "group.parquet", AGAIN)

    assert back.origin == group().origin
    assert seen(back.projection) == seen(group().projection)


@given(st.lists(st.sampled_from(range(8)), max_size=4))
def test_any_runs_come_back(chosen: list[int]) -> None:
    """Runs without events and groups without runs too."""
    runs = [logs()[n] if n else Log(logs()[0].origin, ()) for n in chosen]
    some = Group(group().origin, projected(runs))

    assert seen(decode(encode(some), "group.parquet", AGAIN).projection) == seen(some.projection)


def test_the_largest_seed_and_old_dates_come_back() -> None:
    """Seeds up to 2^64 - 1, and what happened centuries before the start."""
    log = logs()[0]
    origin = attrs.evolve(log.origin, seed=2**64 - 1)
    old = attrs.evolve(log.events[0], time=-(10**10))
    some = Group(origin, projected([Log(origin, (old,))]))

    back = decode(encode(some), "group.parquet", AGAIN)

    assert (back.origin, seen(back.projection)) == (origin, seen(some.projection))


def test_the_same_runs_give_the_same_bytes() -> None:
    """Nothing of the hour, the machine or the process is in a file."""
    assert encode(Group(group().origin, projected(logs()))) == raw()


def test_other_tools_read_it_as_it_is() -> None:
    """Seeds, texts, dates in UTC; a quantity that is not there is null."""
    table = parquet.read_table(io.BytesIO(raw()))

    assert table.schema.names == SCHEMA.names
    rows = table.to_pylist()
    events = [(log, event) for log in logs() for event in log.events]
    assert len(rows) == len(events)
    for row, (log, event) in zip(rows, events, strict=True):
        start = datetime.combine(log.origin.start, datetime.min.time(), UTC)
        assert row["run"] == log.origin.seed
        assert row["date"] == start + timedelta(seconds=event.time)
        assert (row["seq"], row["kind"], row["actor"]) == (event.seq, event.kind, event.actor)
        assert (row["subject"], row["quantity"]) == (event.subject, event.quantity)
        assert (row["unit"], row["step"]) == (event.unit, event.step)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(share: float) -> None:
    """Wherever it was cut: it says so, with what to do."""
    assert refusal(raw()[: int(share * len(raw()))]) == (
        f"group.parquet:1: cut off, damaged, or no Parquet file; {AGAIN}"
    )


def test_what_is_added_at_the_end_is_refused() -> None:
    """A file that goes on after its end is no Parquet file."""
    assert "cut off, damaged, or no Parquet file" in refusal(raw() + b"more")


def test_damage_never_changes_what_is_read() -> None:
    """A flipped bit is refused, or stood where nothing is read from: never another result."""
    chance = random.Random(1)
    for place in range(0, len(raw()), 61):
        changed = bytearray(raw())
        changed[place] ^= 1 << chance.randrange(8)
        try:
            back = decode(bytes(changed), "group.parquet", AGAIN)
        except InputError:
            continue
        assert seen(back.projection) == seen(group().projection)
        assert back.origin == group().origin


def with_column(table: pa.Table, name: str, values: Any) -> pa.Table:
    """A table with another column in the place of one."""
    place = table.schema.names.index(name)
    return table.set_column(place, table.schema.field(name), values)


def with_metadata(table: pa.Table, key: bytes, change: Any) -> pa.Table:
    """A table whose metadata say something else."""
    told = json.loads(table.schema.metadata[key])
    change(told)
    return table.replace_schema_metadata(
        table.schema.metadata | {key: json.dumps(told, separators=(",", ":")).encode()}
    )


def first_later(table: pa.Table) -> pa.Table:
    """The first event a day later."""
    dates = table["date"].to_pylist()
    dates[0] += timedelta(days=1)
    return with_column(table, "date", pa.array(dates, SCHEMA.field("date").type))


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (first_later, "altered or damaged after it was written"),
        (lambda t: t.slice(1), "altered or damaged after it was written"),
        (lambda t: pa.concat_tables([t, t]), "altered or damaged after it was written"),
        (lambda t: with_column(t, "run", pa.array([7] * len(t), pa.uint64())), "run: altered"),
        (lambda t: with_column(t, "seq", pa.array([0] * len(t), pa.int32())), "altered"),
        (lambda t: t.drop_columns(["step"]), "its columns are not run, seq, kind, actor"),
        (lambda t: t.replace_schema_metadata({}), "not one that 'sim ensemble' wrote"),
        (
            lambda t: with_metadata(t, RUNS, lambda told: told["runs"][0].__setitem__(2, "0")),
            "altered or damaged after it was written",
        ),
        (
            lambda t: with_metadata(t, RUNS, lambda told: told["runs"].append(7)),
            "altered or damaged after it was written",
        ),
        (
            lambda t: with_metadata(t, ORIGIN, lambda told: told.update(until=9)),
            "altered or damaged after it was written",
        ),
        (
            lambda t: with_metadata(t, ORIGIN, lambda told: told.update(drawdown="run")),
            'its metadata does not say "drawdown":"group"',
        ),
        (
            lambda t: with_metadata(t, ORIGIN, lambda told: told.update(format=2)),
            "format: 2, and this version reads 1",
        ),
    ],
)
def test_what_was_altered_is_refused(change: Any, wrong: str) -> None:
    """A date, a row, a run, a column, the metadata: one line with file, what is wrong, remedy."""
    told = refusal(rewritten(change))

    assert re.fullmatch(rf"group\.parquet:1: .*{re.escape(wrong)}.*; {AGAIN}", told)


def test_the_same_content_in_other_bytes_is_read() -> None:
    """Another version of the library may lay a file out otherwise."""
    back = decode(rewritten(lambda table: table), "group.parquet", AGAIN)

    assert seen(back.projection) == seen(group().projection)


def test_a_file_that_claims_too_much_is_refused_unread() -> None:
    """Metadata cannot make a reader take more memory than a group's runs need."""

    def boast(told: dict[str, Any]) -> None:
        told["runs"] = [[seed, 10**9, "0" * 64] for seed in range(100)]

    told = refusal(rewritten(lambda table: with_metadata(table, RUNS, boast)))

    assert "altered or damaged after it was written" in told
