"""What callers hand to the actions of cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinan.casework.cases.enums import Size


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case to be opened, from clues, warnings or both.

    Project, employer, place and trade are those of the first clue or warning that has them where they are left out here.
    """

    clue_ids: Sequence[str] = ()
    warning_ids: Sequence[int] = ()
    title: str = ""
    project_id: str = ""
    employer_id: str = ""
    region_code: str = ""
    industry: str = ""
    size: Size = Size.ORDINARY
    background_user_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ToldWage:
    """What is owed for a month, or for a run of months where only the sum is known."""

    from_month: str
    to_month: str
    owed: Decimal
    words: str = ""


@dataclass(frozen=True, slots=True)
class ToldWorker:
    """A worker of the case: one on the roster (`worker_id`), or by what is known of them in clear."""

    wages: Sequence[ToldWage]
    worker_id: str = ""
    name: str = ""
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task for a person or an office, with the day to answer by."""

    title: str
    words: str
    due_on: date
    to_user_id: int | None = None
    to_office_id: int | None = None
