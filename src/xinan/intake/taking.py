"""What taking a batch needs to know, and what came of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xinan.intake.persons import Persons
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.rows import Row
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text

MOST_FAULTS = 100_000  # told row by row; what is wrong with so many is wrong with the sender


@dataclass
class Taking:
    """One batch being taken. `project_id` is empty only for the sheet of projects.

    `contractors` are the firms whose projects the sender may register; None means any.
    """

    project_id: str
    batch_id: int
    today: date
    keyring: Keyring
    contractors: frozenset[str] | None = None
    persons: Persons = field(init=False)
    projects_named: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.persons = Persons(keyring=self.keyring, batch_id=self.batch_id)


@dataclass
class Taken:
    """How many rows did what, and which were refused. Of very many faults the first are kept, the other rows counted."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    rows_left_off: int = 0

    def count(self, outcome: str, number: int = 1) -> None:
        """`number` more rows were “added”, “changed” or “unchanged”."""
        self.outcomes[outcome] += number

    def refuse(self, row: Row, column: str, *, code: str, what: Text, remedy: Text) -> None:
        """One row is not taken."""
        self.faults.append(Fault(row.number, column, f"row.{code}", what, remedy))

    def refuse_all(self, rows: Iterable[Sequence[Fault]]) -> None:
        """Rows that could not be read, each with its faults."""
        for faults in rows:
            self.faults.extend(faults)
        self.trim()

    def add(self, other: "Taken") -> None:
        """Join what came of another part of the batch."""
        self.outcomes.update(other.outcomes)
        self.faults.extend(other.faults)
        self.trim()

    def trim(self) -> None:
        """Keep no more than MOST_FAULTS, so that a batch of a million wrong rows fits into memory."""
        if len(self.faults) <= MOST_FAULTS:
            return
        kept, dropped = self.faults[:MOST_FAULTS], self.faults[MOST_FAULTS:]
        self.rows_left_off += len({fault.row for fault in dropped} - {fault.row for fault in kept})
        self.faults = kept


Take = Callable[[Sequence[Row], Taking], Taken]


def worst(*outcomes: str) -> str:
    """What a row did that touched several facts: it added one, else changed one, else nothing."""
    for outcome in ("added", "changed"):
        if outcome in outcomes:
            return outcome
    return "unchanged"


def distinct(rows: Iterable[Row], name: str) -> set[Any]:
    """The values of a column that are not empty."""
    return {row.values[name] for row in rows if row.values.get(name) is not None}


def refuse_unknown_unit(taken: Taken, row: Row, column: str = "企业信用代码") -> None:
    """The row's enterprise takes no part in the project."""
    taken.refuse(
        row,
        column,
        code="unknown_unit",
        what=Text("该企业不是本项目的参建单位。", "The enterprise takes no part in this project."),
        remedy=Text(
            "请先在“01参建单位”中登记该企业，或核对信用代码。", "Enter it in sheet 01 first, or check the code."
        ),
    )


def refuse_unknown_person(taken: Taken, row: Row, column: str = "证件号码") -> None:
    """The row's person is not on the project's roster."""
    taken.refuse(
        row,
        column,
        code="unknown_person",
        what=Text("本项目没有登记此人。", "This person is not registered on the project."),
        remedy=Text(
            "请先在“03人员”中登记，或核对证件号码。", "Enter the person in sheet 03 first, or check the number."
        ),
    )


def refuse_future(taken: Taken, row: Row, column: str) -> None:
    """The row reports what has not happened yet."""
    taken.refuse(
        row,
        column,
        code="future",
        what=Text("日期晚于今天。", "The day lies ahead of today."),
        remedy=Text("只导入已经发生的事；请核对年份和月份。", "Report what has happened; check year and month."),
    )
