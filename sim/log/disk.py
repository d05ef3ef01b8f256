"""Files that are written wholly or not at all; what other rooms keep is written by this too."""

import contextlib
import errno
import os
from pathlib import Path
from typing import BinaryIO

UNFINISHED = f".{'[0-9a-f]' * 16}.tmp"
"""What a file is called until all its bytes are there; a killed process may leave one behind."""


def replace(file: Path, raw: bytes) -> None:
    """Replace a file once all bytes are on the disk; leave no rest, whatever fails."""
    if file.exists() and not file.is_file():
        raise FileExistsError(errno.EEXIST, "a folder or a device stands there")
    temporary = file.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def opened(file: Path) -> BinaryIO:
    """A file to be read; what is no file, a folder or a device, is as good as none."""
    if not file.is_file():
        raise FileNotFoundError(errno.ENOENT, "no such file")
    return file.open("rb")


def read(file: Path, largest: int) -> bytes:
    """The bytes of a file, and not many more than `largest` of one that is too large."""
    with opened(file) as stream:
        return stream.read(largest + 1)
