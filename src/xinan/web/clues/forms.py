"""What is filled in: a clue as it is told, and the few things that are done with it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinan.casework.enums import Answer, CallBy, Channel, TransferKind
from xinan.casework.told import TakenClue, ToldVoice
from xinan.procedures.given import SentProof
from xinan.web.proceedings.forms import Files, FilesField, Refusable

WORDS = 1000
_TAKEN_BY_HAND = (
    Channel.WALK_IN, Channel.PHONE, Channel.HOTLINE, Channel.PETITION, Channel.PRESS, Channel.PASSED_ON,
)  # fmt: skip
_MEDIATION = (("", _("没有问")), ("yes", _("愿意")), ("no", _("不愿意")))
_ERRORS = {
    "clue-from_month": "from_month",
    "clue-to_month": "to_month",
    "clue-amount": "amount",
    "clue-nothing-told": "words",
    "clue-target": "target",
    "clue-conclusion": "target",
}


def _line(label: Any, *, most: int = 200, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=False, help_text=hint, widget=widget)


def _month(label: Any) -> forms.CharField:
    return _line(label, most=7, type="month")


class ClueForm(Refusable):
    """A form that shows an error of a clue's action in its field."""

    def refuse(self, error: Any) -> None:
        name = _ERRORS.get(error.code)
        if name in self.fields:
            self.add_error(name, f"{error.message(self.language)}")
        else:
            super().refuse(error)

    language = "zh"


class ToldForm(ClueForm):
    """What any worker may tell; none of it must be there."""

    words = forms.CharField(
        label=_("工人怎么说"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        help_text=_("先听，照原话记。其余各项知道多少填多少。"),
    )
    site_words = _line(_("在哪干活"), hint=_("工地、小区、路段的叫法都可以。"))
    employer_words = _line(_("谁欠钱"), hint=_("公司、班组或老板的称呼。"))
    from_month = _month(_("从哪个月"))
    to_month = _month(_("到哪个月"))
    amount = forms.DecimalField(
        label=_("大约欠多少（元）"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )
    workers = forms.IntegerField(label=_("几个人"), min_value=1, max_value=9999, initial=1, required=False)
    phone = _line(_("电话"), most=60, inputmode="tel")
    name = _line(_("姓名"), most=60)

    def told_voice(self) -> ToldVoice:
        """The voice as the action takes it."""
        data = self.cleaned_data
        wants = data.get("wants_mediation", "")
        return ToldVoice(
            words=data["words"],
            name=data["name"],
            phone=data["phone"],
            id_number=data.get("id_number", ""),
            amount=data["amount"],
            workers=data["workers"] or 1,
            from_month=data["from_month"],
            to_month=data["to_month"],
            may_be_named=bool(data.get("may_be_named")),
            wants_mediation={"yes": True, "no": False}.get(wants),
            representative=(data["workers"] or 1) > 1,
        )


class TakeForm(ToldForm):
    """A clue taken at the window."""

    id_number = _line(_("身份证号"), most=60, hint=_("不愿意说的不问；校验不符也照记。"))
    wants_mediation = forms.ChoiceField(label=_("愿意先调解吗"), choices=_MEDIATION, required=False)
    may_be_named = forms.BooleanField(label=_("同意向用人单位透露是谁反映的"), required=False)
    channel = forms.ChoiceField(
        label=_("怎么来的"), choices=[(each.value, each.label) for each in _TAKEN_BY_HAND], required=False
    )
    mine = forms.BooleanField(label=_("由我承办（不勾选则按责任分工）"), required=False, initial=True)
    from_words = _line(_("来文单位"))
    source_number = _line(_("来文编号"), most=64)
    kind = forms.ChoiceField(label=_("方式"), choices=[("", "—"), *TransferKind.choices], required=False)
    reply_by = forms.DateField(
        label=_("要求反馈日"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    told = forms.CharField(
        label=_("来文内容"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    papers = FilesField(label=_("照片、材料"), required=False, widget=Files(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}))
    project_id = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    employer_id = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def taken(self, *, files: Sequence[SentProof]) -> TakenClue:
        """The clue as the action takes it."""
        data = self.cleaned_data
        return TakenClue(
            channel=Channel(data["channel"] or Channel.WALK_IN),
            voice=self.told_voice(),
            project_id=data["project_id"],
            employer_id=data["employer_id"],
            employer_words=data["employer_words"],
            site_words=data["site_words"],
            source_number=data["source_number"],
            reply_by=data["reply_by"],
            from_words=data["from_words"],
            kind=data["kind"],
            told=data["told"],
            files=files,
            mine=data["mine"],
        )


class ActForm(ClueForm):
    """What is done with a clue: to whom or as what, why, until when; each act takes what it needs."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    target = forms.ChoiceField(label=_("选择"), choices=())
    until = forms.DateField(
        label=_("要求反馈日（含）"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    how = forms.ChoiceField(label=_("方式"), choices=CallBy.choices)
    answer = forms.ChoiceField(label=_("工人的评价"), choices=Answer.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("说明"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(
        self, *args: Any, fields: Sequence[str], choices: Sequence[tuple[str, Any]], label: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for name in set(self.fields) - {*fields, "version"}:
            if name != "reason" or "words" not in fields:
                del self.fields[name]
        if "target" in self.fields:
            field = self.fields["target"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared so above
            field.choices = [("", "—"), *choices]
            field.label = label
        if "words" in fields:
            self.fields["reason"].required = False
