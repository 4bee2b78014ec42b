"""Drafts a letter from a proceeding: about it, so that service starts its clocks; filled in with what is known."""

from datetime import datetime

from xinan.casework.letters.addressed import Addressed, addressed_to
from xinan.casework.letters.citing import cited
from xinan.casework.letters.facts import known_facts
from xinan.documents.actions.draft_letter import draft_letter
from xinan.documents.enums import LetterState
from xinan.documents.fields import FieldKind
from xinan.documents.kinds import LetterKind, find_kind
from xinan.documents.models import Letter
from xinan.documents.queries import letters_about
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import NotAllowed
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.procedures.letters import PROCEEDING
from xinan.procedures.models import Proceeding
from xinan.registry.models import Enterprise, Project


def draft_from(proceeding: Proceeding, code: str, *, by: User, now: datetime, keyring: Keyring) -> Letter:
    """A draft of the person's office about the proceeding; the one it has begun already, where there is one.

    Raises NotFound (`letter.unknown-kind`), NotAllowed (`letter.not-your-place`, `letter.no-office`).
    """
    kind = find_kind(code)
    office = by.organisation
    if office is None:
        raise NotAllowed(
            "letter.no-office",
            Text("您没有所属单位，不能发文。", "You belong to no office and cannot write letters."),
            Text("请管理员为您设置单位。", "Ask an administrator to enter your office."),
        )
    begun = letters_about(PROCEEDING, str(proceeding.pk)).filter(kind=code, office=office, state=LetterState.DRAFT)
    found = begun.filter(drafted_by=by).first()
    if found is not None:
        return found
    return draft_letter(
        code,
        office=office,
        subject_kind=PROCEEDING,
        subject_id=str(proceeding.pk),
        project_id=proceeding.project_id,
        region_code=proceeding.region_code,
        industry=proceeding.industry,
        addressee_enterprise_id=_firm_of(proceeding, code),
        fields=fields_for(proceeding, kind=kind),
        by=by,
        now=now,
        keyring=keyring,
    )


def fields_for(proceeding: Proceeding, *, kind: LetterKind) -> dict[str, object]:
    """The fields that can be filled in; those the kind does not have are left out."""
    project = Project.objects.select_related("owner", "contractor").filter(pk=proceeding.project_id).first()
    firm = Enterprise.objects.filter(pk=_firm_of(proceeding, kind.code)).first()
    said: dict[str, object] = {
        "title": kind.usual_title.format(project=project.name if project else ""),
        "addressee": firm.name if firm else "",
        "employer": _name(proceeding.addressee_enterprise_id),
        "employer_code": proceeding.addressee_enterprise_id,
        "law": cited(kind.basis),
        **_lengths(kind),
        **_of_project(project),
        **known_facts(proceeding, kind=kind),
    }
    known = {field.name for field in kind.asked}
    return {name: value for name, value in said.items() if name in known}


def _lengths(kind: LetterKind) -> dict[str, object]:
    """The lengths that the law or practice sets, as the sample says them; the officer may change them."""
    return {field.name: field.example for field in kind.asked if field.kind is FieldKind.LENGTH}


def _of_project(project: Project | None) -> dict[str, object]:
    if project is None:
        return {}
    return {
        "project_name": project.name,
        "project_id": project.pk,
        "owner_name": project.owner.name,
        "contractor_name": project.contractor.name,
    }


def _firm_of(proceeding: Proceeding, code: str) -> str:
    """The firm to which a letter of this kind goes; none where it goes to a person or an office."""
    return proceeding.addressee_enterprise_id if addressed_to(code) is Addressed.FIRM else ""


def _name(enterprise_id: str) -> str:
    return Enterprise.objects.filter(pk=enterprise_id).values_list("name", flat=True).first() or ""
