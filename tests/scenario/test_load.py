"""Loading: a scenario or an InputError, whatever the text; one digest for one content; limits."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import InputError, Problem
from sim.scenario import Scenario, load
from sim.scenario.places import LONGEST_KEY, MOST_BRACKETS, too_deep
from sim.scenario.resolve.sites import MOST_SITES
from sim.scenario.resolve.steps import MOST_STEPS
from sim.scenario.source import LARGEST, MOST_ENTRIES
from tests.scenario.example import EXAMPLE, RECORD, altered, problems_of, scenario_folder
from tests.scenario.test_extends import LEGISLATURE

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*/scenario.toml"))
VARIANTS = sorted((Path(__file__).parents[2] / "scenarios").glob("*/variants/*.toml"))


@pytest.mark.parametrize("file", [*SHIPPED, *VARIANTS], ids=str)
def test_what_ships_is_sound(file: Path) -> None:
    """Every scenario of the project and each of its variants loads."""
    assert load(file).title


# Whatever the text


LINES = LEGISLATURE.splitlines()
VALUES = sorted(set(re.findall(r"(?<== )[^\n]+", LEGISLATURE)))
WORDS = sorted(set(re.findall(r"[\w-]+", LEGISLATURE)))
ODD = [
    "\0",
    "\x1b",
    "\ud800",
    "\u202e",
    '"',
    "'",
    "[",
    "]]",
    "{",
    "}",
    "=",
    "#",
    "\\",
    "é",
    "٣",
    "\n",
]

OTHERS = (
    *("1", "-1", "1e999", "nan", "true", '""', "[]", "{}", "[[]]", '"x"', "2001-01-01", "12:00:00"),
    *("2001-01-01T00:00:00Z", "9" * 30, "0xff", '["x", 1]', "{ a = 1 }", "{ remove = true }"),
)

NUMBERS = st.integers(0, len(LINES) - 1)
EDITS: st.SearchStrategy[tuple[str, object, object]] = (
    st.tuples(st.just("delete"), NUMBERS, st.none())
    | st.tuples(st.just("double"), NUMBERS, st.none())
    | st.tuples(st.just("swap"), NUMBERS, NUMBERS)
    | st.tuples(st.just("value"), NUMBERS, st.sampled_from(VALUES))
    | st.tuples(
        st.just("value"),
        NUMBERS,
        st.sampled_from(OTHERS),
    )
    | st.tuples(st.just("word"), st.sampled_from(WORDS), st.sampled_from(WORDS))
    | st.tuples(st.just("odd"), st.integers(0, len(LEGISLATURE)), st.sampled_from(ODD))
)


def edited(text: str, edit: tuple[str, object, object]) -> str:
    """A text after one edit."""
    lines = text.splitlines()
    match edit:
        case ("word", str(old), str(new)):
            return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, text, count=1)
        case ("odd", int(at), str(character)):
            return text[:at] + character + text[at:]
        case ("value", int(line), str(value)):
            at = line % len(lines)
            lines[at] = re.sub(r"= .*", lambda _: f"= {value}", lines[at], count=1)
        case (what, int(line), other):
            at = line % len(lines)
            if isinstance(other, int):
                there = other % len(lines)
                lines[at], lines[there] = lines[there], lines[at]
            else:
                lines[at : at + 1] = [] if what == "delete" else [lines[at]] * 2
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that many examples may overwrite."""
    return tmp_path_factory.mktemp("scenario")


def check_loading(path: Path) -> None:
    """What is there loads, or is refused with a place for each problem."""
    problems: tuple[Problem, ...] = ()
    try:
        load(path)
    except InputError as error:
        problems = error.problems or (Problem("", 0, "", "an error without problems"),)
    for problem in problems:
        lines = Path(problem.file).read_bytes().count(b"\n") + 1
        assert 1 <= problem.line <= lines, str(problem)
        assert problem.message
        assert str(problem).isprintable()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_an_edited_scenario_loads_or_is_refused(
    folder: Path, edits: list[tuple[str, object, object]]
) -> None:
    """Whatever is deleted, swapped or put in, there is a scenario or an InputError, with places."""
    text = LEGISLATURE
    for edit in edits:
        text = edited(text, edit)
    scenario_folder(folder)
    (folder / "scenario.toml").write_bytes(text.encode("utf-8", "surrogatepass"))

    check_loading(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_anything_is_refused(folder: Path, content: bytes) -> None:
    """Bytes that are no scenario are an InputError, as the scenario and as its record."""
    scenario_folder(folder)
    (folder / "timeline.csv").write_bytes(content)
    check_loading(folder)
    (folder / "scenario.toml").write_bytes(content)
    check_loading(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(RECORD)), st.sampled_from([*ODD, ",", '"\n', "9" * 400]))
