"""What every source is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from xinan.casework.cases.models import Case
from xinan.casework.cases.opening import UMBRELLA
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
    # The lives of the clues and warnings from which the case came: they go on by themselves, also after it is closed.
    before: Sequence[Proceeding] = ()

    @property
    def every(self) -> Sequence[Proceeding]:
        """The case's own proceedings and those it came from."""
        return [*self.before, *self.proceedings]

    @property
    def until(self) -> datetime | None:
        """Up to when the lives before the case belong to its file: the closing, so that a seal holds; None while it is open."""
        if self.case.closed_on is None:
            return None
        closings = [
            one.closed_at for one in self.proceedings if one.procedure == UMBRELLA and one.closed_at is not None
        ]
        return max(closings, default=None)

    def shown(self, clear: str | None, masked: str) -> str:
        """A worker's name or number as this reader may see it."""
        return clear or masked if self.clear else masked


def day(moment: datetime | None) -> str:
    """A day in China as it is printed; empty for none."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d}" if moment is not None else ""


def minute(moment: datetime | None) -> str:
    """A moment in China as it is printed; empty for none."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}" if moment is not None else ""
