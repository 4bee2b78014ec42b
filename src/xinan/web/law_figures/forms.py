"""What is entered: a figure; what is said with a decision."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from xinan.casework.law.parameters import Parameter
from xinan.casework.lawbook.actions.enter_figure import NewFigure
from xinan.casework.lawbook.models import SOURCE_LENGTH, WORDS
from xinan.kernel.errors import XinanError
from xinan.web.proceedings.frame import say

# Which field an error of the action speaks of; others stand above the form.
_FIELDS: Final = {
    "figure-bounds": "value",
    "figure-from": "from_on",
    "figure-source": "source",
    "figure-not-yours": "region_code",
    "region-unknown": "region_code",
    "figure-words": "words",
}


class _Refusable(forms.Form):
    def refuse(self, error: XinanError) -> None:
        """Show an error of the action where it belongs, with what would be right."""
        name = _FIELDS.get(error.code)
        self.add_error(name if name in self.fields else None, f"{say(error.what)} {say(error.remedy)}")


class FigureForm(_Refusable):
    """A value, its place, its first day, its document."""

    region_code = forms.ChoiceField(label=_("适用地区"))
    value = forms.DecimalField(label=_("数值"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    from_on = forms.DateField(
        label=_("施行日"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("文件规定的施行日；可以是过去的日期，此后的办理按它计算。"),
    )
    source = forms.CharField(label=_("依据"), max_length=SOURCE_LENGTH, help_text=_("文件名称和文号。"))
    reason = forms.CharField(
        label=_("说明"),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写给复核人看，例如在哪里查到。"),
    )

    def __init__(
        self, *args: Any, parameter: Parameter, places: Sequence[tuple[str, str]], bounds: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._code = parameter.code
        self.fields["region_code"] = forms.ChoiceField(label=_("适用地区"), choices=places)
        self.fields["value"].help_text = bounds
        self.fields["value"].widget.attrs["inputmode"] = "decimal"

    def new(self) -> NewFigure:
        """What the valid form says."""
        data = self.cleaned_data
        return NewFigure(
            self._code, data["region_code"], data["value"], data["from_on"], data["source"], data["reason"]
        )


class DecisionForm(_Refusable):
    """The words of a decision."""

    words = forms.CharField(
        label=_("复核意见"), max_length=WORDS, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
