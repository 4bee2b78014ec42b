"""Tries a stranger's template in a process of its own, under limits: `python -m xinan.documents.checking.child`.

A Word file can be made to unpack without end, or its tags to keep a reader busy for hours. Here that ends a process that has
nothing to lose: no database, no keys, no other person's data. It imports nothing of Django, so that it starts at once.
"""

import json
import resource
import sys
from typing import BinaryIO, TextIO

from xinan.documents.checking.language import Vocabulary
from xinan.documents.checking.package import Refusal
from xinan.documents.checking.trial import try_out

MEMORY = 768 * 1024 * 1024  # bytes of address space
CPU_SECONDS = 8  # the shipped templates take a tenth of one
OPEN_FILES = 64


def main(incoming: BinaryIO, outgoing: TextIO) -> int:
    """Read what is asked and the file; write `{}`, or why it is refused."""
    limits = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_NOFILE, OPEN_FILES),
              (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0))  # fmt: skip
    for limit, most in limits:
        resource.setrlimit(limit, (most, most))
    asked = json.loads(incoming.readline())
    vocabulary = Vocabulary(
        frozenset(asked["names"]), {name: frozenset(columns) for name, columns in asked["rows"].items()}
    )
    answer: dict[str, object] = {}
    try:
        try_out(incoming.read(), vocabulary=vocabulary, context=asked["context"], must_say=asked["must_say"])
    except Refusal as refusal:
        answer = {"refused": refusal.code, "details": refusal.details}
    json.dump(answer, outgoing)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, sys.stdout))
