"""What somebody fills in: a draft, a trial, a decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.period import Month
from xinan.kernel.text import Text
from xinan.monitoring.actions.draft_change import Wish
from xinan.rules.model import Level
from xinan.rules.parameters import Parameter, ParameterKind
from xinan.rules.switches import ENABLED
from xinan.web.components.looks import LEVEL_LOOKS

Choices = Sequence[tuple[str, str]]
RUNG = "value_"
# Which field an error of the action speaks of; the others stand above the form.
_FIELDS = {
    "parameter-out-of-bounds": "value",
    "parameter-not-readable": "value",
    "switch-not-allowed": "value",
    "ladder-out-of-order": "value",
    "level-not-of-the-rule": "value",
    "nothing-changes": "value",
    "change-in-the-past": "from_on",
    "province-only": "region_code",
    "may-not-draft": "region_code",
    "region-not-valid": "region_code",
    "region-unknown": "region_code",
    "change-without-reason": "reason",
}


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh")


class ChangeForm(forms.Form):
    """A new value of one parameter: which, where, from when, by what document and why."""

    region_code = forms.ChoiceField(label=_("适用地区"), required=False)
    from_on = forms.DateField(
        label=_("拟施行日"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("不早于今天；批准晚于这一天的，自批准日起施行。"),
    )
    source = forms.CharField(label=_("依据"), max_length=300, help_text=_("文件名称和文号，会写进这个值的来源。"))
    reason = forms.CharField(
        label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("写给复核人看。")
    )

    def __init__(
        self, *args: Any, parameter: Parameter, levels: Sequence[Level], places: Choices, today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.parameter = parameter
        place, day = self.fields["region_code"], self.fields["from_on"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 narrows what the class above says
        place.choices = list(places)
        day.widget.attrs["min"] = today.isoformat()
        made = self._value_fields(levels)
        self.fields = {**made, **self.fields}
        if parameter.regions:
            self.fields["ends"] = forms.BooleanField(
                label=_("取消这个地区的单独规定，改按上级数值执行"), required=False
            )
            for name in made:
                made[name].required = False

    def _value_fields(self, levels: Sequence[Level]) -> dict[str, forms.Field]:
        if self.parameter.kind.is_ladder:
            return {
                f"{RUNG}{level.value}": forms.CharField(
                    label=_say(LEVEL_LOOKS[level].word), required=False, max_length=20
                )
                for level in levels
            }
        if self.parameter.kind is ParameterKind.FLAG:
            on, off = (_("启用"), _("停用")) if self.parameter.name == ENABLED else (_("是"), _("否"))
            return {"value": forms.ChoiceField(label=_("新值"), choices=[("true", on), ("false", off)])}
        hint = _("小数：0.25 表示 25 %。") if self.parameter.kind is ParameterKind.SHARE else ""
        return {"value": forms.CharField(label=_("新值"), max_length=24, help_text=hint)}

    @property
    def value_fields(self) -> list[forms.BoundField]:
        """The fields of the value: one, or one a level."""
        return [self[name] for name in self.fields if name == "value" or name.startswith(RUNG)]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """The fields that every change has."""
        return [self[name] for name in ("region_code", "from_on", "source", "reason")]

    def wish(self, owner: str) -> Wish:
        """What the valid form asks for."""
        data = self.cleaned_data
        given: str | Mapping[str, str] = data.get("value", "")
        if self.parameter.kind.is_ladder:
            given = {name.removeprefix(RUNG): text for name, text in data.items() if name.startswith(RUNG)}
        return Wish(
            owner=owner,
            name=self.parameter.name,
            region_code=data["region_code"],
            given=given,
            from_on=data["from_on"],
            source=data["source"],
            reason=data["reason"],
            ends=data.get("ends", False),
        )

    def refuse(self, error: XinanError) -> None:
        """Show an error of the action where it belongs, with what would be right."""
        name = _FIELDS.get(error.code, "")
        if name == "value":
            name = next(each.name for each in self.value_fields)
        self.add_error(name or None, f"{_say(error.what)} {_say(error.remedy)}")


class TrialForm(forms.Form):
    """The months and the place of a trial."""

    first = forms.CharField(label=_("起始月"), widget=forms.TextInput(attrs={"type": "month"}))
    last = forms.CharField(label=_("截止月"), widget=forms.TextInput(attrs={"type": "month"}))
    place = forms.ChoiceField(label=_("试算范围"), required=False)

    def __init__(self, *args: Any, places: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the class above says
        field.choices = list(places)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("first", "last"):
            try:
                data[name] = Month.parse(data.get(name, ""))
            except InvalidValue as error:
                self.add_error(name, f"{_say(error.what)} {_say(error.remedy)}")
        return data
