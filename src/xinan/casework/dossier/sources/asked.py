"""What every source is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from xinan.casework.cases.models import Case
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.procedures.models import Proceeding


@dataclass(frozen=True, slots=True)
class Asked:
    """The case with its proceedings, as the file is made of them; `clear`: names of workers are shown as they are."""

    case: Case
    proceedings: Sequence[Proceeding]
    keyring: Keyring = field(repr=False)
    now: datetime
    clear: bool = False

    def shown(self, clear: str | None, masked: str) -> str:
        """A worker's name or number as this reader may see it."""
        return clear or masked if self.clear else masked


def day(moment: datetime | None) -> str:
    """A day in China as it is printed; empty for none."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d}" if moment is not None else ""


def minute(moment: datetime | None) -> str:
    """A moment in China as it is printed; empty for none."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}" if moment is not None else ""
