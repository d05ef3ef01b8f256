"""A scorecard as a reader takes it in: sections of plain rows, and the sentence on what it shows.

Pure. Losses are printed as plainly as gains: a skill below zero is a baseline that did better.
"""

from collections.abc import Mapping, Sequence
from math import isnan

import attrs

from sim.check.orders import Kept
from sim.report.figures import between, day, figure, percent, signed, span, window
from sim.report.words import plain
from sim.score.checks import Rule
from sim.score.doubt.calibration import LEVELS
from sim.score.doubt.uncertainty import LEVEL, Skill
from sim.score.measures.by_name import HEADLINE
from sim.score.milestones import NEVER
from sim.score.scorecard import Scorecard

Row = Sequence[str]


@attrs.frozen
class Section:
    """A table: its title, headings and rows, and notes below it.

    Its first column is text and the others are figures, unless all are `texts`.
    """

    title: str
    headings: Row
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    texts: bool = False


MEASURES: Mapping[str, tuple[str, str]] = {
    "icc": ("dates and counts (ICC, the headline)", "days per kind"),
    "pb": ("order (PB)", "0 to 1"),
    "es_b": ("what follows what (ES_b)", "steps"),
    "vs": ("lags of the procedure (VS)", "days"),
    "brier": ("happened by a month's end (Brier)", "0 to 1"),
    "log": ("happened by a month's end (log)", "nats"),
}
"""What each score is about, and its unit."""

BASELINES: Mapping[str, str] = {
    "nothing": "nothing happens",
    "climatology": "other tracks' rates (Poisson)",
    "rescaled": "other tracks, rescaled",
    "markov": "other tracks' steps and lags (Markov)",
    "decoupled": "these runs, kinds decoupled",
    "redrawn": "these runs, dates redrawn",
    "announced": "the announced dates",
    "unruled": "this scenario, rules off",
}
"""What each baseline is; 0 to 7 in this order."""

RECORDED: Mapping[Kept | None, str] = {
    Kept.EVERY: "kept",
    Kept.SOME: "depends on order",
    Kept.NONE: "broken",
    None: "no case",
}
"""How a check's verdict on the record reads."""

SAME = "decoupled"
"""The baseline that has our own headline, whatever happens."""

SHARE = f"{LEVEL * 100:.0f} %"


def headline(card: Scorecard, seed: int, changes: Mapping[str, str]) -> str:
    """What is scored: so many runs, against so much of the record."""
    rows = sum(share.documented for share in card.shares)
    return (
        f"{card.runs:,} runs, seeds {seed} to {seed + card.runs - 1}, scored from {card.start}"
        f" to {card.until} against {rows} documented events of {len(card.shares)} predicted kinds"
        f"{changed(changes)}"
    )


def changed(changes: Mapping[str, str]) -> str:
    """Parameters that were given other values: `, round_gap = 60 d`."""
    return "".join(f", {name} = {value}" for name, value in changes.items())


def sections(card: Scorecard) -> list[Section]:
    """The whole scorecard."""
    return [
        _scores(card), _baselines(card), _milestones(card), _shares(card),
        _calibration(card), _rules(card), _descriptions(card),
    ]  # fmt: skip


def _scores(card: Scorecard) -> Section:
    rows = [
        (MEASURES[name][0], figure(one.value), between(one.interval), MEASURES[name][1])
        for name, one in card.scores.items()
    ]
    headings = ("score, 0 is perfect", "value", f"{SHARE} of resampled runs", "unit")
    return Section("Scores", headings, rows, [*_insample(card), *_band(card), *_unasked(card)])


def _unasked(card: Scorecard) -> list[str]:
    """Why a score has no value."""
    if not any(isnan(one.value) for one in card.scores.values()):
        return []
    told = "A dash: nothing predicted is what this score asks about."
    return [f"{told} PB asks about pairs by date, VS about those that [[procedure]] names."]


def _band(card: Scorecard) -> list[str]:
    """The headline under every reading of the disputed rows."""
    found = card.band
    if found is None:
        return []
    told = f"{found.rows} disputed rows, and the kinds they are of, are"
    if found.rows == 1:
        told = "1 disputed row, and the kind it is of, is"
    told += " left out of the headline."
    span = f"{figure(found.low)} to {figure(found.high)}"
    mean = f"{figure(found.mean)} by the weights of their readings"
    return [f"{told} With them it is from {span}, by the kindest and the harshest; {mean}."]


def _insample(card: Scorecard) -> list[str]:
    """What was measured on the record that is scored, and the headline without it."""
    mine = card.insample
    count = len(mine.measured_here)
    note = f"{count} of {mine.parameters} parameters measured on this record alone"
    if not count:
        return [f"{note}."]
    names = ", ".join(mine.measured_here)
    if mine.headline is None:
        return [f"{note}: {names}."]
    again = f"{figure(mine.headline.value)} ({between(mine.headline.interval)})"
    return [f"{note}: {names}. With those drawn from their priors the headline is {again}."]


