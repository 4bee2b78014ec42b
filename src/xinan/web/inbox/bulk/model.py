"""What a bulk act is asked, says beforehand and answers afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Protocol

from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.models import Project

# More at once is no longer looked at before it is done.
PROJECTS_AT_MOST: Final = 200


class Field(StrEnum):
    """What a bulk act asks for, once for all."""

    REASON = "reason"
    PLAN_ON = "plan_on"
    UNTIL_ON = "until_on"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who acts, what they may see, when."""

    user: User
    scope: Scope
    now: datetime
    today: date
    keyring: Keyring = field(repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What was given with the act."""

    reason: str = ""
    plan_on: date | None = None
    until_on: date | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One project of a preview: `items` name what the act will touch, `said` what it is, `refused` why the rest is not."""

    project_id: str
    name: str
    items: tuple[str, ...]
    said: Text
    refused: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: how many things were done on which projects, what was not and why; `undo` is what takes it back."""

    done: int
    said: Text
    refused: tuple[tuple[str, Text], ...] = ()
    undo: Mapping[str, Any] | None = None
    link: str = ""


class BulkAct(Protocol):
    """One act on many projects."""

    @property
    def code(self) -> str:
        """Its name in forms."""

    @property
    def title(self) -> Text:
        """What the button says."""

    @property
    def hint(self) -> Text | None:
        """What follows from it."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """What it asks for."""

    def preview(self, projects: Sequence[Project], *, asker: Asker) -> list[Line]:
        """What it would do to each, in their order. Changes nothing."""

    def do(self, items: Sequence[str], *, given: Given, asker: Asker) -> Outcome:
        """Do it to the items of a preview, each by itself: one refused does not stop the others."""

    def undo(self, kept: Mapping[str, Any], *, asker: Asker) -> Text:
        """Take it back; what was done since stays. Says how much was taken back."""


def counted(number: int, one: Text, many: Text | None = None) -> Text:
    """A number with its noun, `#` standing for the number.

    >>> counted(2, Text("# 条", "# warning"), Text("# 条", "# warnings")).en
    '2 warnings'
    """
    words = one if number == 1 or many is None else many
    return Text(words.zh.replace("#", str(number)), words.en.replace("#", str(number)))
