"""What can be done in a case: for each act its dialog's form and what sending it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from xinan.casework.cases.actions.change_members import add_member, form_team, remove_member
from xinan.casework.cases.actions.close_case import approve_closing, ask_closing, reopen_case
from xinan.casework.cases.actions.give_task import give_task
from xinan.casework.cases.actions.keep_workers import (
    add_worker,
    ask_exception,
    decide_exception,
    reckon_by_data,
    remove_worker,
    set_wage,
)
from xinan.casework.cases.actions.pass_findings import pass_on, record_findings
from xinan.casework.cases.actions.start_procedure import start_procedure
from xinan.casework.cases.actions.write_entry import write_entry
from xinan.casework.cases.closing import missing
from xinan.casework.cases.enums import EntryKind, Part
from xinan.casework.cases.findings import Behind
from xinan.casework.cases.models import Case, CaseWorker
from xinan.casework.cases.refusals import sum_missing
from xinan.gateways.wiring import wiring
from xinan.kernel.text import Text
from xinan.web.cases import forms
from xinan.web.cases.people import asked_groups, people_for, user_groups
from xinan.web.cases.starting import start_form
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.files import sealed_proofs
from xinan.web.proceedings.forms import Refusable

MONTHS_AT_ONCE = 36


@dataclass(frozen=True, slots=True)
class Asked:
    """An act as it is asked for: in which case, on what of it, by whom; what was `chosen` so far of what its form depends on."""

    case: Case
    which: int
    who: Asking
    chosen: str = ""

    @property
    def by(self) -> dict[str, Any]:
        """Who does it, for the actions."""
        return {"by": self.who.user, "scope": self.who.scope, "now": self.who.now}


# What was sent, as a form takes it; empty where nothing was.
Given = Mapping[str, Any]
Make = Callable[[Asked, Given], Refusable]
Run = Callable[[Asked, Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its name, what is to be known before, its form, what it does; `grave` ones are asked twice."""

    name: Text
    hint: Text
    make: Make
    run: Run
    grave: Text | None = None


def _plain(form: type[Refusable], **initial: Any) -> Make:
    def make(asked: Asked, given: Given) -> Refusable:
        return form(**given, initial=dict(initial))

    return make


def _member_form(asked: Asked, given: Given) -> Refusable:
    return forms.MemberForm(**given, groups=user_groups(people_for(asked.case, on=asked.who.today)))


def _task_form(asked: Asked, given: Given) -> Refusable:
    groups = asked_groups(people_for(asked.case, on=asked.who.today))
    due_on = asked.who.today + timedelta(days=7)
    return forms.TaskForm(**given, groups=groups, today=asked.who.today, initial={"due_on": due_on})


def _pass_form(asked: Asked, given: Given) -> Refusable:
    groups = asked_groups(people_for(asked.case, on=asked.who.today))
    initial = {"due_on": asked.who.today + timedelta(days=30), "title": "依法查处并反馈处理结果"}
    return forms.TaskForm(**given, groups=groups, today=asked.who.today, initial=initial)


def _start_form(asked: Asked, given: Given) -> Refusable:
    return start_form(asked.case, given, today=asked.who.today, code=asked.chosen)


def _wage_form(asked: Asked, given: Given) -> Refusable:
    worker = CaseWorker.objects.filter(case=asked.case, pk=asked.which).first()
    months = {"from_month": worker.from_month, "to_month": worker.to_month} if worker else {}
    return forms.WageForm(**given, initial=months)


def _reckon_form(asked: Asked, given: Given) -> Refusable:
    this = asked.who.today.strftime("%Y-%m")
    return forms.ReckonForm(**given, initial={"from_month": this, "to_month": this})


def _entry_form(asked: Asked, given: Given) -> Refusable:
    return forms.EntryForm(**given, initial={"happened_on": asked.who.today})


def _closing_form(asked: Asked, given: Given) -> Refusable:
    lacks = {each.code for each in missing(asked.case, today=asked.who.today)}
    return (forms.WaiveForm if "background" in lacks else forms.AskClosingForm)(**given)


def _approve_form(asked: Asked, given: Given) -> Refusable:
    lacks = {each.code for each in missing(asked.case, today=asked.who.today)}
    return (forms.ApproveWaiverForm if "background" in lacks else forms.ApproveForm)(**given)


