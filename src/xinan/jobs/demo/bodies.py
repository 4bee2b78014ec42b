"""A made-up directory for the demo: in each place the bodies every place has, at addresses that do not exist."""

from datetime import date, datetime
from typing import Final

from xinan.casework.directory.enums import Kind
from xinan.casework.directory.models import PublicBody
from xinan.kernel.regions import REGIONS, Region

SOURCE: Final = "演示数据（虚构，非真实地址）"
_HOURS: Final = "工作日 8:30–11:30，13:30–16:30"
# What it is called in a place, and the hotline everybody knows by heart.
_BODIES: Final = (
    (Kind.INSPECTION, "{}劳动保障监察机构", "12333"),
    (Kind.MEDIATION, "{}劳动人事争议调解中心", "12333"),
    (Kind.ARBITRATION, "{}劳动人事争议仲裁委员会", "12333"),
    (Kind.COURT, "{}人民法院", "12368"),
    (Kind.LEGAL_AID, "{}法律援助中心", "12348"),
    (Kind.PETITION, "{}信访局", "12345"),
    (Kind.POLICE, "{}公安局", "110"),
    (Kind.UNION, "{}总工会", "12351"),
)


def make(*, on: date, now: datetime) -> int:
    """Enter those of every city and county of the day; the number entered."""
    places = [place for place in REGIONS if place.level != "province" and place.is_valid(on=on)]
    rows = [_body(place, number, now=now) for place in places for number in range(len(_BODIES))]
    return len(PublicBody.objects.bulk_create(rows, ignore_conflicts=True))


def _body(place: Region, number: int, *, now: datetime) -> PublicBody:
    kind, name, phone = _BODIES[number]
    return PublicBody(
        kind=kind,
        name=name.format(place.name),
        region_code=place.code,
        address=f"{place.name}示范大街{number + 1}号（演示）",
        phone=phone,
        hours="" if kind == Kind.POLICE else _HOURS,
        source=SOURCE,
        valid_from=date(2020, 1, 1),
        entered_at=now,
    )
