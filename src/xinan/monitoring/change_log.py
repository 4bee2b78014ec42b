"""What every act on a change has in common: the row held, the refusal said, the event written."""

from collections.abc import Collection
from datetime import datetime

from xinan.kernel.errors import Conflict, NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.monitoring.change_enums import ChangeEventKind, ChangeState
from xinan.monitoring.change_models import RuleChange, RuleChangeEvent
from xinan.people.models import User


def held_change(number: int) -> RuleChange:
    """The change, locked until the transaction ends; NotFound."""
    change = RuleChange.objects.select_for_update().filter(pk=number).first()
    if change is None:
        raise NotFound(
            "no-such-change",
            Text("没有这项规则变更。", "There is no such change."),
            Text("请从规则变更列表进入。", "Open it from the list of changes."),
        )
    return change


def require_author(change: RuleChange, user: User) -> None:
    """NotAllowed for anybody else."""
    if change.author_id != user.pk:
        raise NotAllowed(
            "not-the-author",
            Text("只有起草人可以这样做。", "Only its author may do this."),
            Text("请联系起草人。", "Ask its author."),
        )


def require_state(change: RuleChange, states: Collection[str]) -> None:
    """Conflict where the change has come further, or was withdrawn."""
    if change.state not in states:
        label = str(ChangeState(change.state).label)
        raise Conflict(
            "change-in-another-state",
            Text(f"这项变更的状态是“{label}”，不能这样做。", f"The change is “{change.state}”; this cannot be done."),
            Text("请刷新页面，看它现在到了哪一步。", "Reload the page to see how far it has come."),
        )


def write_down(
    change: RuleChange, kind: ChangeEventKind, *, by: User | None, now: datetime, words: str = ""
) -> RuleChangeEvent:
    """Keep what happened, with everything the change says at this moment."""
    return RuleChangeEvent.objects.create(change=change, kind=kind, by=by, at=now, words=words, said=_said(change))


def _said(change: RuleChange) -> dict[str, object]:
    return {
        "revision": change.revision,
        "owner": change.owner,
        "name": change.name,
        "region_code": change.region_code,
        "value": change.value,
        "value_before": change.value_before,
        "ends": change.ends,
        "from_on": change.from_on.isoformat(),
        "source": change.source,
        "reason": change.reason,
        "state": str(change.state),
        "in_force_from": change.in_force_from.isoformat() if change.in_force_from else None,
    }
