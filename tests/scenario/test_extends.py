"""Extends: a variant laid over its base, and a file over what its behaviours contribute."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario import load
from sim.scenario.model import Rate, Response, Scenario, Step
from sim.scenario.overlay import merged, without_removed
from sim.scenario.source import read_source
from sim.scenario.tree import planted
from tests.scenario.example import EXAMPLE, RECORD, altered, problems_of, scenario_folder

LEGISLATURE = altered(
    ("seats = 24", 'seats = 24\npetition = { on = "attack", after = "3 d", chance = "leaning" }')
)
"""The example, its senate's members signing petitions: two steps that a behaviour contributes."""


def variant(tmp_path: Path, text: str, base: str = EXAMPLE) -> Path:
    """A variant of the example, in its folder's `variants`."""
    file = scenario_folder(tmp_path, base) / "variants" / "bold.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text('extends = "../scenario.toml"\n' + text, encoding="utf-8")
    return file


def laid(tmp_path: Path, text: str) -> Any:
    """The plain content of a variant laid over the example."""
    return read_source(variant(tmp_path, text)).root.plain()


def step(scenario: Scenario, label: str) -> Step:
    """The step of a label."""
    return next(each for each in scenario.steps if each.label == label)


def test_an_empty_variant_is_its_base(tmp_path: Path) -> None:
    """Extending and changing nothing gives the same scenario, digest and all but its name."""
    file = variant(tmp_path, "")
    base, other = load(tmp_path), load(file)

    assert other.digest == base.digest
    assert other.steps == base.steps
    assert (base.name, other.name) == (tmp_path.name, f"{tmp_path.name}/bold")


def test_tables_merge_by_key(tmp_path: Path) -> None:
    """What a table does not mention stays, at every depth."""
    found = laid(
        tmp_path,
        'title = "Bold"\n[clock]\nend = 2002-12-31\n'
        '[parameters]\nleaning = { value = 0.4 }\nnew = { value = 1, source = "assumed" }\n'
        '[gauges.pressure]\nhalf_life = "10 d"\n[actors.host_senate]\nseats = 30\n',
    )
    base = tomllib.loads(EXAMPLE)

    assert found["title"] == "Bold"
    assert found["clock"] == base["clock"] | {"end": tomllib.loads("d = 2002-12-31")["d"]}
    assert found["parameters"]["leaning"] == base["parameters"]["leaning"] | {"value": 0.4}
    assert found["parameters"]["new"] == {"value": 1, "source": "assumed"}
    assert found["gauges"]["pressure"] == base["gauges"]["pressure"] | {"half_life": "10 d"}
    assert found["actors"]["host_senate"] == base["actors"]["host_senate"] | {"seats": 30}
    assert found["score"] == base["score"]


def test_steps_merge_by_actor_and_name(tmp_path: Path) -> None:
    """A step of the same actor and name is altered where it stands; others come after."""
    found = laid(
        tmp_path,
        '[[steps]]\nactor = "host_government"\nname = "timetable"\nlimit = 3\n'
        '[[steps]]\nactor = "guest_state"\nname = "timetable"\nat = 2001-03-01\nemits = "attack"\n',
    )["steps"]
    base = tomllib.loads(EXAMPLE)["steps"]

    assert found[:1] == base[:1]
    assert found[1] == base[1] | {"limit": 3}
    assert found[2:-1] == base[2:]
    assert (found[-1]["actor"], found[-1]["name"]) == ("guest_state", "timetable")


@pytest.mark.parametrize(
    ("key", "over", "place", "expected"),
    [
        ("given", 'name = "midterms"\nsubject = "x"', 0, {"subject": "x"}),
        (
            "checks",
            'name = "no raid is left unanswered"\nrule = "absence(attack)"',
            0,
            {"rule": "absence(attack)"},
        ),
        ("sites", 'name = "southern_port"\nsubstitute = "x"', 1, {"substitute": "x"}),
        ("procedure", 'event = "ratified"\nneeds = "treaty"\nsource = "x"', 0, {"source": "x"}),
        ("procedure", 'event = { event = "ratified" }\nneeds = ["treaty"]\nsource = "x"', 0, {}),
    ],
)
def test_arrays_that_merge_by_name(
    tmp_path: Path, key: str, over: str, place: int, expected: dict[str, str]
) -> None:
    """Given, checks and sites are known by name, procedure by event and needs however written."""
    found = laid(tmp_path, f"[[{key}]]\n{over}\n")[key]
    base = tomllib.loads(EXAMPLE)[key]

    assert len(found) == len(base)
    assert found[place].items() >= expected.items()
    assert found[place].keys() >= base[place].keys()