def test_an_edited_record_loads_or_is_refused(folder: Path, at: int, odd: str) -> None:
    """So it is with the record."""
    scenario_folder(folder)
    record = RECORD[:at] + odd + RECORD[at:]
    (folder / "timeline.csv").write_bytes(record.encode("utf-8", "surrogatepass"))

    check_loading(folder)


# Digest


def digest(tmp_path: Path, name: str, text: str = EXAMPLE, record: str = RECORD) -> str:
    """The digest of a scenario in a folder of its own."""
    return load(scenario_folder(tmp_path / name, text, record)).digest


def reordered(text: str) -> str:
    """The example with its tables, and the keys of one of them, in another order."""
    head, *tables = re.split(r"\n(?=\[[^\[])", text)
    tables.sort(key=lambda table: "[score]" not in table)
    tables = [
        table.replace('family = "posture"\nmeaning', "meaning").replace(
            "recorded = false", 'recorded = false\nfamily = "posture"'
        )
        for table in tables
    ]
    return "\n".join([head, *tables]) + "\n"


SAME: dict[str, Callable[[str], str]] = {
    "comments": lambda text: "# hello\n" + text.replace("\n\n", "\n# here\n\n"),
    "blanks": lambda text: re.sub(r"(?m)^(\w+) = ", r"  \1  =   ", text).replace("\n\n", "\n\n\n"),
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "order of keys": reordered,
    "form of tables": lambda text: altered(
        ("[clock]\nstart = 2001-01-01\nend = 2003-12-31\n", ""),
        ("format = 1", "format = 1\nclock.end = 2003-12-31\nclock.start = 2001-01-01"),
        text=text,
    ),
}


@pytest.mark.parametrize("change", SAME)
def test_the_same_content_has_the_same_digest(tmp_path: Path, change: str) -> None:
    """How a scenario is written down is no content."""
    text = SAME[change](EXAMPLE)
    assert text != EXAMPLE
    plain, other = (
        load(scenario_folder(tmp_path / name, each)) for name, each in (("a", EXAMPLE), ("b", text))
    )

    assert other.digest == plain.digest
    assert resolved_parts(other) == resolved_parts(plain)


def resolved_parts(scenario: Scenario) -> object:
    """What a run reads of a scenario, in the order in which it reads it."""
    return (
        scenario.gauges, scenario.deadlines, scenario.gates, scenario.sites, scenario.initial,
        scenario.given, scenario.steps, scenario.procedure, scenario.bodies,
    )  # fmt: skip


def test_the_order_of_tables_means_nothing(tmp_path: Path) -> None:
    """Actors, gates and deadlines in another order are the same steps in the same places."""
    second = (
        '[actors.guard]\nbehaviour = "armed_faction"\ncampaign = { on = "strike", after = "1 d" }\n'
        '[deadlines.annual]\nat = 2002-05-05\nactor = "band"\nmissed = "deadline_missed"\n'
        '[gates.again]\nbody = "host_senate"\nconsiders = "treaty"\nafter = "5 d"\n'
        'needs = "majority of present"\npassed = "ratified"\nfailed = "treaty_rejected"\n'
    )
    tables = re.split(r"(?m)^(?=\[)", LEGISLATURE + second)
    named = [t for t in tables if re.match(r"\[(actors|deadlines|gates)\.", t) or "blocs" in t]
    bound = "".join(t for t in named if "senate" in t and "gates" not in t)
    free = [t for t in named if not ("senate" in t and "gates" not in t)]
    rest = "".join(t for t in tables if t not in named)
    one = load(scenario_folder(tmp_path / "a", rest + bound + "".join(free)))
    other = load(scenario_folder(tmp_path / "b", rest + "".join(reversed(free)) + bound))

    assert other.digest == one.digest
    assert resolved_parts(other) == resolved_parts(one)


