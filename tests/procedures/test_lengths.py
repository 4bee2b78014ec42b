"""Lengths by place and level: who may set them, within what; levels that change while a clock runs."""

from datetime import date, timedelta

import pytest

from tests.procedures.conftest import CITY, COUNTY, MONDAY, Person, clock_of, moved, opened, person
from xinan.kernel.errors import InvalidValue, NotAllowed
from xinan.procedures.actions.change_levels import change_levels
from xinan.procedures.actions.run_due_acts import run_due_acts
from xinan.procedures.actions.set_length import set_length
from xinan.procedures.definition import Procedure
from xinan.procedures.models import ClockEvent, ClockLength

pytestmark = pytest.mark.django_db

TODAY = MONDAY.date()


def given(who: Person, amount: int | None, **changed: object) -> ClockLength:
    wanted = {
        "level": "",
        "region_code": COUNTY,
        "amount": amount,
        "from_on": TODAY,
        "source": "某市处置规程",
        "by": who.user,
        "scope": who.scope,
        "now": MONDAY,
        "today": TODAY,
    }
    return set_length("toy", str(changed.pop("clock", "sign")), **{**wanted, **changed})  # type: ignore[arg-type]


def length_at(region: str, level: str = "yellow") -> str:
    return clock_of(opened(region_code=region, level=level), "sign").length


def test_the_nearest_place_decides_and_the_level_before_all_levels(
    toy: Procedure, inspector: Person, city: Person
) -> None:
    province = person("province_office")
    given(province, 5, region_code="")
    assert (length_at(COUNTY), length_at("220202"), length_at(COUNTY, "red")) == ("5 WD", "5 WD", "5 WD")
    given(city, 4, region_code=CITY)
    assert (length_at(COUNTY), length_at("220104"), length_at("220202")) == ("4 WD", "4 WD", "5 WD")
    given(inspector, 3)
    given(inspector, 1, level="red")
    assert (length_at(COUNTY), length_at(COUNTY, "red"), length_at("220104")) == ("3 WD", "1 WD", "4 WD")
    given(inspector, None)
    assert (length_at(COUNTY), length_at(COUNTY, "red")) == ("4 WD", "1 WD")


def test_from_its_day_on_and_not_for_clocks_that_run(inspector: Person) -> None:
    before = opened()
    given(inspector, 5, from_on=TODAY + timedelta(days=1))
    assert clock_of(before, "sign").length == "2 WD"
    assert clock_of(opened(), "sign").length == "2 WD"
    assert clock_of(opened(now=MONDAY + timedelta(days=1)), "sign").length == "5 WD"


@pytest.mark.parametrize(
    ("amount", "changed"),
    [
        (6, {}),
        (0, {}),
        (3, {"source": " "}),
        (3, {"from_on": TODAY - timedelta(days=1)}),
        (3, {"clock": "verify"}),
        (3, {"clock": "nothing"}),
        (3, {"level": "blue"}),
    ],
)
def test_within_its_bounds_with_a_source_from_today_on(
    inspector: Person, amount: int, changed: dict[str, object]
) -> None:
    with pytest.raises(InvalidValue):
        given(inspector, amount, **changed)
    assert not ClockLength.objects.exists()


def test_each_office_for_its_own_place(inspector: Person, city: Person, firm: Person) -> None:
    for who, place in (
        (inspector, "220104"),
        (inspector, CITY),
        (inspector, ""),
        (city, ""),
        (city, "220202"),
        (firm, COUNTY),
    ):
        with pytest.raises(NotAllowed):
            given(who, 3, region_code=place)
    given(city, 3, region_code="220104")


def test_a_graver_level_shortens_but_never_into_the_past(inspector: Person) -> None:
    one = moved(opened(), "sign", inspector)
    assert change_levels({one.pk: "red"}, now=MONDAY + timedelta(hours=2)) == 1
    cure = clock_of(one, "cure")
    assert (cure.length, cure.due_on, cure.floor_on) == ("5 WD", date(2026, 11, 30), TODAY)
    assert "等级变动" in ClockEvent.objects.get(clock=cure, kind="moved").because
    assert one.steps.get(move="level").other == {"before": "yellow", "after": "red"}

    late = moved(opened(), "sign", inspector)
    change_levels({late.pk: "red"}, now=MONDAY + timedelta(days=10))
    assert clock_of(late, "cure").due_on == date(2026, 12, 3)
    run_due_acts(now=MONDAY + timedelta(days=10))
    assert clock_of(late, "cure").state == "running"


def test_a_milder_level_gives_the_time_back(inspector: Person) -> None:
    one = moved(opened(level="red"), "sign", inspector)
    assert clock_of(one, "cure").due_on == date(2026, 11, 30)
    change_levels({one.pk: "yellow"}, now=MONDAY)
    assert clock_of(one, "cure").due_on == date(2026, 12, 7)
    assert change_levels({one.pk: "yellow"}, now=MONDAY) == 0
