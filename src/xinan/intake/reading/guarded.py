"""Has a stranger's file read by a process under limits (reading.child), and reads what it found from a nameless file."""

import json
import mmap
import os
import signal
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import structlog

from xinan.intake.reading.fork import MARK, READ, forked
from xinan.intake.reading.limits import OUT_OF_LIMITS
from xinan.intake.reading.result import Index, read_index, read_lines

log = structlog.get_logger(__name__)

SECONDS = 90  # a waiting person's patience; the process's own limit of computing time is lower
_READERS = {READ: "reading", MARK: "marking"}  # what the log calls them
_BY_LIMIT = {OUT_OF_LIMITS, -signal.SIGXCPU, -signal.SIGXFSZ}
_NO_MEMORY, _LAST_WORDS = b"memory allocation of ", 4096  # how the spreadsheet reader ends


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
        _run(READ, content, target=target, seconds=seconds)
        try:
            found = mmap.mmap(target.fileno(), 0, access=mmap.ACCESS_READ)
            return Result(found, read_index(found))
        except ValueError as error:
            raise OutOfLimits("incomplete") from error


def mark_guarded(content: bytes, asked: dict[str, Any], *, seconds: float = SECONDS) -> bytes:
    """The workbook with the cells marked as `asked` (reading.marking_child). Raises as `read_guarded`."""
    with tempfile.TemporaryFile(prefix="xinan-") as target:
        _run(MARK, json.dumps(asked).encode() + b"\n" + content, target=target, seconds=seconds)
        target.seek(0)
        return target.read()


def _run(work: bytes, content: bytes, *, target: IO[bytes], seconds: float) -> None:
    """Have the work done on the content; once more where it crashes, for the machine may have been at fault."""
    try:
        _run_once(work, content, target=target, seconds=seconds)
    except Crashed as crash:
        log.warning("reader_crashed", reader=_READERS[work], ended_with=crash.how)
        target.seek(0)
        target.truncate()
        _run_once(work, content, target=target, seconds=seconds)


def _run_once(work: bytes, content: bytes, *, target: IO[bytes], seconds: float) -> None:
    with tempfile.TemporaryFile(prefix="xinan-") as incoming, tempfile.TemporaryFile(prefix="xinan-") as said:
        incoming.write(content)
        incoming.seek(0)
        try:
            done = forked(work, incoming=incoming, outgoing=target, said=said, seconds=seconds)
        except TimeoutError as error:
            raise OutOfLimits("time") from error
        log.info("reader_ended", reader=_READERS[work], ended_with=done.status, peak_bytes=done.peak)
        if done.status == 0:
            return
        if done.status in _BY_LIMIT or _asked_for_too_much(said):
            raise OutOfLimits(f"ended with {done.status}")
        raise Crashed(done.status)


def _asked_for_too_much(said: IO[bytes]) -> bool:
    """Whether the last words of a process are that it got no memory. Nothing else of them is looked at or kept."""
    said.seek(max(said.seek(0, os.SEEK_END) - _LAST_WORDS, 0))
    return _NO_MEMORY in said.read()
