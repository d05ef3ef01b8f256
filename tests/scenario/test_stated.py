"""Advice on initial and given events: misspelt actors, and what nothing listens to."""

from pathlib import Path

import pytest

from sim.scenario import load_with_warnings
from sim.scenario.expectations import expectations_with_warnings
from tests.started import started

LISTENS = """
[gauges.alarm]
start = 0
within = [0, 1]
moved_by = [
  { event = "talks_collapsed", actor = "joint_delegations", by = 0.1 },
  { event = "statement_position", subject = "status_of_forces", by = 0.1 },
]
"""


def stated(event: str, actor: str, subject: str = "", table: str = "given") -> str:
    """An entry of a table of stated events."""
    year = 2030 if table == "given" else 2029
    about = f'subject = "{subject}"\n' if subject else ""
    named = f'[[{table}]]\nname = "it"\ndate = {year}-02-01\n'
    return f'{named}event = "{event}"\nactor = "{actor}"\n{about}'


def advised(place: Path) -> list[tuple[str, str]]:
    """The advice on stated events, each with its key."""
    told = ("nothing here listens", "is no role of the scenario")
    return [
        (each.path, each.message)
        for each in load_with_warnings(place).warnings
        if any(words in each.message for words in told)
    ]


@pytest.mark.parametrize("table", ["given", "initial"])
def test_an_actor_that_is_all_but_a_role_is_told_it(tmp_path: Path, table: str) -> None:
    """Though the event is listened to whoever did it, the log would name somebody else."""
    place = started(tmp_path, stated("attack", "armed_groups", table=table))

    message = "'armed_groups' is no role of the scenario; did you mean 'armed_group'?"
    assert advised(place) == [(f"{table}[0].actor", message)]


@pytest.mark.parametrize(
    ("event", "actor", "subject", "told"),
    [
        ("talks_collapsed", "abroad", "", "talks_collapsed by abroad; known: joint_delegations"),
        (
            "statement_position", "abroad", "status_of_force",
            "statement_position of status_of_force by abroad; did you mean 'status_of_forces'?",
        ),
        ("round_opened", "host_government", "", "round_opened by host_government"),
    ],
)  # fmt: skip
def test_what_nothing_listens_to_is_told(
    tmp_path: Path, event: str, actor: str, subject: str, told: str
) -> None:
    """With the actor or the subject to which something does: what is given in vain misleads."""
    place = started(tmp_path, LISTENS + stated(event, actor, subject))

    assert advised(place) == [("given[0]", f"nothing here listens to {told}")]


@pytest.mark.parametrize(
    ("event", "actor", "subject"),
    [
        ("attack", "abroad", ""),
        ("talks_collapsed", "joint_delegations", "whatever"),
        ("statement_position", "abroad", "status_of_forces"),
        ("pm_resigned", "abroad", ""),
        ("round_concluded", "abroad", ""),
    ],
)
def test_an_outside_power_may_be_given_to_act(
    tmp_path: Path, event: str, actor: str, subject: str
) -> None:
    """Where something listens, whoever did it: gauges, offices, checks as well as steps."""
    check = '[[checks]]\nname = "one"\nrule = "absence(round_concluded)"\n'
    place = started(tmp_path, LISTENS + check + stated(event, actor, subject))

    assert advised(place) == []


def test_a_row_of_the_record_may_be_given_for_its_own_sake(tmp_path: Path) -> None:
    """It is documented, so that neither its actor nor its kind is a slip."""
    place = started(tmp_path, stated("round_opened", "armed_groups"))
    row = "2030-02-01,,day,armed_groups,round_opened,,,,It began.,Gazette,,2030-05-09,high,\n"
    with (place / "timeline.csv").open("a", encoding="utf-8") as record:
        record.write(row)
    file = place / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    given = 'given = ["round_opened"]\npredicted ='
    file.write_text(text.replace("predicted =", given, 1), encoding="utf-8")

    assert advised(place) == []


def test_what_a_case_gives_is_advised_on_alike(tmp_path: Path) -> None:
    """At its place in `expect.toml`; what is said of the scenario itself is not said again."""
    place = started(tmp_path, stated("round_opened", "abroad"))
    cases = '[[cases]]\nname = "one"\nmust = "attack"\n[[cases]]\nname = "two"\nmust = "attack"\n'
    given = stated("attack", "armed_groups", table="given").replace("[[given]]", "[[cases.given]]")
    (place / "expect.toml").write_text(
        f"format = 1\n{cases}{given}".replace('"it"', '"one"'), "utf-8"
    )

    (warning,) = expectations_with_warnings(place)[1]

    assert (Path(warning.file).name, warning.line, warning.path) == (
        "expect.toml", 12, "cases[1].given[0].actor",
    )  # fmt: skip
    assert warning.message.endswith("did you mean 'armed_group'?")
