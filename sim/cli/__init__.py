"""The command `sim`: one file for each group of commands, loaded when it is called."""

from sim.cli.main import main

__all__ = ["main"]