OTHER = [
    ("chance = 0.1", "chance = 0.2"),
    ('title = "An', 'title = "The'),
    ("limit = 12", "limit = 13"),
    ('value = "45 d"', 'value = "46 d"'),
    ("end = 2003-12-31", "end = 2003-12-30"),
    ('name = "review"', 'name = "revue"'),
    ("quorum = 13", "quorum = 14"),
    ("seats = 14\n", "seats = 14\nattendance = 0.8\n", "attendance = 0.9\n", ""),
]


@pytest.mark.parametrize("edits", OTHER, ids=lambda edits: edits[0])
def test_other_content_has_another_digest(tmp_path: Path, edits: tuple[str, ...]) -> None:
    """Whatever is assumed is content."""
    text = altered(*zip(edits[::2], edits[1::2], strict=True))

    assert digest(tmp_path, "a") != digest(tmp_path, "b", text)


def test_the_record_is_content(tmp_path: Path) -> None:
    """One byte of the record makes another digest; where the files lie makes none."""
    assert digest(tmp_path, "a") == digest(tmp_path, "b")
    assert digest(tmp_path, "a") != digest(
        tmp_path, "c", record=RECORD.replace("wire,,,high", "post,,,high")
    )


def test_changes_are_content(tmp_path: Path) -> None:
    """A parameter changed on the way in makes another digest, and the value that was asked for."""
    scenario_folder(tmp_path)
    plain = load(tmp_path)
    found = {
        load(tmp_path, changes).digest
        for changes in ({}, {"leaning": "0.2"}, {"leaning": "0.3"}, {"term": "1 y"})
    }
    changed = load(tmp_path, {"term": "1 y"})

    assert len(found) == 4
    assert plain.digest in found
    assert changed.parameters["term"].value == 365.25 * 86_400
    assert changed.parameters["term"].changed
    assert not changed.parameters["leaning"].changed
    assert (
        load(tmp_path, {"leaning": "0.2", "term": "1 y"}).digest
        == load(tmp_path, {"term": "1 y", "leaning": "0.2"}).digest
    )


# Limits


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail if it takes longer; generous, because machines are busy."""
    began = time.perf_counter()
    yield
    took = time.perf_counter() - began
    assert took < seconds, f"{took:.1f} s"


DEEP: dict[str, str] = {
    "arrays": "a = " + "[" * 450_000 + "]" * 450_000,
    "arrays over lines": "a = " + "[\n" * 200_000 + "]" * 200_000,
    "inline tables": "a = " + "{ a = " * 100_000 + "1" + "}" * 100_000,
    "dotted key": "a" + ".a" * 450_000 + " = 1",
    "dotted header": "[a" + ".a" * 450_000 + "]",
    "quoted dotted key": 'a."a"' + ". 'a'" * 150_000 + " = 1",
    "open array": "a = " + "[" * 900_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_depth_has_a_limit(tmp_path: Path, name: str) -> None:
    """A megabyte of nesting is refused in no time, before anybody recurses into them."""
    folder = scenario_folder(tmp_path, "format = 1\n" + DEEP[name])
    with within(10):
        (problem,) = problems_of(folder)

    assert "nested too deeply" in problem.message
    assert problem.line >= 2


OPEN: dict[str, str] = {
    "text": '"""' + '\\"""' * 200_000,
    "text of one line": '"' + '\\"' * 400_000,
    "literal text": "'''" + "'' '' " * 100_000,
    "quotes": '"""\\' * 200_000,
}


@pytest.mark.parametrize("name", OPEN)
def test_a_text_without_end_is_passed_over_once(tmp_path: Path, name: str) -> None:
    """A string that is never closed, with quotes in it that close nothing, is a syntax error."""
    folder = scenario_folder(tmp_path, "format = 1\ntitle = " + OPEN[name])
    with within(10):
        (problem,) = problems_of(folder)

    assert problem.line >= 2


@pytest.mark.parametrize("depth", [MOST_BRACKETS, MOST_BRACKETS + 1])
def test_the_limit_of_depth_is_exact(depth: int) -> None:
    """As many brackets as may be are read, and one more is not; so with the dots of a key."""
    assert (too_deep("\na = " + "[" * depth + "]" * depth) == 2) is (depth > MOST_BRACKETS)
    assert (too_deep("a" + ".b" * depth + " = 1") == 1) is (depth > LONGEST_KEY)
    assert too_deep('a = "' + "[.[" * 50 + '" # ' + "[." * 50) is None


