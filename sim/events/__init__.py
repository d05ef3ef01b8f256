"""What can happen: the event, patterns of events, and the vocabulary of kinds."""

from sim.events.event import Event, Pattern, meant, sealed
from sim.events.vocabulary import Kind, Vocabulary, shipped

__all__ = ["Event", "Kind", "Pattern", "Vocabulary", "meant", "sealed", "shipped"]
