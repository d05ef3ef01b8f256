"""Honest fit: what looks read off the record that it is to explain is said, and only that."""

from pathlib import Path

import pytest

from sim.scenario.load import load_with_warnings
from tests.scenario.example import RECORD, altered, line_of, scenario_folder
from tests.scenario.test_advice import QUIET

SIGNED = "2002-02-01,,day,host_government,agreement_signed"
ANSWERED = RECORD + (
    "2001-05-20,,day,host_government,timetable_announced,,,,Announced,wire,,,high,\n"
    "2002-03-01,,day,band,attack,north,,,An attack,wire,,,high,\n"
)
"""An attack on 2001-05-02 is answered after 18 days; rounds are 45 days apart."""
PREDICTED = QUIET.replace('  "last_out",\n', '  "last_out",\n  "timetable_announced",\n')
ANSWER = "log-normal(median = round_gap, spread = wide)"


def fit(folder: Path, text: str, record: str = ANSWERED) -> list[tuple[int, str, str]]:
    """Line, key and words of each warning."""
    found = load_with_warnings(scenario_folder(folder, text, record)).warnings
    return [(warning.line, warning.path, warning.message) for warning in found]


def lags(folder: Path, delay: str, source: str, value: str, more: str = "") -> list[str]:
    """Where the answer to an attack is said to be a lag, if it takes so long by that source."""
    parameter = f'answer = {{ value = "{value}", source = "{source}"{more} }}\nfull = {{ value'
    text = PREDICTED.replace("full = { value", parameter)
    first, second = text.split('name = "timetable"')
    text = first + 'name = "timetable"' + second.replace(ANSWER, delay, 1)
    text = text.replace("limit = 1\nemits", "emits")
    return [path for _, path, words in fit(folder, text) if "within a tenth" in words]


@pytest.mark.parametrize(
    ("value", "near"), [("18 d", True), ("19.7 d", True), ("16.3 d", True), ("20 d", False)]
)
def test_an_assumed_number_that_is_a_lag_of_its_own_step(
    tmp_path: Path, value: str, near: bool
) -> None:
    """Within a tenth of 18 days, from what the step answers to what it emits."""
    found = lags(tmp_path, "exponential(mean = answer)", "assumed", value)

    assert found == (["parameters.answer"] if near else [])


def test_a_number_with_a_source_is_no_guess(tmp_path: Path) -> None:
    """One that says where it is from, or that it was measured here, has told the reader."""
    delay = "exponential(mean = answer)"
    here = ', measured_on = ["this-track"]'

    assert lags(tmp_path / "a", delay, "constitution, article 5", "18 d") == []
    assert lags(tmp_path / "b", delay, "assumed", "18 d", here) == []
    assert lags(tmp_path / "c", "0.5 * exponential(mean = answer)", "Assumed: quick", "18 d") != []


def test_a_literal_that_is_a_lag(tmp_path: Path) -> None:
    """It is told at the step's key, with the lag; elsewhere the same number is none."""
    text = PREDICTED.replace("limit = 1\nemits", "emits")
    first, second = text.split('name = "timetable"')
    near = first + 'name = "timetable"' + second.replace(ANSWER, "18 d + round_gap", 1)
    other = text.replace("often * time_to('exit')", "18 d")

    found = [each for each in fit(tmp_path / "a", near) if "within a tenth" in each[2]]
    assert [(line, path) for line, path, _ in found] == [(line_of(near, "18 d"), "steps[1].after")]
    assert "18 days from attack by band to timetable_announced by host_government" in found[0][2]
    assert [w for _, _, w in fit(tmp_path / "b", other) if "within a tenth" in w] == []


def test_of_many_lags_the_median_counts(tmp_path: Path) -> None:
    """Of four lags of 1, 2, 30 and 40 days none is near, but their median of 16 is."""
    rows, day = RECORD, "2001-0{}-{:02},,day,{},{},,,,x,wire,,,high,\n"
    rows = "\n".join(line for line in rows.splitlines() if ",attack," not in line) + "\n"
    for month, begin, wait in ((1, 2, 1), (1, 10, 2), (2, 1, 30), (4, 1, 40)):
        end = begin + wait
        answered = month + (end > 28), end - (28 if month == 2 else 30) * (end > 28)
        rows += day.format(month, begin, "band", "attack")
        rows += day.format(*answered, "host_government", "timetable_announced")
    text = PREDICTED.replace("limit = 1\nemits", "emits")
    first, second = text.split('name = "timetable"')

    def said(folder: str, delay: str) -> list[str]:
        altered_text = first + 'name = "timetable"' + second.replace(ANSWER, delay, 1)
        found = fit(tmp_path / folder, altered_text, rows)
        return [words for _, _, words in found if "within a tenth" in words]

    (words,) = said("a", "16 d")
    assert "the median of 4 lags in this record, 16 days" in words
    assert said("b", "2 d") == said("c", "40 d") == []


def test_a_delay_of_a_gate_and_a_period_are_looked_at(tmp_path: Path) -> None:
    """Like that of a step: from the treaty to its rejection, from one round to the next."""
    rows = RECORD + "2002-02-13,,day,host_senate,treaty_rejected,bases_treaty,,,x,wire,,,high,\n"
    rows += "2001-06-22,,day,guest_state,round_held,renewal,,,x,wire,,,high,\n"
    rows += "2001-09-30,,day,guest_state,round_held,renewal,,,x,wire,,,high,\n"
    gate = altered(("log-normal(median = 20 d, spread = 2)", "12 d"), text=QUIET)
    text = gate.replace('  "ratified",\n', '  "ratified",\n  "treaty_rejected",\n')
    found = [path for _, path, words in fit(tmp_path, text, rows) if "within a tenth" in words]

    assert found == ["steps[6].every", "gates.senate_consent.after"]


