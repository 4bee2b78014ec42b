"""Opens a case from clues, from warnings, or from both: always with both tracks, and from one thing only once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinan.casework.cases.given import OpenedCase
from xinan.casework.cases.membership import can_be_member
from xinan.casework.cases.models import Case, CaseClue, CaseWarning
from xinan.casework.cases.opening import Ground, enter_case
from xinan.casework.cases.policies import may_open_in
from xinan.casework.cases.refusals import (
    already_in_a_case,
    may_not_open,
    not_a_member_to_be,
    nothing_to_open,
    same_officer,
)
from xinan.casework.cases.sources import held_clues, held_warnings, leave_to_the_case
from xinan.casework.cases.telling import tell_opened
from xinan.casework.cases.workers import workers_of_voices, workers_of_warnings
from xinan.casework.models import Clue
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.monitoring.models import Warning
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.models import Enterprise, Project


@transaction.atomic
def open_case(opened: OpenedCase, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> Case:
    """The case, with its number, its two tracks, and the workers that its clues and warnings name.

    A warning is moved on as `turn_into_case` in the same transaction. Raises NotFound and MoveRefused for what the person
    may not take, NotAllowed outside their places, InvalidValue for nothing to open from or a wrong officer, and Conflict
    where somebody was quicker: there is one case.
    """
    clues = held_clues(opened.clue_ids, scope=scope)
    warnings = held_warnings(opened.warning_ids, scope=scope)
    if not clues and not warnings:
        raise nothing_to_open()
    _check_free(clues, warnings)
    ground = ground_of(opened, clues, warnings, by=by)
    if not may_open_in(scope, region_code=ground.region_code):
        raise may_not_open()
    background = _background_officer(opened.background_user_id, by=by, now=now)
    case = enter_case(ground, by=by, background_user=background, reason=opened.reason, now=now)
    add_sources(case, clues=clues, warnings=warnings, by=by, now=now)
    leave_to_the_case(case, warnings, reason=opened.reason, by=by, scope=scope, now=now)
    workers_of_warnings(case, warnings, by=by, now=now)
    workers_of_voices(case, clues, by=by, now=now, keyring=keyring)
    tell_opened(case, by=by, now=now)
    return case


def add_sources(case: Case, *, clues: Sequence[Clue], warnings: Sequence[Warning], by: User, now: datetime) -> None:
    """What the case is opened from; the database lets nothing into two."""
    CaseClue.objects.bulk_create(CaseClue(case=case, clue=clue, added_at=now, added_by=by) for clue in clues)
    CaseWarning.objects.bulk_create(
        CaseWarning(case=case, warning=warning, added_at=now, added_by=by) for warning in warnings
    )


def _check_free(clues: Sequence[Clue], warnings: Sequence[Warning]) -> None:
    if CaseClue.objects.filter(clue__in=clues).exists() or CaseWarning.objects.filter(warning__in=warnings).exists():
        raise already_in_a_case()


def ground_of(opened: OpenedCase, clues: Sequence[Clue], warnings: Sequence[Warning], *, by: User) -> Ground:
    """What is said of the case, else what its clues and warnings say; the first that says anything counts."""
    if by.organisation is None:
        raise may_not_open()
    project = _project(opened, clues, warnings)
    employer = _employer(opened, clues, project)
    name = project.name if project is not None else employer.name if employer is not None else ""
    region = opened.region_code or (project.region_code if project is not None else "") or _first(clues, "region_code")
    if not region:
        raise may_not_open()
    return Ground(
        title=(opened.title.strip() or f"{name}拖欠农民工工资案")[:200],
        project=project,
        employer=employer,
        region_code=region,
        industry=opened.industry or (project.industry if project is not None else "") or _first(clues, "industry"),
        office=by.organisation,
        size=opened.size,
    )


def _project(opened: OpenedCase, clues: Sequence[Clue], warnings: Sequence[Warning]) -> Project | None:
    named = [opened.project_id, *(each.project_id for each in warnings), *(each.project_id for each in clues)]
    wanted = next((each for each in named if each), None)
    return Project.objects.select_related("contractor").filter(pk=wanted).first() if wanted else None


def _employer(opened: OpenedCase, clues: Sequence[Clue], project: Project | None) -> Enterprise | None:
    wanted = opened.employer_id or _first(clues, "employer_id")
    if wanted:
        return Enterprise.objects.filter(pk=wanted).first()
    return project.contractor if project is not None else None


def _first(clues: Sequence[Clue], field: str) -> str:
    return next((str(getattr(each, field)) for each in clues if getattr(each, field)), "")


def _background_officer(user_id: int | None, *, by: User, now: datetime) -> User | None:
    if user_id is None:
        return None
    if user_id == by.pk:
        raise same_officer()
    found = User.objects.filter(pk=user_id).first()
    if found is None or not can_be_member(found, on=now.astimezone(CHINA).date()):
        raise not_a_member_to_be()
    return found
