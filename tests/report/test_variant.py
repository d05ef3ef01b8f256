"""A case as a variant in TOML: what is printed reads back as the scenario of the case."""

import shutil
from pathlib import Path

import pytest

from sim.engine import simulate
from sim.report.variant import FILE, variant
from sim.scenario import load
from sim.scenario.expectations import read_expectations
from sim.scenario.expected import Case
from tests.cli.front import SMALL

RAID = 'date = 2001-01-09, event = "attack", actor = "armed_group"'
SIGNED = 'event = "agreement_signed", actor = "joint_delegations", subject = "bases_treaty"'


def case(folder: Path, given: str) -> Case:
    """A case that gives something to the small scenario."""
    made = Path(shutil.copytree(SMALL, folder / "small"))
    text = f'format = 1\n[[cases]]\nname = "one"\ngiven = [{given}]\nmust = "treaty"\n'
    (made / "expect.toml").write_text(text, encoding="utf-8")
    return read_expectations(made)[0]


def saved(folder: Path, one: Case) -> Path:
    """The variant, where a failed test says that it be saved."""
    file = folder / "small" / FILE
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(variant(one)), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "given",
    [
        f'{{ name = "raid", {RAID} }}',
        f'{{ name = "raid", {RAID}, quantity = 2.5, unit = "rockets", source = "a; b" }}',
        f'{{ name = "raid", {RAID}, quantity = 3, unit = "rockets" }}',
        '{ name = "midterms", remove = true }',
        '{ name = "midterms", remove = true, "as noted" = [{ day = 1 }] }',
        '{ name = "midterms", date = 2001-05-06 }',
        f'{{ name = "midterms", remove = true }}, {{ name = "raid", {RAID} }}',
        f'{{ name = "raid \\"\\\\ é\\u00A0\\u2028\\U000E0001 #", {RAID} }}',
    ],
)
def test_a_variant_is_the_scenario_of_its_case(tmp_path: Path, given: str) -> None:
    """By its digest and in what is given; and a run of it is the case's, event for event."""
    one = case(tmp_path, given)

    read = load(saved(tmp_path, one))

    assert read.digest == one.scenario.digest
    assert read.given == one.scenario.given
    assert simulate(read, 5).events == simulate(one.scenario, 5).events


def test_a_variant_may_give_what_is_predicted(tmp_path: Path) -> None:
    """As its case may: it predicts nothing then, and says why; runs are the case's all the same."""
    timeline = (Path(SMALL) / "timeline.csv").read_text(encoding="utf-8").splitlines()
    day = next(line for line in timeline if ",agreement_signed," in line).partition(",")[0]
    one = case(tmp_path, f'{{ name = "signed", date = {day}, {SIGNED} }}')

    lines = [*variant(one)]
    read = load(saved(tmp_path, one))

    assert "# told of what is predicted, a run cannot predict it: every row is context" in lines
    assert not read.classes.predicted
    assert any(fact.kind == "agreement_signed" for fact in read.given)
    assert all(simulate(read, s).events == simulate(one.scenario, s).events for s in range(3))


def test_what_is_printed_moves_no_cursor(tmp_path: Path) -> None:
    """What nobody sees of a name is written by its number, as TOML does."""
    one = case(tmp_path, f'{{ name = "a\\u2028b\\tc", {RAID} }}')

    assert 'name = "a\\u2028b\\u0009c"' in [*variant(one)]
    assert all(line.isprintable() for line in variant(one))
