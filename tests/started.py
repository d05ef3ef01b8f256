"""A scenario to start from: what `sim new` makes, with more at its end."""

from pathlib import Path

from click.testing import CliRunner

from sim.cli.main import program


def started(folder: Path, more: str = "") -> Path:
    """Make the scenario `talks` in a folder, and add some text to its file."""
    place = folder / "talks"
    CliRunner().invoke(program, ["new", str(place)], catch_exceptions=False)
    file = place / "scenario.toml"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    return place
