"""Drafts a letter, and changes a draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from xinan.documents.enums import EventKind, LetterState
from xinan.documents.fields import stored
from xinan.documents.kinds import LetterKind, find_kind
from xinan.documents.models import Letter
from xinan.documents.policies import may_write_about
from xinan.documents.sealing import seal_fields
from xinan.documents.story import locked, require_handler, require_state, write_down
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, NotAllowed
from xinan.kernel.text import Text
from xinan.people.models import Organisation, User
from xinan.people.scope import scope_of


@transaction.atomic
def draft_letter(
    template_code: str,
    *,
    office: Organisation,
    subject_kind: str,
    subject_id: str,
    fields: Mapping[str, object],
    by: User | None,
    now: datetime,
    keyring: Keyring,
    project_id: str = "",
    region_code: str = "",
    industry: str = "",
    addressee_enterprise_id: str = "",
) -> Letter:
    """A draft of the office. `by` None is the system, for letters that a clock asks for.

    Fields may be incomplete; what is there is checked. Raises NotFound (`letter.unknown-kind`), InvalidValue (fields),
    NotAllowed (`letter.not-your-place`).
    """
    kind = find_kind(template_code)
    if by is not None:
        about = _About(region_code, industry, subject_kind, subject_id)
        _require_may_write(by, office=office, about=about, now=now)
    said = stored(kind.asked, fields)
    letter = Letter.objects.create(
        kind=kind.code,
        office=office,
        subject_kind=subject_kind,
        subject_id=subject_id,
        project_id=project_id,
        region_code=region_code,
        industry=industry,
        addressee_enterprise_id=addressee_enterprise_id,
        fields_sealed=seal_fields(said, keyring=keyring),
        drafted_by=by,
        drafted_at=now,
        **_shown(kind, said),
    )
    write_down(letter, EventKind.DRAFTED, by=by, now=now)
    return letter


@transaction.atomic
def revise_letter(
    letter: Letter, *, fields: Mapping[str, object], by: User, now: datetime, keyring: Keyring, version: int
) -> Letter:
    """The draft with other words; `version` is the one the person saw. Raises Conflict `letter.overtaken` or `letter.state`."""
    held = locked(letter)
    require_handler(held, by=by, now=now)
    require_state(held, (LetterState.DRAFT,))
    if held.version != version:
        raise Conflict(
            "letter.overtaken",
            Text("这份草稿刚被别人修改过。", "Somebody else has just changed this draft."),
            Text("请刷新后在最新内容上修改。", "Reload and change what stands there now."),
        )
    kind = find_kind(held.kind)
    said = stored(kind.asked, fields)
    for name, value in _shown(kind, said).items():
        setattr(held, name, value)
    held.fields_sealed = seal_fields(said, keyring=keyring)
    held.version += 1
    held.save(update_fields=["title", "addressee_name", "fields_sealed", "version"])
    write_down(held, EventKind.REVISED, by=by, now=now)
    return held


def _shown(kind: LetterKind, said: Mapping[str, Any]) -> dict[str, str]:
    """What lists show of a letter."""
    return {
        "title": str(said.get("title") or kind.name.zh)[:300],
        "addressee_name": _addressee(kind, str(said.get("addressee", "")))[:200],
    }


class _About(NamedTuple):
    region_code: str
    industry: str
    subject_kind: str
    subject_id: str


def _addressee(kind: LetterKind, said: str) -> str:
    """Who is written to; a person by the family name alone, as lists are no place for names of workers."""
    return f"{said[0]}某" if kind.to_person and said else said


def _require_may_write(by: User, *, office: Organisation, about: _About, now: datetime) -> None:
    scope = scope_of(by, on=now.date())
    own = by.organisation_id == office.pk
    if not own or not may_write_about(by, scope=scope, **about._asdict()):
        raise NotAllowed(
            "letter.not-your-place",
            Text("您的岗位不能就这里的事项发文。", "Your post does not write letters about this place or trade."),
            Text("由当地人社部门、根治欠薪办或行业主管部门发文。", "The office of that place or trade does."),
        )
