"""`sim validate`: every problem at once, and what a scenario covers."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.front import SMALL, document, sim


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A scenario with three problems, at known lines."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "spoilt"))
    file = folder / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    for right, wrong in (
        ("at = 2001-02-01", "at = 2001-02-01\nlmit = 3"),
        ('rate = "raid_rate"', 'rate = "raid_rat"'),
        ("start = 2001-01-01", "start = 2001-01-01\nend_of = 3"),
    ):
        assert right in text
        text = text.replace(right, wrong)
    file.write_text(text, encoding="utf-8")
    return folder


def test_a_sound_scenario() -> None:
    """One line on standard output, with what is in it and how much of the record it covers."""
    result = sim("validate", SMALL)

    assert result.exit_code == 0
    assert result.stdout == (
        "small: sound; 4 actors, 12 steps, 2 milestones; record of 9 rows:"
        " 7 predicted, 0 given, 1 context, 1 initial\n"
    )


def test_one_of_each_and_no_record(tmp_path: Path) -> None:
    """A first file of ten lines is told of in the singular, and as having no record."""
    (tmp_path / "scenario.toml").write_text(
        """\
format = 1
title = "First lines"
[clock]
start = 2031-01-01
end = 2031-12-31
[actors.host_government]
[[steps]]
actor = "host_government"
name = "invitation"
at = 2031-02-03
emits = "dialogue_proposed"
""",
        encoding="utf-8",
    )

    said = sim("validate", tmp_path).stdout.partition(": ")[2]

    assert said == "sound; 1 actor, 1 step, 0 milestones; no record\n"
    assert sim("validate", tmp_path, "--rows").stdout.partition(": ")[2] == said
    assert "to 2031-12-31, 1 event\n" in sim("run", tmp_path).stdout


def test_every_problem_at_once_in_order(spoilt: Path) -> None:
    """Each on standard error with file and line, in the order of the file, exit status 2."""
    result = sim("validate", spoilt)

    assert (result.exit_code, result.stdout) == (2, "")
    problems = [line for line in result.stderr.splitlines() if not line.startswith("warning")]
    places = [re.match(rf"{spoilt}/scenario\.toml:(\d+): (\S+): ", line) for line in problems]
    assert all(places), problems
    lines = [int(place[1]) for place in places if place]
    assert lines == sorted(lines)
    written = (spoilt / "scenario.toml").read_text(encoding="utf-8").splitlines()
    assert [written[line - 1] for line in lines] == [
        "end_of = 3",
        "lmit = 3",
        'rate = "raid_rat"',
    ]
    assert "did you mean 'limit'?" in problems[1]
    assert "did you mean 'raid_rate'?" in problems[2]


def test_several_scenarios_are_all_checked(spoilt: Path) -> None:
    """A wrong one does not hide the others, in whatever order they are named."""
    for order in ((SMALL, str(spoilt)), (str(spoilt), SMALL)):
        result = sim("validate", *order)

        assert result.exit_code == 2
        assert result.stdout.startswith("small: sound;")
        assert "lmit" in result.stderr


def test_what_variants_share_is_told_once(tmp_path: Path) -> None:
    """A warning or problem of the file that several variants extend stands there one time."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    for name in ("one", "two"):
        (folder / f"{name}.toml").write_text('extends = "scenario.toml"\n', encoding="utf-8")
    file = folder / "scenario.toml"
    text = file.read_text(encoding="utf-8").replace('after = "', 'after = "0.5 * ', 1)

    for spoil, exit_code in (("", 0), ("[actors.x]\nlmit = 3\n", 2)):
        file.write_text(text + spoil, encoding="utf-8")
        result = sim("validate", folder, folder / "one.toml", folder / "two.toml")

        told = result.stderr.splitlines()
        assert result.exit_code == exit_code
        assert told
        assert len(set(told)) == len(told)


def test_a_scenario_that_is_not_there(tmp_path: Path) -> None:
    """The message names it and says how one is made."""
    result = sim("validate", tmp_path / "none")

    assert result.exit_code == 2
    assert f"{tmp_path / 'none'}: no such file" in result.stderr
    assert "sim new NAME" in result.stderr


def test_json_of_a_sound_scenario() -> None:
    """The fields of the contract, and nothing on standard error."""
    result = sim("validate", SMALL, "--json")
    made = json.loads(result.stdout)

    assert result.stderr == ""
    assert made["ok"] is True
    assert made["problems"] == []
    assert made["coverage"] == {
        "rows": 9, "predicted": 7, "given": 0, "context": 1, "initial": 1,
    }  # fmt: skip
    assert made["milestones"] == 2
    assert isinstance(made["warnings"], list)


