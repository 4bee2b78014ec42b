"""What an office fills in: how long a clock runs at its place; the holidays of a year."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinan.kernel.errors import XinanError
from xinan.procedures.definition import Procedure
from xinan.web.procedures.presenters import default_words, level_name

Choices = Sequence[tuple[str, str]]
LAST_YEAR = 2045


def _day_field(label: str, help_text: str, *, today: date) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "min": today.isoformat()}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


class LengthForm(forms.Form):
    """One length: of which clock, for which level and place, from when, by what document."""

    clock = forms.ChoiceField(label=_("期限"))
    level = forms.ChoiceField(label=_("等级"), required=False)
    region_code = forms.ChoiceField(label=_("适用地区"), required=False)
    amount = forms.IntegerField(label=_("长度"), required=False, min_value=1, max_value=9999)
    ends = forms.BooleanField(label=_("取消本地的单独规定，改按上级执行"), required=False)
    source = forms.CharField(label=_("依据"), max_length=300, help_text=_("文件名称和文号。"))

    def __init__(
        self, *args: Any, procedure: Procedure, places: Choices, today: date, language: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.procedure = procedure
        clocks = [
            (code, f"{rule.name.in_language(language)}（{default_words(rule)}）")
            for code, rule in procedure.clocks.items()
            if rule.bounds is not None
        ]
        levels = [(code, level_name(code).in_language(language)) for code in procedure.levels]
        self._choose("clock", clocks)
        self._choose("level", [("", str(_("各等级"))), *levels])
        self._choose("region_code", places)
        note = str(_("只影响这一天起开始的期限，正在计时的不变。"))
        self.fields["from_on"] = _day_field(str(_("施行日")), note, today=today)
        self.order_fields(["clock", "level", "region_code", "amount", "ends", "from_on", "source"])

    def clean(self) -> dict[str, Any]:
        """Either a length or the end of one."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("ends") and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", str(_("填写长度，或勾选取消本地的单独规定。")))
        return cleaned

    def refuse(self, error: XinanError, *, language: str) -> None:
        """Show what the action said."""
        self.add_error(None, error.message(language))

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the class above says
        field.choices = list(choices)


class YearForm(forms.Form):
    """The arrangement of a year, as the State Council's notice has it: one span or day a line."""

    year = forms.IntegerField(label=_("年份"), min_value=2026, max_value=LAST_YEAR)
    days_off = forms.CharField(
        label=_("放假日"),
        widget=forms.Textarea(attrs={"rows": 7, "placeholder": "2027-01-01 2027-01-03\n2027-04-05"}),
        help_text=_("每行一段：首日和末日，用空格隔开；只有一天的写一个日期。假期里的周末也算。"),
    )
    work_weekends = forms.CharField(
        label=_("调休上班日"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "2027-02-06"}),
        help_text=_("每行一个周六或周日。"),
    )
    source = forms.CharField(label=_("依据"), max_length=300, help_text=_("国务院办公厅通知的文号。"))

    def clean_days_off(self) -> list[date]:
        """Every day of the spans."""
        return _days(str(self.cleaned_data["days_off"]))

    def clean_work_weekends(self) -> list[date]:
        """Every day named."""
        return _days(str(self.cleaned_data["work_weekends"]))

    def refuse(self, error: XinanError, *, language: str) -> None:
        """Show what the action said."""
        self.add_error(None, error.message(language))


def _days(text: str) -> list[date]:
    found: set[date] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.split()
        if not parts:
            continue
        try:
            first, last = date.fromisoformat(parts[0]), date.fromisoformat(parts[-1])
        except ValueError:
            raise forms.ValidationError(_("第 %(n)s 行不是日期。"), params={"n": number}) from None
        if not 0 <= (last - first).days <= 31 or len(parts) > 2:
            raise forms.ValidationError(_("第 %(n)s 行应为首日和末日，相隔不超过一个月。"), params={"n": number})
        found |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return sorted(found)
