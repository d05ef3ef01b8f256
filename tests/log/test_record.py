"""The documented timeline: windows, what a row keeps, and every fault at its line."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.errors import Problem
from sim.events import Kind, shipped
from sim.log.record import (
    COLUMNS,
    CONFIDENCES,
    MOST_PROBLEMS,
    MOST_ROWS,
    PRECISIONS,
    DocumentedEvent,
    Reading,
    Record,
    read_record,
    reread,
)

TIMELINE = Path(__file__).parents[2] / "scenarios" / "iraq-hmc-2024" / "timeline.csv"
START = date(2030, 1, 1)
DAY = 86_400
HEADER = ",".join(COLUMNS)
GOOD = {
    "date": "2030-01-03", "date_end": "", "precision": "day", "actor": "senate",
    "kind": "law_passed", "subject": "presence", "quantity": "61", "unit": "votes",
    "summary": 'The senate passed a law, "as announced".', "source": "Gazette",
    "source_url": "https://example.org/1", "source_date": "2030-01-04", "confidence": "high",
    "contested": "The opposition counts 60.",
}  # fmt: skip


def row(**cells: str) -> str:
    """A line of CSV: the good row with some cells changed."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow({**GOOD, **cells}.values())
    return line.getvalue().removesuffix("\n")


def text_of(*rows: str) -> str:
    """A record of some rows."""
    return "\n".join((HEADER, *rows, ""))


def read(text: str) -> tuple[Record, list[Problem]]:
    """Read a record as the loader does."""
    return read_record(text, "timeline.csv", START, shipped())


def event_of(**cells: str) -> DocumentedEvent:
    """The event of the good row with some cells changed."""
    record, problems = read(text_of(row(**cells)))
    assert problems == []
    (event,) = record.events
    return event


def problems_of(text: str) -> list[str]:
    """What is wrong with a record, as it is printed."""
    return [str(problem) for problem in read(text)[1]]


# What a row keeps


def test_a_row_keeps_everything() -> None:
    """Nothing that the record says of an event is lost."""
    event = event_of()
    expected = DocumentedEvent(
        seq=0, time=2 * DAY, actor="senate", kind="law_passed", subject="presence", quantity=61.0,
        unit="votes", causes=(), step="record", identity=event.identity, until=3 * DAY,
        precision="day", label="law_passed", summary='The senate passed a law, "as announced".',
        source="Gazette", source_url="https://example.org/1", source_date="2030-01-04",
        confidence="high", contested="The opposition counts 60.", line=2,
    )  # fmt: skip
    assert expected == event
    assert len(event.identity) == 17


def test_a_record_keeps_the_order_of_the_file() -> None:
    """Rows are numbered as they stand, whatever their dates; lines count blank ones too."""
    text = text_of(row(date="2030-02-01"), "", row(date="2030-01-05"), row(date="2030-01-06"))
    record, problems = read(text)
    assert problems == []
    assert (record.start, record.file) == (START, "timeline.csv")
    expected = [(0, 31 * DAY, 2), (1, 4 * DAY, 4), (2, 5 * DAY, 5)]
    assert expected == [(event.seq, event.time, event.line) for event in record.events]


@pytest.mark.parametrize(
    ("cells", "first", "days"),
    [
        ({}, 2, 1),
        ({"date": "2030-01-01"}, 0, 1),
        ({"date": "2029-12-31"}, -1, 1),
        ({"precision": "month", "date": "2030-02-01"}, 31, 28),
        ({"precision": "month", "date": "2032-02-17"}, 761, 29),
        ({"precision": "month", "date": "2030-12-01"}, 334, 31),
        ({"precision": "range", "date_end": "2030-01-09"}, 2, 7),
        ({"precision": "range", "date_end": "2030-01-03"}, 2, 1),
        ({"precision": "range", "date": "2029-12-30", "date_end": "2030-01-02"}, -2, 4),
    ],
)
def test_windows(cells: dict[str, str], first: int, days: int) -> None:
    """A day is a day, a month its whole month, a range includes its last day."""
    event = event_of(**cells)
    assert (first * DAY, (first + days) * DAY) == (event.time, event.until)


