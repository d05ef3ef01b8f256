"""Hypothesis strategies: random valid scenarios as tables, and what tests do to them.

    table = draw(scenarios())  ->  scenario_of(table)  ->  simulate(..., draw(seeds()))

A scenario is bounded so that a run takes milliseconds: the clock is short, rates are low, and every
response has a limit or lets two days pass. Its kinds are ordered, and what reacts without delay
emits later kinds only, so that nothing triggers itself at once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim.log import Log
from sim.scenario.load import resolved
from sim.scenario.model import Scenario
from sim.scenario.source import Source
from sim.scenario.tree import planted

Table = dict[str, Any]
T = TypeVar("T")

START = date(2001, 1, 1)
NOWHERE = Path("/nowhere")

KINDS = ("bid", "demur", "rally", "pact", "breach", "relapse")
"""Kinds that generated scenarios add to the vocabulary."""

READ = ("recital",)
"""A kind that only a chamber's readings are."""

INERT = "stillness"
"""A kind that every generated scenario knows and none listens to, reads or is moved by."""

SUBJECTS = ("", "treaty", "bases")
ACTORS = ("host", "guest", "faction")
ABROAD = "abroad"
"""A role that acts in given events only."""


def scenario_of(table: Mapping[str, Any], changes: Mapping[str, str] | None = None) -> Scenario:
    """Resolve a table in the form of the file; no disk is read."""
    source = Source(planted(table, "scenario.toml", 1), NOWHERE, NOWHERE, "generated")
    return resolved(source, changes or {}).scenario


@attrs.frozen
class Flavour:
    """What a generated scenario is to have.

    `tied` lets all that is not a rate happen at midnights five days apart, so that several things
    fall on one instant. `smooth` lets every occasion have an instant of its own, as far as chance
    does: each delay is drawn, and nothing is immediate. `procedure` asks for some, `counting` for
    deadlines that move and delays that count from them.
    """

    tied: bool = False
    smooth: bool = False
    procedure: bool = False
    counting: bool = False


@st.composite
def scenarios(
    draw: st.DrawFn,
    *,
    tied: bool = False,
    smooth: bool = False,
    procedure: bool = False,
    counting: bool = False,
) -> Table:
    """Draw a valid scenario as a table in the form of the file."""
    return _Maker(draw, Flavour(tied, smooth, procedure, counting)).table()


def sample(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """The same so many examples of a strategy on every machine, for what takes many at once."""
    found: list[T] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: T) -> None:
        found.append(example)

    collect()
    return found


def seeds() -> st.SearchStrategy[int]:
    """Draw a seed."""
    return st.integers(0, 2**64 - 1)


def cuts(log: Log) -> st.SearchStrategy[int]:
    """Draw a second at which to stop a run: any, that of an event, or the one after."""
    times = sorted({0, *(event.time for event in log.events if event.time >= 0)})
    return st.one_of(
        st.sampled_from(times),
        st.sampled_from(times).map(lambda second: second + 1),
        st.integers(0, log.origin.until),
    ).map(lambda second: min(second, log.origin.until))


@st.composite
def inert_events(draw: st.DrawFn, table: Table) -> Table:
    """Draw a given event that nothing in a scenario notices."""
    last = (table["clock"]["end"] - START).days
    return {
        "name": "inert",
        "date": START + timedelta(days=draw(st.integers(0, last))),
        "event": INERT,
        "actor": draw(st.sampled_from((ABROAD, *ACTORS[:2]))),
        "subject": draw(st.sampled_from(SUBJECTS)),
        "quantity": draw(st.sampled_from((0.0, 1.0))),
    }


