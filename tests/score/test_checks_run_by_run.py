"""How often checks hold in many runs: each run judged as its log would be."""

from operator import attrgetter

from sim.check.rules import verdict
from sim.ensemble import projected
from sim.events import Pattern
from sim.scenario.model import Check
from sim.score.checks import rules
from tests.ensemble.many import logs, small

NAMES = attrgetter("kind", "actor", "subject")


def check(template: str, *groups: tuple[Pattern, ...], count: int | None = None) -> Check:
    """A check about some groups of patterns."""
    return Check(template, template, "", template, groups, count, None)


def test_runs_are_judged_as_their_logs() -> None:
    """Shares that keep a rule with a case, and that have no case; up to the horizon."""
    runs = logs(8)
    horizon = small().horizon // 2
    told = [[e for e in log.events if 0 <= e.time < horizon] for log in runs]
    kinds = sorted({event.kind for log in runs for event in log.events})
    pairs = [((Pattern(one),), (Pattern(other),)) for one in kinds for other in kinds]
    checks = [check("response", *pair) for pair in pairs]
    checks += [check("chain response", *pair) for pair in pairs]
    checks += [check("absence", one, count=2) for one, _ in pairs]
    checks += [check("last", one) for one, _ in pairs]

    for rule, one in zip(rules(checks, projected(runs), None, horizon), checks, strict=True):
        verdicts = [
            found
            for log in told
            if (found := verdict(one, [e.time for e in log], [NAMES(e) for e in log]))
        ]
        assert rule.vacuous == sum(v.vacuous for v in verdicts) / len(runs)
        assert rule.kept == sum(v.holds and not v.vacuous for v in verdicts) / len(runs)


def test_gauges_and_no_runs_have_no_shares() -> None:
    """A check about gauges cannot be asked of columns, nor any of no runs."""
    (gauges,) = rules([check("always")], projected(logs(2)), None, small().horizon)
    (none,) = rules([check("absence", (Pattern("a"),), count=1)], projected([]), None, 1)

    assert (gauges.kept, gauges.vacuous) == (none.kept, none.vacuous) == (None, None)
