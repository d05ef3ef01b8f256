"""Cases in a file: written, read back, refused where they are wrong, and run again."""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.check.search.case import Case, Decision
from sim.check.search.model import Models
from sim.check.search.replay import State, confirmed, replayed
from sim.check.search.search import Search
from sim.check.search.stored import Stored, decode, encode
from sim.errors import InputError
from sim.scenario import load
from tests.check.small import (
    PLANTED,
    SIGNED,
    first_broken,
    models,
    never,
    planted,
    searched,
    unheard,
)
from tests.laws.logs import written

texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)
decisions = st.builds(
    Decision,
    st.binary(min_size=16, max_size=16),
    texts,
    st.none() | st.floats(0, 1),
    st.none() | st.integers(-1, 9),
    st.none() | st.integers(0, 10**9),
)
cases = st.builds(
    Case,
    st.integers(0, 2**64 - 1),
    st.dictionaries(texts, texts, max_size=3),
    st.frozensets(texts, max_size=3),
    st.none() | st.lists(decisions, max_size=4).map(tuple),
)


@given(some=st.lists(st.tuples(texts, cases), max_size=3))
def test_what_is_written_is_read_back(some: list[tuple[str, Case]]):
    """Every case, with its rule."""
    scenario = written("")
    stored = decode(encode(scenario, some), "a file")

    assert stored == Stored(scenario.digest, {}, tuple(some))


def lines() -> list[dict[str, Any]]:
    """A header and one case, as plain data."""
    case = Case(1, decisions=(Decision(bytes(16), "host: step", 0.5, 1, None),))
    return [json.loads(line) for line in encode(written(""), [("rule", case)]).splitlines()]


def changed(number: int, change: Callable[[dict[str, Any]], Any]) -> bytes:
    """The bytes of a file in which one line was changed by hand."""
    rows = lines()
    change(rows[number])
    return b"".join(json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in rows)


@pytest.mark.parametrize(
    ("number", "change", "words"),
    [
        (0, lambda row: row.update(format=2), "format: 2: this version reads 1"),
        (0, lambda row: row.update(count=2), "count: 2, and there are 1 below"),
        (0, lambda row: row.update(more=1), "more: unknown key"),
        (0, lambda row: row["scenario"].pop("digest"), "scenario.digest: 'digest' is missing"),
        (0, lambda row: row["changes"].update(a=1), "changes.a: 1, and text is expected"),
        (1, lambda row: row.pop("rule"), "rule: 'rule' is missing"),
        (1, lambda row: row.update(seed=-1), "seed: -1 is not between 0 and 2^64 - 1"),
        (1, lambda row: row.update(seed=True), "seed: true, and a whole number is expected"),
        (1, lambda row: row.update(without=[1]), "without: 1 is no role name"),
        (1, lambda row: row["decisions"].append(3), "decisions[1]: 3, and a table is expected"),
        (1, lambda row: row["decisions"][0].update(id="zz"), "decisions[0].id: "),
        (1, lambda row: row["decisions"][0].update(delay=1.5), "1.5 is not between 0 and 1"),
        (1, lambda row: row["decisions"][0].update(outcome=0.5), "0.5 is not a whole number"),
        (1, lambda row: row["decisions"][0].update(second=-7), "-7 is not a whole number"),
        (1, lambda row: row["decisions"][0].update(step="\x1b[31m"), "holds a control character"),
    ],
)
def test_what_was_changed_by_hand_is_refused(number: int, change: Any, words: str) -> None:
    """With the file, the line, the key and what is expected; nothing is run."""
    with pytest.raises(InputError) as refused:
        decode(changed(number, change), "a file")

    assert words in str(refused.value)
    assert str(refused.value).startswith(f"a file:{number + 1}: ")


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff", b"{}", b'{"drawdown":"run"}', b'{"drawdown":"counterexamples"', b"["]
)
def test_another_file_is_refused(raw: bytes) -> None:
    """Whatever it is, with a remedy."""
    with pytest.raises(InputError, match="a file:1: "):
        decode(raw, "a file")


def test_a_file_without_end_is_refused() -> None:
    """Before it is taken apart."""
    with pytest.raises(InputError, match="too large"):
        decode(b'{"drawdown":"counterexamples"' + b" " * 20_000_000, "a file")


def found() -> Stored:
    """The planted bug as a file has it."""
    return stored_of(searched(planted(SIGNED), range(200)))


def stored_of(search: Search) -> Stored:
    """The file of a search for the planted bug."""
    return decode(encode(load(PLANTED), [(SIGNED, search.broken[SIGNED].case)]), "a file")


def state(stored: Stored, change: Callable[[str], str]) -> tuple[State, str]:
    """What becomes of the planted bug in a scenario whose text was changed."""
    text = change((PLANTED / "scenario.toml").read_text(encoding="utf-8"))
    body = text[text.index("[clock]") :]
    (one,) = replayed(models(body), stored, never)
    return one.state, one.why


