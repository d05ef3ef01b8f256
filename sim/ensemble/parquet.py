"""A group of runs as the bytes of one Parquet file, and back; pyarrow is imported here only.

Other tools read the file as it is: a row is an event, with its run's seed and its date in UTC. What
made the runs, and the digest of each, stand in the file's metadata, with a SHA-256 of everything:
a file that was cut off or altered is refused. The same runs give the same bytes.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

import attrs
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from sim.engine.world import MOST_EVENTS
from sim.ensemble.projection import NUMBERS, TEXTS, Column, Projection, RunMark, Words
from sim.errors import InputError, Problem
from sim.events.dates import seconds_at
from sim.log import Origin
from sim.log.rows import LIST, TEXT, Refusal, check_shape, header_of, origin_of, parsed

FORMAT = 1

LARGEST = 400_000_000
"""Bytes of a group's file, and of what it holds; a larger one is refused unread."""

A_WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        pa.field("run", pa.uint64(), nullable=False),
        pa.field("seq", pa.int32(), nullable=False),
        pa.field("kind", A_WORD, nullable=False),
        pa.field("actor", A_WORD, nullable=False),
        pa.field("subject", A_WORD, nullable=False),
        pa.field("ordinal", pa.int32(), nullable=False),
        pa.field("date", pa.timestamp("ms", tz="UTC"), nullable=False),
        pa.field("quantity", pa.float64()),
        pa.field("unit", A_WORD, nullable=False),
        pa.field("step", A_WORD, nullable=False),
    ]
)
"""The columns of a file; `run` is the seed of the run, a quantity may be null.

Parquet knows no whole seconds, so dates are milliseconds.
"""

ORIGIN, RUNS = b"drawdown.origin", b"drawdown.runs"
"""The keys of what the file's metadata says of its runs: what made them, and the mark of each."""

EPOCH = date(1970, 1, 1)
"""From where Parquet counts dates."""

ALTERED = "altered or damaged after it was written"


@attrs.frozen(eq=False)
class Group:
    """Some runs of one scenario with seeds that follow each other; `origin` has the first seed."""

    origin: Origin
    projection: Projection


# From runs to bytes


def encode(group: Group) -> bytes:
    """The bytes of a group's file."""
    origin, columns = group.origin, group.projection
    marks = [[mark.seed, mark.events, mark.digest] for mark in columns.runs]
    header = header_of(origin, "group", FORMAT)
    told = json.dumps(header, separators=(",", ":"))
    runs = {"runs": marks, "sha256": _sum(told, marks, columns)}
    metadata = {ORIGIN: told.encode(), RUNS: json.dumps(runs, separators=(",", ":")).encode()}
    seeds = np.array([mark.seed for mark in columns.runs], "u8")
    first = seconds_at(EPOCH, origin.start)
    numbers = {
        "run": seeds[columns.run],
        "date": (columns.second + first) * 1000,
        **{name: getattr(columns, name) for name in ("seq", "ordinal", "quantity")},
    }
    arrays = {
        **{name: _array(values, SCHEMA.field(name).type) for name, values in numbers.items()},
        **{name: _coded(getattr(columns, name)) for name in TEXTS},
    }
    schema = SCHEMA.with_metadata(metadata)
    table = pa.Table.from_arrays([arrays[name] for name in SCHEMA.names], schema=schema)
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return bytes(sink.getvalue())


def _array(values: Column, kind: pa.DataType) -> pa.Array:
    """Numbers as an array, what is not a number as null.

    Laid out by hand: `pyarrow.array` first imports pandas, where there is one, in every worker.
    """
    width = np.dtype(f"{values.dtype.kind}{kind.bit_width // 8}")
    missing = np.isnan(values) if width.kind == "f" else np.zeros(len(values), np.bool_)
    known = pa.py_buffer(np.packbits(~missing, bitorder="little")) if missing.any() else None
    held = pa.py_buffer(np.ascontiguousarray(values, width))
    return pa.Array.from_buffers(kind, len(values), [known, held])


def _coded(words: Words) -> pa.DictionaryArray:
    texts = [word.encode() for word in words.words]
    ends = pa.py_buffer(np.cumsum([0, *map(len, texts)], dtype="i4"))
    told = pa.StringArray.from_buffers(len(texts), ends, pa.py_buffer(b"".join(texts)))
    return pa.DictionaryArray.from_arrays(_array(words.codes, pa.int32()), told)


def _sum(header: str, marks: Sequence[object], columns: Projection) -> str:
    """SHA-256 of all that a group holds, however the file writes it."""
    words = [getattr(columns, name) for name in TEXTS]
    told = json.dumps([header, marks, [column.words for column in words]])
    digest = hashlib.sha256(told.encode())
    for column in (
        *(getattr(columns, name) for name in NUMBERS),
        *(column.codes for column in words),
    ):
        digest.update(np.ascontiguousarray(column).astype(column.dtype.newbyteorder("<")).data)
    return digest.hexdigest()


