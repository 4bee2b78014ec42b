"""The demo's offices: who works where, who holds which duty, who is away, who answers for what.

Most places are fully staffed, some are not, so that one sees where work goes then. Everybody is made up; only those of
sign_ins.py sign in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xinan.jobs.demo.sign_ins import BUILDING, CITY
from xinan.kernel.regions import PROVINCE_CODE, REGIONS, Region, counties_of, region
from xinan.people.duties.enums import OfficialKind
from xinan.people.duties.models import Duty, Leave, TopOfficial
from xinan.people.enums import OrganisationKind, Role
from xinan.people.models import Appointment, Organisation, User

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁"
_GIVEN = (
    "建国",
    "丽华",
    "志强",
    "敏",
    "国栋",
    "秀英",
    "伟",
    "静",
    "永福",
    "桂兰",
    "海涛",
    "雪梅",
    "立新",
    "春燕",
    "铁军",
    "晓东",
)
_OFFICE = "根治拖欠农民工工资工作领导小组办公室"
# Every third county outside the demo's city has no inspectors of its own yet: its work goes up to the city.
_UNSTAFFED_EVERY = 3
# One county has inspectors but no duties: what comes there waits unassigned.
_WITHOUT_DUTIES = "220203"


@dataclass(frozen=True, slots=True)
class _Staff:
    """An office with a role over a place, its head first."""

    office: Organisation
    role: Role
    region_code: str
    people: Sequence[User]
    industries: tuple[str, ...] = ()


def make(*, today: date) -> None:
    """Staff the offices, in post and on duty from the first of January on, beside those who sign in."""
    since = today.replace(month=1, day=1)
    names = _names()
    for staff in _offices(names, since=since):
        _give_duties(staff, since=since)
    _someone_away(today)
    _name_officials(names, since=since)


def _names() -> Iterator[str]:
    """Made-up names, none twice."""
    for given in _GIVEN:
        for surname in _SURNAMES:
            yield f"{surname}{given}"


def _offices(names: Iterator[str], *, since: date) -> Iterator[_Staff]:
    yield _staffed(f"吉林省{_OFFICE}", Role.PROVINCE_OFFICE, PROVINCE_CODE, names, since=since, more=1)
    for title, trade in (("交通运输厅", "transport"), ("水利厅", "water")):
        yield _staffed(
            f"吉林省{title}", Role.INDUSTRY_DEPARTMENT, PROVINCE_CODE, names, since=since, industries=(trade,)
        )
    for city in (place for place in REGIONS if place.level == "prefecture"):
        yield _staffed(f"{city.name}{_OFFICE}", Role.CITY_OFFICE, city.code, names, since=since, more=1)
        for county in _staffed_counties(city, on=since):
            yield _staffed(
                f"{county.name}劳动保障监察大队", Role.COUNTY_INSPECTOR, county.code, names, since=since, more=2
            )
    departments = (("住房和城乡建设局", tuple(BUILDING)), ("交通运输局", ("transport",)), ("水务局", ("water",)))
    for title, industries in departments:
        name = f"{region(CITY).name}{title}"
        yield _staffed(name, Role.INDUSTRY_DEPARTMENT, CITY, names, since=since, industries=industries, more=1)


def _staffed_counties(city: Region, *, on: date) -> list[Region]:
    counties = counties_of(city.code, on=on)
    if city.code == CITY:
        return list(counties)
    return [county for number, county in enumerate(counties, start=1) if number % _UNSTAFFED_EVERY]


_KINDS = {
    Role.PROVINCE_OFFICE: OrganisationKind.LEADING_GROUP_OFFICE,
    Role.CITY_OFFICE: OrganisationKind.LEADING_GROUP_OFFICE,
    Role.COUNTY_INSPECTOR: OrganisationKind.LABOUR_OFFICE,
    Role.INDUSTRY_DEPARTMENT: OrganisationKind.INDUSTRY_DEPARTMENT,
}


def _staffed(
    name: str,
    role: Role,
    region_code: str,
    names: Iterator[str],
    *,
    since: date,
    industries: tuple[str, ...] = (),
    more: int = 0,
) -> _Staff:
    """The office with a new head and `more` others; who signs in there already is one of its people."""
    office, _ = Organisation.objects.get_or_create(kind=_KINDS[role], name=name, region_code=region_code)
    known = list(User.objects.filter(organisation=office).order_by("pk"))
    head, *others = (_person(next(names), office) for _ in range(1 + max(more - len(known), 0)))
    for person in (head, *others):
        Appointment.objects.create(
            user=person, role=role, region_code=region_code, industries=list(industries) or None, from_on=since
        )
    return _Staff(office, role, region_code, (head, *known, *others), industries)


def _person(name: str, office: Organisation) -> User:
    """Somebody of an office who does not sign in: no password ever matches."""
    number = User.objects.count() + 1
    return User.objects.create_user(f"officer{number:03}", None, display_name=name, organisation=office)


def _give_duties(staff: _Staff, *, since: date) -> None:
    """The head heads; the first after the head holds everything, the second wages and complaints, each other's deputies."""
    if staff.region_code == _WITHOUT_DUTIES:
        return
    head, *others = staff.people
    _duty(staff, head, since=since, is_head=True)
    if not others:
        return
    first, second = others[0], others[1] if len(others) > 1 else None
    _duty(staff, first, since=since, deputy=second)
    if second is not None:
        for link in ("wages", "complaint"):
            _duty(staff, second, since=since, link=link, deputy=first)


def _duty(
    staff: _Staff, user: User, *, since: date, link: str = "", is_head: bool = False, deputy: User | None = None
) -> None:
    Duty.objects.create(
        user=user,
        office=staff.office,
        role=staff.role,
        region_code=staff.region_code,
        link=link,
        is_head=is_head,
        deputy=deputy,
        from_on=since,
    )


def _someone_away(today: date) -> None:
    """The officer for wages of one of the city's counties is away this week; the colleague stands in."""
    duty = Duty.objects.filter(role=Role.COUNTY_INSPECTOR, link="wages", region_code__startswith=CITY[:4]).first()
    if duty is not None and duty.deputy is not None:
        Leave.objects.create(
            user=duty.user, deputy=duty.deputy, from_on=today - timedelta(days=1), to_on=today + timedelta(days=5)
        )


def _name_officials(names: Iterator[str], *, since: date) -> None:
    """Who answers for the province, its cities, the city's counties (one vacant) and the departments."""
    _official(next(names), "省长", PROVINCE_CODE, since=since)
    for place in (place for place in REGIONS if place.level == "prefecture"):
        _official(next(names), "州长" if place.name.endswith("州") else "市长", place.code, since=since)
    for county in counties_of(CITY, on=since)[1:]:
        title = {"区": "区长", "县": "县长"}.get(county.name[-1], "市长")
        _official(next(names), title, county.code, since=since)
    for office in Organisation.objects.filter(kind=OrganisationKind.INDUSTRY_DEPARTMENT).order_by("pk"):
        posts = Appointment.objects.filter(user__organisation=office).exclude(industries=None)
        industries = sorted({industry for post in posts for industry in post.industries or []})
        title = "厅长" if office.region_code == PROVINCE_CODE else "局长"
        TopOfficial.objects.create(
            kind=OfficialKind.DEPARTMENT, name=next(names), post=title, region_code=office.region_code,
            office=office, industries=industries, from_on=since,
        )  # fmt: skip


def _official(name: str, post: str, region_code: str, *, since: date) -> None:
    TopOfficial.objects.create(kind=OfficialKind.PLACE, name=name, post=post, region_code=region_code, from_on=since)
