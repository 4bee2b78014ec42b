"""What a column of a sheet is: its title, what may stand in it, and what it means."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from xinan.kernel.text import Text


class CellKind(StrEnum):
    """What a cell holds, and so how every spelling of it is read."""

    TEXT = "text"
    CODE = "code"  # of a code table: the code or its Chinese name
    FLAG = "flag"  # 是 / 否
    CREDIT_CODE = "credit_code"  # 统一社会信用代码
    IDENTITY = "identity"  # number of an identity document
    CARD = "card"  # number of a wage card
    ACCOUNT = "account"  # number of an enterprise's bank account
    PHONE = "phone"
    REGION = "region"  # GB/T 2260
    DATE = "date"
    MOMENT = "moment"  # date and time, to the second
    MONTH = "month"  # YYYY-MM
    MONEY = "money"  # yuan
    NUMBER = "number"
    INTEGER = "integer"


@dataclass(frozen=True)
class CodeTable:
    """Codes with their Chinese names; `aliases` are other names in use for a code."""

    name: Text
    entries: dict[str, str]
    aliases: dict[str, str]

    @cached_property
    def by_spelling(self) -> dict[str, str]:
        """Code by every accepted spelling: the code, with leading zeros or not, “code name”, the name, the aliases."""
        spellings: dict[str, str] = dict(self.aliases)
        for code, name in self.entries.items():
            for spelling in (code, name, f"{code}{name}"):
                spellings[spelling] = code
        for spelling, code in list(spellings.items()):
            if spelling.isascii() and spelling.isdigit():
                spellings.setdefault(spelling.lstrip("0") or "0", code)
        return spellings

    @property
    def names(self) -> tuple[str, ...]:
        """The Chinese names in the order of the codes."""
        return tuple(self.entries.values())


def code_table(name: Text, entries: dict[str, str], **aliases: str) -> CodeTable:
    """A code table; `aliases` maps another Chinese name to its code."""
    return CodeTable(name=name, entries=entries, aliases=aliases)


@dataclass(frozen=True)
class SheetColumn:
    """One column of a sheet.

    `printed` is false for a column that is accepted when a file has it, but which the template does not show,
    because contractors' own templates do not have it. `key` marks the columns that say which fact a row is.
    `negative` allows an amount below zero; `time_required` refuses a moment without its time of day.
    """

    name: str
    title: str
    kind: CellKind
    meaning: Text
    required: bool = False
    synonyms: tuple[str, ...] = ()
    codes: CodeTable | None = None
    example: str = ""
    max_length: int = 200
    printed: bool = True
    key: bool = False
    negative: bool = False
    time_required: bool = False

    @property
    def personal(self) -> bool:
        """Whether a value identifies a person, and so may not be repeated in a message."""
        return self.kind in {CellKind.IDENTITY, CellKind.CARD, CellKind.ACCOUNT, CellKind.PHONE} or self.name.endswith(
            "person_name"
        )

    @property
    def text_format(self) -> bool:
        """Whether Excel must keep the cell as text, because it would spoil long digits or leading zeros."""
        return self.kind in {
            CellKind.CREDIT_CODE,
            CellKind.IDENTITY,
            CellKind.CARD,
            CellKind.ACCOUNT,
            CellKind.PHONE,
            CellKind.REGION,
            CellKind.CODE,
            CellKind.TEXT,
            CellKind.MONTH,
        }


@dataclass(frozen=True)
class Sheet:
    """One kind of sheet. `number` orders them: a file of a lower number is taken before one of a higher."""

    kind: str
    number: str
    name: Text
    meaning: Text
    columns: tuple[SheetColumn, ...]
    supplied_by_project: bool = True

    @property
    def file_name(self) -> str:
        """The name of its template file, as contractors know it."""
        return f"{self.number}{self.name.zh}.xlsx"

    @property
    def printed(self) -> tuple[SheetColumn, ...]:
        """The columns its template shows, in order."""
        return tuple(column for column in self.columns if column.printed)

    @property
    def required(self) -> tuple[SheetColumn, ...]:
        """The columns a row cannot do without."""
        return tuple(column for column in self.columns if column.required)

    @property
    def key_columns(self) -> tuple[SheetColumn, ...]:
        """The columns that together say which fact a row is about."""
        return tuple(column for column in self.columns if column.key)

    def column(self, name: str) -> SheetColumn:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.kind}.{name}")
