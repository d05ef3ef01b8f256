"""What reaches the terminal: widths, plain text where it is piped, nothing that could do harm."""

from pathlib import Path
from typing import Any

import pytest

from sim.events import Event
from sim.report.beside import beside
from sim.report.terminal import show_run, show_table
from tests.report.made import event, log, predicted, row, scenario

ROUNDS = [predicted("round_held"), predicted("attack", monthly=True)]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def shown(capsys: pytest.CaptureFixture[str], *events: Event, **changes: Any) -> str:
    """What is printed of a run beside two documented rounds."""
    rows = [row(2, "2001-03-01/2001-03-02", "round_held", "joint_delegations"),
            row(3, "2001-08", "round_held", "joint_delegations", "second_round")]  # fmt: skip
    made = scenario(ROUNDS, rows, "2001-12-31")
    run = log(*events, **changes)
    show_run(made, run, beside(made, run))
    return capsys.readouterr().out


def a_round(seq: int = 0, day: str = "2001-03-12", subject: str = "first_round") -> Event:
    """A round of talks because of another event."""
    return event(
        seq, day, "round_held", "joint_delegations", subject, quantity=2.0, unit="days", causes=(7,)
    )


def test_a_run_beside_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    """Each event beside its row; then what is missing, then what is counted."""
    out = shown(
        capsys, a_round(), event(1, "2002-02-01", "attack", "armed_group"), round_gap="60 d"
    )

    rule = "\u2500"
    assert [
        "Made by hand",
        "seed 7, 2001-01-01 to 2002-12-31, 2 events, round_gap = 60 d",
        (
            "days: later (+) or earlier (-) than the record, which is known until 2001-12-31;"
            " none: not in it"
        ),
        "",
        (
            "#  date        actor              what happened"
            "                     record         days  because of"
        ),
        rule * 99,
        (
            "0  2001-03-12  joint delegations  round held: first round (2 days)"
            "  2001-03-01/02   +10  #7"
        ),
        "",
        "   2001-12-31                     (the record is known until here)",
        "1  2002-02-01  armed group        attack",
        "",
        "In the record until 2001-12-31, and not in this run",
        "date     actor              what happened",
        rule * 52,
        "2001-08  joint delegations  round held: second round",
        "",
        "how often until 2001-12-31  this run  record",
        rule * 44,
        "attack                             0       0",
    ] == out.splitlines()


def test_piped_lines_are_whole_and_have_no_trailing_spaces(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One event, one line, however long a name is."""
    out = shown(capsys, a_round(subject="a" + "_very" * 80 + "_long_name"))

    (line,) = [line for line in out.splitlines() if "very" in line]
    assert "very very long name (2 days)  2001-03-01/02" in line
    assert [line for line in out.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("width", [20, 40, 60, 72, 80, 90, 110, 160])
def test_no_line_is_wider_than_the_terminal(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells fold; nothing is cut off from a width of 60 on."""
    monkeypatch.setenv("COLUMNS", str(width))

    out = shown(capsys, a_round(), event(1, "2001-05-01", "attack", "armed_group"))

    assert width >= max(map(len, out.splitlines()))
    words = ["first", "round", "joint", "delegations", "2001-03-12", "2001-03-01/02", "+10", "none"]
    assert width < 60 or all(word in out for word in words)


@pytest.mark.parametrize(
    ("width", "headings"),
    [
        ("60", ["date", "what happened", "record", "days"]),
        ("80", ["#", "date", "actor", "what happened", "record", "days"]),
        ("110", ["#", "date", "actor", "what happened", "record", "days", "because of"]),
    ],
)
def test_columns_give_way(
    width: str,
    headings: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """First go the causes, then the numbers, and the actor moves in with what happened."""
    monkeypatch.setenv("COLUMNS", width)

    out = shown(capsys, a_round())

    assert headings == next(
        [part.strip() for part in line.split("  ") if part.strip()]
        for line in out.splitlines()
        if "what happened" in line
    )


def test_columns_are_no_wider_than_needed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wide terminal shows the same as one that is just wide enough."""
    monkeypatch.setenv("COLUMNS", "110")
    narrower = shown(capsys, a_round())
    monkeypatch.setenv("COLUMNS", "250")

    assert narrower == shown(capsys, a_round())


def test_names_cannot_colour_or_move_anything(capsys: pytest.CaptureFixture[str]) -> None:
    """Markup is text, control characters and turned-round text are escapes."""
    out = shown(capsys, a_round(subject="[red]x[/red] \x1b[31m\r\n\u202e:smile:"))

    assert r"[red]x[/red] \x1b[31m\r\n\u202e:smile:" in out
    assert not set(out) & {"\x1b", "\r", "\u202e"}


def test_without_a_record_there_are_no_columns_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is compared, and counts are of the run alone."""
    made = scenario(ROUNDS, None)
    run = log(a_round(), event(1, "2001-03-13", "attack"))

    show_run(made, run, beside(made, run))

    out = capsys.readouterr().out
    assert "record" not in out
    assert "days:" not in out
    assert [line for line in out.splitlines() if line.startswith(("how", "attack"))] == [
        "how often  this run",
        "attack            1",
    ]


def test_an_output_that_knows_no_such_letters_gets_escapes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ASCII output takes every name, escaped, and lines drawn in ASCII."""
    file = tmp_path / "out.txt"
    with file.open("w", encoding="ascii") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        show_table(("name",), [("Süleymaniye",)])

    assert r"S\xfcleymaniye" in file.read_text(encoding="ascii")
