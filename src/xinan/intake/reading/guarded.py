"""Has a stranger's file read by a process under limits (reading.child), and reads what it found from a nameless file."""

import json
import mmap
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from xinan.intake.reading.result import Index, read_index, read_lines

SECONDS = 90  # a waiting person's patience; the process's own limit of computing time is lower
_READER, _MARKER = "xinan.intake.reading.child", "xinan.intake.reading.marking_child"
# The process gets no key, no address of a database and no proxy along with the file.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}


class OutOfLimits(Exception):
    """The process was ended for what it used, or broke under the file."""


class Result:
    """What was read from a file; rows stay on disk and come as they are walked."""

    def __init__(self, content: "mmap.mmap | bytes", index: Index) -> None:
        self._content = content
        self.index = index

    def lines(self, *, start: int, end: int) -> Iterator[list[Any]]:
        """The rows between two places of the result."""
        return read_lines(self._content, start=start, end=end)


def read_guarded(content: bytes, *, seconds: float = SECONDS) -> Result:
    """Read the file in a process of its own. Raises OutOfLimits."""
    with tempfile.TemporaryFile(prefix="xinan-") as target:
        _run(_READER, content, target=target, seconds=seconds)
        try:
            found = mmap.mmap(target.fileno(), 0, access=mmap.ACCESS_READ)
            return Result(found, read_index(found))
        except ValueError as error:
            raise OutOfLimits("incomplete") from error


def mark_guarded(content: bytes, asked: dict[str, Any], *, seconds: float = SECONDS) -> bytes:
    """The workbook with the cells marked as `asked` (reading.marking_child). Raises OutOfLimits."""
    with tempfile.TemporaryFile(prefix="xinan-") as target:
        _run(_MARKER, json.dumps(asked).encode() + b"\n" + content, target=target, seconds=seconds)
        target.seek(0)
        return target.read()


def _run(module: str, content: bytes, *, target: IO[bytes], seconds: float) -> None:
    try:
        done = subprocess.run(  # noqa: S603 a module of ours; the file comes through the pipe
            (sys.executable, "-I", "-m", module),
            input=content,
            stdout=target,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OutOfLimits("time") from error
    if done.returncode != 0:
        raise OutOfLimits(f"ended with {done.returncode}")