def test_rows_of_a_month_have_no_lags(tmp_path: Path) -> None:
    """What is known to its month says nothing to the day."""
    vague = ANSWERED.replace("2001-05-20,,day", "2001-05-01,,month")
    text = PREDICTED.replace("limit = 1\nemits", "emits").replace(ANSWER, "18 d")

    assert [w for _, _, w in fit(tmp_path, text, vague) if "within a tenth" in w] == []


@pytest.mark.parametrize(
    ("subject", "dated"),
    [
        ("vote_2011", True), ("2011-12-31", True), ("exit by 20111231", True),
        ("1979 treaty", True),
        ("resolution_1790", False), ("article 20112", False), ("phase_2", False), ("12019", False),
    ],
)  # fmt: skip
def test_a_subject_that_names_a_date(tmp_path: Path, subject: str, dated: bool) -> None:
    """Once, where it first stands: whatever has that subject was known to be of then."""
    text = PREDICTED.replace('subject = "renewal"\n\n[[proc', f'subject = "{subject}"\n\n[[proc')
    found = [(line, path) for line, path, words in fit(tmp_path, text) if "names a date" in words]

    assert found == ([(line_of(text, subject), "steps[6].subject")] if dated else [])


def test_subjects_of_the_record_and_of_what_is_given_may_name_dates(tmp_path: Path) -> None:
    """Those come from outside, on their dates."""
    text = PREDICTED.replace('subject = "election"', 'subject = "election_2001"')

    assert [words for _, _, words in fit(tmp_path, text) if "names a date" in words] == []


def test_an_instrument_that_is_called_by_a_date(tmp_path: Path) -> None:
    """Its name is the subject of what ends it."""
    text = PREDICTED.replace("[instruments.bases_agreement]", "[instruments.pact_of_1979]")
    found = [path for _, path, words in fit(tmp_path, text) if "names a date" in words]

    assert found == ["instruments.pact_of_1979"]


def test_a_step_that_restates_a_row(tmp_path: Path) -> None:
    """It can fire once only, and what it emits is in the record once only."""
    found = fit(tmp_path / "a", PREDICTED)
    (words,) = [words for _, path, words in found if path == "steps[1]"]
    assert words.startswith("the step 'timetable' can fire once only, and explains one row")
    assert "line 7" in words

    twice = ANSWERED + "2002-05-20,,day,host_government,timetable_announced,,,,x,wire,,,high,\n"
    often = PREDICTED.replace("limit = 1\nemits", "limit = 2\nemits")
    known = QUIET.replace('context = ["', 'context = ["timetable_announced", "')
    assert "steps[1]" not in [path for _, path, _ in fit(tmp_path / "b", PREDICTED, twice)]
    assert "steps[1]" not in [path for _, path, _ in fit(tmp_path / "c", often)]
    assert "steps[1]" not in [path for _, path, _ in fit(tmp_path / "d", known)]


def test_a_date_that_restates_a_row(tmp_path: Path) -> None:
    """A step on a date is one that can fire once."""
    rows = RECORD + "2001-06-01,,day,host_government,statement_position,,,,x,wire,,,high,\n"
    text = QUIET.replace('context = ["statement_position"]', "context = []")
    text = text.replace('  "round_held",', '  "round_held",\n  "statement_position",')

    assert [path for _, path, words in fit(tmp_path, text, rows) if "restate" in words] == [
        "steps[5]"
    ]


def test_one_rule_for_many_entries_explains_what_all_of_them_do(tmp_path: Path) -> None:
    """A step for each of a list is one rule: each entry fires once, and the list is no row."""
    text = PREDICTED.replace('subject = "entry"\n', 'subject = "entry"\nlimit = 1\n')
    text = text.replace('["east", "west"]', '["north", "west"]')
    one, two = ANSWERED, ANSWERED + "2002-04-01,,day,band,attack,west,,,x,wire,,,high,\n"
    one = one.replace("2002-03-01,,day,band,attack,north,,,An attack,wire,,,high,\n", "")

    assert "steps[4]" in [path for _, path, words in fit(tmp_path / "a", text, one)]
    assert "steps[4]" not in [path for _, path, words in fit(tmp_path / "b", text, two)]


CUE = """[[given]]
name = "{}"
date = 2001-05-0{}
event = "external_shock"
actor = "abroad"
subject = "cue"

"""


def test_an_answer_to_one_given_event_restates_a_row(tmp_path: Path) -> None:
    """What only one given event sets going has its date; what answers two, or a step, has none."""
    heard = 'on = ["treaty_rejected", { event = "attack", actor = "band" }]'
    often = PREDICTED.replace("limit = 1\nemits", "emits")
    cued = often.replace(heard, 'on = { event = "external_shock", subject = "cue" }')

    def restates(folder: str, text: str, *cues: str) -> bool:
        given = "".join(CUE.format(name, day) for day, name in enumerate(cues, start=1))
        found = fit(tmp_path / folder, text.replace("[[steps]]", given + "[[steps]]", 1))
        return "steps[1]" in [path for _, path, words in found if "restate" in words]

    assert restates("a", cued, "one")
    assert not restates("b", cued, "one", "another")
    assert not restates("c", often, "one")
