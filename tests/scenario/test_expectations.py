"""What is expected of a scenario, read beside it: cases, what they give, and who may be named."""

import shutil
from pathlib import Path

import pytest

from sim.scenario import load
from sim.scenario.expectations import read_expectations
from sim.scenario.expected import Case
from tests.cli.front import SMALL


def cases(folder: Path, text: str) -> list[Case]:
    """The cases of an `expect.toml` beside the small scenario."""
    made = Path(shutil.copytree(SMALL, folder / "small"))
    (made / "expect.toml").write_text(f'format = 1\n[[cases]]\nname = "one"\n{text}', "utf-8")
    return read_expectations(made)


def test_a_case_without_events_is_about_the_scenario_itself(tmp_path: Path) -> None:
    """Its digest is the scenario's, and its last day the scenario's own."""
    (case,) = cases(tmp_path, 'must = "treaty"')
    own = load(tmp_path / "small")

    assert case.scenario.digest == own.digest
    assert not case.given
    assert case.until == own.horizon
    assert (case.runs, case.seed) == (None, None)


def test_a_case_that_gives_events_is_another_scenario(tmp_path: Path) -> None:
    """Told by its digest; what it gives stands beside what is given anyway."""
    given = '{ name = "raid", date = 2001-01-09, event = "attack", actor = "armed_group" }'
    (case,) = cases(tmp_path, f'given = [{given}]\nmust = "treaty"')
    own = load(tmp_path / "small")

    assert case.given
    assert case.scenario.digest != own.digest
    assert [fact.name for fact in case.scenario.given] == ["midterms", "raid"]
    assert case.scenario.steps == own.steps


def test_what_is_predicted_may_be_given_to_a_case(tmp_path: Path) -> None:
    """A case is not scored: it may start from what the record has, as a scenario may not."""
    timeline = (Path(SMALL) / "timeline.csv").read_text("utf-8")
    rows = [line.split(",") for line in timeline.splitlines()[1:]]
    predicted = next(row for row in rows if row[4] == "agreement_signed")
    event = f'date = {predicted[0]}, event = "agreement_signed", actor = "{predicted[3]}"'
    given = f'{{ name = "signed", {event}, subject = "{predicted[5]}" }}'

    (case,) = cases(tmp_path, f'given = [{given}]\nmust = "timetable_announced"')

    assert any(fact.kind == "agreement_signed" for fact in case.scenario.given)


@pytest.mark.parametrize(
    ("must", "texts", "patterns"),
    [
        ('"treaty"', ["treaty"], 1),
        ('["treaty", "attack"]', ["treaty", "attack"], 1),
        ('{ event = ["treaty", "attack"], by = 2001-12-31 }', ["treaty or attack"], 2),
        ('{ event = "attack", actor = "armed_group", subject = "x" }',
         ["attack of x by armed_group"], 1),
    ],
)  # fmt: skip
def test_what_must_be_is_one_thing_or_a_list(
    tmp_path: Path, must: str, texts: list[str], patterns: int
) -> None:
    """Each is told as it was written; of a list of events any will do."""
    (case,) = cases(tmp_path, f"must = {must}")

    assert [one.wanted.text for one in case.demands] == texts
    assert {len(one.wanted.patterns) for one in case.demands} == {patterns}


def test_days_are_whole(tmp_path: Path) -> None:
    """The last day counts to its end."""
    text = 'until = 2001-01-31\nmust = { event = "treaty", by = 2001-01-02 }'
    (case,) = cases(tmp_path, text)

    assert case.until == 31 * 86_400
    assert case.demands[0].wanted.before == 2 * 86_400
