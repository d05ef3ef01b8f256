"""Whoever waits for a search: hears how far it is, and may have had enough."""

from collections.abc import Callable

Heard = Callable[[int], None]
"""Hears how much more is done."""

Spent = Callable[[], bool]
"""Whether to stop looking."""
