"""Checks and expectations as tests of pytest: what is collected, and what a failure tells."""

import re
from pathlib import Path
from typing import Any

import pytest

import sim.report.tested  # noqa: F401  loaded before pytest runs inside pytest: NumPy loads once
from sim.cli.checking import RUNS as CHECKED
from sim.engine import simulate
from sim.scenario.expectations import read_expectations
from sim.testing import RUNS
from tests.check.mutated import GUARDED
from tests.cli import front

pytest_plugins = ["pytester"]

QUIET = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")

RAIDS = """
[[checks]]
name = "few raids"
rule = "absence(attack, 10)"
says = "A guest raids nine times at most."
source = "an invented custom"
"""

RECORD = """
[record]
file = "timeline.csv"
known_until = 2001-09-30
[score]
context = ["attack", "protest", "agreement_signed", "round_held"]
"""

COLUMNS = (
    "date,date_end,precision,actor,kind,subject,quantity,unit,summary,source,source_url,"
    "source_date,confidence,contested\n"
)

KEPT = """\
2001-02-01,,day,guest,attack,,,,A raid.,Gazette of February,,,high,
2001-02-09,,day,host,protest,entry,,,A protest.,Gazette of February,,,high,
"""

SIGNED = "2001-01-09,,day,host,agreement_signed,bases,,,Signed.,Gazette of January,,,high,\n"
ROUND = "2001-03-01,,month,host,round_held,,,,A round.,Agency,,,high,\n"

EXPECT = """\
format = 1

[[cases]]
name = "an attack is protested against"
why = "protests follow raids"
given = [{ name = "early raid", date = 2001-01-02, event = "attack", actor = "guest" }]
until = 2001-01-31
must = "protest"
must_not = [{ event = "attack", actor = "guest" }, "round_held"]

[[cases]]
name = "signing is a matter of chance"
runs = 50
seed = 7
must = [{ event = "round_held", by = 2001-02-15 }, { event = "attack", share = 0.9 }]
probability = { event = "agreement_signed", between = [0.2, 0.95] }
"""


