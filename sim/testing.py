"""Rules under test by pytest: the checks of a scenario, and what is expected of it, as tests.

`pytest scenarios/` collects each check of a `scenario.toml`, the record under its rules, and each
case of an `expect.toml`.
pytest loads this as a plug-in where Drawdown is installed (`-p no:drawdown` leaves it out); unless
it meets such a file, it does nothing. What a test tells is `report.tested`'s.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import pytest

from sim.errors import DrawdownError, InputError, printable

if TYPE_CHECKING:
    from pathlib import Path

    from sim.check.record import Documented
    from sim.check.tried import Tried
    from sim.check.watching import Rule
    from sim.engine import Program
    from sim.scenario.expected import Case
    from sim.scenario.load import Loaded
    from sim.scenario.whereabouts import Place

T = TypeVar("T")

RUNS = 20
SCENARIO, EXPECT = "scenario.toml", "expect.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many runs each scenario is tried on, and from which seed on."""
    group = parser.getgroup("drawdown", "scenarios under test")
    group.addoption("--scenario-runs", type=_whole(1), default=RUNS, metavar="N",
                    help=f"runs on which checks and cases are tried (default: {RUNS})")  # fmt: skip
    group.addoption("--scenario-seed", type=_whole(0), default=0, metavar="N",
                    help="the seed of the first run (default: 0)")  # fmt: skip


def _whole(least: int) -> Callable[[str], int]:
    """Reads a whole number from so much on."""

    def number(text: str) -> int:
        value = int(text)
        if not least <= value < 2**63:
            raise ValueError
        return value

    return number


def pytest_collect_file(file_path: "Path", parent: pytest.Collector) -> pytest.File | None:
    """A scenario's file, or what is expected of it."""
    if file_path.name == SCENARIO:
        return ScenarioFile.from_parent(parent, path=file_path)
    if file_path.name == EXPECT:
        return ExpectFile.from_parent(parent, path=file_path)
    return None


class _File(pytest.File):
    """What both files know."""

    @property
    def shown(self) -> str:
        """The scenario, as it is named on a command line."""
        from sim.scenario.source import shown_name  # noqa: PLC0415  heavy: loaded when called

        return shown_name(self.path.parent)

    def seeds(self, runs: int | None = None, first: int | None = None) -> range:
        """The seeds of the runs, where a case does not say."""
        option = self.config.getoption
        runs = option("--scenario-runs") if runs is None else runs
        first = option("--scenario-seed") if first is None else first
        return range(first, first + runs)


class ScenarioFile(_File):
    """A `scenario.toml`: each of its checks is a test, and so is its record."""

    @cached_property
    def loaded(self) -> "Loaded":
        """The scenario."""
        from sim.scenario import load_with_warnings  # noqa: PLC0415  heavy: loaded when called

        # by its folder, which refuses a file that is a link to somewhere else
        return _read(lambda: load_with_warnings(self.path.parent))

    @cached_property
    def ready(self) -> "tuple[Program, list[Rule]]":
        """The scenario made ready to run, and its rules: for its runs and its record alike."""
        from sim.check.watching import rules  # noqa: PLC0415  heavy: loaded when called
        from sim.engine import Program  # noqa: PLC0415

        program = Program(self.loaded.scenario)
        return program, rules(program)

    @property
    def tried(self) -> "list[Tried]":
        """Every check on the same runs, which are made for the first test that asks."""
        if isinstance(self._tried, DrawdownError):
            raise self._tried
        return self._tried

    @cached_property
    def _tried(self) -> "list[Tried] | DrawdownError":
        """What was tried, or why it cannot be: that is not tried again for each test."""
        from sim.check.tried import tried  # noqa: PLC0415  heavy: loaded when called

        try:
            return tried(*self.ready, self.seeds())
        except DrawdownError as error:
            return error

    def documented(self) -> "list[tuple[Documented, Place | None]]":
        """The record under every rule, each with its place in the file."""
        from sim.check.record import documented  # noqa: PLC0415  heavy: loaded when called

        scenario, where = self.loaded.scenario, self.loaded.whereabouts
        procedure = dict(zip(map(id, scenario.procedure), where.procedure, strict=True))

        def place(rule: "Rule") -> "Place | None":
            code = rule.requirement
            return procedure[id(code.declared)] if code else where.checks.get(rule.name)

        return [(one, place(one.rule)) for one in documented(*self.ready)]

    def collect(self) -> "Iterator[CheckItem | RecordItem]":
        """One test for each check, and one for a record that there are rules for."""
        scenario = self.loaded.scenario
        for place, check in enumerate(scenario.checks):
            name = printable(f"check: {check.name}")
            yield CheckItem.from_parent(self, name=name, place=place)
        if scenario.record is not None and (scenario.checks or scenario.procedure):
            yield RecordItem.from_parent(self, name="record: keeps the rules")


