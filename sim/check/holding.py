"""A run held against the checks of its scenario."""

from sim.check.templates import Verdict
from sim.check.watching import CHECK, Observer, Rule, rules
from sim.engine import Program, watched
from sim.log import Log


def checks(program: Program) -> list[Rule]:
    """The checks of a scenario, compiled, in their order. Made before its first run."""
    return [rule for rule in rules(program) if rule.sort == CHECK]


def held(program: Program, some: list[Rule], seed: int) -> tuple[Log, list[Verdict]]:
    """Run a scenario once, to its end; its log, and what is to be said of each rule.

    Raises RunError for a run that would not end.
    """
    observer = Observer(some)
    log = watched(program, seed, observer)
    return log, [one.verdict() for one in observer.heard]
