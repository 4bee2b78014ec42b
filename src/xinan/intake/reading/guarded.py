"""Has a stranger's file read by a process under limits (reading.child), and reads what it found from a nameless file."""

import json
import mmap
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import structlog

from xinan.intake.reading.limits import OUT_OF_LIMITS
from xinan.intake.reading.result import Index, read_index, read_lines

log = structlog.get_logger(__name__)

SECONDS = 90  # a waiting person's patience; the process's own limit of computing time is lower
_READER, _MARKER = "xinan.intake.reading.child", "xinan.intake.reading.marking_child"
_BY_LIMIT = {OUT_OF_LIMITS, -signal.SIGXCPU, -signal.SIGXFSZ}
_NO_MEMORY, _LAST_WORDS = b"memory allocation of ", 4096  # how the spreadsheet reader ends
# The process gets no key, no address of a database and no proxy along with the file.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}


class OutOfLimits(Exception):
    """The process was ended for what it used: the file asks for too much."""


class Crashed(Exception):
    """The process broke, or somebody ended it, twice: nothing is said about the file. `how` is what it ended with."""

    def __init__(self, how: int) -> None:
        super().__init__(f"ended with {how}")
        self.how = how


class Result:
    """What was read from a file; rows stay on disk and come as they are walked."""

    def __init__(self, content: "mmap.mmap | bytes", index: Index) -> None:
        self._content = content
        self.index = index

    def lines(self, *, start: int, end: int) -> Iterator[list[Any]]:
        """The rows between two places of the result."""
        return read_lines(self._content, start=start, end=end)


def read_guarded(content: bytes, *, seconds: float = SECONDS) -> Result:
    """Read the file in a process of its own. Raises OutOfLimits, Crashed."""
    with tempfile.TemporaryFile(prefix="xinan-") as target:
        _run(_READER, content, target=target, seconds=seconds)
        try:
            found = mmap.mmap(target.fileno(), 0, access=mmap.ACCESS_READ)
            return Result(found, read_index(found))
        except ValueError as error:
            raise OutOfLimits("incomplete") from error


def mark_guarded(content: bytes, asked: dict[str, Any], *, seconds: float = SECONDS) -> bytes:
    """The workbook with the cells marked as `asked` (reading.marking_child). Raises as `read_guarded`."""
    with tempfile.TemporaryFile(prefix="xinan-") as target:
        _run(_MARKER, json.dumps(asked).encode() + b"\n" + content, target=target, seconds=seconds)
        target.seek(0)
        return target.read()


def _run(module: str, content: bytes, *, target: IO[bytes], seconds: float) -> None:
    """Run the module on the content; once more where it crashes, for the machine may have been at fault."""
    try:
        _run_once(module, content, target=target, seconds=seconds)
    except Crashed as crash:
        log.warning("reader_crashed", reader=module, ended_with=crash.how)
        target.seek(0)
        target.truncate()
        _run_once(module, content, target=target, seconds=seconds)


def _run_once(module: str, content: bytes, *, target: IO[bytes], seconds: float) -> None:
    with tempfile.TemporaryFile(prefix="xinan-") as said:
        try:
            done = subprocess.run(  # noqa: S603 a module of ours; the file comes through the pipe
                (sys.executable, "-I", "-m", module),
                input=content,
                stdout=target,
                stderr=said,
                env=ENVIRONMENT,
                cwd="/",
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise OutOfLimits("time") from error
        if done.returncode == 0:
            return
        if done.returncode in _BY_LIMIT or _asked_for_too_much(said):
            raise OutOfLimits(f"ended with {done.returncode}")
        raise Crashed(done.returncode)


def _asked_for_too_much(said: IO[bytes]) -> bool:
    """Whether the last words of a process are that it got no memory. Nothing else of them is looked at or kept."""
    said.seek(max(said.seek(0, os.SEEK_END) - _LAST_WORDS, 0))
    return _NO_MEMORY in said.read()
