"""What shares a line in the timeline, and what must not."""

import attrs

from sim.events import Event
from sim.log import DocumentedEvent
from sim.report.beside import beside
from sim.report.timeline import Item, stretches
from tests.report.made import START, event, log, predicted, row, scenario


def items(
    *events: Event, rows: tuple[DocumentedEvent, ...] = (), known_until: str = "2002-12-31"
) -> list[Item]:
    """The lines shown for a run in which rounds are predicted, and attacks by the month."""
    entries = [predicted("round_held"), predicted("attack", monthly=True)]
    shown = beside(scenario(entries, rows, known_until), log(*events))
    return [item for stretch in stretches(shown) for item in stretch.items]


def texts(found: list[Item]) -> list[tuple[str, str]]:
    """Date and text of each line."""
    return [(item.date, item.text) for item in found]


def handovers(count: int, day: str = "2001-05-27", first: int = 10) -> list[Event]:
    """So many numbered sites handed over on a day, in answer to event 3."""
    return [
        event(
            first + n, day, "base_handed_over", subject=f"outposts_{n + 1}", quantity=0.0,
            unit="persons", causes=(3,),
        )
        for n in range(count)
    ]  # fmt: skip


def test_forty_sites_on_one_day_are_one_line() -> None:
    """The line says how many, which, how much, under which numbers, and because of what."""
    (item,) = items(*handovers(40))

    assert item.text == "base handed over: outposts 1 to 40 (x40, 0 persons each)"
    assert (item.date, item.numbers, item.because) == ("2001-05-27", "10-49", "#3")


def test_few_alike_keep_their_lines() -> None:
    """Three alike are shorter to read than to explain."""
    assert len(items(*handovers(3))) == 3


def test_each_day_has_its_own_line() -> None:
    """Alike on two days are two lines, though they follow each other."""
    found = items(*handovers(4), *handovers(5, "2001-05-28", 20))

    assert [(i.date, len(i.lines)) for i in found] == [("2001-05-27", 4), ("2001-05-28", 5)]


def test_names_with_gaps_are_not_called_a_range() -> None:
    """Outposts 1, 2, 3 and 5 are not outposts 1 to 5."""
    found = [*handovers(5)]
    del found[3]

    assert [i.text for i in items(*found)] == ["base handed over: outposts (x4, 0 persons each)"]


def test_unlike_subjects_keep_their_lines() -> None:
    """Sites with names of their own are each named."""
    names = ("north", "south", "east", "west")
    found = items(
        *[event(n, "2001-05-27", "base_handed_over", "a", name) for n, name in enumerate(names)]
    )

    assert [f"base handed over: {name}" for name in names] == [item.text for item in found]


def test_the_same_again_and_again_is_one_line() -> None:
    """What one actor repeats without anything in between is told once, with its last day."""
    found = items(
        *[
            event(n, f"2001-0{n + 1}-05", "force_level_reported", "a", "troops", quantity=2500.0)
            for n in range(4)
        ]
    )

    assert (texts(found)) == [
        ("2001-01-05", "force level reported: troops (x4, 2,500 each, to 2001-04-05)")
    ]


def test_a_changed_quantity_is_news() -> None:
    """Reports of different levels on different days keep their lines."""
    found = items(
        *[
            event(n, f"2001-0{n + 1}-05", "force_level_reported", quantity=2500.0 - n)
            for n in range(4)
        ]
    )

    assert len(found) == 4


def test_quantities_of_one_day_become_a_range() -> None:
    """Alike on a day may differ in how much."""
    ninety = attrs.evolve(handovers(4)[3], quantity=90.0, causes=(7,))

    (item,) = items(*handovers(3), ninety)

    assert item.text == "base handed over: outposts 1 to 4 (x4, 0 to 90 persons)"
    assert item.because == "#3, #7"


def test_what_is_paired_keeps_a_line_of_its_own() -> None:
    """Of five rounds on one day the one that answers to a row stands alone, with its dates."""
    rounds = [event(n, "2001-05-27", "round_held") for n in range(5)]

    first, others = items(*rounds, rows=(row(2, "2001-05", "round_held"),))

    assert (first.text, first.documented(START), first.days) == ("round held", "2001-05", "0")
    assert (others.text, others.documented(START), others.days) == ("round held (x4)", "none", "")


def test_counted_kinds_share_a_line_a_month() -> None:
    """Two attacks of May stand at the first of them, whatever happens in between."""
    found = items(
        event(0, "2001-05-02", "attack", subject="bases", quantity=2.0, unit="drones"),
        event(1, "2001-05-10", "round_held"),
        event(2, "2001-05-31", "attack", subject="bases", quantity=5.0, unit="drones"),
        event(3, "2001-06-01", "attack", subject="bases"),
    )

    assert texts(found) == [
        ("2001-05", "attack: bases (x2, 2 to 5 drones)"),
        ("2001-05-10", "round held"),
        ("2001-06-01", "attack: bases"),
    ]
    assert [item.numbers for item in found] == ["0..2", "1", "3"]


def test_counted_kinds_of_one_day_keep_their_day() -> None:
    """Two attacks on one day need no month."""
    found = items(event(0, "2001-05-02", "attack"), event(1, "2001-05-02", "attack"))

    assert texts(found) == [("2001-05-02", "attack (x2)")]


def test_counted_kinds_of_two_actors_keep_apart() -> None:
    """Who did it is never lost."""
    assert len(items(event(0, "2001-05-02", "attack"), event(1, "2001-05-03", "attack", "b"))) == 2


def test_unlike_subjects_of_a_month_are_not_named() -> None:
    """Attacks on this and that are attacks."""
    found = items(
        event(0, "2001-05-02", "attack", subject="bases"),
        event(1, "2001-05-03", "attack", subject="embassy", unit="drones", quantity=1.0),
    )

    assert [item.text for item in found] == ["attack (x2)"]


def test_a_stretch_ends_with_its_year_and_with_the_record() -> None:
    """Lines are never put together across either, and initial events stand before all."""
    entries = [predicted("attack", monthly=True)]
    shown = beside(
        scenario(entries, [], "2001-12-15"),
        log(
            event(0, "1999-05-01", "attack", step="initial: x"),
            event(1, "2000-05-01", "attack", step="initial: y"),
            event(2, "2001-12-14", "attack"),
            event(3, "2001-12-16", "attack"),
            event(4, "2001-12-17", "attack"),
            event(5, "2002-01-01", "attack"),
        ),
    )

    assert [(stretch.compared, len(stretch.items)) for stretch in stretches(shown)] == [
        (True, 2),
        (True, 1),
        (False, 1),
        (False, 1),
    ]


def test_no_event_is_lost() -> None:
    """Every event of the log is in exactly one line, in the order of the log within it."""
    events = [*handovers(6), *[event(20 + n, "2001-06-05", "attack") for n in range(3)]]

    found = items(*events)

    assert [e.seq for e in events] == [line.event.seq for i in found for line in i.lines]


def test_a_name_that_is_partly_numbered_does_not_count() -> None:
    """`outposts` among `outposts 1` and its like has no number, so no range is claimed."""
    plain = event(9, "2001-05-27", "base_handed_over", subject="outposts", quantity=0.0,
                  unit="persons", causes=(3,))  # fmt: skip

    assert [item.text for item in items(plain, *handovers(4))] == [
        "base handed over: outposts (x5, 0 persons each)"
    ]
