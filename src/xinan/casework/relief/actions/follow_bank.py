"""What a bank tells by its interface moves a draw by itself: paid as the list says, topped up. What differs is left to people."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from xinan.casework.relief.actions.report_results import refuse_doubles
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.models import Relief, ReliefWorker
from xinan.casework.relief.paying import enter_facts, hold_payments
from xinan.casework.relief.policies import SUBJECT
from xinan.casework.relief.queries import told_by_bank
from xinan.kernel.errors import Conflict
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.models import Proceeding
from xinan.procedures.reckoning import day_of
from xinan.registry.models import DepositDraw

PAID = "银行接口报告的支取与名单合计一致。"
TOPPED_UP = "银行接口报告保证金已补足。"


def follow_bank(*, now: datetime) -> int:
    """How many draws moved by what banks have told since. Each by itself; what does not fit is left as it is."""
    waiting = Proceeding.objects.filter(
        subject_kind=SUBJECT, procedure=Kind.DEPOSIT_DRAW, state__in=["noticed", "paid"]
    ).order_by("pk")
    return sum(_followed(one, now=now) for one in waiting)


def _followed(proceeding: Proceeding, *, now: datetime) -> bool:
    relief = Relief.objects.select_related("case", "deposit").get(pk=int(proceeding.subject_id))
    try:
        with transaction.atomic():
            Relief.objects.select_for_update().get(pk=relief.pk)
            proceeding.refresh_from_db()
            if proceeding.state == "noticed":
                return _paid_as_told(relief, proceeding, now=now)
            return proceeding.state == "paid" and _topped_up_as_told(relief, proceeding, now=now)
    except Conflict:
        # Somebody else paid these wages meanwhile, or moved it: the page says so, and people decide.
        return False


def _paid_as_told(relief: Relief, proceeding: Proceeding, *, now: datetime) -> bool:
    """Every worker as listed, where one draw told since the notice is just the sum of the list and nothing was entered."""
    hold_payments(relief)
    rows = list(relief.rows.select_related("case_worker", "relief__case"))
    step = proceeding.steps.filter(move="send_notice").order_by("-pk").first()
    if step is None or any(row.is_reported for row in rows):
        return False
    total = sum((row.granted for row in rows), Decimal("0.00"))
    since = step.happened_on or day_of(step.at)
    days = [draw.drawn_on for draw in told_by_bank(relief, since=since) if draw.amount == total]
    if len(days) != 1 or days[0] > day_of(now) or _listed_elsewhere(relief, days[0]):
        return False
    for row in rows:
        row.paid, row.paid_on, row.reported_at = row.granted, days[0], now
    refuse_doubles(relief, rows)
    ReliefWorker.objects.bulk_update(rows, ["paid", "paid_on", "reported_at"])
    enter_facts(relief, rows, days=[], by=None, now=now)
    _move(proceeding, "report_paid", on=days[0], reason=PAID, now=now)
    return True


def _listed_elsewhere(relief: Relief, day: date) -> bool:
    """Whether another list was paid out of the deposit on the day: then nobody knows whose the draw is."""
    rows = ReliefWorker.objects.filter(relief__deposit=relief.deposit_id, paid_on=day).exclude(relief=relief)
    return rows.aggregate(sum=Sum("paid"))["sum"] is not None


def _topped_up_as_told(relief: Relief, proceeding: Proceeding, *, now: datetime) -> bool:
    """Every draw of the days on which the list was paid is made good."""
    days = {day for day in relief.rows.values_list("paid_on", flat=True) if day is not None}
    draws = list(DepositDraw.objects.filter(deposit=relief.deposit_id, drawn_on__in=days))
    made_good = [draw.replenished_on for draw in draws if draw.replenished_on is not None]
    if not draws or len(made_good) < len(draws) or max(made_good) > day_of(now):
        return False
    _move(proceeding, "told_topped_up", on=max(made_good), reason=TOPPED_UP, now=now)
    return True


def _move(proceeding: Proceeding, move: str, *, on: date, reason: str, now: datetime) -> None:
    make_move(
        proceeding.pk,
        move,
        by=None,
        scope=Scope(),
        now=now,
        version=proceeding.version,
        reason=reason,
        happened_on=on,
    )
