"""Regions of Jilin with their dates: what a code was called and whose it was on a given day.

Validity is half-open: `valid_from` is the first day, `valid_to` the first day no longer; None means that the table
knows no such end. Codes that a tenant made for itself are unknown here and raise InvalidValue (`region-unknown`).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from xinan.kernel import region_table
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

Level = Literal["province", "prefecture", "county"]

PROVINCE_CODE = region_table.PROVINCE[0]
STATISTICAL_ZONES: Mapping[str, Text] = {code: Text(zh, en) for code, zh, en in region_table.STATISTICAL_ZONES}

_SUCCESSORS = {code: successor for code, _, _, successor, _ in region_table.REPEALED}
_FOUNDED = {successor: date.fromisoformat(day) for *_, successor, day in region_table.REPEALED}


@dataclass(frozen=True, slots=True)
class Region:
    """A province, prefecture or county-level place, for as long as it had this code."""

    code: str
    name: str
    name_en: str
    level: Level
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def text(self) -> Text:
        """Its name in both languages."""
        return Text(self.name, self.name_en)

    @property
    def is_district(self) -> bool:
        """Whether it is a district of a city (市辖区).

        GB/T 2260 numbers these 01 to 20 in the last two digits under a city (01 to 20 in the two before); in an
        autonomous prefecture the same numbers are county-level cities.
        """
        return self.level == "county" and int(self.code[4:]) <= 20 and int(self.code[2:4]) <= 20

    def is_valid(self, *, on: date | None) -> bool:
        """Whether it stood on that day; without a day, whether it stands now."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


def region(code: str, *, on: date | None = None) -> Region:
    """The region with this code; with `on`, as it stood on that day, without it, repealed ones too.

    Raises InvalidValue: `region-unknown`, or `region-not-valid` where the code did not stand on that day.

    >>> region("220381").name, region("220184", on=date(2021, 1, 1)).parent_code
    ('公主岭市', '220100')
    """
    found = _BY_CODE.get(code)
    if found is None:
        raise _unknown(code)
    if on is not None and not found.is_valid(on=on):
        raise _not_valid(found, on=on)
    return found


def counties_of(prefecture_code: str, *, on: date | None = None) -> tuple[Region, ...]:
    """County-level places of a prefecture on that day, or now; in order of their codes.

    >>> [place.name for place in counties_of("220300", on=date(2019, 1, 1))][-2:]
    ['公主岭市', '双辽市']
    """
    if region(prefecture_code).level != "prefecture":
        raise _unknown(prefecture_code)
    return tuple(place for place in _BY_PARENT[prefecture_code] if place.is_valid(on=on))


def successor(code: str) -> str:
    """The code that stands now for this one: itself, unless it was repealed.

    >>> successor("220381"), successor("220102")
    ('220184', '220102')
    """
    return _SUCCESSORS.get(region(code).code, code)


def province_of(code: str, *, on: date | None = None) -> str:
    """The code of the province a region belongs to; of the province itself, its own."""
    return PROVINCE_CODE if region(code, on=on) else code


def prefecture_of(code: str, *, on: date | None = None) -> str | None:
    """The code of the prefecture a county-level place belongs to; a prefecture's own; None for the province.

    With `on`, the code must have stood on that day. Without it, a repealed code answers with what it last belonged to.

    >>> prefecture_of("220381", on=date(2018, 5, 1)), prefecture_of("220184")
    ('220300', '220100')
    """
    place = region(code, on=on)
    return place.parent_code if place.level == "county" else None if place.level == "province" else place.code


def _regions() -> tuple[Region, ...]:
    code, name, name_en = region_table.PROVINCE
    province = Region(code, name, name_en, "province", None, None, None)
    prefectures = [Region(*row, "prefecture", PROVINCE_CODE, None, None) for row in region_table.PREFECTURES]
    counties = [
        Region(code, name, name_en, "county", _parent(code), _FOUNDED.get(code), None)
        for code, name, name_en in region_table.COUNTIES
    ]
    counties += [
        Region(code, name, name_en, "county", _parent(code), None, date.fromisoformat(day))
        for code, name, name_en, _, day in region_table.REPEALED
    ]
    return (province, *prefectures, *sorted(counties, key=lambda place: place.code))


def _parent(code: str) -> str:
    return f"{code[:4]}00"


def _unknown(code: str) -> InvalidValue:
    return InvalidValue(
        "region-unknown",
        Text(f"没有代码为 {code} 的行政区划。", f"There is no region with the code {code}."),
        Text(
            "使用吉林省、市州或县市区的六位代码。", "Use the six digits of Jilin, a prefecture or a county-level place."
        ),
    )


def _not_valid(place: Region, *, on: date) -> InvalidValue:
    current = _SUCCESSORS.get(place.code)
    remedy = (
        Text(f"该日起使用 {current}。", f"Use {current} for that day.")
        if current
        else Text(f"该代码自 {place.valid_from} 起使用。", f"The code has been in use since {place.valid_from}.")
    )
    what = Text(
        f"{place.name}（{place.code}）在 {on} 不存在。", f"{place.name_en} ({place.code}) did not exist on {on}."
    )
    return InvalidValue("region-not-valid", what, remedy)


def _by_parent(places: tuple[Region, ...]) -> Mapping[str, tuple[Region, ...]]:
    grouped: dict[str, list[Region]] = defaultdict(list)
    for place in places:
        if place.parent_code is not None:
            grouped[place.parent_code].append(place)
    return {parent: tuple(children) for parent, children in grouped.items()}


REGIONS: tuple[Region, ...] = _regions()
_BY_CODE = {place.code: place for place in REGIONS}
_BY_PARENT = _by_parent(REGIONS)