@given(st.dates(), st.integers(0, 400), st.sampled_from(PRECISIONS))
@example(date(9999, 12, 31), 0, "month")
@example(date.min, 0, "day")
def test_a_window_holds_its_days(day: date, length: int, precision: str) -> None:
    """Whatever the precision, the row's days lie in its window, and whole days make it up."""
    last = min(date.max - timedelta(length), day) + timedelta(length)
    last = max(last, day) if precision == "range" else day
    end = last.isoformat() if precision == "range" else ""
    event = event_of(date=day.isoformat(), date_end=end, precision=precision)
    assert event.time <= (day - START).days * DAY
    assert (last - START).days * DAY < event.until
    assert (event.time % DAY, event.until % DAY) == (0, 0)


def test_rows_of_one_day_are_ties() -> None:
    """Rows of one day have one window, and stay apart by their identity."""
    record, _ = read(text_of(row(), row(kind="protest")))
    first, second = record.events
    assert (first.time, first.until) == (second.time, second.until)
    assert first.identity != second.identity


def test_rows_alike_have_identities_of_their_own() -> None:
    """Two rows that say the same are two events: identities key what they cause."""
    record, problems = read(text_of(row(), row(), row()))
    assert problems == []
    assert len({event.identity for event in record.events}) == 3


def test_rows_alike_are_told_from_other_rows_alike() -> None:
    """Two rows that say one thing and two that say another are four events."""
    record, problems = read(text_of(row(), row(), row(actor="house"), row(actor="house")))
    assert problems == []
    assert len({event.identity for event in record.events}) == 4


def test_identities_stay_what_they_are() -> None:
    """Draws hang on them: a row and its double have these in every version."""
    record, _ = read(text_of(row(), row()))
    assert [event.identity.hex() for event in record.events] == [
        "7bf9c0ef0161c5e56443e08f4935b0a100",
        "74805f4799d862048ce4dd673d8b5b2000",
    ]


def test_identity_does_not_depend_on_the_place() -> None:
    """A row added above changes no other row's identity."""
    alone = event_of()
    record, _ = read(text_of(row(kind="protest"), row()))
    assert alone.identity == record.events[1].identity


def test_synonyms_are_folded_and_the_label_kept() -> None:
    """A near-synonym is read as the kind it folds into; what the record wrote stays."""
    event = event_of(kind="congress_briefed")
    assert (event.kind, event.label) == ("consultation_held", "congress_briefed")


def test_a_kind_of_the_scenario_is_known() -> None:
    """Kinds that a scenario adds are read as the shipped ones are."""
    vocabulary = shipped().extended({"parade_held": Kind("parade_held", "other", "a parade")})
    record, problems = read_record(
        text_of(row(kind="parade_held")), "timeline.csv", START, vocabulary
    )
    assert problems == []
    assert [event.kind for event in record.events] == ["parade_held"]


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_confidence_is_kept(confidence: str) -> None:
    """Each degree of confidence is read."""
    assert confidence == event_of(confidence=confidence).confidence


@pytest.mark.parametrize(
    ("written", "expected"),
    [("", None), ("61", 61.0), ("6.3", 6.3), ("-4", -4.0), ("+1e3", 1000.0), (" 7 ", 7.0)],
)
def test_quantities(written: str, expected: float | None) -> None:
    """A quantity is a number or nothing."""
    assert expected == event_of(quantity=written).quantity


def test_cells_may_hold_commas_quotes_and_lines() -> None:
    """Prose may run over several lines; the next row still knows its own."""
    prose = 'One, "two",\nthree\tand four.'
    text = text_of(row(summary=prose), row(kind="nothing_known"))
    record, problems = read(text)
    assert prose == record.events[0].summary
    assert [problem.line for problem in problems] == [4]


def test_line_ends_within_a_cell_are_kept() -> None:
    """Prose comes back as it was written, whatever ended its lines."""
    for prose in ("One,\r\ntwo.", "One,\rtwo."):
        assert event_of(summary=prose).summary == prose


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ends(ending: str) -> None:
    """Records come from Windows and spreadsheets too."""
    text = text_of(row(), row(kind="protest"))
    record, problems = read(text.replace("\n", ending))
    assert problems == []
    assert [event.line for event in record.events] == [2, 3]


def test_a_byte_order_mark_is_passed_over() -> None:
    """What spreadsheets put before the first column's name is no part of it."""
    expected, _ = read(text_of(row()))
    assert (expected, []) == read("\ufeff" + text_of(row()))


def test_columns_may_stand_in_any_order() -> None:
    """Columns are found by their names."""
    names = list(reversed(COLUMNS))
    line = io.StringIO()
    csv.writer(line).writerows([names, [GOOD[name] for name in names]])
    record, problems = read(line.getvalue())
    assert problems == []
    assert [event_of()] == list(record.events)


