"""Meaning: names are resolved and units checked; what is not documented cannot be said."""

from contextlib import suppress
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.chance import ARGUMENTS
from sim.errors import LanguageError
from sim.events import Pattern
from sim.language import DURATION, NUMBER, RATE, TRUTH, Dimension, Scope, understand
from sim.language.functions import FILTERS, FUNCTIONS
from sim.language.scope import InForce
from sim.language.tree import (
    Arithmetic,
    Comparison,
    Constant,
    Draw,
    Formula,
    GaugeLevel,
    History,
    Institution,
    Logic,
    Order,
    Since,
    Tree,
    TriggerQuantity,
)
from sim.language.units import SECONDS

DAY = 86_400
PERSONS = Dimension(label="persons")

SCOPE = Scope(
    start=date(2001, 1, 1),
    parameters={"gap": (45.0 * DAY, DURATION), "raids": (2.0 / DAY, RATE), "half": (0.5, NUMBER)},
    gauges={"trust": NUMBER, "troops": PERSONS},
    patterns={
        "attack": Pattern("attack"),
        "truce_declared": Pattern("truce_declared"),
        "truce_ended": Pattern("truce_ended"),
        "treaty": Pattern("agreement_signed", None, "bases"),
        "last_out": Pattern("withdrawal_completed", "guest"),
    },
    roles=("host", "guest"),
    deadlines=("exit",),
    instruments={"pact": InForce(Logic("not", (Constant(0.0),)), Constant(0.0))},
    gates=("consent",),
    sites=("north", "south"),
    triggered=True,
)
TRUST, ATTACK = GaugeLevel("trust"), Pattern("attack")