def test_a_new_procedure_comes_after(tmp_path: Path) -> None:
    """The same event with another need is another rule."""
    found = laid(tmp_path, '[[procedure]]\nevent = "ratified"\nneeds = "attack"\nsource = "x"\n')

    assert [entry["needs"] for entry in found["procedure"]] == ["treaty", "attack"]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('[score]\npredicted = ["treaty"]', ("score", "predicted"), ["treaty"]),
        ("[gauges.pressure]\nmoved_by = []", ("gauges", "pressure", "moved_by"), []),
        ('[lists]\nprovinces = ["x"]', ("lists", "provinces"), ["x"]),
        ("[[initial]]\nevent = 1", ("initial",), [{"event": 1}]),
        ("[[record.read_as]]\nsubject = 1", ("record", "read_as"), [{"subject": 1}]),
        (
            "[[actors.host_senate.blocs]]\nname = 1",
            ("actors", "host_senate", "blocs"),
            [{"name": 1}],
        ),
        (
            '[[steps]]\nactor = "delegations"\nname = "next round"\noutcomes = []',
            ("steps", 0, "outcomes"),
            [],
        ),
    ],
)
def test_other_arrays_are_replaced(
    tmp_path: Path, text: str, path: tuple[str | int, ...], expected: object
) -> None:
    """An array without names is taken as it is written last."""
    found = laid(tmp_path, text + "\n")
    for key in path:
        found = found[key]

    assert found == expected


REMOVALS = """
[milestones]
last_out = { remove = true }
[gauges.troops]
remove = true
[parameters.full]
remove = true
[deadlines.exit]
met_by = { remove = true }
[instruments.bases_agreement]
remove = true
[[steps]]
actor = "guest_military"
name = "leave"
remove = true
[[given]]
name = "midterms"
remove = true
[[checks]]
name = "no raid is left unanswered"
remove = true
[[procedure]]
event = "ratified"
needs = "treaty"
remove = true
[[sites]]
name = "outposts"
remove = true
[score]
predicted = ["treaty", "ratified", "round_held", "attack"]
"""


def test_remove_deletes(tmp_path: Path) -> None:
    """Entries of tables and of named arrays, and single keys, can be removed."""
    scenario = load(variant(tmp_path, REMOVALS))

    assert set(scenario.milestones) == {"treaty", "ratified"}
    assert [gauge.name for gauge in scenario.gauges if "/" not in gauge.name] == ["pressure"]
    assert "full" not in scenario.parameters
    assert [(deadline.name, deadline.met_by) for deadline in scenario.deadlines] == [("exit", ())]
    assert not any(step.name == "leave" for step in scenario.steps)
    assert (scenario.given, scenario.checks) == ((), ())
    assert [site.name for site in scenario.sites] == ["north_airfield", "southern_port"]
    assert {rule.source for rule in scenario.procedure} == {
        "southern_port opens after north_airfield"
    }


def test_one_outcome_for_several(tmp_path: Path) -> None:
    """A variant may exchange `outcomes` for `emits` by removing the one."""
    text = (
        '[[steps]]\nactor = "delegations"\nname = "next round"\n'
        'outcomes = { remove = true }\nemits = "treaty"\n'
    )
    (outcome,) = step(load(variant(tmp_path, text)), "delegations: next round").outcomes

    assert outcome.chance is None


@pytest.mark.parametrize(
    "text",
    [
        '[[steps]]\nactor = "guest_military"\nname = "laeve"\nremove = true\n',
        "[gauges.trops]\nremove = true\n",
        "[milestones]\nlast = { remove = true }\n",
    ],
)
def test_removing_what_is_not_there_is_told(tmp_path: Path, text: str) -> None:
    """A removal that meets nothing is a mistake, most likely in the name."""
    file = variant(tmp_path, text)
    (problem,) = problems_of(file)

    assert Path(problem.file) == file
    assert "nothing of this name to remove" in problem.message


