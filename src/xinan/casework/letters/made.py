"""How a kind of letter is put together from its own fields."""

from dataclasses import replace

from xinan.casework.letters.addressed import Addressed, addressed_to
from xinan.casework.letters.citing import cited
from xinan.casework.letters.fields import ADDRESSEE_FIRM, ADDRESSEE_PERSON, TITLE
from xinan.documents import shared_fields as shared
from xinan.documents.fields import LetterField
from xinan.documents.kinds import LetterClock, LetterKind
from xinan.kernel.deadlines import Length
from xinan.kernel.text import Text
from xinan.rules.model import Basis


def made(
    code: str,
    names: tuple[str, str],
    purpose: tuple[str, str],
    *,
    basis: tuple[Basis, ...],
    fields: tuple[LetterField, ...],
    clock: LetterClock | None = None,
    office: str = "",
    serve_within: str = "7 WD",
) -> LetterKind:
    """A kind: number, office and day given, the title, the addressee, then its own fields. `office`: whom one goes to."""
    to = addressed_to(code)
    addressee = ADDRESSEE_PERSON if to is Addressed.PERSON else ADDRESSEE_FIRM
    if office:
        addressee = replace(addressee, example=office)
    title = names[0]
    return LetterKind(
        code=code,
        name=Text(*names),
        purpose=Text(*purpose),
        usual_title=title,
        basis=basis,
        fields=(*shared.GIVEN, replace(TITLE, example=title), addressee, *_with_law(fields, basis=basis)),
        default_file=f"{code}.docx",
        clock=clock,
        serve_within=Length.parse(serve_within),
        to_person=to is Addressed.PERSON,
        of_proceeding=True,
    )


def runs(code: str, names: tuple[str, str], field: str, length: str, basis: Basis) -> LetterClock:
    """What starts on the day of service."""
    return LetterClock(code, Text(*names), field, Length.parse(length), basis)


def _with_law(fields: tuple[LetterField, ...], *, basis: tuple[Basis, ...]) -> tuple[LetterField, ...]:
    """The sample cites the law of its own kind."""
    return tuple(replace(field, example=cited(basis)) if field.name == "law" else field for field in fields)
