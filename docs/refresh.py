"""Run the commands that the documents show, and put their output where it stands.

A block that starts with ```console holds commands after `$ ` and, under each, what it prints.
`python docs/refresh.py` rewrites the outputs; the tests run the same and compare.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
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


def refreshed(text: str, folder: Path) -> str:
    """A document with the output of every command as it is now."""

    def block(found: re.Match[str]) -> str:
        commands = [line for line in found[1].splitlines() if line.startswith("$ ")]
        parts = [
            "\n".join(filter(None, [command, printed(command[2:], folder)])) for command in commands
        ]
        return "```console\n" + "\n".join(parts) + "\n```"

    return BLOCK.sub(block, text)


def main() -> None:
    """Rewrite every document."""
    for document in documents():
        text = document.read_text(encoding="utf-8")
        document.write_text(refreshed(text, ROOT), encoding="utf-8")


if __name__ == "__main__":
    main()
