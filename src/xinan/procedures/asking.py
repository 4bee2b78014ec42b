"""What requests about clocks have in common: the clock held, the person checked, the step kept, the asker told."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TypeVar

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.clockwork import rule_of
from xinan.procedures.enums import ACTOR_NAMES, ActorKind, Recipient, RequestState
from xinan.procedures.errors import ClockRefused, MoveIncomplete, MoveRefused, UnknownProceeding
from xinan.procedures.hooks import describe
from xinan.procedures.models import Clock, ClockExtension, ClockPause, Proceeding, Step
from xinan.procedures.policies import actor_kinds, visible_proceedings
from xinan.procedures.recipients import Recipients
from xinan.procedures.reckoning import day_of
from xinan.procedures.sizes import WORDS

Request = TypeVar("Request", ClockPause, ClockExtension)


def asked_clock(clock_id: int, *, scope: Scope) -> Clock:
    """The clock with its proceeding, whose row is held until the transaction ends; raises UnknownProceeding."""
    found = Clock.objects.filter(pk=clock_id).values_list("proceeding_id", flat=True).first()
    proceeding = (
        visible_proceedings(scope).select_for_update(of=("self",)).filter(pk=found).first()
        if found is not None
        else None
    )
    if proceeding is None:
        raise UnknownProceeding
    clock = Clock.objects.get(pk=clock_id)  # read under the lock
    clock.proceeding = Proceeding.objects.select_related("holder").get(pk=proceeding.pk)
    return clock


def asked_request(model: type[Request], request_id: int, *, scope: Scope) -> tuple[Request, Clock]:
    """A request that waits for its decision, with its clock held; NotFound, UnknownProceeding or ClockRefused."""
    clock_id = model.objects.filter(pk=request_id).values_list("clock_id", flat=True).first()
    if clock_id is None:
        raise NotFound(
            "unknown-request",
            Text("找不到这项申请。", "There is no such request."),
            Text("刷新页面后重新选择。", "Reload the page and choose again."),
        )
    clock = asked_clock(clock_id, scope=scope)
    request = model.objects.select_related("asked_by", "decided_by").get(pk=request_id)
    if request.state != RequestState.ASKED:
        who = request.decided_by.display_name if request.decided_by is not None else ""
        raise ClockRefused(
            "request-decided",
            Text(f"这项申请已由{who}办理：{request.get_state_display()}。", f"This request was decided by {who}."),
            Text("刷新页面后查看结果。", "Reload the page and see the outcome."),
        )
    return request, clock


def check_actor(clock: Clock, allowed: Collection[ActorKind], *, scope: Scope, what: Text) -> ActorKind:
    """As what the person does it; raises MoveRefused where it is not theirs."""
    stands_as = actor_kinds(scope, clock.proceeding)
    found = next((kind for kind in allowed if kind in stands_as), None)
    if found is None:
        names = [ACTOR_NAMES[kind] for kind in allowed]
        raise MoveRefused(
            "clock-not-yours",
            Text(f"您不能办理“{what.zh}”。", f"“{what.en}” is not yours to do."),
            Text(
                f"由{'、'.join(name.zh for name in names)}办理。",
                f"It is done by: {', '.join(name.en for name in names)}.",
            ),
        )
    return found


def check_other_person(request: ClockPause | ClockExtension, *, by: User) -> None:
    """Raises MoveRefused where the person asked for it themselves."""
    if request.asked_by_id == by.pk:
        raise MoveRefused(
            "clock-other-person",
            Text("不能批准自己的申请。", "Nobody approves what they asked for themselves."),
            Text("请另一位有权批准的人员办理。", "Ask somebody else who may approve it."),
        )


def check_words(words: str, *, what: Text) -> None:
    """Raises MoveIncomplete where nothing is said, or too much."""
    if not words.strip() or len(words) > WORDS:
        raise MoveIncomplete(
            "reason",
            Text(f"“{what.zh}”须写明理由。", f"“{what.en}” needs a reason."),
            Text(f"写明理由，不超过 {WORDS} 字。", f"Say why, in at most {WORDS} characters."),
        )


def keep_step(
    clock: Clock,
    move: str,
    *,
    by: User,
    as_kind: ActorKind,
    now: datetime,
    reason: str,
    until_on: date | None = None,
    amount: int | None = None,
) -> Step:
    """The step that says who did what about the clock; the proceeding stays where it is."""
    one = clock.proceeding
    return Step.objects.create(
        proceeding=one,
        move=move,
        state_before=one.state,
        state_after=one.state,
        by=by,
        as_kind=as_kind,
        at=now,
        version=one.version,
        reason=reason.strip(),
        until_on=until_on,
        other={"clock": clock.code, **({"amount": amount} if amount is not None else {})},
    )


_TOLD = {
    ActorKind.COUNTY: Recipient.HOLDER,
    ActorKind.CITY: Recipient.CITY,
    ActorKind.PROVINCE: Recipient.PROVINCE,
    ActorKind.DEPARTMENT: Recipient.DEPARTMENT,
}


def tell_approvers(
    clock: Clock, approved_by: Collection[ActorKind], *, by: User, kind: str, word: Text, now: datetime
) -> None:
    """Tell those responsible who may decide that something was asked for; never the asker. What was written stays on the page."""
    who = [_TOLD[actor] for actor in approved_by if actor in _TOLD]
    people = [user for user in Recipients(day_of(now)).of(clock.proceeding, who=who) if user.pk != by.pk]
    proceeding, rule = clock.proceeding, rule_of(clock)
    described = describe(proceeding.procedure, [proceeding])[proceeding.pk]
    notify(
        people,
        kind=kind,
        subject=Text(f"{word.zh}：{described.title.zh}", f"{word.en}: {described.title.en}"),
        body=Text(
            f"“{rule.name.zh}”到期日 {clock.due_on}；理由和证明材料见页面",
            f"“{rule.name.en}” is due on {clock.due_on}; the page has the reason and the proof",
        ),
        link=described.link,
        about_kind=proceeding.subject_kind,
        about_id=proceeding.subject_id,
        now=now,
    )


def tell_asker(request: ClockPause | ClockExtension, clock: Clock, *, kind: str, word: Text, now: datetime) -> None:
    """Tell whoever asked what was decided, and when the clock is due now."""
    proceeding = clock.proceeding
    described = describe(proceeding.procedure, [proceeding])[proceeding.pk]
    rule = rule_of(clock)
    notify(
        [request.asked_by],
        kind=kind,
        subject=Text(f"{word.zh}：{described.title.zh}", f"{word.en}: {described.title.en}"),
        body=Text(f"“{rule.name.zh}”到期日 {clock.due_on}", f"“{rule.name.en}” is due on {clock.due_on}"),
        link=described.link,
        about_kind=proceeding.subject_kind,
        about_id=proceeding.subject_id,
        now=now,
    )