def test_json_of_a_wrong_scenario(spoilt: Path) -> None:
    """The problems with file, line, path and message; exit status 2 all the same."""
    result = sim("validate", spoilt, SMALL, "--json")
    made = json.loads(result.stdout)

    assert (result.exit_code, result.stderr) == (2, "")
    assert made["ok"] is False
    assert all(
        problem.keys() >= {"file", "line", "path", "message"} for problem in made["problems"]
    )
    assert [problem["path"] for problem in made["problems"]] == [
        "clock.end_of", "steps[0].lmit", "steps[5].rate",
    ]  # fmt: skip
    assert made["coverage"]["rows"] == 9


def test_rows_with_their_classes() -> None:
    """Each row of the record has a line: where, when, in which class, and who could emit it."""
    out = sim("validate", SMALL, "--rows").stdout

    found = [re.split(" {2,}", line) for line in out.splitlines()[3:]]
    assert [row[:3] for row in found] == [
        ["2", "2000-11-20", "initial"],
        ["3", "2001-02-05/06", "predicted"],
        ["4", "2001-04", "predicted"],
        ["5", "2001-05-20", "predicted"],
        ["6", "2001-06-10", "predicted"],
        ["7", "2001-06-11", "context"],
        ["8", "2001-12-01", "predicted"],
        ["9", "2002-02-20", "predicted"],
        ["10", "2002-05-01", "predicted"],
    ]
    assert found[4][3:] == [
        "agreement_signed by joint_delegations: bases_treaty",
        "joint_delegations: next round",
    ]


def test_rows_as_json() -> None:
    """With `--rows` the document has them too."""
    rows = document("validate", SMALL, "--rows", "--json")["rows"]

    assert [row["line"] for row in rows] == [*range(2, 11)]
    assert rows[4] == {
        "scenario": "small",
        "line": 6,
        "kind": "agreement_signed",
        "actor": "joint_delegations",
        "subject": "bases_treaty",
        "class": "predicted",
        "steps": ["joint_delegations: next round"],
    }


def test_what_is_expected_is_checked_too(tmp_path: Path) -> None:
    """An `expect.toml` beside a folder's scenario is read; a variant has none."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    text = 'format = 1\n[[cases]]\nname = "one"\nmust = "treety"\n'
    (folder / "expect.toml").write_text(text, encoding="utf-8")
    (folder / "variant.toml").write_text('extends = "scenario.toml"\n', encoding="utf-8")

    for path in (folder, folder / "scenario.toml"):
        result = sim("validate", path)
        assert (result.exit_code, result.stdout) == (2, "")
        place = "expect.toml:4: cases[0].must: "
        assert f"{place}unknown kind or milestone 'treety'; did you mean 'treaty'?" in result.stderr
    assert sim("validate", folder / "variant.toml").exit_code == 0
    (folder / "expect.toml").write_text(text.replace("treety", "treaty"), encoding="utf-8")
    assert sim("validate", folder).exit_code == 0


OVERDUE = """
[actors.host]
[instruments.pact]
in_force_since = 1999-01-01
notice = "20 d"
may_denounce = ["host"]
[[initial]]
date = 2000-{}
event = "agreement_denounced"
actor = "host"
subject = "pact"
"""
LAPSED = """
[[initial]]
date = 2000-11-21
event = "agreement_expired"
actor = "host"
subject = "pact"
"""
HEAD = "format = 1\ntitle = 'Texts'\n[clock]\nstart = 2001-01-01\nend = 2001-12-31\n"


def test_a_notice_that_ran_out_before_the_start(tmp_path: Path) -> None:
    """It is told, since no run would record it and the text would stay in force, unless stated."""
    file = tmp_path / "scenario.toml"

    def warned(text: str) -> list[str]:
        file.write_text(HEAD + text, encoding="utf-8")
        return [w["message"] for w in document("validate", file, "--json")["warnings"]]

    (words,) = warned(OVERDUE.format("11-01"))
    assert words == (
        "'pact notice by host' ran out before the clock starts, and no run records it;"
        " if it did, say so: 'agreement_expired' about 'pact' under [[initial]]"
    )
    assert warned(OVERDUE.format("11-01") + LAPSED) == []
    assert warned(OVERDUE.format("12-20")) == []  # it runs out within the clock
