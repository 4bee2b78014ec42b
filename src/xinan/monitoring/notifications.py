"""Notices about evaluations and about changes of rules: which, to whom."""

from datetime import datetime

from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.monitoring.change_enums import ChangeState
from xinan.monitoring.change_models import RuleChange
from xinan.monitoring.change_policies import may_approve
from xinan.monitoring.models import EvaluationRun
from xinan.notices.actions.notify import notify, notify_once
from xinan.notices.recipients import holders_of
from xinan.people.enums import Role
from xinan.people.scope import scope_of
from xinan.rules.book import SHARED
from xinan.rules.registry import RULES

_TITLES = {rule.id: rule.title for rule in RULES}
_CHANGE = "rule_change"


def tell_of_failure(run: EvaluationRun, *, now: datetime) -> None:
    """Operators learn which evaluation failed, in the night too; everybody else reads it at the head of the inbox."""
    rule = _name_of(run.failed_rule)
    at = f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}"
    notify_once(
        holders_of(Role.OPERATOR, on=now.date()),
        kind="evaluation_failed",
        subject=Text(
            "研判未完成" + (f"：规则“{rule.zh}”无法计算" if rule else ""),
            "An evaluation failed" + (f": “{rule.en}” could not be evaluated" if rule else ""),
        ),
        body=Text(
            f"{at} 的研判没有完成，预警保持上一次的结果，没有丢失。系统会自动重试；原因见服务器日志。",
            f"The evaluation of {at} did not come to its end. Warnings stay as they were, none is lost. It is tried again; "
            "the server's log has the cause.",
        ),
        link="/",
        about_kind="rule",
        about_id=run.failed_rule or "-",
        urgent=True,
        now=now,
    )


def tell_approvers(change: RuleChange, *, now: datetime) -> None:
    """Whoever may be the second person learns that a change waits for one."""
    today = now.date()
    offices = holders_of(Role.PROVINCE_OFFICE, Role.CITY_OFFICE, on=today)
    name = _name_of(change.owner) or Text("共用参数", "Shared parameters")
    notify(
        [user for user in offices if may_approve(user, scope_of(user, on=today), change=change)],
        kind="rule_change_waiting",
        subject=Text(f"规则变更 {change.pk} 待复核：{name.zh}", f"Change {change.pk} waits for you: {name.en}"),
        body=Text(
            f"拟自 {change.from_on:%Y-%m-%d} 起施行，已在历史数据上试算。起草人不能复核自己的变更。",
            f"To be in force from {change.from_on:%Y-%m-%d}; it was tried on history. Its author may not decide on it.",
        ),
        link=f"/rule-changes/{change.pk}/",
        about_kind=_CHANGE,
        about_id=str(change.pk),
        now=now,
    )


def tell_author(change: RuleChange, *, now: datetime) -> None:
    """The author learns what was decided."""
    approved = change.state == ChangeState.APPROVED
    said = Text("已批准", "was approved") if approved else Text("被退回", "was given back")
    name = _name_of(change.owner) or Text("共用参数", "Shared parameters")
    notify(
        [change.author],
        kind="rule_change_decided",
        subject=Text(f"规则变更 {change.pk} {said.zh}：{name.zh}", f"Change {change.pk} {said.en}: {name.en}"),
        body=Text("打开变更可看复核意见。", "Open the change to read what was said."),
        link=f"/rule-changes/{change.pk}/",
        about_kind=_CHANGE,
        about_id=str(change.pk),
        now=now,
    )


def _name_of(owner: str) -> Text | None:
    return None if owner == SHARED else _TITLES.get(owner)