def test_a_bug_that_is_there_still_fails() -> None:
    """With its story, as short as it was found."""
    search = searched(planted(SIGNED), range(200))
    (one,) = replayed(search.models, stored_of(search), never)

    assert one.state is State.FAILS
    assert one.story is not None
    assert one.story.broken.events == search.broken[SIGNED].events


def test_that_nothing_can_be_left_out_is_tried_and_not_believed() -> None:
    """Decisions added to a case by hand can be left out, and its story claims nothing else."""
    search = searched(planted(SIGNED), range(200))
    small = search.broken[SIGNED]
    whole = first_broken(search.models, SIGNED)
    more = [one for one in whole.decisions if "round" in one.step][-1:]
    padded = attrs.evolve(small.case, decisions=(*(small.case.decisions or ()), *more))

    assumed = attrs.evolve(small.case, without=frozenset({"parliament"}))
    for case, minimal in ((small.case, True), (padded, False), (assumed, False)):
        (one,) = replayed(search.models, Stored("", {}, ((SIGNED, case),)), never)
        assert one.story is not None
        assert one.story.minimal is minimal


def test_a_story_that_is_tolerated_or_lacks_an_actor_fails_nothing() -> None:
    """It is told to be there still; what fails is a rule that is broken where it may not be."""
    text = (PLANTED / "scenario.toml").read_text(encoding="utf-8")
    body = text[text.index("[clock]") :]
    case = searched(planted(SIGNED), range(200)).broken[SIGNED].case
    alone = attrs.evolve(case, without=frozenset({"parliament"}))
    lenient = body.replace("[[checks]]", "[[checks]]\ntolerated = 0.2", 1)

    became = []
    for scenario, some in ((body, case), (body, alone), (lenient, case)):
        (one,) = replayed(models(scenario), Stored("", {}, ((SIGNED, some),)), never)
        became.append((one.state, one.fails))

    assert became == [(State.FAILS, True), (State.FAILS, False), (State.FAILS, False)]


def test_names_that_no_scenario_could_have_are_refused() -> None:
    """They would be printed, whatever their length."""
    for key, value in (("rule", "x" * 5_000), ("parameters", {"x" * 5_000: "1"})):
        with pytest.raises(InputError, match=rf"{key}: .*(too long|more than 4,000)"):
            decode(changed(1, partial(dict.update, **{key: value})), "a file")


def test_a_bug_that_was_mended_is_fixed() -> None:
    """The same decisions are made, as far as they come up, and the rule is kept."""
    was = "if_due = \"not happened('agreement_signed')\""
    look = "and not standing('talks_suspended', until = 'talks_resumed')"
    stored = found()
    count = len(stored.cases[0][1].decisions or ())

    became, why = state(stored, lambda text: text.replace(was, f'{was[:-1]} {look}"'))

    assert became is State.FIXED
    assert why == f"{count} of its {count} decisions came up; it is kept"


def test_a_story_that_is_kept_does_not_mend_the_rule() -> None:
    """Where other runs break it, it still fails; where none is made, that is said.

    That rounds come a little later keeps the story, and mends nothing.
    """
    text = (PLANTED / "scenario.toml").read_text(encoding="utf-8")
    body = text[text.index("[clock]") :]
    stored = found()
    later = models(body.replace("low = 10 d, high = 40 d", "low = 10 d, high = 47 d"))
    kept = list(replayed(later, stored, never))
    assert [one.state for one in kept] == [State.FIXED]

    (fails,) = confirmed(later, kept, range(200), unheard, never)
    (alone,) = confirmed(later, kept, range(0), unheard, never)

    assert fails.state is State.FAILS
    assert re.fullmatch(r"its story keeps it, and \d+ of 200 runs break the rule", fails.why)
    assert alone.why.endswith("it is kept; no other run was looked at")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'name = "signature"',
            'name = "signing"',
            "no step 'delegations: signature'; did you mean",
        ),
        (f'name = "{SIGNED}"', 'name = "another"', f"has no rule '{SIGNED}'"),
    ],
)
def test_a_case_that_no_longer_fits_cannot_run(old: str, new: str, words: str) -> None:
    """It says what is missing, and what is nearest."""
    became, why = state(found(), lambda text: text.replace(old, new))

    assert became is State.STUCK
    assert words in why


def test_assumptions_that_no_longer_fit_cannot_run() -> None:
    """An actor or a parameter that the scenario does not have."""
    some = (
        (SIGNED, Case(1, without=frozenset({"nobody"}))),
        (SIGNED, Case(1, {"nothing": "1"})),
    )
    found = Models(load(PLANTED), lambda changes: load(PLANTED, changes))
    first, second = replayed(found, Stored("", {}, some), never)

    assert (first.state, second.state) == (State.STUCK, State.STUCK)
    assert "no actor 'nobody'" in first.why
    assert "values of nothing" in second.why