@pytest.fixture(autouse=True)
def _nowhere_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a CI server pytest tells each failure a second time, in its summary."""
    for name in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """A folder of scenarios with one in it, whose checks all hold."""
    made = pytester.path / "scenarios" / "small"
    made.mkdir(parents=True)
    (made / "scenario.toml").write_text(GUARDED, encoding="utf-8")
    (made / "expect.toml").write_text(EXPECT, encoding="utf-8")
    return made


def recorded(folder: Path, rows: str, more: str = "") -> Path:
    """The scenario with a record, and with more rules."""
    file = folder / "scenario.toml"
    file.write_text(GUARDED + more + RECORD, encoding="utf-8")
    (folder / "timeline.csv").write_text(COLUMNS + rows, encoding="utf-8")
    return file


def test_each_check_and_each_case_is_a_test(pytester: pytest.Pytester, folder: Path) -> None:
    """By names that a reader understands."""
    result = pytester.runpytest_inprocess(*QUIET, "--collect-only", "-q", "scenarios")

    assert [line for line in result.outlines if "::" in line] == [
        "scenarios/small/expect.toml::an attack is protested against",
        "scenarios/small/expect.toml::signing is a matter of chance",
        "scenarios/small/scenario.toml::check: nothing is signed in peace",
        "scenarios/small/scenario.toml::check: no war is declared",
    ]


def test_what_holds_passes(pytester: pytest.Pytester, folder: Path) -> None:
    """Checks that no run violates, and cases that are as expected."""
    result = pytester.runpytest_inprocess(*QUIET, "scenarios")

    result.assert_outcomes(passed=4)


def test_one_of_them_can_be_chosen(pytester: pytest.Pytester, folder: Path) -> None:
    """By its node, and by words of its name."""
    node = "scenarios/small/expect.toml::signing is a matter of chance"
    pytester.runpytest_inprocess(*QUIET, node).assert_outcomes(passed=1)
    pytester.runpytest_inprocess(*QUIET, "-k", "peace").assert_outcomes(passed=1, deselected=3)


def test_a_violated_check_tells_a_short_story(pytester: pytest.Pytester, folder: Path) -> None:
    """The rule, its source, the runs and events that break it, and how to see them."""
    scenario = folder / "scenario.toml"
    scenario.write_text(GUARDED + RAIDS, encoding="utf-8")

    result = pytester.runpytest_inprocess(*QUIET, str(scenario))

    result.assert_outcomes(passed=2, failed=1)
    text = "\n".join(result.outlines)
    assert re.search(r"'few raids' is violated in \d+ of 20 runs \(\d+ %\), none tolerated", text)
    assert "  absence(attack, 10)\n  A guest raids nine times at most.\n" in text
    assert "  source: an invented custom\n" in text
    assert re.search(r"  seed \d+: 2001-\d\d-\d\d guest: attack #\d+\n", text)
    seed = re.search(r"  sim run scenarios/small --seed (\d+)\n", text)
    assert seed
    assert f"seed {seed[1]}:" in text
    assert "  sim check scenarios/small --rule 'few raids'" in text
    assert f"scenarios/small/scenario.toml:{len(GUARDED.splitlines()) + 2}: checks[2]" in text
    assert "Traceback" not in text
    assert "sim/check" not in text.replace("sim check", "")


def test_a_check_may_tolerate_violations(pytester: pytest.Pytester, folder: Path) -> None:
    """Up to a share of the runs, and no more."""
    scenario = folder / "scenario.toml"
    for tolerated, outcome in ((0.99, {"passed": 3}), (0.01, {"passed": 2, "failed": 1})):
        text = GUARDED + RAIDS + f"tolerated = {tolerated}\n"
        scenario.write_text(text, encoding="utf-8")

        result = pytester.runpytest_inprocess(*QUIET, str(scenario))

        result.assert_outcomes(**outcome)
    assert any(line.endswith(", 1 % tolerated") for line in result.outlines)


def test_the_number_of_runs_and_the_seed_are_options(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """Where a case does not say them itself."""
    (folder / "scenario.toml").write_text(GUARDED + RAIDS, encoding="utf-8")
    failing = EXPECT.replace('must = "protest"', 'must = "truce_declared"')
    (folder / "expect.toml").write_text(failing, encoding="utf-8")
    options = ("--scenario-runs", "30", "--scenario-seed", "100")

    result = pytester.runpytest_inprocess(*QUIET, *options, "scenarios")

    text = "\n".join(result.outlines)
    assert "of 30 runs" in text
    assert "is not as expected in 30 runs until 2001-01-31, seeds 100 to 129" in text
    assert re.search(r"  seed 1[0-2]\d: ", text)


@pytest.mark.parametrize("option", ["--scenario-runs=0", "--scenario-seed=-1", "--scenario-runs=x"])
def test_a_number_that_is_none_is_refused(pytester: pytest.Pytester, option: str) -> None:
    """Before anything is run."""
    result = pytester.runpytest_inprocess(*QUIET, option)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert any(f"{option.partition('=')[0]}: invalid" in line for line in result.errlines)


def test_an_unmet_case_says_what_is_missing(pytester: pytest.Pytester, folder: Path) -> None:
    """In how many runs, which were expected, and by which seed one can see it."""
    text = EXPECT.replace('must = "protest"', 'must = ["protest", "agreement_signed"]')
    text = text.replace('[{ event = "attack", actor = "guest" }, "round_held"]',
                        '{ event = "protest", by = 2001-01-08 }')  # fmt: skip
    text = text.replace("between = [0.2, 0.95]", "between = [0.99, 1]")
    (folder / "expect.toml").write_text(text, encoding="utf-8")

    result = pytester.runpytest_inprocess(*QUIET, "scenarios/small/expect.toml")

    result.assert_outcomes(failed=2)
    told = "\n".join(result.outlines)
    assert (
        "'an attack is protested against' is not as expected in 20 runs until 2001-01-31,"
        " seeds 0 to 19\n"
        "  protests follow raids\n"
        "  must: agreement_signed: in 0 of 20 runs (0 %), all expected\n"
        "    missing from 20 runs: seeds 0, 1, 2, ...\n"
        "  must not: protest by 2001-01-08: absent from 0 of 20 runs (0 %), all expected\n"
        "    seed 0: 2001-01-07 host: protest (north) #1, because of 2001-01-02 guest: attack #0\n"
        "    seed 1: 2001-01-07 host: protest (north) #1, because of 2001-01-02 guest: attack #0\n"
        "    seed 2: 2001-01-07 host: protest (north) #1, because of 2001-01-02 guest: attack #0\n"
        "    and 17 more\n"
        "to see it, save this as scenarios/small/variants/case.toml\n"
        '  extends = "../scenario.toml"\n'
        "\n"
        "  [[given]]\n"
        '  name = "early raid"\n'
        "  date = 2001-01-02\n"
        '  event = "attack"\n'
        '  actor = "guest"\n'
        "and run it:\n"
        "  sim run scenarios/small/variants/case.toml --seed 0 --until 2001-01-31\n"
        "scenarios/small/expect.toml:3: cases[0]"
    ) in told
    assert re.search(
        r"probability: agreement_signed: in \d+ of 50 runs \(\d+ %\), between >?99 % and", told
    )


def test_the_variant_that_a_failure_prints_shows_what_the_case_saw(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """Saved as it is told and run as it is told, it is the case's own run, event for event."""
    text = EXPECT.replace('must = "protest"', 'must = "agreement_signed"')
    (folder / "expect.toml").write_text(text, encoding="utf-8")
    told = pytester.runpytest_inprocess(*QUIET, "scenarios/small/expect.toml").outlines
    begins = next(place for place, line in enumerate(told) if "save this as" in line)
    ends = told.index("and run it:")
    variant = pytester.path / told[begins].rpartition(" ")[2]
    variant.parent.mkdir()
    variant.write_text("\n".join(told[begins + 1 : ends]), encoding="utf-8")
    _, command, *arguments = told[ends + 1].split()

    shown = front.document(command, *arguments, "--json")

    case = read_expectations(folder)[0]
    log = simulate(case.scenario, int(arguments[2]), case.until)
    assert shown["events"] == [log.row(event) for event in log.events]
    assert any(event["kind"] == "protest" for event in shown["events"])
    assert shown["scenario"]["digest"] == case.scenario.digest


