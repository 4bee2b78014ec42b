"""`/working-calendar/`: the days clocks count, year by year; a published year is entered by the province's office."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.gateways.wiring import wiring
from xinan.kernel.calendar import CalendarDay, WorkingCalendar
from xinan.kernel.errors import XinanError
from xinan.people.enums import Role
from xinan.procedures.actions.publish_year import publish_year
from xinan.procedures.calendars import calendar_in_force, entered_years
from xinan.procedures.models import CalendarYear, Clock
from xinan.web.access import signed_in
from xinan.web.procedures.forms import YearForm
from xinan.web.shell.errors import status_of
from xinan.web.shell.scoping import asker, scope_for

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Span:
    """Days off in a row, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of the calendar: what is off, which weekends are worked, whether it is published, who entered it."""

    year: int
    spans: tuple[Span, ...]
    work_weekends: tuple[date, ...]
    provisional: bool
    entered: CalendarYear | None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Last year to the year after next; a POST of the province's office enters one and moves the open clocks."""
    clock = wiring().clock
    scope = scope_for(request.user, today=clock.today())
    form, status = YearForm(request.POST or None, initial={"year": clock.today().year + 1}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row, moved = publish_year(**form.cleaned_data, by=asker(request.user), scope=scope, now=clock.now())
            except XinanError as error:
                form.refuse(error, language=get_language() or "zh")
                status = status_of(error)
            else:
                told = _("%(year)s 年的放假安排已录入，%(moved)s 个期限随之调整。")
                messages.success(request, told % {"year": row.year, "moved": moved})
                return redirect("working-calendar")
    this = clock.today().year
    context = {
        "years": year_views(range(this - 1, this + 3), calendar=calendar_in_force()),
        "provisional_clocks": Clock.objects.filter(ended_at=None, provisional=True).count(),
        "form": form if Role.PROVINCE_OFFICE in scope.roles else None,
    }
    return render(request, "procedures/calendar.html", context, status=status)


def year_views(years: range, *, calendar: WorkingCalendar) -> list[YearView]:
    """The years as the calendar in force has them."""
    entered = {row.year: row for row in entered_years()}
    return [_year(year, calendar=calendar, entered=entered.get(year)) for year in years]


def _year(year: int, *, calendar: WorkingCalendar, entered: CalendarYear | None) -> YearView:
    days = list(calendar.days(date(year, 1, 1), date(year, 12, 31)))
    return YearView(
        year=year,
        spans=_spans([day.day for day in days if day.is_day_off]),
        work_weekends=tuple(day.day for day in days if _is_worked_weekend(day)),
        provisional=days[0].is_provisional,
        entered=entered,
    )


def _is_worked_weekend(day: CalendarDay) -> bool:
    return day.is_working and day.day.weekday() >= _SATURDAY


def _spans(days: list[date]) -> tuple[Span, ...]:
    found: list[Span] = []
    for day in days:
        if found and (day - found[-1].last).days == 1:
            found[-1] = Span(found[-1].first, day)
        else:
            found.append(Span(day, day))
    return tuple(found)
