"""The directory: what may be entered, by whom, from a file; who is nearest on a day."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from tests.casework.clues.people import HERE, MONDAY, THERE, Officer, firm
from tests.casework.directory.factories import PublicBodyFactory
from xinan.casework.directory.actions.keep_body import end_body, keep_body
from xinan.casework.directory.actions.take_sheet import take_sheet
from xinan.casework.directory.entries import Entry, faults_of
from xinan.casework.directory.enums import OF_WAYS, Kind
from xinan.casework.directory.models import PublicBody
from xinan.casework.directory.queries import for_way, nearest
from xinan.casework.triage import TITLES
from xinan.jobs.demo import bodies
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.kernel.regions import REGIONS

TODAY = MONDAY.date()


def entry(**changed: object) -> Entry:
    given: dict[str, object] = {
        "kind": "仲裁", "name": "示范区仲裁院", "region": HERE, "address": "示范大街1号", "phone": "0431-12333", "hours": "",
        "source": "区政府网站", "valid_from": date(2026, 1, 1),
    }  # fmt: skip
    return Entry(**{**given, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, ""),
        ({"kind": "邮局"}, "kind"),
        ({"region": "某县"}, "region"),
        ({"region": "农安县"}, ""),
        ({"name": " "}, "name"),
        ({"phone": "找小张"}, "phone"),
        ({"phone": "0431-81234567转2、12348"}, ""),
        ({"valid_to": date(2025, 12, 31)}, "valid_to"),
        ({"valid_to": date(2026, 1, 1)}, ""),
    ],
)
def test_what_an_entry_needs(changed: dict[str, object], field: str) -> None:
    assert [name for name, _ in faults_of(entry(**changed))] == ([field] if field else [])


@pytest.mark.django_db
class TestNearest:
    def test_the_county_s_own_then_the_city_s_then_the_province_s(self) -> None:
        for place in (HERE, "220100", "220000"):
            PublicBodyFactory(region_code=place, name=place)
        PublicBodyFactory(region_code="220200", kind="court", name="elsewhere")
        asked = (Kind.ARBITRATION, Kind.COURT)
        assert [each.name for each in nearest(asked, region_code=HERE, on=TODAY)] == [HERE]
        assert [each.name for each in nearest(asked, region_code="220103", on=TODAY)] == ["220100"]
        assert [each.name for each in nearest(asked, region_code="220283", on=TODAY)] == ["220000", "elsewhere"]
        assert [each.name for each in nearest(asked, region_code="", on=TODAY)] == ["220000"]

    @pytest.mark.parametrize(
        ("day", "counts"),
        [
            (date(2026, 2, 28), False),
            (date(2026, 3, 1), True),
            (date(2026, 6, 30), True),
            (date(2026, 7, 1), False),
        ],
    )
    def test_it_counts_from_its_first_to_its_last_day(self, day: date, counts: bool) -> None:
        PublicBodyFactory(valid_from=date(2026, 3, 1), valid_to=date(2026, 6, 30))
        assert bool(nearest([Kind.ARBITRATION], region_code=HERE, on=day)) is counts

    def test_every_way_leads_somewhere_that_the_demo_has(self) -> None:
        assert bodies.make(on=TODAY, now=MONDAY) == PublicBody.objects.count()
        for code in set(TITLES) - {"department"}:
            for place in REGIONS:
                if place.level == "county" and place.is_valid(on=TODAY):
                    found = for_way(code, region_code=place.code, on=TODAY)
                    assert {each.kind for each in found} == set(OF_WAYS[code])
                    assert {each.region_code for each in found} == {place.code}
                    break


def test_only_the_office_of_the_place_keeps_it(inspector: Officer) -> None:
    kept = keep_body(entry(), by=inspector.user, scope=inspector.scope, now=MONDAY)
    assert (kept.kind, kept.region_code, kept.entered_by) == ("arbitration", HERE, inspector.user)
    with pytest.raises(NotAllowed):
        keep_body(entry(region=THERE), by=inspector.user, scope=inspector.scope, now=MONDAY)
    with pytest.raises(NotAllowed):
        keep_body(entry(region=THERE), body_id=kept.pk, by=inspector.user, scope=inspector.scope, now=MONDAY)
    with pytest.raises(Conflict):
        keep_body(entry(), by=inspector.user, scope=inspector.scope, now=MONDAY)
    theirs = PublicBodyFactory(region_code=THERE)
    with pytest.raises(NotAllowed):
        end_body(theirs.pk, on=TODAY, by=inspector.user, scope=inspector.scope)
    assert end_body(kept.pk, on=TODAY, by=inspector.user, scope=inspector.scope).valid_to == TODAY


def test_a_firm_keeps_none(db: None) -> None:
    outsider = firm("E1")
    with pytest.raises(NotAllowed):
        keep_body(entry(), by=outsider.user, scope=outsider.scope, now=MONDAY)


def workbook(*rows: tuple[str, ...]) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return buffer.getvalue()


HEAD = ("机构类别", "机构名称", "地区", "办公地址", "咨询电话", "启用日期")
GOOD = ("仲裁", "示范区仲裁院", HERE, "示范大街1号", "12333", "2026-01-01")


def test_a_file_is_taken_row_by_row_and_twice_is_once(inspector: Officer) -> None:
    rows = (
        ("示范区机构一览",),
        HEAD,
        GOOD,
        ("法律援助", "示范区法律援助中心", HERE, "示范大街2号", "12348", "昨天"),
        ("邮局", "示范邮局", HERE, "示范大街3号", "11185", ""),
        ("法院", "别处法院", THERE, "示范大街4号", "12368", ""),
    )
    who = {"by": inspector.user, "scope": inspector.scope, "now": MONDAY}
    taken = take_sheet("名录.xlsx", workbook(*rows), **who)
    assert (taken.new, taken.changed, taken.same) == (1, 0, 0)
    assert [(fault.row, fault.column) for fault in taken.faults] == [(4, "F"), (5, "A"), (6, "")]
    moved = (*GOOD[:3], "示范大街9号", *GOOD[4:])
    assert take_sheet("名录.xlsx", workbook(HEAD, GOOD), **who).same == 1
    assert take_sheet("名录.xlsx", workbook(HEAD, moved), **who).changed == 1
    assert PublicBody.objects.get().address == "示范大街9号"
    with pytest.raises(InvalidValue):
        take_sheet("名录.xlsx", workbook(("姓名", "电话"), ("a", "b")), **who)
