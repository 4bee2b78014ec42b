"""Open clocks reckoned anew by the calendar of today; each that moves says why."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.people.models import User
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import known_rules, rereckon
from xinan.procedures.enums import OPEN_CLOCKS, ClockEventKind
from xinan.procedures.models import Clock, Proceeding

BATCH = 500
CALENDAR_CHANGED = Text(
    "工作日历有变动（放假安排公布或调整）",
    "The working calendar changed (a holiday arrangement was published or amended)",
)


def recompute_clocks(*, now: datetime, because: Text = CALENDAR_CHANGED, by: User | None = None) -> int:
    """Reckon every open clock anew; how many moved. In transactions of some hundred proceedings, so that none waits long.

    Run again it moves nothing. Clocks whose rule this release does not know are left alone.
    """
    open_clocks = Clock.objects.filter(known_rules(), state__in=OPEN_CLOCKS).order_by("proceeding_id")
    moved, last = Counter[int | None](), 0
    while True:
        batch = open_clocks.filter(proceeding_id__gt=last)
        numbers = sorted(set(batch.values_list("proceeding_id", flat=True)[:BATCH]))
        if not numbers:
            break
        moved += _recompute(numbers, now=now, because=because, by=by)
        last = numbers[-1]
    _tell_holders(moved, because=because, now=now)
    return moved.total()


@transaction.atomic
def _recompute(numbers: list[int], *, now: datetime, because: Text, by: User | None) -> Counter[int | None]:
    """How many clocks of these proceedings moved, by who holds them."""
    held = Proceeding.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    proceedings = {one.pk: one for one in held}
    clocks = list(Clock.objects.filter(known_rules(), proceeding__in=proceedings, state__in=OPEN_CLOCKS).order_by("pk"))
    for clock in clocks:
        clock.proceeding = proceedings[clock.proceeding_id]
    moved = rereckon(clocks, now=now, calendar=calendar_in_force(), kind=ClockEventKind.MOVED, because=because, by=by)
    return Counter(clock.proceeding.holder_id for clock in moved)


def _tell_holders(moved: Counter[int | None], *, because: Text, now: datetime) -> None:
    """One notice for everybody whose clocks moved, with how many."""
    holders = User.objects.in_bulk([holder for holder in moved if holder is not None])
    for holder in holders.values():
        notify(
            [holder],
            kind="clock_moved",
            subject=Text(f"{moved[holder.pk]} 个期限的到期日有调整", f"{moved[holder.pk]} of your clocks moved"),
            body=because,
            link="/working-calendar/",
            about_kind="calendar",
            now=now,
        )
