"""Lines of times: where they change, and how much of them is which, by hand."""

from collections.abc import Callable, Sequence

import pytest

from sim.check.search.probing import MOST_HALVINGS, Line, Probe, middles

BREAKS, KEEPS = Probe(1.0, 1.0, frozenset({0})), Probe(0.0, 0.0, frozenset())


def line(at: Callable[[float], Probe], places: Sequence[float], end: float = 1.0) -> Line:
    """A line that is probed at some places."""
    made = Line(at, end, 1e-9)
    made.probe(places)
    return made


def test_bounds_are_found_by_halving() -> None:
    """From 0.3 to 0.7, whichever places of it are probed; the outcome there has a chance of 0.4."""
    some = Probe(0.4, 1.0, frozenset({0}))
    for places in (middles(16), middles(5), [0.1, 0.5]):
        whole, own = line(lambda at: some if 0.3 < at < 0.7 else KEEPS, [*places, 0.9]).totals()
        assert own == pytest.approx(0.4, rel=0.01)
        assert whole == pytest.approx(0.4 * own)


def test_a_window_is_known_as_finely_as_it_is_short() -> None:
    """A tenth of a thousandth, known by one place in it."""
    found = line(lambda at: BREAKS if 0.6 < at < 0.6001 else KEEPS, [*middles(4), 0.60004])
    assert found.totals()[0] == pytest.approx(0.0001, rel=0.02)


def test_what_lies_between_two_bounds_counts() -> None:
    """Between places that keep the rule and places that break it, some where half do."""
    half = Probe(0.5, 0.0, frozenset({1}))
    found = line(lambda at: KEEPS if at < 0.4 else half if at < 0.5 else BREAKS, [0.2, 0.8])
    assert found.totals()[0] == pytest.approx(0.1 * 0.5 + 0.5, rel=0.01)


def test_places_that_are_alike_share_what_is_between() -> None:
    """Half each, without further probes, though their values differ."""
    asked = []

    def at(place: float) -> Probe:
        asked.append(place)
        return Probe(place, place, frozenset({0}))

    assert line(at, [2.0, 6.0], 8.0).totals()[0] == pytest.approx(4 * 2.0 + 4 * 6.0)
    assert asked == [2.0, 6.0]


def test_what_changes_everywhere_is_not_probed_without_end() -> None:
    """So many further probes, spread over all gaps."""
    asked = []

    def at(place: float) -> Probe:
        asked.append(place)
        return Probe(place, place, frozenset({len(asked)}))

    line(at, [0.0, 0.5, 1.0]).totals()
    assert len(asked) == 3 + MOST_HALVINGS
    assert sum(place < 0.5 for place in asked) == pytest.approx(len(asked) / 2, abs=16)
