"""What a labour manager says of a new credential, and of a change of secret."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinan.intake.actions.open_credential import MOST_NAME
from xinan.intake.actions.rotate_credential import LONGEST_OVERLAP, USUAL_OVERLAP
from xinan.intake.sheets import SHEETS
from xinan.registry.models import Project

_MOST_PROJECTS = 3000


class OpenForm(forms.Form):
    """A new credential."""

    project = forms.ChoiceField(label=_("项目"))
    name = forms.CharField(
        label=_("使用它的系统"), max_length=MOST_NAME, help_text=_("例如“工地实名制闸机”，日后一看就知道是谁在用。")
    )
    scopes = forms.MultipleChoiceField(
        label=_("可报送的数据"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选即全部。"),
    )

    def __init__(self, *args: Any, projects: QuerySet[Project], **options: Any) -> None:
        super().__init__(*args, **options)
        names = projects.values_list("project_id", "name")[:_MOST_PROJECTS]
        language = get_language() or "zh"
        self._choose("project", [(number, f"{name}（{number}）") for number, name in names])
        self._choose("scopes", [(sheet.kind, sheet.name.in_language(language[:2])) for sheet in SHEETS])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the class above says
        field.choices = choices


class RotateForm(forms.Form):
    """For how long the old secret stays valid."""

    days = forms.IntegerField(min_value=0, max_value=LONGEST_OVERLAP.days, initial=USUAL_OVERLAP.days)

    @property
    def overlap(self) -> timedelta:
        """What the valid form says."""
        return timedelta(days=self.cleaned_data["days"])
