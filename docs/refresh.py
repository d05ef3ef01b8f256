"""Run the commands that the documents show, and put their output where it stands.

A block that starts with ```console holds commands after `$ ` and, under each, what it prints.
A block that names a file after its language says what is in the file from there on:

    ```toml talks/scenario.toml        the whole file
    ```toml talks/scenario.toml +      what is added at its end
    ```diff talks/scenario.toml        lines that go (-), come (+) and stay ( )

Commands run at the root of the checkout; in a document that makes files they run in an empty folder
instead, which such a document fills from its first block to its last.
`python docs/refresh.py [DOCUMENT ...]` rewrites the outputs; the tests run the same and compare.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(
    r"^```(?P<language>\w+)(?: (?P<file>[\w./-]+)(?P<more> \+)?)?\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
WIDTH = "120"


def documents() -> list[Path]:
    """The documents whose commands are run."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def printed(command: str, folder: Path) -> str:
    """What a command prints when it is run in a folder, messages included."""
    home = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{home}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": WIDTH,
        "PYTHONIOENCODING": "utf-8",
    }
    environment.pop("PYTHONUNBUFFERED", None)  # buffered, as where a reader runs it
    ran = subprocess.run(  # noqa: S602  commands of our own documents
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return "\n".join(line.rstrip() for line in ran.stdout.splitlines())


def edited(text: str, lines: list[str]) -> str:
    """A text after a change written as `diff` writes one, without line numbers.

    Raises:
        ValueError: What goes and stays does not stand there, or in more than one place.
    """
    old = "".join(f"{line[1:]}\n" for line in lines if line[:1] in "- ")
    new = "".join(f"{line[1:]}\n" for line in lines if line[:1] in "+ ")
    places = f"\n{text}".count(f"\n{old}")
    if places != 1:
        raise ValueError(f"these lines stand in {places} places, not in one:\n{old}")
    return f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]


def write(block: re.Match[str], folder: Path) -> None:
    """Bring a file to the state that a block tells."""
    file = folder / block["file"]
    body = block["body"]
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if block["language"] == "diff":
        body = edited(before, body.splitlines())
    elif block["more"]:
        body = f"{before}\n{body}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(body, encoding="utf-8")


@contextmanager
def place(text: str) -> Iterator[Path]:
    """Where a document's commands run: the checkout, or an empty folder for its own files."""
    if not any(block["file"] for block in BLOCK.finditer(text)):
        yield ROOT
        return
    with TemporaryDirectory() as made:
        yield Path(made)


def refreshed(text: str) -> str:
    """A document with the output of every command as it is now."""

    def renewed(block: re.Match[str], folder: Path) -> str:
        if block["file"]:
            write(block, folder)
        if block["language"] != "console":
            return block[0]
        commands = [line for line in block["body"].splitlines() if line.startswith("$ ")]
        parts = [
            "\n".join(filter(None, [command, printed(command[2:], folder)])) for command in commands
        ]
        return "```console\n" + "\n".join(parts) + "\n```"

    with place(text) as folder:
        return BLOCK.sub(lambda block: renewed(block, folder), text)


def main() -> None:
    """Rewrite every document, or those that are named."""
    for document in [Path(name) for name in sys.argv[1:]] or documents():
        text = document.read_text(encoding="utf-8")
        document.write_text(refreshed(text), encoding="utf-8")


if __name__ == "__main__":
    main()
