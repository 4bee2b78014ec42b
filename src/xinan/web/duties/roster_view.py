"""One office's duties, leaves and hand-overs as the page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xinan.kernel.text import Text
from xinan.people.duties.models import Duty, HandOver, Leave
from xinan.people.duties.queries import posts_on
from xinan.people.enums import Role
from xinan.people.models import Organisation, User
from xinan.web.duties.words import industry_words, link_words
from xinan.web.shell.scope_words import place_name

HAND_OVERS = 5


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty: who, what, since when; `stands_in` says who takes the work today if not the holder."""

    number: int
    who: str
    what: Text
    place: Text
    role: str
    is_head: bool
    deputy: str
    from_on: date
    to_on: date | None
    begins_later: bool
    away_until: date | None
    stands_in: Text | None
    gone: bool


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """A leave that runs or is to come."""

    number: int
    who: str
    kind: str
    from_on: date
    to_on: date
    deputy: str
    running: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office with its people's duties."""

    office: Organisation
    place: Text
    heads: tuple[str, ...]
    duties: tuple[DutyLine, ...]
    leaves: tuple[LeaveLine, ...]
    hand_overs: tuple[HandOver, ...]
    idle: tuple[str, ...]  # people of the office who hold nothing


def people_of(office: Organisation) -> list[User]:
    """Those who sign in for an office, by name."""
    return list(User.objects.filter(organisation=office, is_active=True).order_by("display_name", "pk"))


def roles_of(office: Organisation, *, on: date) -> list[Role]:
    """The roles in which an office's people hold posts."""
    roles = posts_on(on).filter(user__organisation=office).order_by("role").values_list("role", flat=True).distinct()
    return [Role(role) for role in roles]


def office_view(office: Organisation, *, on: date, people: Sequence[User], manages: bool, user: User) -> OfficeView:
    """The office on a day, with what is to come; four statements."""
    duties = list(_duties(office, on=on))
    leaves = list(
        Leave.objects.filter(user__organisation=office, to_on__gte=on)
        .select_related("user", "deputy")
        .order_by("from_on")
    )
    away = {leave.user_id: leave for leave in leaves if leave.from_on <= on}
    ended = HandOver.objects.filter(Q(from_user__organisation=office) | Q(to_user__organisation=office))
    now_held = [duty for duty in duties if duty.from_on <= on]
    busy = {duty.user_id for duty in now_held} | {duty.deputy_id for duty in now_held}
    return OfficeView(
        office=office,
        place=place_name(office.region_code),
        heads=tuple(duty.user.display_name for duty in now_held if duty.is_head),
        duties=tuple(_line(duty, away=away, on=on) for duty in duties),
        leaves=tuple(_leave_line(leave, on=on, may_end=manages or leave.user_id == user.pk) for leave in leaves),
        hand_overs=tuple(ended.select_related("from_user", "to_user", "by")[:HAND_OVERS]),
        idle=tuple(person.display_name for person in people if person.pk not in busy),
    )


def _duties(office: Organisation, *, on: date) -> Iterable[Duty]:
    """Heads first, then by place, the general before the special."""
    held = Duty.objects.filter(Q(to_on=None) | Q(to_on__gte=on), office=office)
    return held.select_related("user", "deputy").order_by(
        "-is_head", "region_code", "industry", "link", "from_on", "pk"
    )


def _line(duty: Duty, *, away: dict[int, Leave], on: date) -> DutyLine:
    leave = away.get(duty.user_id)
    industry, link = industry_words(duty.industry), link_words(duty.link)
    whole = not duty.industry and not duty.link
    return DutyLine(
        number=duty.pk,
        who=duty.user.display_name,
        what=Text("全部事项", "Everything")
        if whole
        else Text(f"{industry.zh} · {link.zh}", f"{industry.en} · {link.en}"),
        place=place_name(duty.region_code),
        role=str(Role(duty.role).label),
        is_head=duty.is_head,
        deputy=duty.deputy.display_name if duty.deputy else "",
        from_on=duty.from_on,
        to_on=duty.to_on,
        begins_later=duty.from_on > on,
        away_until=leave.to_on if leave else None,
        stands_in=_stands_in(duty, leave) if leave else None,
        gone=not duty.user.is_active,
    )


def _stands_in(duty: Duty, leave: Leave) -> Text:
    person = leave.deputy or duty.deputy
    if person is None:
        return Text("新事项交单位负责人", "new work goes to the head")
    return Text(f"由{person.display_name}代理", f"{person.display_name} stands in")


def _leave_line(leave: Leave, *, on: date, may_end: bool) -> LeaveLine:
    return LeaveLine(
        number=leave.pk,
        who=leave.user.display_name,
        kind=leave.get_kind_display(),
        from_on=leave.from_on,
        to_on=leave.to_on,
        deputy=leave.deputy.display_name if leave.deputy else "",
        running=leave.from_on <= on,
        may_end=may_end,
    )