def test_a_chain_of_variants(tmp_path: Path) -> None:
    """Each file is laid over what the one below it came to; the last word counts."""
    scenario_folder(tmp_path)
    (tmp_path / "a.toml").write_text(
        'extends = "scenario.toml"\ntitle = "a"\n[parameters]\nleaning.value = 0.2\n'
        '[[steps]]\nactor = "guest_military"\nname = "leave"\nremove = true\n'
        '[score]\npredicted = ["treaty", "ratified", "round_held", "attack"]\n',
        encoding="utf-8",
    )
    (tmp_path / "b.toml").write_text(
        'extends = "a.toml"\ntitle = "b"\n'
        '[[steps]]\nactor = "guest_military"\nname = "leave"\n'
        'at = 2002-01-01\nemits = "last_out"\n',
        encoding="utf-8",
    )
    scenario = load(tmp_path / "b.toml")

    assert scenario.title == "b"
    assert scenario.parameters["leaning"].value == 0.2
    assert not isinstance(step(scenario, "guest_military: leave").trigger, Response)


def test_paths_resolve_from_the_file_that_wrote_them(tmp_path: Path) -> None:
    """A base's record is beside the base, a variant's own beside the variant."""
    late = RECORD.replace("2001-05-02", "2001-05-09")
    file = variant(tmp_path, "[record]\nknown_until = 2002-06-30\n")
    (file.parent / "timeline.csv").write_text(late, encoding="utf-8")
    kept = load(file)
    file.write_text(file.read_text("utf-8") + 'file = "timeline.csv"\n', encoding="utf-8")
    own = load(file)

    assert kept.record is not None
    assert own.record is not None
    assert kept.known_until == own.known_until
    assert own.record.events[2].time - kept.record.events[2].time == 7 * 86_400


def test_a_variant_may_reach_up_to_its_scenario(tmp_path: Path) -> None:
    """Nothing is read but what lies in the folder that holds the scenario."""
    file = variant(tmp_path, '[record]\nfile = "../timeline.csv"\n')

    assert load(file).record is not None


# What behaviours contribute


def test_a_contributed_step_can_be_altered(tmp_path: Path) -> None:
    """A step of a behaviour is a step as any other: the file alters it by actor and name."""
    text = (
        LEGISLATURE
        + '[[steps]]\nactor = "host_senate"\nname = "petition"\nafter = "9 d"\nlimit = 2\n'
    )
    plain = load(scenario_folder(tmp_path / "a", LEGISLATURE))
    other = load(scenario_folder(tmp_path / "b", text))
    changed = step(other, "host_senate: petition")

    assert [each.label for each in other.steps] == [each.label for each in plain.steps]
    assert isinstance(changed.trigger, Response)
    assert changed.trigger.after is not None
    assert (changed.trigger.after.text, changed.limit) == ("9 d", 2)
    assert changed.outcomes == step(plain, "host_senate: petition").outcomes


def test_a_contributed_step_can_be_removed(tmp_path: Path) -> None:
    """So can it be removed, by the file itself or by a variant."""
    removal = '[[steps]]\nactor = "host_senate"\nname = "petition"\nremove = true\n'
    by_file = load(scenario_folder(tmp_path / "a", LEGISLATURE + removal))
    by_variant = load(variant(tmp_path / "b", removal, LEGISLATURE))

    for scenario in (by_file, by_variant):
        labels = [each.label for each in scenario.steps]
        assert "host_senate: petition" not in labels
        assert "host_senate: extraordinary session" in labels


def test_a_variant_removes_what_its_base_altered(tmp_path: Path) -> None:
    """Removing an altered step removes the step, not only its alteration."""
    alteration = '[[steps]]\nactor = "host_senate"\nname = "petition"\nlimit = 2\n'
    removal = '[[steps]]\nactor = "host_senate"\nname = "petition"\nremove = true\n'
    scenario = load(variant(tmp_path, removal, LEGISLATURE + alteration))

    assert not any(each.label == "host_senate: petition" for each in scenario.steps)


def test_an_actor_removed_takes_its_behaviour_along(tmp_path: Path) -> None:
    """What a behaviour contributes goes with the actor."""
    text = (
        "[actors.host_senate]\nremove = true\n[gates.senate_consent]\nremove = true\n"
        '[score]\npredicted = ["treaty", "round_held", "last_out", "attack"]\n'
    )
    scenario = load(variant(tmp_path, text, LEGISLATURE))

    assert not any(each.actor == "host_senate" for each in scenario.steps)
    assert "host_senate" not in scenario.roles


