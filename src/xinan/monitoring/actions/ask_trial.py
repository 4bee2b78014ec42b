"""Ask for a trial of a change on history, or for its end."""

from datetime import date, datetime

from django.db import transaction
from procrastinate.contrib.django import app

from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.kernel.period import Month, months_between
from xinan.kernel.regions import PROVINCE_CODE, region
from xinan.kernel.text import Text
from xinan.monitoring.change_enums import OPEN_STATES, UNFINISHED, ChangeEventKind, ChangeState, TrialState
from xinan.monitoring.change_log import held_change, require_state, write_down
from xinan.monitoring.change_models import RuleChange, Trial
from xinan.monitoring.change_policies import may_approve, may_draft
from xinan.people.models import User
from xinan.people.scope import scope_of

TASK, QUEUE = "try_rule_change", "rule_trial"
MOST_MONTHS = 24


def trial_days(first: Month, last: Month, *, today: date) -> tuple[date, ...]:
    """The days a trial judges: each month's last, and today for the month that is not over."""
    return tuple(min(month.last, today) for month in months_between(first, last))


@transaction.atomic
def ask_trial(number: int, *, first: Month, last: Month, region_code: str, asker: User, now: datetime) -> Trial:
    """A trial waiting for the worker. Whoever decides on a change may try it as well as its author.

    Raises InvalidValue (months), Conflict (one is under way), NotAllowed.
    """
    change = held_change(number)
    _require_may_try(change, asker, now=now)
    require_state(change, {*OPEN_STATES, ChangeState.SUBMITTED})
    if not first <= last <= Month.of(now.date()) or len(months_between(first, last)) > MOST_MONTHS:
        raise InvalidValue(
            "trial-months",
            Text("试算的月份不对。", "The months of the trial will not do."),
            Text(
                f"起始月不晚于截止月，截止月不晚于本月，最多 {MOST_MONTHS} 个月。",
                f"From an earlier month to this one at the latest, {MOST_MONTHS} months at most.",
            ),
        )
    place = "" if region_code == PROVINCE_CODE else region_code
    if place:
        region(place)
    if not may_draft(scope_of(asker, on=now.date()), region_code=place):
        raise NotAllowed(
            "trial-out-of-place",
            Text("试算范围超出您的辖区。", "The trial reaches beyond your place."),
            Text("试算范围请选本市州或其县市区。", "Choose your own city, or a county of it."),
        )
    if change.trials.filter(state__in=UNFINISHED).exists():
        raise Conflict(
            "trial-under-way",
            Text("这项变更正在试算。", "A trial is under way."),
            Text("等它完成，或先取消。", "Wait until it is done, or cancel it."),
        )
    trial = Trial.objects.create(
        change=change,
        revision=change.revision,
        region_code=place,
        first_month=str(first),
        last_month=str(last),
        total=2 * len(months_between(first, last)),
        asked_by=asker,
        asked_at=now,
    )
    write_down(change, ChangeEventKind.TRIAL_ASKED, by=asker, now=now, words=f"{first}–{last} {place}".strip())
    app.configure_task(TASK, queue=QUEUE, lock=QUEUE).defer(trial_id=trial.pk)
    return trial


@transaction.atomic
def cancel_trial(trial_id: int, *, asker: User, now: datetime) -> None:
    """Ask a trial to stop; one that waits stops at once, one under way after the day it is at."""
    trial = Trial.objects.select_for_update().select_related("change").filter(pk=trial_id).first()
    if trial is None or trial.state not in UNFINISHED:
        return
    _require_may_try(trial.change, asker, now=now)
    trial.cancel_asked = True
    if trial.state == TrialState.QUEUED:
        trial.state, trial.finished_at = TrialState.CANCELLED, now
    trial.save(update_fields=["cancel_asked", "state", "finished_at"])
    write_down(trial.change, ChangeEventKind.TRIAL_CANCELLED, by=asker, now=now)


def _require_may_try(change: RuleChange, user: User, *, now: datetime) -> None:
    submitted = change.state == ChangeState.SUBMITTED
    if change.author_id == user.pk or (submitted and may_approve(user, scope_of(user, on=now.date()), change=change)):
        return
    raise NotAllowed(
        "may-not-try",
        Text("您不能试算这项变更。", "You cannot try this change."),
        Text("由起草人试算；提交后复核人也可以。", "Its author does; whoever decides may, once it is submitted."),
    )
