"""The command `sim`: one file for each group of commands, loaded when it is called."""

try:
    from sim.cli.main import main
except KeyboardInterrupt:  # Ctrl-C before there is anything that could say so
    raise SystemExit(130) from None

__all__ = ["main"]