def test_namesakes_in_one_file_stay_two(tmp_path: Path) -> None:
    """Two steps of one name in one file are not merged into one, but told."""
    twice = '[[steps]]\nactor = "band"\nname = "x"\nat = 2001-02-01\nemits = "protest"\n' * 2
    (problem,) = problems_of(scenario_folder(tmp_path, EXAMPLE + twice))

    assert "two steps named 'x'" in problem.message
    assert problem.line == EXAMPLE.count("\n") + 8


def test_a_variants_namesake_is_told_too(tmp_path: Path) -> None:
    """Of two entries of a variant with the name of one of the base, the second is a namesake."""
    twice = '[[steps]]\nactor = "guest_state"\nname = "open"\nlimit = 3\n' * 2
    found = problems_of(variant(tmp_path, twice))

    assert {problem.line for problem in found} == {6}


# Laws of laying over


NAMES = st.sampled_from(["a", "b", "c"])
LEAVES = st.integers(0, 9) | st.lists(st.integers(0, 9), max_size=2)
TABLES = st.recursive(
    st.dictionaries(NAMES, LEAVES, max_size=3),
    lambda inner: st.builds(
        lambda leaves, tables: leaves | {name.upper(): table for name, table in tables.items()},
        st.dictionaries(NAMES, LEAVES, max_size=3),
        st.dictionaries(NAMES, inner, max_size=3),
    ),
    max_leaves=6,
)
"""Tables in which a key of capitals is a table in every file, and others in none."""
STEPS = st.lists(
    st.fixed_dictionaries({"actor": NAMES, "name": NAMES}, optional={"x": LEAVES, "y": LEAVES}),
    max_size=4,
    unique_by=lambda entry: (entry["actor"], entry["name"]),
)
FILES = st.builds(lambda table, steps: table | {"steps": steps}, TABLES, STEPS)


def over(base: Any, *others: Any) -> Any:
    """Tables laid over one another, the last on top."""
    node = planted(base, "base", 1)
    for other in others:
        node = merged(node, planted(other, "other", 1))
    return without_removed(node)[0].plain()


@given(FILES)
def test_laying_over_itself_changes_nothing(table: Any) -> None:
    """A file laid over itself, or over nothing, or nothing over it, is itself."""
    assert over(table, table) == over(table, {}) == over({}, table) == table


@given(FILES, FILES, FILES)
def test_laying_over_is_associative(one: Any, two: Any, three: Any) -> None:
    """Whether a variant is laid over its base first, or last, makes no difference."""
    assert over(one, two, three) == over(one, over(two, three))


@given(FILES, FILES)
def test_the_upper_file_has_the_word(base: Any, upper: Any) -> None:
    """Every value of the upper file is in the result, every key of the lower as well."""
    result = over(base, upper)

    assert result.keys() == base.keys() | upper.keys()
    for key, value in upper.items():
        if not isinstance(value, dict | list):
            assert result[key] == value
    names = [(entry["actor"], entry["name"]) for entry in result["steps"]]
    both = [(entry["actor"], entry["name"]) for entry in base["steps"] + upper["steps"]]
    assert names == list(dict.fromkeys(both))


@given(FILES, FILES)
def test_a_removed_key_is_gone_for_good(base: Any, upper: Any) -> None:
    """What the upper file removes is in no layer below."""
    for name in ("a", "b", "c", "A", "B", "C"):
        result = over(base, upper | {name: {"remove": True}})
        assert name not in result


def test_a_rate_can_become_a_response(tmp_path: Path) -> None:
    """Keys can be removed one by one, so that a step changes its sort."""
    text = (
        '[[steps]]\nactor = "band"\nname = "raid"\nrate = { remove = true }\n'
        'while = { remove = true }\non = "strike"\nafter = "3 d"\n'
    )
    before = load(scenario_folder(tmp_path / "a"))
    after = load(variant(tmp_path / "b", text))

    assert isinstance(step(before, "band: raid [east]").trigger, Rate)
    assert isinstance(step(after, "band: raid [east]").trigger, Response)
