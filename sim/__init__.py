"""Drawdown: negotiations over a foreign military presence, simulated and scored."""

__version__ = "0.1.0"