def _baselines(card: Scorecard) -> Section:
    rows = [
        (
            BASELINES[name], *(figure(card.baselines[name][score]) for score in _compared(card)),
            signed(one.value), between(one.by_runs, signed),
            "" if one.by_kinds is None else between(one.by_kinds, signed),
        )
        for name, one in card.skill.items()
    ]  # fmt: skip
    short = {"icc": "ICC", "pb": "PB", "es_b": "ES_b", "vs": "VS"}
    headings = (
        "baseline", *(short[score] for score in _compared(card)),
        "skill", "over runs", "over kinds",
    )  # fmt: skip
    notes = [
        (
            "Skill is 1 - ICC / ICC of the baseline: above 0 the scenario is better, below 0 worse;"
            f" {SHARE} intervals from drawing runs, and the record's kinds of event, anew."
        ),
        (
            f"Other tracks: {', '.join(card.tracks)}."
            if card.tracks
            else "No other track: --others names one, and three baselines more stand here."
        ),
        "Decoupled kinds have the same dates and counts, so their ICC is the same by construction.",
        sentence(card),
    ]
    return Section("Beside the baselines", headings, rows, notes)


def _compared(card: Scorecard) -> list[str]:
    first = next(iter(card.baselines.values()), {})
    return list(first)


def sentence(card: Scorecard) -> str:
    """How little one record can show."""
    told = f"This is one record of one course of events. {_doubt(card.skill)}"
    rank = f"{card.rank:.3f}"
    return (
        f"{told} Exchangeability p = {rank}: the share of histories, runs and record together,"
        " that this ensemble finds as strange as the record."
    )


def _doubt(skill: Mapping[str, Skill]) -> str:
    """What the record can tell from the scenario, drawing its kinds anew, and what it cannot."""
    sure = [
        (BASELINES[name], one)
        for name, one in skill.items()
        if one.by_kinds is not None and name != SAME
    ]
    better = [name for name, one in sure if one.by_kinds and one.by_kinds[0] > 0]
    worse = [name for name, one in sure if one.by_kinds and one.by_kinds[1] < 0]
    open_ = [f"{name} ({signed(one.value)})" for name, one in sure if name not in {*better, *worse}]
    told = [
        f"{words} {'; '.join(names)}."
        for words, names in (
            ("With its kinds drawn anew the scenario is better than", better),
            ("With its kinds drawn anew the scenario is worse than", worse),
            ("It cannot be told from", open_),
        )
        if names
    ]
    return " ".join(told)


def _milestones(card: Scorecard) -> Section:
    rows = [
        (
            plain(one.outlook.name), window(one.documented), percent(one.outlook.probability),
            day(one.outlook.median), span(one.outlook.interval_50),
            span(one.outlook.interval_90), figure(one.crps),
        )
        for one in sorted(card.milestones, key=lambda one: one.documented or (NEVER, NEVER))
    ]  # fmt: skip
    headings = ("milestone", "documented", "chance", "median", "50 %", "90 %", "CRPS, days")
    notes = [f"Chances are of it by {card.until}; 'later' is after that."]
    return Section("Milestones: the first date of each", headings, rows, notes)


def _shares(card: Scorecard) -> Section:
    ordered = sorted(card.shares, key=lambda share: -share.icc)
    rows = [
        (
            plain(share.name), figure(share.icc), str(share.documented),
            figure(share.simulated), "by month" if share.monthly else "by date",
        )
        for share in ordered
    ]  # fmt: skip
    headings = (f"what adds to {HEADLINE.upper()}", "days", "in the record", "in a run", "counted")
    return Section("Where the headline comes from", headings, rows)


def _calibration(card: Scorecard) -> Section:
    found = card.calibration
    rows = [(percent(level), percent(found.coverage[level])) for level in LEVELS]
    bins = ", ".join(f"{count:.1f}" for count in found.histogram)
    notes = [f"Of {found.items} first dates. PIT in tenths: {bins} (even if calibrated)."]
    return Section("Calibration", ("interval", "covered"), rows, notes)


def _rules(card: Scorecard) -> Section:
    rows = [
        (
            rule.name, _of_cases(rule),
            "" if rule.vacuous is None else percent(1 - rule.vacuous), RECORDED[rule.recorded],
        )
        for rule in card.rules
    ]  # fmt: skip
    headings = ("check", "kept, of these", "runs with a case", "record")
    return Section("Checks", headings, rows)


def _of_cases(rule: Rule) -> str:
    """How often a rule is kept where there is anything that it is about."""
    if rule.kept is None or rule.vacuous is None or rule.vacuous == 1:
        return ""
    return percent(rule.kept / (1 - rule.vacuous))


def _descriptions(card: Scorecard) -> Section:
    found = card.descriptions
    rows = [
        ("edit distance of the order, 0 alike", figure(found.edit_distance)),
        ("F1 of dates within 30 days, 1 alike", figure(found.f1)),
        ("Kendall's tau of first dates, 1 alike", figure(found.kendall_tau)),
        ("bigram distance, 0 alike", figure(found.bigram_distance)),
    ]
    notes = ["Never ranked by: these prefer a forecaster that is sure of itself to a true one."]
    return Section("Descriptions", ("measure", "mean"), rows, notes)
