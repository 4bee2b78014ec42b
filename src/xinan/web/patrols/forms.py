"""What is asked for with a plan."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinan.kernel.region_table import PREFECTURES
from xinan.kernel.regions import PROVINCE_CODE, counties_of
from xinan.patrols.actions.make_plan import NewPlan
from xinan.people.models import User
from xinan.web.shell.scope_words import place_words


class PlanForm(forms.Form):
    """A day's plan: when, where, who, how long."""

    day = forms.DateField(label=_("走访日"), widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(label=_("地区"))
    begins_at = forms.TimeField(label=_("出发"), initial=time(9), widget=forms.TimeInput(attrs={"type": "time"}))
    ends_at = forms.TimeField(label=_("返回"), initial=time(17), widget=forms.TimeInput(attrs={"type": "time"}))
    visit_minutes = forms.IntegerField(label=_("每处走访（分钟）"), initial=60, min_value=15, max_value=240)
    lunch_minutes = forms.IntegerField(label=_("午休（分钟）"), initial=60, min_value=0, max_value=180)
    officers = forms.MultipleChoiceField(label=_("走访人"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Iterable[User], places: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._people = {str(user.pk): user for user in people}
        self._choose("officers", [(number, user.display_name) for number, user in self._people.items()])
        self._choose("place", _place_choices(places))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the class above says
        field.choices = choices

    @property
    def asked(self) -> NewPlan:
        """What the valid form says."""
        data = self.cleaned_data
        return NewPlan(
            day=data["day"],
            region_code=data["place"],
            officers=[self._people[number] for number in data["officers"]],
            begins_at=data["begins_at"],
            ends_at=data["ends_at"],
            visit_minutes=data["visit_minutes"],
            lunch_minutes=data["lunch_minutes"],
        )


def _place_choices(places: Iterable[str]) -> list[tuple[str, str]]:
    """One's own places, and those one step below: prefectures of the province, counties of a prefecture."""
    codes: dict[str, None] = {}
    for code in places:
        below = [row[0] for row in PREFECTURES] if code == PROVINCE_CODE else _counties(code)
        codes |= dict.fromkeys([code, *below])
    language = get_language() or "zh-hans"
    return [(code, place_words(code, skip=1).in_language(language)) for code in codes]


def _counties(code: str) -> list[str]:
    return [county.code for county in counties_of(code)] if code.endswith("00") else []


def first_day(asked: str, *, today: date) -> date:
    """The day in an address; today where it names none."""
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return today
