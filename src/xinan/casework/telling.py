"""Who is told of a step of a procedure of casework: whom the new state waits for, the holder, the firm later.

A noun registers `tell_of_step` with `procedures.hooks.on_step` for its procedures, and calls `tell_of_opening` where it
opens one. A firm is told by the next fixed batch alone, 09:00 of the next working day, so that the hour of a notice says
nothing of the hour of a complaint.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q
from procrastinate.contrib.django import app

from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify, notify_once
from xinan.notices.batch import next_batch
from xinan.notices.enums import Topic
from xinan.notices.kinds import Kind, register_kind
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.procedures.definition import Procedure
from xinan.procedures.enums import Access, ActorKind, Recipient
from xinan.procedures.hooks import describe
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.policies import open_to
from xinan.procedures.recipients import Recipients
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure

TELL_FIRM: Final = "tell_firm_of_step"
WAITING, MADE, FOR_FIRM = "step_waiting", "step_made", "step_for_firm"
KINDS: Final = (
    Kind(WAITING, Text("有事项等您办理", "Something waits for you"), Topic.GENERAL),
    Kind(MADE, Text("您承办的事项有进展", "A step in something you hold"), Topic.GENERAL),
    Kind(FOR_FIRM, Text("有事项等贵单位办理", "Something waits for your firm"), Topic.GENERAL),
)
FIRMS: Final = frozenset({ActorKind.CONTRACTOR, ActorKind.OWNER, ActorKind.BANK})
_OFFICES: Final = {
    ActorKind.CITY: Recipient.CITY,
    ActorKind.PROVINCE: Recipient.PROVINCE,
    ActorKind.DEPARTMENT: Recipient.DEPARTMENT,
}
_BY_NAME: Final = {ActorKind.MEDIATOR: Role.MEDIATOR, ActorKind.ARBITRATOR: Role.ARBITRATOR}


def register_notices() -> None:
    """Make the kinds of these notices known; in `AppConfig.ready()`."""
    for kind in KINDS:
        register_kind(kind)


def told_from(at: datetime) -> datetime:
    """When a firm is told of something that happened at a moment: 09:00 of the next working day."""
    return next_batch(at)


def firm_waited_for(procedure: Procedure, state: str) -> bool:
    """Whether a state of the procedure waits for a firm."""
    found = procedure.states.get(state)
    return found is not None and not FIRMS.isdisjoint(found.waits_for)


def tell_of_step(step: Step) -> None:
    """Tell of a step that moved on; one that leaves the proceeding where it was is read on its page."""
    if step.state_before == step.state_after:
        return
    _tell(step.proceeding, by_id=step.by_id, what=_name(step), now=step.at)
    if _firm_has_to(step.proceeding):
        app.configure_task(TELL_FIRM, schedule_at=told_from(step.at)).defer(step_id=step.pk)


def tell_of_opening(proceeding: Proceeding, *, by: User | None, now: datetime) -> None:
    """Tell whoever the first state waits for; the firm by the next batch."""
    procedure = find_procedure(proceeding.procedure)
    _tell(proceeding, by_id=by.pk if by else None, what=procedure.name, now=now)
    opening = Step.objects.filter(proceeding=proceeding).order_by("pk").first()
    if opening is not None and _firm_has_to(proceeding):
        app.configure_task(TELL_FIRM, schedule_at=told_from(now)).defer(step_id=opening.pk)


def tell_firm(step_id: int, *, now: datetime) -> int:
    """Tell the firm's people that something waits for them, if it still does; how many were told. For the batch."""
    step = Step.objects.select_related("proceeding").filter(pk=step_id).first()
    if step is None or step.proceeding.closed_at is not None or not _firm_has_to(step.proceeding):
        return 0
    proceeding = step.proceeding
    procedure = find_procedure(proceeding.procedure)
    state = procedure.states[proceeding.state].name
    told = notify_once(
        Recipients(day_of(now)).of(proceeding, who=[Recipient.FIRM]),
        kind=FOR_FIRM,
        subject=Text(f"请办理：{procedure.name.zh}", f"To be dealt with: {procedure.name.en}"),
        body=Text(
            f"现处于“{state.zh}”，要求和期限见页面。", f"It stands at “{state.en}”; the page says what is due and when."
        ),
        link=f"/proceedings/{proceeding.pk}/",
        about_kind="proceeding",
        about_id=str(proceeding.pk),
        now=now,
    )
    return len(told)


def _tell(proceeding: Proceeding, *, by_id: int | None, what: Text, now: datetime) -> None:
    waiting = {user.pk: user for user in _waited_for(proceeding, now=now) if user.pk != by_id}
    holder = proceeding.holder
    others = [holder] if holder is not None and holder.pk != by_id and holder.pk not in waiting else []
    if proceeding.access != Access.PLACE:
        # Whoever holds it without being of the case is not told that it exists.
        others = [user for user in others if open_to(scope_of(user, on=day_of(now)), proceeding)]
    for people, kind in ((list(waiting.values()), WAITING), (others, MADE)):
        if people:
            _notify(people, kind, proceeding, what=what, now=now)


def _notify(people: Iterable[User], kind: str, proceeding: Proceeding, *, what: Text, now: datetime) -> None:
    procedure = find_procedure(proceeding.procedure)
    described = describe(procedure.code, [proceeding])[proceeding.pk]
    state = procedure.states[proceeding.state].name
    notify(
        people,
        kind=kind,
        subject=Text(f"{what.zh}：{described.title.zh}", f"{what.en}: {described.title.en}"),
        body=Text(f"{procedure.name.zh}，现处于“{state.zh}”。", f"{procedure.name.en}; it stands at “{state.en}”."),
        link=described.link,
        about_kind=proceeding.subject_kind,
        about_id=proceeding.subject_id,
        now=now,
    )


def _waited_for(proceeding: Proceeding, *, now: datetime) -> list[User]:
    """The people whose turn it is; of the county whoever holds it, where somebody does."""
    kinds = find_procedure(proceeding.procedure).states[proceeding.state].waits_for
    who = [_OFFICES[kind] for kind in kinds if kind in _OFFICES]
    if ActorKind.COUNTY in kinds:
        who.append(Recipient.HOLDER if proceeding.holder_id is not None else Recipient.COUNTY)
    roles = [_BY_NAME[kind] for kind in kinds if kind in _BY_NAME]
    return [*Recipients(day_of(now)).of(proceeding, who=who), *_named(proceeding, roles=roles, now=now)]


def _named(proceeding: Proceeding, *, roles: list[Role], now: datetime) -> list[User]:
    """Mediators and arbitrators whom the proceeding names, while they hold the post."""
    if not roles or not proceeding.named:
        return []
    today = day_of(now)
    return list(
        User.objects.filter(
            Q(appointments__to_on=None) | Q(appointments__to_on__gte=today),
            pk__in=proceeding.named,
            is_active=True,
            appointments__from_on__lte=today,
            appointments__role__in=roles,
        ).distinct()
    )


def _firm_has_to(proceeding: Proceeding) -> bool:
    return firm_waited_for(find_procedure(proceeding.procedure), proceeding.state)


def _name(step: Step) -> Text:
    return find_procedure(step.proceeding.procedure).name_of_move(step.move)
