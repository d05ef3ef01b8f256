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


def fenced(language: str, body: str) -> str:
    """A block of a document."""
    return f"```{language}\n{body}```\n"


def test_commands_see_the_files_as_they_are_told_so_far() -> None:
    """A file is made, added to and edited in the order of the document, in a folder of its own."""
    text = "\n".join(
        [
            fenced("text here/a.txt", "one\ntwo\n"),
            fenced("console", "$ cat here/a.txt\nold\n"),
            fenced("text here/a.txt +", "three\n"),
            fenced("diff here/a.txt", " one\n-two\n+2\n"),
            fenced("console", "$ cat here/a.txt\n$ ls\n"),
        ]
    )

    told = refresh.refreshed(text)

    assert fenced("console", "$ cat here/a.txt\none\ntwo\n") in told
    assert fenced("console", "$ cat here/a.txt\none\n2\n\nthree\n$ ls\nhere\n") in told
    assert not (ROOT / "here").exists()


def test_a_document_without_files_runs_at_the_root() -> None:
    """What it shows is what somebody with a checkout sees."""
    assert "README.md" in refresh.refreshed(fenced("console", "$ ls\n"))


@pytest.mark.parametrize(
    ("lines", "places"), [(["-three"], 0), (["-one"], 2), ([" two", "-two"], 0)]
)
def test_an_edit_that_does_not_fit_is_an_error(lines: list[str], places: int) -> None:
    """What goes must stand there, and in one place only: a reader could not follow otherwise."""
    with pytest.raises(ValueError, match=f"stand in {places} places"):
        refresh.edited("one\ntwo\none\n", lines)


def test_the_tutorial_shows_nothing_that_is_not_used() -> None:
    """Each part of a file that it shows goes into a file, in which its commands then run."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    opened = [line for line in text.splitlines() if line.startswith("```")][::2]
    parts = [line for line in opened if line != "```console"]

    assert len(parts) > 10
    assert all(" talks/" in line for line in parts)
    assert len(list(refresh.BLOCK.finditer(text))) == len(opened)
