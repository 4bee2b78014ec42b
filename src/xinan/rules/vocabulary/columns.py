"""What a column of a fact table is: its kind, unit, meaning, supplier, and how it behaves as of a day."""

from dataclasses import dataclass
from enum import StrEnum

from xinan.kernel.text import Text


class Kind(StrEnum):
    """The type of a column, with its form in a file."""

    TEXT = "text"
    CHOICE = "choice"  # text, one of `Column.choices`
    BOOLEAN = "boolean"
    INTEGER = "integer"
    MONEY = "money"  # decimal(18,2), yuan
    NUMBER = "number"  # decimal(18,6)
    DATE = "date"  # YYYY-MM-DD
    TIME = "time"  # HH:MM:SS, Asia/Shanghai
    TIMESTAMP = "timestamp"  # Asia/Shanghai
    MONTH = "month"  # YYYY-MM


class Supplier(StrEnum):
    """Who supplies a table's facts."""

    OFFICE = "office"
    CONTRACTOR = "contractor"
    OWNER = "owner"
    BANK = "bank"
    SITE = "site"
    WORKER = "worker"


class When(StrEnum):
    """How a date behaves in a question about an earlier day."""

    PLAIN = "plain"  # a fact without a moment (a birth date), or no date at all
    EXISTS_FROM = "exists_from"  # the row does not exist before this date
    KNOWN_FROM = "known_from"  # the date is null before it has come
    TERM = "term"  # an agreed date that may lie ahead
    CLAMPED = "clamped"  # a later date counts as the as-of day (when a feed was last heard)


class Scope(StrEnum):
    """How the rows of a table belong to projects; it says what to load when one project is touched."""

    PROJECT = "project"  # by project_id
    ACCOUNT = "account"  # by account_id of wage_account
    DEPOSIT = "deposit"  # by deposit_id of deposit
    WORKER = "worker"  # by worker_id of employment and attendance_day
    ENTERPRISE = "enterprise"  # by enterprise_id: the project's contractor and owner
    COMMON = "common"  # the same for all projects


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact table."""

    name: str
    kind: Kind
    meaning: Text
    nullable: bool = False
    when: When = When.PLAIN
    choices: tuple[str, ...] = ()
    unit: str = ""
    personal: bool = False
    least: int | None = None
    greatest: int | None = None


@dataclass(frozen=True, slots=True)
class FactTable:
    """One fact table: a row is one fact of the kind `meaning` names, identified by `key`."""

    name: str
    meaning: Text
    key: tuple[str, ...]
    supplier: Supplier
    scope: Scope
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)