def _months(first: str, last: str) -> list[str]:
    """Every month of a run; refuses what is none, or too long to be meant."""
    year, month = (int(part) for part in first.split("-")) if first.count("-") == 1 else (0, 0)
    found: list[str] = []
    while len(found) <= MONTHS_AT_ONCE:
        name = f"{year:04d}-{month:02d}"
        if name > last:
            break
        found.append(name)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    if not found or len(found) > MONTHS_AT_ONCE:
        raise sum_missing()
    return found


def _sealed(data: Mapping[str, Any]) -> list[Any]:
    return sealed_proofs(data.get("papers", []), keyring=wiring().keyring)


def _add_member(asked: Asked, data: Mapping[str, Any]) -> object:
    return add_member(
        asked.case.pk, user_id=int(data["user"]), part=Part(data["part"]), reason=data["reason"], **asked.by
    )


def _start(asked: Asked, data: Mapping[str, Any]) -> object:
    return start_procedure(
        asked.case,
        data["code"],
        level=data.get("level", ""),
        reason=data["reason"],
        addressee_enterprise_id=data["addressee"],
        **asked.by,
    )


def _reckon(asked: Asked, data: Mapping[str, Any]) -> object:
    return reckon_by_data(asked.case.pk, months=_months(data["from_month"], data["to_month"]), **asked.by)


def _write(asked: Asked, data: Mapping[str, Any]) -> object:
    return write_entry(
        asked.case.pk,
        kind=EntryKind(data["kind"]),
        words=data["words"],
        happened_on=data["happened_on"],
        files=_sealed(data),
        keyring=wiring().keyring,
        **asked.by,
    )


def _find(asked: Asked, data: Mapping[str, Any]) -> object:
    kinds = [Behind(kind) for kind in data["kinds"]]
    return record_findings(asked.case.pk, kinds, words=data["words"], proofs=_sealed(data), **asked.by)


def _nobody_needed(asked: Asked, data: Mapping[str, Any], *, approve: bool) -> object:
    return decide_exception(asked.case.pk, asked.which, approve=approve, **asked.by)


def _remove_worker(asked: Asked, data: Mapping[str, Any]) -> object:
    return remove_worker(asked.case.pk, asked.which, by=asked.who.user, scope=asked.who.scope)