def test_many_dots_in_text_are_no_depth() -> None:
    """Dots and brackets in texts, comments and numbers are not nesting."""
    for key in range(200):
        assert too_deep(f"a{key} = 1.5\nb = '..........................'\n" * 3) is None


WIDE: dict[str, tuple[str, str]] = {
    "array": ("measured_on = [" + "1," * 300_000 + "]", "300,000 entries"),
    "table": ("[lists]\n" + "".join(f"k{n} = []\n" for n in range(30_000)), "30,000 entries"),
    "array of tables": ("[[steps]]\n" * 50_000, "50,000 entries"),
    "inline table": (
        "t = {" + ", ".join(f"k{n}=1" for n in range(40_000)) + "}",
        "40,000 entries",
    ),
}


@pytest.mark.parametrize("name", WIDE)
def test_width_has_a_limit(tmp_path: Path, name: str) -> None:
    """A list or a table of tens of thousands is refused with how many may be."""
    text, words = WIDE[name]
    with within(30):
        (problem,) = problems_of(scenario_folder(tmp_path, text))

    assert words in problem.message
    assert f"at most {MOST_ENTRIES:,}" in problem.message


def test_size_has_a_limit(tmp_path: Path) -> None:
    """A file that is too large is not read to its end."""
    folder = scenario_folder(tmp_path, "# " + "x" * LARGEST)
    with within(2):
        (problem,) = problems_of(folder)

    assert "at most 1,000,000 bytes together" in problem.message


def test_a_number_of_a_million_digits(tmp_path: Path) -> None:
    """A whole number that no format asks for is refused, in whatever base."""
    for digits in ("9" * 900_000, "0x" + "f" * 900_000):
        with within(5):
            (problem,) = problems_of(scenario_folder(tmp_path, f"format = {digits}\n"))
        assert len(problem.message) < 500


