"""What a process that handles a stranger's file may use at most. Imports little, so that such a process starts at once."""

import errno
import resource
from collections.abc import Callable
from typing import BinaryIO

MEMORY = 1024 * 1024 * 1024  # bytes of address space; 6,400,000 cells take 700 MB
CPU_SECONDS = 60  # a file of the largest size taken needs a third of it
# The signal of the lower limit says that it was the limit; that of the higher one, sent to what goes on, anybody may send.
_CPU_AT_LAST = 65
OUT_OF_LIMITS = 3  # what such a process ends with where it notices by itself
LARGEST_RESULT = 1024 * 1024 * 1024
OPEN_FILES = 32
# Of a package (.xlsx), as its directory declares them.
LARGEST_UNPACKED = 1024 * 1024 * 1024
MOST_PARTS = 5_000


def set_limits() -> None:
    """Put the limits on this process; it cannot raise them again."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, _CPU_AT_LAST))
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_RESULT),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def within_limits(main: Callable[[BinaryIO, BinaryIO], int], incoming: BinaryIO, outgoing: BinaryIO) -> int:
    """What `main` returns; OUT_OF_LIMITS where it asked for more memory, or a longer result, than there is."""
    try:
        return main(incoming, outgoing)
    except MemoryError:
        return OUT_OF_LIMITS
    except OSError as error:
        if error.errno in (errno.EFBIG, errno.ENOMEM):
            return OUT_OF_LIMITS
        raise