class CheckItem(pytest.Item):
    """A check of a scenario on a few runs."""

    parent: ScenarioFile

    def __init__(self, *, place: int, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.place = place

    def runtest(self) -> None:
        """Fail if more runs violate the check than it tolerates."""
        from sim.report.tested import violated  # noqa: PLC0415  heavy: loaded when called

        loaded = self.parent.loaded
        one = _run(lambda: self.parent.tried[self.place])
        if not one.holds:
            where = loaded.whereabouts.checks[one.check.name]
            text = violated(one, loaded.scenario, self.parent.shown, where)
            pytest.fail(text, pytrace=False)
        asked = f"asked in {one.asked} of {one.runs} runs"
        self.add_report_section("call", "runs", asked)  # shown by -rP: a check may pass idly

    def reportinfo(self) -> "tuple[Path, int, str]":
        """Where the check is written."""
        loaded = self.parent.loaded
        where = loaded.whereabouts.checks[loaded.scenario.checks[self.place].name]
        return self.path, where.line - 1, self.name


class RecordItem(pytest.Item):
    """The record of a scenario under the rules that its runs are held against."""

    parent: ScenarioFile

    def runtest(self) -> None:
        """Fail if the record breaks a rule, in whatever order its rows allow."""
        from sim.report.tested import contradicted, kept  # noqa: PLC0415  heavy: loaded when called

        found = _run(self.parent.documented)
        if any(one.holds is False for one, _ in found):
            text = contradicted(found, self.parent.loaded.scenario, self.parent.shown)
            pytest.fail(text, pytrace=False)
        self.add_report_section("call", "record", kept(found))  # shown by -rP

    def reportinfo(self) -> "tuple[Path, None, str]":
        """The file that names the record."""
        return self.path, None, self.name


class ExpectFile(_File):
    """An `expect.toml`: each of its cases is a test."""

    def collect(self) -> "Iterator[CaseItem]":
        """One test for each case."""
        from sim.scenario.expectations import read_expectations  # noqa: PLC0415  heavy

        for case in _read(lambda: read_expectations(self.path.parent)):
            yield CaseItem.from_parent(self, name=printable(case.name), case=case)


class CaseItem(pytest.Item):
    """A case of what is expected."""

    parent: ExpectFile

    def __init__(self, *, case: "Case", **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.case = case

    def runtest(self) -> None:
        """Fail if anything is not as expected."""
        from sim.check.tried import answered  # noqa: PLC0415  heavy: loaded when called
        from sim.report.tested import unexpected  # noqa: PLC0415

        seeds = self.parent.seeds(self.case.runs, self.case.seed)
        answers = _run(lambda: answered(self.case, seeds))
        if not all(answer.holds for answer in answers):
            text = unexpected(self.case, answers, seeds, self.parent.shown)
            pytest.fail(text, pytrace=False)

    def reportinfo(self) -> "tuple[Path, int, str]":
        """Where the case is written."""
        return self.path, self.case.place.line - 1, self.name


def _read(work: Callable[[], T]) -> T:
    """Read a file; what is wrong with it is told, and no traceback."""
    try:
        return work()
    except InputError as error:
        raise pytest.Collector.CollectError(str(error)) from None


def _run(work: Callable[[], T]) -> T:
    """Make runs; one that cannot go on fails the test, without a traceback."""
    try:
        return work()
    except DrawdownError as error:
        told = printable(str(error))
    pytest.fail(told, pytrace=False)
