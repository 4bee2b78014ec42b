"""What the data cannot know of a clue and the worker is asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from xinan.casework.triage import Subject

_FORUMS = (
    ("", _("没有")),
    ("in_arbitration", _("仲裁委员会正在办")),
    ("in_court", _("法院正在办")),
    ("judged", _("已有裁决书或者判决书")),
)
_REACHED = (("", _("还没有联系")), ("yes", _("能联系上")), ("no", _("联系不上")))
_SUBJECTS = (
    ("wages", _("工资")),
    ("project_price", _("工程款")),
    ("other_labour", _("社保、工伤等其他劳动事项")),
    ("other", _("其他")),
)
_YES = (
    ("mediation_refused", _("不愿意调解")),
    ("mediation_failed", _("已经调解过，没有谈成")),
    ("agreement_unpaid", _("签了调解协议，没有履行")),
    ("iou_only", _("有工资欠条，没有其他争议")),
    ("undisputed", _("事实清楚，对方承认")),
    ("agree_to_simplified", _("双方同意简易处理")),
    ("over_age", _("超过法定退休年龄")),
    ("claimed_by_contractor", _("由包工头、承包人提出")),
    ("settlement_sheet", _("以工程量结算单为据")),
    ("illegal_letting", _("有转包、违法分包、挂靠")),
)


def _day(label: Any, hint: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}))


class AskedForm(forms.Form):
    """The questions; whatever stays blank is not known."""

    subject = forms.ChoiceField(label=_("要的是什么"), choices=_SUBJECTS, required=False)
    worker_reached = forms.ChoiceField(label=_("工人联系得上吗"), choices=_REACHED, required=False)
    employer_reached = forms.ChoiceField(label=_("用人单位联系得上吗"), choices=_REACHED, required=False)
    forum = forms.ChoiceField(label=_("在别处办过吗"), choices=_FORUMS, required=False)
    ended_on = _day(_("欠薪哪天结清的"), _("还欠着的不填：行为仍在继续，两年时效没有起算。"))
    relation_ended_on = _day(_("哪天离开的"), _("还在干的不填。申请仲裁的一年从离开起算。"))
    limit_interrupted_on = _day(_("最近一次讨要或者投诉"), _("从这一天起重新计算一年。"))
    signs = forms.MultipleChoiceField(
        label=_("有没有这些情况"), choices=_YES, required=False, widget=forms.CheckboxSelectMultiple
    )

    def answers(self) -> dict[str, Any]:
        """The fields of TriageFacts that were answered."""
        given = self.cleaned_data
        found: dict[str, Any] = dict.fromkeys(given.get("signs") or (), True)
        if given.get("subject"):
            found["subject"] = Subject(given["subject"])
        for name, fact in (("worker_reached", "worker_reachable"), ("employer_reached", "employer_reachable")):
            if given.get(name):
                found[fact] = given[name] == "yes"
        if given.get("forum"):
            found[given["forum"]] = True
        if given.get("ended_on"):
            found |= {"ended_on": given["ended_on"], "still_withheld": False}
        for name in ("relation_ended_on", "limit_interrupted_on"):
            if given.get(name):
                found[name] = given[name]
        return found

    def said(self) -> dict[str, list[str]]:
        """What is kept: each field that was answered, as it was sent."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {
            name: [str(one) for one in value] if isinstance(value, list) else [str(value)]
            for name, value in given.items()
        }


def form_of(said: Mapping[str, Sequence[str]]) -> AskedForm:
    """The questions with what was kept; what the form no longer asks is left out."""
    form = AskedForm(MultiValueDict({name: list(values) for name, values in said.items()}))
    form.is_valid()
    return form


def in_words(said: Mapping[str, Sequence[str]]) -> list[tuple[Any, str]]:
    """Kept answers as an officer reads them: the question, what was answered."""
    form = form_of(said)
    found = []
    for name, values in said.items():
        field = form.fields.get(name)
        if field is None:
            continue
        labels = {str(code): label for code, label in getattr(field, "choices", ())}
        found.append((field.label, "、".join(str(labels.get(value, value)) for value in values)))
    return found


class ChooseForm(forms.Form):
    """Why this way, and to whom and by when where it is passed on."""

    target = forms.ChoiceField(label=_("转给"), choices=())
    until_on = _day(_("要求哪天前反馈"), "")
    reason = forms.CharField(
        label=_("理由"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": "600"})
    )

    def __init__(
        self, *args: Any, offices: Sequence[tuple[str, str]] = (), passes: bool, other: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared so above
        field.choices = [("", _("请选择")), *offices]
        if not passes:
            del self.fields["target"], self.fields["until_on"]
        else:
            self.fields["until_on"].required = True
        self.fields["reason"].required = other
        if other:
            self.fields["reason"].help_text = _("没有选建议的途径，写明为什么。不写工人的姓名、证件号和电话。")

    @property
    def until(self) -> date | None:
        """The day of the answer, where one is asked for."""
        found: date | None = self.cleaned_data.get("until_on")
        return found
