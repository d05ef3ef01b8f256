"""Forecasts and backtests as a reader takes them in. Pure."""

from collections.abc import Sequence

from sim.report.figures import between, day, figure, percent, signed, span, window
from sim.report.scores import BASELINES, Section
from sim.report.words import plain
from sim.score.backtest import Backtest, Origin
from sim.score.outlook import Prospect

PERSISTENCE = "nothing new happens"


def forecast_sections(found: Sequence[Prospect]) -> list[Section]:
    """What is open, likeliest first, and what has happened."""
    open_ = sorted(
        (one for one in found if one.happened is None),
        key=lambda one: -one.outlook.probability,
    )
    rows = [
        (
            plain(one.outlook.name), percent(one.outlook.probability), day(one.outlook.median),
            span(one.outlook.interval_50), span(one.outlook.interval_90),
        )
        for one in open_
    ]  # fmt: skip
    past = sorted((one.happened, plain(one.outlook.name)) for one in found if one.happened)
    had = [(name, window(when)) for when, name in past]
    headings = ("milestone", "chance", "median", "50 %", "90 %")
    notes = (
        [
            (
                "Chances are by the end of the clock, 'later' is past it; what the scenario gives"
                " from outside is known in advance."
            )
        ]
        if rows
        else []
    )
    return [
        Section("Still open", headings, rows, notes),
        Section("Had happened", ("milestone", "on"), had),
    ]


def backtest_sections(found: Backtest) -> list[Section]:
    """The scores from each date, the skill at each, and the skill over all of them."""
    names = list(dict.fromkeys(name for one in found.origins for name in one.baselines))
    scores = [
        (str(one.as_of), str(one.open), *(figure(value) for value in one.scores.values()))
        for one in found.origins
    ]
    skill = [(str(one.as_of), *(_skill(one, name) for name in names)) for one in found.origins]
    overall = [
        (long(name), signed(one.value), between(one.interval, signed))
        for name, one in found.skill.items()
    ]
    headings = ("as of", "to come", "ICC", "PB", "ES_b", "VS", "Brier", "log")
    below = "Skill is 1 - ICC / ICC of the baseline; below 0 the baseline did better."
    named = [f"{short(name)}: {long(name)}" for name in names]
    legend = [f"{'; '.join(named)}."] if named else []
    shared = (
        "The dates share one record: their forecasts are not independent trials. What the scenario"
        " gives from outside it knows at every date, also what comes later; the baselines do not."
    )
    partly = [
        long(name) for name in names if any(name not in one.baselines for one in found.origins)
    ]
    caution = [f"Not at every date, so not here: {'; '.join(partly)}."] if partly else []
    return [
        Section("Scores from each date", headings, scores),
        Section("Skill from each date", ("as of", *map(short, names)), skill, [below, *legend]),
        Section(
            "Skill over all dates", ("baseline", "skill", "over kinds"), overall, [*caution, shared]
        ),
    ]


def short(name: str) -> str:
    """A baseline by its name."""
    return plain(name)


def long(name: str) -> str:
    """A baseline in words."""
    return BASELINES.get(name, PERSISTENCE)


def _skill(origin: Origin, name: str) -> str:
    value = origin.skill.get(name)
    return "" if value is None else signed(value)