def test_a_share_that_is_not_met_names_a_run_with_it_and_one_without(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """Of the runs that have it, the event; and both are run as the failure says."""
    text = EXPECT.replace("between = [0.2, 0.95]", "between = [0.99, 1]")
    (folder / "expect.toml").write_text(text, encoding="utf-8")

    told = pytester.runpytest_inprocess(*QUIET, "-k", "chance", "scenarios").outlines

    commands = [line.split() for line in told if line.startswith("  sim run ")]
    found = {command[4]: front.document(*command[1:], "--json")["events"] for command in commands}
    text = "\n".join(told)
    (seed, number), *_ = re.findall(r"    seed (\d+): 2001-.* agreement signed #(\d+)", text)
    (lacks,) = re.findall(r"    missing from \d+ runs: seeds (\d+),", text)
    assert [*found] == [seed, lacks]
    assert found[seed][int(number)]["kind"] == "agreement_signed"
    assert "agreement_signed" not in {event["kind"] for event in found[lacks]}


@pytest.mark.parametrize(("between", "word"), [("[0, 0.5]", "missing"), ("[0.5, 1]", "seed")])
def test_what_no_run_has_or_every_run_has_needs_one_run_to_show(
    pytester: pytest.Pytester, folder: Path, between: str, word: str
) -> None:
    """There is no run of the other sort to name."""
    event = "round_held" if word == "missing" else "law_rejected"
    text = f'format = 1\n[[cases]]\nname = "one"\nruns = 7\nprobability = {{ event = "{event}", '
    (folder / "expect.toml").write_text(f"{text}between = {between} }}\n", encoding="utf-8")

    told = pytester.runpytest_inprocess(*QUIET, "scenarios/small/expect.toml").outlines

    assert sum(line.startswith("  sim run scenarios/small --seed 0") for line in told) == 1
    assert sum(line.startswith("  sim run") for line in told) == 1
    assert not any(line.startswith(f"    {word}") for line in told)


def test_what_the_scenario_states_is_no_answer(pytester: pytest.Pytester, folder: Path) -> None:
    """A case that gives an event does not thereby meet its own demand for it."""
    text = EXPECT.replace('must = "protest"', 'must = "attack"').replace(
        'must_not = [{ event = "attack", actor = "guest" }, "round_held"]\n', ""
    )
    (folder / "expect.toml").write_text(text, encoding="utf-8")

    result = pytester.runpytest_inprocess(*QUIET, "scenarios/small/expect.toml")

    result.assert_outcomes(failed=1, passed=1)
    assert "  must: attack: in 0 of 20 runs (0 %), all expected" in result.outlines


BROKEN = (
    ("format = 1", "format = 2", "format 2: this version reads 1"),
    ("must_not", "must_knot", "unknown key 'must_knot'; did you mean 'must_not'?"),
    ('"protest"', '"protests"', "unknown kind or milestone 'protests'; did you mean 'protest'?"),
    ("2001-01-31", "2011-01-31", "2011-01-31 is outside the clock, 2001-01-01 to 2001-12-31"),
    ("date = 2001-01-02", "date = 2011-01-02", "2011-01-02 is outside the clock"),
    ('name = "early raid", ', "", "'name' is missing"),
    ("[0.2, 0.95]", "[0.95, 0.2]", "write two shares from 0 to 1"),
    ("share = 0.9", "share = 9", "9 is not above 0, to 1"),
    ("runs = 50", "runs = 0", "0 is not from 1 to 100,000"),
    ("seed = 7", "seed = -7", "-7 is no seed"),
    ("by = 2001-02-15", "by = 2001-02-15, actor = 'gust'", "unknown actor 'gust'; did you mean"),
    ("signing is a matter of chance", "an attack is protested against", "a second case named"),
    ('must = "protest"\nmust_not = [{ event = "attack", actor = "guest" }, "round_held"]', "",
     "expects nothing"),
    ("format = 1", "format =", "Invalid value"),
    ("2001-01-02", "2001-02-02", "2001-02-02 is after 2001-01-31, when the case ends"),
    ("2001-01-02", "2001-01-02T10:00:00", "is a date with a time, and a date such as"),
)  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "message"), BROKEN)
def test_a_broken_file_is_told_with_its_place(
    pytester: pytest.Pytester, folder: Path, right: str, wrong: str, message: str
) -> None:
    """A collection error with file, line and remedy, and no traceback; nothing else is stopped."""
    assert right in EXPECT
    (folder / "expect.toml").write_text(EXPECT.replace(right, wrong), encoding="utf-8")

    result = pytester.runpytest_inprocess(*QUIET, "--continue-on-collection-errors", "scenarios")

    result.assert_outcomes(passed=2, errors=1)
    told = [line for line in result.outlines if message in line]
    assert told, result.outlines
    assert re.match(r"scenarios/small/expect.toml:\d+: ", told[0])
    assert not any("Traceback" in line or "sim/scenario/" in line for line in result.outlines)


