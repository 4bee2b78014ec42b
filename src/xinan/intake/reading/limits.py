"""What a process that handles a stranger's file may use at most. Imports nothing, so that such a process starts at once."""

import resource

MEMORY = 1024 * 1024 * 1024  # bytes of address space; 6,400,000 cells take 700 MB
CPU_SECONDS = 60  # a file of the largest size taken needs a third of it
LARGEST_RESULT = 1024 * 1024 * 1024
OPEN_FILES = 32


def set_limits() -> None:
    """Put the limits on this process; it cannot raise them again."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_RESULT),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