@pytest.mark.parametrize(
    ("text", "tree", "dimension"),
    [
        ("2", Constant(2.0), NUMBER),
        ("2 d", Constant(2.0 * DAY), DURATION),
        ("d", Constant(float(DAY)), DURATION),
        ("2 / d", Constant(2.0 / DAY), RATE),
        ("gap", Constant(45.0 * DAY), DURATION),
        ("gap + 5 d", Constant(50.0 * DAY), DURATION),
        ("gap / (1 d)", Constant(45.0), NUMBER),
        ("gap * raids", Constant(90.0), NUMBER),
        ("-half", Constant(-0.5), NUMBER),
        ("trust", TRUST, NUMBER),
        ("-trust", Arithmetic("*", Constant(-1.0), TRUST), NUMBER),
        ("1 + trust", Arithmetic("+", Constant(1.0), TRUST), NUMBER),
        ("gap * trust", Arithmetic("*", Constant(45.0 * DAY), TRUST), DURATION),
        ("raids * trust", Arithmetic("*", Constant(2.0 / DAY), TRUST), RATE),
        ("troops + 5", Arithmetic("+", GaugeLevel("troops"), Constant(5.0)), PERSONS),
        ("troops / troops", Arithmetic("/", GaugeLevel("troops"), GaugeLevel("troops")), NUMBER),
        ("quantity", TriggerQuantity(), NUMBER),
        ("trust > 0.5", Comparison(">", TRUST, Constant(0.5)), TRUTH),
        (
            "time_to('exit') < gap",
            Comparison("<", Institution("time_to", "exit"), Constant(45.0 * DAY)),
            TRUTH,
        ),
        ("not passed('exit')", Logic("not", (Institution("passed", "exit"),)), TRUTH),
        (
            "is_set('exit') and in_office('host')",
            Logic("and", (Institution("is_set", "exit"), Institution("in_office", "host"))),
            TRUTH,
        ),
        ("min(trust, 1)", Formula("min", (TRUST, Constant(1.0))), NUMBER),
        ("max(gap, 2 d)", Formula("max", (Constant(45.0 * DAY), Constant(2.0 * DAY))), DURATION),
        ("clamp(trust, 0, 1)", Formula("clamp", (TRUST, Constant(0.0), Constant(1.0))), NUMBER),
        ("abs(gap)", Formula("abs", (Constant(45.0 * DAY),)), DURATION),
        ("logistic(troops)", Formula("logistic", (GaugeLevel("troops"),)), NUMBER),
        ("sites_left()", Institution("sites_left", ""), NUMBER),
        ("heads('north')", Institution("heads", "north"), NUMBER),
        ("margin('consent')", Institution("margin", "consent"), NUMBER),
        ("expected_yes('consent')", Institution("expected_yes", "consent"), NUMBER),
        ("happened('attack')", History("happened", ATTACK, Since()), TRUTH),
        (
            "count('treaty')",
            History("count", Pattern("agreement_signed", None, "bases"), Since()),
            NUMBER,
        ),
        (
            "total('attack', actor = 'host', subject = 'bases')",
            History("total", Pattern("attack", "host", "bases"), Since()),
            NUMBER,
        ),
        (
            "happened('last_out', subject = 'north')",
            History("happened", Pattern("withdrawal_completed", "guest", "north"), Since()),
            TRUTH,
        ),
        (
            "count('attack', within = 30 d)",
            History("count", ATTACK, Since(within=Constant(30.0 * DAY))),
            NUMBER,
        ),
        (
            "count('attack', within = \"30 d\")",
            History("count", ATTACK, Since(within=Constant(30.0 * DAY))),
            NUMBER,
        ),
        (
            "count('attack', within = gap)",
            History("count", ATTACK, Since(within=Constant(45.0 * DAY))),
            NUMBER,
        ),
        (
            "days_since('attack', since = '2001-01-03')",
            History("days_since", ATTACK, Since(second=2 * DAY)),
            NUMBER,
        ),
        (
            "count('attack', since = 'truce_ended')",
            History("count", ATTACK, Since(pattern=Pattern("truce_ended"))),
            NUMBER,
        ),
        (
            "quantity_of('attack', default = trust)",
            History("quantity_of", ATTACK, Since(), TRUST),
            NUMBER,
        ),
        ("before('attack', 'treaty')", Order("before", ATTACK, SCOPE.patterns["treaty"]), TRUTH),
        (
            "standing('truce_declared', until = 'truce_ended', actor = 'guest', within = 1 y)",
            Order(
                "standing",
                Pattern("truce_declared", "guest"),
                Pattern("truce_ended", "guest"),
                Since(within=Constant(365.25 * DAY)),
            ),
            TRUTH,
        ),
        (
            "before('attack', 'truce_ended', subject = 'bases', since = '2000-12-31')",
            Order(
                "before",
                Pattern("attack", None, "bases"),
                Pattern("truce_ended", None, "bases"),
                Since(second=-DAY),
            ),
            TRUTH,
        ),
        (
            "log-normal(median = gap, spread = 2)",
            Draw("log-normal", (Constant(45.0 * DAY), Constant(2.0))),
            DURATION,
        ),
        ("uniform(0, trust)", Draw("uniform", (Constant(0.0), TRUST)), NUMBER),
        (
            "gamma(shape = 2, mean = raids)",
            Draw("gamma", (Constant(2.0 / DAY), Constant(2.0))),
            RATE,
        ),
    ],
)
def test_what_a_text_means(text: str, tree: Tree, dimension: Dimension) -> None:
    """Names give way to what they stand for, known numbers are put together, units follow."""
    made = understand(text, SCOPE)

    assert (made.tree, made.dimension, made.text) == (tree, dimension, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 d + 2", "cannot add or subtract a duration and a number: the units differ"),
        ("gap - raids", "cannot add or subtract a duration and a rate"),
        ("gap < 3", "cannot compare a duration and a number"),
        ("troops + gap", "cannot add or subtract persons and a duration"),
        ("1 / troops", "cannot divide a number by persons"),
        ("(trust > 1) + 1", "a condition stands where a value is expected"),
        ("-(trust > 1)", "a condition stands where a value is expected"),
        ("(trust > 1) == (trust < 0)", "a condition stands where a value is expected"),
        ("trust and half", "'and' joins conditions, and one side of it is a number"),
        ("not gap", "'not' joins conditions, and one side of it is a duration"),
        ("'attack'", "the text 'attack' stands where a value is expected"),
        ("trust > 'x'", "the text 'x' stands where a value is expected"),
        ("trsut", "'trsut' is no parameter or gauge; did you mean 'trust'?"),
        ("gaps", "did you mean 'gap'?"),
        ("count", "'count' is a function: write count(E)"),
        ("counts('attack')", "'counts' may not be called; did you mean 'count'?"),
        ("normall(0, 1)", "did you mean 'normal'?"),
        ("trust(1)", "'trust' may not be called"),
        ("__import__('os')", "'__import__' may not be called"),
        ("eval('1')", "'eval' may not be called"),
        ("getattr(trust, 'x')", "'getattr' may not be called"),
        ("in_force('pakt')", "'pakt' is no instrument; did you mean 'pact'?"),
        ("notice_running(pact)", "a quoted instrument is expected"),
        ("happened()", "happened: write happened(E)"),
        ("happened('attack', 'treaty')", "happened: write happened(E)"),
        ("happened(attack)", "a quoted kind or milestone is expected"),
        ("happened('atack')", "'atack' is no kind or milestone; did you mean 'attack'?"),
        ("happened('attack', actr = 'host')", "happened takes no 'actr'; did you mean 'actor'?"),
        ("happened('attack', default = 1)", "happened takes no 'default'"),
        (
            "happened('attack', actor = 'hots')",
            "'hots' is no role of this scenario; did you mean 'host'?",
        ),
        ("happened('attack', actor = host)", "a quoted actor is expected"),
        ("happened('attack', subject = 3)", "a quoted subject is expected"),
        ("happened('attack', within = 30)", "within takes a duration such as '30 d', not a number"),
        (
            "happened('attack', within = '30')",
            "within takes a duration such as '30 d', not a number",
        ),
        (
            "happened('attack', within = '30 dys')",
            "within takes a duration such as '30 d', not dys",
        ),
        (
            "happened('attack', within = '1 / d')",
            "within takes a duration such as '30 d', not a rate",
        ),
        ("happened('attack', since = 2001-01-03)", "a quoted date, kind or milestone is expected"),
        ("happened('attack', since = '2001-02-30')", "'2001-02-30' is no day of the calendar"),
        ("happened('attack', since = '20010203')", "'20010203' is no kind or milestone"),
        ("happened('attack', since = 'x')", "'x' is no kind or milestone"),
        ("happened('last_out', actor = 'host')", "'last_out' is by 'guest', never by 'host'"),
        ("count('treaty', subject = 'x')", "'treaty' is about 'bases', never about 'x'"),
        ("quantity_of('attack', default = 1 d)", "default takes a number, not a duration"),
        ("standing('truce_declared')", "write standing(E, until=F)"),
        ("standing('truce_declared', 'truce_ended')", "write standing(E, until=F)"),
        ("before('attack')", "write before(E, F)"),
        ("before('attack', 'treaty', until = 'x')", "before takes no 'until'"),
        ("before('attack', 'last_out', actor = 'host')", "'last_out' is by 'guest'"),
        ("time_to('exits')", "'exits' is no deadline; did you mean 'exit'?"),
        ("time_to(exit)", "a quoted deadline is expected"),
        ("margin('x')", "'x' is no gate"),
        ("heads('nort')", "'nort' is no site; did you mean 'north'?"),
        ("in_office('x')", "'x' is no role"),
        ("sites_left('north')", "write sites_left()"),
        ("min(trust)", "write min(x, y, ...)"),
        ("min(trust, gap)", "min of a number and a duration: the units differ"),
        ("clamp(trust, 0)", "write clamp(x, low, high)"),
        ("clamp(trust, 0, 1, 2)", "write clamp(x, low, high)"),
        ("exp(gap)", "takes a number, not a duration"),
        ("log(x = 1)", "write log(x)"),
        ("log(1, x = 1)", "log takes no 'x'"),
        ("log-normal(median = 45 d)", "write log-normal(median = ..., spread = ...)"),
        ("log-normal(45 d, 2, 3)", "write log-normal(median = ..., spread = ...)"),
        ("log-normal(median = 45 d, spred = 2)", "did you mean 'spread'?"),
        ("log-normal(45 d, median = 2 d)", "write log-normal"),
        ("log-normal(median = 45 d, spread = 2 d)", "spread is a pure number, not a duration"),
        ("uniform(low = 1 d, high = 2)", "mixes a duration and a number: the units differ"),
        ("uniform(low = normal(0, 1), high = 2)", "a distribution inside a distribution"),
        ("1 / 0", "a division by zero"),
        ("trust / (half - 0.5)", "a division by zero"),
        ("1e200 * 1e200", "too large"),
        ("1e200 / 1e-200", "too large"),
        ("1e305 y", "too large"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_remedy(text: str, words: str) -> None:
    """The message names what is wrong and, where there is one, the nearest that would be right."""
    with pytest.raises(LanguageError) as caught:
        understand(text, SCOPE)

    assert words in str(caught.value)


def test_quantity_needs_a_trigger() -> None:
    """Where nothing triggers, there is no event whose quantity could be read."""
    with pytest.raises(LanguageError, match="nothing triggers here"):
        understand("quantity", attrs.evolve(SCOPE, triggered=False))


def test_the_entry_of_a_list_stands_in() -> None:
    """Inside for_each the quoted word stands for the entry, elsewhere it is only a word."""
    inside = attrs.evolve(SCOPE, entry=("site", "south"))

    assert understand("heads('site')", inside).tree == Institution("heads", "south")
    assert understand("happened('attack', subject = 'site')", inside).tree == History(
        "happened", Pattern("attack", None, "south"), Since()
    )
    with pytest.raises(LanguageError, match="'site' is no site"):
        understand("heads('site')", SCOPE)


def test_an_empty_subject_is_a_subject() -> None:
    """Events about nothing in particular are meant, not events about anything."""
    tree = understand("happened('attack', subject = '')", SCOPE).tree

    assert tree == History("happened", Pattern("attack", None, ""), Since())


CALLS = {
    "history": "('attack')",
    "order": "('attack', until = 'treaty')",
    "deadline": "('exit')",
    "instrument": "('pact')",
    "gate": "('consent')",
    "sites": "()",
    "site": "('north')",
    "actor": "('host')",
    "extreme": "(trust, half, 1)",
    "same": "(trust)",
    "number": "(trust)",
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_documented_function_can_be_called(name: str) -> None:
    """What the table of functions lists is understood, and gives the dimension it says."""
    function = FUNCTIONS[name]
    arguments = "('attack', 'treaty')" if name == "before" else CALLS[function.family]

    assert understand(f"{name}{arguments}", SCOPE).dimension == function.gives
    assert function.form.startswith(f"{name}(")
    assert function.words


@pytest.mark.parametrize(
    "name", [n for n, f in FUNCTIONS.items() if f.family in {"history", "order"}]
)
def test_every_function_of_the_log_takes_every_filter(name: str) -> None:
    """Each can be narrowed by actor, subject, since and within, all at once."""
    second = {"before": ", 'treaty'", "standing": ", until = 'treaty'"}.get(name, "")
    filters = "actor = 'host', subject = 'bases', since = '2001-06-01', within = '30 d'"
    tree = understand(f"{name}('attack'{second}, {filters})", SCOPE).tree

    assert isinstance(tree, History | Order)
    assert tree.since == Since(151 * DAY, None, Constant(30.0 * DAY))
    first = tree.pattern if isinstance(tree, History) else tree.first
    assert first == Pattern("attack", "host", "bases")
    assert FILTERS == ("actor", "subject", "since", "within")


@pytest.mark.parametrize("family", ARGUMENTS)
def test_every_family_can_be_drawn_from(family: str) -> None:
    """Each distribution takes its arguments by name, and has the dimension of its measures."""
    arguments = ", ".join(
        f"{each.name} = {number} d" if each.carries_unit else f"{each.name} = {number}"
        for number, each in enumerate(ARGUMENTS[family], start=2)
    )
    made = understand(f"{family}({arguments})", SCOPE)

    assert isinstance(made.tree, Draw)
    assert made.dimension == DURATION


WORDS = st.sampled_from(
    [
        *("trust", "gap", "raids", "half", "troops", "quantity", "2", "0.5", "3 d", "0", "1e300"),
        *("+", "-", "*", "/", "<", ">=", "==", "and", "or", "not", "(", ")", ",", "="),
        *(f"{name}(" for name in FUNCTIONS),
        *(f"{name}(" for name in ARGUMENTS),
        *("'attack'", "'treaty'", "'exit'", "'consent'", "'north'", "'host'", "'30 d'"),
        *("within =", "since =", "actor =", "until =", "default =", "spread =", "median ="),
        *SECONDS,
    ]
)


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    """Words of the language in any order give an expression or a LanguageError, nothing else."""
    with suppress(LanguageError):
        assert understand(text, SCOPE).text == text


@pytest.mark.parametrize(
    "text",
    [
        "+".join(["trust"] * 100),
        "-".join(["1"] * 100),
        " and ".join(["trust > 0"] * 60),
        "(" * 29 + "trust" + ")" * 29,
        "abs(" * 29 + "trust" + ")" * 29,
        "-".join(["abs(" * 20 + "trust" + ")" * 20] * 15),
    ],
)
def test_the_tallest_expressions_are_understood(text: str) -> None:
    """What the grammar lets through is understood without running out of stack."""
    assert understand(text, SCOPE).text == text
