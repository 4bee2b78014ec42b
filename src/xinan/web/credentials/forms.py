"""What is said of a new credential, and of a change of secret."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinan.intake.actions.open_credential import MOST_NAME
from xinan.intake.actions.rotate_credential import LONGEST_OVERLAP, USUAL_OVERLAP
from xinan.intake.actions.take_messages import BANK_KINDS
from xinan.intake.sheets import SHEETS
from xinan.registry.models import Project

_MOST_PROJECTS = 3000
PROJECT, BANK = "project", "bank"


class OpenForm(forms.Form):
    """A new credential, of a project's site system or of a bank; the choices are what the person may speak for."""

    owner = forms.ChoiceField(label=_("为谁开通"))
    name = forms.CharField(
        label=_("使用它的系统"), max_length=MOST_NAME, help_text=_("例如“工地实名制闸机”，日后一看就知道是谁在用。")
    )
    scopes = forms.MultipleChoiceField(
        label=_("可报送的数据"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选即全部。"),
    )

    def __init__(self, *args: Any, projects: QuerySet[Project], banks: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        names = projects.values_list("project_id", "name")[:_MOST_PROJECTS]
        language = get_language() or "zh"
        of_projects = [(f"{PROJECT}:{number}", f"{name}（{number}）") for number, name in names]
        self._choose("owner", [*((f"{BANK}:{number}", name) for number, name in banks.items()), *of_projects])
        sheets = [sheet for sheet in SHEETS if of_projects or sheet.kind in BANK_KINDS]
        self._choose("scopes", [(sheet.kind, sheet.name.in_language(language[:2])) for sheet in sheets])
        if banks:
            self.fields["name"].help_text = _("例如“核心系统代发前置”，日后一看就知道是谁在用。")

    @property
    def owner_chosen(self) -> dict[str, str]:
        """Whose it is, as `open_credential` takes it."""
        kind, _colon, number = self.cleaned_data["owner"].partition(":")
        return {"bank_id" if kind == BANK else "project_id": number}

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