# From bytes to runs


def decode(raw: bytes, file: str, again: str) -> Group:
    """The group that a file holds; raise InputError with what is wrong, and how to mend it.

    `again` ends each message: how the file can be made again.
    """
    try:
        return _decoded(raw)
    except Refusal as refusal:
        path, message = refusal.args
        raise InputError([Problem(file, 1, path, f"{message}; {again}")]) from None


def _decoded(raw: bytes) -> Group:
    if len(raw) > LARGEST:
        raise Refusal("", f"larger than {LARGEST:,} bytes, which no group of runs is")
    try:
        file = parquet.ParquetFile(pa.BufferReader(raw), page_checksum_verification=True)
    except (pa.ArrowException, OSError, ValueError):
        raise Refusal("", "cut off, damaged, or no Parquet file") from None
    metadata = file.schema_arrow.metadata or {}
    if not {ORIGIN, RUNS} <= set(metadata):
        raise Refusal("", "a Parquet file, but not one that 'sim ensemble' wrote")
    origin = _origin(metadata[ORIGIN])
    marks, total = _runs(metadata[RUNS])
    if not file.schema_arrow.equals(SCHEMA):
        raise Refusal("", f"its columns are not {', '.join(SCHEMA.names)}, in this order")
    rows = file.metadata
    held = [rows.row_group(place).total_byte_size for place in range(rows.num_row_groups)]
    told = [mark.events for mark in marks]
    if rows.num_rows != sum(told) or max(told, default=0) > MOST_EVENTS or sum(held) > LARGEST:
        raise Refusal("", ALTERED)
    try:
        table = file.read().unify_dictionaries().combine_chunks()
        columns = _columns(table, marks, seconds_at(EPOCH, origin.start))
    except (pa.ArrowException, OSError, ValueError):
        raise Refusal("", ALTERED) from None
    listed = [[mark.seed, mark.events, mark.digest] for mark in marks]
    if _sum(metadata[ORIGIN].decode(), listed, columns) != total:
        raise Refusal("", ALTERED)
    return Group(origin, columns)


def _origin(line: bytes) -> Origin:
    header = parsed(line)
    if header.get("drawdown") != "group":
        raise Refusal("", 'its metadata does not say "drawdown":"group"')
    if header.get("format") != FORMAT:
        raise Refusal("format", f"{header.get('format')!r:.20}, and this version reads {FORMAT}")
    return origin_of(header)


def _runs(line: bytes) -> tuple[tuple[RunMark, ...], str]:
    """The mark of each run, and the SHA-256 of everything."""
    table = parsed(line)
    check_shape(table, {"runs": LIST, "sha256": TEXT})
    for mark in table["runs"]:
        if type(mark) is not list or [type(part) for part in mark] != [int, int, str]:
            raise Refusal("", ALTERED)
        if not (0 <= mark[0] < 2**64 and 0 <= mark[1] < 2**31):
            raise Refusal("", ALTERED)
    return tuple(RunMark(*mark) for mark in table["runs"]), table["sha256"]


def _columns(table: pa.Table, marks: tuple[RunMark, ...], first: int) -> Projection:
    """The columns of a table, once it is sure that they belong to its runs."""
    events = [mark.events for mark in marks]
    run = np.repeat(np.arange(len(marks), dtype="i4"), events)
    seeds = np.array([mark.seed for mark in marks], "u8")
    columns = {name: table.column(name) for name in SCHEMA.names}
    if any(column.null_count for name, column in columns.items() if name != "quantity"):
        raise Refusal("", ALTERED)
    if not np.array_equal(_numbers(columns["run"]), seeds[run]):
        raise Refusal("run", ALTERED)
    return Projection(
        marks,
        run,
        seq=_numbers(columns["seq"]),
        second=_numbers(columns["date"].cast(pa.int64())) // 1000 - first,
        ordinal=_numbers(columns["ordinal"]),
        quantity=_numbers(columns["quantity"].fill_null(NOT_A_NUMBER)),
        **{name: _words(columns[name]) for name in TEXTS},
    )


NOT_A_NUMBER = pa.Array.from_buffers(pa.float64(), 1, [None, pa.py_buffer(np.array([np.nan]))])[0]


def _numbers(column: pa.ChunkedArray) -> Column:
    """The numbers of a column without nulls; `to_numpy` would import pandas too."""
    return np.from_dlpack(column.combine_chunks())


def _words(column: pa.ChunkedArray) -> Words:
    if not column.num_chunks:
        return Words(np.empty(0, "i4"), ())
    chunk = column.combine_chunks()
    return Words(np.from_dlpack(chunk.indices), tuple(chunk.dictionary.to_pylist()))
