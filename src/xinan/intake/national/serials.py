"""The serial that a sender is given for a message, and asks by for what became of it."""

import re
from datetime import datetime

from xinan.kernel.clock import CHINA

_SERIAL = re.compile(r"(?P<method>[a-z]+-[a-z]+)-(?P<hour>\d{10})-1-(?P<number>\d{1,18})")


def serial_of(method_prefix: str, *, received_at: datetime, number: int) -> str:
    """The serial of the batch of that number.

    >>> serial_of("workerattendance-add", received_at=datetime(2026, 3, 14, 15, 9, tzinfo=CHINA), number=2270)
    'workerattendance-add-2026031415-1-2270'
    """
    return f"{method_prefix}-{received_at.astimezone(CHINA):%Y%m%d%H}-1-{number:04d}"


def number_in(serial: str) -> int | None:
    """The number of the batch a serial names; None where it is none.

    >>> number_in("workerattendance-add-2026031415-1-2270"), number_in("x")
    (2270, None)
    """
    found = _SERIAL.fullmatch(serial)
    return int(found["number"]) if found else None