def test_a_record_may_be_empty_below_its_header() -> None:
    """A timeline that is yet to be written has no rows and no faults."""
    assert (Record("timeline.csv", START, ()), []) == read(HEADER + "\n")


# What is wrong with a row


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"date": "3 January"}, "date: '3 January' is not a date such as 2024-01-31"),
        ({"date": ""}, "date: '' is not a date such as 2024-01-31"),
        ({"date": "2030-02-30"}, "date: '2030-02-30' is not a date such as 2024-01-31"),
        ({"date": "20300203"}, "date: '20300203' is not a date such as 2024-01-31"),
        ({"date": "2030-W01-4"}, "date: '2030-W01-4' is not a date such as 2024-01-31"),
        ({"date_end": "soon", "precision": "range"},
         "date_end: 'soon' is not a date such as 2024-01-31"),
        ({"date_end": "2030-01-02", "precision": "range"},
         "date_end: 2030-01-02 is before the row's date, 2030-01-03"),
        ({"date_end": "2030-01-02"}, "date_end: 2030-01-02 is before the row's date, 2030-01-03"),
        ({"date_end": "2030-01-04"},
         "date_end: a day has no last day; empty it, or write range"),
        ({"date_end": "2030-01-31", "precision": "month"},
         "date_end: a month has no last day; empty it, or write range"),
        ({"precision": "range"}, "date_end: the last day is missing; a range has one"),
        ({"precision": "week"}, "precision: 'week' is not one of day, month, range"),
        ({"precision": ""}, "precision: '' is not one of day, month, range"),
        ({"confidence": "certain"}, "confidence: 'certain' is not one of high, medium, low"),
        ({"confidence": "High"}, "confidence: 'High' is not one of high, medium, low"),
        ({"actor": " "}, "actor: no actor; name the role that did it"),
        ({"kind": "strikee"},
         "kind: unknown kind 'strikee'; did you mean 'strike'?; [kinds.strikee] may add it"),
        ({"kind": "xyzzy"}, "kind: unknown kind 'xyzzy'; [kinds.xyzzy] may add it"),
        ({"quantity": "many"}, "quantity: 'many' is not a number such as 2500 or 6.3"),
        ({"quantity": "2,500"}, "quantity: '2,500' is not a number such as 2500 or 6.3"),
        ({"quantity": "2_500"}, "quantity: '2_500' is not a number such as 2500 or 6.3"),
        ({"quantity": "nan"}, "quantity: 'nan' is not a number such as 2500 or 6.3"),
        ({"quantity": "inf"}, "quantity: 'inf' is not a number such as 2500 or 6.3"),
        ({"quantity": "1e999"}, "quantity: '1e999' is not a number such as 2500 or 6.3"),
        ({"quantity": "٣"}, "quantity: '٣' is not a number such as 2500 or 6.3"),
        ({"summary": "a\0b"}, "summary: 'a\\x00b' holds a control character or a line break"),
        ({"source": "\x1b[2J"}, "source: '\\x1b[2J' holds a control character or a line break"),
        ({"subject": "a\nb"}, "subject: 'a\\nb' holds a control character or a line break"),
        ({"actor": "a\tb"}, "actor: 'a\\tb' holds a control character or a line break"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(cells: dict[str, str], wrong: str) -> None:
    """A cell that cannot be read is reported with file, line, column and what would be right."""
    assert [f"timeline.csv:3: {wrong}"] == problems_of(text_of(row(), row(**cells), row()))


def test_every_problem_is_reported() -> None:
    """All faults of all rows are reported at once, those of one row too."""
    text = text_of(
        row(date="then", date_end="later", confidence="", quantity="x"),
        row(),
        row(kind="law_pased", actor=""),
        "too,short",
        row(precision="year"),
    )
    expected = [
        (2, "confidence"), (2, "date"), (2, "date_end"), (2, "quantity"),
        (4, "actor"), (4, "kind"), (5, ""), (6, "precision"),
    ]  # fmt: skip
    assert expected == [(problem.line, problem.path) for problem in read(text)[1]]


@pytest.mark.parametrize(
    ("line", "count"), [("2030-01-03,,day", 3), (row() + ",more", 15), ("  ", 1)]
)
def test_a_wrong_number_of_columns_is_named(line: str, count: int) -> None:
    """A row with cells too few or too many is refused, and the next one read."""
    wrong = f"{count} columns, and 14 are expected"
    record, _ = read(text_of(line, row()))
    assert [f"timeline.csv:2: {wrong}"] == problems_of(text_of(line, row()))
    assert [event.line for event in record.events] == [3]


# What is wrong with the file


@pytest.mark.parametrize("text", ["", "\n", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    """A file without a header lacks every column."""
    assert [f"timeline.csv:1: missing column(s): {', '.join(COLUMNS)}"] == problems_of(text)


def test_a_missing_column_is_named() -> None:
    """A header that lacks columns is reported once, not once a row."""
    names = [name for name in COLUMNS if name not in {"source", "confidence"}]
    expected = ["timeline.csv:1: missing column(s): source, confidence"]
    assert expected == problems_of(",".join(names) + "\n" + ",".join("x" for _ in names))


def test_an_unknown_column_is_named() -> None:
    """A column that means nothing is refused, with the nearest that does; rows are still read."""
    text = f"{HEADER},sorce\n{row(kind='law_pased')},x\n"
    problems = read(text)[1]
    expected = "timeline.csv:1: sorce: unknown column 'sorce'; did you mean 'source'?"
    assert expected == str(problems[0])
    assert [(problem.line, problem.path) for problem in problems] == [(1, "sorce"), (2, "kind")]


def test_a_misspelt_column_is_named() -> None:
    """A misspelt column is both unknown and missing, and the hint says so."""
    expected = [
        "timeline.csv:1: quantty: unknown column 'quantty'; did you mean 'quantity'?",
        "timeline.csv:1: missing column(s): quantity",
    ]
    assert expected == problems_of(HEADER.replace("quantity", "quantty") + "\n")


def test_a_column_that_stands_twice_is_named() -> None:
    """Two columns of one name would contradict each other."""
    expected = ["timeline.csv:1: unit: column 'unit' stands twice"]
    assert expected == problems_of(f"{HEADER},unit\n{row()},x\n")


def test_a_misplaced_quote_is_named() -> None:
    """Quoting that breaks within a row is reported there, and the rows below are read."""
    text = text_of(row(), '"2030"x,y', row(kind="law_pased"))
    first, second = problems_of(text)
    assert first.startswith("timeline.csv:3: not CSV: ")
    assert first.endswith("; put quotes around a cell with a comma in it, and double those inside")
    assert second.startswith("timeline.csv:4: kind: ")


def test_a_quote_without_end_is_named() -> None:
    """A quote that is never closed is reported where it was opened."""
    text = text_of(row(), '"2030-01-03,,day', row(), row())
    (problem,) = problems_of(text)
    assert problem.startswith("timeline.csv:3: not CSV: ")


def test_a_header_with_broken_quotes_is_named() -> None:
    """A file whose first line is no CSV is not read further."""
    (problem,) = problems_of(f'"date"x,{HEADER}\n{row()}\n')
    assert problem.startswith("timeline.csv:1: not CSV: ")


def test_a_cell_without_end_is_refused() -> None:
    """A cell larger than any sentence is reported at its line."""
    (problem,) = problems_of(text_of(row(), row(summary="x" * 200_000)))
    assert problem.startswith("timeline.csv:3: not CSV: field larger than")


@pytest.mark.parametrize(
    ("column", "most"), [("actor", 80), ("kind", 80), ("subject", 80), ("unit", 80),
                         ("summary", 4_000), ("source", 4_000), ("contested", 4_000)],
)  # fmt: skip
def test_a_cell_has_a_length(column: str, most: int) -> None:
    """Names are short and prose is a page at most; what is longer is refused with its length."""
    problems = problems_of(text_of(row(), row(**{column: "x" * (most + 1)})))
    assert (
        f"timeline.csv:3: {column}: {most + 1:,} characters; at most {most:,} are read" in problems
    )


def test_a_cell_may_be_as_long_as_that() -> None:
    """Names of 80 characters and prose of 4,000 are read."""
    event = event_of(actor="x" * 80, summary="y" * 4_000)
    assert (len(event.actor), len(event.summary)) == (80, 4_000)


def test_a_long_cell_is_shown_cut() -> None:
    """A message quotes the first 40 characters of a cell with a control character."""
    wrong = f"'{'x' * 40}' holds a control character or a line break"
    assert [f"timeline.csv:2: source: {wrong}"] == problems_of(text_of(row(source="x" * 60 + "\0")))


@pytest.mark.parametrize("line", ["", row()])
def test_rows_have_an_end(line: str) -> None:
    """A record of more rows than any dossier is refused where the first too many stands."""
    (problem,) = problems_of("\n".join([HEADER, *[line] * MOST_ROWS, row()]))
    assert problem == f"timeline.csv:{MOST_ROWS + 2}: more than 10,000 rows; split the record"


def test_problems_have_an_end() -> None:
    """Nobody reads on after two hundred problems, and neither does the reader of the record."""
    assert len(problems_of(text_of(*["x"] * 5_000))) == MOST_PROBLEMS


@given(st.text(max_size=200))
@example("\0")
@example('"')
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever stands below the header, each fault has a place, and nothing breaks."""
    record, problems = read(f"{HEADER}\n{text}")
    assert all(problem.line >= 2 for problem in problems)
    assert all(event.time < event.until for event in record.events)


@given(st.lists(st.sampled_from([row(), row(date="x"), row(kind="x"), "short", ""]), max_size=8))
def test_problems_and_events_share_out_the_rows(rows: list[str]) -> None:
    """Every row that is not blank is an event or a problem, at its own line."""
    record, problems = read(text_of(*rows))
    expected = [line for line, written in enumerate(rows, start=2) if written]
    found = [event.line for event in record.events] + [problem.line for problem in problems]
    assert expected == sorted(found)


# Rows in the model's terms


ROW = Reading(date(2030, 1, 3), "law_passed", None, None, kind=None, actor=None, subject=None)
"""The good row, read as it is written."""


def test_a_reading_changes_its_row() -> None:
    """A row that a reading means is read in the model's terms, and keeps its label."""
    record, _ = read(text_of(row(), row(date="2030-01-04")))
    record, unmet = reread(
        record, [attrs.evolve(ROW, kind="agreement_ratified", actor="house", subject="")]
    )
    assert unmet == []
    first, second = record.events
    expected = ("agreement_ratified", "house", "", "law_passed")
    assert expected == (first.kind, first.actor, first.subject, first.label)
    assert (second.kind, second.actor, second.subject) == ("law_passed", "senate", "presence")


def test_a_reading_may_name_actor_and_subject() -> None:
    """Where rows share a day and a label, actor or subject tell which is meant."""
    record, _ = read(text_of(row(), row(actor="house"), row(subject="budget")))
    readings = [
        attrs.evolve(ROW, row_actor="house", kind="a"),
        attrs.evolve(ROW, row_subject="budget", kind="b"),
    ]
    record, unmet = reread(record, readings)
    assert unmet == []
    assert [event.kind for event in record.events] == ["law_passed", "a", "b"]


def test_a_reading_means_the_record_and_not_another_reading() -> None:
    """Readings are matched by what the rows say, so their order does not matter."""
    record, _ = read(text_of(row()))
    first = attrs.evolve(ROW, actor="house")
    second = attrs.evolve(ROW, row_actor="senate", kind="agreement_ratified")
    outcomes = [
        reread(record, readings)[0].events for readings in ((first, second), (second, first))
    ]
    assert outcomes[0] == outcomes[1]


def test_a_reading_without_a_row_is_told() -> None:
    """A reading of no row is told by its number, to be complained of."""
    record, _ = read(text_of(row()))
    lost = attrs.evolve(ROW, row_actor="house", kind="agreement_ratified")
    assert (record, [1]) == reread(record, [ROW, lost])


def test_a_folded_row_is_met_by_its_label() -> None:
    """Readings speak of the record's own labels, before synonyms are folded."""
    record, _ = read(text_of(row(kind="congress_briefed")))
    _, unmet = reread(record, [attrs.evolve(ROW, label="congress_briefed", actor="house")])
    assert unmet == []


# The record that ships


@pytest.mark.skipif(not TIMELINE.is_file(), reason="the scenario's record is not here yet")
def test_the_shipped_record_is_read() -> None:
    """The record of the 2024 track loads whole, in the order of its dates."""
    text = TIMELINE.read_text(encoding="utf-8")
    record, problems = read_record(text, TIMELINE.name, date(2023, 8, 1), shipped())
    assert problems == []
    assert text.count("\n") - 1 == len(record.events)
    assert sorted(event.time for event in record.events) == [event.time for event in record.events]