@cache
def _whole(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


class _Maker:
    """Makes one scenario; each method makes one part, out of what the parts before it named."""

    def __init__(self, draw: st.DrawFn, flavour: Flavour) -> None:
        self._draw = draw
        self.flavour = flavour
        self.days = 0
        self.kinds: list[str] = []
        self.actors: list[str] = []
        self.milestones: dict[str, Any] = {}
        self.shares: list[str] = []
        self.free: list[str] = []
        self.deadlines: list[str] = []
        self.instruments: list[str] = []
        self.parties: list[str] = []
        self.withdrawable = True
        self.gates: list[str] = []
        self.sites: list[str] = []
        self.lists: dict[str, list[str]] = {}

    # Drawing

    def whole(self, low: int, high: int) -> int:
        """A whole number; examples shrink towards the lowest."""
        return self._draw(_whole(low, high))

    def pick(self, options: Sequence[T]) -> T:
        """One of some options; examples shrink towards the first."""
        return options[self.whole(0, len(options) - 1)]

    def often(self, percent: int) -> bool:
        """True in so many cases out of a hundred; examples shrink towards False."""
        return self.whole(0, 99) >= 100 - percent

    def some(self, options: Sequence[T], most: int) -> list[T]:
        """From one to so many options, repeats allowed."""
        return [self.pick(options) for _ in range(self.whole(1, most))]

    # The whole

    def table(self) -> Table:
        """The scenario."""
        self.days = self.whole(30, 120)
        self.kinds = list(KINDS[: self.whole(3, len(KINDS))])
        if self.often(30):
            self.kinds += ["pm_resigned", "pm_sworn_in"]
        self.actors = list(ACTORS[: self.whole(2, 3)])
        table: Table = {
            "format": 1,
            "title": "Generated",
            "clock": {"start": START, "end": START + timedelta(days=self.days)},
            "kinds": {
                kind: {"family": "other", "meaning": "made up"} for kind in (*KINDS, *READ, INERT)
            },
            "parameters": self.parameters(),
            "actors": {actor: {} for actor in self.actors},
        }
        table["sites"] = self.make_sites()
        table["milestones"] = self.make_milestones()
        self.shares = ["strain", "trust"][: self.whole(0, 2)]
        self.free = ["debt"] if self.often(40) else []
        self.deadlines = ["exit", "term"][: self.whole(int(self.flavour.counting), 2)]
        falling = list(self.deadlines)
        if self.often(30):
            self.instruments = ["compact"]
            self.kinds += ["agreement_denounced", "denunciation_withdrawn"]
            self.deadlines.append("compact")
        chamber = self.often(25)
        if chamber:
            self.actors.append("chamber")
            self.gates = ["consent"]
        # from here on everything has its name, and may be mentioned
        table["gauges"] = {name: self.gauge(share=True) for name in self.shares}
        table["gauges"] |= {name: self.gauge(share=False) for name in self.free}
        table["deadlines"] = {name: self.deadline() for name in falling}
        if self.instruments:
            table["instruments"] = {"compact": self.instrument()}
        if chamber:
            table["actors"]["chamber"] = self.chamber()
            table["gates"] = {"consent": self.gate()}
        if self.often(25):
            self.lists = {"towns": ["north", "south"]}
            table["lists"] = self.lists
        table["initial"] = [self.fact(None) for _ in range(self.pick((0, 0, 1, 3)))]
        table["given"] = self.given()
        if chamber and not self.flavour.smooth and self.often(60):
            considered = self.kind_of(table["gates"]["consent"]["considers"])
            table["given"].append({**self.fact("tabled"), "event": considered})
        table["steps"] = self.steps()
        asked = self.whole(1, 3) if self.flavour.procedure else self.pick((0, 1, 2))
        table["procedure"] = [self.requirement() for _ in range(asked)]
        return table

    def parameters(self) -> Table:
        """A duration, a rate and a share, to be named in expressions."""
        return {
            "pace": {"value": self.pick(("3 d", "8 d", "36 h")), "source": "assumed"},
            "heat": {"value": self.pick(("0.05 / d", "1 / month", "0.1 / d")), "source": "assumed"},
            "lean": {"value": self.pick((0.3, 0.7)), "source": "assumed"},
        }

    # What may be named

    def make_sites(self) -> list[Table]:
        """A table of sites, or none; the second may open after the first, the third be many."""
        count = self.pick((0, 0, 2, 3))
        sites: list[Table] = [
            {"name": name, "heads": {"military": self.whole(0, 3) * 100}}
            for name in ("airfield", "port", "outpost")[:count]
        ]
        if count and self.often(50):
            sites[1]["opens_after"] = "airfield"
        self.sites = ["airfield", "port"][:count]
        if count == 3:
            sites[2]["count"] = 2
            self.sites += ["outpost_1", "outpost_2"]
        if count:
            self.kinds.append("base_handed_over")
        return sites

    def make_milestones(self) -> Table:
        """Named patterns."""
        milestones: Table = {}
        if self.often(40):
            milestones["accord"] = {"event": self.pick(KINDS[:3]), "subject": "treaty"}
        if self.often(30):
            milestones["walkout"] = {"event": self.pick(KINDS[:3]), "actor": self.pick(self.actors)}
        self.milestones = milestones
        return milestones

    def kind(self) -> str:
        """Something that an expression or a pattern may be about."""
        return self.pick((*self.kinds, *self.milestones))

    def pattern(self) -> str | Table:
        """A kind, a milestone or a pattern table."""
        if not self.often(25):
            return self.kind()
        narrowed = self.pick(("actor", "subject"))
        value = self.pick(self.actors) if narrowed == "actor" else self.pick(SUBJECTS[1:])
        return {"event": self.pick(self.kinds), narrowed: value}

    def patterns(self) -> Any:
        """A pattern, or a list of them."""
        return [self.pattern(), self.pattern()] if self.often(25) else self.pattern()

    def kind_of(self, pattern: str | Table) -> str:
        """The kind that a pattern is about."""
        name = pattern if isinstance(pattern, str) else pattern["event"]
        return str(self.milestones[name]["event"] if name in self.milestones else name)

    def order_of(self, pattern: str | Table) -> int:
        """The place of a pattern's kind in the order that immediate steps climb."""
        kind = self.kind_of(pattern)
        return self.kinds.index(kind) if kind in self.kinds else len(self.kinds)

    # Gauges, deadlines, the chamber

    def gauge(self, *, share: bool) -> Table:
        """A gauge from 0 to 1, or a wider one with a unit."""
        top = 1 if share else 50
        amounts = [0.2, -0.3, "0.1 * quantity", "-quantity", f"0.05 * count('{self.kind()}')"]
        levels = [0.5, f"clamp(quantity, 0, {top})"]
        if self.shares:
            amounts.append(f"0.4 * {self.shares[0]}")
            levels.append(f"1 - {self.shares[0]}")
        moves = []
        for _ in range(self.whole(1, 4)):
            pattern = self.pattern()
            move: Table = {"event": pattern} if isinstance(pattern, str) else dict(pattern)
            by = self.often(70)
            move["by" if by else "set"] = self.pick(amounts if by else levels)
            moves.append(move)
        gauge: Table = {"start": self.pick((0, 0.3, "lean")), "within": [0, top]}
        gauge["moved_by"] = moves
        if self.often(60):
            gauge["half_life"] = self.pick(("10 d", "5 d", "2 * pace", "1 month"))
            if self.often(30):
                gauge["rest"] = 0.5
        if not share:
            gauge["unit"] = "persons"
        return gauge

    def deadline(self) -> Table:
        """A date that is fixed, or set and moved by events."""
        falls = ["10 d", "25 d", 15] if self.flavour.tied else ["10 d", "4 * pace", 15]
        falls += ["clamp(quantity, 5, 40)"] if not self.flavour.tied else []
        deadline: Table = {}
        moves = self.flavour.counting
        if not moves and self.often(40):
            deadline["at"] = self.day()
        else:
            deadline["set_by"] = self.patterns()
            deadline["falls"] = self.pick(falls)
        if moves or self.often(50):
            deadline["moves_on"] = self.patterns()
            deadline["falls"] = self.pick(falls)
        if self.often(60):
            deadline["met_by"] = self.patterns()
            deadline["firm"] = self.often(40)
        if self.often(70):
            deadline["missed"] = self.pick(("deadline_missed", *self.kinds[:3]))
        if "missed" in deadline and ("set_by" not in deadline or self.often(50)):
            deadline["actor"] = self.pick(self.actors)
        return deadline

    def instrument(self) -> Table:
        """A text in force from the start or by an event, with a term, a notice, or both."""
        instrument: Table = {}
        enters = self.often(60)
        if enters:
            instrument["enters"] = self.patterns()
        else:
            instrument["in_force_since"] = START - timedelta(days=self.whole(1, 900))
        terms = ["10 d", "25 d"] if self.flavour.tied else ["4 * pace", "25 d", "30 d"]
        match self.pick(("term", "ends", "neither")):
            case "term" if enters:
                instrument["term"] = self.pick(terms)
                if self.often(50):
                    instrument["renewed_by"] = self.patterns()
            case "ends":
                instrument["ends"] = self.day()
        if self.often(80):
            instrument["notice"] = self.pick(("5 d", "10 d"))
            instrument["may_denounce"] = list(self.actors[: self.whole(1, 2)])
            instrument["withdrawable"] = not self.often(25)
        else:
            instrument["actor"] = self.pick(self.actors)
        if self.often(40):
            instrument["lapsed"] = self.pick(self.kinds[:3])
        self.parties = instrument.get("may_denounce", [])
        self.withdrawable = instrument.get("withdrawable", True)
        return instrument

    def chamber(self) -> Table:
        """A legislature of two blocs."""
        moved = {"event": self.kind(), "by": self.pick((0.4, -0.4))}
        first = {"name": "majority", "seats": 12, "position": self.pick(("lean", "0.2", "-lean"))}
        if self.shares:
            first["position"] = f"{self.shares[0]} - 0.3"
        second = {"name": "rest", "seats": 8, "position": -0.4, "spread": 0.5}
        usual: Any = 0.7
        if self.often(40):
            changes = [{"event": self.kind(), "by": self.pick((0.2, -0.3))}]
            usual = {"start": 0.7, "within": [0, 1], "half_life": "9 d", "moved_by": changes}
        return {
            "behaviour": "legislature",
            "seats": 20,
            "blocs": [{**first, "moved_by": [moved]}, {**second, "attendance": usual}],
        }

    def gate(self) -> Table:
        """The chamber's decision; one without delay climbs the order of kinds."""
        considers = self.pattern()
        later = self.kinds[self.order_of(considers) + 1 :]
        at_once = len(later) > 0 and not self.flavour.smooth and self.often(30)
        results = later if at_once else self.kinds[:4]
        gate: Table = {
            "body": "chamber",
            "considers": considers,
            "needs": self.pick(("majority of present", "2/3 of seats", "majority of seats")),
            "quorum": self.pick((0, 11, 16)),
            "passed": self.pick(results),
            "failed": self.pick(results),
        }
        if not at_once:
            gate["after"] = self.delay(unlimited=True)
            known = {self.kind_of(considers), gate["passed"], gate["failed"]}
            others = [kind for kind in (*self.kinds[:4], *READ) if kind not in known]
            if self.often(70):
                gate["readings"] = others[: self.pick((2, 1, 2))]
                gate |= {"between": self.delay(unlimited=True)} if self.often(50) else {}
        if self.often(50):
            read = gate.get("readings", [])
            gate["no_quorum"] = self.pick([kind for kind in results if kind not in read])
        if self.deadlines and self.often(40):
            gate["before"] = self.pick(self.deadlines)
        return gate

    # Expressions

    def mention(self) -> str:
        """What is counted: a kind, a milestone, or a kind narrowed in one of the known ways."""
        if self.often(60):
            return f"'{self.kind()}'"
        narrowed = (
            f"actor = '{self.pick(self.actors)}'",
            f"subject = '{self.pick(SUBJECTS[1:])}'",
            f"within = '{self.pick((5, 10, 20))} d'",
            f"since = '{self.kind()}'",
            "since = '2001-01-21'",
        )
        return f"'{self.pick(self.kinds)}', {self.pick(narrowed)}"

    def condition(self, depth: int = 2, *, triggered: bool = False) -> str:
        """Something that may hold."""
        if depth and self.often(35):
            joint = self.pick(("not ({})", "({} or {})", "({} and {})"))
            parts = [
                self.condition(depth - 1, triggered=triggered) for _ in range(joint.count("{}"))
            ]
            return joint.format(*parts)
        return self.pick(self._leaves(triggered=triggered))()

    def _leaves(self, *, triggered: bool) -> list[Callable[[], str]]:
        """The plainest conditions that this scenario's names allow."""
        leaves: list[Callable[[], str]] = [
            lambda: f"not happened({self.mention()})",
            lambda: f"count({self.mention()}) < {self.whole(1, 4)}",
            lambda: f"count({self.mention()}) >= {self.whole(1, 3)}",
            lambda: f"days_since({self.mention()}) > {self.whole(1, 15)}",
            lambda: f"total({self.mention()}) <= {self.whole(0, 4)}",
            lambda: f"quantity_of('{self.kind()}', default = lean) <= {self.whole(0, 3)}",
            lambda: f"not standing('{self.kind()}', until = '{self.kind()}')",
            lambda: f"before('{self.kind()}', '{self.kind()}')",
            lambda: f"in_office('{self.pick(self.actors)}')",
        ]
        if triggered:
            leaves.append(lambda: f"quantity < {self.whole(1, 5)}")
        if self.shares:
            leaves.append(lambda: f"{self.pick(self.shares)} {self.pick(('<', '>='))} 0.4")
            leaves.append(lambda: f"{self.pick(self.shares)} + 0.1 != lean")
        if self.free:
            leaves.append(lambda: f"{self.free[0]} > {self.whole(0, 9)}")
        if self.deadlines:
            leaves += [
                lambda: f"time_to('{self.pick(self.deadlines)}') > {self.whole(1, 20)} d",
                lambda: f"not passed('{self.pick(self.deadlines)}')",
                lambda: f"is_set('{self.pick(self.deadlines)}')",
            ]
        if self.instruments:
            leaves += [
                lambda: f"{self.pick(('', 'not '))}in_force('compact')",
                lambda: f"{self.pick(('', 'not '))}notice_running('compact')",
            ]
        if self.sites:
            leaves += [
                lambda: f"sites_left() > {self.whole(0, 2)}",
                lambda: f"heads('{self.pick(self.sites)}') > 50",
            ]
        if self.gates:
            leaves += [
                lambda: f"expected_yes('consent') > {self.whole(4, 12)}",
                lambda: "margin('consent') > -4",
            ]
        return leaves

    def share(self) -> str:
        """A number that is always between 0 and 1, which is proved from the bounds of gauges."""
        forms = [
            "lean",
            f"logistic(count('{self.kind()}') - 2)",
            f"normal_cdf(1 - 0.1 * days_since('{self.kind()}'))",
            f"clamp(total('{self.kind()}') / 5, 0, 1)",
            f"exp(-0.5 * count({self.mention()}))",
            f"min(1, 0.25 * count('{self.kind()}'))",
        ]
        for gauge in self.shares:
            forms += [gauge, f"1 - {gauge}", f"sqrt({gauge})", f"abs({gauge} - 0.5)"]
        return self.pick(forms)

    def draw_of(self, unit: str, *, positive: bool = False) -> str:
        """A distribution of durations (unit d) or of numbers (no unit)."""
        low, high = self.whole(0, 3), self.whole(4, 12)
        middle = str(high)
        if self.shares and self.often(25):
            middle = f"(1 + {self.pick(self.shares)}) * {high}"
        u = f" {unit}" if unit else ""
        forms = [
            f"exponential(mean = {middle}{u})",
            f"log-normal(median = {middle}{u}, spread = 1.7)",
            f"weibull(scale = {middle}{u}, shape = 0.8)",
            f"gamma(mean = {middle}{u}, shape = 2.5)",
            f"triangular(low = {low}{u}, mode = {low + 1}{u}, high = {high}{u})",
            f"uniform(low = {low}{u}, high = {high}{u})",
        ]
        return self.pick(forms if positive else [*forms, f"normal(mean = {high}{u}, sd = 2{u})"])

    def delay(self, *, unlimited: bool = False) -> str:
        """A delay; of two days and more for a step without a limit."""
        if self.flavour.tied:
            forms = ["5 d", "10 d", "fixed(value = 15 d)"]
            if self.deadlines and not unlimited:
                forms.append(f"1 * time_to('{self.pick(self.deadlines)}')")
            return self.pick(forms)
        drawn = self.draw_of("d", positive=unlimited)
        more = self.draw_of("d", positive=unlimited)
        forms = [drawn, f"0.5 * {drawn}", f"{drawn} + {more}"]
        if self.shares:
            forms.append(f"(1 + {self.pick(self.shares)}) * {drawn}")
        if not self.flavour.smooth:
            forms += ["pace", "4 d", "fixed(value = 6 d)"]
        if unlimited:
            return f"2 d + {self.pick(forms)}"
        if self.deadlines:
            until = f"time_to('{self.pick(self.deadlines)}')"
            forms += [f"{drawn} + 0.3 * {until}", f"0.6 * {until} - {drawn}"]
            if not self.flavour.smooth:
                forms.append(f"0.5 * {until}")
            if self.flavour.counting and self.often(70):
                forms = [form for form in forms if until in form]
        return self.pick(forms)

    def amount(self, *, triggered: bool) -> tuple[Any, str]:
        """A quantity and its unit."""
        forms: list[tuple[Any, str]] = [
            (self.whole(0, 5), ""),
            (self.draw_of(""), self.pick(("", "persons"))),
            (f"count('{self.kind()}') + {self.draw_of('')}", ""),
            (f"10 * ({self.share()})", ""),
            (self.draw_of("d"), "days"),
        ]
        if triggered:
            forms += [("quantity + 1", ""), ("0.5 * quantity", "persons")]
        if self.free:
            forms.append((self.free[0], "persons"))
        if self.deadlines:
            forms.append((f"time_to('{self.pick(self.deadlines)}')", "days"))
        return self.pick(forms)

    # What the scenario states

    def day(self) -> date:
        """A date within the clock."""
        if self.flavour.tied:
            return START + timedelta(days=5 * self.whole(1, self.days // 5))
        return START + timedelta(days=self.whole(0, self.days))

    def fact(self, name: str | None) -> Table:
        """A given event, or without a name an initial one."""
        before = START - timedelta(days=self.whole(1, 60)) if name is None else self.day()
        fact: Table = {"date": before, "event": self.pick(self.kinds)}
        fact["actor"] = self.pick((*self.actors, ABROAD))
        if self.often(50):
            fact["subject"] = self.pick(SUBJECTS)
        if self.often(40):
            fact["quantity"] = self.pick((1.0, 4, -2.5))
        if name is not None:
            fact["name"] = name
        return fact

    def given(self) -> list[Table]:
        """Given events, some of them on one day."""
        facts = [self.fact(f"g{number}") for number in range(self.whole(1, 5))]
        if self.flavour.smooth:
            days = sorted({fact["date"] for fact in facts})
            return [{**fact, "date": day} for fact, day in zip(facts, days, strict=False)]
        if self.often(30):
            facts[-1]["date"] = facts[0]["date"]
        return facts

    def requirement(self) -> Table:
        """What may not happen before what."""
        required: Table = {"event": self.pattern(), "source": "made up"}
        if self.often(70):
            required["same_subject"] = self.often(30)
            # about the event's own subject and about a fixed one at once would be odd
            required["needs"] = (
                self.pick(self.kinds) if required["same_subject"] else self.patterns()
            )
        if "needs" not in required or self.often(40):
            required["if"] = self.condition(1)
        return required

    # Steps

    def steps(self) -> list[Table]:
        """Responses, rates and dates."""
        sorts = [self.response, self.response, self.response, self.rate, self.calendar]
        steps = []
        calendars = 0
        for number in range(self.whole(2, 9)):
            sort = self.pick(sorts)
            if sort == self.calendar:
                calendars += 1
                if self.flavour.smooth and calendars > 1:
                    continue  # two calendars meet on some day
            step = {"actor": self.pick(self.actors), "name": f"s{number}"}
            steps.append(step | sort())
        return [*steps, *self.diplomacy()]

    def response(self) -> Table:
        """A step that events trigger."""
        step: Table = {"on": self.patterns()}
        listed = step["on"] if isinstance(step["on"], list) else [step["on"]]
        later = self.kinds[max(self.order_of(pattern) for pattern in listed) + 1 :]
        at_once = len(later) > 0 and not self.flavour.smooth and self.often(35)
        each = self.often(35)
        limited = at_once or each or self.often(60)
        if not at_once:
            step["after"] = self.delay(unlimited=not limited)
        if limited:
            step["limit"] = self.whole(1, 6)
        if each:
            step["again"] = "each"
        if self.often(30):
            step["same_subject"] = True
        if self.often(45):
            step["if"] = self.condition(triggered=True)
        if self.often(30):
            step["if_due"] = self.condition(triggered=True)
        if self.often(30):
            step["cancelled_by"] = self.patterns()
        entry = self.for_each(step)
        step |= self.outcomes(later if at_once else self.kinds, entry, triggered=True)
        return step

    def diplomacy(self) -> list[Table]:
        """Parties denounce the instrument, and withdraw their notices, with or without a right."""
        steps: list[Table] = []
        for party in self.parties:
            base = {"actor": party, "subject": "compact", "limit": self.whole(1, 4)}
            if self.flavour.smooth or self.often(40):
                when = {"on": self.patterns(), "after": self.delay()}
            else:
                when = {"at": self.day()}
            steps.append({**base, **when, "name": "leave", "emits": "agreement_denounced"})
            if self.withdrawable and self.often(60):
                notice = {"event": "agreement_denounced", "subject": "compact"}
                soon = "5 d" if self.flavour.tied else "exponential(mean = 3 d)"
                then = {"on": notice, "after": soon}
                steps.append({**base, **then, "name": "stay", "emits": "denunciation_withdrawn"})
        return steps

    def rate(self) -> Table:
        """A step with an intensity."""
        forms = ["heat", f"heat * ({self.share()})", f"heat * (1 + {self.share()})", "0.04 / d"]
        forms.append(f"min(3 / w, heat * count('{self.kind()}'))")
        for gauge in self.shares:
            forms += [f"heat * (1 + 2 * {gauge})", f"max(0 / d, heat * ({gauge} - 0.3))"]
        step: Table = {"rate": self.pick(forms)}
        if self.often(40):
            step["while"] = self.condition()
        if self.often(30):
            step["limit"] = self.whole(1, 5)
        return step | self.outcomes(self.kinds, "", triggered=False)

    def calendar(self) -> Table:
        """A step on a date, or after every so many days."""
        step: Table = {}
        if self.often(50):
            step["every"] = self.pick(
                ("10 d", "15 d", "1 month", "pace")[: 2 if self.flavour.tied else 4]
            )
        else:
            step["at"] = self.day()
        if self.often(50):
            step["if"] = self.condition()
        if self.often(20):
            step["limit"] = self.whole(1, 3)
        entry = "" if self.flavour.smooth else self.for_each(step)
        return step | self.outcomes(self.kinds, entry, triggered=False)

    def for_each(self, step: Table) -> str:
        """Perhaps make a step one for each entry of a list; the word for the entry, or nothing."""
        if self.sites and self.often(25):
            step["for_each"] = "sites"
            return "site"
        if self.lists and self.often(40):
            step["for_each"] = self.pick(("towns", ["east", "west"]))
            return "entry"
        return ""

    def outcomes(self, kinds: Sequence[str], entry: str, *, triggered: bool) -> Table:
        """What comes of a step: one thing, or several with their chances."""
        if self.often(45):
            return self.outcome(kinds, entry, triggered=triggered)
        weights = self.pick(
            ((0.5,), (0.6, 0.4), (0.3, 0.5), (0.2, 0.3, 0.4), (0.8, None), (0.4, 0.3, None))
        )
        outcomes = []
        for weight in weights:
            outcome = self.outcome(kinds, entry, triggered=triggered)
            if weight is not None:
                outcome["chance"] = f"{weight} * ({self.share()})" if self.often(40) else weight
            outcomes.append(outcome)
        return {"outcomes": outcomes}

    def outcome(self, kinds: Sequence[str], entry: str, *, triggered: bool) -> Table:
        """What is emitted, by whom, about what, how much."""
        milestones = [name for name in self.milestones if self.kind_of(name) in kinds]
        if milestones and self.often(20):
            return {"emits": self.pick(milestones)}  # which says by whom or about what
        count = self.pick((1, 1, 1, 2, 3))
        several = [self.emission(kinds) for _ in range(count)]
        outcome: Table = {"emits": several if count > 1 else self.pick(kinds)}
        about = self.pick(SUBJECTS[1:])
        if entry and self.often(80):
            about = entry
        elif triggered and self.often(40):
            about = "same"
        if entry or self.often(60):
            outcome["subject"] = about
        if self.often(35):
            outcome["quantity"], unit = self.amount(triggered=triggered)
            if unit:
                outcome["unit"] = unit
        if entry == "site" and "base_handed_over" in kinds and self.often(60):
            outcome |= {"emits": "base_handed_over", "subject": "site", "unit": "persons"}
            outcome["quantity"] = "heads('site')"
        return outcome

    def emission(self, kinds: Sequence[str]) -> str | Table:
        """One event of several."""
        if self.often(60):
            return self.pick(kinds)
        emission = {"event": self.pick(kinds), "subject": self.pick(SUBJECTS)}
        if self.often(50):
            emission["actor"] = self.pick(self.actors)
        return emission
