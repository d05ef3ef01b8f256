"""What a behaviour is told to contribute is what it contributes."""

import re
import tomllib
from pathlib import Path

import pytest

from sim.actors import CATALOGUE
from sim.actors.outline import outline
from sim.events import shipped
from sim.scenario import load
from sim.scenario.model import Step

SCENARIOS = sorted(Path(__file__).resolve().parents[2].glob("scenarios/*"))


def counted(name: str) -> str:
    """A step's name, whatever numbers or site it has: of several of one kind the first is told."""
    return re.sub("[0-9]+", "N", name.split(" [", maxsplit=1)[0])


def kinds(step: Step) -> set[str]:
    """What a step may emit."""
    return {emission.kind for outcome in step.outcomes for emission in outcome.emissions}


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda folder: folder.name)
def test_the_steps_of_the_tracks_are_those_that_are_told(folder: Path) -> None:
    """By their names and kinds; what the file itself writes or alters is its own."""
    scenario = load(folder)
    text = (folder / "scenario.toml").read_text(encoding="utf-8")
    own = {(step["actor"], step["name"]) for step in tomllib.loads(text)["steps"]}
    told = {
        name: {counted(step.name): set(step.emits) for step in outline(behaviour)}
        for name, behaviour in CATALOGUE.items()
    }
    found = [
        (step.name, kinds(step), told[scenario.roles[step.actor]].get(counted(step.name)))
        for step in scenario.steps
        if scenario.roles[step.actor] and not step.gate and (step.actor, step.name) not in own
    ]

    assert len(found) > 10
    assert [(name, made) for name, made, expected in found if made != expected] == []


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_comes_by_default_is_what_comes_without_options(name: str) -> None:
    """A step that an option adds is not among them; and whatever is emitted is a known kind."""
    bare = CATALOGUE[name](**({"seats": 9} if name == "legislature" else {}))
    told = outline(CATALOGUE[name])

    by_default = [step.name for step in told if not step.option]
    assert by_default == [step["name"] for step in bare.contribute("somebody").steps]
    assert {kind for step in told for kind in step.emits} <= {kind.name for kind in shipped()}


@pytest.mark.parametrize(
    ("behaviour", "name", "option", "when"),
    [
        ("armed_faction", "attack", "", "at a rate"),
        ("armed_faction", "fading", "", "after attacks_resumed by ROLE"),
        ("armed_faction", "pause", "pause", "after pause.on"),
        ("foreign_military", "strike 1", "strikes", "after strikes.on"),
        ("foreign_military", "force report", "reports", "every reports"),
        (
            "legislature", "extraordinary session", "petition",
            "after signature_campaign of foreign_forces by ROLE",
        ),
    ],
)  # fmt: skip
def test_when_a_step_comes_is_told_in_words(
    behaviour: str, name: str, option: str, when: str
) -> None:
    """With the option that it needs, if any, by whose name what it is given is told."""
    (step,) = [step for step in outline(CATALOGUE[behaviour]) if step.name == name]

    assert (step.option, step.when) == (option, when)