def test_every_problem_of_a_file_is_told(pytester: pytest.Pytester, folder: Path) -> None:
    """All at once, in the order of lines."""
    text = EXPECT
    for right, wrong, _ in BROKEN[1:6]:
        text = text.replace(right, wrong)
    (folder / "expect.toml").write_text(text, encoding="utf-8")

    result = pytester.runpytest_inprocess(*QUIET, "scenarios/small/expect.toml")

    for _, _, message in BROKEN[1:6]:
        assert any(message in line for line in result.outlines), message


def test_a_broken_scenario_breaks_both(pytester: pytest.Pytester, folder: Path) -> None:
    """Its own file and what is expected of it; each tells the same place."""
    text = GUARDED.replace('emits = "protest"', 'emits = "protests"')
    (folder / "scenario.toml").write_text(text, encoding="utf-8")

    result = pytester.runpytest_inprocess(*QUIET, "scenarios")

    result.assert_outcomes(errors=2)
    told = [line for line in result.outlines if "unknown kind or milestone 'protests'" in line]
    assert len(told) == 2
    assert all(line.startswith("scenarios/small/scenario.toml:") for line in told)


@pytest.mark.parametrize("name", ["expect.toml", "scenario.toml"])
def test_no_file_beyond_the_folder_is_read(
    pytester: pytest.Pytester, folder: Path, name: str
) -> None:
    """A link that leads out of it is refused, and nothing of what is there is told."""
    (pytester.path / "elsewhere.toml").write_text('format = "secret"', encoding="utf-8")
    (folder / name).unlink()
    (folder / name).symlink_to(pytester.path / "elsewhere.toml")

    result = pytester.runpytest_inprocess(*QUIET, f"scenarios/small/{name}")

    result.assert_outcomes(errors=1)
    assert any("a link that leads out of the scenario's folder" in one for one in result.outlines)
    assert not any("secret" in one for one in result.outlines)


