"""What the pages of letters show: frozen, ready to print."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from xinan.documents.models import Letter, LetterAttachment, LetterTemplate
from xinan.kernel.text import Text
from xinan.web.components.views import Event

Word = str | Promise


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A line of the archive."""

    url: str
    kind: Text
    title: str
    number: str
    office: str
    addressee: str
    state: Word
    tone: str
    day: date
    due: Text | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class ShelfView:
    """A list of the archive that can be chosen, with how many letters stand on it."""

    value: str
    title: Word
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper beside a letter."""

    url: str
    name: str
    role: Word
    size: int
    attachment: LetterAttachment


@dataclass(frozen=True, slots=True)
class Acts:
    """What this person may do with the letter now."""

    revise: bool = False
    issue: bool = False
    serve: bool = False
    confirm: bool = False
    reply: bool = False
    release: bool = False
    void: bool = False

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return any((self.revise, self.issue, self.serve, self.confirm, self.reply, self.release, self.void))


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact of a letter."""

    title: Word
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter's page."""

    letter: Letter
    kind: Text
    state: Word
    tone: str
    facts: tuple[Fact, ...]
    story: tuple[Event, ...]
    papers: tuple[PaperView, ...]
    acts: Acts
    lacking: Text | None = None


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A kind of letter in the list of templates."""

    url: str
    sample_url: str
    name: Text
    purpose: Text
    in_force: Text
    since: date | None


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field that a template may say: how it is written, what it means, an example."""

    written: tuple[str, ...]
    label: Text
    note: Word
    example: str
    required: bool
    inside: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a holder's template."""

    version: LetterTemplate
    in_force: bool
    url: str
    note: Text
