"""Opens a stranger's file in a process of its own, under limits (forked by reading.fork_server).

A spreadsheet can be made to ask for more memory or time than any machine has, or to make its reader crash. Here that ends
a process that has nothing to lose: no database, no keys, no other person's data. What it reads goes to a file of lines
(see `reading.guarded`). It imports nothing of the product but its neighbours and what reads packages.
"""

from typing import BinaryIO

from xinan.intake.reading.limits import set_limits
from xinan.intake.reading.opening import Refusal, opened
from xinan.intake.reading.result import write_result


def main(incoming: BinaryIO, outgoing: BinaryIO) -> int:
    """Read the file that comes in; write its worksheets, or why there are none."""
    set_limits()
    try:
        sheets = opened(incoming.read())
    except Refusal as refusal:
        write_result(outgoing, (), refusal=refusal.code)
    else:
        write_result(outgoing, sheets)
    return 0