def test_a_run_that_cannot_go_on_fails_its_tests(
    pytester: pytest.Pytester, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its seed, and no traceback; a case that is over before that goes on."""
    from sim.check.holding import held
    from sim.engine import run

    monkeypatch.setattr(run, "MOST_EVENTS", 3)
    made: list[object] = []

    def noted(*of: Any) -> Any:
        made.append(of)
        return held(*of)

    monkeypatch.setattr("sim.check.tried.held", noted)

    result = pytester.runpytest_inprocess(*QUIET, "scenarios")

    result.assert_outcomes(passed=1, failed=3)
    assert any("seed 0: step '" in line for line in result.outlines)
    assert len(made) == 1  # and for the other checks it is not tried again
    assert not any("Traceback" in line or "exception" in line for line in result.outlines)


def test_a_given_event_can_be_taken_away(pytester: pytest.Pytester, folder: Path) -> None:
    """What a case gives is laid over what the scenario gives, by name, as a variant's is."""
    own = """
[[given]]
name = "provocation"
date = 2001-01-10
event = "attack"
actor = "guest"
"""
    case = """
format = 1
[[cases]]
name = "without provocation"
until = 2001-01-31
given = [{ name = "provocation", remove = true }]
must_not = "protest"
[[cases]]
name = "with provocation"
until = 2001-01-31
must = "protest"
[[cases]]
name = "a later provocation"
until = 2001-01-31
given = [{ name = "provocation", date = 2001-01-20 }]
must = "protest"
must_not = { event = "protest", by = 2001-01-24 }
"""
    (folder / "scenario.toml").write_text(GUARDED + own, encoding="utf-8")
    (folder / "expect.toml").write_text(case, encoding="utf-8")

    pytester.runpytest_inprocess(*QUIET, "scenarios/small/expect.toml").assert_outcomes(passed=3)


def test_other_tests_are_left_alone(pytester: pytest.Pytester) -> None:
    """Without a scenario the plug-in collects nothing, and loads nothing of the engine."""
    pytester.makepyfile(
        """
        import sys

        def test_nothing_of_it_is_loaded():
            assert "sim.testing" in sys.modules
            assert not {"sim.engine", "sim.scenario", "simpy", "numpy"} & set(sys.modules)
        """
    )
    (pytester.path / "other.toml").write_text("x = 1\n", encoding="utf-8")

    pytester.runpytest_subprocess(*QUIET).assert_outcomes(passed=1)


def test_it_can_be_left_out(pytester: pytest.Pytester, folder: Path) -> None:
    """By pytest's own means."""
    result = pytester.runpytest_subprocess(*QUIET, "-p", "no:drawdown", "scenarios")

    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_check_that_is_asked_of_nothing_says_so(pytester: pytest.Pytester, folder: Path) -> None:
    """It passes, and whoever asks for more hears in how many runs it was asked at all."""
    text = GUARDED.replace("absence(truce_declared)", "response(truce_declared, attack)")
    (folder / "scenario.toml").write_text(text, encoding="utf-8")

    result = pytester.runpytest_inprocess(*QUIET, "-rP", "scenarios/small/scenario.toml")

    result.assert_outcomes(passed=2)
    assert "asked in 0 of 20 runs" in result.outlines


def test_names_cannot_move_a_cursor(pytester: pytest.Pytester, folder: Path) -> None:
    """What a name has of control characters is shown as an escape."""
    text = EXPECT.replace("signing is a matter of chance", "signing\\ris\\na matter")
    (folder / "expect.toml").write_text(text, encoding="utf-8")

    result = pytester.runpytest_inprocess(*QUIET, "-v", "scenarios/small/expect.toml")

    result.assert_outcomes(passed=2)
    assert any("::signing\\ris\\na matter PASSED" in line for line in result.outlines)


def test_the_record_is_a_test(pytester: pytest.Pytester, folder: Path) -> None:
    """Of a scenario that has one and rules for it; what it keeps is told to whoever asks."""
    file = recorded(folder, KEPT)

    listed = pytester.runpytest_inprocess(*QUIET, "--collect-only", "-q", str(file))
    result = pytester.runpytest_inprocess(*QUIET, "-rP", str(file))

    assert "scenarios/small/scenario.toml::record: keeps the rules" in listed.outlines
    result.assert_outcomes(passed=3)
    assert any(line.startswith("keeps 2 of ") for line in result.outlines)


def test_a_record_without_rules_is_no_test(pytester: pytest.Pytester, folder: Path) -> None:
    """It could not fail."""
    plain = 'format = 1\ntitle = "-"\n[clock]\nstart = 2001-01-01\nend = 2001-12-31\n'
    recorded(folder, KEPT)
    (folder / "scenario.toml").write_text(plain + RECORD, encoding="utf-8")

    result = pytester.runpytest_inprocess(*QUIET, "scenarios/small/scenario.toml")

    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_record_that_breaks_rules_fails(pytester: pytest.Pytester, folder: Path) -> None:
    """As `sim check` does: with each rule, the rows that break it, and the sources of both."""
    file = recorded(folder, SIGNED + KEPT)
    place = GUARDED[: GUARDED.index('event = "agreement_signed"\nneeds')].count("\n")
    check = GUARDED[: GUARDED.index('name = "nothing is signed in peace"')].count("\n")

    result = pytester.runpytest_inprocess(*QUIET, str(file))

    result.assert_outcomes(passed=2, failed=1)
    row = "scenarios/small/timeline.csv:2: 2001-01-09 host: agreement signed (bases)"
    assert (
        "the record breaks 'nothing is signed in peace'\n"
        "  precedence(attack, agreement_signed)\n"
        "  source: an invented custom\n"
        f"  scenarios/small/scenario.toml:{check}: checks[0]\n"
        f"  {row}\n"
        "    source: Gazette of January\n"
        "the record breaks 'agreement_signed needs attack'\n"
        "  source: an invented custom\n"
        f"  scenarios/small/scenario.toml:{place}: procedure[0]\n"
        f"  {row}; it needs attack\n"
        "    source: Gazette of January\n"
        "is the rule wrong, or the record?\n"
        "to see it:\n"
        "  sim check scenarios/small --rule 'nothing is signed in peace'"
        " --rule 'agreement_signed needs attack'\n"
    ) in "\n".join(result.outlines)
    assert front.sim("check", "scenarios/small", "--runs", "0").exit_code == 1


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("absence(attack, 4)", ["timeline.csv:2: ", "timeline.csv:3: ", "timeline.csv:4: ",
                                "  and 2 more rows"]),
        ("existence(truce_declared)", ["timeline.csv: the record as a whole"]),
    ],
)  # fmt: skip
def test_of_many_rows_the_first_are_told_and_of_none_the_record(
    pytester: pytest.Pytester, folder: Path, rule: str, told: list[str]
) -> None:
    """A rule may be broken by everything that a record has, or by what it has not."""
    more = f'\n[[checks]]\nname = "it"\nrule = "{rule}"\nsource = "-"\n'
    recorded(folder, KEPT.splitlines(keepends=True)[0] * 5, more)

    result = pytester.runpytest_inprocess(*QUIET, "-k", "record", "scenarios/small/scenario.toml")

    result.assert_outcomes(failed=1, deselected=3)
    lines = [line for line in result.outlines if "timeline.csv" in line or "more rows" in line]
    assert len(lines) == len(told)
    assert all(part in line for part, line in zip(told, lines, strict=True))


