"""Puts on record that an owner's payment guarantee was shown, and of which day it is."""

from datetime import date

from django.db import transaction

from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text
from xinan.people.scope import Scope
from xinan.registry.actions.record_notice_board import require_writing
from xinan.registry.models import Project
from xinan.registry.policies import visible_project


@transaction.atomic
def record_payment_guarantee(project_id: str, *, issued_on: date, scope: Scope) -> Project:
    """The guarantee's day, where none was on record. Raises NotFound, NotAllowed; Conflict where another day is on record."""
    require_writing(visible_project(scope, project_id=project_id), scope=scope)
    project = Project.objects.select_for_update().get(pk=project_id)
    if project.payment_guarantee_on not in (None, issued_on):
        raise Conflict(
            "guarantee-on-record",
            Text("该项目已登记工程款支付担保。", "A payment guarantee is on record already."),
            Text("如登记有误，请在数据报送中更正。", "Correct it by an import where it is wrong."),
        )
    project.payment_guarantee_on = issued_on
    project.save(update_fields=["payment_guarantee_on"])
    return project
