"""What opening a case writes, once everything it is opened from is held and checked. Inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from xinan.casework.cases.enums import Part, Size
from xinan.casework.cases.membership import SUBJECT, named_in
from xinan.casework.cases.models import Case, CaseMember
from xinan.casework.cases.numbering import next_sequence, number_text
from xinan.kernel.clock import CHINA
from xinan.people.duties.queries import leaves_on, roster_on
from xinan.people.enums import Role
from xinan.people.models import Appointment, Organisation, User
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.enums import Access
from xinan.procedures.given import Opening
from xinan.registry.models import Enterprise, Project

UMBRELLA, BACKGROUND = "case", "background"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a case is about, put together from what it is opened from."""

    title: str
    project: Project | None
    employer: Enterprise | None
    region_code: str
    industry: str
    office: Organisation
    size: Size


def enter_case(ground: Ground, *, by: User, background_user: User | None, reason: str, now: datetime) -> Case:
    """The case with its number, its first members and its two proceedings."""
    day = now.astimezone(CHINA).date()
    sequence = next_sequence(day.year)
    case = Case.objects.create(
        number=number_text(day.year, sequence),
        year=day.year,
        sequence=sequence,
        title=ground.title,
        project=ground.project,
        employer=ground.employer,
        region_code=ground.region_code,
        industry=ground.industry,
        office=ground.office,
        size=ground.size,
        access=Access.NAMED,
        opened_on=day,
        opened_at=now,
        opened_by=by,
    )
    background = background_user or another_officer(ground.office, than=by, on=day)
    _enter_members(case, by=by, background=background, now=now, day=day)
    open_two_tracks(case, arrears=by, background=background, reason=reason, now=now)
    return case


def open_two_tracks(
    case: Case,
    *,
    arrears: User | None,
    background: User | None,
    reason: str,
    now: datetime,
    previous_id: int | None = None,
    background_again: bool = True,
) -> None:
    """The umbrella proceeding and (`background_again`) the second track's, open to the members of now.

    The second track begins with its officer, or waits for one.
    """
    openings = [
        opening_of(
            case,
            UMBRELLA,
            holder=arrears,
            reason=reason,
            previous_id=previous_id,
            state="reopened" if previous_id else "",
        )
    ]
    if background_again:
        state = "" if background is None else "investigating"
        openings.append(opening_of(case, BACKGROUND, holder=background, reason=reason, state=state))
    open_proceedings(openings, now=now)


def opening_of(
    case: Case,
    procedure: str,
    *,
    holder: User | None,
    reason: str = "",
    state: str = "",
    level: str = "",
    addressee_enterprise_id: str = "",
    parties: Sequence[str] = (),
    previous_id: int | None = None,
) -> Opening:
    """A proceeding of the case, open to those who are to see it."""
    return Opening(
        procedure=procedure,
        subject_kind=SUBJECT,
        subject_id=str(case.pk),
        project_id=case.project_id or "",
        region_code=case.region_code,
        industry=case.industry,
        level=level,
        holder_id=holder.pk if holder is not None else None,
        holder_office_id=holder.organisation_id if holder is not None else case.office_id,
        addressee_enterprise_id=addressee_enterprise_id,
        parties=tuple(parties),
        previous_id=previous_id,
        state=state,
        reason=reason,
        access=Access(case.access),
        named=named_in(case, procedure=procedure),
    )


def another_officer(office: Organisation, *, than: User, on: date) -> User | None:
    """Who of an office takes the second track: an inspector at work that day with the fewest such tracks, the head last."""
    away = leaves_on(on).values("user_id")
    posts = Appointment.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on, role__in=[Role.COUNTY_INSPECTOR, Role.CITY_OFFICE]
    )
    held = Q(held_proceedings__procedure=BACKGROUND, held_proceedings__closed_at=None)
    colleagues = User.objects.filter(organisation=office, is_active=True, pk__in=posts.values("user_id"))
    free = colleagues.exclude(pk=than.pk).exclude(pk__in=away)
    heads = {user.pk for user in roster_on(on).heads_of(office.pk)}
    ranked = free.annotate(tracks=Count("held_proceedings", filter=held)).order_by("tracks", "pk")
    return min(ranked, key=lambda user: user.pk in heads, default=None)


def _enter_members(case: Case, *, by: User, background: User | None, now: datetime, day: date) -> None:
    heads = roster_on(day).heads_of(case.office_id)
    parts: list[tuple[User, Part]] = [(heads[0] if heads else by, Part.LEADER), (by, Part.ARREARS)]
    if background is not None:
        parts.append((background, Part.BACKGROUND))
    CaseMember.objects.bulk_create(
        CaseMember(case=case, user=user, part=part, from_at=now, added_by=by) for user, part in parts
    )