def test_a_record_that_may_keep_a_rule_passes(pytester: pytest.Pytester, folder: Path) -> None:
    """As in `sim check`, rows of one month get the benefit of every order; it is told."""
    more = '\n[[checks]]\nname = "it"\nrule = "precedence(round_held, protest)"\nsource = "-"\n'
    protest = KEPT.splitlines(keepends=True)[1].replace("2001-02-09", "2001-03-09")
    file = recorded(folder, KEPT.splitlines(keepends=True)[0] + ROUND + protest, more)

    result = pytester.runpytest_inprocess(*QUIET, "-rP", "-k", "record", str(file))

    result.assert_outcomes(passed=1, deselected=3)
    assert any(", 1 in some orders of its rows only; " in line for line in result.outlines)
    assert front.sim("check", "scenarios/small", "--runs", "0", "--rule", "it").exit_code == 0


def test_the_record_is_held_when_its_test_is_run(
    pytester: pytest.Pytester, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Collecting costs nothing more, and neither does its test make a run."""
    file = recorded(folder, KEPT)

    def forbidden(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr("sim.check.record.documented", forbidden)
        patched.setattr("sim.engine.Program", forbidden)
        collected = pytester.runpytest_inprocess(*QUIET, "--collect-only", str(file))
    monkeypatch.setattr("sim.check.tried.held", forbidden)
    result = pytester.runpytest_inprocess(*QUIET, "-k", "record", str(file))

    assert collected.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=1, deselected=2)


def test_the_page_says_what_few_runs_miss() -> None:
    """How likely a check that two runs of a hundred break passes, as many runs as are made."""
    text = (front.ROOT / "docs" / "expectations.md").read_text(encoding="utf-8")

    assert f"0.98^{RUNS} = {0.98**RUNS:.2f}" in text
    assert f"Runs are made from {RUNS} seeds" in text
    assert f"`--scenario-runs {CHECKED}` " in text
    assert f"{CHECKED:,}" in text