ACTS: Final[Mapping[str, Act]] = {
    "member": Act(
        Text("加入成员", "Add a member"),
        Text(
            "成员即可查看全案，负责人和两条线的查办人各一名，新任接替原任。",
            "A member sees the case; leader and officers are one each.",
        ),
        _member_form,
        _add_member,
    ),
    "remove-member": Act(
        Text("移出成员", "Remove a member"),
        Text("移出后即不能再查看本案。", "They see the case no more."),
        _plain(forms.ReasonForm),
        lambda asked, data: remove_member(asked.case.pk, asked.which, reason=data["reason"], **asked.by),
        grave=Text("移出后立即失去查看权限。确定？", "They lose sight of the case at once. Go on?"),
    ),
    "team": Act(
        Text("组建专案组", "Form a team"),
        Text(
            "重大案件由跨部门、跨层级的专案组办理；成员以外的任何人看不到本案。",
            "A large case has a team across offices; nobody else sees it.",
        ),
        _plain(forms.TeamForm),
        lambda asked, data: form_team(asked.case.pk, closed_to_others=data["closed_to_others"], **asked.by),
    ),
    "start": Act(
        Text("启动程序", "Begin a procedure"),
        Text(
            "期限自启动起按法律计算；由欠薪查办人承办。",
            "Its clocks run by law from now; the arrears officer holds it.",
        ),
        _start_form,
        _start,
    ),
    "reckon": Act(
        Text("按数据核算欠薪", "Reckon by the data"),
        Text(
            "以工资支付表应发减专户实发，逐人逐月核算；已登记的月份不变。",
            "Payroll less what banks paid, by worker and month.",
        ),
        _reckon_form,
        _reckon,
    ),
    "worker": Act(
        Text("登记工人", "Enter a worker"),
        Text("姓名和证件加密保存，只显示遮蔽形式。", "Names and numbers are sealed and shown masked."),
        _plain(forms.WorkerForm),
        lambda asked, data: add_worker(asked.case.pk, data["_worker"], keyring=wiring().keyring, **asked.by),
    ),
    "wage": Act(
        Text("核定欠薪金额", "Settle what is owed"),
        Text(
            "取代这些月份原来的金额；之后银行发放的计入已付。",
            "It takes the place of what is entered for these months.",
        ),
        _wage_form,
        lambda asked, data: set_wage(asked.case.pk, asked.which, data["_wage"], **asked.by),
    ),
    "except": Act(
        Text("提出例外", "Ask for an exception"),
        Text(
            "确实无法以银行数据证明付清的（如本人死亡、现金给付有凭证），写明理由，由另一人批准。",
            "Where bank data cannot show it; another person approves.",
        ),
        _plain(forms.ReasonForm),
        lambda asked, data: ask_exception(asked.case.pk, asked.which, reason=data["reason"], **asked.by),
    ),
    "approve-exception": Act(
        Text("批准例外", "Approve the exception"),
        Text("批准后，该工人视为已处理。", "The worker then counts as settled."),
        _plain(Refusable),
        lambda asked, data: _nobody_needed(asked, data, approve=True),
    ),
    "refuse-exception": Act(
        Text("不同意例外", "Refuse the exception"),
        Text("仍须以银行数据证明付清。", "Payment by bank data is still needed."),
        _plain(Refusable),
        lambda asked, data: _nobody_needed(asked, data, approve=False),
    ),
    "remove-worker": Act(
        Text("删除登记", "Take out"),
        Text("只用于登记错误；删除有历史记录。", "For mistakes only; the history keeps it."),
        _plain(Refusable),
        _remove_worker,
        grave=Text("确定删除这名工人的登记？", "Take this worker out?"),
    ),
    "task": Act(
        Text("交办任务", "Give a task"),
        Text("对方只看到任务和附件，看不到案件；到期未答复会提醒。", "They see the task and its files, not the case."),
        _task_form,
        lambda asked, data: give_task(
            asked.case.pk, data["_task"], files=_sealed(data), keyring=wiring().keyring, **asked.by
        ),
    ),
    "entry": Act(
        Text("写入卷宗", "Write into the file"),
        Text("会议纪要、谈话和工作记录，加密保存，写入后不能修改。", "Minutes, talks, notes; sealed, never changed."),
        _entry_form,
        _write,
    ),
    "findings": Act(
        Text("查明问题", "Record what was found"),
        Text("一案双查：查明违法发包、转包、挂靠、资金未落实或失职的事实。", "What is behind the arrears."),
        _plain(forms.FindingsForm),
        _find,
    ),
    "pass-on": Act(
        Text("移送有关部门", "Pass it on"),
        Text("向有关部门交办任务，限期反馈处理结果；附查明的材料。", "The department gets a task with a date."),
        _pass_form,
        lambda asked, data: pass_on(
            asked.case.pk, data["_task"], files=_sealed(data), keyring=wiring().keyring, **asked.by
        ),
    ),
    "ask-closing": Act(
        Text("申请结案", "Ask for closing"),
        Text("按结案核对表逐项核对；由另一人审批。", "The list is checked; another person approves."),
        _closing_form,
        lambda asked, data: ask_closing(
            asked.case.pk, reason=data["reason"], waive=data.get("waive", False), **asked.by
        ),
    ),
    "approve-closing": Act(
        Text("批准结案", "Approve the closing"),
        Text(
            "审批时再核对一次。结案后仍可重新办理，案号不变。",
            "The list is checked again; a closed case can be reopened.",
        ),
        _approve_form,
        lambda asked, data: approve_closing(
            asked.case.pk, reason=data["reason"], waive_reason=data.get("waive_reason", ""), **asked.by
        ),
        grave=Text("批准后案件结案，确定？", "The case will be closed. Go on?"),
    ),
    "reopen": Act(
        Text("重新办理", "Reopen"),
        Text("案号不变，作为同一案件的下一次办理。", "The number stays; it is the next life of the same case."),
        _plain(forms.ReopenForm),
        lambda asked, data: reopen_case(
            asked.case.pk, reason=data["reason"], background_again=data["background_again"], **asked.by
        ),
    ),
}
