"""The documents say what the commands print."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
assert _spec
assert _spec.loader
refresh = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(refresh)


@pytest.mark.parametrize("document", refresh.documents(), ids=lambda path: path.name)
def test_outputs_are_those_of_the_commands(document: Path) -> None:
    """Each command shown in a document prints what the document shows; `make docs` renews it."""
    text = document.read_text(encoding="utf-8")

    assert refresh.refreshed(text) == text