def megabyte(entry: str) -> str:
    """The example with an entry repeated under other names, up to nearly a megabyte."""
    count = min(900_000 // len(entry), 5_000)
    return EXAMPLE + "".join(entry.replace("@", str(number)) for number in range(count))


ASKED_OFTEN = " or ".join(["notice_running('i7')"] * 60)

FULL: dict[str, str] = {
    "comments": EXAMPLE + "# nothing\n" * 90_000,
    "blank lines": EXAMPLE + "\n" * 900_000,
    "parameters": megabyte('[parameters.p@]\nvalue = "4 d"\nsource = "assumed"\n'),
    "milestones": megabyte('[milestones.m@]\nevent = "attack"\nsubject = "s@"\n'),
    "gauges": megabyte("[gauges.g@]\nstart = 0\nwithin = [0, 1]\n"),
    "deadlines": megabyte("[deadlines.d@]\nat = 2002-02-02\n"),
    "instruments": EXAMPLE
    + "".join(
        f'[instruments.i{n}]\nenters = "treaty"\nnotice = "9 d"\nmay_denounce = ["band"]\n'
        for n in range(499)
    )
    + "".join(
        f'[[steps]]\nactor = "band"\nname = "s{n}"\non = "protest"\nemits = "strike"\n'
        f'if = "{ASKED_OFTEN}"\n'
        for n in range(400)
    ),
    "checks": megabyte('[[checks]]\nname = "c@"\nrule = "absence(attack)"\n'),
    "given": megabyte(
        '[[given]]\nname = "g@"\ndate = 2002-02-02\nevent = "protest"\nactor = "x"\n'
    ),
    "kinds": megabyte('[kinds.k@]\nfamily = "other"\nmeaning = "m"\n'),
    "procedure": megabyte('[[procedure]]\nevent = "attack"\nneeds = "strike"\nsource = "s@"\n'),
    "actors": megabyte("[actors.a@]\n"),
    "steps": EXAMPLE
    + "".join(
        f'[[steps]]\nactor = "band"\nname = "s{n}"\non = "protest"\nemits = "strike"\n'
        f'if = "pressure > 0.5"\n# {"x" * 100}\n'
        for n in range(4_000)
    ),
}


@pytest.mark.parametrize("name", FULL)
def test_a_megabyte_takes_seconds(tmp_path: Path, name: str) -> None:
    """A file of a megabyte loads in seconds, whatever it repeats: nothing grows with the square."""
    with within(30):
        load(scenario_folder(tmp_path, FULL[name]))


WRONG: dict[str, str] = {
    "unknown keys": EXAMPLE + "".join(f"key{n} = 1\n" for n in range(9_000)),
    "namesakes": EXAMPLE
    + '[[steps]]\nactor = "band"\nname = "x"\nat = 2001-02-01\nemits = "strike"\n' * 9_000,
    "unknown names": megabyte(
        '[[steps]]\nactor = "bnd@"\nname = "x@"\non = "atack@"\nemits = "strke"\n'
    ),
    "unknown parameters": EXAMPLE
    + "".join(f'[parameters.p{n}]\nvalue = "4 d"\nsource = "x"\n' for n in range(3_000))
    + "".join(
        f'[[steps]]\nactor = "band"\nname = "y{n}"\nat = 2001-02-02\nif = "q{n} > 1"\n'
        'emits = "strike"\n'
        for n in range(400)
    ),
    "a long word": altered(('on = "round_held"', f'on = "{"x" * 900_000}"')),
    "circle of sites": EXAMPLE
    + "".join(f'[[sites]]\nname = "s{n}"\nopens_after = "s{(n + 1) % 900}"\n' for n in range(900)),
    "circle of steps": EXAMPLE
    + "".join(
        f'[kinds.k{n}]\nfamily = "other"\nmeaning = "m"\n[[steps]]\nactor = "band"\nname = "c{n}"\n'
        f'on = "k{n}"\nemits = "k{(n + 1) % 4000}"\n'
        for n in range(4_000)
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_megabyte_of_mistakes_takes_seconds(tmp_path: Path, name: str) -> None:
    """So does one that is wrong all over; its problems come to an end."""
    with within(30):
        found = problems_of(scenario_folder(tmp_path, WRONG[name]))

    assert len(found) <= 201


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (("count = 3", "count = 999"), f"at most {MOST_SITES} sites in all"),
        (
            ('["east", "west"]', str([f"p{n}" for n in range(6_000)])),
            f"more than {MOST_STEPS} steps",
        ),
        (
            (
                'for_each = "provinces"\nrate = "',
                f'for_each = {[f"p{n}" for n in range(4_000)]}\nrate = "{" " * 300}',
            ),
            "more than 1,000,000 characters with each entry written out",
        ),
    ],
    ids=["sites", "for_each", "text"],
)
def test_what_is_multiplied_has_a_limit(tmp_path: Path, edit: tuple[str, str], words: str) -> None:
    """A short file cannot ask for a million sites or steps."""
    with within(30):
        (problem,) = problems_of(scenario_folder(tmp_path, altered(edit)))

    assert words in problem.message


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (
            ("[lists]", "".join(f'[gates.g{n}]\nbody = "host_senate"\nconsiders = "treaty"\n'
             'after = "1 d"\nneeds = "2/3 of seats"\npassed = "ratified"\n'
             'failed = "treaty_rejected"\n' for n in range(500)) + "[lists]"),
            "501 gates; at most 500 are read",
        ),
        (
            ("seats = 10\nposition = -0.6\n", "seats = 10\nposition = -0.6\n" + "".join(
             f'[[actors.host_senate.blocs]]\nname = "b{n}"\nseats = 0\nposition = 0\n'
             for n in range(99))),
            "101 blocs; at most 100 are read",
        ),
    ],
    ids=["gates", "blocs"],
)  # fmt: skip
def test_who_votes_has_a_limit(tmp_path: Path, edit: tuple[str, str], words: str) -> None:
    """Every gate asks every bloc, so that neither may be without end."""
    (problem,) = problems_of(scenario_folder(tmp_path, altered(edit)))

    assert words in problem.message


def test_files_have_a_size_together(tmp_path: Path) -> None:
    """A variant cannot bring another megabyte."""
    folder = scenario_folder(tmp_path, EXAMPLE + "# nothing\n" * 60_000)
    file = folder / "variant.toml"
    file.write_text('extends = "scenario.toml"\n' + "# nothing\n" * 60_000, encoding="utf-8")
    load(folder)
    (problem,) = problems_of(file)

    assert Path(problem.file) == folder / "scenario.toml"
    assert "at most 1,000,000 bytes together" in problem.message


def test_loading_the_example_takes_no_time(tmp_path: Path) -> None:
    """A scenario of two hundred lines is there at once."""
    folder = scenario_folder(tmp_path)
    load(folder)
    with within(1):
        load(folder)
