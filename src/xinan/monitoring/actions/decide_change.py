"""From draft to decision: shadow, submission, approval or refusal by a second person, withdrawal."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.kernel.text import Text
from xinan.monitoring.book import current_book, with_change
from xinan.monitoring.change_enums import OPEN_STATES, UNFINISHED, ChangeEventKind, ChangeState
from xinan.monitoring.change_log import held_change, require_author, require_state, write_down
from xinan.monitoring.change_models import RuleChange
from xinan.monitoring.change_policies import may_approve, takes_the_province
from xinan.monitoring.notifications import tell_approvers, tell_author
from xinan.people.models import User
from xinan.people.scope import scope_of

EVALUATE_ALL = "evaluate_all"


@transaction.atomic
def start_shadow(number: int, *, author: User, now: datetime) -> RuleChange:
    """Compute the change beside the rules in force from the next evaluation on, for its author's eyes."""
    change = _own(number, author, {ChangeState.TRIED})
    _require_trial(change)
    change.state, change.shadow_since, change.shadow_error = ChangeState.SHADOW, now, ""
    return _saved(change, ChangeEventKind.SHADOW_STARTED, by=author, now=now, evaluate=True)


@transaction.atomic
def stop_shadow(number: int, *, author: User, now: datetime) -> RuleChange:
    """Compute it no more; what was found stays to be read."""
    change = _own(number, author, {ChangeState.SHADOW})
    change.state = ChangeState.TRIED
    return _saved(change, ChangeEventKind.SHADOW_STOPPED, by=author, now=now)


@transaction.atomic
def submit_change(number: int, *, author: User, now: datetime) -> RuleChange:
    """Lay the change before a second person. It must have been tried as it stands; one that restores a value need not."""
    change = _own(number, author, OPEN_STATES)
    if change.reverts_id is None:
        _require_trial(change)
    if change.trials.filter(state__in=UNFINISHED).exists():
        raise Conflict(
            "trial-under-way",
            Text("正在试算，暂不能提交。", "A trial is under way."),
            Text("等试算完成，或先取消试算。", "Wait until it is done, or cancel it."),
        )
    change.state = ChangeState.SUBMITTED
    tell_approvers(change, now=now)
    return _saved(change, ChangeEventKind.SUBMITTED, by=author, now=now)


@transaction.atomic
def approve_change(number: int, *, approver: User, words: str, now: datetime) -> RuleChange:
    """In force from the day wished for, or from today where that has passed. Whoever approves is not the author.

    Every project is evaluated anew when its day has come. Raises NotAllowed, Conflict, InvalidValue (a bound was tightened).
    """
    change = _to_decide(number, approver, now=now)
    with_change(current_book(), change)
    change.state, change.approver = ChangeState.APPROVED, approver
    change.decided_at, change.decided_on, change.decision_words = now, now.date(), words.strip()
    change.in_force_from = max(change.from_on, now.date())
    due = change.in_force_from <= now.date()
    tell_author(change, now=now)
    return _saved(change, ChangeEventKind.APPROVED, by=approver, now=now, words=words, evaluate=due)


@transaction.atomic
def reject_change(number: int, *, approver: User, words: str, now: datetime) -> RuleChange:
    """Give the change back with words; it stays to be read, and a new draft may follow."""
    change = _to_decide(number, approver, now=now)
    if not words.strip():
        raise InvalidValue(
            "rejection-without-words",
            Text("退回须写明意见。", "A refusal needs words."),
            Text("写明为什么退回、应当怎样改。", "Say why, and what should be otherwise."),
        )
    change.state, change.approver = ChangeState.REJECTED, approver
    change.decided_at, change.decided_on, change.decision_words = now, now.date(), words.strip()
    tell_author(change, now=now)
    return _saved(change, ChangeEventKind.REJECTED, by=approver, now=now, words=words)


@transaction.atomic
def withdraw_change(number: int, *, author: User, now: datetime) -> RuleChange:
    """The author lets it drop; it stays to be read."""
    change = _own(number, author, {*OPEN_STATES, ChangeState.SUBMITTED})
    change.trials.filter(state__in=UNFINISHED).update(cancel_asked=True)
    change.state = ChangeState.WITHDRAWN
    return _saved(change, ChangeEventKind.WITHDRAWN, by=author, now=now)


def evaluate_everything_soon() -> None:
    """Have every project evaluated once this transaction is committed; a run that waits already will do."""
    transaction.on_commit(_defer)


def _defer() -> None:
    # Should this be lost, jobs.rule_tasks.follow_rules sees within a minute that the rules have changed.
    try:
        app.configure_task(EVALUATE_ALL, queueing_lock="full_evaluation").defer()
    except AlreadyEnqueued:
        return


def _own(number: int, author: User, states: frozenset[ChangeState] | set[ChangeState]) -> RuleChange:
    change = held_change(number)
    require_author(change, author)
    require_state(change, states)
    return change


def _to_decide(number: int, approver: User, *, now: datetime) -> RuleChange:
    change = held_change(number)
    if not may_approve(approver, scope_of(approver, on=now.date()), change=change):
        who = (
            Text("须由省根治欠薪办的另一人复核。", "Somebody else of the province's office decides.")
            if takes_the_province(change) or not change.region_code
            else Text(
                "须由省办或本市州办的另一人复核。", "Somebody else of the province's or the city's office decides."
            )
        )
        raise NotAllowed("may-not-approve", Text("您不能复核这项变更。", "You cannot decide on this change."), who)
    require_state(change, {ChangeState.SUBMITTED})
    return change


def _require_trial(change: RuleChange) -> None:
    if not change.trials.filter(state="done", revision=change.revision).exists():
        raise Conflict(
            "not-tried-yet",
            Text("这一稿还没有试算过。", "This wording was not tried yet."),
            Text("先在历史数据上试算，看会新增和消失哪些预警。", "Try it on history first, and see what it would do."),
        )


def _saved(
    change: RuleChange, kind: ChangeEventKind, *, by: User, now: datetime, words: str = "", evaluate: bool = False
) -> RuleChange:
    change.save()
    write_down(change, kind, by=by, now=now, words=words)
    if evaluate:
        evaluate_everything_soon()
    return change
