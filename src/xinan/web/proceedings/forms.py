"""What is filled in with a move, with a request about a clock, with its decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.procedures.enums import Need
from xinan.procedures.sheets import Sheet, WrongAnswer
from xinan.procedures.sizes import KEY_LENGTH
from xinan.procedures.targets import Target
from xinan.web.proceedings.asked import ASKED, asked_name, field_for
from xinan.web.proceedings.files import ACCEPT

WORDS = 1000
# Which field an error of the action speaks of; others stand above the form.
_FIELDS = {
    "move-reason": "reason",
    "move-proof": "proofs",
    "proof": "proofs",
    "proof-type": "proofs",
    "proof-large": "proofs",
    "proof-too-many": "proofs",
    "move-plan-on": "plan_on",
    "move-until": "until",
    "move-until-on": "until",
    "move-target": "target",
    "move-happened-on": "happened_on",
    "move-too-late": "happened_on",
    "clue-conclusion": "target",
}
# The fields that are there only where the move asks for them.
_NEEDED = {
    "plan_on": Need.PLAN_ON,
    "until": Need.UNTIL,
    "target": Need.TARGET,
    "happened_on": Need.HAPPENED_ON,
}


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class Files(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files that came; none is an empty list."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class Refusable(forms.Form):
    """A form that shows what the action behind it refused."""

    def refuse(self, error: XinanError) -> None:
        """Show an error of the action where it belongs, with what would be right."""
        name = asked_name(error.question) if isinstance(error, WrongAnswer) else _FIELDS.get(error.code)
        self.add_error(name if name in self.fields else None, f"{_say(error.what)} {_say(error.remedy)}")


class MoveForm(Refusable):
    """The fields that a move asks for; `version` is the state of things that the person looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    target = forms.CharField(label=_("去向"), max_length=KEY_LENGTH, help_text=_("转往的单位或部门全称。"))
    reason = forms.CharField(
        label=_("说明"), max_length=WORDS, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    happened_on = _day(
        _("发生日"), required=False, help_text=_("实际发生（送达、到账、作出决定）的日期，期限按这一天计算。")
    )
    plan_on = _day(_("计划完成日"), required=False)
    until = _day(_("截至日（含）"), required=False)
    proofs = FilesField(
        label=_("证明材料"),
        required=False,
        widget=Files(attrs={"accept": ACCEPT}),
        help_text=_("照片（JPG、PNG）、PDF、Excel 或 Word，每个不超过 15 MB，最多 10 个；加密保存，打开有记录。"),
    )

    def __init__(
        self,
        *args: Any,
        needs: Sequence[Need],
        today: date,
        proof_welcome: bool = True,
        targets: Sequence[Target] = (),
        sheet: Sheet | None = None,
        url: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.sheet = sheet
        for question in sheet.questions if sheet is not None else ():
            self.fields[asked_name(question.code)] = field_for(question, url=url)
        wanted = {need.value for need in needs}
        for name, need in _NEEDED.items():
            self._need(name, asked=need.value in wanted)
        if "target" in self.fields and targets:
            choices = [("", "—"), *((each.value, _say(each.name)) for each in targets)]
            self.fields["target"] = forms.ChoiceField(label=_("去向"), choices=choices)
        for name, limit in (("plan_on", "min"), ("until", "min"), ("happened_on", "max")):
            if name in self.fields:
                self.fields[name].widget.attrs[limit] = today.isoformat()
        self.fields["reason"].required = Need.REASON.value in wanted
        if Need.PROOF.value in wanted or proof_welcome:
            self.fields["proofs"].required = Need.PROOF.value in wanted
        else:
            del self.fields["proofs"]

    @property
    def sheet_fields(self) -> list[forms.BoundField]:
        """The fields of the sheet's questions."""
        return [field for field in self if field.name.startswith(ASKED)]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of the move's needs."""
        return [field for field in self.visible_fields() if not field.name.startswith(ASKED)]

    def answers(self) -> dict[str, str]:
        """What was answered, as texts; for a form that is valid."""
        named = {name.removeprefix(ASKED): value for name, value in self.cleaned_data.items() if name.startswith(ASKED)}
        return {code: "" if value is None else str(value) for code, value in named.items()}

    def _need(self, name: str, *, asked: bool) -> None:
        if asked:
            self.fields[name].required = True
        else:
            del self.fields[name]


class PauseForm(Refusable):
    """From when until when a clock should stand still, why, and what shows it."""

    from_on = _day(_("自何日起停计"))
    until_on = _day(_("恢复计时日"), required=False, help_text=_("不确定的可不填，恢复时再登记。"))
    reason = forms.CharField(label=_("理由"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4}))
    proofs = FilesField(
        label=_("证明材料"),
        widget=Files(attrs={"accept": ACCEPT}),
        help_text=_("停工批准、冬歇通知等；照片、PDF、Excel 或 Word，每个不超过 15 MB。"),
    )


class ExtensionForm(Refusable):
    """How much more time, in the clock's unit, and why."""

    amount = forms.IntegerField(min_value=1)
    reason = forms.CharField(label=_("理由"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4}))
    proofs = FilesField(label=_("证明材料"), required=False, widget=Files(attrs={"accept": ACCEPT}))

    def __init__(self, *args: Any, unit: Text, most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        amount = self.fields["amount"]
        amount.label = gettext("延长多少（%(unit)s）") % {"unit": _say(unit)}
        amount.help_text = gettext("至多 %(most)d。") % {"most": most}
        amount.widget.attrs["max"] = most


class DecisionForm(forms.Form):
    """Words with a yes or no."""

    words = forms.CharField(label=_("意见"), max_length=WORDS, required=False, widget=forms.Textarea(attrs={"rows": 3}))


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh")
