"""What is filled in when something is done in a case."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinan.casework.cases.enums import EntryKind, Part, Size
from xinan.casework.cases.findings import RULES
from xinan.casework.cases.given import NewTask, ToldWage, ToldWorker
from xinan.web.cases.people import Group
from xinan.web.proceedings.files import ACCEPT
from xinan.web.proceedings.forms import Files, FilesField, Refusable
from xinan.web.proceedings.frame import say

_FILES_HINT = _("照片（JPG、PNG）、PDF、Excel 或 Word，每个不超过 15 MB；加密保存，打开有记录。")


def _words(label: Any, *, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": rows}), **options)


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _month(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.DateInput(attrs={"type": "month"}), max_length=7, **options)


def _files() -> FilesField:
    return FilesField(label=_("附件"), required=False, widget=Files(attrs={"accept": ACCEPT}), help_text=_FILES_HINT)


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the class says
    field.choices = choices


class ReasonForm(Refusable):
    """Why."""

    reason = _words(_("说明"))


class OptionalReasonForm(Refusable):
    """Why, for whoever wants to say it."""

    reason = _words(_("说明"), required=False, rows=3)


class MemberForm(Refusable):
    """Who, and with what part."""

    user = forms.ChoiceField(label=_("人员"))
    part = forms.ChoiceField(label=_("分工"), choices=Part.choices, initial=Part.MEMBER)
    reason = _words(_("缘由"), required=False, rows=2)

    def __init__(self, *args: Any, groups: list[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "user", groups)


class TeamForm(Refusable):
    """A large case with a team."""

    closed_to_others = forms.BooleanField(
        label=_("仅成员可见（上级也须加入专案组才能查看）"), required=False, initial=True
    )


class ReckonForm(Refusable):
    """Of which months."""

    from_month = _month(_("自（月）"))
    to_month = _month(_("至（月）"))


class WageForm(Refusable):
    """What is owed for which months, and on what that rests."""

    from_month = _month(_("自（月）"))
    to_month = _month(_("至（月）"))
    owed = forms.DecimalField(label=_("欠付金额（元）"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    words = _words(_("核定的依据"), rows=3, help_text=_("例如考勤、工资表、欠条、双方确认。"))

    def wage(self) -> ToldWage:
        """What the valid form says."""
        data = self.cleaned_data
        return ToldWage(data["from_month"], data["to_month"], data["owed"], data["words"])


class WorkerForm(WageForm):
    """A worker who is not in the data, with what is owed."""

    name = forms.CharField(label=_("姓名"), max_length=30)
    id_number = forms.CharField(
        label=_("身份证号"), max_length=25, required=False, help_text=_("填写后自动对上实名制名册，银行发放才能计入。")
    )
    phone = forms.CharField(label=_("手机号码"), max_length=20, required=False)
    field_order = ("name", "id_number", "phone", "from_month", "to_month", "owed", "words")

    def worker(self) -> ToldWorker:
        """What the valid form says."""
        data = self.cleaned_data
        return ToldWorker([self.wage()], name=data["name"], id_number=data["id_number"], phone=data["phone"])


class EntryForm(Refusable):
    """A note, minutes, a talk."""

    kind = forms.ChoiceField(label=_("类别"), choices=EntryKind.choices)
    happened_on = _day(_("发生日"))
    words = forms.CharField(label=_("内容"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8}))
    papers = _files()


class TaskForm(Refusable):
    """What is asked, of whom, by when."""

    asked = forms.ChoiceField(label=_("交办给"))
    title = forms.CharField(
        label=_("任务"), max_length=120, help_text=_("对方只看到任务本身，看不到案件；不要写工人的姓名和身份信息。")
    )
    words = _words(_("要求"))
    due_on = _day(_("答复期限"))
    papers = _files()

    def __init__(self, *args: Any, groups: list[Group], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "asked", groups)
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()

    def task(self) -> NewTask:
        """What the valid form says."""
        data = self.cleaned_data
        kind, _colon, key = data["asked"].partition(":")
        return NewTask(
            data["title"],
            data["words"],
            data["due_on"],
            to_user_id=int(key) if kind == "u" else None,
            to_office_id=int(key) if kind == "o" else None,
        )


class AnswerForm(Refusable):
    """The answer to a task."""

    words = _words(_("答复"), rows=6)
    papers = _files()


class FindingsForm(Refusable):
    """What is behind the arrears."""

    kinds = forms.MultipleChoiceField(label=_("问题类型（可多选）"), widget=forms.CheckboxSelectMultiple)
    words = _words(_("查明的事实"))
    papers = _files()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "kinds", [(kind.value, f"{say(rule.name)}（{say(rule.law)}）") for kind, rule in RULES.items()])


class AskClosingForm(Refusable):
    """Closing is asked for."""

    reason = _words(_("办理结果"), help_text=_("写明欠薪如何解决、是否付清。"))


class WaiveForm(AskClosingForm):
    """Closing is asked for with the second track still open."""

    waive = forms.BooleanField(label=_("背后问题尚未查结，请审批人决定是否先行结案"), required=False)


class ApproveForm(Refusable):
    """Closing is approved."""

    reason = _words(_("审批意见"), rows=3, initial=_("同意结案。"))


class ApproveWaiverForm(ApproveForm):
    """Closing is approved although the second track is open: by the approver's own reason."""

    waive_reason = _words(_("背后问题不再查办的理由"), rows=3, help_text=_("由您署名负责；背后问题程序随之了结。"))


class ReopenForm(Refusable):
    """The case goes on."""

    reason = _words(_("重新办理的理由"), rows=3)
    background_again = forms.BooleanField(label=_("背后问题也重新查办"), required=False)


class OpenForm(Refusable):
    """A case from clues and warnings."""

    title = forms.CharField(
        label=_("案由"), max_length=200, help_text=_("不写工人的姓名；可用“项目名称 + 拖欠农民工工资案”。")
    )
    size = forms.ChoiceField(label=_("规模"), choices=Size.choices)
    background = forms.ChoiceField(
        label=_("背后问题查办人"),
        required=False,
        help_text=_("一案双查：须是您以外的人；不选则自动指派在岗、承办最少的同事。"),
    )
    reason = _words(_("立案事由"), rows=3)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "background", [("", _("自动指派")), *colleagues])
