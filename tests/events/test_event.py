"""Events: what is recorded cannot be altered, however it was made."""

import copy
from typing import Any

import attrs
import pytest

from sim.events import Event, sealed

FIELDS: tuple[Any, ...] = (
    7, 86_400, "host", "attack", "bases", 2.5, "persons", (3,), "host: raid", b"\1" * 17,
)  # fmt: skip


@pytest.mark.parametrize("make", [Event, sealed])
@pytest.mark.parametrize("field", [field.name for field in attrs.fields(Event)])
def test_an_event_cannot_be_altered(make: type[Event], field: str) -> None:
    """Neither a field of it, nor whether it has one."""
    event = make(*FIELDS)

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(event, field, 0)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        delattr(event, field)


def test_a_sealed_event_is_an_event() -> None:
    """It has the fields, equals, hashes, prints, is changed into another and copied like one."""
    event, same = Event(*FIELDS), sealed(*FIELDS)

    assert type(same) is Event
    assert attrs.astuple(same, recurse=False) == FIELDS
    assert same == event
    assert hash(same) == hash(event)
    assert repr(same) == repr(event)
    assert attrs.evolve(same, seq=8) == attrs.evolve(event, seq=8) != event
    assert copy.deepcopy(same) == event
