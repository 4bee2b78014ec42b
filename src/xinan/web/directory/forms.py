"""The form of one public body."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinan.casework.directory.entries import Entry, faults_of
from xinan.casework.directory.enums import Kind
from xinan.casework.directory.models import PublicBody


def _line(label: Any, *, most: int, required: bool = True, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


def _day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


class BodyForm(forms.Form):
    """A public body: what it is called, where, when it is open, and where that is known from."""

    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    region = forms.ChoiceField(label=_("地区"), choices=())
    name = _line(_("名称"), most=100)
    address = _line(_("地址"), most=200)
    phone = _line(_("电话"), most=60, hint=_("单位的咨询电话，不写个人手机号。"), inputmode="tel")
    hours = _line(_("办公时间"), most=100, required=False, hint=_("例如：工作日 8:30–11:30，13:30–16:30"))
    source = _line(_("来源"), most=200, hint=_("例如：某市政府网站2026年公布的名录"))
    valid_from = _day(_("自"))
    valid_to = _day(_("至"), required=False, hint=_("不填表示一直有效。"))

    def __init__(self, *args: Any, places: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared so above
        field.choices = list(places)

    def entry(self) -> Entry:
        """What was given."""
        given = self.cleaned_data
        return Entry(**{name: given[name] for name in self.fields})

    def check_entry(self, *, language: str) -> bool:
        """Whether the entry will do; what is wrong stands at its field."""
        for field, fault in faults_of(self.entry()):
            self.add_error(field, fault.message(language))
        return not self.errors


def initial_of(body: PublicBody | None, *, today: date) -> dict[str, Any]:
    """The form as it is first shown."""
    if body is None:
        return {"valid_from": today}
    names = ("kind", "name", "address", "phone", "hours", "source", "valid_from", "valid_to")
    return {"region": body.region_code, **{name: getattr(body, name) for name in names}}
