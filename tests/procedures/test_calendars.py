"""A year is published or amended: open clocks move, with the reason; nothing moves twice."""

from datetime import date, datetime, timedelta

import pytest

from tests.procedures.conftest import MONDAY, Person, clock_of, moved, opened, person
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue, NotAllowed
from xinan.notices.models import Notice
from xinan.procedures.actions.publish_year import publish_year
from xinan.procedures.actions.recompute_clocks import recompute_clocks
from xinan.procedures.actions.run_due_acts import run_due_acts
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.definition import Procedure
from xinan.procedures.models import CalendarYear, ClockEvent
from xinan.procedures.queries import clocks_of

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=CHINA)
NEW_YEAR = [date(2027, 1, 1) + timedelta(days=n) for n in range(3)]


def published(days_off: list[date], *, source: str = "国办发明电〔2026〕9号", work: list[date] | None = None) -> int:
    _row, count = publish_year(
        2027, days_off=days_off, work_weekends=work or [], source=source, by=None, scope=None, now=DECEMBER
    )
    return count


def test_a_published_year_moves_the_clocks_that_rest_on_it(inspector: Person) -> None:
    one = moved(opened(now=DECEMBER), "sign", inspector, now=DECEMBER)
    short = opened(now=DECEMBER)
    cure = clock_of(one, "cure")
    assert (cure.due_on, cure.provisional) == (date(2027, 1, 6), True)
    assert published([*NEW_YEAR, date(2027, 1, 4), date(2027, 1, 5)], work=[date(2027, 1, 9)]) == 1
    cure.refresh_from_db()
    assert (cure.due_on, cure.first_due_on, cure.provisional) == (date(2027, 1, 8), date(2027, 1, 6), False)
    event = ClockEvent.objects.get(clock=cure, kind="moved")
    assert "国办发明电〔2026〕9号" in event.because
    assert "2027" in event.because_en
    assert event.due_before == date(2027, 1, 6)
    assert not ClockEvent.objects.filter(clock=clock_of(short, "sign"), kind="moved").exists()
    view = next(view for view in clocks_of([one], now=DECEMBER)[one.pk] if view.code == "cure")
    assert view.moved
    assert view.moved_because is not None
    assert recompute_clocks(now=DECEMBER) == 0


def test_whoever_holds_what_moved_is_told_once(inspector: Person) -> None:
    for _ in range(3):
        moved(opened(now=DECEMBER, holder_id=inspector.user.pk), "sign", inspector, now=DECEMBER)
    assert published([*NEW_YEAR, date(2027, 1, 4)]) == 3
    notice = Notice.objects.get(kind="clock_moved")
    assert notice.recipient == inspector.user
    assert notice.subject_zh.startswith("3 个期限")
    assert "国办发明电" in notice.body_zh


def test_the_same_days_make_a_guess_certain_and_move_nothing_else(inspector: Person) -> None:
    one = moved(opened(now=DECEMBER), "sign", inspector, now=DECEMBER)
    assert published([date(2027, 1, 1)]) == 1
    cure = clock_of(one, "cure")
    assert (cure.due_on, cure.provisional, cure.round) == (date(2027, 1, 6), False, 0)


def test_an_amendment_makes_an_expired_clock_run_again(inspector: Person) -> None:
    one = moved(opened(now=DECEMBER), "sign", inspector, now=DECEMBER)
    run_due_acts(now=datetime(2027, 1, 7, 9, tzinfo=CHINA))
    cure = clock_of(one, "cure")
    assert (cure.state, cure.escalation) == ("expired", 1)
    publish_year(
        2027,
        days_off=[*NEW_YEAR, *(date(2027, 1, 3) + timedelta(days=n) for n in range(1, 6))],
        work_weekends=[],
        source="调整通知",
        by=None,
        scope=None,
        now=datetime(2027, 1, 7, 10, tzinfo=CHINA),
    )
    cure.refresh_from_db()
    assert (cure.state, cure.escalation, cure.due_on) == ("running", 0, date(2027, 1, 13))
    run_due_acts(now=datetime(2027, 1, 14, 0, 0, tzinfo=CHINA))
    reminders = ClockEvent.objects.filter(clock=cure, act="remind").order_by("at")
    assert [event.at.astimezone(CHINA).date() for event in reminders] == [date(2027, 1, 7), date(2027, 1, 14)]


def test_the_last_arrangement_of_a_year_is_in_force(toy: Procedure) -> None:
    published([date(2027, 3, 1)], source="甲")
    published([date(2027, 3, 2)], source="乙")
    calendar = calendar_in_force()
    assert calendar.is_working_day(date(2027, 3, 1))
    assert calendar.is_day_off(date(2027, 3, 2))
    assert not calendar.is_provisional(date(2027, 12, 31))
    assert calendar.is_provisional(date(2028, 1, 3))
    assert CalendarYear.objects.count() == 2


@pytest.mark.parametrize(
    ("days_off", "work", "source"),
    [
        ([], [], "文号"),
        (NEW_YEAR, [], " "),
        ([date(2028, 1, 1)], [], "文号"),
        (NEW_YEAR, [date(2027, 1, 5)], "文号"),
        (NEW_YEAR, [date(2027, 1, 2)], "文号"),
    ],
)
def test_what_is_no_arrangement_is_refused(toy: Procedure, days_off: list[date], work: list[date], source: str) -> None:
    with pytest.raises(InvalidValue):
        published(days_off, work=work, source=source)


def test_only_the_province_enters_it(inspector: Person, city: Person) -> None:
    for who, may in ((inspector, False), (city, False), (person("province_office"), True)):
        given = {"days_off": NEW_YEAR, "work_weekends": [], "source": "文号"}
        if may:
            publish_year(2027, **given, by=who.user, scope=who.scope, now=MONDAY)  # type: ignore[arg-type]
        else:
            with pytest.raises(NotAllowed):
                publish_year(2027, **given, by=who.user, scope=who.scope, now=MONDAY)  # type: ignore[arg-type]
