"""The registry of kinds of letters. A noun registers its own in `AppConfig.ready()`; the shipped ones are in catalogue.py."""

from collections.abc import Iterable
from dataclasses import dataclass

from xinan.documents.fields import LetterField
from xinan.kernel.deadlines import Length
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.rules.model import Basis

# From issue to service, where no law says otherwise; decisions must be served within 7 working days (行政处罚法 61).
USUAL_SERVICE = Length.parse("7 WD")


@dataclass(frozen=True, slots=True)
class LetterClock:
    """What starts on the day of service.

    `field` is the field that says how long it runs (a length) or when it ends (a day); `length` is the usual length.
    """

    code: str
    name: Text
    field: str
    length: Length
    basis: Basis


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter: its name, its purpose, the law it stands on, its fields, the clock that its service starts.

    `usual_title` is the title a draft begins with, `{project}` in it. `must_say` are the fields without which a template is
    refused: a letter without its number or its addressee is none.
    `default_file` is the Word file that comes with the product. `to_person`: it goes to a worker, whose name no list shows.
    `of_proceeding`: it is written from a proceeding, not about a project at large.
    """

    code: str
    name: Text
    purpose: Text
    usual_title: str
    basis: tuple[Basis, ...]
    fields: tuple[LetterField, ...]
    default_file: str
    clock: LetterClock | None = None
    serve_within: Length = USUAL_SERVICE
    must_say: tuple[str, ...] = ("number", "addressee", "issued_on")
    to_person: bool = False
    of_proceeding: bool = False

    def field_named(self, name: str) -> LetterField:
        """The field of that English name; KeyError where there is none."""
        return next(each for each in self.fields if each.name == name)

    @property
    def asked(self) -> tuple[LetterField, ...]:
        """The fields that whoever drafts fills in."""
        return tuple(each for each in self.fields if not each.given)


_KINDS: dict[str, LetterKind] = {}


def register_kinds(kinds: Iterable[LetterKind]) -> None:
    """Make kinds known; ValueError where a code is taken by another one."""
    for kind in kinds:
        if _KINDS.setdefault(kind.code, kind) != kind:
            raise ValueError(f"two kinds of letters are called {kind.code}")


def all_kinds() -> tuple[LetterKind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_KINDS.values())


def find_kind(code: str) -> LetterKind:
    """The kind of that code; NotFound (`letter.unknown-kind`)."""
    if code not in _KINDS:
        raise NotFound(
            "letter.unknown-kind",
            Text("没有这种文书。", "There is no such kind of letter."),
            Text("请从文书种类列表中选择。", "Choose one from the list of kinds."),
        )
    return _KINDS[code]
