"""More time: asked for with a reason, granted by whom the definition names, up to its ceiling."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinan.kernel.deadlines import Length
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.asking import (
    asked_clock,
    asked_request,
    check_actor,
    check_other_person,
    check_words,
    keep_step,
    tell_approvers,
    tell_asker,
)
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import event_of, rereckon, rule_of
from xinan.procedures.definition import ExtensionRule
from xinan.procedures.enums import ClockEventKind, ClockState, RequestState
from xinan.procedures.errors import ClockRefused
from xinan.procedures.given import SentProof
from xinan.procedures.models import Clock, ClockExtension
from xinan.procedures.moving import keep_proofs

_ASK = Text("申请延长期限", "Asking for more time")
_DECIDED = "extension_decided"


@transaction.atomic
def ask_extension(
    clock_id: int,
    *,
    by: User,
    scope: Scope,
    now: datetime,
    amount: int,
    reason: str,
    proofs: Sequence[SentProof] = (),
) -> ClockExtension:
    """Ask for `amount` more, in the clock's unit.

    Raises UnknownProceeding, MoveRefused (not theirs to ask), MoveIncomplete, ClockRefused (it has run out, cannot be
    extended, was extended as often or as far as the definition allows, or a request is pending).
    """
    clock = asked_clock(clock_id, scope=scope)
    rule = _extension_rule(clock)
    kind = check_actor(clock, rule.asked_by, scope=scope, what=_ASK)
    check_words(reason, what=_ASK)
    _check_open(clock, now=now)
    _check_amount(clock, rule, amount=amount)
    step = keep_step(clock, "ask_extension", by=by, as_kind=kind, now=now, reason=reason, amount=amount)
    keep_proofs([step], proofs)
    event_of(clock, ClockEventKind.EXTENSION_ASKED, at=now, by=by).save()
    word = Text("申请延长期限", "More time is asked for")
    tell_approvers(clock, rule.approved_by, by=by, kind="extension_asked", word=word, now=now)
    return ClockExtension.objects.create(
        clock=clock, step=step, asked_at=now, asked_by=by, reason=reason.strip(), amount=amount
    )


@transaction.atomic
def extend_clock(extension_id: int, *, by: User, scope: Scope, now: datetime, words: str = "") -> ClockExtension:
    """Grant what was asked for. Nobody grants what they asked for themselves."""
    extension, clock = asked_request(ClockExtension, extension_id, scope=scope)
    rule = _extension_rule(clock)
    kind = check_actor(clock, rule.approved_by, scope=scope, what=Text("批准延长", "Granting more time"))
    check_other_person(extension, by=by)
    if clock.ended_at is not None:
        raise _too_late()
    _check_amount(clock, rule, amount=extension.amount)
    _decide(extension, RequestState.APPROVED, by=by, now=now, words=words)
    clock.extended += extension.amount
    clock.save(update_fields=["extended"])
    keep_step(clock, "extend", by=by, as_kind=kind, now=now, reason=words, amount=extension.amount)
    more = Length(extension.amount, Length.parse(clock.length).unit).text
    because = Text(f"批准延长{more.zh}", f"{more.en} more were granted")
    rereckon(
        [clock],
        now=now,
        calendar=calendar_in_force(),
        kind=ClockEventKind.EXTENDED,
        because=because,
        by=by,
        always=True,
    )
    tell_asker(extension, clock, kind=_DECIDED, word=Text("同意延长期限", "More time was granted"), now=now)
    return extension


@transaction.atomic
def refuse_extension(extension_id: int, *, by: User, scope: Scope, now: datetime, words: str) -> ClockExtension:
    """Let the clock stand; says why."""
    extension, clock = asked_request(ClockExtension, extension_id, scope=scope)
    what = Text("不同意延长", "Refusing more time")
    kind = check_actor(clock, _extension_rule(clock).approved_by, scope=scope, what=what)
    check_words(words, what=what)
    _decide(extension, RequestState.REFUSED, by=by, now=now, words=words)
    keep_step(clock, "refuse_extension", by=by, as_kind=kind, now=now, reason=words)
    event_of(clock, ClockEventKind.EXTENSION_REFUSED, at=now, by=by, because=Text(words, words)).save()
    tell_asker(extension, clock, kind=_DECIDED, word=Text("不同意延长期限", "More time was refused"), now=now)
    return extension


def _decide(extension: ClockExtension, state: RequestState, *, by: User, now: datetime, words: str) -> None:
    extension.state, extension.decided_at, extension.decided_by = state, now, by
    extension.decision_words = words.strip()
    extension.save()


def _extension_rule(clock: Clock) -> ExtensionRule:
    found = rule_of(clock).extension
    if found is None:
        raise ClockRefused(
            "clock-not-extendable",
            Text("这个期限不能延长。", "This clock cannot be extended."),
            Text("在期限内办理。", "Act in time."),
        )
    return found


def _check_open(clock: Clock, *, now: datetime) -> None:
    if clock.state not in (ClockState.RUNNING, ClockState.PAUSED) or now >= clock.due_at:
        raise _too_late()
    if ClockExtension.objects.filter(clock=clock, state=RequestState.ASKED).exists():
        raise ClockRefused(
            "extension-already",
            Text("已有一项延长申请待批准。", "A request for more time is pending."),
            Text("等其决定后再申请。", "Wait until it is decided."),
        )


def _check_amount(clock: Clock, rule: ExtensionRule, *, amount: int) -> None:
    granted = ClockExtension.objects.filter(clock=clock, state=RequestState.APPROVED).count()
    left = rule.most.amount - clock.extended
    if granted >= rule.times or not 0 < amount <= left:
        most = rule.most.text
        raise ClockRefused(
            "extension-ceiling",
            Text(
                f"延长不得超过{most.zh}、{rule.times} 次；已延长 {clock.extended}、{granted} 次。",
                f"At most {most.en} in {rule.times} extension(s); {clock.extended} in {granted} were granted.",
            ),
            Text(f"可申请 1 至 {max(left, 0)}。", f"Ask for 1 to {max(left, 0)}.")
            if granted < rule.times and left > 0
            else Text("在期限内办理。", "Act in time."),
        )


def _too_late() -> ClockRefused:
    return ClockRefused(
        "clock-not-running",
        Text("期限已经届满或结束。", "The clock has run out or is over."),
        Text("延长应当在期限届满前申请。", "More time is asked for before the clock runs out."),
    )
