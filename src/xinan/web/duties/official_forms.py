"""What the province or a city enters about who answers for what."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinan.kernel.errors import XinanError
from xinan.people.duties.actions.name_official import NewOfficial
from xinan.people.duties.enums import OfficialKind
from xinan.people.duties.queries import posts_on
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.registry.policies import visible_projects
from xinan.web.duties.words import Choices, industry_choices, say


class OfficialForm(forms.Form):
    """Somebody who answers for a place, a department or a project."""

    kind = forms.ChoiceField(label=_("负责什么"), choices=OfficialKind.choices)
    region_code = forms.ChoiceField(label=_("地区"))
    office = forms.ChoiceField(label=_("部门"), required=False, help_text=_("只在登记部门责任人时选择。"))
    industries = forms.MultipleChoiceField(
        label=_("行业"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("不选则按该部门人员的任职。")
    )
    project_id = forms.CharField(
        label=_("项目编号"), required=False, max_length=64, help_text=_("只在登记项目责任人时填写。")
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    post = forms.CharField(label=_("职务"), max_length=100)
    from_on = forms.DateField(label=_("任职起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(
        self, *args: Any, places: Choices, offices: Choices, today: date, scope: Scope, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._today, self._scope = today, scope
        self._project: Project | None = None
        listed = {"region_code": places, "office": [("", "—"), *offices], "industries": industry_choices(whole=False)}
        for name, choices in listed.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the class above says
            field.choices = choices
        self.fields["from_on"].initial = today

    def clean_project_id(self) -> str:
        """The number of a project that the person sees; nothing is nothing."""
        number = str(self.cleaned_data["project_id"]).strip()
        if number:
            self._project = visible_projects(self._scope).filter(pk=number).first()
            if self._project is None:
                raise forms.ValidationError(_("辖区内没有这个编号的项目。"))
        return number

    def wish(self) -> NewOfficial:
        """What the valid form asks for; what does not belong to the kind is left out."""
        data = self.cleaned_data
        kind = OfficialKind(data["kind"])
        office = int(data["office"]) if kind is OfficialKind.DEPARTMENT and data["office"] else None
        project = self._project if kind is OfficialKind.PROJECT else None
        return NewOfficial(
            kind=kind,
            name=data["name"],
            post=data["post"],
            region_code=project.region_code if project else data["region_code"],
            from_on=data["from_on"],
            office_id=office,
            industries=self._industries(office, chosen=data["industries"]) if office else (),
            project_id=project.pk if project else "",
        )

    def refuse(self, error: XinanError) -> None:
        """Show an error of the action, with what would be right."""
        self.add_error(None, f"{say(error.what)} {say(error.remedy)}")

    def _industries(self, office: int, *, chosen: list[str]) -> tuple[str, ...]:
        if chosen:
            return tuple(chosen)
        posts = posts_on(self._today).filter(user__organisation=office).values_list("industries", flat=True)
        return tuple(sorted({industry for industries in posts for industry in industries or []}))
