"""What a clerk says with the files."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xinan.intake.actions.receive_files import Wish
from xinan.registry.models import Project

_MOST_PROJECTS = 3000


class UploadForm(forms.Form):
    """The project and the two switches; the files are checked by the action that receives them."""

    project = forms.ChoiceField(
        label=_("项目"),
        required=False,
        help_text=_("新项目不用选：和“11项目信息”一起上传即可。"),
    )
    dry_run = forms.BooleanField(label=_("先试运行，只检查不入库"), required=False)
    all_or_nothing = forms.BooleanField(label=_("有一行出错就整个文件不入库"), required=False)

    reason = forms.CharField(
        label=_("更正原因"),
        required=False,
        max_length=300,
        help_text=_("改动已报过的数据时填写，会和旧版本一起保留。"),
    )

    def __init__(self, *args: Any, projects: QuerySet[Project], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["project"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the class above says
        names = projects.values_list("project_id", "name")[:_MOST_PROJECTS]
        field.choices = [("", _("由文件决定")), *((number, f"{name}（{number}）") for number, name in names)]

    @property
    def wish(self) -> Wish:
        """What the valid form asks for."""
        data = self.cleaned_data
        return Wish(
            data["project"], dry_run=data["dry_run"], all_or_nothing=data["all_or_nothing"], reason=data["reason"]
        )
