"""Small scenarios for tests of the search, and what they are searched with."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sim.check.search.case import Case
from sim.check.search.model import Models
from sim.check.search.reduce import Reducer
from sim.check.search.search import Search
from sim.check.search.trial import Broken, tried
from sim.scenario import load
from sim.scenario.model import Scenario
from tests.laws.logs import written

PLANTED = Path(__file__).resolve().parent / "planted"
"""Talks whose signature does not look whether they are suspended."""

SIGNED = "nothing is signed while talks are suspended"
ADOPTED = "parliament does not adopt three resolutions"


def answered(within: str, after: str, comes: str) -> str:
    """A spark that rain has to answer within some days; when rain comes, and what comes of it."""
    return f"""
    checks = [{{ name = "answered", rule = "response(spark, rain) within {within}", source = "-" }}]
    [[steps]]
    actor = "host"
    name = "spark"
    at = 2001-01-05
    emits = "spark"
    [[steps]]
    actor = "guest"
    name = "rain"
    on = "spark"
    after = "{after}"
    {comes}
"""


def never(*_: object) -> bool:
    """There is always time."""
    return False


def unheard(_: int) -> None:
    """Nobody listens how far it is."""


def models(text: str) -> Models:
    """A scenario written by hand, ready to be searched."""
    return Models(written(text), again(text))


def again(text: str) -> Callable[[Mapping[str, str]], Scenario]:
    """What makes a scenario written by hand with other parameters."""
    return lambda changes: written(text, changes)


def planted(*only: str) -> Search:
    """The planted bug, ready to be searched."""
    return Search(load(PLANTED), lambda changes: load(PLANTED, changes), only)


def searched(search: Search, seeds: range, *, drawn: bool = False) -> Search:
    """A search carried out."""
    search.hold(seeds, unheard, never)
    if drawn:
        search.explore(seeds.start, unheard, never)
    search.reduce(unheard, never)
    return search


def first_broken(found: Models, rule: str, most: int = 500) -> Broken:
    """The run of the first seed that breaks a rule."""
    return next(one for seed in range(most) if (one := tried(found, rule, Case(seed))))


def reduced(found: Models, rule: str) -> Broken:
    """The first run that breaks a rule, made small."""
    return Reducer(found, rule, never).reduced(first_broken(found, rule))


def kinds(broken: Broken) -> list[str]:
    """What happens in a run, in order."""
    return [event.kind for event in broken.events if event.time >= 0]
