"""What a file is made of: items in order, each ready to print and with the bytes that are sealed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from xinan.casework.dossier.canonical import canonical
from xinan.casework.dossier.chain import Record
from xinan.kernel.text import Text


class Part(StrEnum):
    """The parts of a file, in their order."""

    COVER = "cover"
    SOURCES = "sources"
    WAGES = "wages"
    PROCEEDINGS = "proceedings"
    LETTERS = "letters"
    WORK = "work"
    FACTS = "facts"
    PAYMENT = "payment"
    CLOSING = "closing"


PART_WORDS: Final = {
    Part.COVER: Text("案件登记", "The case"),
    Part.SOURCES: Text("线索与诉求", "Clues and what workers said"),
    Part.WAGES: Text("涉案工人与欠薪", "Workers and what they are owed"),
    Part.PROCEEDINGS: Text("办理过程与证据", "Steps and proof"),
    Part.LETTERS: Text("文书与送达", "Letters and their service"),
    Part.WORK: Text("会议纪要、记录与任务", "Minutes, notes and tasks"),
    Part.FACTS: Text("数据证据", "Evidence from the data"),
    Part.PAYMENT: Text("清偿证明", "Proof of payment"),
    Part.CLOSING: Text("结案核对", "Checks for closing"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that belongs to an item. Its own name may carry a person's: a file is called by its number alone."""

    media_type: str
    size: int
    # SM3 of the content as it is now.
    read: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, ready to print."""

    head: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the file. `key` names it for good; `sealed` is what the seal is made of, never the words of a language.

    `firms` are the enterprises that may see it in a version for a party; none means that no party does.
    """

    key: str
    part: Part
    title: Text
    at: datetime | None
    sealed: Mapping[str, object] = field(repr=False)
    lines: tuple[tuple[Text, str], ...] = field(default=(), repr=False)
    words: str = field(default="", repr=False)
    table: Table | None = field(default=None, repr=False)
    papers: tuple[Paper, ...] = ()
    firms: frozenset[str] = frozenset()

    @property
    def record(self) -> Record:
        """What is sealed of it."""
        return Record(self.key, canonical({"key": self.key, "part": self.part.value, **self.sealed}))
