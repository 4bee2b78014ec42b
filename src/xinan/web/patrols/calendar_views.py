"""`/patrols/calendar/`: an officer's month, and how many new projects were seen within a month."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.calendar import CHINA
from xinan.kernel.errors import InvalidValue
from xinan.kernel.period import Month
from xinan.kernel.text import Text
from xinan.patrols.candidates import running
from xinan.patrols.first_visits import NEW_DAYS
from xinan.patrols.policies import READING, colleagues, patrol_scope
from xinan.patrols.queries import SHOWN_OPEN, CalendarDay, Coverage, calendar_of, coverage
from xinan.registry.models import Project
from xinan.registry.policies import visible_projects
from xinan.web.access import requires
from xinan.web.components.views import Tile
from xinan.web.patrols.policy import opens_visits
from xinan.web.shell.scope_words import place_short
from xinan.web.shell.scoping import asker, scope_for


@requires(opens_visits)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The month of oneself or of a colleague, and the first visits of one's scope."""
    user, today = asker(request.user), wiring().clock.today()
    scope = scope_for(user, today=today)
    month = _month(request.GET.get("month", ""), today=today)
    people = list(colleagues(user, scope=scope, on=today))
    whose = next((each for each in people if str(each.pk) == request.GET.get("who", "")), user)
    visible = running(visible_projects(patrol_scope(scope, roles=READING)), on=today)
    found = coverage(visible, on=today)
    context = {
        "month": month,
        "earlier": month.previous,
        "later": month.next,
        "weeks": _weeks(month, calendar_of(whose, month=month)),
        "whose": whose,
        "people": people or [user],
        "today": today,
        "weekdays": (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")),
        "tiles": _tiles(found),
        "waiting": _waiting(found, today=today),
        "places": _places(found, today=today),
        "new_days": NEW_DAYS,
    }
    return render(request, "patrols/calendar.html", context)


def _month(text: str, *, today: date) -> Month:
    try:
        return Month.parse(text) if text else Month.of(today)
    except InvalidValue:
        return Month.of(today)


def _weeks(month: Month, days: tuple[CalendarDay, ...]) -> list[list[dict[str, object] | None]]:
    """Rows of seven from Monday; None outside the month."""
    known = {each.day: each for each in days}
    cells: list[dict[str, object] | None] = [None] * month.first.weekday()
    for day in month:
        cells.append({"day": day, "known": known.get(day), "rest": not CHINA.is_working_day(day)})
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _tiles(found: Coverage) -> tuple[Tile, ...]:
    share = found.share
    return (
        Tile(
            Text("一个月内走访率", "Visited within a month"),
            f"{share}%" if share is not None else "—",
            Text(
                f"{found.count('in_time')}／{found.judged} 个新项目",
                f"{found.count('in_time')} of {found.judged} new projects",
            ),
        ),
        Tile(
            Text("待首次走访", "Waiting for the first visit"), found.count("waiting"), Text("期限未到", "Still in time")
        ),
        Tile(
            Text("已逾期", "Overdue"),
            found.count("overdue"),
            Text("超过一个月未走访", "More than a month without a visit"),
        ),
        Tile(
            Text("逾期后走访", "Visited late"),
            found.count("late"),
            Text("已走访，但超过一个月", "Visited, after more than a month"),
        ),
    )


def _waiting(found: Coverage, *, today: date) -> list[dict[str, object]]:
    """The new projects without a visit, the most pressing first."""
    open_ones = [each for each in found.states if each.visited_on is None][:SHOWN_OPEN]
    names = dict(Project.objects.filter(pk__in=[each.first.project_id for each in open_ones]).values_list("pk", "name"))
    return [
        {
            "project_id": each.first.project_id,
            "name": names[each.first.project_id],
            "place": place_short(each.first.region_code),
            "entered_on": each.first.entered_on,
            "due_on": each.first.due_on,
            "days": (each.first.due_on - today).days,
            "late": max((today - each.first.due_on).days, 0),
        }
        for each in open_ones
    ]


def _places(found: Coverage, *, today: date) -> list[dict[str, object]]:
    """The figures by county, the lowest share first; nothing where there is one county alone."""
    codes = sorted({each.first.region_code for each in found.states})
    parts = {code: Coverage(tuple(s for s in found.states if s.first.region_code == code), today) for code in codes}
    if len(parts) < 2:
        return []
    rows: list[dict[str, object]] = [
        {
            "place": place_short(code),
            "new": len(part.states),
            "in_time": part.count("in_time"),
            "overdue": part.count("overdue"),
            "share": part.share,
        }
        for code, part in parts.items()
    ]
    # The lowest share first; where nothing can be said yet, last.
    return sorted(rows, key=lambda row: 101 if row["share"] is None else int(str(row["share"])))
